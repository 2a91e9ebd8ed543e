/**
 * 存档: a record that is reviewed, and of which no case is open, is put away by its policy's date; from then on nobody
 * changes it. Done by the timetable, and sooner by whoever ends the clause's own duty.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { archivedAt, archiveRuleOf, keptUntil, strictest, type ArchiveRule } from '../core/policy/archive.js';
import { reviewersOf } from '../core/policy/review.js';
import type { Policy } from '../core/policy/schema.js';
import { keepArchived, settledRecords, type Settled } from '../store/archives.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estates, type Estate } from '../store/estates.js';
import { hashOfRecord } from '../store/record-content.js';
import { recordedWith } from '../store/visit-ties.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { moveVisit } from './move-visit.js';
import { policyOfVersion } from './plan-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** So many are looked at together, and so many are put away in one transaction: nothing else waits long. */
const PAGE = 500;
const AT_ONCE = 50;

/** The line of the timetable. What fails for one estate spoils no other, and comes again at the next slot. */
export async function archiveRecords(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    try {
      await archiveEstate(ctx, estate, now);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      ctx.log.error({ estate: estate.id, error: name }, 'its records could not be archived');
    }
  }
}

async function archiveEstate(ctx: Context, estate: Estate, now: Instant): Promise<void> {
  for (let after = 0; ;) {
    const page = await settledRecords(ctx.db.read, estate.id, after, PAGE);
    const due = await ripe(ctx.db.read, ctx, estate, page, { now, until: now });
    for (let from = 0; from < due.length; from += AT_ONCE) {
      const some = due.slice(from, from + AT_ONCE);
      await ctx.db.write(async (tx) => {
        for (const { no } of some) await archiveVisit(tx, ctx, estate, no, { by: 'system', now });
      });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.no;
  }
}

/** Puts away what a policy's records of a term are, up to so many; how many that were. */
export async function archiveTerm(
  tx: Tx,
  ctx: Context,
  { estate, policy }: { readonly estate: Estate; readonly policy: string },
  term: { readonly until: Instant; readonly by: string },
  now: Instant,
): Promise<number> {
  const page = await settledRecords(tx, estate.id, 0, PAGE, policy);
  let put = 0;
  for (const { no } of await ripe(tx, ctx, estate, page, { now, until: term.until })) {
    if (await archiveVisit(tx, ctx, estate, no, { by: term.by, now })) put += 1;
  }
  return put;
}

/** Those whose date has come by `until`; the answers of a questionnaire may change while it is open. */
async function ripe(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  page: readonly Settled[],
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<readonly Settled[]> {
  const found: Settled[] = [];
  for (const one of page) {
    const policy = await policyFor(tx, ctx, estate, one);
    const rule = policy === null ? null : archiveRuleOf(policy, one.record);
    if (rule === null || archivedAt(rule, one, estate.timezone) > until) continue;
    const step = policy?.clauses.find(({ id }) => id === one.clause)?.step;
    if (step !== 'survey' || now >= one.due) found.push(one);
  }
  return found;
}

type Asked = Pick<StoredVisit, 'policy' | 'policyVersion'>;

const policyFor = async (tx: Tx, ctx: Context, estate: Estate, { policy, policyVersion }: Asked) =>
  (await policyOfVersion(tx, ctx, policyVersion)) ??
  policiesOfEstate(ctx, estate).find(({ id }) => id === policy) ??
  null;

/** Puts one away for all the policies whose record it is; false where one of them still has to review it. */
async function archiveVisit(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  no: number,
  { by, now }: { readonly by: string; readonly now: Instant },
): Promise<boolean> {
  const visit = await lockVisit(tx, ctx.db, no);
  if (visit === null) return false;
  const rules: ArchiveRule[] = [];
  for (const one of await recordedWith(tx, visit)) {
    const policy = await policyFor(tx, ctx, estate, one);
    if (policy !== null && visit.status !== 'reviewed' && wantsReview(policy, one)) return false;
    const rule = policy === null ? null : archiveRuleOf(policy, one.record);
    if (rule !== null) rules.push(rule);
  }
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'close' },
    actor: by,
    now,
    change: { nextAt: null },
  });
  if (moved === null) return false;
  await putAway(tx, ctx, { estate, visit, rules, by }, now);
  return true;
}

const wantsReview = (policy: Policy, visit: StoredVisit): boolean => reviewersOf(policy, visit).length > 0;

type Putting = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly rules: readonly ArchiveRule[];
  readonly by: string;
};

async function putAway(tx: Tx, ctx: Context, { estate, visit, rules, by }: Putting, now: Instant): Promise<void> {
  const { keepYears, handOver } = strictest(rules);
  const keepUntil = keptUntil(keepYears, now, estate.timezone);
  const hash = await hashOfRecord(tx, ctx.box, visit.no);
  await keepArchived(tx, {
    kind: 'record',
    subject: String(visit.no),
    visitNo: visit.no,
    estate: estate.id,
    policy: visit.policy,
    form: visit.record,
    madeAt: visit.answeredAt ?? now,
    archivedAt: now,
    archivedBy: by,
    hash,
    keepUntil,
    handOver,
    by: [...new Set(rules.flatMap((rule) => rule.by))],
    handedOverAt: null,
    deletedAt: null,
  });
  const entry = { at: now, actor: by, action: 'record.archive', estate: estate.id, subject: `visit:${visit.no}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { hash, keepUntil, handOver } }]);
}
