/** 说的是哪一件: which of a resident's talks their free words belong to. A tap names its visit and needs none of this. */
import type { Instant } from '../calendar.js';
import type { Understanding } from '../understand/index.js';
import { isWaiting, TALK_LASTS_MS, type Session } from './turn.js';

/** Where a talk stands, and when its visit was asked and first answered. */
export type Candidate = {
  readonly session: Pick<Session, 'state' | 'remindedAt'>;
  readonly askedAt: Instant | null;
  readonly answeredAt: Instant | null;
};

/**
 * 修改 means what was answered last. Other words answer what waits for them, what was asked or reminded of last first; else they belong to the
 * talk asked or answered last. Null: to none, for a grade long after an answer is about something new.
 */
export function talkMeant<T extends Candidate>(
  talks: readonly T[],
  meant: Understanding['kind'],
  now: Instant,
): T | null {
  const newestFirst = talks.toSorted((a, b) => lastOf(b) - lastOf(a));
  const last = newestFirst[0] ?? null;
  if (meant === 'change') return newestFirst.find(({ answeredAt }) => answeredAt !== null) ?? last;
  const waits =
    newestFirst.find(({ session }) => session.state === 'changing') ??
    newestFirst.find(({ session }) => isWaiting(session));
  if (waits !== undefined) return waits;
  const isOver = last?.answeredAt != null && now - last.answeredAt >= TALK_LASTS_MS;
  return meant === 'grade' && isOver ? null : last;
}

const lastOf = ({ askedAt, answeredAt, session }: Candidate): number =>
  Math.max(askedAt ?? 0, answeredAt ?? 0, session.remindedAt ?? 0);
