/** 听到一句话: what each meaning of a reply does, in each state of the talk. */
import type { Understanding } from '../understand/index.js';
import { afterSignature, answered, type Answer, handedOver, quoted, reasonGiven, sign } from './answers.js';
import type { SayingKey, Sayings } from './sayings.js';
import { moreAnswered } from './more-talk.js';
import type { Effect, Session, Turn } from './turn.js';
import { say } from './wording.js';

const YES =
  /^(?:确认|确定|对的?|是的?|没错|没问题|好的?|嗯+|可以|行|ok|OK|正确|同意|签|签字|属实|无误)[了吧啊呀。.!！\s]*$/u;
const NOTHING_TO_ADD =
  /^(?:没有?(?:了|什么|啥)?|没什么|没啥|算了|不想说|不说了|懒得说|无|就这样|就那样|随便|不用了|没事)[了吧啊。.!！\s]*$/u;

/** One reply, understood, in the talk's state. `text` are the resident's own words, empty for a tapped option. */
export function heardWords(session: Session, text: string, meant: Understanding, sayings: Sayings): Turn {
  const words = text.trim() === '' ? null : text.trim();
  const confirming = session.grade !== null && session.needsSignature && !session.signed;
  if (words !== null && confirming && session.state === 'confirming' && YES.test(words)) return sign(session, sayings);
  if (session.state === 'stopped') return afterStop(session, words, meant, sayings);
  if (session.state === 'more' && words !== null && !ENDS_MORE.has(meant.kind)) {
    const beside = requestOf(asksForWork(meant), words);
    return moreAnswered(session, NOTHING_TO_ADD.test(words) ? null : words, beside, sayings);
  }
  switch (meant.kind) {
    case 'optout':
      return stopped(session, meant, sayings);
    case 'grade':
      return graded(session, meant, words, sayings);
    case 'human':
      return calledPerson(session, words, meant.kind, sayings);
    case 'resume':
      return { session, effects: [{ kind: 'resume' }, say(session, sayings, 'resumed', 'reply')] };
    case 'change':
      return changing(session, sayings);
    case 'grades':
    case 'wrong_person':
    case 'postpone':
    case 'request':
    case 'question':
    case 'chitchat':
    case 'unclear':
      return session.state === 'reason' && meant.kind !== 'wrong_person'
        ? reasonGiven(
            session,
            words === null || NOTHING_TO_ADD.test(words) ? null : words,
            requestOf(meant.kind === 'request', words),
            sayings,
          )
        : noGrade(session, words, meant, sayings);
    default:
      return meant satisfies never;
  }
}

/** What is no answer to what was asked beside, whatever it says: to stop, to speak to a person, to change the record. */
const ENDS_MORE: ReadonlySet<Understanding['kind']> = new Set(['optout', 'human', 'resume', 'change']);

const asksForWork = ({ kind, and }: Understanding): boolean =>
  kind === 'request' || (and?.includes('request') ?? false);

const requestOf = (asks: boolean, words: string | null): readonly Effect[] =>
  asks && words !== null ? [{ kind: 'new-request', text: words }] : [];

function graded(
  session: Session,
  meant: Extract<Understanding, { kind: 'grade' }>,
  words: string | null,
  sayings: Sayings,
): Turn {
  const also = meant.and ?? [];
  const beside = requestOf(also.includes('request') || also.includes('question'), words);
  if (session.state === 'reason' && meant.grade === 'dissatisfied') return reasonGiven(session, words, beside, sayings);
  const person = also.includes('human');
  if (session.signed && session.state === 'done' && !person) return afterSignature(session, meant, words, sayings);
  const answer: Answer = { grade: meant.grade, remark: meant.remark, why: meant.why };
  if (session.grade === meant.grade && meant.remark === null && session.state !== 'changing') {
    return person
      ? calledPerson(session, words, 'human', sayings)
      : { session, effects: [...beside, say(session, sayings, 'already', 'reply')] };
  }
  const turn = answered(session, answer, beside, sayings, person);
  if (!person) return beside.length > 0 ? withPassedOn(turn, sayings) : turn;
  const over = handedOver({ ...turn.session, state: 'done' }, 'asked-for-person', words, turn.effects);
  return { session: over.session, effects: [...over.effects, say(over.session, sayings, 'human-recorded', 'reply')] };
}

/** The same message that says the grade back says that the rest was passed on. */
function withPassedOn(turn: Turn, sayings: Sayings): Turn {
  const effects = turn.effects.map((effect) =>
    effect.kind === 'say' ? { ...effect, text: `${effect.text}${sayings['passed-on-short']}` } : effect,
  );
  return { session: turn.session, effects };
}

function stopped(session: Session, meant: Extract<Understanding, { kind: 'optout' }>, sayings: Sayings): Turn {
  const grade = meant.grade ?? null;
  const kept =
    grade !== null && session.grade !== grade
      ? answered(session, { grade, remark: meant.remark ?? null, why: meant.why }, [], sayings, true)
      : null;
  const after = kept?.session ?? session;
  const over: Effect[] =
    after.grade === null && session.state !== 'with-staff'
      ? [{ kind: 'hand-over', reason: 'opted-out', words: null }]
      : [];
  return {
    session: { ...after, state: 'stopped' },
    effects: [
      ...(kept?.effects.filter((effect) => effect.kind !== 'wake') ?? []),
      { kind: 'opt-out' },
      ...over,
      { kind: 'wake', at: null },
      say(after, sayings, kept ? 'opted-out-recorded' : 'opted-out', 'reply'),
    ],
  };
}

/** After 退订 the bot speaks only where it is spoken to with something to do. */
function afterStop(session: Session, words: string | null, meant: Understanding, sayings: Sayings): Turn {
  switch (meant.kind) {
    case 'resume':
      return {
        session: { ...session, state: session.grade === null ? 'with-staff' : 'done' },
        effects: [{ kind: 'resume' }, say(session, sayings, 'resumed', 'reply')],
      };
    case 'grade': {
      if (session.grade === meant.grade) return { session, effects: [] };
      const turn = answered(session, meant, requestOf(meant.and?.includes('request') ?? false, words), sayings);
      return { session: { ...turn.session, state: 'stopped' }, effects: turn.effects };
    }
    case 'human':
    case 'request':
      return {
        session,
        effects: [
          ...requestOf(true, words),
          say(session, sayings, meant.kind === 'human' ? 'human' : 'passed-on-short', 'reply'),
        ],
      };
    case 'optout':
    case 'grades':
    case 'wrong_person':
    case 'change':
    case 'postpone':
    case 'question':
    case 'chitchat':
    case 'unclear':
      return { session, effects: [] };
    default:
      return meant satisfies never;
  }
}

function calledPerson(session: Session, words: string | null, kind: 'human', sayings: Sayings): Turn {
  const reply = say(session, sayings, session.state === 'with-staff' ? 'with-staff' : kind, 'reply');
  if (session.state === 'with-staff') return { session, effects: [...requestOf(true, words), reply] };
  return withLast(handedOver(session, 'asked-for-person', words, []), reply);
}

function changing(session: Session, sayings: Sayings): Turn {
  if (session.grade === null)
    return { session, effects: [say(session, sayings, 'nothing-to-change', 'reply', 'grades')] };
  return { session: { ...session, state: 'changing' }, effects: [say(session, sayings, 'change', 'reply', 'grades')] };
}

type NoGrade = Exclude<Understanding['kind'], 'grade' | 'optout' | 'human' | 'resume' | 'change'>;

/** No answer to what was asked: dealt with, then the question once more at most, then a person. */
function noGrade(
  session: Session,
  words: string | null,
  meant: { readonly kind: NoGrade; readonly why: readonly string[] },
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
      return withLast(handedOver(session, 'postponed', words, []), say(session, sayings, 'postponed', 'reply'));
    case 'request':
      return once(session, open, requestOf(true, words), 'passed-on', words, sayings);
    case 'question':
      return asked(session, open, words, sayings);
    case 'chitchat':
      return once(session, open, [], open ? 'chitchat' : 'chitchat-done', words, sayings);
    case 'grades':
    case 'unclear':
      return open
        ? unclear(session, words, sayings)
        : {
            session,
            effects:
              session.state === 'with-staff'
                ? [...requestOf(true, words), say(session, sayings, 'with-staff', 'reply')]
                : [say(session, sayings, 'unclear-done', 'reply')],
          };
    default:
      return meant.kind satisfies never;
  }
}

const withLast = (turn: Turn, effect: Effect): Turn => ({ session: turn.session, effects: [...turn.effects, effect] });

function unclear(session: Session, words: string | null, sayings: Sayings): Turn {
  if (session.state === 'clarifying')
    return withLast(handedOver(session, 'unclear', words, []), say(session, sayings, 'clarify-failed', 'reply'));
  return {
    session: { ...session, state: 'clarifying' },
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

const ANSWERS: readonly (readonly [RegExp, SayingKey])[] = [
  [/你是谁|你谁|谁啊|哪位|机器人|什么人|哪个单位|哪里的|骗子|真的假的/u, 'answer-who'],
  [
    /什么(?:维修|服务|意思|事|情况|投诉|活动)|哪(?:一?次|个|天|件)|啥(?:意思|事|维修|服务)|问(?:的是)?(?:什么|啥)|干什么|干嘛|干啥/u,
    'answer-what',
  ],
  [/怎么(?:评|选|填|回|答|弄|点)|如何(?:评|选|填|回)|只能选|选什么|选哪|还是不满意|是不是/u, 'answer-how'],
];

function asked(session: Session, open: boolean, words: string | null, sayings: Sayings): Turn {
  const known = ANSWERS.find(([pattern]) => pattern.test(words ?? ''))?.[1];
  if (known) return once(session, open, [], known, words, sayings);
  return once(session, open, requestOf(true, words), 'answer-other', words, sayings);
}
