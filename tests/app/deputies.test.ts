import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimTask } from '../../src/app/claim-task.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { tendAbsences } from '../../src/app/tend-absences.js';
import { alertRole } from '../../src/app/tell-staff.js';
import { estateOf } from '../../src/store/estates.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { staffOf } from '../../src/store/staff.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

const STEWARD = [{ estate: 'cuihu', role: 'steward' }];
const ZHANG = { userid: 'zhangwei', name: '张伟', roles: STEWARD, households: ['3-2-*'] };
const away = async (days: { from: string; until: string; deputy?: string } | null, staff: object = ZHANG) => {
  const [result] = await takeInStaff(test.ctx, [{ ...staff, away: days === null ? [] : [days] }]);
  return result;
};
const complaint = (id: string) => ({ id, kind: 'complaint', resolvedAt: '2026-03-10T09:30:00+08:00' });
const holder = async (id: string) => {
  const [visit] = await test.visits(id);
  return [visit?.assignee, visit?.why.heldFor];
};
async function heard(userid: string): Promise<readonly { text: string; at: number }[]> {
  const rows = await test.ctx.db.read.outbox.findMany({ where: { recipient: userid }, orderBy: { id: 'asc' } });
  return rows.map(({ body, nextAt }) => {
    const content = JSON.parse(test.ctx.box.open(body)) as OutgoingContent;
    return { text: content.kind === 'text' ? content.text : content.kind, at: Number(nextAt) };
  });
}

describe('whoever is away on the day', () => {
  it('is passed over: the deputy of the same role has it', async () => {
    await takeInStaff(test.ctx, [{ userid: 'lisi', name: '李四', roles: STEWARD, households: ['8-*'] }]);
    await away({ from: '2026-03-10', until: '2026-03-10', deputy: 'lisi' });
    await test.events(complaint('C-1'));
    expect(await holder('C-1')).toEqual(['lisi', 'zhangwei']);
  });

  it('leaves it to the next who answers for the household, where the deputy has another role, or is away too', async () => {
    await away({ from: '2026-03-10', until: '2026-03-11', deputy: 'sun' });
    await test.events(complaint('C-1'));
    expect(await holder('C-1')).toEqual(['wangfang', 'zhangwei']);
    await away({ from: '2026-03-09', until: '2026-03-10' }, { userid: 'wangfang', name: '王芳', roles: STEWARD });
    await test.events(complaint('C-2'));
    expect(await holder('C-2')).toEqual(['liuyan', 'zhangwei']);
  });

  it('has it as ever where the visit is opened on another day', async () => {
    await away({ from: '2026-03-11', until: '2026-03-12' });
    await test.events(complaint('C-1'));
    expect(await holder('C-1')).toEqual(['zhangwei', undefined]);
  });

  it('still never is deputised by whoever did the work', async () => {
    await away({ from: '2026-03-10', until: '2026-03-10', deputy: 'wangfang' });
    await test.events({ ...complaint('C-1'), worker: 'wangfang' });
    expect((await holder('C-1'))[0]).toBe('liuyan');
  });

  it('hears no alerts of their role, their deputy does', async () => {
    const { ctx } = test;
    const estate = await estateOf(ctx.db.read, 'cuihu');
    if (estate === null) throw new TypeError('the estate is there');
    const supervisor = { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] };
    await away({ from: '2026-03-10', until: '2026-03-10' }, supervisor);
    const about = { now: ctx.clock.now(), visitNo: null };
    const told = await ctx.db.write((tx) => alertRole(tx, ctx, estate, ['supervisor', 'manager'], '请看', about));
    expect(told).toEqual(['sun']);
  });
});

describe('open tasks', () => {
  it('of somebody who goes away go to the deputy at the day’s start, told in the morning, and come back', async () => {
    await test.events(complaint('C-1'));
    await takeInStaff(test.ctx, [{ userid: 'lisi', name: '李四', roles: STEWARD, households: ['8-*'] }]);
    await away({ from: '2026-03-11', until: '2026-03-11', deputy: 'lisi' });
    expect(await holder('C-1')).toEqual(['zhangwei', undefined]);

    test.moveTo(at('2026-03-11T00:00:00+08:00'));
    await tendAbsences(test.ctx, test.ctx.clock.now());
    expect(await holder('C-1')).toEqual(['lisi', 'zhangwei']);
    const [told] = await heard('lisi');
    expect(told?.text).toContain('张伟请假期间，以下回访由您代办');
    expect(told?.at).toBe(at('2026-03-11T09:00:00+08:00'));
    await tendAbsences(test.ctx, test.ctx.clock.now());
    expect(await heard('lisi')).toHaveLength(1);

    test.moveTo(at('2026-03-12T00:00:00+08:00'));
    await tendAbsences(test.ctx, test.ctx.clock.now());
    expect(await holder('C-1')).toEqual(['zhangwei', undefined]);
    expect((await heard('zhangwei')).at(-1)?.text).toContain('现在回到您名下');
  });

  it('go at once where the absence has begun, and come back at once where it is taken back', async () => {
    await test.events(complaint('C-1'));
    await away({ from: '2026-03-10', until: '2026-03-12', deputy: 'wangfang' });
    expect(await holder('C-1')).toEqual(['wangfang', 'zhangwei']);
    await away(null);
    expect(await holder('C-1')).toEqual(['zhangwei', undefined]);
  });

  it('that somebody has taken over for themselves stay theirs', async () => {
    await test.events(complaint('C-1'));
    await away({ from: '2026-03-10', until: '2026-03-10', deputy: 'wangfang' });
    const { ctx } = test;
    const [visit] = await test.visits('C-1');
    const liu = await staffOf(ctx.db.read, 'liuyan');
    if (liu === null || visit === undefined) throw new TypeError('the estate has its people');
    await ctx.db.write((tx) => claimTask(tx, ctx, liu, visit.no, ctx.clock.now()));
    test.moveTo(at('2026-03-11T08:00:00+08:00'));
    await tendAbsences(ctx, ctx.clock.now());
    expect(await holder('C-1')).toEqual(['liuyan', undefined]);
  });

  it('that are done in the meantime stay done', async () => {
    await test.events(complaint('C-1'));
    await away({ from: '2026-03-10', until: '2026-03-10', deputy: 'wangfang' });
    await test.ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'recorded' } }));
    await away(null);
    expect(await holder('C-1')).toEqual(['wangfang', 'zhangwei']);
  });
});

describe('an absence', () => {
  it.each<[string, object, string]>([
    ['that ends before it begins', { from: '2026-03-12', until: '2026-03-10' }, 'away.0.until'],
    ['on no day', { from: '2026-02-30', until: '2026-03-10' }, 'away.0.from'],
    ['whose deputy is nobody', { from: '2026-03-10', until: '2026-03-10', deputy: 'nobody' }, 'away.0.deputy'],
    ['whose deputy is oneself', { from: '2026-03-10', until: '2026-03-10', deputy: 'zhangwei' }, 'away.0.deputy'],
  ])('%s is rejected by its field', async (_name, days, field) => {
    const result = await away(days as never);
    expect([result?.status, result?.errors[0]?.field]).toEqual(['rejected', field]);
    expect(result?.errors[0]?.message).toMatch(/[\u4e00-\u9fff]/u);
  });

  it('given again is unchanged, and stays where it is left out', async () => {
    const days = { from: '2026-03-20', until: '2026-03-22', deputy: 'wangfang' };
    expect((await away(days))?.status).toBe('updated');
    expect((await away(days))?.status).toBe('unchanged');
    expect((await takeInStaff(test.ctx, [ZHANG]))[0]?.status).toBe('unchanged');
    expect(await test.ctx.db.read.absence.count()).toBe(1);
  });
});
