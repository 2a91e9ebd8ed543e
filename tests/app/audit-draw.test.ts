import { afterEach, beforeEach, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
  await test.events(
    ...Array.from({ length: 20 }, (_, nth) => ({
      id: `R-${nth}`,
      kind: 'repair',
      resolvedAt: '2026-03-28T09:00:00+08:00',
    })),
  );
  await closePeriods(test.ctx, at('2026-04-01T00:05:00+08:00'));
});
afterEach(() => test.close());

const ID = 'cuihu:p03.2:2026Q1';
const kinds = async () => (await drawFaults(test.ctx)).flatMap(([, faults]) => faults.map(({ kind }) => kind));
const one = (status: string) => test.ctx.db.read.visit.findFirstOrThrow({ where: { status, drawId: ID } });
const set = (no: number, status: string) =>
  test.ctx.db.write((tx) => tx.visit.update({ where: { no }, data: { status } }));

it('a draw that nobody touched can be repeated', async () => {
  expect(await drawFaults(test.ctx)).toEqual([]);
});

it('a household put in by hand, or taken out, is seen by name', async () => {
  const [chosen, other] = [await one('assigned'), await one('not-drawn')];
  await set(other.no, 'assigned');
  expect(await drawFaults(test.ctx)).toEqual([[ID, [{ kind: 'chosen-yet', units: [other.startedBy] }]]]);
  await set(other.no, 'not-drawn');
  await set(chosen.no, 'not-drawn');
  expect(await drawFaults(test.ctx)).toEqual([[ID, [{ kind: 'chosen-not', units: [chosen.startedBy] }]]]);
});

it('another key, a member that is gone, another population and another number are seen', async () => {
  const { db, box } = test.ctx;
  const draw = await db.read.draw.findUniqueOrThrow({ where: { id: ID } });
  const restore = () => db.write((tx) => tx.draw.update({ where: { id: ID }, data: draw }));
  await db.write((tx) => tx.draw.update({ where: { id: ID }, data: { keyCipher: box.seal('another') } }));
  expect(await kinds()).toContain('key');
  await restore();
  await db.write((tx) => tx.draw.update({ where: { id: ID }, data: { populationHash: '0'.repeat(64) } }));
  expect(await kinds()).toEqual(['population']);
  await restore();
  const close = await db.read.audit.findFirstOrThrow({ where: { action: 'draw.close', subject: `draw:${ID}` } });
  const step = JSON.parse(close.detail) as { asked: number };
  await db.write((tx) =>
    tx.audit.update({
      where: { seq: close.seq },
      data: { detail: JSON.stringify({ ...step, asked: step.asked - 1 }) },
    }),
  );
  expect(await kinds()).toEqual(['required']);
  await db.write((tx) => tx.audit.update({ where: { seq: close.seq }, data: { detail: close.detail } }));
  await db.write(async (tx) => tx.visit.delete({ where: { no: (await one('not-drawn')).no } }));
  expect(await kinds()).toContain('population');
});
