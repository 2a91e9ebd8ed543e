/** A command of staff → what they may have of it: texts and pictures, in the order in which they are sent. */
import type { Context } from '../context.js';
import { DAY, localDate, type Instant } from '../core/calendar.js';
import { householdZh } from '../core/household.js';
import { monthPeriod, parsePeriod, periodRange, previousPeriod, type Period } from '../core/period.js';
import { can, type Action } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import { ratesReport, visitRateText } from '../core/report/rates-report.js';
import { EVENT_KINDS, ROLES, type EventKind, type Role } from '../core/terms.js';
import type { Command, Understood } from '../core/understand/command.js';
import { renderChart } from '../forms/chart.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { ratesOf, satisfactionByKind, satisfactionByPeriod, satisfactionOf } from '../store/figures.js';
import { countOpenFollowUps } from '../store/follow-ups.js';
import type { Staff } from '../store/staff.js';
import { tasksOf, visitByNo } from '../store/visits.js';
import { claimTask } from './claim-task.js';
import { shortTime } from './tell-staff.js';

export type AnswerFile = {
  readonly name: string;
  readonly mime: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
};
export type Answer = {
  readonly texts: readonly string[];
  readonly files: readonly AnswerFile[];
  /** What is written together with the answer, in the message's own transaction; it may add to what is said. */
  readonly writes?: (tx: Tx, now: Instant) => Promise<readonly string[]>;
};

/** Who asks, and the estates there are. */
export type Asker = { readonly staff: Staff; readonly estates: readonly Estate[]; readonly zone: string };

const words = (...texts: readonly string[]): Answer => ({ texts, files: [] });

/** Periods of the trend in the picture. */
const TREND_PERIODS = 6;
/** A member's list is cut here; the rest is counted. */
const MOST_TASKS = 20;

export async function answerCommand(ctx: Context, asker: Asker, understood: Understood, now: Instant): Promise<Answer> {
  if (understood.kind === 'unclear') {
    const likely = understood.suggest.map((one) => `「${one}」`).join('、');
    return words(`没看懂这句话。可以试试：${likely}；发「帮助」看全部说法。`);
  }
  switch (understood.command) {
    case '帮助':
      return words(help(asker));
    case '我的任务':
      return myTasks(ctx, asker, now);
    case '满意率':
    case '回访率':
      return rates(ctx, asker, understood, now);
    case '领取':
      return {
        texts: [],
        files: [],
        writes: async (tx, at) => [(await claimTask(tx, ctx, asker.staff, understood.args.task, at)).text],
      };
    case '说明':
      return explained(ctx, asker, understood.args.task);
    default:
      return understood satisfies never;
  }
}

const HELP: readonly (readonly [Action, string])[] = [
  ['see own tasks', '我的任务：看自己要做的回访'],
  ['claim task', '领取 12：把任务 12 转到自己名下'],
  ['explain task', '说明 12：看任务 12 的依据、时限和抽样'],
  ['see rates', '满意率 本月；满意率 上月 翠湖 维修；回访率 9月：看数字和图'],
];

/** What the person may do, with an example each. */
function help({ staff }: Asker): string {
  const may = (action: Action): boolean => staff.roles.some(({ estate }) => can(staff, action, { estate }).allowed);
  const lines = HELP.filter(([action]) => may(action)).map(([, line]) => `· ${line}`);
  return ['您可以这样写：', ...lines, '· 帮助：看这份说明'].join('\n');
}

/** A refusal says who may, and is kept in the audit. */
function refused(
  ctx: Context,
  asker: Asker,
  action: Action,
  estate: Estate,
  who: readonly Role[],
  now: Instant,
): Answer {
  const titles = who
    .slice(0, 4)
    .map((role) => ROLES[role].zh)
    .join('、');
  const entry = {
    at: now,
    actor: asker.staff.userid,
    action: `refused.${action}`,
    estate: estate.id,
    subject: `staff:${asker.staff.userid}`,
  };
  const text = `${estate.name}的这项内容由${titles}查看。您需要的话，请向他们了解。`;
  return { ...words(text), writes: (tx) => appendAudit(tx, ctx.db, [entry]).then(() => []) };
}

async function rates(
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

/** The estate that was named, or the only one; else the words that ask for it. */
function estateAsked({ staff, estates }: Asker, name: string | undefined): Estate | string {
  const own = estates.filter((estate) => staff.roles.some((role) => role.estate === estate.id));
  if (name !== undefined) return estates.find((estate) => estate.name === name) ?? `没有叫「${name}」的项目。`;
  const [first, ...others] = own;
  if (first === undefined) return '您还没有分配到任何项目。请联系项目经理登记。';
  if (others.length === 0) return first;
  return `要看哪个项目？可以写：满意率 本月 ${first.name}。您的项目有：${own.map((one) => one.name).join('、')}。`;
}

async function myTasks(ctx: Context, { staff, zone }: Asker, now: Instant): Promise<Answer> {
  const tasks = await tasksOf(ctx.db.read, staff.userid, MOST_TASKS + 1);
  if (tasks.length === 0) return words('您现在没有待办的回访。');
  const lines: string[] = [];
  for (const task of tasks.slice(0, MOST_TASKS)) {
    const event = task.event === null ? null : await eventOf(ctx.db.read, task.estate, task.event);
    const late = now >= task.due ? `，已逾期 ${Math.ceil((now - task.due) / DAY)} 天` : '';
    const state = `${task.status === 'with-staff' ? '请上门或致电' : '到时先发微信询问'}${late}`;
    const place = task.household === null ? '' : householdZh(task.household);
    lines.push(
      `${task.no}. ${shortTime(task.due, zone)} 前 ${place} ${event?.description ?? EVENT_KINDS[task.kind].zh}（${state}）`,
    );
  }
  const more = tasks.length > MOST_TASKS ? ['……后面还有，先办前面的。'] : [];
  return words(fitted(['您的回访，按截止时间：', ...lines, ...more]));
}

const MAX_BYTES = 2000;

/** As many whole lines as a message holds. */
function fitted(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    if (Buffer.byteLength(`${text}\n${line}`) > MAX_BYTES) break;
    text = text === '' ? line : `${text}\n${line}`;
  }
  return text;
}

/** 说明: why a visit stands there. */
async function explained(ctx: Context, { staff, zone }: Asker, no: number): Promise<Answer> {
  const visit = await visitByNo(ctx.db.read, no);
  const own = visit !== null && can(staff, 'explain task', visit).allowed;
  if (visit === null || !own) return words(`没有您可以查看的任务 ${no}。`);
  const draw =
    visit.drawId === null
      ? []
      : [`抽样：${visit.period ?? ''} 第 ${(visit.drawPosition ?? 0) + 1} 件，按 ${visit.rate ?? ''}% 抽取。`];
  const channels =
    visit.why.channels === undefined
      ? []
      : [`渠道：${visit.why.channels.map((one) => one.replace(/^[^：]+：/, '住户')).join('；')}`];
  return words(
    fitted([
      `任务 ${no}：${householdZh(visit.household ?? '')}`,
      `依据 ${visit.clause}：${visit.why.source}`,
      `时限：${shortTime(visit.earliest, zone)} 起，${shortTime(visit.due, zone)} 前。`,
      ...draw,
      ...channels,
      ...(visit.why.exceptions ?? []),
    ]),
  );
}
