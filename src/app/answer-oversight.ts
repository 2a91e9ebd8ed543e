/** 执行率、逾期、未覆盖: figures first, denominators always, then what is worst, then what waits for somebody. */
import type { Context } from '../context.js';
import { DAY, localDate, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { monthPeriod, parsePeriod, periodRange, type Period } from '../core/period.js';
import { can, type Action } from '../core/permissions.js';
import { complianceWords } from '../core/report/compliance-report.js';
import { periodLabel } from '../core/report/labels.js';
import { householdZh } from '../core/household.js';
import { EVENT_KINDS } from '../core/terms.js';
import type { OversightArgs } from '../core/understand/command-oversight.js';
import type { Estate } from '../store/estates.js';
import { overdueOf, type Overdue } from '../store/overdue.js';
import { staffOf } from '../store/staff.js';
import { newestUncovered, uncoveredCounts } from '../store/uncovered.js';
import { estateAsked, fitted, refused, words, type Answer, type Asker } from './answer.js';
import { complianceIn } from './compliance.js';

type Figures = '执行率' | '逾期' | '未覆盖';
const ACTIONS: Readonly<Record<Figures, Action>> = {
  执行率: 'see compliance',
  逾期: 'see compliance',
  未覆盖: 'see uncovered events',
};

export async function answerFigures(
  ctx: Context,
  asker: Asker,
  { command, args }: { readonly command: Figures; readonly args: OversightArgs },
  now: Instant,
): Promise<Answer> {
  const estate = estateAsked(asker, args.estate, command);
  if (typeof estate === 'string') return words(estate);
  const action = ACTIONS[command];
  const allowed = can(asker.staff, action, { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, action, estate, allowed.who, now);
  const period = args.period === undefined ? null : parsePeriod(args.period);
  if (command === '未覆盖') return uncovered(ctx, estate);
  if (command === '逾期') return overdue(ctx, estate, period, now);
  const today = localDate(now, estate.timezone);
  const asked = period ?? monthPeriod(today);
  const lines = await complianceIn(ctx, estate, asked, now);
  const titles = new Map([...ctx.policies].map(([id, { title }]) => [id, title]));
  return words(fitted(complianceWords(`${estate.name} ${periodLabel(asked, today)}`, lines, titles)));
}

const MOST_OVERDUE = 15;

async function overdue(ctx: Context, estate: Estate, period: Period | null, now: Instant): Promise<Answer> {
  const range = period === null ? null : periodRange(period, estate.timezone);
  const { first, count } = await overdueOf(ctx.db.read, { estate: estate.id, range, now }, MOST_OVERDUE);
  const label = period === null ? '' : ` ${periodLabel(period, localDate(now, estate.timezone))}`;
  if (count === 0) return words(`${estate.name}${label}没有逾期未办的。`);
  const lines: string[] = [];
  for (const one of first) lines.push(await overdueLine(ctx, one, estate.timezone, now));
  const more = count > first.length ? [`……另有 ${count - first.length} 件`] : [];
  return words(fitted([`${estate.name}${label}逾期未办 ${count} 件，最久的在前：`, ...lines, ...more]));
}

async function overdueLine(ctx: Context, one: Overdue, zone: string, now: Instant): Promise<string> {
  const who =
    one.assignee === null ? '还没有人负责' : ((await staffOf(ctx.db.read, one.assignee))?.name ?? one.assignee);
  const place = one.household === null ? '' : `${householdZh(one.household)} `;
  const what = one.of === 'visit' ? `${EVENT_KINDS[one.kind ?? 'other'].zh}回访` : (one.says ?? '');
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
