/** 通讯录 in the database: members of the company who join, change and leave; their roles are given elsewhere. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { bindIdentity } from './identities.js';
import { changedByText } from './statements.js';
import type { Staff } from './staff.js';

/** Not active any more: no roles, and no record half made. What they did stays theirs. */
export async function retireStaff(tx: Tx, userid: string): Promise<void> {
  await tx.staffRole.deleteMany({ where: { userid } });
  await tx.recordTalk.deleteMany({ where: { userid } });
  await tx.staff.update({ where: { userid }, data: { active: false } });
}

type Member = Pick<Staff, 'userid' | 'name' | 'department'>;

/** Puts a member on the list, or back on it, without any role that they had not. */
export async function putMember(tx: Tx, { userid, name, department }: Member, now: Instant): Promise<void> {
  const row = { name, department, active: true };
  await tx.staff.upsert({ where: { userid }, create: { userid, ...row, createdAt: BigInt(now) }, update: row });
  await bindIdentity(tx, 'wecom-app', userid, { staff: userid }, now);
}

export async function changeMember(tx: Tx, { userid, name, department }: Member): Promise<void> {
  await tx.staff.update({ where: { userid }, data: { name, department } });
}

/** How many members of staff are of a department that has another name now. */
export const renameDepartment = (tx: Tx, before: string, after: string): Promise<number> =>
  changedByText(tx, 'UPDATE "Staff" SET "department" = ? WHERE "department" = ?', [after, before]);

/** Active members without any role, by userid. */
export async function withoutRole(tx: Tx): Promise<readonly Pick<Staff, 'userid' | 'name'>[]> {
  const where = { active: true, roles: { none: {} } };
  return tx.staff.findMany({ where, select: { userid: true, name: true }, orderBy: { userid: 'asc' } });
}
