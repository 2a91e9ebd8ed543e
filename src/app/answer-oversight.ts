/** 执行率、逾期、未覆盖: figures first, denominators always, then what is worst, then what waits for somebody. */
import type { Context } from '../context.js';
import { DAY, localDate, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { complianceRate, sumOf } from '../core/compliance.js';
import { periodsUpTo } from '../core/period.js';
import type { Action } from '../core/permissions.js';
import { comparedZh, FEW_ZH, isFewOf } from '../core/report/change.js';
import { baseZh, complianceWords } from '../core/report/compliance-report.js';
import { periodLabel } from '../core/report/labels.js';
import { trendChart, type ChartValue, type TrendPoint } from '../core/report/report.js';
import { rate } from '../core/survey.js';
import { householdZh } from '../core/household.js';
import { EVENT_KINDS } from '../core/terms.js';
import type { Command } from '../core/understand/command.js';
import type { Estate } from '../store/estates.js';
import { overdueOf, type Overdue } from '../store/overdue.js';
import { staffOf } from '../store/staff.js';
import { newestUncovered, uncoveredCounts } from '../store/uncovered.js';
import type { Narrowing } from '../store/whose.js';
import { answerPerformance } from './answer-performance.js';
import { answerRates, TREND_PERIODS } from './answer-rates.js';
import { fitted, pictured, words, type Answer, type Asker } from './answer.js';
import { complianceIn } from './compliance.js';
import { figuresAsked, type Asked } from './figures-asked.js';

type Figures = '执行率' | '逾期' | '未覆盖';
const ACTIONS: Readonly<Record<Figures, Action>> = {
  执行率: 'see compliance',
  逾期: 'see compliance',
  未覆盖: 'see uncovered events',
};

export type FigureCommand = Extract<Command, { readonly command: Figures | '满意率' | '回访率' | '绩效' }>;

export async function answerFigures(
  ctx: Context,
  asker: Asker,
  understood: FigureCommand,
  now: Instant,
): Promise<Answer> {
  const { command, args } = understood;
  if (command === '绩效') return answerPerformance(ctx, asker, args, now);
  if (command === '满意率' || command === '回访率') return answerRates(ctx, asker, { command, args }, now);
  const asked = await figuresAsked(ctx, asker, { command, action: ACTIONS[command], args }, now);
  if (!('estate' in asked)) return asked;
  if (command === '未覆盖') return uncovered(ctx, asked.estate);
  return command === '逾期' ? overdue(ctx, asked, args.period === undefined, now) : compliance(ctx, asked, now);
}

/** What narrows it: whoever has a task or a duty. */
const narrowingOf = ({ kind, policy, whose }: Asked): Narrowing => ({
  kind,
  policy,
  whose: whose === null ? null : { ...whose, of: 'visits' },
});

const ofZh = ({ whose, labels }: Asked): string =>
  [...(whose === null ? [] : [`${whose.name}负责的`]), ...(labels.kind === null ? [] : [labels.kind])].join('');

async function compliance(ctx: Context, asked: Asked, now: Instant): Promise<Answer> {
  const { estate, period, labels, policy } = asked;
  const narrowing = narrowingOf(asked);
  const today = localDate(now, estate.timezone);
  const points: TrendPoint[] = [];
  for (const of of periodsUpTo(period, TREND_PERIODS)) {
    const sum = sumOf(await complianceIn(ctx, estate, of, now, narrowing));
    const base = sum.inTime + sum.late + sum.overdue;
    points.push({ label: periodLabel(of, today), issued: base, returned: sum.inTime, rate: complianceRate(sum), base });
  }
  const [before, at] = points.slice(-2);
  const compared =
    before === undefined || at === undefined
      ? ''
      : comparedZh({ rate: at.rate, base: at.issued }, { rate: before.rate, base: before.issued }, labels.previous);
  const few = at !== undefined && isFewOf(at.issued) ? `${FEW_ZH}。` : '';
  const titles = new Map([...ctx.policies].map(([id, { title }]) => [id, title]));
  const label = `${estate.name} ${labels.period}${ofZh(asked)}`;
  const all = await complianceIn(ctx, estate, period, now, narrowing);
  const lines = policy === null ? all : all.filter((line) => line.policy === policy);
  const { due, inTime, late, overdue: undone } = sumOf(lines);
  const base = inTime + late + undone;
  const of = base === due ? '' : `${baseZh(base)}。`;
  const shown = complianceWords(label, lines, titles, `${compared}。${of}${few}`);
  const title = `${label}制度执行率`;
  const chart = trendChart(title, points, ['百分数旁的两个数是按时 / 已到期或已办的。', BY_CLAUSE]);
  return pictured([fitted(shown)], asked.isDrawn ? chart : null, title);
}

const MOST_OVERDUE = 15;
/** Why a picture counts more than the list has lines. */
const BY_CLAUSE = '按条款计：同一件事按几条条款回访的，各条都计。';

/** Without a period, all that is overdue now; with one, of what fell due in it. */
async function overdue(ctx: Context, asked: Asked, isAll: boolean, now: Instant): Promise<Answer> {
  const { estate, period, before, labels, rangeOf } = asked;
  const question = { ...narrowingOf(asked), estate: estate.id, now };
  const range = isAll ? null : rangeOf(period);
  const { first, count } = await overdueOf(ctx.db.read, { ...question, range }, MOST_OVERDUE);
  const whom = ofZh(asked);
  const label = isAll ? whom : ` ${labels.period}${whom}`;
  const drawn = asked.isDrawn ? await overdueChart(ctx, asked, `${estate.name}${label}逾期未办`, now) : null;
  const name = `${estate.name}${label}逾期未办`;
  if (count === 0) return pictured([`${estate.name}${label}没有逾期未办的。`], isAll ? null : drawn, name);
  const lines: string[] = [];
  for (const one of first) lines.push(await overdueLine(ctx, one, estate.timezone, now));
  const more = count > first.length ? [`……另有 ${count - first.length} 件`] : [];
  const earlier = isAll ? null : await overdueOf(ctx.db.read, { ...question, range: rangeOf(before) }, 0);
  const beside = earlier === null ? '' : `（${labels.previous}到期的还有 ${earlier.count} 件）`;
  return pictured([fitted([`${name} ${count} 件${beside}，最久的在前：`, ...lines, ...more])], drawn, name);
}

/** Of what fell due in each period, how much is still not done. */
async function overdueChart(ctx: Context, asked: Asked, title: string, now: Instant): Promise<ChartValue | null> {
  const { estate, period } = asked;
  const today = localDate(now, estate.timezone);
  const points: TrendPoint[] = [];
  for (const of of periodsUpTo(period, TREND_PERIODS)) {
    const { inTime, late, overdue: open } = sumOf(await complianceIn(ctx, estate, of, now, narrowingOf(asked)));
    const base = inTime + late + open;
    points.push({ label: periodLabel(of, today), issued: base, returned: open, rate: rate(open, base), base });
  }
  return trendChart(title, points, ['百分数旁的两个数是逾期未办 / 已到期或已办的。', BY_CLAUSE]);
}

async function overdueLine(ctx: Context, one: Overdue, zone: string, now: Instant): Promise<string> {
  const who =
    one.assignee === null ? '还没有人负责' : ((await staffOf(ctx.db.read, one.assignee))?.name ?? one.assignee);
  const place = one.household === null ? '' : `${householdZh(one.household)} `;
  const door = one.door === null ? '' : `，要上门：事${one.door}`;
  const what = one.of === 'visit' ? `${EVENT_KINDS[one.kind ?? 'other'].zh}回访${door}` : (one.says ?? '');
  const number = one.of === 'visit' ? `${one.no}` : `事${one.no}`;
  const days = Math.ceil((now - one.due) / DAY);
  return `${number}. ${place}${what}（${one.clause}，${shortTime(one.due, zone)} 到期，逾期 ${days} 天，${who}）`;
}

const MOST_UNCOVERED = 10;

async function uncovered(ctx: Context, estate: Estate): Promise<Answer> {
  const counts = await uncoveredCounts(ctx.db.read, estate.id);
  if (counts.length === 0) return words(`${estate.name}的事项都有已采用的制度管。`);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const kinds = counts.map(({ kind, count }) => `${EVENT_KINDS[kind].zh} ${count} 件`).join('、');
  const newest = (await newestUncovered(ctx.db.read, estate.id, MOST_UNCOVERED)).map(
    ({ id, kind, household, description }) => {
      const place = household === null ? '' : `${householdZh(household)} `;
      return `· ${id} ${place}${description ?? EVENT_KINDS[kind].zh}`;
    },
  );
  return words(fitted([`${estate.name}有 ${total} 件事项不在任何已采用的制度之内：${kinds}。最近的：`, ...newest]));
}
