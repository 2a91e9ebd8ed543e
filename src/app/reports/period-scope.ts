/** What the makers of a period's papers share: which policies a form is of, its days, its figures, the twelve months' trend. */
import type { Context } from '../../context.js';
import { startOfDay, type Instant } from '../../core/calendar.js';
import { failedAgain, fileBlame, type Filed } from '../../core/causes.js';
import { monthPeriod, parsePeriod, periodsUpTo, type Period } from '../../core/period.js';
import type { Duty } from '../../core/policy/schema-duties.js';
import type { Policy } from '../../core/policy/schema.js';
import type { PeriodFigures } from '../../core/report/month-summary.js';
import { cutOffDays, headingOf, numberOf, type Heading } from '../../core/report/period-head.js';
import { TREND_MONTHS } from '../../core/report/period-charts.js';
import type { TrendPoint } from '../../core/report/report.js';
import { inOrderOf, repeatsOf, type Repeat, type RepeatRule } from '../../core/repeats.js';
import { addDays } from '../../core/calendar.js';
import type { Tx } from '../../store/db.js';
import type { Estate } from '../../store/estates.js';
import { handledIn, recordedIn, tallyBySpans, type PeriodQuestion } from '../../store/period-figures.js';
import { eventsThatRepeat } from '../../store/period-repeats.js';
import { blamesIn, blamesOfBallots, surveysEndingIn } from '../../store/period-words.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { ReportAsk } from './makers.js';

/** The policies of the form that the estate has adopted. */
export const adoptedOf = (ctx: Pick<Context, 'library' | 'log'>, { form, estate }: ReportAsk): readonly Policy[] =>
  policiesOfEstate(ctx, estate).filter(({ id }) => form.policies.includes(id));

/** A heading over the period, from cut-off to cut-off where a day is given. */
export const headingFor = ({ estate, period, now }: ReportAsk, day: number | null = null): Heading => ({
  ...headingOf(estate, period, now),
  ...cutOffDays(period, day),
});

/** 编号 of a paper of the period, of one policy or of all. */
export const numberFor = ({ estate, form, period }: ReportAsk, policy: string | null): string =>
  numberOf({ estate: estate.name, form: form.title, policy }, period);

/** The instants of a heading's days. */
export const rangeOf = ({ from, to, zone }: Heading): readonly [Instant, Instant] => [
  startOfDay(from, zone),
  startOfDay(to, zone),
];

export const questionOf = (estate: Estate, heading: Heading, policy: string | null): PeriodQuestion => ({
  estate: estate.id,
  range: rangeOf(heading),
  policy,
});

export const figuresOf = async (tx: Tx, question: PeriodQuestion): Promise<PeriodFigures> => ({
  handled: await handledIn(tx, question),
  recorded: await recordedIn(tx, question),
});

/** 满意率 of the twelve months up to the one in which the period ends. */
export async function trendOf(tx: Tx, estate: Estate, period: Period): Promise<readonly TrendPoint[]> {
  const months = periodsUpTo(monthPeriod(addDays(period.to, -1)), TREND_MONTHS);
  const bounds = [...months.map(({ from }) => from), ...months.slice(-1).map(({ to }) => to)];
  const tallies = await tallyBySpans(
    tx,
    estate.id,
    bounds.map((day) => startOfDay(day, estate.timezone)),
  );
  return months.flatMap((month, at) => {
    const tally = tallies[at];
    return tally === undefined ? [] : [{ ...tally, label: `${Number(month.from.slice(5, 7))} 月` }];
  });
}

/** What was said to be wrong, by the list of causes: in records, and on ballots where the surveys are the policy's too. */
export async function filedIn(ctx: Context, question: PeriodQuestion, withSurveys: boolean): Promise<readonly Filed[]> {
  const tx = ctx.db.read;
  const sheets = withSurveys ? (await surveysEndingIn(tx, ctx.box, question)).flatMap((one) => one.sheets) : [];
  return [...(await blamesIn(tx, question)), ...blamesOfBallots(sheets)].flatMap((one) => fileBlame(ctx.causes, one));
}

/** From how often on a policy lists what comes again; null where it says nothing of it. */
export function repeatRuleOf({ clauses }: Pick<Policy, 'clauses'>): RepeatRule | null {
  const duties = clauses.flatMap((clause) => clause.duties ?? []);
  return duties.flatMap(({ repeats }) => repeats ?? [])[0] ?? null;
}

/** The matters that came so often in the period. */
export async function repeatsIn(
  tx: Tx,
  estate: Estate,
  heading: Heading,
  rule: RepeatRule | null,
  filed: readonly Filed[],
): Promise<readonly Repeat[]> {
  if (rule === null) return [];
  const failed = failedAgain(filed);
  const found: Repeat[] = [];
  for await (const events of eventsThatRepeat(tx, estate.id, rangeOf(heading), rule, failed))
    found.push(...repeatsOf(events, rule, estate.timezone, failed));
  return inOrderOf(found);
}

/** The day of the month up to which a duty of each period is to be done; none for one that ends otherwise. */
export function dayOf({ trigger, within }: Duty): readonly number[] {
  const through = within?.through;
  return trigger === 'period' && through !== undefined && 'day' in through && typeof through.day === 'number'
    ? [through.day]
    : [];
}

/** The day up to which a policy sums on a form, by its first duty: p02's 24th; null where it names none. */
export function cutOffOf({ clauses }: Pick<Policy, 'clauses'>, form: string): number | null {
  const duties = clauses.flatMap((clause) => clause.duties ?? []).filter((one) => one.form === form);
  return duties.flatMap(dayOf)[0] ?? null;
}

/** Calendar months that ended within a heading's days. */
export function monthsEndedIn({ from, to }: Heading): readonly Period[] {
  const months: Period[] = [];
  for (let month = monthPeriod(from); month.to <= to; month = parsePeriod(monthPeriod(month.to).name) ?? month)
    if (month.to > from) months.push(month);
  return months;
}
