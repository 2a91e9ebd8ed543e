import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueLines } from '../../src/app/timetable.js';
import { DAY } from '../../src/core/calendar.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { takeIn } from '../helpers/store.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

const runs = async (): Promise<readonly string[]> =>
  (await test.ctx.db.read.timetableRun.findMany({ orderBy: [{ name: 'asc' }, { slot: 'asc' }] })).map(
    ({ name, slot, doneAt }) => `${name} ${slot} ${doneAt === null ? 'begun' : 'done'}`,
  );

describe('the timetable', () => {
  it('runs each line once for its slot, however often it is looked at', async () => {
    await runDueLines(test.ctx);
    const first = await runs();
    expect(first).toContain('close-periods 2026-03-10T02:00:00.000Z done');
    await Promise.all([runDueLines(test.ctx), runDueLines(test.ctx)]);
    test.moveTo(at('2026-03-10T10:59:59+08:00'));
    await runDueLines(test.ctx);
    expect(await runs()).toEqual(first);
    test.moveTo(at('2026-03-10T11:00:00+08:00'));
    await runDueLines(test.ctx);
    expect(await runs()).toContain('close-periods 2026-03-10T03:00:00.000Z done');
  });

  it('makes up once for what was missed while it was down over the end of a quarter', async () => {
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-09T09:00:00+08:00' });
    await runDueLines(test.ctx);
    const before = (await runs()).length;
    test.moveTo(at('2026-04-05T00:20:00+08:00'));
    await Promise.all([runDueLines(test.ctx), runDueLines(test.ctx)]);
    const lines = new Set((await runs()).map((run) => run.split(' ')[0])).size;
    expect(await runs()).toHaveLength(before + lines);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'draw.close' } })).toBe(1);
    expect((await test.visits('R-1'))[0]?.status).toBe('assigned');
  });

  it('does nothing again when the clock goes back', async () => {
    await runDueLines(test.ctx);
    const before = await runs();
    test.moveTo(at('2026-03-10T08:00:00+08:00'));
    await runDueLines(test.ctx);
    expect(await runs()).toEqual(before);
  });

  it('keeps one draw’s failure to itself: the line goes on, and the next slot tries it again', async () => {
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-09T09:00:00+08:00' });
    const where = { id: 'cuihu:p03.2:2026Q1' };
    const { keyCipher } = await test.ctx.db.read.draw.findUniqueOrThrow({ where });
    await test.ctx.db.write((tx) => tx.draw.update({ where, data: { keyCipher: 'spoilt' } }));
    test.moveTo(at('2026-04-02T10:00:00+08:00'));
    await runDueLines(test.ctx);
    expect(await runs()).toContain('close-periods 2026-04-02T02:00:00.000Z done');
    expect(await test.ctx.db.read.draw.findUnique({ where })).toMatchObject({ closedAt: null });
    expect(await runs()).toContain('tidy 2026-04-02T00:00:00.000Z done');
    await test.ctx.db.write((tx) => tx.draw.update({ where, data: { keyCipher } }));
    test.moveTo(at('2026-04-02T11:00:00+08:00'));
    await runDueLines(test.ctx);
    expect(await runs()).toContain('close-periods 2026-04-02T03:00:00.000Z done');
    expect(await test.ctx.db.read.draw.findUnique({ where })).not.toMatchObject({ closedAt: null });
  });

  it('empties the bodies of messages worked 90 days ago, and still knows their keys', async () => {
    const now = test.ctx.clock.now();
    const entry = (key: string) =>
      ({
        key,
        source: 'kf',
        person: 'p',
        body: test.ctx.box.seal('漏水'),
        receivedAt: key === 'old' ? ((now - 91 * DAY) as typeof now) : now,
      }) as const;
    await takeIn(test.ctx.db, [entry('old'), entry('young'), entry('waiting')]);
    const done = (key: string, days: number) =>
      test.ctx.db.write((tx) =>
        tx.inbox.update({ where: { key }, data: { status: 'done', doneAt: BigInt(now - days * DAY) } }),
      );
    await done('old', 91);
    await done('young', 89);
    await runDueLines(test.ctx);
    const rows = await test.ctx.db.read.inbox.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ body }) => (body === '' ? '' : test.ctx.box.open(body)))).toEqual(['', '漏水', '漏水']);
    expect(await takeIn(test.ctx.db, [entry('old')])).toBe(0);
  });
});
