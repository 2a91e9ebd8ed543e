/** 发起回访: staff begin a visit that a policy leaves to them, of works whose warranty is over (p07.13, p09.4). */
import type { Context } from '../context.js';
import { addDays, startOfDay, type Instant, type LocalDate } from '../core/calendar.js';
import { dayZh, shortTime } from '../core/day-words.js';
import type { Event } from '../core/event.js';
import { begunClauses, begunVisits, type Begun } from '../core/policy/begun.js';
import { contentOf } from '../core/policy/content.js';
import type { Policy } from '../core/policy/schema.js';
import type { BeginArgs, BeginCommand } from '../core/understand/command-begin.js';
import { isToBeMade } from '../core/visit.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { worksOfEstate } from '../store/events.js';
import { staffOf } from '../store/staff.js';
import { insertVisit, visitByNo, visitsOfEvent, type NewVisit, type StoredVisit } from '../store/visits.js';
import { listed, permitted, written, type Answer, type Asker } from './answer.js';
import { assignVisit } from './assign-visits.js';
import { keepAct, type Acting } from './keep-act.js';
import { tieVisits } from './merge-visits.js';
import { moveVisit } from './move-visit.js';
import { versionInForce } from './plan-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** What whoever wants to begin a visit may have of it. */
export function answerBegin(ctx: Context, asker: Asker, { args }: BeginCommand, now: Instant): Answer {
  const found = permitted(ctx, asker, 'begin visit', { name: args.estate, example: '发起回访', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  return written((tx, at) => beginVisit(tx, ctx, { staff: asker.staff, estate, now: at }, args));
}

/** What staff may begin on works, under which policy. */
type Found = { readonly policy: Policy; readonly begun: Begun };

async function beginVisit(tx: Tx, ctx: Context, acting: Acting, args: BeginArgs): Promise<string> {
  const { estate, now } = acting;
  const policies = policiesOfEstate(ctx, estate).filter(
    (policy) => begunClauses(policy).length > 0 && (args.policy === undefined || policy.id === args.policy),
  );
  if (policies.length === 0)
    return `${estate.name}采用的制度${args.policy === undefined ? '' : `中，${args.policy} `}没有由员工发起的回访：保修期后的工程回访才由员工发起。`;
  const found = (works: Event): readonly Found[] =>
    policies.flatMap((policy) => begunVisits(policy, works, now, estate.timezone).map((begun) => ({ policy, begun })));
  const all = await worksOfEstate(tx, estate.id);
  const [works, ...others] = args.title === undefined ? [] : worksNamed(all, args.title);
  if (works === undefined || others.length > 0)
    return whichWorks(acting, args.title, { all, found, meant: works === undefined ? [] : [works, ...others] });
  const may = found(works);
  const over = may.filter(({ begun }) => begun.window !== null);
  const [first] = may;
  if (first === undefined) return `${nameOfWorks(works)}没有登记验收日期和保修期，算不出何时期满，请先登记。`;
  if (over.length === 0)
    return `${nameOfWorks(works)}的保修期到 ${dateZh(first.begun.endsOn)}为止，期内的回访已由系统按制度排定；期满后才由员工发起。`;
  const until = untilOf(args.date, estate);
  if (until !== null && until <= now) return `期限已经过去了。请写：发起回访 ${nameOfWorks(works)} 4月10日前。`;
  const open = await openOnes(tx, estate, works);
  if (open !== null) return `${nameOfWorks(works)}已经有一次没有完成的回访：${await taskZh(tx, open, estate)}。`;
  const made = await make(tx, ctx, acting, { works, over, until });
  if (made === null) return `${nameOfWorks(works)}的这次回访没有排成，请稍后再试。`;
  const titles = over.map(({ begun: { clause } }) => `${clause.title}（${clause.id}）`).join('、');
  return `已发起：${placeZh(made)} ${matterZh(made, works.description)}，${titles}。${await taskZh(tx, made, estate)}。`;
}

/** By what people call it. */
export const nameOfWorks = ({ description, id }: Event): string => description ?? id;
const dateZh = (date: LocalDate): string => `${date.slice(0, 4)} 年 ${dayZh(date)}`;
const untilOf = (date: LocalDate | undefined, { timezone }: Estate): Instant | null =>
  date === undefined ? null : startOfDay(addDays(date, 1), timezone);

/** By their number, by their whole name, or by a part of it. */
export function worksNamed(all: readonly Event[], title: string): readonly Event[] {
  const plain = title.toLowerCase();
  const exact = all.filter(({ id, description }) => id.toLowerCase() === plain || description === title);
  return exact.length > 0
    ? exact
    : all.filter(
        ({ description }) => description !== null && (description.includes(title) || title.includes(description)),
      );
}

type Choice = {
  readonly all: readonly Event[];
  readonly found: (works: Event) => readonly Found[];
  readonly meant: readonly Event[];
};

/** None was named, or of no known name, or several have it: those that can be meant are listed. */
function whichWorks({ estate }: Acting, title: string | undefined, { all, found, meant }: Choice): string {
  const ready = (meant.length > 0 ? meant : all).flatMap((works) => {
    const over = found(works).find(({ begun }) => begun.window !== null);
    return over === undefined ? [] : [{ works, endsOn: over.begun.endsOn }];
  });
  const head =
    title === undefined
      ? ''
      : meant.length > 0
        ? `叫「${title}」的工程有 ${meant.length} 项。`
        : `${estate.name}没有叫「${title}」的工程。`;
  const [first] = ready;
  if (first === undefined) return `${head}现在没有保修期已满的工程；保修期内的回访由系统按制度排定。`;
  const asks = `${head}要回访哪项工程？请写：发起回访 ${meant.length > 1 ? first.works.id : nameOfWorks(first.works)} 4月10日前。保修期已满的有：`;
  const lines = ready.map(({ works, endsOn }) => `· ${nameOfWorks(works)}（${works.id}），${dateZh(endsOn)}期满`);
  return listed(asks, lines, (shown) => `……还有 ${lines.length - shown} 项，请写名称。`);
}

/** One that staff began before, and nobody has made. */
async function openOnes(tx: Tx, estate: Estate, works: Event): Promise<StoredVisit | null> {
  const visits = await visitsOfEvent(tx, estate.id, works.id);
  const begun = visits.filter(({ why, servedBy }) => why.begun !== undefined && servedBy === null);
  return begun.find(({ status }) => isToBeMade(status)) ?? null;
}

type Making = { readonly works: Event; readonly over: readonly Found[]; readonly until: Instant | null };

/** Makes what each policy asks for, one conversation for all; the visit that leads it. */
async function make(tx: Tx, ctx: Context, acting: Acting, { works, over, until }: Making): Promise<StoredVisit | null> {
  const { estate, now } = acting;
  const before = (await visitsOfEvent(tx, estate.id, works.id)).filter(({ why }) => why.begun !== undefined);
  const made: StoredVisit[] = [];
  for (const found of over) {
    const visit = before.filter(({ clause }) => clause === found.begun.clause.id).length + 1;
    const row = await insertVisit(tx, newVisit(acting, works, found, { visit, until }), now);
    if (row === null) continue;
    made.push(row);
    const detail = { clause: row.clause, works: works.id };
    await keepAct(tx, ctx, acting, { action: 'visit.begin', subject: `visit:${row.no}`, detail });
  }
  if (made.length > 1) await tieVisits(tx, ctx, made, now);
  let leader: StoredVisit | null = null;
  for (const { no } of made) {
    const fresh = await visitByNo(tx, no);
    const command = { kind: 'draw', chosen: true } as const;
    const drawn = fresh === null ? null : await moveVisit(tx, ctx, fresh, { command, actor: 'system', now });
    const assigned = drawn === null ? null : await assignVisit(tx, ctx, { estate, visit: drawn, worker: null, now });
    leader ??= assigned === null ? null : await mine(tx, ctx, acting, assigned);
  }
  return leader;
}

/** Whoever begins a visit that is theirs to make has it. */
async function mine(tx: Tx, ctx: Context, { staff, estate, now }: Acting, visit: StoredVisit): Promise<StoredVisit> {
  const isTheirs = staff.roles.some(({ estate: at, role }) => at === estate.id && visit.by.includes(role));
  if (!isTheirs || visit.assignee === staff.userid) return visit;
  const command = { kind: 'assign', to: staff.userid } as const;
  return (await moveVisit(tx, ctx, visit, { command, actor: staff.userid, now })) ?? visit;
}

function newVisit(
  { staff, estate, now }: Acting,
  works: Event,
  { policy, begun }: Found,
  { visit, until }: { readonly visit: number; readonly until: Instant | null },
): NewVisit {
  const { clause, counterparty, asked, window } = begun;
  const due = until ?? window?.due ?? now;
  const at = (instant: Instant): string => shortTime(instant, estate.timezone, now);
  return {
    estate: estate.id,
    policy: policy.id,
    clause: clause.id,
    startedBy: `begun:${works.id}`,
    counterparty,
    visit,
    event: works.id,
    household: works.household,
    kind: works.kind,
    status: 'planned',
    earliest: now,
    due,
    rate: 100,
    quota: null,
    by: asked.by ?? [],
    how: asked.how ?? policy.how,
    record: asked.record ?? policy.record,
    needsSignature: policy.needsSignature ?? false,
    period: null,
    policyVersion: versionInForce(estate, policy.id) ?? '',
    why: {
      source: clause.source.join(''),
      window: `保修期 ${dateZh(begun.endsOn)}期满，${staff.name} ${at(now)} 发起，${at(due)} 为止`,
      content: contentOf(policy, clause.id),
      begun: staff.userid,
    },
    nextAt: null,
  };
}

async function taskZh(tx: Tx, { no, assignee, due }: StoredVisit, { timezone }: Estate): Promise<string> {
  const holder = assignee === null ? null : await staffOf(tx, assignee);
  return `任务 ${no}，${holder === null ? '还没有人负责' : `由${holder.name}办`}，${shortTime(due, timezone)} 前`;
}
