/** 不满意: the dissatisfied records of a period, and what came of each, for those who answer for them. */
import type { Context } from '../context.js';
import { DAY, localDate, type Instant } from '../core/calendar.js';
import { dayZh, shortTime } from '../core/day-words.js';
import { monthPeriod, parsePeriod, periodRange } from '../core/period.js';
import { can } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import type { OversightArgs } from '../core/understand/command-oversight.js';
import { GRADES } from '../core/terms.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { dissatisfiedOf, notesOfVisit, type Dissatisfied } from '../store/dissatisfied.js';
import type { Tx } from '../store/db.js';
import { stepsOf } from '../store/duties.js';
import { eventOf } from '../store/events.js';
import { caseById } from '../store/follow-ups.js';
import { currentRecord } from '../store/records.js';
import { staffOf } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { estateAsked, fit, refused, words, type Answer, type Asker } from './answer.js';
import { cut } from './tell-staff.js';

/** So many are put into words: no message holds more. */
const MOST_LINES = 30;
const QUOTED_MATTER = 16;
const QUOTED_WORDS = 40;

export async function answerDissatisfied(
  ctx: Context,
  asker: Asker,
  args: OversightArgs,
  now: Instant,
): Promise<Answer> {
  const estate = estateAsked(asker, args.estate, '不满意 本月');
  if (typeof estate === 'string') return words(estate);
  const action = 'see dissatisfied';
  const allowed = can(asker.staff, action, { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, action, estate, allowed.who, now);
  const zone = estate.timezone;
  const today = localDate(now, zone);
  const period = (args.period === undefined ? null : parsePeriod(args.period)) ?? monthPeriod(today);
  const label = `${estate.name} ${periodLabel(period, today)}`;
  const all = await dissatisfiedOf(ctx.db.read, estate.id, periodRange(period, zone));
  if (all.length === 0) return words(`${label}没有不满意的回访。`);
  const lines: string[] = [];
  for (const one of all.slice(0, MOST_LINES)) lines.push(await lineOf(ctx.db.read, one, zone, now));
  const open = all.filter(({ followUp }) => followUp?.isOpen !== false).length;
  const state = open === 0 ? '都有了结论' : `${open} 件还没有结论`;
  const rest = (shown: number): string => `……另有 ${all.length - shown} 件。`;
  return words(fit(`${label}不满意 ${all.length} 件，${state}：`, lines, { rest, total: all.length }).text);
}

async function lineOf(tx: Tx, one: Dissatisfied, zone: string, now: Instant): Promise<string> {
  const [visit, record] = [await visitByNo(tx, one.no), await currentRecord(tx, one.no)];
  if (visit === null || record === null) return `${one.no}.`;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const matter = cut(matterZh(visit, event?.description ?? null), QUOTED_MATTER);
  const said = record.remark === null ? '没有说明原因' : `「${cut(record.remark, QUOTED_WORDS)}」`;
  return `${one.no}. ${dayOf(one.at, zone)} ${placeZh(visit)} ${matter}：${said}（${await outcomeOf(tx, one, zone, now)}）`;
}

const dayOf = (at: Instant, zone: string): string => dayZh(localDate(at, zone));

/** What came of it: how it was closed, or who has it and until when. */
async function outcomeOf(tx: Tx, { no, followUp }: Dissatisfied, zone: string, now: Instant): Promise<string> {
  if (followUp === null) return '还没有登记跟进';
  const of = await caseById(tx, followUp.id);
  const head = `案${followUp.id}${of !== null && of.round > 1 ? ` 第 ${of.round} 次` : ''}，`;
  if (!followUp.isOpen) {
    const note = (await notesOfVisit(tx, no)).at(-1);
    const day = followUp.closedAt === null ? '' : ` ${dayOf(followUp.closedAt, zone)}`;
    const done = of?.outcome ?? note;
    const answer = of?.answer == null || of.answer === 'not-reached' ? '' : `，住户现在${GRADES[of.answer].zh}`;
    return `案${followUp.id} 已办结${day}${done === undefined ? '' : `：${cut(done, QUOTED_WORDS)}`}${answer}`;
  }
  const [duty] = (await stepsOf(tx, followUp.id)).filter(({ status }) => status === 'open').toReversed();
  if (duty === undefined) return `${head}还没有结论`;
  const who = duty.assignee === null ? '还没有人负责' : ((await staffOf(tx, duty.assignee))?.name ?? duty.assignee);
  if (duty.due === null) return `${head}事${duty.no} ${who}办理中`;
  const late = now >= duty.due ? `，已逾期 ${Math.ceil((now - duty.due) / DAY)} 天` : '';
  return `${head}事${duty.no} ${who}办理中，${shortTime(duty.due, zone)} 前${late}`;
}
