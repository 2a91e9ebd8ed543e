/** 代班: who is there of those who could take something on a day; for whoever is away, their deputy of the same role. */
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import { absencesAt, type Absence } from '../store/absences.js';
import type { Tx } from '../store/db.js';
import { staffOf, type Staff } from '../store/staff.js';

/** `standsInFor`: the userid of the one who would have come first, and is away. */
export type StandIn = { readonly staff: Staff; readonly standsInFor: string | null };

/** Where and for what somebody is wanted, and when. */
export type Wanted = { readonly estate: string; readonly role: Role; readonly at: Instant };

/** Of these, best first, those who are there; a deputy takes the place of whoever is away. */
export async function presentStaff(
  tx: Tx,
  candidates: readonly Staff[],
  wanted: Wanted,
  first: string | null = null,
): Promise<{ readonly present: readonly StandIn[]; readonly missing: string | null }> {
  const userids = candidates.map(({ userid }) => userid);
  const away = await absencesAt(tx, userids, wanted.at);
  if (away.size === 0 && first === null) {
    return { present: candidates.map((staff) => ({ staff, standsInFor: null })), missing: null };
  }
  const present: StandIn[] = [];
  let missing = first;
  for (const staff of candidates) {
    const absence = away.get(staff.userid);
    if (absence === undefined) {
      present.push({ staff, standsInFor: missing });
      continue;
    }
    missing ??= staff.userid;
    const deputy = await deputyOf(tx, absence, wanted);
    if (deputy !== null) present.push({ staff: deputy, standsInFor: missing });
  }
  return { present, missing };
}

/** The deputy, if they are there and have the role too. */
export async function deputyOf(tx: Tx, { deputy }: Absence, { estate, role, at }: Wanted): Promise<Staff | null> {
  const staff = deputy === null ? null : await staffOf(tx, deputy);
  if (staff === null || !staff.active) return null;
  if (!staff.roles.some((held) => held.estate === estate && held.role === role)) return null;
  return (await absencesAt(tx, [staff.userid], at)).size > 0 ? null : staff;
}

/** Whether somebody is away at an instant. */
export const isAway = async (tx: Tx, userid: string, at: Instant): Promise<boolean> =>
  (await absencesAt(tx, [userid], at)).size > 0;
