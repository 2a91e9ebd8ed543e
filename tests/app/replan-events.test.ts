import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replanEstates } from '../../src/app/replan-events.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { verifyAudit } from '../../src/store/audit.js';
import { versionText } from '../../src/store/policy-versions.js';
import { markReplanning, replannings } from '../../src/store/replanning.js';
import { saveVisit } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

/** The clock stands at 2026-03-10 10:00. */
const repair = (id: string, resolvedAt: string) => ({ id, kind: 'repair', resolvedAt });
const complaint = (id: string, resolvedAt: string) => ({ id, kind: 'complaint', severity: 'general', resolvedAt });
const LATER = at('2026-03-10T12:00:00+08:00');

const adopt = (policies: readonly unknown[], actor = 'api:0123') =>
  takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies }], { actor });
const seen = async (event: string) =>
  (await test.visits(event)).map(({ policy, clause, status }) => `${policy} ${clause} ${status}`);
const actions = async () =>
  (
    await test.ctx.db.read.audit.findMany({ where: { action: { startsWith: 'policy.' } }, orderBy: { seq: 'asc' } })
  ).map(({ action, actor, subject, detail }) => ({ action, actor, subject, detail: JSON.parse(detail) as unknown }));

describe('a policy that is adopted', () => {
  it('takes effect at once on events of the running period whose windows are open', async () => {
    await test.events(
      complaint('OPEN', '2026-03-09T09:00:00+08:00'),
      complaint('OVER', '2026-03-04T09:00:00+08:00'),
      repair('FEBRUARY', '2026-02-28T09:00:00+08:00'),
      repair('MARCH', '2026-03-01T09:00:00+08:00'),
      { id: 'AGREED', kind: 'contracted-service', agreement: { start: '2026-01-01', end: '2026-06-30' } },
    );
    test.moveTo(LATER);
    await adopt(['p02', 'p03']);
    const made = async (event: string) => (await seen(event)).filter((one) => one.startsWith('p02'));
    expect(await made('OPEN')).toEqual(['p02 p02.2 assigned']);
    expect(await made('OVER')).toEqual([]);
    expect(await made('FEBRUARY')).toEqual([]);
    expect(await made('MARCH')).toHaveLength(1);
    expect(await made('AGREED')).toHaveLength(2);
    expect(await replannings(test.ctx.db.read)).toEqual([]);
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('makes nothing more of an old event that is sent again', async () => {
    const old = complaint('OLD', '2026-01-05T09:00:00+08:00');
    await test.events(old);
    test.moveTo(LATER);
    await adopt(['p03', 'p08']);
    expect(await test.events({ ...old, description: '再传一次' })).toEqual(['updated']);
    expect(await seen('OLD')).toEqual(['p03 p03.1 assigned']);
  });

  it('but of an event that comes in only now asks what it asks of every event', async () => {
    test.moveTo(LATER);
    await adopt(['p03', 'p08']);
    await test.events(complaint('NEW', '2026-01-05T09:00:00+08:00'));
    expect(await seen('NEW')).toEqual(['p03 p03.1 assigned', 'p08 p08.1 assigned']);
  });

  it('has its visit answered by the conversation that is under way', async () => {
    await test.events(complaint('C', '2026-03-10T09:00:00+08:00'));
    const [visit] = await test.visits('C');
    if (visit === undefined) throw new Error('no visit');
    const asked = { ...visit, status: 'asked', askedAt: test.ctx.clock.now() } as const;
    await test.ctx.db.write((tx) => saveVisit(tx, asked, test.ctx.clock.now()));
    test.moveTo(LATER);
    await adopt(['p02', 'p03']);
    const [before, added] = await test.visits('C');
    expect(before).toMatchObject({ policy: 'p03', status: 'asked', servedBy: null, due: visit.due });
    expect(added).toMatchObject({ policy: 'p02', status: 'asked', servedBy: visit.no, nextAt: null });
  });

  it('keeps its text, and stands in the audit with who adopted, changed and left it', async () => {
    test.moveTo(LATER);
    await adopt(['p03', { id: 'p08', parameters: { complaintDays: 5 } }]);
    await adopt(['p03', { id: 'p08', parameters: { complaintDays: 4 } }], 'api:4567');
    await adopt(['p03']);
    const [first, ...rest] = await actions();
    expect(first).toMatchObject({ action: 'policy.adopt', subject: 'policy:p03', actor: 'api' });
    expect(rest.map(({ action, actor, subject }) => `${action} ${actor} ${subject}`)).toEqual([
      'policy.adopt api:0123 policy:p08',
      'policy.change api:4567 policy:p08',
      'policy.leave api:0123 policy:p08',
    ]);
    const version = (rest[1]?.detail as { after: { version: string } } | undefined)?.after.version ?? '';
    const kept = await versionText(test.ctx.db.read, version);
    expect(kept).toEqual({ text: test.ctx.library.textOf('p08'), parameters: { complaintDays: 4 } });
  });
});

describe('a parameter that is changed', () => {
  it('leaves what has opened, and moves what has not', async () => {
    await test.events(repair('OPENED', '2026-03-01T09:00:00+08:00'), repair('AHEAD', '2026-03-09T09:00:00+08:00'));
    const [opened] = await test.visits('OPENED');
    const [ahead] = await test.visits('AHEAD');
    test.moveTo(LATER);
    await adopt([{ id: 'p03', parameters: { repairFromDays: 9 } }]);
    expect(await test.visits('OPENED')).toEqual([opened]);
    const [moved] = await test.visits('AHEAD');
    expect(moved).toMatchObject({
      no: ahead?.no,
      earliest: at('2026-03-18T00:00:00+08:00'),
      due: ahead?.due,
      drawPosition: ahead?.drawPosition,
      status: ahead?.status,
    });
    expect(moved?.policyVersion).not.toBe(ahead?.policyVersion);
    expect(moved?.why.window).toContain('之后第 9 天（3 月 18 日）0:00 起');
  });

  it('is not met by what has opened, also when its event is sent again; a corrected event moves it by its own version', async () => {
    const done = complaint('C', '2026-03-09T09:00:00+08:00');
    await test.events(done);
    const [before] = await test.visits('C');
    test.moveTo(LATER);
    await adopt([{ id: 'p03', parameters: { complaintDays: 1 } }]);
    await test.events(done);
    expect(await test.visits('C')).toEqual([before]);
    await test.events({ ...done, resolvedAt: '2026-03-10T09:00:00+08:00' });
    expect(await test.visits('C')).toMatchObject([
      { due: at('2026-03-14T00:00:00+08:00'), policyVersion: before?.policyVersion },
    ]);
  });

  it('holds for what comes in from then on', async () => {
    test.moveTo(LATER);
    await adopt([{ id: 'p03', parameters: { complaintDays: 1 } }]);
    await test.events(complaint('C', '2026-03-10T11:00:00+08:00'));
    expect(await test.visits('C')).toMatchObject([{ due: at('2026-03-12T00:00:00+08:00') }]);
  });

  it('draws what it asks of everybody now, and has not opened', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => repair(`R-${nth}`, '2026-03-09T09:00:00+08:00')));
    test.moveTo(LATER);
    await adopt([{ id: 'p03', parameters: { repairRate: 100 } }]);
    const visits = await test.ctx.db.read.visit.findMany({ select: { status: true, rate: true } });
    expect(visits).toEqual(Array.from({ length: 10 }, () => ({ status: 'assigned', rate: 100 })));
  });
});

describe('a policy that is left', () => {
  it('keeps what has opened, and takes back what has not', async () => {
    await test.events(
      complaint('OPENED', '2026-03-09T09:00:00+08:00'),
      { id: 'A', kind: 'contracted-service', agreement: { start: '2026-01-01', end: '2026-12-31' } },
      repair('R', '2026-03-09T09:00:00+08:00'),
    );
    test.moveTo(LATER);
    await adopt(['p05']);
    expect((await seen('OPENED')).filter((one) => one.startsWith('p03'))).toEqual(['p03 p03.1 assigned']);
    expect((await seen('A')).filter((one) => one.startsWith('p03'))).toEqual(['p03 p03.3 cancelled']);
    expect((await seen('R')).filter((one) => one.startsWith('p03'))).toEqual(['p03 p03.2 cancelled']);
    const cancels = await test.ctx.db.read.audit.findMany({ where: { action: 'visit.cancel' } });
    expect(cancels.every(({ actor, detail }) => actor === 'system' && detail.includes('the policy no longer'))).toBe(
      true,
    );
  });

  it('and adopted again, asks again', async () => {
    await test.events(repair('R', '2026-03-09T09:00:00+08:00'));
    const [before] = await test.visits('R');
    test.moveTo(LATER);
    await adopt(['p05']);
    await adopt(['p03', 'p05']);
    const visits = (await test.visits('R')).filter(({ policy }) => policy === 'p03');
    expect(visits).toMatchObject([{ no: before?.no, status: before?.status, drawPosition: before?.drawPosition }]);
  });
});

describe('deadlines of handling', () => {
  const open = { id: 'O', kind: 'repair', category: 'wall-crack', reportedAt: '2026-03-10T09:00:00+08:00' };
  const solved = async () =>
    (await test.ctx.db.read.duty.findMany({ where: { item: 'handle:solved' } })).map(({ policyId, due, status }) => ({
      policyId,
      due: Number(due),
      status,
    }));

  it('run from an adoption on for what is not resolved yet, and stay by the version that opened them', async () => {
    await test.events(open, { ...open, id: 'OLD', reportedAt: '2026-01-10T09:00:00+08:00' });
    expect(await solved()).toEqual([]);
    test.moveTo(LATER);
    await adopt(['p01', 'p03']);
    const due = at('2026-03-14T00:00:00+08:00');
    expect(await solved()).toEqual([{ policyId: 'p01', due, status: 'open' }]);
    await adopt([{ id: 'p01', parameters: { crackSolveDays: 9 } }, 'p03']);
    await test.events({ ...open, description: '再报一次' });
    expect(await solved()).toEqual([{ policyId: 'p01', due, status: 'open' }]);
    await adopt(['p03']);
    await test.events({ ...open, resolvedAt: '2026-03-11T09:00:00+08:00' });
    expect(await solved()).toEqual([{ policyId: 'p01', due, status: 'done' }]);
  });
});

describe('events that no policy covers', () => {
  it('are marked when they come in, and looked at again when policies change', async () => {
    await test.close();
    test = await openEstate(['p08']);
    await test.events(repair('R', '2026-03-09T09:00:00+08:00'), complaint('C', '2026-03-09T09:00:00+08:00'));
    const uncovered = async () =>
      (await test.ctx.db.read.event.findMany({ where: { uncovered: true } })).map(({ id }) => id);
    expect(await uncovered()).toEqual(['R']);
    test.moveTo(LATER);
    await adopt(['p03']);
    expect(await uncovered()).toEqual([]);
    await adopt([]);
    expect((await uncovered()).toSorted()).toEqual(['C', 'R']);
  });
});

describe('the look at an estate’s events', () => {
  it('goes on where it was left, over more than a page', { timeout: 120_000 }, async () => {
    const events = Array.from({ length: 230 }, (_, nth) =>
      complaint(`C-${String(nth).padStart(3, '0')}`, '2026-03-09T09:00:00+08:00'),
    );
    await test.close();
    test = await openEstate([]);
    await test.events(...events);
    test.moveTo(LATER);
    await adopt(['p08']);
    expect(await test.ctx.db.read.visit.count()).toBe(230);
    await test.ctx.db.write((tx) => markReplanning(tx, 'cuihu', LATER));
    await replanEstates(test.ctx);
    expect(await test.ctx.db.read.visit.count()).toBe(230);
    expect(await replannings(test.ctx.db.read)).toEqual([]);
  });

  it('meets every event once, whichever comes first: the event or the policy', async () => {
    const events = Array.from({ length: 12 }, (_, nth) => complaint(`C-${nth}`, '2026-03-10T09:00:00+08:00'));
    await Promise.all([...events.map((event) => test.events(event)), adopt(['p03', 'p08']), adopt(['p08', 'p03'])]);
    for (const { id } of events) expect((await test.visits(id)).map(({ policy }) => policy)).toEqual(['p03', 'p08']);
  });
});
