import { describe, expect, it } from 'vitest';
import { DAY, HOUR, parseInstant } from '../../src/core/calendar.js';
import { openStaffedWorld } from '../helpers/staffed-world.js';

const WEEK = { dutyDays: ['mon', 'tue', 'wed', 'thu', 'fri'] };
/** A Saturday. */
const SATURDAY = '2026-03-14T10:00:00+08:00';
const complaint = (id: string, resolvedAt: string) => ({ id, kind: 'complaint', description: '噪音', resolvedAt });
const at = (text: string) => parseInstant(`${text}:00+08:00`);

describe('an estate with duty days', () => {
  it('keeps a task card for Monday morning, and tells nobody of what was answered by then', async () => {
    await using world = await openStaffedWorld({ now: SATURDAY, estate: WEEK });
    const first = await world.happens(complaint('C-1', SATURDAY));
    const second = await world.happens(complaint('C-2', SATURDAY));
    expect(await world.visit(first)).toMatchObject({ status: 'with-staff', assignee: 'wangfang' });
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(0);
    await world.sandbox.resident('wmLi').says('满意');
    await world.advance(46 * HOUR);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(0);
    await world.advance(HOUR);
    expect(world.now()).toBe(at('2026-03-16T09:00'));
    const cards = JSON.stringify(world.sandbox.staff('wangfang').seen());
    expect(cards).toContain(`任务 ${second}：`);
    expect(cards).not.toContain(`任务 ${first}：`);
    expect(world.sandbox.staff('liuyan').hears().join()).not.toContain('没有送到');
  });

  it('sends it at once where the window ends before Monday, and tells the supervisor that nobody is on duty', async () => {
    await using world = await openStaffedWorld({ now: SATURDAY, estate: WEEK, policies: ['p11'] });
    const no = await world.happens(complaint('C-1', SATURDAY));
    expect(world.sandbox.staff('liuyan').seen().length).toBeGreaterThan(0);
    expect((await world.visit(no)).why.exceptions).toContain('时限内没有工作日，请安排值班');
    await world.happens(complaint('C-2', SATURDAY));
    await world.advance(DAY);
    const told = world.sandbox
      .staff('liuyan')
      .hears()
      .filter((text) => text.includes('时限内没有工作日'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('2 件回访');
  });

  it('has silence handed over while a duty day is left, and never moves the question', async () => {
    const wednesday = '2026-03-11T10:00:00+08:00';
    await using world = await openStaffedWorld({ now: wednesday, chat: true, estate: WEEK });
    const no = await world.happens(complaint('C-1', wednesday));
    expect(await world.visit(no)).toMatchObject({ status: 'asked', askedAt: at('2026-03-11T10:00') });
    await world.advance(46 * HOUR);
    expect(await world.visit(no)).toMatchObject({ status: 'asked' });
    await world.advance(HOUR);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff' });
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
    expect((await world.attempts(no)).map(({ outcome }) => outcome)).toEqual(['silent', 'silent']);
  });

  it('tells a person at the same time on the last duty day', async () => {
    const friday = '2026-03-13T10:00:00+08:00';
    await using world = await openStaffedWorld({ now: friday, chat: true, estate: WEEK });
    const no = await world.happens(complaint('C-1', '2026-03-12T10:00:00+08:00'));
    expect(await world.visit(no)).toMatchObject({ status: 'asked' });
    expect(JSON.stringify(world.sandbox.staff('wangfang').seen())).toContain('请同时留意');
  });

  it('is set by the API, and given up by null', async () => {
    await using world = await openStaffedWorld({ estate: WEEK });
    const post = async (dutyDays: unknown) =>
      (
        (await world.post('/api/v1/estates', { id: 'cuihu', name: '翠湖花园', dutyDays })).json as {
          results: [{ status: string; errors: { field: string }[] }];
        }
      ).results[0];
    expect((await post(['fri', 'mon', 'tue', 'wed', 'thu'])).status).toBe('unchanged');
    expect((await post(['someday'])).errors[0]?.field).toBe('dutyDays.0');
    expect((await post([])).errors[0]?.field).toBe('dutyDays');
    expect((await post(null)).status).toBe('updated');
  });
});
