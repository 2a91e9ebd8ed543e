/** 不满意: the dissatisfied records of a period, and what came of each, for those who answer for them. */
import type { Context } from '../context.js';
import { DAY, localDate, type Instant } from '../core/calendar.js';
import { dayZh, shortTime } from '../core/day-words.js';
import { periodsUpTo } from '../core/period.js';
import { periodLabel } from '../core/report/labels.js';
import { trendChart, type TrendPoint } from '../core/report/report.js';
import { rate } from '../core/survey.js';
import { DIRECTIONS, GRADES } from '../core/terms.js';
import type { ContextArgs } from '../core/understand/command-context.js';
import { askedZh, matterZh, placeZh } from '../core/visit-words.js';
import { dissatisfiedOf, notesOfVisit, type Dissatisfied } from '../store/dissatisfied.js';
import type { Tx } from '../store/db.js';
import { stepsOf } from '../store/duties.js';
import { eventOf } from '../store/events.js';
import { caseById } from '../store/follow-ups.js';
import { satisfactionOf } from '../store/figures.js';
import { currentRecord } from '../store/records.js';
import { staffOf } from '../store/staff.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { TREND_PERIODS } from './answer-rates.js';
import { fit, pictured, type Answer, type Asker } from './answer.js';
import { figuresAsked, type Asked, type FigureArgs } from './figures-asked.js';
import { cut } from './tell-staff.js';

/** So many are put into words: no message holds more. */
const MOST_LINES = 30;
const QUOTED_MATTER = 16;
const QUOTED_WORDS = 40;

export async function answerDissatisfied(
  ctx: Context,
  asker: Asker,
  args: FigureArgs & Pick<ContextArgs, 'item'>,
  now: Instant,
): Promise<Answer> {
  const asked = await figuresAsked(ctx, asker, { command: '不满意', action: 'see dissatisfied', args }, now);
  if (!('estate' in asked)) return asked;
  const { estate, kind, policy, whose, period, labels, rangeOf } = asked;
  const zone = estate.timezone;
  const { item = null } = args;
  const whom = whose === null ? '' : `${whose.name}负责或经办的`;
  const label = `${estate.name} ${labels.period}${whom}${labels.kind ?? ''}${item === null ? '' : `${DIRECTIONS[item].zh}（第 ${item} 项）`}`;
  const narrowing: Narrowed = {
    estate: estate.id,
    kind,
    policy,
    item,
    whose: whose === null ? null : { ...whose, of: 'either' },
  };
  const all = await dissatisfiedOf(ctx.db.read, { ...narrowing, range: rangeOf(period) });
  const points = await pointsOf(ctx, asked, narrowing, now);
  const before = points.at(-2)?.returned ?? 0;
  const beside = `（${labels.previous} ${before} 件）`;
  const title = `${label}不满意`;
  const drawn = trendChart(title, points, ['百分数是不满意占回收的多少，旁边两个数是不满意 / 回收。']);
  const chart = asked.isDrawn ? drawn : null;
  if (all.length === 0) return pictured([`${label}没有不满意的回访${before === 0 ? '' : beside}。`], chart, title);
  const lines: string[] = [];
  for (const one of all.slice(0, MOST_LINES)) lines.push(await lineOf(ctx.db.read, one, zone, now));
  const open = all.filter(({ followUp }) => followUp?.isOpen !== false).length;
  const state = open === 0 ? '都有了结论' : `${open} 件还没有结论`;
  const rest = (shown: number): string => `……另有 ${all.length - shown} 件。`;
  const head = `${title} ${all.length} 件，${state}${beside}：`;
  return pictured([fit(head, lines, { rest, total: all.length }).text], chart, title);
}

type Narrowed = Omit<Parameters<typeof dissatisfiedOf>[1] & Parameters<typeof satisfactionOf>[1], 'range'>;

/** How many of the answers of each period were dissatisfied; one of a questionnaire is no answer with a grade. */
async function pointsOf(
  ctx: Context,
  { period, estate, rangeOf }: Asked,
  narrowing: Narrowed,
  now: Instant,
): Promise<readonly TrendPoint[]> {
  const today = localDate(now, estate.timezone);
  const points: TrendPoint[] = [];
  for (const of of periodsUpTo(period, TREND_PERIODS)) {
    const question = { ...narrowing, range: rangeOf(of) };
    const { length } = await dissatisfiedOf(ctx.db.read, question);
    const whole = Math.max((await satisfactionOf(ctx.db.read, question)).returned, length);
    const label = periodLabel(of, today);
    points.push({ label, issued: whole, returned: length, rate: rate(length, whole), base: whole });
  }
  return points;
}

async function lineOf(tx: Tx, one: Dissatisfied, zone: string, now: Instant): Promise<string> {
  const [visit, record] = [await visitByNo(tx, one.no), await currentRecord(tx, one.no)];
  if (visit === null || record === null) return `${one.no}.`;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const matter = cut(matterZh(visit, event?.description ?? null), QUOTED_MATTER);
  const said = record.remark === null ? '没有说明原因' : `「${cut(record.remark, QUOTED_WORDS)}」`;
  return `${one.no}. ${dayOf(one.at, zone)} ${placeZh(visit)} ${matter}：${said}（${await outcomeOf(tx, one, visit, zone, now)}）`;
}

const dayOf = (at: Instant, zone: string): string => dayZh(localDate(at, zone));

/** What came of it: how it was closed, or who has it and until when. */
async function outcomeOf(
  tx: Tx,
  { no, followUp }: Dissatisfied,
  visit: StoredVisit,
  zone: string,
  now: Instant,
): Promise<string> {
  if (followUp === null) return '还没有登记跟进';
  const of = await caseById(tx, followUp.id);
  const head = `案${followUp.id}${of !== null && of.round > 1 ? ` 第 ${of.round} 次` : ''}，`;
  if (!followUp.isOpen) {
    const note = (await notesOfVisit(tx, no)).at(-1);
    const day = followUp.closedAt === null ? '' : ` ${dayOf(followUp.closedAt, zone)}`;
    const done = of?.outcome ?? note;
    const answer =
      of?.answer == null || of.answer === 'not-reached' ? '' : `，${askedZh(visit)}现在${GRADES[of.answer].zh}`;
    return `案${followUp.id} 已办结${day}${done === undefined ? '' : `：${cut(done, QUOTED_WORDS)}`}${answer}`;
  }
  const [duty] = (await stepsOf(tx, followUp.id)).filter(({ status }) => status === 'open').toReversed();
  if (duty === undefined) return `${head}还没有结论`;
  const who = duty.assignee === null ? '还没有人负责' : ((await staffOf(tx, duty.assignee))?.name ?? duty.assignee);
  if (duty.due === null) return `${head}事${duty.no} ${who}办理中`;
  const late = now >= duty.due ? `，已逾期 ${Math.ceil((now - duty.due) / DAY)} 天` : '';
  return `${head}事${duty.no} ${who}办理中，${shortTime(duty.due, zone)} 前${late}`;
}
