/** 审核、待办: what waits for whoever reviews records and decides, and their verdicts, one by one or together. */
import type { Context } from '../context.js';
import { HOUR, type Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import type { Command } from '../core/understand/command.js';
import type { ReviewArgs } from '../core/understand/command-review.js';
import { askedZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { dutiesOf } from '../store/duties.js';
import { currentRecord } from '../store/records.js';
import { keepShown, shownTo } from '../store/reviews.js';
import { visitByNo } from '../store/visits.js';
import { answerVerdict } from './answer-archive.js';
import { answerDissatisfied } from './answer-dissatisfied.js';
import { dutyList } from './answer-tasks.js';
import { fit, listed, words, type Answer, type Asker } from './answer.js';
import { reviewRecord, type Reviewed } from './review-record.js';
import { showRecord } from './show-record.js';
import { cut } from './tell-staff.js';
import { keepAsked, waitingFor, waitingList } from './waiting-reviews.js';

export function answerReview(
  ctx: Context,
  asker: Asker,
  understood: Extract<Command, { readonly command: '审核' | '待办' | '不满意' }>,
  now: Instant,
): Answer | Promise<Answer> {
  switch (understood.command) {
    case '待办':
      return toDo(ctx, asker, now);
    case '不满意':
      return answerDissatisfied(ctx, asker, understood.args, now);
    case '审核': {
      const { args } = understood;
      if ('duty' in args) return answerVerdict(ctx, asker, args);
      return { texts: [], files: [], writes: (tx, at) => review(tx, ctx, asker, args, at) };
    }
    default:
      return understood satisfies never;
  }
}

/** They are counted; a message shows the first of them. */
const MOST_DUTIES = 5_000;

/** 待办: the records to review, then the duties, as 我的任务 shows them. */
async function toDo(ctx: Context, { staff, estates, zone }: Asker, now: Instant): Promise<Answer> {
  const mine = estates.map(({ id }) => id).filter((id) => can(staff, 'see own tasks', { estate: id }).allowed);
  const list = await waitingList(ctx.db.read, ctx, staff, estates, now);
  const duties = await dutiesOf(ctx.db.read, staff.userid, mine, now, MOST_DUTIES);
  if (list === null && duties.length === 0)
    return words('您现在没有要审核的记录，也没有要办的事。自己要做的回访，请看「我的任务」。');
  const texts = [...(list === null ? [] : [list.text]), ...(await dutyList(ctx, duties, zone, now))];
  if (list === null) return words(...texts);
  return { ...words(...texts), writes: (tx, at) => keepAsked(tx, staff, list, at).then(() => []) };
}

/** Whoever was asked so long ago is asked again: more may have come. */
const ASKED_MS = HOUR;

async function review(tx: Tx, ctx: Context, asker: Asker, args: ReviewArgs, now: Instant): Promise<readonly string[]> {
  const { staff, estates } = asker;
  const { asked } = await shownTo(tx, staff.userid, now);
  if (args.verdict === undefined) return showRecord(tx, ctx, { staff, no: args.task, now });
  if (!('all' in args))
    return decide(tx, ctx, asker, { ...args, tasks: 'task' in args ? [args.task] : args.tasks }, now);
  if (asked !== null && asked.visits.length > 0 && now < asked.at + ASKED_MS) {
    const meant = asked.visits.filter((no) => !args.except?.includes(no));
    if (meant.length === 0) return ['除了这几份，没有别的记录待您审核。请看「待办」。'];
    const { tasks, apart } = await apartFrom(tx, staff, meant, now);
    const texts = tasks.length === 0 ? [] : await decide(tx, ctx, asker, { ...args, tasks }, now);
    const left = (await waitingFor(tx, ctx, staff, estates, now)).length - apart.length;
    const rest = left === 0 ? [] : [`${apart.length === 0 ? '还' : '另'}有 ${left} 份待您审核，请看「待办」。`];
    return [...texts, ...apartZh(apart), ...rest];
  }
  const list = await waitingList(tx, ctx, staff, estates, now);
  if (list === null) return ['现在没有待您审核的记录。'];
  await keepAsked(tx, staff, list, now);
  return [list.text];
}

type Apart = { readonly no: number; readonly why: string };

/** 全部通过 is not for what is to be looked at by itself: dissatisfied, or not signed; as it was seen. */
async function apartFrom(
  tx: Tx,
  { userid }: Asker['staff'],
  meant: readonly number[],
  now: Instant,
): Promise<{ readonly tasks: readonly number[]; readonly apart: readonly Apart[] }> {
  const { seen } = await shownTo(tx, userid, now);
  const apart: Apart[] = [];
  for (const no of meant) {
    const [visit, record] = [await visitByNo(tx, no), await currentRecord(tx, no)];
    if (visit?.status !== 'recorded' || record === null || record.id !== seen[no]) continue;
    const why = [
      ...(record.grade === 'dissatisfied'
        ? [`不满意${record.remark === null ? '' : `，${cut(record.remark, QUOTED)}`}`]
        : []),
      ...(visit.needsSignature && record.confirmedAt === null ? [`${askedZh(visit)}还没有签名`] : []),
    ];
    if (why.length > 0) apart.push({ no, why: why.join('，') });
  }
  return { tasks: meant.filter((no) => !apart.some((one) => one.no === no)), apart };
}
const QUOTED = 20;

function apartZh(apart: readonly Apart[]): readonly string[] {
  if (apart.length === 0) return [];
  const lines = apart.map(({ no, why }) => `${no}. ${why}`);
  const foot = `看过没问题的，请写明任务号：审核 ${apart.map(({ no }) => no).join(' ')} 通过；要补的，如：审核 ${apart[0]?.no} 退回 请补签名。`;
  return [
    fit(`这 ${apart.length} 份没有一起通过，请单独看：`, lines, {
      rest: (shown) => `……另有 ${lines.length - shown} 份`,
      foot,
    }).text,
  ];
}

type Decided = Pick<Extract<ReviewArgs, { readonly verdict: string }>, 'verdict' | 'opinion'> & {
  readonly tasks: readonly number[];
};

/** The same verdict on each; what was approved together is said in one line. */
async function decide(
  tx: Tx,
  ctx: Context,
  { staff }: Asker,
  { tasks, verdict, opinion }: Decided,
  now: Instant,
): Promise<readonly string[]> {
  const { seen, asked } = await shownTo(tx, staff.userid, now);
  const all: Reviewed[] = [];
  for (const no of tasks)
    all.push(await reviewRecord(tx, ctx, { staff, no, verdict, opinion: opinion ?? null, seen, now }));
  const over = all.flatMap((one) => (one.kind === 'approved' || one.kind === 'returned' ? [one.visit] : []));
  const changed = all.flatMap((one) => (one.kind === 'changed' ? [[String(one.visit), one.record] as const] : []));
  const kept = Object.entries(seen).filter(([no]) => !over.includes(Number(no)));
  const again = changed.map(([no]) => Number(no));
  const isLeft = (no: number): boolean => again.includes(no) || !(over.includes(no) || tasks.includes(no));
  const left = asked === null ? null : { ...asked, visits: asked.visits.filter(isLeft) };
  const isMoved = over.length + changed.length > 0 || left?.visits.length !== asked?.visits.length;
  if (isMoved) await keepShown(tx, staff.userid, { seen: Object.fromEntries([...kept, ...changed]), asked: left }, now);
  const approved = all.filter(({ kind }) => kind === 'approved');
  const [head = '', ...others] = approved.length < 2 ? all.map(({ text }) => text) : together(tasks, all);
  return [listed(head, others, (shown) => `……另有 ${others.length - shown} 份，请看「待办」。`)];
}

const isBlamed = (one: Reviewed | undefined): boolean => one?.kind === 'approved' && one.isDissatisfied;

/** What was approved in one line, the others each in theirs. */
function together(tasks: readonly number[], all: readonly Reviewed[]): readonly string[] {
  const nos = tasks.filter((_, index) => all[index]?.kind === 'approved');
  const others = all.filter(({ kind }) => kind !== 'approved').map(({ text }) => text);
  const blamed = tasks.filter((_, index) => isBlamed(all[index]));
  const more =
    blamed.length === 0
      ? ''
      : `其中任务 ${blamed.join('、')} 不满意：这里通过的只是记录，跟进到哪一步请看「不满意 本月」。`;
  return [`已审核通过 ${nos.length} 份：任务 ${nos.join('、')}。${more}`, ...others];
}
