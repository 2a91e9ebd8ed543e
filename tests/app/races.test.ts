/** Two instances, or two wheels, at the same visit at the same moment: on PostgreSQL they truly run side by side. */
import { describe, expect, it } from 'vitest';
import { claimTask } from '../../src/app/claim-task.js';
import { contactHousehold, wakeTalk } from '../../src/app/contact-household.js';
import { receiveFromResident } from '../../src/app/receive-resident.js';
import { takeInResidents } from '../../src/app/take-in-people.js';
import { claimWakes } from '../../src/store/conversations.js';
import { heardFrom } from '../../src/store/identities.js';
import { staffOf } from '../../src/store/staff.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { readKfMessage } from '../../src/wecom/kf-message.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

const ROUNDS = 8;
const NOW = at('2026-03-10T10:00:00+08:00');

const complaint = (nth: number) => ({
  id: `C-${nth}`,
  kind: 'complaint',
  severity: 'general',
  household: `3-2-${1000 + nth}`,
  resolvedAt: '2026-03-10T09:30:00+08:00',
});

/** An estate where chat reaches each of `count` households, and each has a complaint that was handled. */
async function openReachable(count: number, kind: 'complaint' | 'help' = 'complaint'): Promise<EstateTest> {
  const estate = await openEstate(['p03']);
  for (let nth = 0; nth < count; nth += 1) {
    const resident = { id: `r-${nth}x`, estate: 'cuihu', household: `3-2-${1000 + nth}`, name: '李敏', consent: true };
    await takeInResidents(estate.ctx, [{ ...resident, externalUserId: `wm${nth}` }]);
    await estate.ctx.db.write((tx) => heardFrom(tx, 'wecom-kf', `wm${nth}`, NOW));
    await estate.events({ ...complaint(nth), kind });
  }
  return estate;
}

const open = (estate: EstateTest, no: number) => estate.ctx.db.write((tx) => contactHousehold(tx, estate.ctx, no, NOW));
const questions = (estate: EstateTest) => estate.ctx.db.read.outbox.count({ where: { purpose: 'ask' } });

describe('at the same moment', () => {
  it('two who open one visit ask once', async () => {
    const estate = await openReachable(ROUNDS);
    const visits = await claimDueVisits(estate.ctx.db, NOW, 100);
    expect(visits).toHaveLength(ROUNDS);
    await Promise.all(visits.flatMap((no) => [open(estate, no), open(estate, no)]));
    expect(await questions(estate)).toBe(ROUNDS);
    await estate.close();
  });

  it('an answer and a reminder leave the answer, and no reminder after it', async () => {
    const estate = await openReachable(ROUNDS);
    const { ctx } = estate;
    for (const no of await claimDueVisits(ctx.db, NOW, 100)) await open(estate, no);
    await ctx.db.write((tx) => tx.conversation.updateMany({ data: { wakeAt: BigInt(NOW) } }));
    const talks = await claimWakes(ctx.db, NOW, 100);
    expect(talks).toHaveLength(ROUNDS);
    const answer = (nth: number) =>
      receiveFromResident(
        ctx,
        readKfMessage({
          msgid: `m${nth}`,
          external_userid: `wm${nth}`,
          open_kfid: 'wk',
          origin: 3,
          send_time: NOW / 1000,
          msgtype: 'text',
          text: { content: '满意' },
        }),
        (work) => ctx.db.write((tx) => work(tx, NOW)),
      );
    await Promise.all(talks.flatMap((no, nth) => [answer(nth), ctx.db.write((tx) => wakeTalk(tx, ctx, no, NOW))]));
    const rows = await ctx.db.read.visit.findMany({ select: { status: true } });
    expect(rows.map(({ status }) => status)).toEqual(Array.from({ length: ROUNDS }, () => 'recorded'));
    expect(await ctx.db.read.record.count({ where: { current: true } })).toBe(ROUNDS);
    const late = await ctx.db.read.outbox.findMany({
      where: { purpose: 'remind' },
      select: { visitNo: true, id: true },
    });
    for (const { visitNo, id } of late) {
      const confirm = await ctx.db.read.outbox.findFirst({
        where: { visitNo, purpose: 'confirm' },
        select: { id: true },
      });
      expect(id).toBeLessThan(confirm?.id ?? 0);
    }
    await estate.close();
  });

  it('two visits of one household open one conversation, where one is the limit', async () => {
    const estate = await openReachable(1, 'help');
    await takeInResidents(estate.ctx, []);
    await estate.ctx.db.write((tx) => tx.visit.updateMany({ data: { rate: 100 } }));
    for (const id of ['H-1', 'H-2', 'H-3', 'H-4']) await estate.events({ ...complaint(0), id, kind: 'help' });
    await estate.ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'assigned', nextAt: BigInt(NOW) } }));
    const visits = await claimDueVisits(estate.ctx.db, NOW, 100);
    expect(visits.length).toBeGreaterThan(2);
    await Promise.all(visits.map((no) => open(estate, no)));
    expect(await questions(estate)).toBe(1);
    await estate.close();
  });

  it('an event that is corrected while its visit is opened takes no question back', async () => {
    const estate = await openReachable(2 * ROUNDS);
    const { ctx } = estate;
    for (const [nth, no] of (await claimDueVisits(ctx.db, NOW, 100)).entries()) {
      const corrected = { ...complaint(nth), resolvedAt: '2026-03-10T09:40:00+08:00' };
      await Promise.all([open(estate, no), estate.events(corrected)]);
    }
    for (const no of await claimDueVisits(ctx.db, NOW, 100)) await open(estate, no);
    const rows = await ctx.db.read.visit.findMany({ select: { status: true } });
    expect(rows.map(({ status }) => status)).toEqual(Array.from({ length: 2 * ROUNDS }, () => 'asked'));
    expect(await questions(estate)).toBe(2 * ROUNDS);
    await estate.close();
  });

  it('two who take tasks that nobody has: each task is one’s, and the other is told whose', async () => {
    const estate = await openReachable(ROUNDS);
    const { ctx } = estate;
    await ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'with-staff', assignee: null } }));
    const staff = (await Promise.all(['wangfang', 'zhangwei'].map((userid) => staffOf(ctx.db.read, userid)))).filter(
      (one) => one !== null,
    );
    const visits = await ctx.db.read.visit.findMany({ select: { no: true } });
    for (const { no } of visits) {
      const told = await Promise.all(staff.map((one) => ctx.db.write((tx) => claimTask(tx, ctx, one, no, NOW))));
      const visit = await ctx.db.read.visit.findUnique({ where: { no } });
      const winner = staff.findIndex(({ userid }) => userid === visit?.assignee);
      expect(told[winner]?.button).toBe('已领取');
      expect(told[1 - winner]?.text).toContain(`任务 ${no} 在${staff[winner]?.name ?? ''}名下`);
    }
    const assignments = { action: 'visit.assign', actor: { in: ['wangfang', 'zhangwei'] } };
    expect(await ctx.db.read.audit.count({ where: assignments })).toBe(ROUNDS);
    await estate.close();
  });
});
