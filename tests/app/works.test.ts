import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactHousehold } from '../../src/app/contact-household.js';
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { tellDuties } from '../../src/app/tell-duties.js';
import { tryEvents } from '../../src/app/try-events.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { formatInstant, type Instant } from '../../src/core/calendar.js';
import { nextDue } from '../../src/store/due.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { dutyLines } from '../helpers/duties.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p07', 'p09', 'p10']);
  const staff = (userid: string, name: string, role: string) => ({ userid, name, roles: [{ estate: 'cuihu', role }] });
  await takeInStaff(test.ctx, [
    staff('xu', '徐保修', 'warranty-lead'),
    staff('he', '何执行', 'works-lead'),
    staff('xiang', '项管', 'project-management'),
  ]);
});
afterEach(() => test.close());

const WORKS = {
  id: 'W-1',
  kind: 'works-completion',
  household: null,
  description: '翠湖一期装修',
  acceptedOn: '2026-03-10',
  signedOn: '2026-03-12',
  fitOut: true,
  warrantyMonths: 24,
  novelties: ['铝模'],
  parties: [
    { kind: 'owner', name: '翠湖置业', contact: '王总', phone: '13900001111' },
    { kind: 'quality-inspection', name: '市质检站', contact: '周工', phone: '13900002222' },
    { kind: 'supervision', name: '诚信监理' },
  ],
};
const short = (instant: Instant): string => formatInstant(instant, 'Asia/Shanghai').slice(0, 10);

/** Opens whatever is due up to an instant, each at its own time; which visits were opened, and on which day. */
async function liveUntil(end: Instant): Promise<readonly string[]> {
  const opened: string[] = [];
  for (;;) {
    const due = await nextDue(test.ctx.db.read);
    if (due === null || due > end) return opened;
    if (due > test.ctx.clock.now()) test.moveTo(due);
    const now = test.ctx.clock.now();
    for (const no of await claimDueVisits(test.ctx.db, now, 50)) {
      await test.ctx.db.write((tx) => contactHousehold(tx, test.ctx, no, now));
      const visit = (await test.visits('W-1')).find((one) => one.no === no);
      opened.push(`${short(now)} ${visit?.clause} ${visit?.counterparty} ${visit?.status} ${visit?.assignee}`);
    }
    await tellDuties(test.ctx, now);
    await test.ctx.db.write((tx) => tx.outbox.updateMany({ data: { status: 'sent' } }));
  }
}

describe('works under three policies', () => {
  it('have their visits planned for two years, each opened at its time, as a task that names the party', async () => {
    await test.events(WORKS);
    const planned = await test.visits('W-1');
    expect(planned.every(({ status }) => status === 'assigned')).toBe(true);
    expect(await liveUntil(at('2026-03-11T23:00:00+08:00'))).toEqual([]);
    const opened = await liveUntil(at('2028-04-30T00:00:00+08:00'));
    // Visits of different policies whose windows meet are one; those of one policy are not.
    expect(opened).toEqual([
      '2026-05-10 p07.12 翠湖置业 with-staff xu',
      '2026-09-10 p07.8 翠湖置业 with-staff xu',
      '2026-09-10 p07.10 owner:翠湖置业 with-staff xu',
      '2026-09-10 p07.10 quality-inspection:市质检站 with-staff xu',
      '2026-09-10 p07.10 supervision:诚信监理 with-staff xu',
      '2026-09-11 p07.12 翠湖置业 with-staff xu',
      '2026-09-12 p07.7 翠湖置业 with-staff xu',
      '2027-03-12 p07.12 翠湖置业 with-staff xu',
      '2027-09-11 p07.12 翠湖置业 with-staff xu',
      '2027-09-12 p07.7 翠湖置业 with-staff xu',
      '2028-01-11 p07.9 翠湖置业 with-staff xu',
    ]);
    const all = await test.visits('W-1');
    expect(all.filter(({ policy }) => policy === 'p09' || policy === 'p10')).toHaveLength(8);
    expect(all.every(({ status }) => status === 'with-staff')).toBe(true);
    const cards = await test.ctx.db.read.outbox.findMany({ where: { purpose: 'task' }, orderBy: { id: 'asc' } });
    const titles = cards.map(({ body }) => {
      const content = JSON.parse(test.ctx.box.open(body)) as OutgoingContent;
      return content.kind === 'card' ? content.card.title : '';
    });
    expect(titles).toContain('回访 市质检站（翠湖一期装修）');
    // A phone number is on no card.
    expect(cards.map(({ body }) => test.ctx.box.open(body)).join()).not.toContain('1390000');
  });

  it('have their report asked for with the last visit, and the retention money when the warranty is over', async () => {
    await test.events(WORKS);
    await openPeriods(test.ctx, test.ctx.clock.now());
    const retention = 'p10.8 duty:0 open 03-13 00:00 xiang';
    const duties = async () => (await dutyLines(test.ctx.db)).filter((line) => /^p10\.[48] /.test(line));
    expect(await duties()).toEqual([retention]);
    const own = (await test.visits('W-1')).filter(({ policy }) => policy === 'p10');
    expect(own).toHaveLength(4);
    for (const { no, earliest } of own) {
      expect(await duties()).toEqual([retention]);
      test.moveTo(earliest);
      await makeVisit(test, no, 'satisfied', 'he');
    }
    expect(await duties()).toEqual([retention, 'p10.4 duty:0 open — he']);
  });

  it('ask those who are named for the plan, the certificate and the measures, as they are registered and accepted', async () => {
    await test.events({ ...WORKS, acceptedOn: null, signedOn: null });
    const duties = async () =>
      (await dutyLines(test.ctx.db)).filter((line) => !line.startsWith('p10.8')).map((line) => line.split(' open ')[0]);
    const planned = ['p07.4 duty:0', 'p07.14 duty:0', 'p09.1 duty:0', 'p10.1 duty:0', 'p10.7 duty:0'];
    expect(await duties()).toEqual(planned);
    await test.events(WORKS);
    expect(await duties()).toEqual([...planned, 'p07.3 duty:0', 'p10.9 duty:0']);
    test.moveTo(at('2026-03-12T09:00:00+08:00'));
    await test.events({ ...WORKS, description: '翠湖一期装修工程' });
    expect(await duties()).toEqual([...planned, 'p07.3 duty:0', 'p10.9 duty:0']);
  });

  it('have minutes and the file of works asked for with each record, once', async () => {
    await test.events(WORKS);
    const [visit] = await test.visits('W-1');
    const no = visit?.no ?? 0;
    test.moveTo(visit?.earliest ?? test.ctx.clock.now());
    await makeVisit(test, no, 'satisfied', 'xu');
    await makeVisit(test, no, 'fairly', 'xu');
    const papers = await test.ctx.db.read.duty.findMany({ where: { visitNo: no }, orderBy: { no: 'asc' } });
    // p07.16 wants minutes only where something was found wanting.
    expect(papers.map(({ clause, form, assignee }) => [clause, form, assignee])).toEqual([
      ['p09.9', '工程回访档案', 'xiang'],
      ['p10.3', '回访纪要', 'he'],
    ]);
  });

  it('have no report asked for while what a visit found wanting is being looked after (p10.4)', async () => {
    await test.events({ ...WORKS, acceptedOn: null, warrantyMonths: 6 });
    const [own] = (await test.visits('W-1')).filter(({ policy }) => policy === 'p10');
    test.moveTo(own?.earliest ?? test.ctx.clock.now());
    await makeVisit(test, own?.no ?? 0, 'dissatisfied', 'he');
    const reports = async () => (await dutyLines(test.ctx.db)).filter((line) => line.startsWith('p10.4'));
    expect(await reports()).toEqual([]);
    await makeVisit(test, own?.no ?? 0, 'satisfied', 'he');
    expect(await reports()).toEqual(['p10.4 duty:0 open — he']);
  });

  it('go to whoever stands in for the works’ own roles', async () => {
    await takeInStaff(test.ctx, [
      { userid: 'xu', name: '徐保修', roles: [] },
      { userid: 'he', name: '何执行', roles: [] },
    ]);
    await test.events(WORKS);
    expect(new Set((await test.visits('W-1')).map(({ assignee }) => assignee))).toEqual(new Set(['xiang']));
  });
});

describe('the certificate of works', () => {
  const certificates = async (): Promise<readonly (string | null)[]> => {
    const rows = await test.ctx.db.read.duty.findMany({
      where: { form: { in: ['保修证书', '装饰工程保修证书'] } },
      orderBy: { no: 'asc' },
    });
    return rows.map(({ clause, eventId, form }) => `${eventId} ${clause} ${form}`);
  };
  const repair = (id: string, works: string) => ({
    id,
    kind: 'repair',
    household: null,
    location: 'public',
    works,
    reportedAt: '2026-03-12T09:00:00+08:00',
    resolvedAt: '2026-03-12T10:00:00+08:00',
  });

  it('of a building is no 装饰工程保修证书, nor is its repair logged in one', async () => {
    await test.events({ ...WORKS, id: 'GC-1', fitOut: false });
    await test.events(repair('R-1', 'GC-1'));
    expect(await certificates()).toEqual(['GC-1 p07.3 保修证书', 'R-1 p07.6 保修证书']);
  });

  it('of a fit-out is', async () => {
    await test.events(WORKS);
    await test.events(repair('R-1', 'W-1'));
    expect((await certificates()).filter((one) => one?.includes('p10'))).toEqual([
      'W-1 p10.9 装饰工程保修证书',
      'R-1 p10.11 装饰工程保修证书',
      'R-1 p10.12 装饰工程保修证书',
    ]);
  });

  it('is that of a fit-out where an estate has p10 alone, whether or not the works say so', async () => {
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p10'] }]);
    await test.events({ ...WORKS, id: 'GC-1', fitOut: undefined });
    expect(await certificates()).toEqual(['GC-1 p10.9 装饰工程保修证书']);
  });

  it('are refused where a part has a shorter warranty than a policy of the estate allows (p07.1, p10.8)', async () => {
    const short = { ...WORKS, id: 'W-9', estate: 'cuihu', warrantyMonths: undefined };
    const terms = [
      { part: 'electrics', months: 12 },
      { part: 'other', months: 3 },
    ];
    const [refused] = await takeInEvents(test.ctx, [{ ...short, warranties: terms }]);
    expect(refused).toMatchObject({ status: 'rejected' });
    expect(refused?.errors.map(({ field, message }) => `${field} ${message}`)).toEqual([
      'warranties 电气管线的保修期短于《工程保修管理及回访制度》p07.1 规定的最低 24 个月，请核对后再登记',
      'warranties 电气管线的保修期短于《办公楼装修工程回访及保修管理》p10.8 规定的最低 24 个月，请核对后再登记',
    ]);
    expect(await test.visits('W-9')).toEqual([]);
    // A dry run says the same.
    expect(await tryEvents(test.ctx, [{ ...short, warranties: terms }])).toEqual([refused]);
    const [taken] = await takeInEvents(test.ctx, [{ ...short, warranties: [{ part: 'electrics', months: 24 }] }]);
    expect(taken?.status).toBe('created');
  });
});
