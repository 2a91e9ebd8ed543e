/**
 * 再问一句: what a policy wants to know beside the grade. Once the answer is recorded, and the reason of a dissatisfied
 * one, it is asked in the same reply, one thing at a time: the topics that are graded one by one (p04.4), the charge
 * (p11.6), the quarter's theme (p02.8). None is ever pushed again; whatever is said to it is noted, and the record closed.
 */
import { TOPICS, type Topic } from '../policy/words.js';
import { GRADES } from '../terms.js';
import { saysMoreOf, topicGrades, topicsIn } from '../understand/topics.js';
import { quoted } from './answers.js';
import { asksOpenly, leftOpen, openQuestion } from './open-topics.js';
import { fill, type Sayings } from './sayings.js';
import { says } from './says.js';
import { themeHeard, themeSaid } from './theme-said.js';
import type { Effect, More, Session, Turn } from './turn.js';
import { cutBytes, gradeZh, optionsOf, say } from './wording.js';

/** The turn with the next of what is still to be asked in place of its last word, where it is time for it. */
export function thenMore(before: Session, turn: Turn, sayings: Sayings): Turn {
  const { session, effects } = turn;
  const isAnswer =
    effects.some(({ kind }) => kind === 'record') || before.state === 'reason' || before.state === 'more';
  const isOver = session.state === 'done' || session.state === 'confirming';
  const [next, ...rest] = session.more ?? [];
  if (next === undefined || session.grade === null || !isAnswer || !isOver) return turn;
  if (next.kind === 'open-topics') {
    const left = leftOpen(session, next);
    const others = { session: { ...session, more: rest }, effects };
    return left.length === 0 ? others : asksOpenly(others, left, sayings);
  }
  const said = next.kind === 'theme' ? themeSaid(session.remark, next.text) : null;
  if (said !== null)
    return thenMore(before, themeHeard({ session: { ...session, more: rest }, effects }, said, sayings), sayings);
  const asked = effects.map((effect): Effect =>
    effect.kind === 'say'
      ? {
          kind: 'say',
          text: cutBytes(`${noted(before, session, effect.text, sayings)}${questionOf(next, sayings)}`, MENU_BYTES),
          purpose: 'reply',
          options: optionsOf(sayings, next.kind),
        }
      : effect,
  );
  const told: readonly Effect[] = next.kind === 'theme' ? [{ kind: 'theme-asked' }] : [];
  return { session: { ...session, state: 'more', asking: next, more: rest }, effects: [...asked, ...told] };
}

const MENU_BYTES = 1000;

/** What is asked beside the grade, as a question. */
export function questionOf(more: More, sayings: Sayings): string {
  switch (more.kind) {
    case 'items':
      return fill(sayings, 'items', { text: more.topics.map((topic) => TOPICS[topic].zh).join('、') });
    case 'charge':
      return sayings.charge;
    case 'theme':
      return fill(sayings, 'theme', { text: more.text });
    case 'open-topics':
      return openQuestion(more.topics, sayings);
    default:
      return more satisfies never;
  }
}

/** What was said of a bad answer stays whole; a good one is said back in a word, and as a whole once the talk closes. */
function noted(before: Session, session: Session, text: string, sayings: Sayings): string {
  const sorry = sayings['more-sorry'];
  if (before.state === 'more') return text.startsWith(sorry) ? sorry : sayings['more-noted'];
  if (session.grade === null || session.grade === 'dissatisfied') return text;
  const also = text.endsWith(sayings['passed-on-short']) ? sayings['passed-on-short'] : '';
  return `${fill(sayings, 'noted', { grade: gradeZh(sayings, session.grade) })}${also}`;
}

/** A tap on an option that answers what is asked beside the grade. */
export function moreTapped(
  session: Session,
  option: 'none' | 'all-good' | 'as-quoted' | 'not-as-quoted',
  sayings: Sayings,
): Turn {
  const words = option === 'none' ? null : sayings[`option-${option}`];
  return session.state === 'more' ? moreAnswered(session, words, [], sayings) : { session, effects: [] };
}

/** What was said to it, null for nothing to say; then the record is said back, or shown to be confirmed. */
export function moreAnswered(
  session: Session,
  words: string | null,
  beside: readonly Effect[],
  sayings: Sayings,
): Turn {
  const { needsSignature, grade, asking = null } = session;
  const noted = asking === null ? [] : heard(session, asking, words, sayings);
  const remark = noted.find((effect) => effect.kind === 'correct')?.remark ?? session.remark;
  const closed: Session = { ...session, remark, asking: null, state: needsSignature ? 'confirming' : 'done' };
  const menu = needsSignature ? ('confirm' as const) : undefined;
  const base = needsSignature ? 'confirm' : grade === 'dissatisfied' ? 'theme-noted' : 'recorded';
  const key = base === 'theme-noted' || remark === null ? base : (`${base}-remark` as const);
  const more = remark === null ? {} : { remark: quoted(remark) };
  const reply = say(closed, sayings, key, 'confirm', menu, more);
  const said = reply.kind === 'say' ? { ...reply, text: `${wanting(noted, beside, sayings)}${reply.text}` } : reply;
  return { session: closed, effects: [...noted, ...beside, { kind: 'wake', at: null }, said] };
}

/** What is first said to words that tell of something that is not as it should be. */
function wanting(noted: readonly Effect[], beside: readonly Effect[], sayings: Sayings): string {
  if (noted.some(({ kind }) => kind === 'nonconformity')) return sayings['more-sorry'];
  return beside.length > 0 ? sayings['passed-on-short'] : '';
}

function heard(session: Session, asking: More, words: string | null, sayings: Sayings): readonly Effect[] {
  switch (asking.kind) {
    case 'items':
      return words === null ? [] : gradedItems(session, asking.topics, words);
    case 'charge':
      return words === null ? [] : charged(session, words);
    case 'theme':
      return [{ kind: 'topics', topics: { theme: words ?? sayings['option-none'] } }];
    case 'open-topics':
      return [];
    default:
      return asking satisfies never;
  }
}

/** A topic that is found wanting is a nonconformity, as the grade would be; words that say more than grades stay as words. */
function gradedItems(session: Session, topics: readonly Topic[], words: string): readonly Effect[] {
  const grades = topicGrades(words, topics);
  if (Object.keys(grades).length === 0) return remarked(session, words);
  const bad = Object.entries(grades).flatMap(([topic, grade]) =>
    grade === 'dissatisfied' ? [`${TOPICS[topic as Topic].zh}${GRADES[grade].zh}`] : [],
  );
  const isNew = bad.length > 0 && session.grade !== 'dissatisfied';
  return [
    ...(saysMoreOf(words, topics) ? remarked(session, words) : []),
    { kind: 'topics', topics: grades },
    ...(isNew ? [{ kind: 'nonconformity', remark: `${bad.join('、')}：${words}` } as const] : []),
  ];
}

const remarked = ({ grade, remark }: Session, words: string): readonly Effect[] =>
  grade === null
    ? []
    : [{ kind: 'correct', grade, remark: [remark, words].filter((part) => part !== null).join('；'), why: [words] }];

const NOT_AS_QUOTED = /不一致|不一样|不对|不符|多收|贵了|超[过出]|乱收|有出入/u;
const AS_QUOTED = /一致|一样|相符|没(?:有)?(?:多收|问题|出入)|^(?:是的?|对的?|嗯+)/u;

/** Words that are plainly about another topic than the one asked about complete the answer before, as 师傅很有耐心 does. */
const isOfAnother = (asked: Topic, words: string): boolean => {
  const [topic, ...others] = Object.keys(topicsIn(words, Object.keys(TOPICS) as Topic[]));
  return topic !== undefined && topic !== asked && !others.includes(asked);
};

/** 收费价格核实 (p11.6): the charge was not what had been said, and that is put right. */
function charged(session: Session, words: string): readonly Effect[] {
  const asQuoted = says(NOT_AS_QUOTED, words) ? false : says(AS_QUOTED, words) ? true : null;
  if (asQuoted === null && isOfAnother('charge', words)) return remarked(session, words);
  return [
    { kind: 'topics', topics: { charge: words }, ...(asQuoted === null ? {} : { chargeAsQuoted: asQuoted }) },
    ...(asQuoted === false ? [{ kind: 'nonconformity', remark: `收费与报价：${words}` } as const] : []),
  ];
}
