/** 没有答复: what no grade is in a reply to the question: it is dealt with, then the question comes once more at most, then a person. */
import type { Instant } from '../calendar.js';
import type { Understanding } from '../understand/index.js';
import { handedOver, quoted } from './answers.js';
import { postponed } from './later.js';
import type { SayingKey, Sayings } from './sayings.js';
import type { Effect, Session, Turn } from './turn.js';
import { say } from './wording.js';

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
        say(session, sayings, 'wrong-person', 'reply'),
      );
    case 'postpone':
      if (!open) return { session, effects: [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')] };
      return postponed(session, words, now, sayings);
    case 'request':
      return once(session, open, requestOf(true, words), 'passed-on', words, sayings);
    case 'question':
      return asked(session, open, words, sayings);
    case 'chitchat':
      if (ASKS_WHO.test(words ?? '')) return asked(session, open, words, sayings);
      return once(
        session,
        open,
        [],
        GREETS.test(words ?? '') ? greetedKey(open) : passingKey(session, open),
        words,
        sayings,
      );
    case 'grades':
    case 'unclear':
      if (words !== null && WHO.test(words)) return asked(session, open, words, sayings);
      return open ? unclear(session, words, sayings) : unclearAfter(session, words, sayings);
    default:
      return meant.kind satisfies never;
  }
}

/** A greeting that also asks who it is. */
const ASKS_WHO = /你(?:是)?谁|谁啊|边[个位]|who (?:are|is|r) /iu;
/** A word of greeting and no more. */
const GREETS =
  /^(?:您好|你好|在吗|在不在|喂+|早上好|上午好|中午好|下午好|晚上好|hello|hi|哈喽|哈啰)[啊呀吗，,、。.!！?？~～\s]*$/iu;
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
  return { session, effects: [say(session, sayings, 'unclear-done', 'reply')] };
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
): Turn {
  const reply = say(session, sayings, key, 'reply', undefined, words === null ? {} : { text: quoted(words) });
  if (!open || session.repeated) return { session, effects: [...effects, reply] };
  const again = say(session, sayings, 'ask-again', 'reply', 'grades');
  const joined =
    reply.kind === 'say' && again.kind === 'say' ? [{ ...again, text: `${reply.text}${again.text}` }] : [reply, again];
  return { session: { ...session, repeated: true }, effects: [...effects, ...joined] };
}

/** Whether they write with a person or a machine. */
const WHO = /机器人|是人还是|是不是(?:真)?人|真人(?:吗|么|还)|人工智能/u;
/** Who did the work. */
const WHOSE = /谁(?:来)?(?:给|帮)?(?:我们?)?(?:家)?(?:修|弄|做|办|处理|派|负责)|哪(?:个|位)师傅/u;

const ANSWERS: readonly (readonly [RegExp, SayingKey])[] = [
  [/你是谁|你谁|谁啊|哪位$|什么人|哪个单位|哪里的|骗子|真的假的|边个|边位|who (?:are|is|r) /iu, 'answer-who'],
  [WHO, 'answer-who'],
  [
    /什么(?:维修|服务|意思|事|情况|投诉|活动)|哪(?:一?次|个|天|件)|啥(?:意思|事|维修|服务)|问(?:的是)?(?:什么|啥)|^(?:你们?|这)?(?:是|想|要|在)?干(?:什么|嘛|啥)/u,
    'answer-what',
  ],
  [
    /怎么(?:评|选|填|回|答|弄|点)|如何(?:评|选|填|回)|只能选|选什么|选哪|还是不满意|是不是(?:要|得|该)?(?:点|选|填|写|回|按)/u,
    'answer-how',
  ],
];

/** The saying that answers a question; null where only a colleague can. */
export const answerTo = (words: string): SayingKey | null =>
  ANSWERS.find(([pattern]) => pattern.test(words))?.[1] ?? null;

/** Who sees what stands on a questionnaire. */
const SEEN = /看得?(?:见|到)|谁(?:会|能|可以)?看|[匿不记]名|实名|知道(?:是)?(?:谁|我|哪家)/u;

function asked(session: Session, open: boolean, words: string | null, sayings: Sayings): Turn {
  if (session.survey?.anonymous === true && SEEN.test(words ?? ''))
    return once(session, open, [], 'page-unnamed', words, sayings);
  const isWhose = session.about.worker != null && WHOSE.test(words ?? '');
  const known = isWhose ? 'answer-worker' : answerTo(words ?? '');
  if (known !== null) return once(session, open, [], known, words, sayings);
  return once(session, open, requestOf(true, words), 'answer-other', words, sayings);
}
