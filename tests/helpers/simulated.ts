/**
 * A world without HTTP, for long stretches of time: the real core, verbs and SQLite, and channels in memory that keep
 * the platform's own rules. The clock moves by the engine's own `advanceClock`.
 */
import { constants } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { advanceClock, startEngine, type Engine, type MovableClock } from '../../src/app/engine.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { runDueLines } from '../../src/app/timetable.js';
import type { Channel, Outgoing, OutgoingContent } from '../../src/channels/channel.js';
import { makeSimulator } from '../../src/channels/simulator.js';
import type { Context } from '../../src/context.js';
import { DAY, HOUR, SECOND, type Instant } from '../../src/core/calendar.js';
import { Prisma } from '../../src/store/db.js';
import { insertInbox } from '../../src/store/inbox.js';
import { openMigratedDb } from '../../src/store/open-db.js';
import { testContext } from './context.js';
import { NO_PLATFORM } from './receivers.js';

/** A message that somebody saw, and when. */
export type Seen = {
  readonly at: Instant;
  readonly channel: 'wecom-kf' | 'wecom-app';
  readonly to: string;
  readonly content: OutgoingContent;
};

/** What people do of themselves, by time: `take` gives the next one whose time has come. */
export type Acts = {
  next(): Instant | undefined;
  take(now: Instant): { run(): Promise<void> } | undefined;
};

export type SimulatedWorld = {
  readonly ctx: Context;
  readonly engine: Engine;
  /** Everything that residents and staff saw, in order. */
  readonly seen: readonly Seen[];
  /** When each resident wrote, by external id. */
  readonly heard: ReadonlyMap<string, readonly Instant[]>;
  now(): Instant;
  /** Called for each message that a resident sees. */
  onResidentSees(listener: (seen: Seen) => void): void;
  /** Does what is due now, then the acts whose time has come, and moves on to whatever comes next, until then. */
  playUntil(end: Instant, acts: Acts): Promise<void>;
  /** Does what is due now, then moves the clock on, stopping wherever something is due. */
  advanceTo(at: Instant): Promise<void>;
  /** Throws when one is refused. What follows from them, and from what residents say, is done by `advanceTo`. */
  takeIn(events: readonly unknown[]): Promise<void>;
  /** A resident writes, or taps the option with this id. */
  says(person: string, text: string, menuId?: string): Promise<void>;
  close(): Promise<void>;
};

const KF_WINDOW_MS = 48 * HOUR;
const KF_MESSAGES = 5;

/** Opens an empty database in a folder of its own. The clock stands at `now`; nothing is left to chance. */
export async function openSimulated(now: Instant): Promise<SimulatedWorld> {
  let at = now;
  const clock = { now: () => at, set: (to: Instant) => void (at = to) };
  const folder = await mkdtemp(path.join(await roomInMemory(), 'huifang-year-'));
  const db = await openMigratedDb(`file:${path.join(folder, 'world.db')}`);
  // Thrown away in the end: whether it would outlive a power cut is for other tests.
  await db.returning(Prisma.sql`PRAGMA synchronous = OFF`);
  const seen: Seen[] = [];
  const heard = new Map<string, Instant[]>();
  let listener: (one: Seen) => void = () => undefined;
  const keep = (channel: Seen['channel'], { to, content }: Outgoing): Seen => {
    const one = { at, channel, to, content };
    seen.push(one);
    return one;
  };
  const kf = residentsChannel(
    clock,
    (person) => heard.get(person)?.at(-1) ?? null,
    (message) => listener(keep('wecom-kf', message)),
  );
  const app = staffChannel((message) => void keep('wecom-app', message));
  let engine: Engine | null = null;
  const ctx: Context = {
    ...testContext({ db, clock }),
    channels: new Map([
      ['wecom-kf', kf],
      ['wecom-app', app],
    ]),
    instance: 'simulated',
    wake: (wheel) => engine?.wake(wheel),
  };
  const running = startEngine(ctx, NO_PLATFORM, () => 0.5);
  engine = running;
  let said = 0;
  return {
    ctx,
    engine: running,
    seen,
    heard,
    now: () => at,
    onResidentSees: (then) => void (listener = then),
    playUntil: (end, acts) => playUntil(ctx, running, clock, end, acts),
    advanceTo: (target) => advanceClock(ctx, running, clock, Math.max(0, target - at), () => runDueLines(ctx)),
    async takeIn(events) {
      for (const result of await takeInEvents(ctx, events)) {
        if (result.status === 'rejected') throw new Error(JSON.stringify(result));
      }
    },
    async says(person, text, menuId) {
      said += 1;
      heard.set(person, [...(heard.get(person) ?? []), at]);
      const message = {
        msgid: `m${said}`,
        open_kfid: 'wkSimulated',
        external_userid: person,
        send_time: Math.floor(at / SECOND),
        origin: 3,
        msgtype: 'text',
        text: { content: text, ...(menuId === undefined ? {} : { menu_id: menuId }) },
      };
      const body = ctx.box.seal(JSON.stringify(message));
      const key = `kfmsg:m${said}`;
      const entry = { key, source: 'kf-message', person: `kf:${person}`, body, receivedAt: at } as const;
      await db.write((tx) => insertInbox(tx, db.kind, [entry]));
    },
    async close() {
      await running.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A file system in memory where there is one. */
async function roomInMemory(): Promise<string> {
  const room = '/dev/shm';
  return access(room, constants.W_OK).then(
    () => room,
    () => os.tmpdir(),
  );
}

/** As `advanceClock`, with acts on the way; whoever hears something may act soon, so one look ahead goes no further. */
async function playUntil(ctx: Context, engine: Engine, clock: MovableClock, end: Instant, acts: Acts): Promise<void> {
  for (let due = await engine.settle(); ;) {
    const now = clock.now();
    let acted = false;
    for (let act = acts.take(now); act !== undefined; act = acts.take(now)) {
      await act.run();
      acted = true;
    }
    if (acted) due = await engine.settle();
    if (now >= end) return;
    const day = (Math.floor(now / DAY + 1) * DAY) as Instant;
    const next = Math.min(due ?? end, acts.next() ?? end, day, end) as Instant;
    if (next > now) clock.set(next);
    if (next === day) await runDueLines(ctx);
    if (next === day || next === due) due = await engine.settle();
  }
}

/** As 微信客服: nothing before the person's first word, 48 hours and five messages after each. */
function residentsChannel(
  clock: { now(): Instant },
  lastHeard: (person: string) => Instant | null,
  sees: (message: Outgoing) => void,
): Channel {
  const simulator = makeSimulator();
  const sent = new Map<string, { since: Instant; count: number }>();
  return {
    ...simulator,
    name: 'wecom-kf',
    can: { menu: true, file: true, pushAnytime: false },
    async send(message) {
      const since = lastHeard(message.to);
      const known = sent.get(message.to);
      const count = known !== undefined && known.since === since ? known.count : 0;
      if (since === null || clock.now() - since >= KF_WINDOW_MS) {
        return { kind: 'refused', verdict: 'next-channel', reason: 'no word for 48 hours', errcode: 95002 };
      }
      if (count >= KF_MESSAGES) {
        return { kind: 'refused', verdict: 'next-channel', reason: 'five messages are used', errcode: 95001 };
      }
      const receipt = await simulator.send(message);
      if (receipt.kind === 'sent') {
        sent.set(message.to, { since, count: count + 1 });
        sees(message);
      }
      return receipt;
    },
  };
}

function staffChannel(sees: (message: Outgoing) => void): Channel {
  const simulator = makeSimulator();
  return {
    ...simulator,
    name: 'wecom-app',
    async send(message) {
      const receipt = await simulator.send(message);
      if (receipt.kind === 'sent') sees(message);
      return receipt;
    },
  };
}
