/** 逾期: what had to be done and was not by its end, the longest overdue first. */
import type { Instant } from '../core/calendar.js';
import type { EventKind } from '../core/terms.js';
import type { Tx } from './db.js';

/** `no` is what people write of it: a visit's number, or a duty's after 事. */
export type Overdue = {
  readonly of: 'visit' | 'duty';
  readonly no: number;
  readonly clause: string;
  readonly due: Instant;
  readonly household: string | null;
  /** What a duty says; null for a visit. */
  readonly says: string | null;
  readonly kind: EventKind | null;
  readonly assignee: string | null;
};

export type OverdueQuestion = {
  readonly estate: string;
  /** Of those whose end lies in it, `(from, to]`; null: all. */
  readonly range: readonly [Instant, Instant] | null;
  readonly now: Instant;
};

const OPEN = ['drawn', 'assigned', 'asked', 'postponed', 'with-staff'];

/** The first so many, and how many there are. */
export async function overdueOf(
  tx: Tx,
  { estate, range, now }: OverdueQuestion,
  limit: number,
): Promise<{ readonly first: readonly Overdue[]; readonly count: number }> {
  const [from, to] = range ?? [0, now];
  const due = { gt: BigInt(from), lte: BigInt(Math.min(to, now)) };
  const visits = { estateId: estate, servedBy: null, status: { in: OPEN }, due };
  const duties = { estateId: estate, status: 'open', due };
  const page = { orderBy: { due: 'asc' as const }, take: limit };
  const [visitRows, dutyRows] = [
    await tx.visit.findMany({ where: visits, ...page }),
    await tx.duty.findMany({ where: duties, ...page }),
  ];
  const first = [
    ...visitRows.map((row): Overdue => ({
      of: 'visit',
      no: row.no,
      clause: row.clause,
      due: Number(row.due) as Instant,
      household: row.household,
      says: null,
      kind: row.kind as EventKind,
      assignee: row.assignee,
    })),
    ...dutyRows.map((row): Overdue => ({
      of: 'duty',
      no: row.no,
      clause: row.clause,
      due: Number(row.due) as Instant,
      household: row.household,
      says: row.says,
      kind: null,
      assignee: row.assignee,
    })),
  ];
  const count = (await tx.visit.count({ where: visits })) + (await tx.duty.count({ where: duties }));
  return { first: first.toSorted((a, b) => a.due - b.due).slice(0, limit), count };
}
