/** 答复以后: what an answer, a signature, a hand-over or a picture does to the talk. */
import type { Grade } from '../terms.js';
import type { SayingKey, Sayings } from './sayings.js';
import { says } from './says.js';
import type { Effect, HandOverReason, Session, Turn } from './turn.js';
import { cutBytes, say } from './wording.js';

export type Answer = { readonly grade: Grade; readonly remark: string | null; readonly why: readonly string[] };

/** What a message repeats of the resident's words, in bytes, about sixty characters; the record keeps them whole. */
const QUOTED_BYTES = 180;
export const quoted = (words: string): string =>
  cutBytes(words.replaceAll(/[。.，,、；;\s]+$/gu, '').replaceAll(/([。！？!?…])；/gu, '$1'), QUOTED_BYTES);

/**
 * A grade was given: recorded, or appended as a correction, at once; then said back. `beside` goes between record and
 * reply. With `silently` nothing is said here: the caller has one sentence for both.
 */
export function answered(
  session: Session,
  answer: Answer,
  beside: readonly Effect[],
  sayings: Sayings,
  silently = false,
): Turn {
  const first = session.grade === null;
  // Of a good answer nothing has to be explained.
  const before = first && answer.grade !== 'satisfied' ? session.before : undefined;
  // The same grade once more: what was said of it first still holds.
  const kept = session.grade === answer.grade ? session.remark : null;
  const blamed = answer.grade === 'dissatisfied' && kept === null ? (session.blamed ?? null) : null;
  const said = [...new Set([kept, before ?? null, blamed, answer.remark])].filter((part) => part !== null);
  const remark = said.length > 0 ? said.join('；') : null;
  const leaves = session.grade === 'dissatisfied' && answer.grade !== 'dissatisfied' && session.remark !== null;
  const given: Session = {
    ...session,
    ...(leaves ? { blamed: session.remark } : {}),
    grade: answer.grade,
    remark,
    signed: false,
    state: 'done',
  };
  if (
    session.state === 'changing' &&
    !first &&
    session.grade === answer.grade &&
    remark === session.remark &&
    !silently
  )
    return stays(given, beside, sayings);
  const record: Effect = { kind: first ? 'record' : 'correct', grade: answer.grade, remark, why: answer.why };
  const raised: Effect[] =
    answer.grade === 'dissatisfied' && session.grade !== 'dissatisfied' ? [{ kind: 'nonconformity', remark }] : [];
  const effects: Effect[] = [record, ...raised, ...beside, { kind: 'wake', at: null }];
  if (silently) return { session: given, effects };
  const isMore = session.grade === answer.grade && session.state !== 'changing' && answer.remark !== null;
  const reply = isMore ? saidMore(given, answer.remark, sayings) : replyTo(given, first, sayings);
  return { session: { ...given, state: reply.state }, effects: [...effects, ...reply.says] };
}

/** 修改, and then the grade that stands: nothing is changed, and nobody apologised to or thanked anew. */
function stays(session: Session, beside: readonly Effect[], sayings: Sayings): Turn {
  const { grade, remark, needsSignature } = session;
  const asksWhy = grade === 'dissatisfied' && remark === null;
  const more = remark === null ? {} : { remark: quoted(remark) };
  const confirm = say(session, sayings, remark === null ? 'confirm' : 'confirm-remark', 'reply', 'confirm', more);
  const { state, says: said }: Reply = asksWhy
    ? replyTo(session, true, sayings)
    : needsSignature
      ? { state: 'confirming', says: [confirm] }
      : { state: 'done', says: [say(session, sayings, 'already', 'reply')] };
  return { session: { ...session, state }, effects: [...beside, { kind: 'wake', at: null }, ...said] };
}

type Reply = { readonly state: Session['state']; readonly says: readonly Effect[] };

/** More about the same grade: not all is said back again, and one apology was enough. */
function saidMore(session: Session, words: string, sayings: Sayings): Reply {
  return {
    state: session.needsSignature ? 'confirming' : 'done',
    says: [saidBackAdded(session, words, sayings)],
  };
}

/** What was added is said back, not all of the record again; one that is to be signed still asks for it. */
export function saidBackAdded(session: Session, words: string, sayings: Sayings, isPassedOn = false): Effect {
  const isBad = session.grade === 'dissatisfied';
  const menu = session.needsSignature ? ('confirm' as const) : undefined;
  const said = say(session, sayings, isBad ? 'added-staff' : 'added', 'confirm', menu, { remark: quoted(words) });
  if (said.kind !== 'say') return said;
  const passed = isPassedOn && !isBad ? sayings['passed-on-short'] : '';
  // Whoever is told that it was bad is not pressed to confirm it; the menu stands there.
  const asks = menu === undefined || isBad ? '' : sayings['confirm-again'];
  return { ...said, text: `${said.text}${passed}${asks}` };
}

function replyTo(session: Session, first: boolean, sayings: Sayings): Reply {
  const { grade, remark, needsSignature } = session;
  const more = remark === null ? {} : { remark: quoted(remark) };
  if (grade === 'dissatisfied' && remark === null) {
    return { state: 'reason', says: [say(session, sayings, 'sorry-reason', 'confirm')] };
  }
  const state = needsSignature ? 'confirming' : 'done';
  const menu = needsSignature ? ('confirm' as const) : undefined;
  if (grade === 'dissatisfied') {
    const { promise } = session.about;
    return {
      state,
      says: [
        say(session, sayings, promise ? 'sorry-promise' : 'sorry', 'confirm', menu, {
          ...more,
          ...(promise ? { promise } : {}),
        }),
      ],
    };
  }
  const base = needsSignature ? 'confirm' : first ? 'recorded' : 'corrected';
  const key: SayingKey = remark === null ? base : `${base}-remark`;
  return { state, says: [say(session, sayings, key, 'confirm', menu, more)] };
}

/** The words after a dissatisfied tap complete the record; without words the talk ends there. */
export function reasonGiven(session: Session, words: string | null, beside: readonly Effect[], sayings: Sayings): Turn {
  const state = session.needsSignature ? 'confirming' : 'done';
  const menu = session.needsSignature ? ('confirm' as const) : undefined;
  if (words === null || session.grade === null) {
    return {
      session: { ...session, state },
      effects: [...beside, say(session, sayings, 'reason-none', 'confirm', menu)],
    };
  }
  const told: Session = { ...session, remark: words, state };
  const { promise } = session.about;
  const key = promise ? 'reason-noted-promise' : 'reason-noted';
  return {
    session: told,
    effects: [
      { kind: 'correct', grade: session.grade, remark: words, why: [words] },
      ...beside,
      say(told, sayings, key, 'confirm', menu, { remark: quoted(words), ...(promise ? { promise } : {}) }),
    ],
  };
}

const YES =
  /^(?:我|那就?|就)?(?:(?:确认|确定|要得|妥|对的?|是的?|没错|没问题|好的?|嗯|可以|行|ok|okay|yes|confirm(?:ed)?|queren|正确|同意|签字?|属实|无误|看过|没意见|无异议|都对|就这样|就那样|[係系]|啱|得)[了吧啊呀嘅啦]?[，,、。.!！~～\s]*)+$/iu;

/** Words that confirm what was said back. */
export const isYes = (words: string): boolean => says(YES, words);

/** Words that have nothing to say. */
export const NOTHING_TO_ADD =
  /^(?:(?:没有?(?:了|什么|啥|嘢|野|其他)?|[没莫冇]得?(?:了|事|嘢|野|其他)?|没什么|没啥|算了|不想说|不说了|懒得说|无|就这样|就那样|随便|不用了|没事)[了吧啊啦喇嘛，,。.!！\s]*){1,3}$/u;

/** 确认 is the signature; once is enough. */
export function sign(session: Session, sayings: Sayings): Turn {
  if (session.grade === null)
    return { session, effects: [say(session, sayings, 'nothing-to-change', 'reply', 'grades')] };
  if (session.signed) return { session, effects: [say(session, sayings, 'already', 'reply')] };
  if (!session.needsSignature) return { session, effects: [say(session, sayings, 'already', 'reply')] };
  const signed: Session = { ...session, signed: true, state: session.state === 'stopped' ? 'stopped' : 'done' };
  return { session: signed, effects: [{ kind: 'sign' }, say(signed, sayings, 'signed', 'thank')] };
}

/** A person takes over; what the resident writes later is still heard. */
export function handedOver(
  session: Session,
  reason: HandOverReason,
  words: string | null,
  effects: readonly Effect[],
): Turn {
  const over: Effect[] = session.state === 'with-staff' ? [] : [{ kind: 'hand-over', reason, words }];
  return { session: { ...session, state: 'with-staff' }, effects: [...effects, ...over, { kind: 'wake', at: null }] };
}

/** The grade is to be another, in so many words: 改成不满意, 点错了，是一般. */
const CHANGES = /改(?:成|为|回|到)?.{0,4}(?:满意|一般)|[打点选按写]错了?.{0,8}(?:满意|一般)/u;

/**
 * A signed record is changed by 修改, or by words that say what it is changed to: others that sound like a grade may be
 * about something new, and go to staff.
 */
export function afterSignature(session: Session, meant: Answer, words: string | null, sayings: Sayings): Turn {
  if (words !== null && meant.grade !== session.grade && says(CHANGES, words))
    return answered(session, meant, [], sayings);
  if (words !== null && says(NOTHING_TO_ADD, words))
    return { session, effects: [say(session, sayings, 'chitchat-done', 'reply')] };
  if (meant.remark !== null && words !== null) {
    return {
      session,
      effects: [{ kind: 'new-request', text: words }, say(session, sayings, 'passed-on-short', 'reply')],
    };
  }
  const key = meant.grade === session.grade ? 'already' : 'already-other';
  return { session, effects: [say(session, sayings, key, 'reply')] };
}
