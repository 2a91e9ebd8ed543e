import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerCaseClosed, answerDanger } from '../../src/app/answer-duties.js';
import { staffOf } from '../../src/store/staff.js';
import { dutyLines } from '../helpers/duties.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p01']);
  await test.events({ id: 'R-1', kind: 'repair', category: 'danger', resolvedAt: '2026-03-10T09:00:00+08:00' });
});
afterEach(() => test.close());

const visits = () => test.visits('R-1');
const visitOn = async (when: string, grade: 'satisfied' | 'dissatisfied', by?: string): Promise<void> => {
  test.moveTo(at(when));
  const last = (await visits()).at(-1);
  await makeVisit(test, last?.no ?? 0, grade, by);
};
const says = async (userid: string, gone: boolean, no?: number): Promise<string> => {
  const staff = await staffOf(test.ctx.db.read, userid);
  if (staff === null) throw new Error(userid);
  const task = no ?? (await visits())[0]?.no ?? 0;
  return test.ctx.db.write((tx) => answerDanger(tx, test.ctx, { staff, no: task, now: test.ctx.clock.now() }, gone));
};

describe('a danger (p01.1)', () => {
  it('whose visit finds it gone is visited once', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'satisfied');
    expect(await visits()).toHaveLength(1);
    expect(await dutyLines(test.ctx.db)).toEqual([]);
  });

  it('that remains is visited again from the seventh to the ninth day after each visit, until one finds it gone', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'dissatisfied');
    expect((await visits()).at(-1)).toMatchObject({
      visit: 2,
      status: 'assigned',
      rate: 100,
      by: ['steward'],
      record: '回访记录表',
      earliest: at('2026-03-18T00:00:00+08:00'),
      due: at('2026-03-20T00:00:00+08:00'),
    });
    expect(await dutyLines(test.ctx.db)).toEqual(['p01.1 watch:0 open — liuyan']);
    await visitOn('2026-03-19T10:00:00+08:00', 'dissatisfied');
    expect((await visits()).at(-1)).toMatchObject({ visit: 3, earliest: at('2026-03-26T00:00:00+08:00') });
    await visitOn('2026-03-26T10:00:00+08:00', 'satisfied');
    expect(await visits()).toHaveLength(3);
    expect(await dutyLines(test.ctx.db)).toEqual(['p01.1 watch:0 done — liuyan']);
  });

  it('is followed no more once the supervisor says that it is gone; nobody else may say so', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'dissatisfied');
    expect(await says('zhangwei', true)).toBe('险情是否已除由客服主管、项目经理认定。');
    expect((await visits()).at(-1)?.status).toBe('assigned');
    expect(await says('liuyan', true)).toContain('不再跟踪回访');
    expect((await visits()).at(-1)).toMatchObject({ visit: 2, status: 'cancelled' });
    // What a person said stands, whatever a correction says.
    await makeVisit(test, (await visits())[0]?.no ?? 0, 'dissatisfied');
    expect(await visits()).toHaveLength(2);
  });

  it('can be closed by the number of its watch too', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'dissatisfied');
    const staff = await staffOf(test.ctx.db.read, 'liuyan');
    if (staff === null) throw new Error('liuyan');
    const { no } = await test.ctx.db.read.duty.findFirstOrThrow();
    const asked = { staff, no, now: test.ctx.clock.now() };
    expect(await test.ctx.db.write((tx) => answerCaseClosed(tx, test.ctx, asked, '已拆除'))).toContain('险情已除');
    expect((await visits()).at(-1)?.status).toBe('cancelled');
  });

  it('is looked at again where a visitor finds that its severity asks for it', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'satisfied');
    expect(await says('zhangwei', false)).toBe('已记下：险情未除，已排下一次跟踪回访。');
    expect((await visits()).at(-1)).toMatchObject({ visit: 2, earliest: at('2026-03-18T00:00:00+08:00') });
  });

  it('follows a correction of the record, there and back', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'dissatisfied');
    const first = (await visits())[0]?.no ?? 0;
    await makeVisit(test, first, 'satisfied');
    expect((await visits()).at(-1)?.status).toBe('cancelled');
    await makeVisit(test, first, 'dissatisfied');
    expect(await dutyLines(test.ctx.db)).toEqual(['p01.1 watch:0 open — liuyan']);
    expect((await visits()).filter(({ status }) => status === 'assigned')).toHaveLength(1);
  });

  it('keeps its further visits when the event is sent again', async () => {
    await visitOn('2026-03-11T10:00:00+08:00', 'dissatisfied');
    const before = await visits();
    await test.events({
      id: 'R-1',
      kind: 'repair',
      category: 'danger',
      description: '灯罩松动',
      resolvedAt: '2026-03-10T09:00:00+08:00',
    });
    expect(await visits()).toEqual(before);
    expect(await dutyLines(test.ctx.db)).toEqual(['p01.1 watch:0 open — liuyan']);
  });
});
