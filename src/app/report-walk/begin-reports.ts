/** Reports are begun with the duty of whoever makes them; they are made as the last day for it begins. */
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import { tellingAt } from '../../core/duty-telling.js';
import { makeAt } from '../../core/policy/report-roads.js';
import { openDutiesAt } from '../../store/due-duties.js';
import type { Tx } from '../../store/db.js';
import type { StoredDuty } from '../../store/duties.js';
import type { Estate } from '../../store/estates.js';
import { beginReports, reportOf, type NewReport } from '../../store/reports.js';
import { tellingRules } from '../duty-days.js';
import type { Asking } from '../open-duties.js';
import { madeRoads, policyFor, subjectOf } from './road-of.js';

/** Begins the reports of the open duties of an estate's policy. Safe to repeat: what is there stays. */
export async function openReports(ctx: Context, { estate, policy }: Asking, now: Instant): Promise<void> {
  const missing: NewReport[] = [];
  for (const { road } of madeRoads(ctx, policy)) {
    const [first] = road.steps;
    if (first === undefined) continue;
    const at = { estate: estate.id, policy: policy.id, clause: first.clause.id, item: `duty:${first.index}` };
    for (const duty of await openDutiesAt(ctx.db.read, at)) {
      const subject = subjectOf(duty);
      const key = { estate: estate.id, policy: policy.id, form: road.form, period: subject ?? '' };
      if (subject === null || (await reportOf(ctx.db.read, key)) !== null) continue;
      const when = tellingAt(false, tellingRules(ctx, estate), makeAt(duty), duty.due);
      missing.push({ ...key, dutyNo: duty.no, makeAt: when });
    }
  }
  if (missing.length > 0) await ctx.db.write((tx) => beginReports(tx, missing, now));
}

/** Begins the report of a duty that is done before it was: one that is made once is asked for at any hour. */
export async function beginOnce(
  tx: Tx,
  ctx: Context,
  { estate, duty }: { readonly estate: Estate; readonly duty: StoredDuty },
  now: Instant,
): Promise<void> {
  const policy = policyFor(ctx, estate, duty.policy);
  const subject = subjectOf(duty);
  if (policy === null || subject === null) return;
  const road = madeRoads(ctx, policy)
    .map((made) => made.road)
    .find(({ every, steps: [first] }) => {
      const isIt = first?.clause.id === duty.clause && `duty:${first.index}` === duty.item;
      return every === null && isIt;
    });
  if (road === undefined) return;
  const key = { estate: estate.id, policy: policy.id, form: road.form, period: subject };
  if ((await reportOf(tx, key)) === null) await beginReports(tx, [{ ...key, dutyNo: duty.no, makeAt: now }], now);
}
