/** The household's answer to what was done in a case 个案: good now, or one level higher works it again. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { againStep } from '../core/policy/case-steps.js';
import { dutiesWith } from '../core/policy/due-duties.js';
import { askedZh } from '../core/visit-words.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { caseById, changeCase, lockCase, startedByFollowUp, type CaseAnswer } from '../store/follow-ups.js';
import { currentRecord } from '../store/records.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { concernedPolicies } from './follow-up-duties.js';
import { openDuties } from './open-duties.js';

/** A visit that asked again was recorded, or nobody could be reached: the case says so. A bad answer reopens it. */
export async function settleRecheck(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const { recheck } = visit.why;
  if (recheck === undefined) return;
  const found = await caseById(tx, recheck.case);
  if (found === null || found.recheckNo !== visit.no || found.isOpen) return;
  const record = visit.answeredAt === null ? null : await currentRecord(tx, visit.no);
  const answer: CaseAnswer = record?.grade ?? 'not-reached';
  if (answer === found.answer) return;
  await changeCase(tx, found.id, { answer });
  const entry = { at: now, actor: record?.by ?? 'system', action: 'case.answer', estate: found.estate };
  await appendAudit(tx, ctx.db, [{ ...entry, subject: `case:${found.id}`, detail: { answer, visit: visit.no } }]);
}

type Again = { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null };

/** Still dissatisfied: the case is open again, with somebody of the next level. What is added while it is open is kept. */
export async function reopenCase(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: Again,
  remark: string | null,
  now: Instant,
): Promise<void> {
  const { recheck } = visit.why;
  const found = recheck === undefined ? null : await lockCase(tx, ctx.db, recheck.case);
  if (found === null) return;
  const text = [found.text, remark].filter((part) => part !== null && part !== '').join('；');
  if (found.isOpen || found.recheckNo !== visit.no) {
    if (found.isOpen && remark !== null) await changeCase(tx, found.id, { text });
    return;
  }
  const round = found.round + 1;
  const change = { status: 'open', closedAt: null, closedBy: null, round, answer: 'dissatisfied', text } as const;
  await changeCase(tx, found.id, change);
  const entry = { at: now, actor: 'system', action: 'case.reopen', estate: estate.id, subject: `case:${found.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { round, visit: visit.no } }]);
  const first = found.visitNo === null ? null : await visitByNo(tx, found.visitNo);
  const policies = await concernedPolicies(tx, ctx, { estate, visit: first ?? visit });
  const policy = policies.find((one) => dutiesWith(one, 'nonconformity').length > 0) ?? policies[0];
  if (policy === undefined) return;
  const start = { startedBy: startedByFollowUp(found.id, round), period: null, at: now, zone: estate.timezone };
  const step = againStep(policy, { clause: visit.clause, round, asked: askedZh(visit) }, start);
  const about = { event, visitNo: found.visitNo, household: visit.household, note: remark };
  await openDuties(tx, ctx, { estate, policy }, [step], about, now);
}
