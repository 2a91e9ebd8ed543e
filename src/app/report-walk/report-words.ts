/** What people are told of a report: which it is, where it stands and since when, what they may do with it. */
import type { Context } from '../../context.js';
import { localDate, type Instant, type LocalDate } from '../../core/calendar.js';
import { dayZh, shortTime, startTime } from '../../core/day-words.js';
import type { Period } from '../../core/period.js';
import { roadsOf } from '../../core/policy/report-roads.js';
import { periodLabel } from '../../core/report/labels.js';
import { REPORT_STATUSES, type DoneStep } from '../../core/report/report-walk.js';
import type { Tx } from '../../store/db.js';
import { dutyByNo, type StoredDuty } from '../../store/duties.js';
import { stepsOfReport, versionsOf } from '../../store/report-versions.js';
import type { Estate } from '../../store/estates.js';
import { reportOf } from '../../store/reports.js';
import { staffOf } from '../../store/staff.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import { archivedFrom, reportPeriod, titleAt, type Walking } from './road-of.js';

/** It may be looked at in another year: its period always says which. */
export const ANOTHER_YEAR = '0000-01-01' as LocalDate;
export const fullDay = (at: Instant, zone: string): string => {
  const date = localDate(at, zone);
  return `${date.slice(0, 4)} 年 ${dayZh(date)}`;
};

/** `翠湖花园《月回访汇总表》2026 年 3 月`. */
export function reportName({ report, estate, road }: Pick<Walking, 'report' | 'estate' | 'road'>): string {
  const period = reportPeriod(road, report.period);
  return `${estate.name}《${report.form}》${period === null ? report.period : periodLabel(period, ANOTHER_YEAR)}`;
}

/** Who has a step: the person of its duty, and their title. */
export async function holderZh(tx: Tx, walking: Walking): Promise<string> {
  const { report } = walking;
  const duty = report.dutyNo === null ? null : await dutyByNo(tx, report.dutyNo);
  const name = duty?.assignee == null ? null : ((await staffOf(tx, duty.assignee))?.name ?? duty.assignee);
  const title = titleAt(walking, report.step);
  return name === null ? title : `${name}（${title}）`;
}

/** `3 月 24 日 10:05 刘艳（客服主管）报送`. */
export function stepZh({ what, name, title, at, step, opinion }: DoneStep, steps: number, zone: string): string {
  const passed =
    what === 'followed' ? '落实' : step === 0 ? (steps > 1 ? '报送' : '报出') : step + 1 >= steps ? '批准' : '审核';
  const did = what === 'returned' ? '退回' : passed;
  return `${shortTime(at, zone)} ${name}（${title}）${did}${opinion === null ? '' : `：${opinion}`}`;
}

/** Where a report stands, in a line; `who` has it and since when. */
export async function standZh(tx: Tx, walking: Walking): Promise<string> {
  const { report, estate, road } = walking;
  const zone = estate.timezone;
  const which = report.version === 0 ? '' : `第 ${report.version} 稿，`;
  switch (report.status) {
    case 'making':
      return `${startTime(report.since, zone)}做好，交${await holderZh(tx, walking)}核对。`;
    case 'walking': {
      const what = report.step === 0 ? '核对' : report.step + 1 >= road.steps.length ? '审批' : '审核';
      return `${which}${shortTime(report.since, zone)} 起在${await holderZh(tx, walking)}处${what}。`;
    }
    case 'approved': {
      const at = archivedFrom(walking);
      const when = report.approvedAt === null ? '' : `${shortTime(report.approvedAt, zone)} `;
      const isLater = at !== null && at > (report.approvedAt ?? at);
      return `${which}${when}已${endZh(road)}，${isLater ? dayZh(localDate(at, zone)) : '随即'}存档。`;
    }
    case 'archived': {
      const until = report.keepUntil === null ? '' : `，保管到 ${lastDay(report.keepUntil, zone)}`;
      return `${which}${report.archivedAt === null ? '' : fullDay(report.archivedAt, zone)} 已存档（档${report.id}）${until}。`;
    }
    case 'deleted':
      return `${REPORT_STATUSES.deleted.zh}，留有指纹和记录。`;
    default:
      return report.status satisfies never;
  }
}

/** How its road ends: with somebody's approval, or as whoever made it hands it in. */
export const endZh = ({ steps }: Walking['road']): string => (steps.length > 1 ? '批准' : '报出');

/** The last day on which something is kept. */
export const lastDay = (until: Instant, zone: string): string => fullDay((until - 1) as Instant, zone);

/** 说明 事12: the state of the report whose step, or whose archiving, a duty is. */
export async function stateLines(tx: Tx, ctx: Context, walking: Walking): Promise<readonly string[]> {
  const { report, estate, road } = walking;
  const done = await stepsOfReport(tx, ctx.box, report.id);
  const [newest] = (await versionsOf(tx, report.id)).toReversed();
  const number = newest === undefined ? '' : `（编号 ${newest.number}）`;
  return [
    `报表：${reportName(walking)}${number}`,
    await standZh(tx, walking),
    ...done.map((one) => stepZh(one, road.steps.length, estate.timezone)),
  ];
}

/** Where the report of a form and period stands, under each policy of the estate that asks for it; none where none was begun. */
export async function standsOf(
  ctx: Context,
  { estate, form, period }: { readonly estate: Estate; readonly form: string; readonly period: Period },
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const policy of policiesOfEstate(ctx, estate)) {
    const road = roadsOf(policy).find((one) => one.form === form);
    if (road === undefined) continue;
    const name = road.every === 'week' || road.every === 'day' ? period.from : period.name;
    const report = await reportOf(ctx.db.read, { estate: estate.id, policy: policy.id, form, period: name });
    if (report !== null) lines.push(`流转：${await standZh(ctx.db.read, { report, estate, policy, road })}`);
  }
  return lines;
}

/** 审批 is the last step's, 审核 any other's. */
export const verdictZh = ({ report, road }: Walking): string =>
  report.step + 1 >= road.steps.length ? '审批' : '审核';

/** What whoever has it now may write. */
export function asksZh(walking: Walking, duty: StoredDuty, now: Instant): string {
  const { report, estate, road } = walking;
  const from = duty.earliest > now ? `${startTime(duty.earliest, estate.timezone)}起可以` : '请';
  if (report.step === 0) {
    const next = road.steps.length > 1 ? `交${titleAt(walking, 1)}` : '报出';
    return `核对无误，${from}回复：办结 事${duty.no}，即${next}。`;
  }
  return `${verdictZh(walking)}同意，${from}回复：通过 事${duty.no} 意见；不同意请写：退回 事${duty.no} 意见。`;
}
