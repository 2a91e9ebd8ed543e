/** 逾期: what had to be done and was not by its end, the longest overdue first. */
import type { Instant } from '../core/calendar.js';
import type { EventKind } from '../core/terms.js';
import { Prisma, type Tx } from './db.js';
import { rowsOf } from './statements.js';
import { narrowDuties, narrowVisits, type Narrowing } from './whose.js';

/** `no` is what people write of it: a visit's number, or a duty's after 事. */
export type Overdue = {
  readonly of: 'visit' | 'duty';
  readonly no: number;
  readonly clause: string;
  readonly due: Instant;
  readonly household: string | null;
  /** 逾期上门: the duty to go to the door for a visit, which is one matter with it. */
  readonly door: number | null;
  /** What a duty says; null for a visit. */
  readonly says: string | null;
  readonly kind: EventKind | null;
  readonly assignee: string | null;
};

export type OverdueQuestion = Narrowing & {
  readonly estate: string;
  /** Of those whose end lies in it, `(from, to]`; null: all. */
  readonly range: readonly [Instant, Instant] | null;
  readonly now: Instant;
};

type Row = Omit<Overdue, 'of' | 'due' | 'no' | 'door'> & {
  readonly no: number | bigint;
  readonly due: number | bigint;
  readonly door: number | bigint | null;
};

const OPEN = Prisma.sql`('drawn', 'assigned', 'asked', 'postponed', 'with-staff')`;
/** The duties that are done with their visit. */
const TO_THE_DOOR = Prisma.sql`d."trigger" = 'not-done' AND d."status" = 'open'`;

const overdueOfRow = (of: Overdue['of'], { no, due, door, ...rest }: Row): Overdue => ({
  of,
  ...rest,
  no: Number(no),
  due: Number(due) as Instant,
  door: door === null ? null : Number(door),
});

/** The first so many, and how many there are. */
export async function overdueOf(
  tx: Tx,
  question: OverdueQuestion,
  limit: number,
): Promise<{ readonly first: readonly Overdue[]; readonly count: number }> {
  const { estate, range, now } = question;
  const [from, to] = range === null ? [0, now] : [range[0], Math.min(range[1], now)];
  const visits = Prisma.sql`FROM "Visit" v WHERE v."estateId" = ${estate} AND v."servedBy" IS NULL
    AND v."status" IN ${OPEN}
    AND v."due" > ${from} AND v."due" <= ${to} ${narrowVisits(question)}`;
  const duties = Prisma.sql`FROM "Duty" d WHERE d."estateId" = ${estate} AND d."status" = 'open'
    AND d."due" > ${from} AND d."due" <= ${to} ${narrowDuties(question)}
    AND NOT (d."trigger" = 'not-done' AND EXISTS (SELECT 1 FROM "Visit" v WHERE v."no" = d."visitNo"
      AND v."servedBy" IS NULL AND v."status" IN ${OPEN} AND v."due" > ${from} AND v."due" <= ${to} ${narrowVisits(question)}))`;
  const visitRows = await rowsOf<Row>(
    tx,
    Prisma.sql`SELECT v."no", v."clause", v."due", v."household", NULL AS "says", v."kind", v."assignee",
        (SELECT MIN(d."no") FROM "Duty" d WHERE d."visitNo" = v."no" AND ${TO_THE_DOOR}) AS "door"
      ${visits} ORDER BY v."due", v."no" LIMIT ${limit}`,
  );
  const dutyRows = await rowsOf<Row>(
    tx,
    Prisma.sql`SELECT d."no", d."clause", d."due", d."household", d."says", NULL AS "kind", d."assignee", NULL AS "door"
      ${duties} ORDER BY d."due", d."no" LIMIT ${limit}`,
  );
  const first = [
    ...visitRows.map((row) => overdueOfRow('visit', row)),
    ...dutyRows.map((row) => overdueOfRow('duty', row)),
  ];
  const count = (await countOf(tx, visits)) + (await countOf(tx, duties));
  return { first: first.toSorted((a, b) => a.due - b.due).slice(0, limit), count };
}

async function countOf(tx: Tx, rows: Prisma.Sql): Promise<number> {
  const [row] = await rowsOf<{ n: number | bigint }>(tx, Prisma.sql`SELECT count(*) AS "n" ${rows}`);
  return Number(row?.n ?? 0);
}
