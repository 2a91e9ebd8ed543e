/** Faults of the platform and of time (reliability.md §2), each injected into the whole program on a clock that is moved. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/calendar.js';
import { openWorld, type World, type WorldOptions } from '../helpers/world.js';

const ESTATE = { id: 'cuihu', name: '翠湖花园', policies: ['p08'], timezone: 'Asia/Shanghai' };
const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'dispatcher' }], households: ['*'] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
];
const PEOPLE = ['wmLi', 'wmZhao'];

async function settled(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
  await world.post('/api/v1/estates', ESTATE);
  await world.post('/api/v1/staff', STAFF);
  for (const [no, externalUserId] of PEOPLE.entries()) {
    const household = `3-2-120${no}`;
    const person = { name: '李敏', relation: 'owner', phone: `1380000000${no}`, consent: true };
    await world.post('/api/v1/residents', { id: `r-${no}`, estate: 'cuihu', household, externalUserId, ...person });
    await world.sandbox.resident(externalUserId).says('你好');
  }
  await world.settle();
  return world;
}

const complaint = (id: string, no = 0, resolvedAt = '2026-03-10T09:30:00+08:00') => ({
  id,
  estate: 'cuihu',
  kind: 'complaint',
  severity: 'general',
  household: `3-2-120${no}`,
  description: `${id}的杂物`,
  resolvedAt,
});

type Item = Readonly<Record<string, unknown>>;
const items = async (world: World, route: string): Promise<readonly Item[]> =>
  ((await world.get(route)).json as { readonly items: readonly Item[] }).items;
const records = (world: World): Promise<readonly Item[]> => items(world, '/api/v1/records?estate=cuihu');
const visits = (world: World): Promise<readonly Item[]> => items(world, '/api/v1/visits?estate=cuihu');
const issued = async (world: World): Promise<unknown> =>
  ((await world.get('/api/v1/rates?estate=cuihu&period=2026-03')).json as { readonly issued: number }).issued;
const questions = (world: World, who = 'wmLi'): readonly string[] =>
  world.sandbox
    .resident(who)
    .hears()
    .filter((text) => text.includes('结果您满意吗'));

async function ask(world: World, ...events: readonly object[]): Promise<void> {
  for (const event of events) await world.post('/api/v1/events', event);
  await world.settle();
}

/** Lets `ms` pass in steps, so that whatever was put off comes again at its time. */
const pass = (world: World, ms: number): Promise<void> => world.advance(ms);

describe('repeated and disordered callbacks', () => {
  it('17: the same callback twice in one second is worked once, and is answered 200 both times', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    const tap = await world.sandbox.resident('wmLi').taps('满意');
    expect(await world.sandbox.redeliver(tap)).toBe(200);
    const said = await world.sandbox.staff('wangfang').says('我的任务');
    expect(await world.sandbox.redeliver(said)).toBe(200);
    expect(await world.sandbox.redeliver(said, 'new-envelope')).toBe(200);
    await world.settle();
    expect(await records(world)).toHaveLength(1);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
  });

  it('18: a duplicate three days later is refused as stale, or, newly sealed, is a no-op', async () => {
    await using world = await settled();
    const said = await world.sandbox.staff('wangfang').says('帮助');
    await world.settle();
    await pass(world, 3 * DAY);
    expect(await world.sandbox.redeliver(said)).toBe(401);
    expect(await world.sandbox.redeliver(said, 'new-envelope')).toBe(200);
    await world.settle();
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
  });

  it('19: two messages of one person at one instant are both kept, and worked in the order of the log', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    const li = world.sandbox.resident('wmLi');
    await Promise.all([li.taps('不满意'), li.says('楼道还是很脏')]);
    await world.settle();
    const [record, ...others] = await records(world);
    expect(record).toMatchObject({ grade: 'dissatisfied', remark: '楼道还是很脏' });
    expect(others).toEqual([]);
    expect(li.hears().at(-1)).toContain('楼道还是很脏');
  });

  it('20: a tap after a newer question belongs to the visit that its menu names', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'), complaint('C-2'));
    const li = world.sandbox.resident('wmLi');
    const first = li.seen().find((heard) => heard.text.includes('C-1'));
    await li.taps(first?.options.find((option) => option.text === '不满意')?.id ?? '');
    await world.settle();
    expect(await records(world)).toMatchObject([{ event: 'C-1', grade: 'dissatisfied' }]);
  });

  it('20: an answer that is pulled before the receipt of its question is known counts all the same', async () => {
    await using world = await settled();
    const hold = world.sandbox.hold('kf/send_msg', 'after-work');
    await world.post('/api/v1/events', complaint('C-1'));
    const settling = world.settle();
    await hold.reached;
    await world.sandbox.resident('wmLi').taps('满意');
    hold.release();
    await settling;
    await world.settle();
    expect(await records(world)).toMatchObject([{ event: 'C-1', grade: 'satisfied' }]);
  });

  it('21: a tap on a visit that is recorded is answered kindly; 修改 appends a correction', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    const li = world.sandbox.resident('wmLi');
    await li.taps('满意');
    await world.settle();
    await li.taps('不满意');
    await world.settle();
    expect(await records(world)).toMatchObject([{ grade: 'satisfied' }]);
    expect(li.last()?.text).toContain('修改');
    await li.says('修改');
    await world.settle();
    await li.taps('不满意');
    await world.settle();
    expect(await records(world)).toMatchObject([{ grade: 'dissatisfied' }]);
    expect(await world.runtime.ctx.db.read.record.count()).toBe(2);
  });
});

describe('pulling', () => {
  it('22: a page that is served twice is the same messages once', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    world.sandbox.repeatLastPage();
    await world.sandbox.ring();
    await world.settle();
    const heard = world.sandbox.resident('wmLi').hears().length;
    await world.sandbox.ring();
    await world.settle();
    expect(await records(world)).toHaveLength(1);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
  });

  it('23: a refused cursor begins anew, without answers to what is old', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    const heard = world.sandbox.resident('wmLi').hears().length;
    world.sandbox.forgetCursors();
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    expect(await records(world)).toHaveLength(1);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard + 1);
    expect(world.sandbox.resident('wmZhao').hears()).toHaveLength(1);
  });

  it('24: a notice whose token has run out is pulled without one, slowly', async () => {
    await using world = await settled({ sandbox: { limits: { syncPage: 1 } } });
    await ask(world, complaint('C-1'));
    world.sandbox.fail('kf/sync_msg', { status: 502, times: 20 });
    for (let nth = 0; nth < 80; nth += 1) await world.sandbox.resident('wmZhao').says(`第${nth}句`);
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    await pass(world, HOUR);
    expect(await records(world)).toHaveLength(1);
    const tokenless = world.sandbox.calls('kf/sync_msg').filter(({ body }) => !(body as Item)['token']);
    expect(tokenless.length).toBeGreaterThan(0);
    for (const { at } of tokenless)
      expect(tokenless.filter((call) => call.at >= at && call.at < at + MINUTE).length).toBeLessThan(60);
  });

  it('25: over thirty pages come in, all and in order', async () => {
    await using world = await settled({ sandbox: { limits: { syncPage: 2 } } });
    const hold = world.sandbox.hold('kf/sync_msg');
    const first = world.sandbox.resident('wmZhao').says('第0句');
    void world.settle();
    await hold.reached;
    await first;
    for (let nth = 1; nth < 70; nth += 1) await world.sandbox.resident('wmZhao').says(`第${nth}句`);
    hold.release();
    await world.settle();
    const rows = await world.runtime.ctx.db.read.inbox.findMany({
      where: { source: 'kf-message', person: 'kf:wmZhao' },
      orderBy: { id: 'asc' },
    });
    const words = rows.map(
      ({ body }) => (JSON.parse(world.runtime.ctx.box.open(body)) as { text: Item }).text['content'],
    );
    expect(words.slice(1)).toEqual(Array.from({ length: 70 }, (_none, nth) => `第${nth}句`));
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['done']));
  });
});

describe('refusals of the platform', () => {
  it.each([42001, 40014] as const)('26: a token that ends early (%i) is renewed once for all', async (errcode) => {
    await using world = await settled();
    await ask(world, complaint('C-1'), complaint('C-2', 1));
    await world.sandbox.staff('wangfang').says('帮助');
    await world.settle();
    const before = world.sandbox.calls('gettoken').length;
    world.sandbox.expireTokens(errcode);
    await Promise.all([
      world.sandbox.resident('wmLi').says('不满意，还在漏'),
      world.sandbox.resident('wmZhao').says('不满意，太慢'),
      world.sandbox.staff('wangfang').says('我的任务'),
    ]);
    await world.settle();
    expect(world.sandbox.calls('gettoken').length - before).toBe(2);
    expect(await records(world)).toHaveLength(2);
    expect(world.sandbox.staff('liuyan').seen()).toHaveLength(2);
  });

  it.each([60020, 48002, 301002])('27: %i is not hammered at, and readiness names it', async (errcode) => {
    await using world = await settled();
    world.sandbox.fail('kf/sync_msg', { errcode, times: 1_000 });
    const before = world.sandbox.calls().length;
    for (let nth = 0; nth < 5; nth += 1) await world.sandbox.resident('wmLi').says(`第${nth}句`);
    await world.settle();
    await pass(world, MINUTE);
    expect(world.sandbox.calls().length - before).toBeLessThan(20);
    const ready = await fetch(`${world.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain(String(errcode));
    world.sandbox.clearFaults();
    await pass(world, 5 * MINUTE);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
    expect(await world.runtime.ctx.db.read.inbox.count({ where: { status: { not: 'done' } } })).toBe(0);
  });

  it('27: a wrong secret is not hammered at, and what waits for it goes out once it is mended', async () => {
    await using world = await settled();
    world.sandbox.expireTokens(40014);
    world.sandbox.fail('gettoken', { errcode: 40001, times: 1_000 });
    const before = world.sandbox.calls().length;
    await world.post('/api/v1/events', complaint('C-1'));
    await world.settle();
    await pass(world, MINUTE);
    expect(world.sandbox.calls().length - before).toBeLessThan(20);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
    world.sandbox.clearFaults();
    await pass(world, 10 * MINUTE);
    expect(questions(world)).toHaveLength(1);
  });

  it.each([
    ['-1', { errcode: -1, times: 2 }],
    ['45033', { errcode: 45033, times: 2 }],
    ['HTTP 500', { status: 500, times: 2 }],
    ['HTTP 502 in HTML', { status: 502, html: true, times: 2 }],
    ['HTML with a 200', { html: true, times: 2 }],
    ['cut before the work', { dropBeforeWork: true, times: 2 }],
    ['31: cut after the work', { dropAfterWork: true, times: 2 }],
    ['31: an answer cut in half', { cutAnswer: true, times: 2 }],
  ] as const)('28: %s: tried again, and seen once', async (_name, fault) => {
    await using world = await settled();
    for (const path of ['kf/send_msg', 'kf/sync_msg', 'message/send']) world.sandbox.fail(path, fault);
    await ask(world, complaint('C-1'));
    await pass(world, 10_000);
    expect(questions(world)).toHaveLength(1);
    await world.sandbox.resident('wmLi').says('不满意，还在漏');
    await world.settle();
    await pass(world, 20_000);
    expect(await records(world)).toHaveLength(1);
    expect(world.sandbox.staff('liuyan').seen()).toHaveLength(1);
    const sent = world.sandbox.calls('kf/send_msg').filter(({ body }) => JSON.stringify(body).includes('结果您满意吗'));
    expect(new Set(sent.map(({ body }) => (body as Item)['msgid'])).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('29: 45009 waits for its window while the messages of others go on', async () => {
    await using world = await settled();
    world.sandbox.fail('kf/send_msg', { errcode: 45009 });
    await ask(world, complaint('C-1'), complaint('C-2', 1));
    await pass(world, 30_000);
    expect(questions(world).length + questions(world, 'wmZhao').length).toBe(1);
    await pass(world, 2 * MINUTE);
    expect(questions(world).length + questions(world, 'wmZhao').length).toBe(2);
  });

  it('31: some refuse a repeated msgid: it counts as sent', async () => {
    await using world = await settled({ sandbox: { repeatedMsgid: 'refuse' } });
    world.sandbox.fail('kf/send_msg', { dropAfterWork: true });
    await ask(world, complaint('C-1'));
    await pass(world, 10_000);
    expect(questions(world)).toHaveLength(1);
    expect(await visits(world)).toMatchObject([{ status: 'asked' }]);
    expect(await issued(world)).toBe(1);
  });

  it.each([95001, 95002, 95018])(
    '32: %i hands the visit to a person, and nothing counts as issued',
    async (errcode) => {
      await using world = await settled();
      world.sandbox.fail('kf/send_msg', { errcode });
      await ask(world, complaint('C-1'));
      expect(await visits(world)).toMatchObject([{ status: 'with-staff', assignee: 'wangfang' }]);
      expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
      expect(await issued(world)).toBe(0);
    },
  );

  it('33: a msg_send_fail after a success withdraws the ballot', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    expect(await issued(world)).toBe(1);
    await world.sandbox.failDelivery(world.sandbox.resident('wmLi').last()?.msgid ?? '');
    await world.settle();
    expect(await issued(world)).toBe(0);
    expect(await visits(world)).toMatchObject([{ status: 'with-staff', assignee: 'wangfang' }]);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
  });

  it('33: also where the event comes before the answer to our own call', async () => {
    await using world = await settled();
    const hold = world.sandbox.hold('kf/send_msg', 'after-work');
    await world.post('/api/v1/events', complaint('C-1'));
    const settling = world.settle();
    await hold.reached;
    await world.sandbox.failDelivery(world.sandbox.resident('wmLi').last()?.msgid ?? '');
    await settledInbox(world);
    hold.release();
    await settling;
    await world.settle();
    expect(await issued(world)).toBe(0);
    expect(await visits(world)).toMatchObject([{ status: 'with-staff' }]);
  });
});

/** Until the inbox is empty, while the outbox still waits for the platform. */
async function settledInbox(world: World): Promise<void> {
  world.runtime.engine.wake('inbox');
  const { read } = world.runtime.ctx.db;
  while (
    (await read.arrival.count()) > 0 ||
    (await read.inbox.count({ where: { status: { in: ['new', 'working'] } } })) > 0
  )
    await new Promise((next) => setImmediate(next));
}

describe('35: the clock', () => {
  it('jumps back an hour: nobody is asked twice', async () => {
    await using world = await settled();
    await ask(world, complaint('C-1'));
    await pass(world, -HOUR);
    await ask(world, complaint('C-1'));
    await pass(world, 2 * HOUR);
    expect(questions(world)).toHaveLength(1);
  });

  it('jumps forward a day into the night: nothing goes out before nine', async () => {
    await using world = await settled({ now: '2026-03-10T22:00:00+08:00' });
    await ask(world, complaint('C-1', 0, '2026-03-10T21:30:00+08:00'));
    expect(questions(world)).toHaveLength(0);
    await pass(world, DAY);
    const at = world.sandbox
      .resident('wmLi')
      .seen()
      .filter((heard) => heard.text.includes('C-1'))
      .map((heard) => heard.at);
    for (const instant of at) {
      const hour = (new Date(instant).getUTCHours() + 8) % 24;
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(21);
    }
    expect(questions(world)).toHaveLength(1);
  });
});
