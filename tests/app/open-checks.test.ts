import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { inDrawOrder } from '../../src/core/sampling.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p02']);
});
afterEach(() => test.close());

const checks = () =>
  test.ctx.db.read.duty.findMany({ where: { item: { startsWith: 'check:' } }, orderBy: { no: 'asc' } });
const open = async (when: string): Promise<void> => {
  test.moveTo(at(when));
  await openPeriods(test.ctx, at(when));
};
async function complaints(count: number): Promise<readonly number[]> {
  const nos: number[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    await test.events({ id: `C-${nth}`, kind: 'complaint', resolvedAt: '2026-03-10T09:00:00+08:00' });
    const [visit] = await test.visits(`C-${nth}`);
    nos.push(visit?.no ?? 0);
    await makeVisit(test, visit?.no ?? 0, 'satisfied');
  }
  return nos;
}

describe('a spot check of records (p02.13)', () => {
  it('is the manager’s: so many percent of last month’s records, drawn by a key and named', async () => {
    const nos = await complaints(21);
    await open('2026-04-01T00:01:00+08:00');
    await open('2026-04-01T01:01:00+08:00');
    const [check, ...others] = await checks();
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      clause: 'p02.13',
      trigger: 'records',
      startedBy: '2026-04',
      says: '抽查上月的回访记录',
      assignee: 'sun',
      due: BigInt(at('2026-05-01T00:00:00+08:00')),
    });
    const [, listed = ''] = /^从 21 份记录中抽 2 份：任务 (.+)$/u.exec(check?.note ?? '') ?? [];
    // Whoever has the key draws the same ones again.
    const draw = await test.ctx.db.read.draw.findFirstOrThrow({ where: { clause: 'p02.13', period: '2026-04' } });
    const ids = nos.map((no) => `cuihu/${no}-1`);
    const again = inDrawOrder(ids, test.ctx.box.open(draw.keyCipher)).slice(0, 2);
    const wanted = again.map((id) => Number(id.slice('cuihu/'.length, -'-1'.length))).toSorted((a, b) => a - b);
    expect(listed).toBe(wanted.join('、'));
    expect(await test.ctx.db.read.visit.count({ where: { clause: 'p02.13' } })).toBe(0);
  });

  it('asks for nothing where there was nothing to look at', async () => {
    await open('2026-04-01T00:01:00+08:00');
    expect(await checks()).toEqual([]);
  });
});
