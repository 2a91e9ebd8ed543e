/** p03.13: the same matter complained of twice, the same repair made three times in a quarter: raised, and listed. */
import { expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { openStaffedWorld, type StaffedWorld } from '../helpers/staffed-world.js';

const event = (id: string, day: string, more: Record<string, unknown>) => ({
  estate: 'cuihu',
  household: '3-2-1204',
  id,
  reportedAt: `2026-${day}T09:00:00+08:00`,
  resolvedAt: `2026-${day}T17:00:00+08:00`,
  ...more,
});
const raised = async (world: StaffedWorld): Promise<readonly string[]> => {
  const rows = await world.runtime.ctx.db.read.duty.findMany({ where: { item: 'repeat:0' }, orderBy: { no: 'asc' } });
  return rows.map(({ clause, says, assignee, due }) => `${clause} ${says} ${assignee} ${Number(due)}`);
};

it('raises the second complaint and the third repair, each once, and lists them in the quarter’s report', async () => {
  await using world = await openStaffedWorld({ now: '2026-03-20T10:00:00+08:00' });
  const post = (...given: readonly unknown[]) => world.post('/api/v1/events', given);
  await post(
    event('C-1', '03-02', { kind: 'complaint', description: '噪音' }),
    event('W-1', '03-02', { kind: 'repair', category: 'seepage' }),
    event('W-2', '03-05', { kind: 'repair', category: 'seepage' }),
    event('W-9', '03-06', { kind: 'repair', category: 'lighting' }),
    event('W-0', '03-07', { kind: 'repair', category: 'seepage', household: '3-2-1205' }),
    // The quarter before counts for itself.
    { ...event('C-0', '03-02', { kind: 'complaint' }), reportedAt: '2025-12-30T09:00:00+08:00' },
  );
  expect(await raised(world)).toEqual([]);
  await post(event('C-2', '03-18', { kind: 'complaint', description: '还是噪音' }));
  await post(event('W-3', '03-19', { kind: 'repair', category: 'seepage' }));
  await post(event('W-4', '03-20', { kind: 'repair', category: 'seepage', resolvedAt: '2026-03-20T09:30:00+08:00' }));
  const due = Date.parse('2026-04-01T00:00:00+08:00');
  expect(await raised(world)).toEqual([
    `p03.13 3 栋 2 单元 1204 投诉本季第 2 次，查明原因，定出措施 liuyan ${due}`,
    `p03.13 3 栋 2 单元 1204 渗水维修本季第 3 次，查明原因，定出措施 liuyan ${due}`,
  ]);
  await world.advance(0);
  expect(world.sandbox.staff('liuyan').hears().join('\n')).toContain('渗水维修本季第 3 次');
  await world.advance(11 * DAY);
  const report = await world.runtime.ctx.db.read.duty.findFirstOrThrow({ where: { clause: 'p03.13', item: 'duty:0' } });
  const told = await world.tells('liuyan', `说明 事${report.no}`);
  expect(told).toContain('本期重复的事：\n· 3 栋 2 单元 1204 投诉本季共 2 次（3 月 2 日 09:00、3 月 18 日 09:00）');
  expect(told).toContain('渗水维修本季共 4 次');
});
