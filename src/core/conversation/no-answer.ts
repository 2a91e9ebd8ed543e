/** 没有答复: what no grade is in a reply to the question: it is dealt with, then the question comes once more at most, then a person. */
import type { Instant } from '../calendar.js';
import type { Understanding } from '../understand/index.js';
import { handedOver, NOTHING_TO_ADD, quoted } from './answers.js';
import { postponed } from './later.js';
import { asksWhoWrites, cannotAnswer, howTo, knownAnswer, type Known } from './questions.js';
import type { SayingKey, Sayings } from './sayings.js';
import { says } from './says.js';
import type { Effect, Session, Turn } from './turn.js';
import { linkOf, say } from './wording.js';

/** Words for a person of ours, passed on with the resident's own wording. */
export const requestOf = (asks: boolean, words: string | null): readonly Effect[] =>
  asks && words !== null ? [{ kind: 'new-request', text: words }] : [];

/** What was told before an answer belongs to it: a reason that was given already is not asked for. */
function keptWords(session: Session, words: string | null): Session {
  if (session.grade !== null || words === null || !TELLS.test(words)) return session;
  return { ...session, before: [session.before, words].filter((part) => part !== undefined).join('；') };
}

/** Fewer characters tell nothing. */
export const TELLS = /(?:\p{Script=Han}.*){4}/su;

type NoAnswer = Exclude<Understanding['kind'], 'grade' | 'optout' | 'human' | 'resume' | 'change'>;

/** No answer to what was asked: dealt with, then the question once more at most, then a person. */
export function noAnswer(
  session: Session,
  words: string | null,
  meant: { readonly kind: NoAnswer },
  now: Instant,
  sayings: Sayings,
): Turn {
  const open =
    session.grade === null && (session.state === 'asked' || session.state === 'clarifying' || session.state === 'new');
  switch (meant.kind) {
    case 'wrong_person':
      if (!open) return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
      return withLast(
        handedOver(session, 'wrong-person', words, [{ kind: 'wrong-person' }]),
        say(session, sayings, says(DIED, words ?? '') ? 'wrong-person-died' : 'wrong-person', 'reply'),
      );
    case 'postpone':
      if (!open) return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
      return postponed(session, words, now, sayings);
    case 'request':
      return once(session, open, requestOf(true, words), 'passed-on', words, sayings);
    case 'question':
      return asked(session, open, words, now, sayings);
    case 'chitchat':
      if (says(ASKS_WHO, words ?? '')) return asked(session, open, words, now, sayings);
      return once(
        session,
        open,
        [],
        greets(words ?? '') ? greetedKey(open) : passingKey(session, open),
        words,
        sayings,
      );
    case 'grades':
    case 'unclear':
      if (words !== null && asksWhoWrites(words)) return asked(session, open, words, now, sayings);
      if (open && greets(words ?? '')) return once(session, open, [], 'answer-who', words, sayings);
      return open ? unclear(session, words, sayings) : unclearAfter(session, words, sayings);
    default:
      return meant.kind satisfies never;
  }
}

/** The person whom we know has died. */
const DIED = /去世|过世|病逝|离世|病故|不在人世/u;
/** A greeting that also asks who it is. */
const ASKS_WHO = /你(?:是)?谁|谁啊|边[个位]|who (?:are|is|r) /iu;
/** A word of greeting and no more. */
const GREETS =
  /^(?:(?:您好|你们?好|大家好|在吗|在不在|喂|早上好|上午好|中午好|下午好|晚上好|早安|早晨|晚安|hello|hi|嗨|哈喽|哈啰|哈罗)[啊呀吗，,、。.!！?？~～\s]*)+$/iu;
export const greets = (words: string): boolean => says(GREETS, words);
const greetedKey = (open: boolean): SayingKey => (open ? 'answer-who' : 'hello');
const passingKey = (session: Session, open: boolean): SayingKey => (open ? 'chitchat' : doneKey(session));

/** Nobody looks after what stands on an anonymous questionnaire. */
export const doneKey = ({ grade, survey }: Session): SayingKey =>
  grade === 'dissatisfied' && survey?.anonymous !== true ? 'chitchat-sorry' : 'chitchat-done';

/** What nobody understands, once the question is no longer open; the new grade is asked for once more. */
function unclearAfter(session: Session, words: string | null, sayings: Sayings): Turn {
  if (session.state === 'with-staff')
    return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
  if (session.state === 'changing' && session.repeated !== true)
    return {
      session: { ...session, repeated: true },
      effects: [say(session, sayings, 'clarify', 'clarify', 'grades')],
    };
  const key = says(NOTHING_TO_ADD, words ?? '') ? doneKey(session) : 'unclear-done';
  return { session, effects: [say(session, sayings, key, 'reply')] };
}

export const withLast = (turn: Turn, effect: Effect): Turn => ({
  session: turn.session,
  effects: [...turn.effects, effect],
});

function unclear(session: Session, words: string | null, sayings: Sayings): Turn {
  if (session.state === 'clarifying')
    return withLast(handedOver(session, 'unclear', words, []), say(session, sayings, 'clarify-failed', 'reply'));
  return {
    session: { ...keptWords(session, words), state: 'clarifying' },
    effects: [say(session, sayings, 'clarify', 'clarify', 'grades')],
  };
}

/** A short answer, and the first time the question again with its menu. */
function once(
  session: Session,
  open: boolean,
  effects: readonly Effect[],
  key: SayingKey,
  words: string | null,
  sayings: Sayings,
  facts: Known['more'] = {},
): Turn {
  const more = { ...(words === null ? {} : { text: quoted(words) }), ...facts };
  const reply = say(session, sayings, key, 'reply', undefined, more);
  if (!open || session.repeated) return { session, effects: [...effects, reply] };
  const again = say(session, sayings, 'ask-again', 'reply', 'grades');
  const joined =
    reply.kind === 'say' && again.kind === 'say' ? [{ ...again, text: `${reply.text}${again.text}` }] : [reply, again];
  return { session: { ...session, repeated: true }, effects: [...effects, ...joined] };
}

/** What the bot knows is answered, with the menu that it is about; the rest goes to a colleague. */
function asked(session: Session, open: boolean, words: string | null, now: Instant, sayings: Sayings): Turn {
  const known = knownAnswer(session, words ?? '', open, now);
  if (known === null) return once(session, open, requestOf(true, words), 'answer-other', words, sayings);
  if (known.menu === undefined && open && session.repeated !== true)
    return once(session, open, [], known.key, words, sayings, known.more);
  return { session, effects: [told(session, known, sayings)] };
}

/** The answer with its menu, and the questionnaire's page where it is about one. */
function told(session: Session, { key, menu, more }: Known, sayings: Sayings): Effect {
  const reply = say(session, sayings, key, 'reply', menu, more);
  return reply.kind === 'say' && key !== 'answer-who' ? { ...reply, ...linkOf(session, sayings) } : reply;
}

/** To whoever cannot tap, open or read what was sent: that a word does; null where the words say something else. */
export function helped(session: Session, text: string, sayings: Sayings): Turn | null {
  if (!HELPS.has(session.state) || !cannotAnswer(text.trim(), session.survey !== undefined)) return null;
  return { session, effects: [told(session, howTo(session, session.grade === null), sayings)] };
}

const HELPS: ReadonlySet<Session['state']> = new Set(['asked', 'clarifying', 'confirming', 'changing', 'more']);
