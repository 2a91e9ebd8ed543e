/**
 * 保管期满: what was kept as long as its policy says is deleted; where the estate wants it handed over first, whoever
 * archives it has the list as a duty, and it is deleted once they say to whom it went. The audit chain keeps hashes only.
 */
import type { Context } from '../context.js';
import { localDate, monthOf, type Instant } from '../core/calendar.js';
import { dayZh } from '../core/day-words.js';
import type { Policy } from '../core/policy/schema.js';
import { markDeleted, markHandedOver, toDelete, toHandOver, type Archived } from '../store/archives.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { StoredDuty } from '../store/duties.js';
import { estateOf, type Estate } from '../store/estates.js';
import { forgetRecord } from '../store/record-content.js';
import { openDuties } from './open-duties.js';
import { forgetReport } from './report-walk/archive-report.js';

/** So many in one transaction: nothing else waits long. */
const AT_ONCE = 50;
/** The duty to hand over what waits for it, one a policy and month. */
const HAND_OVER = 'hand-over:0';

/** The line of the timetable. */
export async function expireArchive(ctx: Context, now: Instant): Promise<void> {
  for (;;) {
    const some = await toDelete(ctx.db.read, now, AT_ONCE);
    if (some.length === 0) break;
    await ctx.db.write(async (tx) => {
      for (const one of some) await deleteOne(tx, ctx, one, 'system', now);
    });
  }
  const lists = new Map((await toHandOver(ctx.db.read, now)).map((one) => [`${one.estate}/${one.policy}`, one]));
  for (const one of lists.values()) await ctx.db.write((tx) => askToHandOver(tx, ctx, one, now));
}

async function deleteOne(tx: Tx, ctx: Context, one: Archived, actor: string, now: Instant): Promise<void> {
  if (one.visitNo !== null) await forgetRecord(tx, one.visitNo);
  else if (one.kind === 'report') await forgetReport(tx, ctx.db, Number(one.subject), now);
  await markDeleted(tx, one, now);
  const subject = one.visitNo === null ? `${one.kind}:${one.subject}` : `visit:${one.visitNo}`;
  const entry = { at: now, actor, action: 'record.delete', estate: one.estate, subject };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { hash: one.hash } }]);
}

async function askToHandOver(tx: Tx, ctx: Context, one: Archived, now: Instant): Promise<void> {
  const estate = await estateOf(tx, one.estate);
  const policy = ctx.policies.get(one.policy);
  if (estate === null || policy === undefined) return;
  const month = monthOf(localDate(now, estate.timezone));
  await openDuties(tx, ctx, { estate, policy }, [handingOver(policy, one, month, now)], {}, now);
}

function handingOver(policy: Policy, { form, by }: Archived, month: string, now: Instant) {
  const clause = policy.clauses.find(({ duties = [] }) => duties.some(({ keepYears }) => keepYears !== undefined));
  const asking = clause ?? policy.clauses.find(({ step }) => step === 'archive') ?? policy.clauses.at(-1);
  return {
    policy: policy.id,
    clause: asking?.id ?? policy.id,
    item: HAND_OVER,
    trigger: 'period' as const,
    startedBy: `archive:${month}`,
    says: `移交保管期满的《${form}》，办结时写明交给谁；之后删除`,
    form: null,
    by,
    to: [],
    earliest: now,
    soonAt: null,
    due: null,
    period: month,
    source: asking?.source.join('') ?? '',
  };
}

/** What is still to be said before the duty can be ended; null where it is another, or all is said. */
export const wantsReceiver = ({ no, item }: StoredDuty, text: string | null): string | null =>
  item === HAND_OVER && (text === null || text === '') ? `移交给谁？请写：办结 事${no} 公司档案室张工。` : null;

/** The list was handed over: it is kept to whom, and the content goes. How many; null where the duty is another. */
export async function handOverList(
  tx: Tx,
  ctx: Context,
  { estate, policy, item, earliest }: StoredDuty,
  { by, to }: { readonly by: string; readonly to: string },
  now: Instant,
): Promise<number | null> {
  if (item !== HAND_OVER) return null;
  const list = await toHandOver(tx, Math.max(earliest, now) as Instant, { estate, policy });
  for (const one of list) {
    await markHandedOver(tx, one, { at: now, by, to });
    const subject = one.visitNo === null ? `${one.kind}:${one.subject}` : `visit:${one.visitNo}`;
    const entry = { at: now, actor: by, action: 'record.hand-over', estate, subject };
    await appendAudit(tx, ctx.db, [{ ...entry, detail: { hash: one.hash } }]);
    await deleteOne(tx, ctx, one, by, now);
  }
  return list.length;
}

const MOST_LINES = 20;

/** The list itself, as `说明` shows it. */
export async function handOverLines(
  tx: Tx,
  duty: StoredDuty,
  estate: Estate,
  now: Instant,
): Promise<readonly string[]> {
  if (duty.item !== HAND_OVER || duty.status !== 'open') return [];
  const list = await toHandOver(tx, now, { estate: duty.estate, policy: duty.policy });
  const day = (at: Instant): string => {
    const date = localDate(at, estate.timezone);
    return `${date.slice(0, 4)} 年 ${dayZh(date)}`;
  };
  const lines = list
    .slice(0, MOST_LINES)
    .map(
      (one) =>
        `${one.kind === 'report' ? '档' : '任务 '}${one.subject}《${one.form}》，${day(one.madeAt)}记录，${day(one.archivedAt)}存档`,
    );
  return [`交接清单 ${list.length} 份：`, ...lines, ...(list.length > MOST_LINES ? ['……'] : [])];
}
