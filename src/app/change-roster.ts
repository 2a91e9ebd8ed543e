/**
 * 通讯录变更: what WeCom's contacts say of members and departments. Whoever leaves is taken off the list of staff; a new
 * userid is carried over; a new member is known by name, and has no role until somebody gives them one. The callback was
 * signed and enciphered by the platform, or it does not come here.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estates } from '../store/estates.js';
import { factOf, keepFact } from '../store/facts.js';
import { renameStaff } from '../store/rename-staff.js';
import { changeMember, putMember, renameDepartment } from '../store/roster.js';
import { activeAt, staffOf, type Staff } from '../store/staff.js';
import type { AppEvent, AppHead } from '../wecom/message.js';
import { byDay } from './duty-days.js';
import { leaveCompany } from './leave-company.js';
import type { Finish, Receivers } from './receive-message.js';
import { alertRole } from './tell-staff.js';

/** The company's contacts, as far as they are shown: null where they are not. */
export type Directory = {
  memberOf(userid: string): Promise<{ readonly name: string; readonly department: string | null } | null>;
  /** Names by numbers. */
  departments(): Promise<ReadonlyMap<number, string> | null>;
};

type Change = AppHead & Pick<Extract<AppEvent, { changeType: string }>, 'changeType' | 'fields'>;

/** Contacts are told by the platform itself, in nobody's name. */
const THE_PLATFORM = 'sys';

/** Members that are gone, by their status in the contacts (5: has left the company). */
const HAS_LEFT = '5';

export async function changeRoster(
  ctx: Context,
  { directory }: Pick<Receivers, 'directory'>,
  change: Change,
  finish: Finish,
): Promise<void> {
  const { changeType, fields } = change;
  if (change.from !== THE_PLATFORM) return ctx.log.warn({ changeType }, 'a change of contacts in the name of a member');
  const userid = fields['UserID'] ?? '';
  const isParty = ['create_party', 'update_party', 'delete_party'].includes(changeType);
  if (isParty) return changeParties(directory, fields, finish);
  if (userid === '') return;
  if (changeType === 'delete_user') return finish((tx, now) => leaveCompany(tx, ctx, userid, now));
  if (changeType !== 'create_user' && changeType !== 'update_user') return;
  const newest = fields['NewUserID'] || userid;
  // Since 2022 the contacts say little more than the userid: the rest is asked for.
  const seen = (await directory?.memberOf(newest)) ?? null;
  const known = { name: fields['Name'] || seen?.name || null, department: seen?.department ?? null };
  await finish(async (tx, now) => {
    if (newest !== userid) await carryOver(tx, ctx, userid, newest, now);
    if (fields['Status'] === HAS_LEFT) return leaveCompany(tx, ctx, newest, now);
    await keepMember(tx, ctx, newest, known, changeType === 'create_user', now);
  });
}

async function carryOver(tx: Tx, ctx: Context, from: string, to: string, now: Instant): Promise<void> {
  if (!(await renameStaff(tx, from, to))) return;
  const entry = { at: now, actor: 'wecom', action: 'staff.renamed', estate: null, subject: `staff:${to}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { from, to } }]);
}

type Known = { readonly name: string | null; readonly department: string | null };

/** Somebody new is on the list without a role; of others name and department follow the contacts. */
async function keepMember(
  tx: Tx,
  ctx: Context,
  userid: string,
  { name, department }: Known,
  isNew: boolean,
  now: Instant,
): Promise<void> {
  const before = await staffOf(tx, userid);
  const entry = { at: now, actor: 'wecom', estate: null, subject: `staff:${userid}` };
  if (before === null || (isNew && !before.active)) {
    if (!isNew) return;
    await putMember(tx, { userid, name: name ?? before?.name ?? userid, department }, now);
    await appendAudit(tx, ctx.db, [{ ...entry, action: 'staff.joined' }]);
    const staff = await staffOf(tx, userid);
    if (staff !== null && staff.roles.length === 0) await tellOfNew(tx, ctx, staff, now);
    return;
  }
  const change = {
    name: name ?? before.name,
    department: department ?? before.department,
  };
  if (change.name === before.name && change.department === before.department) return;
  await changeMember(tx, { userid, ...change });
  await appendAudit(tx, ctx.db, [{ ...entry, action: 'staff.updated' }]);
}

/** The supervisors of the estates at which colleagues of the same department work; of the only one there is. */
async function tellOfNew(tx: Tx, ctx: Context, { userid, name, department }: Staff, now: Instant): Promise<void> {
  const all = await estates(tx);
  for (const estate of all) {
    const isTheirs =
      all.length === 1 ||
      (department !== null && (await activeAt(tx, estate.id)).some((one) => one.department === department));
    if (!isTheirs) continue;
    const of = department === null ? '' : `，${department}`;
    const text = `新同事${name}（账号 ${userid}${of}）已加入企业微信，还没有岗位，现在看不到任何任务。\n请登记岗位：导入员工表，或由业务系统登记。`;
    const about = { now, visitNo: null, notBefore: byDay(now, estate.timezone) };
    await alertRole(tx, ctx, estate, ['supervisor', 'manager', 'general-manager'], text, about);
  }
}

const DEPARTMENTS = 'departments';

/** A department that has another name now has it on the list of staff too. */
async function changeParties(
  directory: Directory | null,
  fields: Readonly<Record<string, string>>,
  finish: Finish,
): Promise<void> {
  const named = fields['Name'] ? new Map([[Number(fields['Id']), fields['Name']]]) : null;
  const seen = (await directory?.departments()) ?? named;
  if (seen === null) return;
  await finish(async (tx, now) => {
    const before = new Map(
      Object.entries(JSON.parse((await factOf(tx, DEPARTMENTS, now))?.value ?? '{}') as Record<string, string>),
    );
    for (const [id, name] of seen) {
      const old = before.get(String(id));
      if (old !== undefined && old !== name) await renameDepartment(tx, old, name);
      before.set(String(id), name);
    }
    await keepFact(tx, DEPARTMENTS, JSON.stringify(Object.fromEntries(before)), now);
  });
}
