/** What the demo page tells of the product's inside: read from its database, put into words. */
import { whyAbout } from '../app/answer-tasks.js';
import type { Context } from '../context.js';
import { GRADES, VISIT_STATUSES, type Grade, type VisitStatus } from '../core/terms.js';
import { whyParts } from '../core/visit-why.js';
import { eventOf } from '../store/events.js';
import { currentRecord } from '../store/records.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { whyFactsOf } from '../store/why.js';
import type { SystemView, VisitView } from './stage-world.js';

const MOST_VISITS = 60;

export async function demoView(ctx: Context, estate: string, household?: string): Promise<SystemView> {
  const where = { estateId: estate, ...(household === undefined ? {} : { household }) };
  const rows = await ctx.db.read.visit.findMany({
    where,
    orderBy: { no: 'desc' },
    take: MOST_VISITS,
    select: { no: true },
  });
  const visits: VisitView[] = [];
  for (const { no } of rows) {
    const visit = await visitByNo(ctx.db.read, no);
    if (visit !== null) visits.push(await visitView(ctx, visit));
  }
  return { totals: await totalsOf(ctx, where), visits };
}

async function totalsOf(
  ctx: Context,
  where: { readonly estateId: string; readonly household?: string },
): Promise<SystemView['totals']> {
  const { visit, event } = ctx.db.read;
  const [events, visits, undrawn, asked, withStaff, recorded] = await Promise.all([
    event.count({ where }),
    visit.count({ where: { ...where, servedBy: null } }),
    visit.count({ where: { ...where, servedBy: null, status: { in: ['planned', 'not-drawn'] } } }),
    visit.count({ where: { ...where, servedBy: null, issuedAt: { not: null } } }),
    visit.count({ where: { ...where, servedBy: null, status: 'with-staff' } }),
    visit.count({ where: { ...where, servedBy: null, status: { in: ['recorded', 'reviewed', 'closed'] } } }),
  ]);
  return { events, visits, drawn: visits - undrawn, asked, withStaff, recorded };
}

async function visitView(ctx: Context, visit: StoredVisit): Promise<VisitView> {
  const tx = ctx.db.read;
  const leader = visit.servedBy ?? visit.no;
  const [event, record, draw, assignee, followUp, trail] = await Promise.all([
    visit.event === null ? null : eventOf(tx, visit.estate, visit.event),
    currentRecord(tx, leader),
    visit.drawId === null ? null : tx.draw.findUnique({ where: { id: visit.drawId } }),
    visit.assignee === null ? null : tx.staff.findUnique({ where: { userid: visit.assignee } }),
    tx.followUp.findFirst({ where: { visitNo: leader, kind: 'nonconformity' } }),
    tx.audit.findMany({ where: { subject: `visit:${visit.no}` }, orderBy: { seq: 'asc' }, take: 30 }),
  ]);
  const facts = await whyFactsOf(tx, visit.no, whyAbout(ctx, ctx.defaultZone));
  return {
    no: visit.no,
    servedBy: visit.servedBy,
    event: visit.event,
    household: visit.household,
    kind: visit.kind,
    description: event?.description ?? null,
    status: visit.status,
    policy: visit.policy,
    policyTitle: ctx.policies.get(visit.policy)?.title ?? visit.policy,
    clause: visit.clause,
    source: visit.why.source,
    earliest: visit.earliest,
    due: visit.due,
    rate: visit.rate,
    draw: draw === null ? null : { period: draw.period, size: draw.size, chosen: draw.chosen, keyHash: draw.keyHash },
    assignee: assignee?.name ?? null,
    askedAt: visit.askedAt,
    channel: visit.channel,
    record:
      record === null
        ? null
        : {
            ...record,
            confirmed: record.confirmedAt !== null,
            by: record.by.startsWith('resident:') ? '住户本人' : record.by,
          },
    followUp: followUp === null ? null : '已告知主管，等待处理',
    why: facts === null ? [] : whyParts(facts).map(({ title, text }) => ({ title, text })),
    trail: [
      ...trail.map((row) => ({ at: Number(row.at), text: inWords(row.action, JSON.parse(row.detail) as Detail) })),
      ...(visit.servedBy === null
        ? []
        : [{ at: visit.askedAt ?? visit.earliest, text: `与任务 ${visit.servedBy} 同一件事，合并为一次对话` }]),
    ],
  };
}

type Detail = {
  readonly to?: string;
  readonly from?: string;
  readonly chosen?: boolean;
  readonly reason?: string;
  readonly grade?: string;
};

const ACTIONS: Readonly<Record<string, string>> = {
  'visit.draw': '抽样',
  'visit.merge': '合并',
  'visit.assign': '派人',
  'visit.ask': '发出询问',
  'visit.hand-over': '转人工',
  'visit.record': '记录回答',
  'visit.correct': '更正记录',
  'visit.replan': '时限随事项更新',
  'visit.cancel': '取消',
  'visit.silent': '提醒后仍未回复',
  'ask.delivered': '询问已送达',
  'ask.refused': '询问未送达',
  'ask.failed': '平台回报询问未送达',
  'remind.delivered': '提醒已送达',
  'remind.refused': '提醒未送达',
  'record.record': '写入记录',
  'record.correct': '追加更正',
  'record.sign': '住户确认（视同签名）',
};

function inWords(action: string, { to, from, chosen, grade }: Detail): string {
  const what = ACTIONS[action] ?? action;
  if (chosen !== undefined) return `${what}：${chosen ? '抽中' : '未抽中'}`;
  if (grade !== undefined && grade in GRADES) return `${what}：${GRADES[grade as Grade].zh}`;
  if (to !== undefined && from !== to && to in VISIT_STATUSES)
    return `${what} → ${VISIT_STATUSES[to as VisitStatus].zh}`;
  return what;
}
