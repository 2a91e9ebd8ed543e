/** 绩效: a person's own figures, a department's, or those of all who work at an estate (p02.19, p03.14, p11.7). */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { inTimeRate, together, type Performance } from '../core/performance.js';
import { periodsUpTo } from '../core/period.js';
import { can } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import {
  performanceChart,
  performanceZh,
  worstFirst,
  type PerformanceLine,
} from '../core/report/performance-report.js';
import type { TrendPoint } from '../core/report/report.js';
import type { Tx } from '../store/db.js';
import { performanceOf, type PerformanceQuestion } from '../store/performance.js';
import { activeAt, type Staff } from '../store/staff.js';
import { TREND_PERIODS } from './answer-rates.js';
import { estateAsked, fit, pictured, words, type Answer, type Asker } from './answer.js';
import { figuresAsked, type Asked, type FigureArgs } from './figures-asked.js';

/** Whoever does not answer for others is shown their own. */
export async function answerPerformance(ctx: Context, asker: Asker, args: FigureArgs, now: Instant): Promise<Answer> {
  const { staff } = asker;
  const estate = estateAsked(asker, args.estate, '绩效 本月');
  if (typeof estate === 'string') return words(estate);
  const isAll = args.person === undefined && args.department === undefined;
  const seesAll = can(staff, 'see figures of staff', { estate: estate.id }).allowed;
  const own = isAll && !seesAll && staff.roles.some((held) => held.estate === estate.id);
  const question = {
    command: '绩效',
    action: 'see figures of staff',
    args: { ...args, estate: estate.name },
    own,
  } as const;
  const asked = await figuresAsked(ctx, asker, question, now);
  if (!('estate' in asked)) return asked;
  const lines = await linesOf(ctx, asked, now);
  const whom = asked.whose === null ? '' : asked.whose.name;
  const title = `${asked.labels.estate} ${asked.labels.period}${whom}绩效`;
  if (lines.length === 0) return words(`${title}：没有到期的回访、要办的事和经办的服务。`);
  const [one, ...others] = lines;
  const points = one === undefined || others.length > 0 ? [] : await pointsOf(ctx, asked, now);
  const texts = lines.map((line) => `· ${performanceZh(line, asked.labels.previous)}`);
  const rest = (shown: number): string => `……另有 ${texts.length - shown} 人，写「绩效 姓名」看。`;
  const { text } = fit(`${title}（按时率低的在前）：`, texts, { rest });
  return pictured([text], asked.isDrawn ? performanceChart(title, lines, points) : null, title);
}

type People = ReadonlyMap<string, Performance>;

/** A line for each person of whom there is anything, by whatever names they stand. */
async function linesOf(
  ctx: Context,
  { estate, whose, period, before, rangeOf }: Asked,
  now: Instant,
): Promise<readonly PerformanceLine[]> {
  const label = labels(await activeAt(ctx.db.read, estate.id));
  const of = (range: readonly [Instant, Instant]): Promise<People> =>
    namedPerformance(ctx.db.read, { estate: estate.id, range, now });
  const [current, previous] = [await of(rangeOf(period)), await of(rangeOf(before))];
  return [...current]
    .filter(([name]) => whose === null || whose.staff.some((one) => label(one) === name))
    .map(([name, figures]) => ({ name, now: figures, before: previous.get(name) ?? null }))
    .toSorted(worstFirst);
}

/** The figures of everybody in a period, by what each is called. */
export async function namedPerformance(tx: Tx, question: PerformanceQuestion): Promise<People> {
  return byLabel(await performanceOf(tx, question), labels(await activeAt(tx, question.estate)));
}

/** How each is called: by name; two of the same name are told apart by their accounts. */
function labels(staff: readonly Staff[]): (who: string) => string {
  const nameOf = new Map(staff.map(({ userid, name }) => [userid, name]));
  return (who) => {
    const called = nameOf.get(who) ?? who;
    return staff.filter(({ name }) => name === called).length > 1 ? `${called}（${who}）` : called;
  };
}

function byLabel(all: People, label: (who: string) => string): People {
  const named = new Map<string, Performance>();
  for (const [who, figures] of all) {
    const before = named.get(label(who));
    named.set(label(who), before === undefined ? figures : together(before, figures));
  }
  return named;
}

/** 按时率 of one person, period by period. */
async function pointsOf(ctx: Context, asked: Asked, now: Instant): Promise<readonly TrendPoint[]> {
  const { estate, period } = asked;
  const today = localDate(now, estate.timezone);
  const points: TrendPoint[] = [];
  for (const of of periodsUpTo(period, TREND_PERIODS)) {
    const [own] = await linesOf(ctx, { ...asked, period: of }, now);
    const { rate, base } = own === undefined ? { rate: null, base: 0 } : inTimeRate(own.now);
    const inTime = own === undefined ? 0 : own.now.tasks.inTime + own.now.duties.inTime;
    points.push({ label: periodLabel(of, today), issued: base, returned: inTime, rate, base });
  }
  return points;
}
