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

type Count = bigint | number;
const instant = (value: Count | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** The lines of these visits, in the order given. */
export async function visitLines(tx: Tx, numbers: readonly number[]): Promise<readonly VisitLine[]> {
  if (numbers.length === 0) return [];
  type Row = Omit<VisitLine, 'earliest' | 'due' | 'issuedAt' | 'answeredAt'> & {
    readonly earliest: Count;
    readonly due: Count;
    readonly issuedAt: Count | null;
    readonly answeredAt: Count | null;
  };
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT v."no", v."household", v."counterparty", v."kind", v."clause", v."status", v."earliest", v."due", v."issuedAt",
        v."answeredAt", v."assignee", v."outcome", r."grade", r."remark"
      FROM "Visit" v LEFT JOIN "Record" r ON r."visitNo" = COALESCE(v."servedBy", v."no") AND r."current"
      WHERE v."no" IN (${numbers.map(() => '?').join(', ')})`,
    numbers,
  );
  const lineOf = new Map(
    rows.map(({ earliest, due, issuedAt, answeredAt, ...row }) => [
      row.no,
      {
        ...row,
        earliest: Number(earliest) as Instant,
        due: Number(due) as Instant,
        issuedAt: instant(issuedAt),
        answeredAt: instant(answeredAt),
      },
    ]),
  );
  return numbers.flatMap((no) => lineOf.get(no) ?? []);
}
