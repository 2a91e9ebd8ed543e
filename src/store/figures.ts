/** Figures: how satisfied 满意率 and how complete 回访率 a period was. The arithmetic is core/survey.ts's. */
import type { Instant } from '../core/calendar.js';
import { periodRange, periodsUpTo, type Period } from '../core/period.js';
import { required } from '../core/sampling.js';
import { rate, satisfaction, surveyRates, type ItemRate, type Tally } from '../core/survey.js';
import { EVENT_KINDS, keysOf } from '../core/terms.js';
import type { EventKind, Grade, VisitStatus } from '../core/terms.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { ORDERED } from './rounds.js';
import { surveysOfPeriod, type SurveyFigures } from './survey-figures.js';

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
export type RatesQuestion = {
  readonly estate: string;
  readonly range: readonly [Instant, Instant];
  readonly kind?: EventKind | null;
};

type Where = { estateId: string; kind?: EventKind };
type Span = { gte: bigint; lt: bigint };

function toWhere({ estate, range, kind }: RatesQuestion): { where: Where; span: Span } {
  const where = kind == null ? { estateId: estate } : { estateId: estate, kind };
  return { where, span: { gte: BigInt(range[0]), lt: BigInt(range[1]) } };
}

/**
 * The figures of an estate and period. Surveys ask about no kind of service: with a kind the fourteen items are zero.
 * Ballots of a survey that is still open are sealed; `box` opens them for counting, where they may be counted yet.
 */
export async function ratesOf(tx: Tx, box: Box, question: RatesQuestion): Promise<Rates> {
  const tally = await satisfactionOf(tx, question);
  const { counted, surveys } =
    question.kind == null ? await surveysOfPeriod(tx, box, question) : { counted: [], surveys: [] };
  return { ...tally, items: surveyRates(counted), surveys, visits: await visitRateOf(tx, question) };
}

/**
 * 满意率 of visits. Issued is a visit whose question was delivered, and it belongs to the period of its delivery, where
 * its answer counts too, however late it comes: so no period has more answers than questions. A visit that staff made
 * without any question delivered is issued and answered at once, at the instant of its record. Only records that stand
 * (the newest of a visit) and hold a grade are answers. What a survey asked is counted by its ballots alone.
 */
export async function satisfactionOf(tx: Tx, question: RatesQuestion): Promise<Tally> {
  const { span } = toWhere(question);
  const kind = question.kind ?? '';
  const [sum] = await tx.$queryRaw<{ asked: bigint | number }[]>`
    SELECT count(*) AS "asked" FROM "Visit" v
    WHERE v."estateId" = ${question.estate} AND v."servedBy" IS NULL AND v."startedBy" NOT LIKE 'follow-up:%'
      AND v."issuedAt" >= ${span.gte} AND v."issuedAt" < ${span.lt} AND (${kind} = '' OR v."kind" = ${kind})
      AND NOT EXISTS (SELECT 1 FROM "Survey" s WHERE v."eventId" IS NULL
        AND s."id" = v."estateId" || ':' || v."clause" || ':' || v."startedBy")`;
  const asked = Number(sum?.asked ?? 0);
  const rows = await tx.$queryRaw<{ grade: Grade; unasked: bigint | number; count: bigint | number }[]>`
    SELECT r."grade" AS "grade", CASE WHEN v."issuedAt" IS NULL THEN 1 ELSE 0 END AS "unasked", count(*) AS "count"
    FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
    WHERE r."current" AND r."grade" IS NOT NULL AND v."estateId" = ${question.estate} AND v."servedBy" IS NULL
      AND v."startedBy" NOT LIKE 'follow-up:%' AND COALESCE(v."issuedAt", r."at") >= ${span.gte} AND COALESCE(v."issuedAt", r."at") < ${span.lt}
      AND (${kind} = '' OR v."kind" = ${kind})
      AND NOT EXISTS (SELECT 1 FROM "Survey" s WHERE v."eventId" IS NULL
        AND s."id" = v."estateId" || ':' || v."clause" || ':' || v."startedBy")
    GROUP BY 1, 2`;
  const grades = rows.flatMap(({ grade, count }) => Array<Grade>(Number(count)).fill(grade));
  const byStaff = rows.reduce((sum, { unasked, count }) => sum + Number(unasked) * Number(count), 0);
  return satisfaction(asked + byStaff, grades.length, grades);
}

const COMPLETED: readonly VisitStatus[] = ['recorded', 'reviewed', 'closed'];
const NOT_DRAWN: readonly VisitStatus[] = ['planned', 'not-drawn'];

/** What no clause asks for: a case 个案 asked about again, a survey that was sent out by order. */
const UNCOUNTED = [{ startedBy: { startsWith: 'follow-up:' } }, { startedBy: { contains: ORDERED } }];

/**
 * 回访率. What is asked again of a case 个案 is no visit that a clause counts. The population are the visits whose window opens in the period, cancelled ones left out; one that another
 * visit serves counts for its own clause. Each clause requires its percentage of its own population; where the
 * supervisor or a quota decides, what was drawn.
 */
export async function visitRateOf(tx: Tx, question: RatesQuestion): Promise<VisitRate> {
  const { where, span } = toWhere(question);
  const groups = await tx.visit.groupBy({
    by: ['policyId', 'clause', 'visit', 'rate', 'quota', 'status'],
    where: { ...where, earliest: span, status: { not: 'cancelled' }, NOT: UNCOUNTED },
    _count: true,
  });
  const clauses = new Map<string, { percent: number | null; population: number; drawn: number; completed: number }>();
  for (const { policyId, clause, visit, rate: percent, quota, status, _count } of groups) {
    const key = JSON.stringify([policyId, clause, visit, percent, quota]);
    const sums = clauses.get(key) ?? { percent, population: 0, drawn: 0, completed: 0 };
    sums.population += _count;
    if (!NOT_DRAWN.includes(status as VisitStatus)) sums.drawn += _count;
    if (COMPLETED.includes(status as VisitStatus)) sums.completed += _count;
    clauses.set(key, sums);
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
  question: {
    readonly estate: string;
    readonly kind?: EventKind | null;
    readonly period: Period;
    readonly zone: string;
  },
  count = 6,
): Promise<readonly (Tally & { readonly period: string })[]> {
  const lines: (Tally & { readonly period: string })[] = [];
  for (const period of periodsUpTo(question.period, count)) {
    const { estate, kind = null } = question;
    const tally = await satisfactionOf(tx, { estate, kind, range: periodRange(period, question.zone) });
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
