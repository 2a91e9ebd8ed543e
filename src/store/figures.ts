/** Figures: how satisfied 满意率 and how complete 回访率 a period was. The arithmetic is core/survey.ts's. */
import type { Instant } from '../core/calendar.js';
import { periodRange, periodsUpTo, type Period } from '../core/period.js';
import { required } from '../core/sampling.js';
import { rate, satisfaction, surveyRates, type ItemRate, type Tally } from '../core/survey.js';
import { EVENT_KINDS, keysOf } from '../core/terms.js';
import type { EventKind, Grade, VisitStatus } from '../core/terms.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import { BY_ORDER } from './rounds.js';
import { rowsOf } from './statements.js';
import { surveysOfPeriod, type SurveyFigures } from './survey-figures.js';
import { narrowVisits, type Narrowing } from './whose.js';

/** 回访率: completed of the population; `required` is what the clauses ask for. */
export type VisitRate = {
  readonly population: number;
  readonly required: number;
  readonly completed: number;
  readonly rate: string | null;
};

/** What GET /api/v1/rates answers, but for the words of the question. */
export type Rates = Tally & {
  readonly items: readonly ItemRate[];
  readonly surveys: readonly SurveyFigures[];
  readonly visits: VisitRate;
};

/** Half-open instants; `kind` null: all kinds. */
export type RatesQuestion = Narrowing & {
  readonly estate: string;
  readonly range: readonly [Instant, Instant];
  readonly kind?: EventKind | null;
};

/** Surveys ask about no kind of service, of nobody's visits, and each under its own policy. */
const isWhole = ({ kind, policy, whose }: Narrowing): boolean => kind == null && policy == null && whose == null;

/**
 * The figures of an estate and period; where they are narrowed the fourteen items are zero.
 * Ballots of a survey that is still open are sealed; `box` opens them for counting, where they may be counted yet.
 */
export async function ratesOf(tx: Tx, box: Box, question: RatesQuestion): Promise<Rates> {
  const tally = await satisfactionOf(tx, question);
  const { counted, surveys } = isWhole(question)
    ? await surveysOfPeriod(tx, box, question)
    : { counted: [], surveys: [] };
  return { ...tally, items: surveyRates(counted), surveys, visits: await visitRateOf(tx, question) };
}

/** One that is asked for itself, of no case 个案, and no survey's, whose ballots are counted. */
const OF_NO_SURVEY = Prisma.sql`v."servedBy" IS NULL AND v."startedBy" NOT LIKE 'follow-up:%'
  AND NOT EXISTS (SELECT 1 FROM "Survey" s WHERE v."eventId" IS NULL
    AND s."id" = v."estateId" || ':' || v."clause" || ':' || v."startedBy")`;

/**
 * 满意率 of visits. Issued is a visit whose question was delivered, and it belongs to the period of its delivery, where
 * its answer counts too, however late it comes: so no period has more answers than questions. A visit that staff made
 * without any question delivered is issued and answered at once, at the instant of its record. Only records that stand
 * (the newest of a visit) and hold a grade are answers. What a survey asked is counted by its ballots alone.
 */
export async function satisfactionOf(tx: Tx, question: RatesQuestion): Promise<Tally> {
  return (await tallies(tx, question, Prisma.sql`''`)).get('') ?? satisfaction(0, 0, []);
}

/** The same for each member of staff: of the visits that they have, or about the work that they did. */
export function satisfactionByStaff(
  tx: Tx,
  question: RatesQuestion,
  of: 'visits' | 'work',
): Promise<ReadonlyMap<string, Tally>> {
  const who = of === 'visits' ? Prisma.sql`v."assignee"` : WORKER;
  return tallies(tx, question, Prisma.sql`COALESCE(${who}, '')`);
}

const WORKER = Prisma.sql`(SELECT w."worker" FROM "Event" w WHERE w."estateId" = v."estateId" AND w."id" = v."eventId")`;

async function tallies(tx: Tx, question: RatesQuestion, who: Prisma.Sql): Promise<Map<string, Tally>> {
  const { estate, range } = question;
  const narrowed = narrowVisits(question);
  type Counts = { readonly who: string; readonly count: bigint | number };
  const asked = await rowsOf<Counts>(
    tx,
    Prisma.sql`SELECT ${who} AS "who", count(*) AS "count" FROM "Visit" v
      WHERE v."estateId" = ${estate} AND ${OF_NO_SURVEY} ${narrowed}
        AND v."issuedAt" >= ${range[0]} AND v."issuedAt" < ${range[1]}
      GROUP BY 1`,
  );
  const answered = await rowsOf<Counts & { readonly grade: Grade; readonly unasked: bigint | number }>(
    tx,
    Prisma.sql`SELECT ${who} AS "who", r."grade", CASE WHEN v."issuedAt" IS NULL THEN 1 ELSE 0 END AS "unasked",
        count(*) AS "count"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."current" AND r."grade" IS NOT NULL AND v."estateId" = ${estate} AND ${OF_NO_SURVEY} ${narrowed}
        AND COALESCE(v."issuedAt", r."at") >= ${range[0]} AND COALESCE(v."issuedAt", r."at") < ${range[1]}
      GROUP BY 1, 2, 3`,
  );
  const all = new Set([...asked, ...answered].map((row) => row.who));
  return new Map(
    [...all].map((one) => {
      const own = answered.filter((row) => row.who === one);
      const grades = own.flatMap(({ grade, count }) => Array<Grade>(Number(count)).fill(grade));
      const byStaff = own.reduce((sum, { unasked, count }) => sum + Number(unasked) * Number(count), 0);
      const issued = Number(asked.find((row) => row.who === one)?.count ?? 0) + byStaff;
      return [one, satisfaction(issued, grades.length, grades)];
    }),
  );
}

const COMPLETED: readonly VisitStatus[] = ['recorded', 'reviewed', 'closed'];
const NOT_DRAWN: readonly VisitStatus[] = ['planned', 'not-drawn'];
/** What somebody had to do: drawn, and not given up for another one. */
const HAD = Prisma.sql`AND v."servedBy" IS NULL AND v."status" NOT IN ('planned', 'not-drawn', 'replaced')`;

/**
 * 回访率. Of what no clause asks for nothing is counted: a case 个案 asked about again, a survey sent out by order. The
 * population are the visits whose window opens in the period, cancelled ones left out; one that another visit serves
 * counts for its own clause. Each clause requires its percentage of its own population; where the supervisor or a quota
 * decides, what was drawn. Of a person's or a department's the population are the tasks that they have, each once, and
 * all of them are required.
 */
export async function visitRateOf(tx: Tx, question: RatesQuestion): Promise<VisitRate> {
  const { estate, range } = question;
  const isWhose = question.whose != null;
  const groups = await rowsOf<{ key: string; rate: number | null; status: VisitStatus; count: bigint | number }>(
    tx,
    Prisma.sql`SELECT v."policyId" || ' ' || v."clause" || ' ' || v."visit" || ' ' || COALESCE(v."quota", '') AS "key",
        v."rate", v."status", count(*) AS "count"
      FROM "Visit" v
      WHERE v."estateId" = ${estate} AND v."earliest" >= ${range[0]} AND v."earliest" < ${range[1]}
        AND v."status" <> 'cancelled' AND v."startedBy" NOT LIKE 'follow-up:%' AND v."startedBy" NOT LIKE ${BY_ORDER}
        ${isWhose ? HAD : Prisma.empty} ${narrowVisits(question)}
      GROUP BY 1, 2, 3`,
  );
  const clauses = new Map<string, { percent: number | null; population: number; drawn: number; completed: number }>();
  for (const { key, rate: percent, status, count } of groups) {
    const clause = `${key} ${percent}`;
    const sums = clauses.get(clause) ?? { percent: isWhose ? null : percent, population: 0, drawn: 0, completed: 0 };
    sums.population += Number(count);
    if (!NOT_DRAWN.includes(status)) sums.drawn += Number(count);
    if (COMPLETED.includes(status)) sums.completed += Number(count);
    clauses.set(clause, sums);
  }
  const total = { population: 0, required: 0, completed: 0 };
  for (const { percent, population, drawn, completed } of clauses.values()) {
    total.population += population;
    total.required += percent === null ? drawn : required(population, percent);
    total.completed += completed;
  }
  return { ...total, rate: rate(total.completed, total.population) };
}

/** 满意率 of the last `count` periods up to and with this one, oldest first: for a chart. */
export async function satisfactionByPeriod(
  tx: Tx,
  {
    period: last,
    zone,
    ...question
  }: Omit<RatesQuestion, 'range'> & { readonly period: Period; readonly zone: string },
  count = 6,
): Promise<readonly (Tally & { readonly period: string })[]> {
  const lines: (Tally & { readonly period: string })[] = [];
  for (const period of periodsUpTo(last, count)) {
    const tally = await satisfactionOf(tx, { ...question, range: periodRange(period, zone) });
    lines.push({ period: period.name, ...tally });
  }
  return lines;
}

/** 满意率 of each kind of service that was asked about in the period, in the glossary's order. */
export async function satisfactionByKind(
  tx: Tx,
  question: Omit<RatesQuestion, 'kind'>,
): Promise<readonly (Tally & { readonly kind: EventKind })[]> {
  const lines: (Tally & { readonly kind: EventKind })[] = [];
  for (const kind of keysOf(EVENT_KINDS)) {
    const tally = await satisfactionOf(tx, { ...question, kind });
    if (tally.issued > 0) lines.push({ kind, ...tally });
  }
  return lines;
}
