/** 个案办结: the last step of a case is done. The household is told what was done, and asked once more whether it is good now. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { againRole, recheckWindow } from '../core/policy/case-steps.js';
import type { Policy } from '../core/policy/schema.js';
import { ROLES } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { casesOfVisit, changeCase, lockCase, startedByFollowUp, type Case } from '../store/follow-ups.js';
import { insertVisit, visitByNo, type NewVisit, type StoredVisit } from '../store/visits.js';
import { assignVisit } from './assign-visits.js';
import { concernedPolicies } from './follow-up-duties.js';
import { moveVisit } from './move-visit.js';
import { visitOfComplaint } from './repeat-complaint.js';

/** Of what households are told. */
const IS_TOLD: ReadonlySet<Case['kind']> = new Set(['nonconformity', 'promise']);

export type Closing = { readonly by: string; readonly outcome: string | null };

/** Closes a case that is open, in the transaction of its last step. */
export async function closeCase(
  tx: Tx,
  ctx: Context,
  id: number,
  { by, outcome }: Closing,
  now: Instant,
): Promise<void> {
  const found = await lockCase(tx, ctx.db, id);
  if (found === null || !found.isOpen) return;
  await changeCase(tx, id, { status: 'closed', closedAt: now, closedBy: by, outcome, answer: null });
  const entry = { at: now, actor: by, action: 'case.close', estate: found.estate, subject: `case:${id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { round: found.round } }]);
  const estate = await estateOf(tx, found.estate);
  // What a spot check found is no matter of the household's.
  if (found.kind === 'finding') return;
  if (estate === null || outcome === null || outcome === '') return;
  const visit = found.visitNo === null ? null : await visitByNo(tx, found.visitNo);
  if (visit === null) return askOfComplaint(tx, ctx, estate, { ...found, outcome }, now);
  const others = (await casesOfVisit(tx, visit.no)).filter((one) => one.id !== id && IS_TOLD.has(one.kind));
  // The last one that is closed tells of all.
  if (others.some(({ isOpen }) => isOpen)) return;
  const untold = others.flatMap((one) => (one.recheckNo === null && one.outcome !== null ? [one.outcome] : []));
  const done = [...new Set([...untold, outcome])].join('；');
  const policies = await concernedPolicies(tx, ctx, { estate, visit });
  await askAgain(tx, ctx, { estate, visit, policies, of: { ...found, outcome: done } }, now);
}

/** No visit raised it: a complaint that came in by itself (p06.5). */
async function askOfComplaint(tx: Tx, ctx: Context, estate: Estate, of: Asking['of'], now: Instant): Promise<void> {
  const found = await visitOfComplaint(tx, ctx, estate, of);
  if (found === null) return;
  await askAgain(tx, ctx, { estate, visit: found.visit, policies: [found.policy], of }, now);
}

type Asking = {
  readonly estate: Estate;
  readonly visit: NewVisit | StoredVisit;
  readonly policies: readonly Policy[];
  readonly of: Case & { readonly outcome: string };
};

/** A visit of its own that tells and asks, in chat where that reaches them, else by whoever made the first one. */
async function askAgain(tx: Tx, ctx: Context, asked: Asking, now: Instant): Promise<void> {
  const { estate, visit, policies, of } = asked;
  const asking = policies.find(({ recheck }) => recheck !== undefined);
  const window = asking === undefined ? null : recheckWindow(asking, now, estate.timezone);
  if (asking === undefined || window === null) return;
  const made = await insertVisit(tx, { ...recheckOf(visit, of, asking), ...window }, now);
  if (made === null) return;
  await changeCase(tx, of.id, { recheckNo: made.no });
  const draw = { kind: 'draw', chosen: true } as const;
  const drawn = await moveVisit(tx, ctx, made, { command: draw, actor: 'system', now });
  const event = visit.event === null ? null : await eventOf(tx, estate.id, visit.event);
  if (drawn !== null) await assignVisit(tx, ctx, { estate, visit: drawn, worker: event?.worker ?? null, now });
}

function recheckOf(
  visit: NewVisit | StoredVisit,
  { id, round, text, outcome }: Asking['of'],
  policy: Policy,
): Omit<NewVisit, 'earliest' | 'due'> {
  const next = ROLES[againRole(policy, round + 1)].zh;
  return {
    ...visit,
    startedBy: startedByFollowUp(id, round),
    visit: 1,
    status: 'planned' as const,
    rate: 100,
    quota: null,
    period: null,
    needsSignature: false,
    how: visit.how.includes('chat') ? visit.how : (['chat', ...visit.how] as const),
    why: { source: visit.why.source, recheck: { case: id, said: text, done: outcome, next } },
    nextAt: null,
  };
}
