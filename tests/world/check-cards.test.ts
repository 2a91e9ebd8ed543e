import { expect, it } from 'vitest';
import { HOUR, parseInstant, type Instant } from '../../src/core/calendar.js';
import { openStaffedWorld } from '../helpers/staffed-world.js';

const BEFORE = { description: '噪音', resolvedAt: '2026-03-30T09:00:00+08:00' };

it('the records that the month drew come to the manager as cards, and a tap is the verdict', async () => {
  await using world = await openStaffedWorld({ now: '2026-03-30T10:00:00+08:00', policies: ['p02'] });
  const manager = world.sandbox.staff('sun');
  for (let nth = 1; nth <= 15; nth += 1) {
    const no = await world.happens({ ...BEFORE, id: `C-${nth}`, kind: 'complaint' });
    await world.tells('wangfang', `完成 ${no} 电话 13800000000 满意 说处理得好`);
    await world.advance(HOUR / 4);
  }
  const cards = () => manager.seen().filter(({ kind, text }) => kind === 'template_card' && text.startsWith('抽查'));
  await world.advance((parseInstant('2026-04-01T10:30:00+08:00') as Instant) - world.now());
  const drawn = cards();
  expect(drawn.length).toBeGreaterThanOrEqual(1);
  const [card] = drawn;
  expect(card?.text).toMatch(/任务 (\d+) 的记录：满意，处理得好。请向住户或现场核对/u);
  expect(card?.text).toContain('记录：王芳，电话，3 月 30 日');
  const no = /任务 (\d+) 的记录/u.exec(card?.text ?? '')?.[1] ?? '';
  const taskId = String(card?.content['task_id']);

  await world.sandbox.staff('sun').taps('不实', { taskId });
  await world.settle();
  expect(manager.hears().at(-1)).toBe(`不实的请写查到了什么：抽查 ${no} 不实 住户说没有接到电话。`);
  await manager.taps('属实', { taskId });
  await world.settle();
  expect(manager.hears().at(-1)).toContain(`已记下：任务 ${no} 的记录属实。`);
  await world.advance(1_000);
  await manager.taps('属实', { taskId, stale: true });
  await world.settle();
  expect(manager.hears().at(-1)).toMatch(/已经查过|没有被抽中/u);

  // A refusal leaves nothing open: what is written next is of something else.
  await manager.taps('不实', { taskId, stale: true });
  await world.settle();
  expect(manager.hears().at(-1)).toMatch(/已经查过|没有被抽中/u);
  await world.tells('sun', '住户说没有接到电话');
  expect(manager.hears().at(-1)).not.toMatch(/已经查过|没有被抽中/u);
});
