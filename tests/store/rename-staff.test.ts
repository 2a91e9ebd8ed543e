import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addAbsence } from '../../src/store/absences.js';
import { enqueue } from '../../src/store/outbox.js';
import { renameStaff, USERID_COLUMNS } from '../../src/store/rename-staff.js';
import { putMember, renameDepartment, retireStaff, withoutRole } from '../../src/store/roster.js';
import { staffOf, upsertStaff, type StaffRole } from '../../src/store/staff.js';
import { keepSignIn, endSignInsOf } from '../../src/store/sign-ins.js';
import { saveVisit, visitByNo } from '../../src/store/visits.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const ROLE: StaffRole = { estate: 'cuihu', role: 'steward', households: ['3-*'] };
const put = (userid: string, roles: readonly StaffRole[] = [ROLE]) =>
  test.db.write((tx) => upsertStaff(tx, BOX, { userid, name: '王芳', roles }, NOW));

/** Columns whose names sound like a person's, and are none: roles, what started something, and an instance's lock. */
const STARTED = ['Visit.by', 'Duty.by', 'Archive.by', 'Visit.startedBy', 'Duty.startedBy'];
const NO_USERID = [...STARTED, 'Inbox.lockedBy', 'Outbox.lockedBy', 'Fact.lockedBy'];
/** The audit is never rewritten; these are moved apart from the others. */
const APART = ['Audit.actor', 'Staff.userid'];

describe('a userid that was changed', () => {
  it('is carried over in every column of the schema that can hold one', () => {
    const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8');
    const found = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gmu)].flatMap(([, table = '', body = '']) =>
      [...body.matchAll(/^ {2}(\w+) +String/gmu)].map(([, column = '']) => `${table}.${column}`),
    );
    const persons = found.filter((one) =>
      /\.(?:userid|assignee|by|\w+By|deputy|worker|actor|staffId|orderedBy)$/u.test(one),
    );
    const known = [...USERID_COLUMNS.map((pair) => pair.join('.')), ...NO_USERID, ...APART];
    expect(persons.toSorted()).toEqual(known.toSorted());
  });

  it('takes roles, tasks, leave, history, sign-ins and waiting messages along', async () => {
    await put('wang');
    const visit = await putVisit(test.db);
    await test.db.write(async (tx) => {
      const other = { ...visit, assignee: 'wang', why: { ...visit.why, heldFor: 'wang' } };
      await saveVisit(tx, { ...other, status: 'assigned' }, NOW);
      await addAbsence(tx, { userid: 'li', from: NOW, until: after(1), deputy: 'wang' }, NOW);
      await keepSignIn(tx, { tokenHash: 'h', userid: 'wang', expiresAt: after(1) }, NOW);
      const message = { channel: 'wecom-app', to: 'wang', content: { kind: 'text', text: '任务' } } as const;
      await enqueue(tx, { box: BOX, defaultZone: 'Asia/Shanghai' }, NOW, [{ ...message, key: 'a', purpose: 'alert' }]);
      await tx.event.create({
        data: {
          estateId: 'cuihu',
          id: 'E',
          kind: 'repair',
          worker: 'wang',
          data: '{"worker":"wang","description":"wang"}',
          hash: 'h',
          createdAt: 1n,
          updatedAt: 1n,
        },
      });
      expect(await renameStaff(tx, 'wang', 'wangfang')).toBe(true);
      expect(await renameStaff(tx, 'nobody', 'x')).toBe(false);
    });
    const read = test.db.read;
    expect(await staffOf(read, 'wang')).toBeNull();
    expect(await staffOf(read, 'wangfang')).toMatchObject({ name: '王芳', active: true, roles: [ROLE] });
    expect(await visitByNo(read, visit.no)).toMatchObject({ assignee: 'wangfang', why: { heldFor: 'wangfang' } });
    expect((await read.absence.findFirst())?.deputy).toBe('wangfang');
    expect((await read.signIn.findFirst())?.userid).toBe('wangfang');
    expect((await read.outbox.findFirst())?.recipient).toBe('wangfang');
    expect(await read.event.findFirst()).toMatchObject({
      worker: 'wangfang',
      data: '{"worker":"wangfang","description":"wang"}',
    });
    expect(await read.channelIdentity.findMany({ select: { externalId: true, staffId: true } })).toEqual([
      { externalId: 'wangfang', staffId: 'wangfang' },
    ]);
  });

  it('becomes one with who is on the list under the new one', async () => {
    await put('wang');
    await put('wangfang', [ROLE, { ...ROLE, estate: 'jinyuan' }]);
    await test.db.write((tx) => renameStaff(tx, 'wang', 'wangfang'));
    expect((await staffOf(test.db.read, 'wangfang'))?.roles.map(({ estate }) => estate).toSorted()).toEqual([
      'cuihu',
      'jinyuan',
    ]);
    expect(await test.db.read.staff.count()).toBe(1);
  });
});

describe('the list of staff', () => {
  it('keeps who left without a role or a session, and takes who comes back without a role', async () => {
    await put('wang');
    await test.db.write(async (tx) => {
      await keepSignIn(tx, { tokenHash: 'h', userid: 'wang', expiresAt: after(1) }, NOW);
      await retireStaff(tx, 'wang');
      await endSignInsOf(tx, 'wang');
    });
    expect(await staffOf(test.db.read, 'wang')).toMatchObject({ active: false, roles: [] });
    expect(await test.db.read.signIn.count()).toBe(0);
    await test.db.write((tx) => putMember(tx, { userid: 'wang', name: '王芳', department: '客服中心' }, NOW));
    expect(await staffOf(test.db.read, 'wang')).toMatchObject({ active: true, roles: [] });
    expect(await withoutRole(test.db.read)).toEqual([{ userid: 'wang', name: '王芳' }]);
    expect(await test.db.write((tx) => renameDepartment(tx, '客服中心', '客户服务部'))).toBe(1);
  });
});
