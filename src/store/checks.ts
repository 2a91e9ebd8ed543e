/** 抽查 in the database: the spot checks of records that are open, what was found, and the records of a period. */
import type { Instant } from '../core/calendar.js';
import type { EventKind } from '../core/terms.js';
import type { Tx } from './db.js';
import { dutyByNo, type StoredDuty } from './duties.js';

/** How the item of a spot check begins. */
export const CHECK = 'check:';

/** The spot checks of an estate that are begun and not done, the oldest first. */
export async function openChecksOf(tx: Tx, estate: string): Promise<readonly StoredDuty[]> {
  const rows = await tx.duty.findMany({
    where: { estateId: estate, status: 'open', item: { startsWith: CHECK } },
    select: { no: true },
    orderBy: { no: 'asc' },
  });
  const found: StoredDuty[] = [];
  for (const { no } of rows) found.push(...[await dutyByNo(tx, no)].filter((duty) => duty !== null));
  return found;
}

/** How many spot checks were drawn by order under a clause in a month. */
export const countOrderedChecks = (tx: Tx, estate: string, clause: string, label: string): Promise<number> =>
  tx.duty.count({ where: { estateId: estate, clause, item: { startsWith: CHECK }, startedBy: { startsWith: label } } });

/** Whether a draw chose records to be looked at again, which asks for no visit. */
export async function isOfRecords(
  tx: Tx,
  { estate, clause, period }: { readonly estate: string; readonly clause: string; readonly period: string },
): Promise<boolean> {
  const where = { estateId: estate, clause, startedBy: period, item: { startsWith: CHECK } };
  return (await tx.duty.count({ where })) > 0;
}

/** What was found of a spot check's records, by the visit's number: the audit keeps it. */
export async function verdictsOf(tx: Tx, duty: number): Promise<ReadonlyMap<number, 'approve' | 'return'>> {
  const rows = await tx.audit.findMany({
    where: { subject: `check:${duty}`, action: 'check.verdict' },
    select: { detail: true },
    orderBy: { seq: 'asc' },
  });
  return new Map(
    rows.map(({ detail }) => {
      const { visit, verdict } = JSON.parse(detail) as { visit: number; verdict: 'approve' | 'return' };
      return [visit, verdict] as const;
    }),
  );
}

/** What was found of a record, and when. */
export type GivenVerdict = { readonly visit: number; readonly verdict: 'approve' | 'return'; readonly at: Instant };

/** Every verdict on a record of an estate since then, the oldest first. */
export async function verdictsSince(tx: Tx, estate: string, since: Instant): Promise<readonly GivenVerdict[]> {
  const rows = await tx.audit.findMany({
    where: { estateId: estate, action: 'check.verdict', at: { gte: BigInt(since) } },
    select: { detail: true, at: true },
    orderBy: { seq: 'asc' },
  });
  return rows.map(({ detail, at }) => {
    const { visit, verdict } = JSON.parse(detail) as Pick<GivenVerdict, 'visit' | 'verdict'>;
    return { visit, verdict, at: Number(at) as Instant };
  });
}

/** The records of a period that stand, but for those that one person made: nobody checks themselves. */
export async function recordsToCheck(
  tx: Tx,
  estate: string,
  {
    span: [from, to],
    kind,
    by,
  }: {
    readonly span: readonly [Instant, Instant];
    readonly kind: EventKind | null;
    readonly by: string;
  },
): Promise<readonly string[]> {
  const rows = await tx.record.findMany({
    where: {
      estateId: estate,
      current: true,
      at: { gte: BigInt(from), lt: BigInt(to) },
      by: { not: by },
      ...(kind === null ? {} : { kind }),
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
}

/** The visit of a record. */
export async function visitOfRecord(tx: Tx, id: string): Promise<number | null> {
  return (await tx.record.findUnique({ where: { id }, select: { visitNo: true } }))?.visitNo ?? null;
}
