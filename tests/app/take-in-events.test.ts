import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { keyHash } from '../../src/core/sampling.js';
import { verifyAudit } from '../../src/store/audit.js';
import { eventOf } from '../../src/store/events.js';
import { saveVisit } from '../../src/store/visits.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

const COMPLAINT = { id: 'C-1', kind: 'complaint', severity: 'general', description: '楼道堆放杂物' };
const DONE = { ...COMPLAINT, resolvedAt: '2026-03-10T09:30:00+08:00' };
const help = (nth: number) => ({ id: `H-${nth}`, kind: 'help', resolvedAt: '2026-03-10T09:00:00+08:00' });

describe('an event that is sent again', () => {
  const done = { id: 'C-9', kind: 'complaint', severity: 'general', resolvedAt: '2026-03-10T09:30:00+08:00' };

  it('keeps its visit when an older version of it comes late and the newer one once more', async () => {
    const estate = await openEstate(['p03']);
    const { resolvedAt: _, ...open } = done;
    expect(await estate.events(done, open, done)).toEqual(['created', 'updated', 'updated']);
    expect((await estate.visits('C-9')).map(({ status }) => status)).toEqual(['assigned']);
    await estate.close();
  });

  it('ties the visit of a policy adopted meanwhile to the one that serves it', async () => {
    const estate = await openEstate(['p03']);
    await estate.events(done);
    await takeInEstates(estate.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p03', 'p08'] }]);
    await estate.events(done);
    const [first, second] = await estate.visits('C-9');
    expect(second).toMatchObject({ policy: 'p08', servedBy: first?.no, status: 'assigned' });
    await estate.close();
  });

  it('keeps what was under way when its policy was left, and moves it only as its own version would', async () => {
    const estate = await openEstate(['p03', 'p08']);
    await estate.events(done);
    estate.moveTo(at('2026-03-10T11:00:00+08:00'));
    await takeInEstates(estate.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p08'] }]);
    const left = await estate.visits('C-9');
    await estate.events({ ...done, description: '再报一次' });
    expect(await estate.visits('C-9')).toEqual(left);
    expect(left.map(({ policy, status }) => [policy, status])).toEqual([
      ['p03', 'assigned'],
      ['p08', 'assigned'],
    ]);
    await estate.events({ ...done, resolvedAt: '2026-03-10T10:30:00+08:00' });
    expect((await estate.visits('C-9')).map(({ earliest }) => earliest)).toEqual([
      at('2026-03-10T10:30:00+08:00'),
      at('2026-03-10T10:30:00+08:00'),
    ]);
    await estate.close();
  });
});

describe('an event that comes in', () => {
  it('makes the visits that the adopted policies ask for, with window, clause, source sentence and visitor', async () => {
    expect(await test.events(DONE)).toEqual(['created']);
    const visits = await test.visits('C-1');
    expect(visits).toHaveLength(1);
    expect(visits[0]).toMatchObject({
      policy: 'p03',
      clause: 'p03.1',
      status: 'assigned',
      assignee: 'zhangwei',
      earliest: at('2026-03-10T09:30:00+08:00'),
      due: at('2026-03-14T00:00:00+08:00'),
      nextAt: at('2026-03-10T09:30:00+08:00'),
      household: '3-2-1204',
      startedBy: 'C-1',
    });
    expect(visits[0]?.why.source).toContain('投诉事件的回访,应在投诉处理完毕后的3天内进行');
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('again, in any number and order, makes nothing more', async () => {
    expect(await test.events(DONE, DONE)).toEqual(['created', 'unchanged']);
    const before = await test.visits('C-1');
    const { rows } = await verifyAudit(test.ctx.db.read);
    expect(await test.events({ ...DONE }, help(1), DONE)).toEqual(['unchanged', 'created', 'unchanged']);
    expect(await test.visits('C-1')).toEqual(before);
    expect((await verifyAudit(test.ctx.db.read)).rows).toBeGreaterThan(rows);
    expect(await test.ctx.db.read.visit.count({ where: { startedBy: 'C-1' } })).toBe(1);
  });

  it('at the same time from several callers makes its visits once', async () => {
    const statuses = (await Promise.all(Array.from({ length: 6 }, () => test.events(DONE)))).flat();
    expect(statuses.toSorted()).toEqual(['created', ...Array<string>(5).fill('unchanged')]);
    expect(await test.visits('C-1')).toHaveLength(1);
  });

  it('unfinished makes no visit until it is finished', async () => {
    expect(await test.events(COMPLAINT)).toEqual(['created']);
    expect(await test.visits('C-1')).toEqual([]);
    expect(await test.events(DONE)).toEqual(['updated']);
    expect(await test.visits('C-1')).toMatchObject([{ status: 'assigned' }]);
  });

  it('of an estate that nobody knows, or with faults, is refused by itself; the others are taken', async () => {
    const results = await takeInEvents(test.ctx, [
      { ...DONE, estate: 'nowhere' },
      { id: 'X', estate: 'cuihu', kind: 'party' },
      'no object',
      { ...DONE, estate: 'cuihu', household: '3-2-1204' },
    ]);
    expect(results.map(({ id, status, errors }) => [id, status, errors[0]?.field])).toEqual([
      ['C-1', 'rejected', 'estate'],
      ['X', 'rejected', 'kind'],
      [null, 'rejected', ''],
      ['C-1', 'created', undefined],
    ]);
    expect(results[0]?.errors[0]?.message).toContain('没有项目「nowhere」');
    expect(await test.ctx.db.read.event.count()).toBe(1);
  });
});

describe('a correction of an event', () => {
  const moved = { ...DONE, resolvedAt: '2026-03-11T09:30:00+08:00' };

  it('moves the window of its visit while nobody was asked', async () => {
    await test.events(DONE);
    expect(await test.events(moved)).toEqual(['updated']);
    const visits = await test.visits('C-1');
    expect(visits).toHaveLength(1);
    expect(visits[0]).toMatchObject({
      status: 'assigned',
      earliest: at('2026-03-11T09:30:00+08:00'),
      due: at('2026-03-15T00:00:00+08:00'),
      nextAt: at('2026-03-11T09:30:00+08:00'),
    });
    expect((await eventOf(test.ctx.db.read, 'cuihu', 'C-1'))?.resolvedAt).toBe(at('2026-03-11T09:30:00+08:00'));
  });

  it('gives its visit to whom it is for now, in the way that is asked for now', async () => {
    await test.events({ ...DONE, severity: 'general' });
    expect((await test.visits('C-1'))[0]).toMatchObject({ assignee: 'zhangwei', by: ['department-head', 'steward'] });
    await test.events({ ...DONE, severity: 'major' });
    expect(await test.visits('C-1')).toMatchObject([
      { status: 'assigned', assignee: 'sun', by: ['manager'], nextAt: at('2026-03-10T09:30:00+08:00') },
    ]);
    await test.events({ ...DONE, severity: 'major', worker: 'sun' });
    expect(await test.visits('C-1')).toMatchObject([{ status: 'assigned', assignee: 'liuyan' }]);
    await test.events({ ...DONE, severity: 'major', worker: 'sun', description: '更正' });
    expect(await test.visits('C-1')).toMatchObject([{ status: 'assigned', assignee: 'liuyan' }]);
  });

  it('leaves it with a colleague who took it, as long as it is for the same roles', async () => {
    await test.events(DONE);
    await test.ctx.db.write((tx) => tx.visit.updateMany({ data: { assignee: 'sun' } }));
    await test.events({ ...DONE, description: '更正' });
    expect(await test.visits('C-1')).toMatchObject([{ assignee: 'sun' }]);
  });

  it('changes nothing about who goes once the household was asked', async () => {
    await test.events(DONE);
    await test.ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'asked', nextAt: null } }));
    await test.events({ ...DONE, severity: 'major' });
    expect(await test.visits('C-1')).toMatchObject([{ assignee: 'zhangwei', by: ['department-head', 'steward'] }]);
  });

  it('leaves the window alone once the household was asked', async () => {
    await test.events(DONE);
    const [visit] = await test.visits('C-1');
    if (visit === undefined) throw new Error('no visit');
    await test.ctx.db.write((tx) => saveVisit(tx, { ...visit, status: 'asked', nextAt: null }, test.ctx.clock.now()));
    expect(await test.events(moved)).toEqual(['updated']);
    expect(await test.visits('C-1')).toEqual([{ ...visit, status: 'asked', nextAt: null }]);
  });

  it('cancels a visit that is no longer asked for, and plans the one that is', async () => {
    await test.events(DONE);
    expect(await test.events({ ...DONE, kind: 'help' })).toEqual(['updated']);
    const [before, now] = await test.visits('C-1');
    expect(before).toMatchObject({ clause: 'p03.1', status: 'cancelled', nextAt: null });
    expect(now).toMatchObject({ clause: 'p03.4' });
    const cancel = await test.ctx.db.read.audit.findFirstOrThrow({ where: { action: 'visit.cancel' } });
    expect(cancel).toMatchObject({ actor: 'intake', subject: `visit:${before?.no}` });
  });

  it('does not cancel what the household was asked about', async () => {
    await test.events(DONE);
    const [visit] = await test.visits('C-1');
    if (visit === undefined) throw new Error('no visit');
    await test.ctx.db.write((tx) => saveVisit(tx, { ...visit, status: 'asked' }, test.ctx.clock.now()));
    await test.events({ ...DONE, kind: 'help' });
    expect((await test.visits('C-1'))[0]?.status).toBe('asked');
  });
});

describe('drawing', () => {
  /** Those from which anyone was drawn. */
  const draws = () => test.ctx.db.read.draw.findMany({ where: { size: { gt: 0 } }, orderBy: { period: 'asc' } });

  it('of 200 events keeps the rate at every moment, within one', { timeout: 60_000 }, async () => {
    await test.events(...Array.from({ length: 200 }, (_, nth) => help(nth)));
    const visits = await test.ctx.db.read.visit.findMany({ orderBy: { drawPosition: 'asc' } });
    expect(visits.map(({ drawPosition }) => drawPosition)).toEqual(Array.from({ length: 200 }, (_, nth) => nth));
    let drawn = 0;
    for (const [nth, { status }] of visits.entries()) {
      if (status !== 'not-drawn') drawn += 1;
      expect(Math.abs(drawn - (nth + 1) * 0.3)).toBeLessThan(1);
    }
    expect(drawn).toBe(60);
    expect(new Set(visits.map(({ status }) => status))).toEqual(new Set(['assigned', 'not-drawn']));
    expect(visits.every(({ status, nextAt }) => (status === 'assigned') === (nextAt !== null))).toBe(true);
    expect(await draws()).toMatchObject([{ clause: 'p03.4', period: '2026Q1', percent: 30, size: 200, chosen: 60 }]);
  });

  it('keeps a key that was there before anyone was drawn, and takes each event once, however often it comes', async () => {
    await test.events(help(1));
    const [draw] = await draws();
    expect(keyHash(test.ctx.box.open(draw?.keyCipher ?? ''))).toBe(draw?.keyHash);
    await test.events(help(1), help(2), help(1));
    expect(await draws()).toMatchObject([{ keyHash: draw?.keyHash, size: 2 }]);
  });

  it('goes by the quarter in which the work was done', async () => {
    await test.events(
      help(1),
      { ...help(2), resolvedAt: '2026-04-01T00:00:00+08:00' },
      { ...help(3), resolvedAt: '2026-03-31T23:59:59+08:00' },
    );
    expect((await draws()).map(({ period, size }) => [period, size])).toEqual([
      ['2026Q1', 2],
      ['2026Q2', 1],
    ]);
  });

  it('leaves to the supervisor what the policy leaves to them', async () => {
    await test.events({ id: 'O-1', kind: 'other', resolvedAt: '2026-03-10T09:00:00+08:00' });
    expect(await test.visits('O-1')).toMatchObject([
      { clause: 'p03.6', status: 'planned', rate: null, assignee: null, nextAt: null },
    ]);
  });
});

describe('two policies on one event', () => {
  it('are one conversation: the leader is opened, the other is served by it and keeps its clause', async () => {
    await test.close();
    test = await openEstate(['p03', 'p08']);
    await test.events(DONE);
    const visits = await test.visits('C-1');
    expect(visits.map(({ policy }) => policy).toSorted()).toEqual(['p03', 'p08']);
    const leader = visits.find(({ servedBy }) => servedBy === null);
    const served = visits.find(({ servedBy }) => servedBy !== null);
    expect(served).toMatchObject({
      servedBy: leader?.no,
      nextAt: null,
      status: 'assigned',
      assignee: leader?.assignee,
    });
    expect(leader?.nextAt).not.toBeNull();
  });
});
