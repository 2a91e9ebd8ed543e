/**
 * 还有什么: the topics of a policy that are answered in words, problems that are left, needs, suggestions, asked in one short
 * line of the reply that closes the talk. It needs no answer: the record is made, and is signed or changed as ever.
 */
import type { Instant } from '../calendar.js';
import { OPEN_TOPICS, type OpenTopic } from '../policy/content.js';
import type { Understanding } from '../understand/index.js';
import { openTopicsIn, topicsIn } from '../understand/topics.js';
import { ADDS, FAILED, STILL } from './added.js';
import { isYes, NOTHING_TO_ADD } from './answers.js';
import { isWordless } from './assent.js';
import { EXPLICIT, isReversed } from './blame.js';
import { says } from './says.js';
import { fill, type Sayings } from './sayings.js';
import { TALK_LASTS_MS, type Effect, type More, type Session, type Turn } from './turn.js';
import { cutBytes, optionsOf, say } from './wording.js';

type Open = Extract<More, { kind: 'open-topics' }>;

const MENU_BYTES = 1000;

/** What is still to be asked of them: nothing once it was said, nor after blame, which was asked about already. */
export function leftOpen({ grade, remark }: Session, { topics }: Open): readonly OpenTopic[] {
  if (grade === 'dissatisfied') return [];
  const said = remark === null ? {} : topicsIn(remark, topics);
  return topics.filter((topic) => said[topic] === undefined);
}

/** The question: 眼下还有什么问题、建议吗？ */
export function openQuestion(topics: readonly OpenTopic[], sayings: Sayings): string {
  const nouns = [...new Set(topics.map((topic) => sayings[`open-${OPEN_TOPICS[topic]}`]))];
  const last = nouns.length > 1 ? `${sayings['open-or']}${nouns.at(-1) ?? ''}` : nouns.join('');
  return fill(sayings, 'open-topics', { text: `${nouns.slice(0, -1).join('、')}${last}` });
}

/** The turn with the question behind its last word. */
export function asksOpenly({ session, effects }: Turn, topics: readonly OpenTopic[], sayings: Sayings): Turn {
  const asked = effects.map((effect): Effect => {
    if (effect.kind !== 'say') return effect;
    const text = cutBytes(`${effect.text}${openQuestion(topics, sayings)}`, MENU_BYTES);
    return { ...effect, text, options: [...(effect.options ?? []), ...optionsOf(sayings, 'open-topics')] };
  });
  return { session: { ...session, asking: { kind: 'open-topics', topics } }, effects: asked };
}

/** What the talk still asks in words, as long as it lasts; null: nothing. */
function openOf({ asking, state, signed, told }: Session, now: Instant): Open | null {
  if (asking?.kind !== 'open-topics' || signed || (state !== 'done' && state !== 'confirming')) return null;
  return told !== undefined && now - told.at < TALK_LASTS_MS ? asking : null;
}

/**
 * The turn of words that answer it; null for all else: a grade in so many words, that the work has failed, praise, a
 * question, a stop.
 */
export function openAnswer(
  session: Session,
  text: string,
  meant: Understanding,
  now: Instant,
  sayings: Sayings,
): Turn | null {
  const open = openOf(session, now);
  const words = text.trim();
  if (open === null || (session.state === 'confirming' && isYes(words))) return null;
  if (says(NOTHING_TO_ADD, words) || says(NOTHING_LEFT, words)) return nothingLeft(session, open, sayings);
  if (isWordless(words) || isReversed(words) || !ADDS.test(words) || !isAnswer(meant, words)) return null;
  const asksForWork = meant.kind === 'request' || (meant.and?.includes('request') ?? false);
  const isBlame = meant.kind === 'grade';
  const topics = openTopicsIn(words, open.topics, { asksForWork, isBlame });
  const isTheirs =
    Object.keys(topics).some((topic) => topic !== 'suggestions') ||
    ((asksForWork || isBlame) && !says(SUGGESTS, words));
  const request: Effect[] = isTheirs ? [{ kind: 'new-request', text: words }] : [];
  return closed(
    session,
    [{ kind: 'topics', topics }, ...request],
    isTheirs ? 'passed-on-short' : 'open-noted',
    sayings,
  );
}

/** A suggestion in so many words stands in the record; it is nobody's to do at once. */
const SUGGESTS = /^(?:我)?(?:提个|有个|的)?建议/u;

function isAnswer(meant: Understanding, words: string): boolean {
  switch (meant.kind) {
    case 'request':
    case 'unclear':
    case 'grades':
      return true;
    case 'grade':
      return (
        (meant.grade === 'dissatisfied' || says(STILL, words)) &&
        !says(EXPLICIT, words) &&
        !says(FAILED, words) &&
        !isCall(meant)
      );
    case 'human':
    case 'optout':
    case 'resume':
    case 'change':
    case 'postpone':
    case 'wrong_person':
    case 'question':
    case 'chitchat':
      return false;
    default:
      return meant satisfies never;
  }
}

const isCall = ({ and }: Understanding): boolean => and?.includes('human') ?? false;

/** 暂时没有, 没什么问题. */
const NOTHING_LEFT =
  /^(?:(?:暂时|目前|眼下|现在)?(?:也|都)?(?:没有?|无|冇)(?:什么|啥)?(?:了|问题|意见|需要|建议|别的|其他的?)*[吧啊，,。.!！\s]*)+(?:(?:谢谢|多谢|感谢|麻烦|辛苦)(?:了|你们|您|大家|师傅)*[。.!！\s]*)?$/u;

/** A tap on 没有; on the menu of another time it does nothing. */
export function nothingTapped(session: Session, now: Instant, sayings: Sayings): Turn {
  const open = openOf(session, now);
  return open === null ? { session, effects: [] } : nothingLeft(session, open, sayings);
}

/** 没有: that too stands in the record. */
function nothingLeft(session: Session, { topics }: Open, sayings: Sayings): Turn {
  const none = Object.fromEntries(topics.map((topic) => [topic, sayings['option-nothing']]));
  return closed(session, [{ kind: 'topics', topics: none }], 'chitchat-done', sayings);
}

/** Said back shortly; what is to be signed is asked for once more. */
function closed(
  session: Session,
  effects: readonly Effect[],
  key: 'passed-on-short' | 'open-noted' | 'chitchat-done',
  sayings: Sayings,
): Turn {
  const next: Session = { ...session, asking: null };
  if (session.state !== 'confirming') return { session: next, effects: [...effects, say(next, sayings, key, 'reply')] };
  const said = key === 'chitchat-done' ? '' : sayings[key];
  const again = say(next, sayings, 'confirm-again', 'reply', 'confirm');
  const reply = again.kind === 'say' ? { ...again, text: `${said}${again.text}` } : again;
  return { session: next, effects: [...effects, reply] };
}
