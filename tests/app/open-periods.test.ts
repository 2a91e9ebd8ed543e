import { afterEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { tellDuties } from '../../src/app/tell-duties.js';
import { runDueLines } from '../../src/app/timetable.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { dutyLines } from '../helpers/duties.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
afterEach(() => test.close());

/** Moves the clock, opens what is due to be opened, and answers what each member of staff is told then. */
async function told(when: string): Promise<readonly string[]> {
  const now = at(when);
  test.moveTo(now);
  await openPeriods(test.ctx, now);
  const { _max } = await test.ctx.db.read.outbox.aggregate({ _max: { id: true } });
  await tellDuties(test.ctx, now);
  const rows = await test.ctx.db.read.outbox.findMany({ where: { id: { gt: _max.id ?? 0 } }, orderBy: { id: 'asc' } });
  return rows.map(({ recipient, body }) => {
    const content = JSON.parse(test.ctx.box.open(body)) as OutgoingContent;
    return `${recipient}: ${content.kind === 'text' ? content.text : ''}`;
  });
}

describe('the duties of a period', () => {
  it('are opened once, each with whoever has it, also by two instances at once', async () => {
    test = await openEstate(['p02']);
    await Promise.all([openPeriods(test.ctx, test.ctx.clock.now()), openPeriods(test.ctx, test.ctx.clock.now())]);
    await openPeriods(test.ctx, test.ctx.clock.now());
    expect(await dutyLines(test.ctx.db)).toEqual([
      'p02.15 duty:2 open 03-16 00:00 sun',
      'p02.16 duty:0 open 03-25 00:00 liuyan',
      'p02.16 duty:1 open 03-26 00:00 sun',
      'p02.18 duty:0 open 04-01 00:00 wangfang',
      'p02.18 duty:1 open 04-01 00:00 wangfang',
      'p02.19 duty:0 open 04-02 00:00 liuyan',
    ]);
  });

  it('that were missed while the program was down are made up, and are late', async () => {
    test = await openEstate(['p02']);
    await runDueLines(test.ctx);
    test.moveTo(at('2026-05-03T10:00:00+08:00'));
    await runDueLines(test.ctx);
    const summaries = (await dutyLines(test.ctx.db)).filter((line) => line.startsWith('p02.16 duty:0'));
    expect(summaries).toEqual([
      'p02.16 duty:0 open 03-25 00:00 liuyan',
      'p02.16 duty:0 open 04-25 00:00 liuyan',
      'p02.16 duty:0 open 05-25 00:00 liuyan',
    ]);
  });

  it('of a policy that was left stay, and no more are opened', async () => {
    test = await openEstate(['p02']);
    await openPeriods(test.ctx, test.ctx.clock.now());
    const before = await dutyLines(test.ctx.db);
    await test.ctx.db.write((tx) => tx.adoptedPolicy.updateMany({ data: { leftAt: BigInt(test.ctx.clock.now()) } }));
    await openPeriods(test.ctx, at('2026-04-02T10:00:00+08:00'));
    expect(await dutyLines(test.ctx.db)).toEqual(before);
  });
});

describe('whoever has a duty', () => {
  it('is told as it begins, at three quarters, and when it is overdue, the supervisor then too; each once', async () => {
    test = await openEstate([{ id: 'p08', parameters: {} }]);
    // 翠湖 has no dispatcher: the supervisor stands in. The half-year's report is the manager's, and has begun.
    expect((await told('2026-03-10T10:00:00+08:00')).map((one) => one.slice(0, 4))).toEqual(['sun:']);
    expect(await told('2026-03-31T23:59:00+08:00')).toEqual([]);
    expect(await told('2026-04-01T00:00:00+08:00')).toEqual([]);
    const [begins, ...others] = await told('2026-04-01T09:00:00+08:00');
    expect(others).toEqual([]);
    expect(begins).toMatch(
      /^liuyan: 【要办的事】翠湖花园\n事\d+：4 月 5 日 24:00 前，统计、分析全月的投诉回访，《投诉回访月度统计分析》（p08.1）/u,
    );
    expect(await told('2026-04-01T10:00:00+08:00')).toEqual([]);
    expect((await told('2026-04-04T18:00:00+08:00')).join()).toContain('【即将到期】翠湖花园\n事');
    expect(await told('2026-04-05T18:00:00+08:00')).toEqual([]);
    expect((await told('2026-04-06T09:00:00+08:00')).join()).toContain('liuyan: 【逾期】翠湖花园\n事');
    expect(await told('2026-04-07T09:00:00+08:00')).toEqual([]);
  });

  it('gets one message for all that comes at a moment', async () => {
    test = await openEstate(['p02', 'p04', 'p05']);
    await openPeriods(test.ctx, test.ctx.clock.now());
    const messages = await told('2026-03-24T09:00:00+08:00');
    const to = messages.map((message) => message.slice(0, message.indexOf(':')));
    expect(to).toEqual([...new Set(to)]);
    expect(messages.find((message) => message.startsWith('liuyan'))).toContain('汇总');
  });
});

describe('a mended defect', () => {
  const DEFECT = { id: 'PA-1', kind: 'public-area-repair', bigDefect: true, household: null, description: '屋面漏水' };

  it('is looked at every week, from its mending until somebody closes it', async () => {
    test = await openEstate(['p06']);
    await test.events({ ...DEFECT, reportedAt: '2026-03-09T09:00:00+08:00' });
    expect(await dutyLines(test.ctx.db)).toEqual([]);
    await test.events({ ...DEFECT, resolvedAt: '2026-03-10T09:00:00+08:00' });
    const first = ['p06.2 watch:0 open — liuyan', 'p06.2 duty:0 open 03-16 00:00 liuyan'];
    expect(await dutyLines(test.ctx.db)).toEqual(first);
    const now = at('2026-03-23T09:00:00+08:00');
    await openPeriods(test.ctx, now);
    await openPeriods(test.ctx, now);
    const looks = ['p06.2 duty:0 open 03-23 00:00 liuyan', 'p06.2 duty:0 open 03-30 00:00 liuyan'];
    expect(await dutyLines(test.ctx.db)).toEqual([...first, ...looks]);
  });
});
