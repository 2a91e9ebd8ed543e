import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellDuties } from '../../src/app/tell-duties.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { verifyAudit } from '../../src/store/audit.js';
import { dutyLines } from '../helpers/duties.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p01']);
});
afterEach(() => test.close());

const REPAIR = { id: 'R-1', kind: 'repair', class: 'major', reportedAt: '2026-03-10T09:00:00+08:00' };
const lines = () => dutyLines(test.ctx.db);

async function told(when: string): Promise<readonly string[]> {
  test.moveTo(at(when));
  const { _max } = await test.ctx.db.read.outbox.aggregate({ _max: { id: true } });
  await tellDuties(test.ctx, at(when));
  const rows = await test.ctx.db.read.outbox.findMany({ where: { id: { gt: _max.id ?? 0 } }, orderBy: { id: 'asc' } });
  return rows.map(({ recipient, body }) => {
    const content = JSON.parse(test.ctx.box.open(body)) as OutgoingContent;
    return `${recipient}: ${content.kind === 'text' ? content.text.split('\n').slice(0, 2).join(' ') : ''}`;
  });
}

describe('the deadlines of handling an event', () => {
  it('are opened as it comes in, once, with whoever has the household', async () => {
    await test.events(REPAIR, REPAIR);
    expect(await lines()).toEqual([
      'p01.12 handle:answered open 03-14 00:00 zhangwei',
      'p01.12 handle:solved open 03-26 00:00 zhangwei',
    ]);
  });

  it('belong to the worker who handles it, as soon as one is known', async () => {
    await takeInStaff(test.ctx, [{ userid: 'wu', name: '吴师傅', roles: [{ estate: 'cuihu', role: 'repair-lead' }] }]);
    await test.events({ ...REPAIR, worker: 'wu' });
    expect(await lines()).toEqual([
      'p01.12 handle:answered open 03-14 00:00 wu',
      'p01.12 handle:solved open 03-26 00:00 wu',
    ]);
  });

  it('are done when the event tells so, at the instant that it tells', async () => {
    await test.events(REPAIR);
    await test.events({ ...REPAIR, answeredAt: '2026-03-11T10:00:00+08:00' });
    expect((await lines())[0]).toBe('p01.12 handle:answered done 03-14 00:00 zhangwei');
    await test.events({ ...REPAIR, answeredAt: '2026-03-11T10:00:00+08:00', resolvedAt: '2026-03-27T10:00:00+08:00' });
    const [answered, solved] = await test.ctx.db.read.duty.findMany({ orderBy: { no: 'asc' } });
    expect(Number(answered?.doneAt)).toBe(at('2026-03-11T10:00:00+08:00'));
    // Late, and kept as such.
    expect(Number(solved?.doneAt)).toBeGreaterThan(Number(solved?.due));
    expect(await test.ctx.db.read.audit.count({ where: { action: 'duty.done' } })).toBe(2);
    expect((await verifyAudit(test.ctx.db.read)).faults).toEqual([]);
  });

  it('of an event that comes in done are done already: nobody is told', async () => {
    await test.events({ ...REPAIR, resolvedAt: '2026-03-10T09:30:00+08:00' });
    expect((await lines()).map((line) => line.split(' ')[2])).toEqual(['done', 'done']);
    expect(await told('2026-04-10T10:00:00+08:00')).toEqual([]);
  });

  it('are open again when the event takes its end back', async () => {
    await test.events({ ...REPAIR, resolvedAt: '2026-03-10T09:30:00+08:00' });
    await test.events({ ...REPAIR, description: '还没有修好' });
    expect((await lines()).map((line) => line.split(' ')[2])).toEqual(['open', 'open']);
  });

  it('move with a correction, and are cancelled when they are asked for no longer', async () => {
    await test.events(REPAIR);
    await test.events({ ...REPAIR, reportedAt: '2026-03-09T09:00:00+08:00' });
    expect(await lines()).toEqual([
      'p01.12 handle:answered open 03-13 00:00 zhangwei',
      'p01.12 handle:solved open 03-25 00:00 zhangwei',
    ]);
    await test.events({ ...REPAIR, category: 'blockage' });
    expect(await lines()).toEqual([
      'p01.12 handle:answered cancelled 03-13 00:00 zhangwei',
      'p01.12 handle:solved cancelled 03-25 00:00 zhangwei',
      'p01.9 handle:solved open 03-11 00:00 zhangwei',
    ]);
  });

  it('are told of when due soon, and with the supervisor when overdue; in quiet hours nobody is', async () => {
    await test.events(REPAIR);
    expect(await told('2026-03-12T10:00:00+08:00')).toEqual([]);
    expect(await told('2026-03-13T09:00:00+08:00')).toEqual([
      expect.stringMatching(/^zhangwei: 【即将到期】翠湖花园 事\d+：3 月 13 日 24:00 前/u),
    ]);
    expect(await told('2026-03-14T00:00:00+08:00')).toEqual([]);
    const late = await told('2026-03-14T09:00:00+08:00');
    expect(late.map((one) => one.slice(0, one.indexOf('翠')))).toEqual(['zhangwei: 【逾期】', 'liuyan: 【逾期】']);
    expect(await told('2026-03-15T09:00:00+08:00')).toEqual([]);
  });

  it('of a danger are told of at once, also at night', async () => {
    await test.events({ ...REPAIR, category: 'danger', class: undefined, reportedAt: '2026-03-10T23:00:00+08:00' });
    const [first] = await told('2026-03-10T23:00:00+08:00');
    expect(first).toMatch(/^zhangwei: 【要办的事】翠湖花园 事\d+：3 月 10 日 23:30 前，危及生命、财产安全：处理完毕/u);
    expect((await told('2026-03-10T23:22:30+08:00'))[0]).toContain('【即将到期】');
    expect((await told('2026-03-10T23:30:00+08:00')).map((one) => one.split(':')[0])).toEqual(['zhangwei', 'liuyan']);
  });
});

describe('several urgent jobs at once', () => {
  const urgent = (id: string, more: object = {}) => ({
    id,
    kind: 'repair',
    class: 'urgent',
    reportedAt: '2026-03-10T09:00:00+08:00',
    household: `3-2-${id.slice(2)}`,
    ...more,
  });
  const asked = async () =>
    (await test.ctx.db.read.duty.findMany({ where: { item: 'duty:0' }, orderBy: { no: 'asc' } })).map(
      ({ eventId }) => eventId,
    );

  it('ask that each household is told, from the second on', async () => {
    await test.events(urgent('U-101'));
    expect(await asked()).toEqual([]);
    await test.events(urgent('U-102'));
    expect((await asked()).toSorted()).toEqual(['U-101', 'U-102']);
    await test.events(urgent('U-103'));
    expect((await asked()).toSorted()).toEqual(['U-101', 'U-102', 'U-103']);
  });

  it('do not count what is done already', async () => {
    await test.events(urgent('U-101', { resolvedAt: '2026-03-10T09:30:00+08:00' }), urgent('U-102'));
    expect(await asked()).toEqual([]);
  });
});
