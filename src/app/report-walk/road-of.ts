/** Which road a report or a duty is on: as the estate's policy tells it, with the form that is printed for it. */
import type { Context } from '../../context.js';
import { addDays, type Instant, type LocalDate } from '../../core/calendar.js';
import type { Form } from '../../core/report/form.js';
import { parsePeriod, type Period } from '../../core/period.js';
import { dutiesWith, type PlacedDuty } from '../../core/policy/due-duties.js';
import {
  archiveAt,
  archivedBy,
  roadsOf,
  startedByOf,
  stepOf,
  type ReportRoad,
} from '../../core/policy/report-roads.js';
import type { Policy } from '../../core/policy/schema.js';
import { ROLES, type Role } from '../../core/terms.js';
import type { Tx } from '../../store/db.js';
import type { StoredDuty } from '../../store/duties.js';
import type { Estate } from '../../store/estates.js';
import { reportOf, type StoredReport } from '../../store/reports.js';
import { knownForms } from '../reports/make-report.js';

export type Walking = {
  readonly report: StoredReport;
  readonly estate: Estate;
  readonly policy: Policy;
  readonly road: ReportRoad;
};

/** The policy as the estate has it, else as it stands: what was begun under one that was left goes on. */
export function policyFor(ctx: Pick<Context, 'library'>, estate: Estate, id: string): Policy | null {
  const adopted = estate.policies.find((one) => one.id === id);
  return (adopted === undefined ? null : ctx.library.adopted(adopted)) ?? ctx.library.policyFor(id, {});
}

/** The roads of a policy whose form can be made, each with the form. */
export function madeRoads(
  ctx: Pick<Context, 'forms'>,
  policy: Policy,
): readonly { readonly road: ReportRoad; readonly form: Form }[] {
  return roadsOf(policy).flatMap((road) => {
    const abouts = road.every === null ? ONCE : ['period'];
    const titled = knownForms(ctx).filter(({ title, about }) => title === road.form && abouts.includes(about));
    const form = titled.find(({ policies }) => policies.includes(policy.id)) ?? titled[0];
    return form === undefined ? [] : [{ road, form }];
  });
}

/** What a report that is made once is about. */
const ONCE: readonly Form['about'][] = ['works', 'survey'];

/** Which report a duty is about: its period's, or that of its works. */
export const subjectOf = ({ period, event }: Pick<StoredDuty, 'period' | 'event'>): string | null => period ?? event;

/** Where a report is on its road; null: its policy knows the road no longer. */
export function walkingOf(ctx: Context, estate: Estate, report: StoredReport): (Walking & { form: Form }) | null {
  const policy = policyFor(ctx, estate, report.policy);
  if (policy === null) return null;
  const found = madeRoads(ctx, policy).find(({ road }) => road.form === report.form);
  return found === undefined ? null : { report, estate, policy, ...found };
}

/** The report of which a duty is a step, and which; null: it is none, or no report was begun. */
export async function stepAt(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  duty: StoredDuty,
): Promise<(Walking & { readonly step: number }) | null> {
  const subject = subjectOf(duty);
  const policy = subject === null ? null : policyFor(ctx, estate, duty.policy);
  if (policy === null || subject === null) return null;
  for (const { form } of roadsOf(policy)) {
    const found = stepOf(policy, duty, form);
    if (found === null) continue;
    const { road, step } = found;
    const report = await reportOf(tx, { estate: estate.id, policy: policy.id, form, period: subject });
    // Where several roads meet in one duty, what started it tells which of them it is.
    if (report !== null && isStartedBy(policy, road, step, duty)) return { report, estate, policy, road, step };
  }
  return null;
}

const isStartedBy = (policy: Policy, road: ReportRoad, step: number, duty: StoredDuty): boolean =>
  dutyKey(policy, road, step, subjectOf(duty) ?? '').startedBy === duty.startedBy;

/** The report that a duty archives. */
export async function archivedAt(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty): Promise<Walking | null> {
  const policy = duty.period === null ? null : policyFor(ctx, estate, duty.policy);
  const road = policy === null ? null : archivedBy(policy, duty);
  if (policy === null || road === null || duty.period === null) return null;
  const key = { estate: estate.id, policy: policy.id, form: road.form, period: duty.period };
  const report = await reportOf(tx, key);
  return report === null ? null : { report, estate, policy, road };
}

/** The identity of a step's duty in a period, within the estate. */
export function dutyKey(
  policy: Policy,
  road: ReportRoad,
  step: number,
  period: string,
): Pick<StoredDuty, 'policy' | 'clause' | 'item' | 'startedBy'> {
  const placed = road.steps[step];
  if (placed === undefined) throw new Error(`the road of ${road.form} has no step ${step}`);
  const startedBy = startedByOf(policy, road, step, period);
  return { policy: policy.id, clause: placed.clause.id, item: `duty:${placed.index}`, startedBy };
}

/** The title of whoever a step is by, as the policy calls them. */
export function titleAt({ policy, road }: Pick<Walking, 'policy' | 'road'>, step: number): string {
  const role = roleAt(road, step);
  return policy.roles[role] ?? ROLES[role].zh;
}

export const roleAt = (road: ReportRoad, step: number): Role => road.steps[step]?.duty.by[0] ?? 'manager';

/** The same, also of what follows on the approval. */
export const roleOf = ({ policy, road }: Pick<Walking, 'policy' | 'road'>, step: number): Role =>
  step < road.steps.length ? roleAt(road, step) : (followersOf(policy, road)[0]?.duty.by[0] ?? 'manager');

/** A duty's period as a report's: a week and a day are runs of days; null of works or a survey by order. */
export function reportPeriod({ every }: ReportRoad, period: string): Period | null {
  const days = { week: 6, day: 0 }[every as string];
  return parsePeriod(days === undefined ? period : `${period}..${addDays(period as LocalDate, days)}`);
}

/** From when it goes into the archive, where its clause says; null: as soon as it is approved. */
export function archivedFrom({ report, estate, road }: Pick<Walking, 'report' | 'estate' | 'road'>): Instant | null {
  const period = reportPeriod(road, report.period);
  return period === null ? null : archiveAt(road, period.from, estate.timezone);
}

/** What follows on the approval of a report, and is no step of its road (p02.17). */
export const followersOf = (policy: Policy, { form }: ReportRoad): readonly PlacedDuty[] =>
  dutiesWith(policy, 'approved').filter(({ duty }) => duty.form === form);

/** The approved report on whose approval a duty follows. */
export async function followedAt(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty): Promise<Walking | null> {
  const policy = duty.period === null ? null : policyFor(ctx, estate, duty.policy);
  if (policy === null || duty.period === null) return null;
  for (const road of roadsOf(policy)) {
    const isIt = followersOf(policy, road).some(
      ({ clause, index }) => clause.id === duty.clause && `duty:${index}` === duty.item,
    );
    if (!isIt) continue;
    const key = { estate: estate.id, policy: policy.id, form: road.form, period: duty.period };
    const report = await reportOf(tx, key);
    if (report !== null) return { report, estate, policy, road };
  }
  return null;
}
