/** Draws of a living estate, exported and repeated by the program in another language. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { replaceUnreachable } from '../../src/app/replace-visit.js';
import { revealKeys } from '../../src/app/reveal-keys.js';
import { exportDraw, type DrawExport } from '../../src/core/draw-export.js';
import { wasDrawn } from '../../src/store/draw-units.js';
import { saveVisit, visitByNo } from '../../src/store/visits.js';
import { auditDraws } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

const SCRIPT = path.join(import.meta.dirname, 'draw.py');
let folder = '';
let test: EstateTest;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'huifang-export-'));
  test = await openEstate(['p04', 'p05', 'p06']);
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const many = (count: number, event: (nth: number) => Record<string, unknown>) =>
  Array.from({ length: count }, (_, nth) => ({ resolvedAt: '2026-03-10T09:00:00+08:00', ...event(nth) }));
const home = (nth: number): string => `3-2-${1001 + nth}`;

async function exports(): Promise<readonly DrawExport[]> {
  return (await auditDraws(test.ctx)).map(({ draw, record, members }) => {
    const chosenIds = members.filter(({ visits }) => visits.some(wasDrawn)).map(({ unit }) => unit.id);
    return exportDraw(
      { ...draw, chosenIds },
      record,
      draw.revealedAt === null ? null : test.ctx.box.open(draw.keyCipher),
    );
  });
}

/** What the other program finds wrong. */
function repeated(draw: DrawExport): string {
  const file = path.join(folder, 'draw.json');
  writeFileSync(file, JSON.stringify(draw));
  return spawnSync(process.env['PYTHON'] ?? 'python3', [SCRIPT, 'repeat', file], { encoding: 'utf8' }).stdout;
}

it('households, agreements, days and recipients are repeated from the export alone', { timeout: 120_000 }, async () => {
  await test.events(
    ...many(40, (nth) => ({
      id: `J-${nth}`,
      kind: 'home-service',
      service: 'cleaning',
      household: home(nth % 30),
      newStaff: nth % 9 === 0,
    })),
    ...many(10, (nth) => ({
      id: `X-${nth}`,
      kind: 'contracted-service',
      agreement: { start: '2025-12-01', end: '2026-03-20' },
    })),
    ...many(13, (nth) => ({
      id: `W-${nth}`,
      kind: 'repair',
      household: home(nth),
      dispatchedAt: '2026-03-10T08:00:00+08:00',
    })),
    ...many(1, () => ({
      id: 'PUB',
      kind: 'publication',
      household: undefined,
      recipients: many(25, () => ({})).map((_, nth) => home(nth)),
    })),
  );
  await closePeriods(test.ctx, at('2026-03-16T00:00:00+08:00'));
  const lost = await test.ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p05.5', status: 'assigned' } });
  const visit = await visitByNo(test.ctx.db.read, lost.no);
  if (visit === null) throw new Error('no such visit');
  await test.ctx.db.write(async (tx) => {
    const gone = { ...visit, status: 'unreachable', nextAt: null } as const;
    await saveVisit(tx, gone, test.ctx.clock.now());
    await replaceUnreachable(tx, test.ctx, gone, test.ctx.clock.now());
  });
  await closePeriods(test.ctx, at('2026-07-01T10:00:00+08:00'));
  await revealKeys(test.ctx, at('2026-07-01T10:00:00+08:00'));
  const draws = await exports();
  expect(new Set(draws.map(({ unit }) => unit))).toEqual(
    new Set(['household', 'agreement', 'work-order', 'recipient', 'event']),
  );
  expect(draws.flatMap(({ steps }) => steps.map(({ kind }) => kind))).toEqual(
    expect.arrayContaining(['list', 'day', 'close', 'replace']),
  );
  for (const draw of draws) expect([draw.draw, repeated(draw)]).toEqual([draw.draw, '']);
  const [first] = draws;
  if (first === undefined) throw new Error('no draw');
  const other = first.units.map(({ id }) => id).find((id) => !first.chosen.includes(id)) ?? '';
  expect(repeated({ ...first, chosen: [...first.chosen, other] })).toContain(other);
});
