/** Staff 员工, their roles per estate, and the households that they answer for. */
import type { Instant } from '../core/calendar.js';
import { householdMatch } from '../core/household.js';
import type { Role } from '../core/terms.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import { findRow, findRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import type { Upserted } from './estates.js';
import { bindIdentity } from './identities.js';

/** A role at an estate; no household patterns: every household. */
export type StaffRole = { readonly estate: string; readonly role: Role; readonly households: readonly string[] };

export type Staff = {
  readonly userid: string;
  readonly name: string;
  readonly department: string | null;
  readonly active: boolean;
  readonly roles: readonly StaffRole[];
};

/** What another system says of a member of staff; roles are all that they have. Left out: stays; null: taken away. */
export type StaffChange = Pick<Staff, 'userid' | 'name' | 'roles'> & {
  readonly department?: string | null;
  readonly phone?: string | null;
  readonly active?: boolean;
};

/** Makes the member of staff, or changes what differs, and binds the userid on the app's channel. */
export async function upsertStaff(tx: Tx, box: Box, change: StaffChange, now: Instant): Promise<Upserted> {
  const { userid } = change;
  const before = await tx.staff.findUnique({ where: { userid }, include: { roles: true } });
  const data = {
    name: change.name,
    department: change.department === undefined ? (before?.department ?? null) : change.department,
    active: change.active ?? before?.active ?? true,
    phoneCipher: phoneCipher(box, change.phone, before?.phoneCipher ?? null),
  };
  if (before === null) await tx.staff.create({ data: { userid, ...data, createdAt: BigInt(now) } });
  const keys = Object.keys(data) as (keyof typeof data)[];
  const changed = before !== null && keys.some((key) => data[key] !== before[key]);
  if (changed) await tx.staff.update({ where: { userid }, data });
  const moved = await replaceRoles(tx, userid, before?.roles.map(toRole) ?? [], change.roles);
  const bound = await bindIdentity(tx, 'wecom-app', userid, { staff: userid }, now);
  if (before === null) return 'created';
  return changed || moved || bound ? 'updated' : 'unchanged';
}

function phoneCipher(box: Box, phone: string | null | undefined, before: string | null): string | null {
  if (phone === undefined) return before;
  if (phone === null) return null;
  return before !== null && box.open(before) === phone ? before : box.seal(phone);
}

async function replaceRoles(
  tx: Tx,
  userid: string,
  before: readonly StaffRole[],
  after: readonly StaffRole[],
): Promise<boolean> {
  const shape = (roles: readonly StaffRole[]): string =>
    roles
      .map(({ estate, role, households }) => JSON.stringify([estate, role, households]))
      .toSorted()
      .join();
  if (shape(before) === shape(after)) return false;
  await tx.staffRole.deleteMany({ where: { userid } });
  await tx.staffRole.createMany({
    data: after.map(({ estate, role, households }) => ({
      userid,
      estateId: estate,
      role,
      households: JSON.stringify(households),
    })),
  });
  return true;
}

const toRole = (row: RowOf<'staffRole'>): StaffRole => ({
  estate: row.estateId,
  role: row.role as Role,
  households: JSON.parse(row.households) as string[],
});

const toStaff = (
  { userid, name, department, active }: RowOf<'staff'>,
  roles: readonly RowOf<'staffRole'>[],
): Staff => ({
  userid,
  name,
  department,
  active: Boolean(active),
  roles: roles.map(toRole),
});

/** Null where there is no such member of staff; one who left is still told, as not active. */
export async function staffOf(tx: Tx, userid: string): Promise<Staff | null> {
  const row = await findRow(tx, 'staff', { userid });
  return row === null ? null : toStaff(row, await findRows(tx, 'staffRole', { userid }));
}

/** Active staff at an estate who are meant by a name or a userid. */
export async function staffNamed(tx: Tx, estate: string, person: string): Promise<readonly Staff[]> {
  const rows = await tx.staff.findMany({
    where: { active: true, roles: { some: { estateId: estate } }, OR: [{ name: person }, { userid: person }] },
    include: { roles: true },
    orderBy: { userid: 'asc' },
  });
  return rows.map((row) => toStaff(row, row.roles));
}

/** 小李, 老王, 王工, 张师傅: a surname is all that is said of them. */
const CALLED =
  /^(?:[小老阿大](\p{Script=Han})|(\p{Script=Han})(?:工|姐|哥|总|师傅|经理|主管|主任|队长|班长|阿姨|叔))$/u;

/** The same, also of those who are called by their surname. */
export async function staffCalled(tx: Tx, estate: string, person: string): Promise<readonly Staff[]> {
  const named = await staffNamed(tx, estate, person);
  const called = CALLED.exec(person);
  const surname = called?.[1] ?? called?.[2];
  return named.length > 0 || surname === undefined
    ? named
    : (await activeAt(tx, estate)).filter(({ name }) => name.startsWith(surname));
}

/** Active staff of a department at an estate, by userid. */
export const staffOfDepartment = async (tx: Tx, estate: string, department: string): Promise<readonly Staff[]> =>
  (await activeAt(tx, estate)).filter((one) => one.department === department);

/** Active staff with any role at an estate, by userid. */
export async function activeAt(tx: Tx, estate: string): Promise<readonly Staff[]> {
  const rows = await tx.staff.findMany({
    where: { active: true, roles: { some: { estateId: estate } } },
    include: { roles: true },
    orderBy: { userid: 'asc' },
  });
  return rows.map((row) => toStaff(row, row.roles));
}

/** Whether a service at an estate was done by somebody of that name, on the list of staff or not; or is a department's. */
export async function didWork(
  tx: Tx,
  estate: string,
  who: { readonly worker: string } | { readonly department: string },
): Promise<boolean> {
  const of =
    'worker' in who ? { worker: who.worker } : { data: { contains: `"department":${JSON.stringify(who.department)}` } };
  return (await tx.event.findFirst({ where: { estateId: estate, ...of }, select: { id: true } })) !== null;
}

/** Active staff with a role at an estate, by userid. */
export async function staffWithRole(tx: Tx, estate: string, role: Role): Promise<readonly Staff[]> {
  return staffWithRoles(tx, estate, [role]);
}

/**
 * Active staff who answer for a household, best first: by the order of `roles`, then those whose pattern meets the
 * household more closely, then by userid. Whoever has patterns and none that meets it is left out.
 */
export async function staffForHousehold(
  tx: Tx,
  estate: string,
  household: string,
  roles: readonly Role[],
): Promise<readonly Staff[]> {
  return bestForHousehold(await staffWithRoles(tx, estate, roles), estate, household, roles);
}

/** Of these members of staff those who answer for a household, in the same order. */
export function bestForHousehold(
  all: readonly Staff[],
  estate: string,
  household: string,
  roles: readonly Role[],
): readonly Staff[] {
  const ranked = all.flatMap((staff) => {
    const ranks = staff.roles
      .filter((held) => held.estate === estate && roles.includes(held.role))
      .map((held) => ({ order: roles.indexOf(held.role), match: householdMatch(held.households, household) }))
      .filter((rank): rank is { order: number; match: number } => rank.match !== null)
      .toSorted(byRank);
    return ranks[0] === undefined ? [] : [{ staff, ...ranks[0] }];
  });
  return ranked.toSorted(byRank).map(({ staff }) => staff);
}

/** Active staff with any of these roles at an estate, by userid, each with all of their roles. */
export async function staffWithRoles(tx: Tx, estate: string, roles: readonly Role[]): Promise<readonly Staff[]> {
  const held = Prisma.sql`SELECT h."userid" FROM "StaffRole" h
    WHERE h."estateId" = ${estate} AND h."role" IN (${Prisma.join([...roles])})`;
  const rows = await rowsOf<RowOf<'staff'> & RowOf<'staffRole'>>(
    tx,
    Prisma.sql`SELECT s.*, r."estateId", r."role", r."households"
      FROM "Staff" s JOIN "StaffRole" r ON r."userid" = s."userid"
      WHERE s."active" = ${true} AND s."userid" IN (${held}) ORDER BY s."userid", r."estateId", r."role"`,
  );
  const userids = [...new Set(rows.map(({ userid }) => userid))];
  return userids.flatMap((userid) => {
    const ofOne = rows.filter((row) => row.userid === userid);
    return ofOne[0] === undefined ? [] : [toStaff(ofOne[0], ofOne)];
  });
}

type Rank = { readonly order: number; readonly match: number };
const byRank = (a: Rank, b: Rank): number => a.order - b.order || b.match - a.match;
