/**
 * What turns the wheels: takes in what came, opens what is due, sends what waits. Each wheel looks when it is woken and
 * at every turn of the timetable; nothing is lost between two looks, since all work is rows.
 */
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import { keysOf } from '../core/terms.js';
import { claimWakes } from '../store/conversations.js';
import { firstOf, nextDue, queueHeads, type Queue } from '../store/due.js';
import { claimInbox } from '../store/inbox.js';
import { claimDueVisits } from '../store/due-visits.js';
import { claimRecordWakes } from '../store/record-talks.js';
import { contactHousehold, wakeTalk } from './contact-household.js';
import { deliverOutbox } from './deliver.js';
import { wakeRecordTalk } from './dictate-record.js';
import { makePool, type Pool } from './pool.js';
import { workInbox, type Receivers } from './receive-message.js';
import { workReports } from './report-walk/work-reports.js';
import { sortArrivals } from './sort-arrivals.js';
import { tellDuties } from './tell-duties.js';

export type Wheel = 'inbox' | 'outbox' | 'timers';

export type Engine = {
  /** Looks at a wheel soon; any number of calls meanwhile are one look. */
  wake(wheel: Wheel): void;
  /** Turns all wheels until nothing is due at the clock's now; the next instant at which something is, if any. */
  settle(): Promise<Instant | null>;
  /** Takes no new work and waits for what is under way. */
  stop(): Promise<void>;
};

const BATCH = 32;
/** In the order in which one's work may be the next one's. */
const WHEELS: readonly Wheel[] = ['inbox', 'timers', 'outbox'];
const QUEUES: Readonly<Record<Wheel, readonly Queue[]>> = {
  inbox: ['inbox'],
  timers: ['visits', 'talks', 'duties', 'reports'],
  outbox: ['outbox'],
};
/** Nothing settles in more rounds than this: something wakes itself. */
const MAX_ROUNDS = 10_000;

/** `calm` puts the work off while callbacks crowd in: taking in goes before working. */
export function startEngine(
  ctx: Context,
  receivers: Receivers,
  jitter: () => number,
  calm: () => Promise<void> = () => Promise.resolve(),
): Engine {
  const pool = (wheel: 'inbox' | 'outbox'): Pool =>
    makePool(
      BATCH,
      () => wheels.wake(wheel),
      (error) => ctx.log.error({ wheel, error: nameOf(error) }, 'a piece of work failed; it comes again'),
    );
  const pools = { inbox: pool('inbox'), outbox: pool('outbox') };
  const work: Readonly<Record<Wheel, (due: ReadonlySet<Queue>) => Promise<number>>> = {
    inbox: async () => {
      await sortArrivals(ctx, calm);
      return inboxRound(ctx, receivers, jitter, pools.inbox);
    },
    outbox: () => deliverOutbox(ctx, jitter, pools.outbox),
    timers: (due) => timersRound(ctx, due),
  };
  const look = async (queues?: readonly Queue[]): Promise<Look> => {
    const heads = await queueHeads(ctx.db.read, undefined, queues);
    const now = ctx.clock.now();
    const due = new Set(keysOf(heads).filter((queue) => (heads[queue] ?? Infinity) <= now));
    return { due, next: due.size === 0 ? firstOf(heads) : null };
  };
  const concerns = ({ due }: Look, wheel: Wheel): boolean => QUEUES[wheel].some((queue) => due.has(queue));
  // A look costs one query: where nothing waits, nothing is written.
  const round = async (wheel: Wheel): Promise<number> => {
    await calm();
    const { due } = await look(QUEUES[wheel]);
    return due.size > 0 ? work[wheel](due) : 0;
  };
  const wheels = hangWheels(round, ctx.log);
  const isStill = (): boolean => wheels.areStill() && pools.inbox.isIdle() && pools.outbox.isIdle();
  const idle = async (): Promise<void> => {
    while (!isStill()) {
      await wheels.idle();
      await pools.inbox.idle();
      await pools.outbox.idle();
    }
  };

  return {
    wake: wheels.wake,
    async settle() {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        await idle();
        const seen = await look();
        if (seen.due.size === 0 && isStill()) return seen.next;
        let worked = seen.due.size === 0 ? 1 : 0;
        for (const wheel of WHEELS) if (concerns(seen, wheel)) worked += await work[wheel](seen.due);
        await idle();
        if (worked === 0) return nextDue(ctx.db.read, ctx.clock.now());
      }
      throw new Error('the work does not come to an end');
    },
    async stop() {
      wheels.stop();
      await idle();
    },
  };
}

/** The queues in which something is due now; where there are none, the next instant at which something is. */
type Look = { readonly due: ReadonlySet<Queue>; readonly next: Instant | null };

/** One round of a wheel; answers how much was worked. */
type Round = (wheel: Wheel) => Promise<number>;

/** Each wheel turns by itself until a round finds less than it could take; what a round did may be work for the next wheel. */
function hangWheels(round: Round, log: Context['log']) {
  const running = new Map<Wheel, Promise<void>>();
  const again = new Set<Wheel>();
  let stopped = false;

  const turn = async (wheel: Wheel): Promise<void> => {
    do {
      again.delete(wheel);
      try {
        for (let worked = BATCH; !stopped && worked >= BATCH;) {
          worked = await round(wheel);
          if (worked > 0) wake(wheel === 'outbox' ? 'timers' : 'outbox');
        }
      } catch (error) {
        log.error({ wheel, error: nameOf(error) }, 'a round failed; the next one tries again');
      }
    } while (again.has(wheel) && !stopped);
  };

  const wake = (wheel: Wheel): void => {
    if (stopped) return;
    if (running.has(wheel)) {
      again.add(wheel);
      return;
    }
    const done = turn(wheel).finally(() => {
      running.delete(wheel);
      if (again.has(wheel)) wake(wheel);
    });
    running.set(wheel, done);
  };

  return {
    wake,
    areStill: () => running.size === 0,
    stop: () => {
      stopped = true;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

const nameOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n').at(-1) ?? ''}` : 'unknown';

async function inboxRound(ctx: Context, receivers: Receivers, jitter: () => number, pool: Pool): Promise<number> {
  if (pool.free() === 0) return 0;
  const claimed = await claimInbox(ctx.db, ctx.clock.now(), ctx.instance, pool.free());
  for (const row of claimed) pool.start(workInbox(ctx, receivers, row, jitter()));
  return claimed.length;
}

/** Opens visits and wakes talks that are due. One that fails comes again by its claim's end, and spoils no other. */
async function timersRound(ctx: Context, due: ReadonlySet<Queue>): Promise<number> {
  const now = ctx.clock.now();
  const visits = due.has('visits') ? await claimDueVisits(ctx.db, now, BATCH) : [];
  for (const no of visits) await guarded(ctx, no, () => ctx.db.write((tx) => contactHousehold(tx, ctx, no, now)));
  const talks = due.has('talks') ? await claimWakes(ctx.db, now, BATCH) : [];
  for (const no of talks) await guarded(ctx, no, () => ctx.db.write((tx) => wakeTalk(tx, ctx, no, now)));
  const records = due.has('talks') ? await claimRecordWakes(ctx.db, now, BATCH) : [];
  for (const one of records)
    await guarded(ctx, one.visitNo, () => ctx.db.write((tx) => wakeRecordTalk(tx, ctx, one, now)));
  const reports = due.has('reports') ? await workReports(ctx, now) : 0;
  const duties = due.has('duties') ? await tellDuties(ctx, now) : 0;
  return visits.length + talks.length + records.length + reports + duties;
}

async function guarded(ctx: Context, visit: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ctx.log.error({ visit, error: nameOf(error) }, 'a visit could not be worked; it comes again');
  }
}

/** A clock that can be moved on, as the demo's and the tests'. */
export type MovableClock = { now(): Instant; set(at: Instant): void };

/** Moves the clock on, stopping wherever something is due on the way, so that it happens at its own time. */
export async function advanceClock(
  ctx: Context,
  engine: Engine,
  clock: MovableClock,
  byMs: number,
  everyDay: () => Promise<void>,
): Promise<void> {
  const target = (clock.now() + byMs) as Instant;
  let due = await engine.settle();
  for (;;) {
    const now = clock.now();
    const day = (Math.floor(now / DAY + 1) * DAY) as Instant;
    const next = Math.min(due ?? target, day, target) as Instant;
    if (next > now) clock.set(next);
    if (next === day) await everyDay();
    due = await engine.settle();
    if (clock.now() >= target) return;
  }
}
