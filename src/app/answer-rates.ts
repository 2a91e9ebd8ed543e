/** 满意率、回访率: an estate's figures in words, with a picture where there is something to draw. */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { monthPeriod, parsePeriod, periodRange, previousPeriod, type Period } from '../core/period.js';
import { can } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import { ratesReport, visitRateText } from '../core/report/rates-report.js';
import { EVENT_KINDS, type EventKind } from '../core/terms.js';
import type { Command } from '../core/understand/command.js';
import { renderChart } from '../forms/chart.js';
import type { Estate } from '../store/estates.js';
import { ratesOf, satisfactionByKind, satisfactionByPeriod, satisfactionOf } from '../store/figures.js';
import { countOpenFollowUps } from '../store/follow-ups.js';
import { estateAsked, refused, words, type Answer, type AnswerFile, type Asker } from './answer.js';

/** Periods of the trend in the picture. */
const TREND_PERIODS = 6;

export async function answerRates(
  ctx: Context,
  asker: Asker,
  { command, args }: Extract<Command, { readonly command: '满意率' | '回访率' }>,
  now: Instant,
): Promise<Answer> {
  const estate = estateAsked(asker, args.estate);
  if (typeof estate === 'string') return words(estate);
  const allowed = can(asker.staff, 'see rates', { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, 'see rates', estate, allowed.who, now);
  const today = localDate(now, estate.timezone);
  const period = (args.period === undefined ? null : parsePeriod(args.period)) ?? monthPeriod(today);
  const kind = args.kind ?? null;
  const before = previousPeriod(period);
  const labels = {
    estate: estate.name,
    period: periodLabel(period, today),
    previous: periodLabel(before, today),
    kind: kind === null ? null : EVENT_KINDS[kind].zh,
  };
  const tx = ctx.db.read;
  const range = (of: Period): readonly [Instant, Instant] => periodRange(of, estate.timezone);
  const figures = await ratesOf(tx, ctx.box, { estate: estate.id, range: range(period), kind });
  if (command === '回访率') return words(visitRateText(figures.visits, labels));
  const { report, text } = ratesReport({
    rates: figures,
    previous: await satisfactionOf(tx, { estate: estate.id, range: range(before), kind }),
    labels,
    byKind: await barsByKind(ctx, estate, range(period), kind),
    trend: await trendOf(ctx, estate, period, kind, today),
    // What waits for a decision is said with the figures of now, not with last year's.
    ...(range(period)[1] > now ? { undecided: await countOpenFollowUps(tx, estate.id, 'nonconformity') } : {}),
  });
  if (report.chart === null) return words(text);
  const picture = await renderChart(report.chart);
  if (picture.kind !== 'chart') return words(text);
  return { texts: [text], files: [await pngFile(`${report.title}.png`, picture.png)] };
}

async function barsByKind(ctx: Context, estate: Estate, range: readonly [Instant, Instant], kind: EventKind | null) {
  if (kind !== null) return [];
  const rows = await satisfactionByKind(ctx.db.read, { estate: estate.id, range });
  return rows.map(({ kind: of, ...tally }) => ({ label: EVENT_KINDS[of].zh, ...tally }));
}

async function trendOf(
  ctx: Context,
  estate: Estate,
  period: Period,
  kind: EventKind | null,
  today: ReturnType<typeof localDate>,
) {
  const question = { estate: estate.id, kind, period, zone: estate.timezone };
  const rows = await satisfactionByPeriod(ctx.db.read, question, TREND_PERIODS);
  return rows.map(({ period: name, ...tally }) => ({
    label: periodLabel(parsePeriod(name) ?? period, today),
    ...tally,
  }));
}

async function pngFile(name: string, bytes: Uint8Array): Promise<AnswerFile> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return { name, mime: 'image/png', sha256: Buffer.from(digest).toString('hex'), bytes };
}
