/** The visits of an estate and period, by what they are asked for; the numbers first, what stands in a list then. */
import type { Instant } from '../../core/calendar.js';
import type { EventKind, Grade, VisitStatus } from '../../core/terms.js';
import type { Tx } from '../db.js';
import { BY_ORDER } from '../rounds.js';
import { rowsOfText } from '../statements.js';

/** `due`: whose window ends in the period. `population` and `completed`: those of 回访率. */
export const VISITS_OF = ['due', 'population', 'completed'] as const;
/** Those that 满意率 counts: asked, or made by staff without a question; `waiting`: not answered. */
export const GRADED_OF = ['issued', 'returned', 'waiting', 'satisfied', 'fairly', 'dissatisfied'] as const;
export type VisitsOf = (typeof VISITS_OF)[number];
export type GradedOf = (typeof GRADED_OF)[number];

export type VisitsQuestion = {
  readonly estate: string;
  readonly range: readonly [Instant, Instant];
  readonly kind?: EventKind | undefined;
  readonly status?: VisitStatus | undefined;
  readonly clause?: string | undefined;
};

type Condition = { readonly text: string; readonly values: readonly (string | number)[] };

const IN_WINDOW: Readonly<Record<VisitsOf, string>> = {
  due: 'v."due" > ? AND v."due" <= ?',
  population: `v."earliest" >= ? AND v."earliest" < ? AND v."status" <> 'cancelled'
    AND v."startedBy" NOT LIKE 'follow-up:%' AND v."startedBy" NOT LIKE '${BY_ORDER}'`,
  completed: `v."earliest" >= ? AND v."earliest" < ? AND v."status" IN ('recorded', 'reviewed', 'closed')
    AND v."startedBy" NOT LIKE 'follow-up:%' AND v."startedBy" NOT LIKE '${BY_ORDER}'`,
};

/** The numbers of the visits, the first due first. */
export async function visitNumbers(tx: Tx, question: VisitsQuestion, of: VisitsOf): Promise<readonly number[]> {
  const where = filters(question, IN_WINDOW[of]);
  const text = `SELECT v."no" FROM "Visit" v WHERE ${where.text} ORDER BY v."due", v."no"`;
  return numbersOf(tx, text, where.values);
}

const IN_GRADE: Readonly<Record<GradedOf, string>> = {
  issued: '',
  returned: 'AND r."grade" IS NOT NULL',
  waiting: 'AND r."grade" IS NULL',
  satisfied: `AND r."grade" = 'satisfied'`,
  fairly: `AND r."grade" = 'fairly'`,
  dissatisfied: `AND r."grade" = 'dissatisfied'`,
};

/** The numbers of the visits that 满意率 counts (figures.ts, satisfactionOf), in the order in which they went out. */
export async function gradedNumbers(tx: Tx, question: VisitsQuestion, of: GradedOf): Promise<readonly number[]> {
  const where = filters(question, 'COALESCE(v."issuedAt", r."at") >= ? AND COALESCE(v."issuedAt", r."at") < ?');
  const text = `SELECT v."no" FROM "Visit" v
    LEFT JOIN "Record" r ON r."visitNo" = v."no" AND r."current" AND r."grade" IS NOT NULL
    WHERE ${where.text} AND v."servedBy" IS NULL AND v."startedBy" NOT LIKE 'follow-up:%' ${IN_GRADE[of]}
      AND NOT EXISTS (SELECT 1 FROM "Survey" s WHERE v."eventId" IS NULL
        AND s."id" = v."estateId" || ':' || v."clause" || ':' || v."startedBy")
    ORDER BY COALESCE(v."issuedAt", r."at"), v."no"`;
  return numbersOf(tx, text, where.values);
}

function filters({ estate, range: [from, to], kind, status, clause }: VisitsQuestion, window: string): Condition {
  const given = (['kind', 'status', 'clause'] as const).flatMap((name) => {
    const value = { kind, status, clause }[name];
    return value === undefined ? [] : [[`v."${name}" = ?`, value] as const];
  });
  const texts = ['v."estateId" = ?', window, ...given.map(([text]) => text)];
  return { text: texts.join(' AND '), values: [estate, from, to, ...given.map(([, value]) => value)] };
}

async function numbersOf(tx: Tx, text: string, values: readonly (string | number)[]): Promise<readonly number[]> {
  return (await rowsOfText<{ no: number }>(tx, text, values)).map(({ no }) => no);
}

/** A visit as a line of a list. */
export type VisitLine = {
  readonly no: number;
  readonly household: string | null;
  readonly counterparty: string;
  readonly kind: EventKind;
  readonly clause: string;
  readonly status: VisitStatus;
  readonly earliest: Instant;
  readonly due: Instant;
  readonly issuedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly assignee: string | null;
  readonly outcome: string | null;
  /** Of the record that counts: of the visit that serves it, where one does. */
  readonly grade: Grade | null;
  readonly remark: string | null;
};

const instant = (value: bigint | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** The lines of these visits, in the order given. */
export async function visitLines(tx: Tx, numbers: readonly number[]): Promise<readonly VisitLine[]> {
  const rows = await tx.visit.findMany({ where: { no: { in: [...numbers] } } });
  const talks = rows.map(({ no, servedBy }) => servedBy ?? no);
  const records = await tx.record.findMany({
    where: { visitNo: { in: talks }, current: true },
    select: { visitNo: true, grade: true, remark: true },
  });
  const recordOf = new Map(records.map((record) => [record.visitNo, record]));
  const lines = rows.map((row): VisitLine => {
    const record = recordOf.get(row.servedBy ?? row.no);
    return {
      no: row.no,
      household: row.household,
      counterparty: row.counterparty,
      kind: row.kind as EventKind,
      clause: row.clause,
      status: row.status as VisitStatus,
      earliest: Number(row.earliest) as Instant,
      due: Number(row.due) as Instant,
      issuedAt: instant(row.issuedAt),
      answeredAt: instant(row.answeredAt),
      assignee: row.assignee,
      outcome: row.outcome,
      grade: (record?.grade ?? null) as Grade | null,
      remark: record?.remark ?? null,
    };
  });
  const lineOf = new Map(lines.map((line) => [line.no, line]));
  return numbers.flatMap((no) => lineOf.get(no) ?? []);
}
