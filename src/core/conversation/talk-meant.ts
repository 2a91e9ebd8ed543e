/** 说的是哪一件: which of a resident's talks their free words belong to. A tap names its visit and needs none of this. */
import type { Instant } from '../calendar.js';
import type { Understanding } from '../understand/index.js';
import { isWaiting, TALK_LASTS_MS, TOGETHER_MS, type Session, type Turn } from './turn.js';

/** Where a talk stands, and when its visit was asked and first answered. */
export type Candidate = {
  readonly session: Pick<Session, 'state' | 'remindedAt' | 'changingAt' | 'told'>;
  readonly askedAt: Instant | null;
  readonly answeredAt: Instant | null;
};

/** What was understood of the words alone; `isBare`: they are a grade and no more. */
export type Words = { readonly kind: Understanding['kind']; readonly isBare: boolean };

/** That the grade before was a slip is about that one. */
const SLIP = /[错改]/u;

export function wordsOf(meant: Understanding, text: string): Words {
  const isBare = meant.kind === 'grade' && meant.remark === null && meant.and === undefined && !SLIP.test(text);
  return { kind: meant.kind, isBare };
}

/**
 * 修改 means what was answered last. Words within a minute of an answer belong to it, unless something was asked since or they are
 * a bare grade while another question waits. Other words answer what waits for them, what was asked, reminded of or to be changed last first;
 * else they belong to the talk asked or answered last. Null: to none, for a grade long after an answer is about something new.
 */
export function talkMeant<T extends Candidate>(talks: readonly T[], { kind, isBare }: Words, now: Instant): T | null {
  const newestFirst = talks.toSorted((a, b) => lastOf(b) - lastOf(a));
  const last = newestFirst[0] ?? null;
  if (kind === 'change') return newestFirst.find(({ answeredAt }) => answeredAt !== null) ?? last;
  const waits = newestFirst.find(({ session }) => isWaiting(session));
  const isBeside = last !== null && toldAt(last) > now - TOGETHER_MS && toldAt(last) >= askedLast(last);
  if (isBeside && !(isBare && waits !== undefined)) return last;
  if (waits !== undefined) return waits;
  const isOver = last?.answeredAt != null && now - last.answeredAt >= TALK_LASTS_MS;
  return kind === 'grade' && isOver ? null : last;
}

const toldAt = ({ answeredAt, session }: Candidate): number => Math.max(answeredAt ?? 0, session.told?.at ?? 0);
const askedLast = ({ askedAt, session }: Candidate): number =>
  Math.max(askedAt ?? 0, session.remindedAt ?? 0, session.changingAt ?? 0);
const lastOf = (talk: Candidate): number => Math.max(toldAt(talk), askedLast(talk));

const UNANSWERED: ReadonlySet<Session['state']> = new Set(['asked', 'clarifying', 'waiting']);
/** Whether a word for all answers it. */
export const isUnanswered = ({ grade, state }: Session): boolean => grade === null && UNANSWERED.has(state);

const ANSWERED: ReadonlySet<Session['state']> = new Set(['reason', 'confirming', 'done']);
/** Whether a word for all changes what was answered. */
export const isChangeable = ({ state, signed, reviewed, survey, told }: Session, now: Instant): boolean =>
  ANSWERED.has(state) && !signed && !reviewed && !survey && told !== undefined && now - told.at < TALK_LASTS_MS;

/** The session with the time at which the change of its answer began. */
export function withChanging(before: Session, { session, effects }: Turn, now: Instant): Turn {
  const isBegun = session.state === 'changing' && before.state !== 'changing';
  return isBegun ? { session: { ...session, changingAt: now }, effects } : { session, effects };
}
