/** A member of staff as another system gives them: roles, and when they are away 请假, with what follows at once. */
import type { Context } from '../context.js';
import { addDays, startOfDay, type Instant, type LocalDate } from '../core/calendar.js';
import type { FieldError } from '../core/event.js';
import { shown } from '../core/event-input.js';
import { replaceAbsences } from '../store/absences.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Upserted } from '../store/estates.js';
import { staffOf, upsertStaff, type StaffChange } from '../store/staff.js';
import { tendAbsence } from './tend-absences.js';

/** Local dates, both of them away. */
export type Away = { readonly from: string; readonly until: string; readonly deputy?: string | null | undefined };

/** Left out, absences stay as they are; given, they are all there are. */
export type StaffInput = StaffChange & { readonly away?: readonly Away[] };

export async function saveStaff(
  tx: Tx,
  ctx: Context,
  { away, ...staff }: StaffInput,
  now: Instant,
): Promise<Upserted | { readonly errors: readonly FieldError[] }> {
  const errors = await deputyFaults(tx, staff.userid, away ?? []);
  if (errors.length > 0) return { errors };
  const saved = await upsertStaff(tx, ctx.box, staff, now);
  if (away === undefined) return saved;
  const zone = await zoneOf(tx, ctx, staff);
  const absences = away.map(({ from, until, deputy }) => ({
    from: startOfDay(from as LocalDate, zone),
    until: startOfDay(addDays(until as LocalDate, 1), zone),
    deputy: deputy ?? null,
  }));
  if (!(await replaceAbsences(tx, staff.userid, absences, now))) return saved;
  await tendAbsence(tx, ctx, staff.userid, now);
  return saved === 'created' ? saved : 'updated';
}

/** Days are those of the first estate that they work at. */
export async function zoneOf(
  tx: Tx,
  { defaultZone }: Pick<Context, 'defaultZone'>,
  { roles }: Pick<StaffChange, 'roles'>,
): Promise<string> {
  const [first] = roles;
  return (first === undefined ? null : await estateOf(tx, first.estate))?.timezone ?? defaultZone;
}

async function deputyFaults(tx: Tx, userid: string, away: readonly Away[]): Promise<readonly FieldError[]> {
  const errors: FieldError[] = [];
  for (const [index, { deputy }] of away.entries()) {
    if (deputy == null) continue;
    const field = `away.${index}.deputy`;
    if (deputy === userid) errors.push({ field, message: '不能由本人代班' });
    else if ((await staffOf(tx, deputy))?.active !== true) {
      errors.push({ field, message: `没有在职的员工 ${shown(deputy)}；请先登记代班的同事` });
    }
  }
  return errors;
}
