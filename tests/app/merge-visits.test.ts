import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignVisit } from '../../src/app/assign-visits.js';
import { moveVisit } from '../../src/app/move-visit.js';
import type { VisitCommand } from '../../src/core/visit.js';
import { estateOf } from '../../src/store/estates.js';
import { lockVisit, type StoredVisit } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p02', 'p06', 'p08']);
});
afterEach(() => test.close());

/** Repairs done on Wednesday 4 March: p02.3 until 7 April, p06.3 in the week from Monday 9 March. */
const repair = (nth: number) => ({ id: `WO-${nth}`, kind: 'repair', resolvedAt: '2026-03-04T10:00:00+08:00' });
const WEEK = { earliest: at('2026-03-09T00:00:00+08:00'), due: at('2026-03-16T00:00:00+08:00') };

const of = (visits: readonly StoredVisit[], policy: string): StoredVisit => {
  const found = visits.find((visit) => visit.policy === policy);
  if (found === undefined) throw new TypeError(`no visit of ${policy}`);
  return found;
};

/** What a draw does with a visit that it chose, and what happens to a visit later. */
const draw = ({ no }: StoredVisit) =>
  test.ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, test.ctx.db, no);
    const estate = await estateOf(tx, 'cuihu');
    if (visit === null || estate === null) throw new TypeError('gone');
    const command = { kind: 'draw', chosen: true } as const;
    const drawn = await moveVisit(tx, test.ctx, visit, { command, actor: 'test', now: test.ctx.clock.now() });
    if (drawn === null) throw new TypeError(`visit ${no} cannot be drawn`);
    return assignVisit(tx, test.ctx, { estate, visit: drawn, worker: null, now: test.ctx.clock.now() });
  });
const move = ({ no }: StoredVisit, command: VisitCommand) =>
  test.ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, test.ctx.db, no);
    return visit && moveVisit(tx, test.ctx, visit, { command, actor: 'test', now: test.ctx.clock.now() });
  });

/** Of two repairs at 50% one is drawn: the visits of that one, and of the other. */
async function twoRepairs(): Promise<readonly [drawn: string, notDrawn: string]> {
  await test.events(repair(1), repair(2));
  const first = of(await test.visits('WO-1'), 'p02').status === 'assigned';
  return first ? ['WO-1', 'WO-2'] : ['WO-2', 'WO-1'];
}

describe('a repair that two policies draw for themselves', () => {
  it('is asked about in the window that both allow, by the one that was drawn; the other waits for its own draw', async () => {
    const [event] = await twoRepairs();
    const visits = await test.visits(event);
    expect(of(visits, 'p02')).toMatchObject({
      status: 'assigned',
      servedBy: null,
      ...WEEK,
      nextAt: WEEK.earliest,
      how: ['phone', 'in-person', 'chat'],
    });
    expect(of(visits, 'p06')).toMatchObject({ status: 'planned', servedBy: of(visits, 'p02').no, ...WEEK });
  });

  it('has one conversation when both are drawn', async () => {
    const [event] = await twoRepairs();
    await draw(of(await test.visits(event), 'p06'));
    const visits = await test.visits(event);
    const leader = of(visits, 'p02');
    expect(of(visits, 'p06')).toMatchObject({
      servedBy: leader.no,
      status: 'assigned',
      assignee: 'zhangwei',
      nextAt: null,
    });
    await move(leader, { kind: 'hand-over', reason: 'silent' });
    await move(leader, { kind: 'record', method: 'phone', by: 'zhangwei' });
    expect((await test.visits(event)).map(({ status }) => status)).toEqual(['recorded', 'recorded']);
  });

  it('is led by the second where only that one is drawn; the first joins if it is drawn later', async () => {
    const [, event] = await twoRepairs();
    await draw(of(await test.visits(event), 'p06'));
    const led = await test.visits(event);
    expect(of(led, 'p06')).toMatchObject({ status: 'assigned', servedBy: null, ...WEEK, nextAt: WEEK.earliest });
    expect(of(led, 'p02')).toMatchObject({ status: 'not-drawn', servedBy: of(led, 'p06').no });
    await move(of(led, 'p06'), { kind: 'record', method: 'phone', by: 'liuyan' });
    expect(of(await test.visits(event), 'p02').status).toBe('not-drawn');
    expect(await draw(of(led, 'p02'))).toBeNull();
    expect(of(await test.visits(event), 'p02')).toMatchObject({ status: 'recorded', servedBy: of(led, 'p06').no });
  });

  it('keeps what each clause asks: its own rate, form and window come back when it is alone again', async () => {
    const [event] = await twoRepairs();
    const { why, record, rate } = of(await test.visits(event), 'p02');
    expect([record, rate]).toEqual(['业主回访记录表', 50]);
    expect(why.own).toMatchObject({
      earliest: at('2026-03-04T10:00:00+08:00'),
      due: at('2026-04-08T00:00:00+08:00'),
      how: ['phone', 'in-person', 'walk-round', 'chat'],
    });
    // It was done a week later than was said at first.
    await test.events({ ...repair(Number(event.slice(3))), resolvedAt: '2026-03-12T10:00:00+08:00' });
    expect(of(await test.visits(event), 'p02')).toMatchObject({
      earliest: at('2026-03-16T00:00:00+08:00'),
      due: at('2026-03-23T00:00:00+08:00'),
      nextAt: at('2026-03-16T00:00:00+08:00'),
      why: { own: { earliest: at('2026-03-12T10:00:00+08:00') } },
    });
  });

  it('leaves in the audit that the one was merged into the other', async () => {
    const [event] = await twoRepairs();
    await draw(of(await test.visits(event), 'p06'));
    const visits = await test.visits(event);
    const row = await test.ctx.db.read.audit.findFirst({ where: { action: 'visit.merge' } });
    expect(row?.subject).toBe(`visit:${of(visits, 'p06').no}`);
    expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ into: of(visits, 'p02').no });
  });
});

describe('a clause that wants somebody at the door', () => {
  const help = (nth: number) => ({ id: `H-${nth}`, kind: 'help', resolvedAt: '2026-03-10T09:00:00+08:00' });

  it('is not served by a chat that was held before it was drawn, and takes the merged visit to the door if it was not', async () => {
    await test.close();
    test = await openEstate(['p03', 'p05']);
    const estate = test;
    for (let nth = 0; nth < 10; nth += 1) await estate.events(help(nth));
    const undrawn: string[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      const visits = await estate.visits(`H-${nth}`);
      if (visits.every(({ status }) => status === 'not-drawn')) undrawn.push(`H-${nth}`);
    }
    const [asked = '', untouched = ''] = undrawn;
    await draw(of(await estate.visits(asked), 'p03'));
    await move(of(await estate.visits(asked), 'p03'), { kind: 'ask', channel: 'wecom-kf' });
    await draw(of(await estate.visits(asked), 'p05'));
    expect(of(await estate.visits(asked), 'p05')).toMatchObject({
      status: 'assigned',
      servedBy: null,
      how: ['in-person', 'on-site'],
    });

    await draw(of(await estate.visits(untouched), 'p03'));
    await draw(of(await estate.visits(untouched), 'p05'));
    const [first, second] = [of(await estate.visits(untouched), 'p03'), of(await estate.visits(untouched), 'p05')];
    expect(first).toMatchObject({ servedBy: null, how: ['in-person', 'on-site'], needsSignature: true });
    expect(second).toMatchObject({ servedBy: first.no, status: 'assigned' });
  });
});
