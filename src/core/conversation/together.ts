/**
 * 同户合并 (p02.10): one conversation with a household about several visits. They are asked one after another: as soon as
 * one is settled the next question follows in the same reply. A word that names all of them answers all. Each keeps its
 * own session, so that a tap on an older menu still finds the visit that it names.
 */
import { HOUR, type Instant } from '../calendar.js';
import { understand } from '../understand/index.js';
import { isInEarnest } from './blame.js';
import { inOneList, isIn, type PartOf } from './one-list.js';
import { openQuestion } from './open-topics.js';
import { fill, type Sayings } from './sayings.js';
import { partsButOne, partsByPlace } from './said-of-each.js';
import { simplified, says } from './says.js';
import { isChangeable, isUnanswered } from './talk-meant.js';
import { isWaiting, waitsUntil, type Effect, type Input, type Session, type Turn } from './turn.js';
import { advance } from './visit-talk.js';
import { cutBytes, gradeZh, linkOf, nextQuestion, optionsOf, serviceZh } from './wording.js';

export type Talk = { readonly visit: number; readonly session: Session };
/** A talk as a step leaves it, and what the step asks for in its name. */
export type TalkTurn = Talk & { readonly effects: readonly Effect[] };

/** One step, said to or about one of the visits; the talks come back in their order. Pure, as `advance`. */
export function advanceTogether(
  talks: readonly Talk[],
  visit: number,
  input: Input,
  now: Instant,
  sayings: Sayings,
): readonly TalkTurn[] {
  const target = talks.find((talk) => talk.visit === visit);
  if (target === undefined) throw new TypeError(`visit ${visit} is not in this conversation`);
  if (input.kind === 'said') {
    const each = answerToEach(talks, input.text, now, sayings) ?? answerToAll(talks, target, input.text, now, sayings);
    if (each !== null) return each;
  }
  const turn = advance(target.session, input, now, sayings);
  const turns = talks.map((talk): TalkTurn =>
    talk.visit === visit ? { ...talk, ...turn } : { ...talk, effects: signedWith(talk, turn) },
  );
  const signed = turns.map((one) =>
    one.visit !== visit && one.effects.length > 0 ? { ...one, session: { ...one.session, signed: true } } : one,
  );
  return goOn(signed, visit, input, now, sayings);
}

/** A confirmation counts for all that were answered in one word. */
const signedWith = ({ session }: Talk, { session: by, effects }: Turn): readonly Effect[] =>
  by.inOneWord && session.inOneWord && !session.signed && effects.some(({ kind }) => kind === 'sign')
    ? [{ kind: 'sign' }]
    : [];

/** What follows once the visit is settled: the next question; where a person takes over, they take over all. */
function goOn(
  turns: readonly TalkTurn[],
  visit: number,
  input: Input,
  now: Instant,
  sayings: Sayings,
): readonly TalkTurn[] {
  const done = turns.find((one) => one.visit === visit) as TalkTurn;
  const waiting = turns.filter(({ session }) => session.state === 'waiting');
  const [next] = waiting;
  if (next === undefined) return turns;
  if (done.effects.some(({ kind }) => kind === 'hand-over' || kind === 'opt-out')) {
    return turns.map((one) =>
      waiting.includes(one) ? { ...one, session: { ...one.session, state: 'with-staff' } } : one,
    );
  }
  if (turns.some(({ session }) => isWaiting(session))) {
    const at = wakeAt(
      waiting.map(({ session }) => session),
      now,
    );
    return turns.map((one) =>
      one === done && done.session.grade !== null ? { ...one, effects: soonAwake(one.effects, at) } : one,
    );
  }
  if (done.session.state !== 'done') return turns;
  const isPushed = input.kind === 'silent';
  const reminded = isPushed || turns.some(({ session }) => session.reminded);
  const asked: Session = { ...next.session, state: 'asked', askedAt: now, reminded };
  const before = done.effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));
  const question: Effect = {
    kind: 'say',
    text: cutBytes([...before, nextQuestion(asked, sayings)].join(''), MENU_BYTES),
    purpose: isPushed ? 'ask' : 'next',
    options: optionsOf(sayings, 'grades'),
    ...linkOf(asked, sayings),
  };
  const effects: readonly Effect[] = [{ kind: 'asked' }, question, { kind: 'wake', at: wakeAt([asked], now) }];
  return turns.map((one) => {
    if (one === next) return { visit: one.visit, session: asked, effects };
    return one === done ? { ...one, effects: one.effects.filter(({ kind }) => kind !== 'say') } : one;
  });
}

const MENU_BYTES = 1000;

/** When the household is written to again, if it says nothing: as of a first question, by what is due first. */
function wakeAt(sessions: readonly Session[], now: Instant): Instant {
  const left = Math.max(0, Math.min(...sessions.map(waitsUntil)) - now);
  const hours = Math.min(...sessions.map(({ reminderAfterHours }) => reminderAfterHours));
  return (now + Math.min(hours * HOUR, Math.floor(left / 2))) as Instant;
}

const soonAwake = (effects: readonly Effect[], at: Instant): readonly Effect[] => [
  ...effects.filter(({ kind }) => kind !== 'wake'),
  { kind: 'wake', at },
];

const headLength = (text: string): number =>
  (NAMES_ALL.exec(text) ?? NAMES_ALL.exec(simplified(text)))?.[0].length ?? 0;

/** Words that name which visits they are about: each hears its own part; null where they name none. */
function answerToEach(
  talks: readonly Talk[],
  text: string,
  now: Instant,
  sayings: Sayings,
): readonly TalkTurn[] | null {
  if (talks.length < 2) return null;
  const parts = partsByPlace(text, talks.length);
  if (parts.length === 0) return null;
  return saidToEach(
    talks,
    parts.flatMap(({ at, words }) => {
      const visit = talks[at]?.visit;
      return visit === undefined ? [] : [{ visit, words }];
    }),
    now,
    sayings,
  );
}

/** One reply for all that was said, by name of each; a next question follows where one waits. */
function saidToEach(
  talks: readonly Talk[],
  parts: readonly PartOf[],
  now: Instant,
  sayings: Sayings,
): readonly TalkTurn[] {
  const last = parts.at(-1);
  const turns = talks.map((talk): TalkTurn => {
    const words = parts.find(({ visit }) => visit === talk.visit)?.words;
    if (words === undefined) return { ...talk, effects: [] };
    const state = talk.session.state === 'waiting' ? 'asked' : talk.session.state;
    return { ...talk, ...advance({ ...talk.session, state }, { kind: 'said', text: words }, now, sayings) };
  });
  const isTold = parts.length > 1 && turns.every((one) => !isIn(parts, one) || one.session.grade !== null);
  const told = isTold ? inOneList(turns, parts, sayings) : turns;
  return goOn(told, last?.visit ?? 0, { kind: 'said', text: last?.words ?? '' }, now, sayings);
}

/** 都满意, 两件都好: what names all of them, not one or another. */
const NAMES_ALL =
  /^(?:我)?(?:对)?(?:这|这两|这三|两|三|所有的?|全部)?(?:件|个|次|样|项)?(?:事|维修|服务)?(?:情)?(?:都|全都|全部|全|均)(?:是|还|还算|很|挺|非常|比较|蛮|挺)?(?:不太|不大|不)?(?:满意|一般|好|不错|可以|行|没问题|没意见|ok|[掂得]|巴适|[可阔]以)/iu;

/** A word for all: it answers those that are open, or, once none is, changes those that were answered otherwise. */
function answerToAll(
  talks: readonly Talk[],
  target: Talk,
  text: string,
  now: Instant,
  sayings: Sayings,
): readonly TalkTurn[] | null {
  const isAfter = !talks.some(({ session }) => isUnanswered(session));
  const all = talks.filter(({ session }) => (isAfter ? isChangeable(session, now) : isUnanswered(session)));
  if (all.length < 2 || !all.includes(target) || !says(NAMES_ALL, text.trim())) return null;
  const meant = understand({ question: 'single', reply: text, about: target.session.about.kind });
  if (meant.kind !== 'grade' || meant.and?.includes('human')) return null;
  if (isAfter && (!isInEarnest(text) || all.every(({ session }) => session.grade === meant.grade))) return null;
  const head = text.trim().slice(0, headLength(text.trim()));
  const butOne = partsButOne(
    text.trim(),
    head,
    all.map(({ session }) => session),
  );
  if (meant.grade === 'dissatisfied' && butOne.length > 0) {
    const parts = butOne.flatMap(({ at, words }) => all.slice(at, at + 1).map(({ visit }) => ({ visit, words })));
    return saidToEach(talks, parts, now, sayings);
  }
  const asks = all.findLast(({ session }) => (session.more ?? []).length > 0) ?? target;
  const turns = talks.map((talk): TalkTurn => {
    if (!all.includes(talk) || talk.session.grade === meant.grade) return { ...talk, effects: [] };
    const session: Session = {
      ...talk.session,
      state: isAfter ? talk.session.state : 'asked',
      more: talk === asks ? (talk.session.more ?? []) : [],
    };
    const turn = advance(session, { kind: 'said', text }, now, sayings);
    return { visit: talk.visit, ...turn };
  });
  return inOneReply(turns, all, target.visit, sayings);
}

/** One message says all of it back; what it still asks, a reason, one thing more, the confirmation, is asked once. */
function inOneReply(
  turns: readonly TalkTurn[],
  all: readonly Talk[],
  visit: number,
  sayings: Sayings,
): readonly TalkTurn[] {
  const answered = turns.filter((one) => all.some((talk) => talk.visit === one.visit));
  const place = ({ session, visit: no }: TalkTurn): number => (session.asking != null ? 0 : no === visit ? 1 : 2);
  const rank = (one: TalkTurn): number => ASKS.indexOf(one.session.state) * 3 + place(one);
  const speaking = answered.filter(({ effects }) => effects.some(({ kind }) => kind === 'say'));
  const speaker = speaking
    .filter(({ session }) => ASKS.includes(session.state))
    .toSorted((a, b) => rank(a) - rank(b))[0];
  const voice = speaker ?? speaking.toSorted((a, b) => place(a) - place(b))[0];
  return turns.map((one) => {
    if (!answered.includes(one)) return one;
    const isVoice = one === voice;
    const effects = one.effects.flatMap((effect): readonly Effect[] => {
      if (effect.kind === 'say')
        return isVoice ? [{ ...effect, text: saidOfAll(one, effect.text, answered, sayings) }] : [];
      if (isVoice || FOR_EACH.has(effect.kind)) return [effect];
      return effect.kind === 'wake' ? [{ kind: 'wake', at: null }] : [];
    });
    const state = isVoice || one.session.state === 'done' ? one.session.state : 'done';
    return { ...one, session: { ...one.session, state, inOneWord: true }, effects };
  });
}

/** Whose question comes first. */
const ASKS: readonly Session['state'][] = ['reason', 'more', 'confirming'];
const FOR_EACH: ReadonlySet<Effect['kind']> = new Set(['record', 'correct', 'ballot', 'nonconformity']);

/** A good answer is said back with all that it is about; what is said of a bad one names no service. */
function saidOfAll(voice: TalkTurn, text: string, answered: readonly TalkTurn[], sayings: Sayings): string {
  const { grade, state, remark } = voice.session;
  if (grade === null || grade === 'dissatisfied') return text;
  const list = answered.map(({ session }) => `${serviceZh(session, sayings)}，${gradeZh(sayings, grade)}`);
  const words = [...list, ...(remark === null ? [] : [`您说：${remark}`])].join('；');
  const own = fill(sayings, 'noted', { grade: gradeZh(sayings, grade) });
  const { asking } = voice.session;
  const left = asking?.kind === 'open-topics' ? openQuestion(asking.topics, sayings) : '';
  if (state === 'more') return cutBytes(text.replace(own, fill(sayings, 'noted-all', { text: words })), MENU_BYTES);
  const said = fill(sayings, state === 'confirming' ? 'confirm-all' : 'recorded-all', { text: words });
  return cutBytes(`${said}${left}`, MENU_BYTES);
}
