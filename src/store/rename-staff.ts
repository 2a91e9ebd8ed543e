/** A member of staff whose userid was changed in WeCom: every row that names them names the new one. The audit stays. */
import type { Tx } from './db.js';
import { changedByText } from './statements.js';

/** Each column that holds a userid, by table. A test walks the schema for others. */
export const USERID_COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ['ChannelIdentity', 'staffId'],
  ['StaffRole', 'userid'],
  ['Event', 'worker'],
  ['Visit', 'assignee'],
  ['Record', 'by'],
  ['Record', 'confirmedBy'],
  ['Record', 'reviewedBy'],
  ['FollowUp', 'assignee'],
  ['FollowUp', 'closedBy'],
  ['Notice', 'issuedBy'],
  ['Notice', 'answeredBy'],
  ['RecordTalk', 'userid'],
  ['SignIn', 'userid'],
  ['File', 'sentBy'],
  ['Duty', 'assignee'],
  ['Duty', 'doneBy'],
  ['Attempt', 'by'],
  ['Rain', 'by'],
  ['Theme', 'by'],
  ['AgreedAnswer', 'by'],
  ['Archive', 'archivedBy'],
  ['Archive', 'handedOverBy'],
  ['ReportStep', 'by'],
  ['Absence', 'userid'],
  ['Absence', 'deputy'],
];

/** Userids inside JSON, which is as `JSON.stringify` writes it: who a visit is held for, and who did an event's work. */
const IN_JSON: readonly (readonly [table: string, column: string, name: string])[] = [
  ['Visit', 'why', 'heldFor'],
  ['Event', 'data', 'worker'],
];

/**
 * Carries all that is of `from` over to `to`, roles among it; where `to` is on the list already, they become one. What
 * waits to be sent goes to the new userid. False: there is nobody of that userid.
 */
export async function renameStaff(tx: Tx, from: string, to: string): Promise<boolean> {
  const before = await tx.staff.findUnique({ where: { userid: from } });
  if (before === null) return false;
  const there = await tx.staff.findUnique({ where: { userid: to }, include: { roles: true } });
  if (there === null) await tx.staff.create({ data: { ...before, userid: to } });
  else {
    await tx.staff.update({ where: { userid: to }, data: { active: before.active || there.active } });
    for (const { estateId, role } of there.roles)
      await tx.staffRole.deleteMany({ where: { userid: from, estateId, role } });
    const talks = await tx.recordTalk.findMany({ where: { userid: to }, select: { visitNo: true } });
    const visitNo = { in: talks.map((one) => one.visitNo) };
    await tx.recordTalk.deleteMany({ where: { userid: from, visitNo } });
  }
  await tx.channelIdentity.deleteMany({ where: { channel: 'wecom-app', externalId: to } });
  await tx.channelIdentity.updateMany({
    where: { channel: 'wecom-app', externalId: from },
    data: { externalId: to },
  });
  for (const [table, column] of USERID_COLUMNS)
    await changedByText(tx, `UPDATE "${table}" SET "${column}" = ? WHERE "${column}" = ?`, [to, from]);
  for (const [table, column, name] of IN_JSON) {
    const [old, fresh] = [from, to].map((userid) => `"${name}":${JSON.stringify(userid)}`);
    const text = `UPDATE "${table}" SET "${column}" = REPLACE("${column}", ?, ?) WHERE "${column}" LIKE ?`;
    await changedByText(tx, text, [old, fresh, `%${old}%`]);
  }
  await tx.outbox.updateMany({
    where: { channel: 'wecom-app', recipient: from, status: { in: ['pending', 'held', 'sending'] } },
    data: { recipient: to },
  });
  await tx.staff.delete({ where: { userid: from } });
  return true;
}
