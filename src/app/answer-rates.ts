/** 满意率、回访率: an estate's figures in words, or one person's or department's, with a picture where there is something to draw. */
import type { Context } from '../context.js';
import { addDays, daysBetween, localDate, type Instant, type LocalDate } from '../core/calendar.js';
import { monthPeriod, parsePeriod, periodsUpTo, type Period } from '../core/period.js';
import { periodLabel } from '../core/report/labels.js';
import { ratesReport, visitRateText } from '../core/report/rates-report.js';
import { trendChart, type TrendPoint } from '../core/report/report.js';
import { passMarksOf } from '../core/report/survey-values.js';
import { EVENT_KINDS } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import { ratesOf, satisfactionByKind, satisfactionByPeriod, satisfactionOf, visitRateOf } from '../store/figures.js';
import { countOpenFollowUps } from '../store/follow-ups.js';
import type { Narrowing } from '../store/whose.js';
import { pictured, type Answer, type Asker } from './answer.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { figuresAsked, type Asked, type FigureArgs } from './figures-asked.js';

/** Periods of the trend in the picture. */
export const TREND_PERIODS = 6;

export async function answerRates(
  ctx: Context,
  asker: Asker,
  { command, args }: { readonly command: '满意率' | '回访率'; readonly args: FigureArgs },
  now: Instant,
): Promise<Answer> {
  const asked = await figuresAsked(ctx, asker, { command, action: 'see rates', args }, now);
  if (!('estate' in asked)) return asked;
  return command === '回访率' ? visitRate(ctx, asked, now) : satisfactionAsked(ctx, asked, now);
}

async function visitRate(ctx: Context, asked: Asked, now: Instant): Promise<Answer> {
  const { estate, kind, policy, whose, period, before, labels, rangeOf } = asked;
  const narrowing = {
    estate: estate.id,
    kind,
    policy,
    whose: whose === null ? null : { ...whose, of: 'visits' as const },
  };
  const today = localDate(now, estate.timezone);
  const points: TrendPoint[] = [];
  for (const of of periodsUpTo(period, TREND_PERIODS)) {
    const { population, completed, rate } = await visitRateOf(ctx.db.read, { ...narrowing, range: rangeOf(of) });
    points.push({ label: periodLabel(of, today), issued: population, returned: completed, rate, base: population });
  }
  const visits = await visitRateOf(ctx.db.read, { ...narrowing, range: rangeOf(period) });
  const previous = await visitRateOf(ctx.db.read, { ...narrowing, range: rangeOf(before) });
  const called = { ...labels, kind: ofZh(asked, '负责的') };
  const text = visitRateText(visits, called, {
    previous: { ...previous, label: labels.previous },
    theirs: whose !== null,
  });
  const notes = [whose === null ? '百分数旁的两个数是完成 / 应计。' : '百分数旁的两个数是完成 / 负责。'];
  const title = `${labels.estate} ${labels.period}${called.kind ?? ''}回访率`;
  return pictured([text], asked.isDrawn ? trendChart(title, points, notes) : null, title);
}

/** 张伟负责的维修; of all where nothing narrows. */
function ofZh({ whose, labels }: Asked, theirs: string): string | null {
  if (whose === null) return labels.kind;
  return `${whose.name}${theirs}${labels.kind ?? ''}`;
}

/** A person's or a department's are two figures: the visits that are theirs, and the services that they did. */
async function satisfactionAsked(ctx: Context, asked: Asked, now: Instant): Promise<Answer> {
  const { whose } = asked;
  if (whose === null) return satisfactionOfOne(ctx, asked, { whose: null, kind: asked.labels.kind }, now);
  const theirs = { whose: { ...whose, of: 'visits' as const }, kind: `${ofZh(asked, '负责的')}回访` };
  const did = { whose: { ...whose, of: 'work' as const }, kind: `${ofZh(asked, '经办的')}服务` };
  const question = {
    estate: asked.estate.id,
    kind: asked.kind,
    policy: asked.policy,
    range: asked.rangeOf(asked.period),
  };
  const issued = async (of: Narrowing['whose']): Promise<number> =>
    (await satisfactionOf(ctx.db.read, { ...question, whose: of ?? null })).issued;
  const shown = (await issued(did.whose)) === 0 ? [theirs] : (await issued(theirs.whose)) === 0 ? [did] : [theirs, did];
  const answers: Answer[] = [];
  for (const one of shown) answers.push(await satisfactionOfOne(ctx, asked, one, now));
  return { texts: [answers.flatMap(({ texts }) => texts).join('\n')], files: answers.flatMap(({ files }) => files) };
}

async function satisfactionOfOne(
  ctx: Context,
  { estate, kind, policy, period, before, labels, rangeOf, isDrawn }: Asked,
  one: { readonly whose: Narrowing['whose']; readonly kind: string | null },
  now: Instant,
): Promise<Answer> {
  const tx = ctx.db.read;
  const narrowing = { estate: estate.id, kind, policy, whose: one.whose ?? null };
  const isWhole = kind === null && policy === null && one.whose === null;
  const today = localDate(now, estate.timezone);
  const byKind = kind === null ? await satisfactionByKind(tx, { ...narrowing, range: rangeOf(period) }) : [];
  const trend = await trendOf(tx, { ...narrowing, zone: estate.timezone }, period, today);
  // What waits for a decision is said with the figures of now, and of all, not with last year's.
  const isNow = isWhole && rangeOf(period)[1] > now;
  const { report, text } = ratesReport({
    rates: await ratesOf(tx, ctx.box, { ...narrowing, range: rangeOf(period) }),
    previous: await satisfactionOf(tx, { ...narrowing, range: rangeOf(before) }),
    labels: { ...labels, kind: one.kind },
    byKind: byKind.map(({ kind: of, ...tally }) => ({ label: EVENT_KINDS[of].zh, ...tally })),
    trend,
    ...(isWhole ? { passMark: passMarksOf(policiesOfEstate(ctx, estate)).overall } : {}),
    ...(isNow ? { undecided: await countOpenFollowUps(tx, estate.id, 'nonconformity') } : {}),
  });
  return pictured([text], isDrawn ? report.chart : null, report.title);
}

/** Longer runs of days are shown month by month. */
const LONG_DAYS = 92;
const MONTHS = 12;

/** The periods up to the one asked for; of a year, or of so many days, the twelve months up to its end or today. */
async function trendOf(
  tx: Tx,
  narrowing: Omit<Parameters<typeof satisfactionByPeriod>[1], 'period'>,
  period: Period,
  today: LocalDate,
): Promise<readonly TrendPoint[]> {
  const { from, to, months } = period;
  const isLong = months === 12 || (months === null && daysBetween(from, to) > LONG_DAYS);
  const last = addDays(to, -1);
  const of = isLong ? monthPeriod(last < today ? last : today) : period;
  const lines = await satisfactionByPeriod(tx, { ...narrowing, period: of }, isLong ? MONTHS : TREND_PERIODS);
  return lines.map(({ period: name, ...tally }) => ({
    label: isLong ? `${Number(name.slice(5, 7))} 月` : periodLabel(parsePeriod(name) ?? period, today),
    ...tally,
  }));
}
