/** The audit of single things 审计: what was done to a visit, a duty, a case, by whom and when. */
import type { Instant } from '../../core/calendar.js';
import type { Tx } from '../db.js';

export type TrailEntry = {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The beginning of its hash, by which it can be found in the chain. */
  readonly hash: string;
};

/** The newest so many entries of one estate about these subjects, the oldest of them first; and how many there are. */
export async function trailOf(
  tx: Tx,
  estate: string,
  subjects: readonly string[],
  most: number,
): Promise<{ readonly entries: readonly TrailEntry[]; readonly count: number }> {
  const where = { subject: { in: [...subjects] }, estateId: estate };
  const rows = await tx.audit.findMany({ where, orderBy: { seq: 'desc' }, take: most });
  const entries = rows.toReversed().map(({ seq, at, actor, action, detail, hash }) => ({
    seq,
    at: Number(at) as Instant,
    actor,
    action,
    detail: JSON.parse(detail) as Readonly<Record<string, unknown>>,
    hash: hash.slice(0, 12),
  }));
  return { entries, count: rows.length < most ? rows.length : await tx.audit.count({ where }) };
}
