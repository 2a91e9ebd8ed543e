/**
 * kill -9 at every step of the line: a real process, the real protocol, a database file. After each start everything
 * that was acknowledged has had its effect, and had it once.
 */
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.js';
import { openReadyDb } from '../../src/store/open-db.js';
import { eventually } from '../helpers/eventually.js';
import { startServer } from '../helpers/server-process.js';
import { handled, moveIn, openKilledLine, type KilledLine, type Neighbour } from '../helpers/killed-line.js';

/** What the platform does with the call during which the program dies. */
type Death =
  | { readonly when: 'before-work'; readonly done: 'never' | 'afterwards' }
  | { readonly when: 'after-work'; readonly done: 'before' };
const DEATHS: readonly Death[] = [
  { when: 'before-work', done: 'never' },
  { when: 'before-work', done: 'afterwards' },
  { when: 'after-work', done: 'before' },
];
const NEIGHBOURS = 32;

let line: KilledLine;
let neighbours: readonly Neighbour[] = [];
let next = 0;
beforeAll(async () => {
  line = await openKilledLine();
  await line.start();
  neighbours = await moveIn(line, NEIGHBOURS);
});
afterAll(() => line[Symbol.asyncDispose]());

/** A neighbour of whom nothing has been heard yet. */
function somebody(): { readonly no: number; readonly who: Neighbour } {
  const who = neighbours[next];
  if (who === undefined) throw new Error('the house is empty');
  next += 1;
  return { no: next - 1, who };
}

const heardTimes = (who: Neighbour, part: string): number =>
  line.sandbox
    .resident(who.id)
    .hears()
    .filter((text) => text.includes(part)).length;
const isAsked = (who: Neighbour) => (): boolean => heardTimes(who, '结果您满意吗') > 0;
const isThanked = (who: Neighbour) => (): boolean => heardTimes(who, '已记下') > 0;

async function asked(): Promise<Neighbour> {
  const { no, who } = somebody();
  await line.post('/api/v1/events', handled(who, no));
  await eventually(`${who.event} is asked`, isAsked(who));
  return who;
}

/** Lets the program die while the platform is at its next `call`, and starts it again. */
async function dieAt(call: string, death: Death, cause: () => Promise<unknown>): Promise<void> {
  const hold = line.sandbox.hold(call, death.when);
  let reached = false;
  void hold.reached.then(() => (reached = true));
  await cause();
  await eventually(`${call} is reached`, () => reached);
  await line.kill();
  if (death.done === 'afterwards') hold.release();
  else hold.abandon();
  expect(await line.start()).toBeLessThan(30_000);
}

const name = ({ done }: Death): string =>
  ({ before: 'was done', afterwards: 'arrives, and is done though nobody waits', never: 'arrives' })[done];

describe('kill -9', () => {
  for (const death of DEATHS) {
    it(`while the question ${name(death)}: it is seen once`, async () => {
      const { no, who } = somebody();
      await dieAt('kf/send_msg', death, () => line.post('/api/v1/events', handled(who, no)));
      await eventually(`${who.event} is asked`, isAsked(who));
    });

    it(`while the thanks for an answer ${name(death)}: they are seen once`, async () => {
      const who = await asked();
      await dieAt('kf/send_msg', death, () => line.sandbox.resident(who.id).taps('满意'));
      await eventually(`${who.event} is thanked for`, isThanked(who));
    });

    it(`while the pulling of an answer ${name(death)}: it is recorded once`, async () => {
      const who = await asked();
      await dieAt('kf/sync_msg', death, () => line.sandbox.resident(who.id).taps('一般满意'));
      await eventually(`${who.event} is thanked for`, isThanked(who));
    });

    it(`while the alert of a dissatisfied answer ${name(death)}: staff see it once`, async () => {
      const who = await asked();
      await dieAt('message/send', death, () => line.sandbox.resident(who.id).says('不满意，楼道还是很脏'));
      const alerted = (): boolean =>
        line.sandbox
          .staff('liuyan')
          .hears()
          .some((text) => text.includes(who.matter));
      await eventually(`${who.event} is alerted`, alerted);
    });
  }

  for (const death of DEATHS.filter(({ done }) => done !== 'afterwards')) {
    it(`while the picture of the figures is uploaded, as the call ${name(death)}: one picture arrives`, async () => {
      await pictureArrives(() => dieAt('media/upload', death, () => line.sandbox.staff('sun').says('满意率 本月')));
    });

    it(`while a token is renewed, as the call ${name(death)}: the answer is recorded once`, async () => {
      const who = await asked();
      line.sandbox.expireTokens(40014);
      await dieAt('gettoken', death, () => line.sandbox.resident(who.id).taps('满意'));
      await eventually(`${who.event} is thanked for`, isThanked(who));
    });
  }

  it('while callbacks wait to be read: the platform brings them again, and each is worked once', async () => {
    const who = await asked();
    line.server().freeze();
    const tapped = line.sandbox.resident(who.id).taps('满意');
    const said = line.sandbox.staff('wangfang').says('我的任务');
    const before = line.sandbox.staff('wangfang').seen().length;
    await eventually('both were posted', () =>
      line.sandbox
        .deliveries()
        .slice(-2)
        .every((one) => one.envelope),
    );
    await line.restart();
    expect([(await tapped).outcome, (await said).outcome]).toEqual(['accepted', 'accepted']);
    await eventually(`${who.event} is thanked for`, isThanked(who));
    await eventually('the steward is answered', () => line.sandbox.staff('wangfang').seen().length > before);
  });

  it('right after callbacks were answered 200: what was acknowledged is there', async () => {
    const who = await asked();
    const before = line.sandbox.staff('wangfang').seen().length;
    const accepted = await Promise.all([
      line.sandbox.resident(who.id).taps('满意'),
      line.sandbox.staff('wangfang').says('帮助'),
    ]);
    await line.restart();
    expect(accepted.map((one) => one.attempts.length)).toEqual([1, 1]);
    await eventually(`${who.event} is thanked for`, isThanked(who));
    await eventually('the steward is answered', () => line.sandbox.staff('wangfang').seen().length > before);
  });

  it(
    'at random moments under a stream of events and answers: nothing is lost, nothing done twice',
    { timeout: 90_000 },
    async () => {
      const many = Array.from({ length: 8 }, somebody);
      const lives = many.map(async ({ no, who }) => {
        // An intake that was not acknowledged is sent again, as other systems do.
        const taken = (): Promise<boolean> =>
          line.post('/api/v1/events', handled(who, no)).then(
            () => true,
            () => false,
          );
        await eventually(`${who.event} is taken in`, taken);
        await eventually(`${who.event} is asked`, isAsked(who));
        await line.sandbox.resident(who.id).taps('满意');
        await eventually(`${who.event} is thanked for`, isThanked(who));
      });
      for (let nth = 1; nth <= 6; nth += 1) {
        const calls = line.sandbox.calls().length;
        const some = nth * 2;
        await eventually('some calls were made', () => line.sandbox.calls().length >= calls + some, 800).catch(
          () => null,
        );
        await line.restart();
      }
      await Promise.all(lives);
    },
  );

  it('during start and migration: the next start completes it', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-start-'));
    const file = path.join(folder, 'new.db');
    const env = { ...line.env, DATABASE_URL: `file:${file}` };
    const size = (): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    // The migration writes some 450 kB; each start goes on where the one before was killed.
    for (const bytes of [1, 30_000, 200_000, 400_000]) {
      const server = startServer(env);
      let ready = false;
      void server.ready.then(
        () => (ready = true),
        () => undefined,
      );
      await eventually('the start is under way', () => ready || size() >= bytes);
      await server.kill();
    }
    const server = startServer(env);
    const url = await server.ready;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
    expect(await integrityOf(env.DATABASE_URL)).toEqual(['ok']);
    await rm(folder, { recursive: true, force: true });
  });

  it('has left nothing half done, nothing twice and nothing out, and was done at least 20 times', async () => {
    await line.sandbox.settled();
    await eventually('the boxes are empty', async () => {
      const metrics = await (await fetch(`${await line.server().ready}/metrics`)).text();
      return !/status="(new|working|pending|sending)"/.test(metrics);
    });
    for (const who of neighbours.slice(0, next)) {
      expect([who.event, heardTimes(who, '结果您满意吗')]).toEqual([who.event, 1]);
      const records = await line.items(`/api/v1/records?estate=cuihu&event=${who.event}`);
      expect([who.event, records.length]).toEqual([who.event, heardTimes(who, '已记下') === 0 ? 0 : 1]);
      expect([who.event, heardTimes(who, '已记下')]).toEqual([who.event, records.length]);
    }
    const alerts = line.sandbox.staff('liuyan').hears();
    expect(new Set(alerts).size).toBe(alerts.length);
    expect(alerts).toHaveLength(DEATHS.length);
    expect(line.kills()).toBeGreaterThanOrEqual(20);
    expect(await line.server().stop()).toBe(0);
    await expectSound(line.databaseUrl);
  });
});

/** One text and one picture come, and no more. */
async function pictureArrives(ask: () => Promise<void>): Promise<void> {
  const before = line.sandbox.staff('sun').seen().length;
  await ask();
  // The duties of the cases that were raised before may be told at the same time, and a slow machine asks to wait.
  const came = () =>
    line.sandbox
      .staff('sun')
      .seen()
      .slice(before)
      .filter(({ text }) => !text.startsWith('【') && !text.startsWith('正在整理'));
  await eventually('the picture arrives', () => came().some((one) => one.kind === 'image'));
  expect(came().map((one) => one.kind)).toEqual(['text', 'image']);
}

async function integrityOf(databaseUrl: string): Promise<readonly unknown[]> {
  const client = createClient({ url: databaseUrl });
  const check = await client.execute('PRAGMA integrity_check');
  client.close();
  return check.rows.map((row) => row[0]);
}

/** The file is whole, its chain of audits unbroken, and every row of both boxes has come to its end. */
async function expectSound(databaseUrl: string): Promise<void> {
  expect(await integrityOf(databaseUrl)).toEqual(['ok']);
  const db = await openReadyDb(databaseUrl);
  const audit = await verifyAudit(db.read);
  const arrivals = await db.read.arrival.count();
  const inbox = await db.read.inbox.groupBy({ by: ['status'] });
  const outbox = await db.read.outbox.groupBy({ by: ['status'] });
  await db.close();
  expect(audit.faults).toEqual([]);
  expect(audit.rows).toBeGreaterThan(NEIGHBOURS);
  expect([arrivals, inbox, outbox]).toEqual([0, [{ status: 'done' }], [{ status: 'sent' }]]);
}
