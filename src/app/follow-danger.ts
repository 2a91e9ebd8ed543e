/**
 * 险情跟踪 (p01.1): after each visit that does not find the danger gone another one is planned, until a visit or the
 * supervisor says that it is.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { contentOf } from '../core/policy/content.js';
import { dueDuty, dutiesWith, type DueDuty, type PlacedDuty } from '../core/policy/due-duties.js';
import { openDuty } from '../core/policy/duties.js';
import type { Policy } from '../core/policy/schema.js';
import type { Window } from '../core/window.js';
import { dutyOf, type StoredDuty } from '../store/duties.js';
import type { Tx } from '../store/db.js';
import { eventOf } from '../store/events.js';
import { currentRecord, type StoredRecord } from '../store/records.js';
import { insertVisit, visitsOfEvent, type StoredVisit } from '../store/visits.js';
import { assignVisit } from './assign-visits.js';
import { finishDuty, reopenDuty } from './finish-duty.js';
import { moveVisit } from './move-visit.js';
import { openDuties, type Asking } from './open-duties.js';

/** The visit that was recorded, and the number under which its record stands. */
type Recorded = { readonly visit: StoredVisit; readonly recordOf: number };

const byVisit = ({ no }: StoredVisit): string => `visit:${no}`;

/** A visit finds a danger gone that is graded satisfied and left nothing unfinished. */
const isGone = ({ grade, unfinished }: Pick<StoredRecord, 'grade' | 'unfinished'>): boolean =>
  grade === 'satisfied' && !unfinished;

export async function followDanger(
  tx: Tx,
  ctx: Context,
  asking: Asking,
  { visit, recordOf }: Recorded,
  now: Instant,
): Promise<void> {
  const placed = dutiesWith(asking.policy, 'risk-remains').find(({ clause }) => clause.id === visit.clause);
  const record = placed === undefined ? null : await currentRecord(tx, recordOf);
  if (placed === undefined || record === null || visit.event === null) return;
  const watch = await watchOf(tx, asking, placed, visit.event);
  if (isGone(record)) {
    if (watch?.status === 'open')
      await endDanger(tx, ctx, watch, { by: byVisit(visit), note: '回访认定险情已除' }, now);
    return;
  }
  if (watch?.status === 'done') {
    // What a visit said, its correction takes back; what a person said stands.
    if (watch.doneBy !== byVisit(visit)) return;
    await reopenDuty(tx, ctx, watch, record.by, now);
  }
  await keepWatching(tx, ctx, asking, placed, visit, now);
}

/** Another visit after this one, and the watch over all of them. */
export async function keepWatching(
  tx: Tx,
  ctx: Context,
  asking: Asking,
  placed: PlacedDuty,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  const { estate, policy } = asking;
  const event = visit.event === null ? null : await eventOf(tx, estate.id, visit.event);
  if (event === null) return;
  await openDuties(tx, ctx, asking, [watchDuty(policy, placed, event.id, now, estate.timezone)], { event }, now);
  const own = (await visitsOfEvent(tx, estate.id, event.id)).filter((one) => isOfSame(one, visit));
  if (own.some((one) => one.visit > visit.visit && one.status !== 'cancelled')) return;
  const window = windowAfter(placed, visit.answeredAt ?? now, now, estate.timezone);
  if (window === null) return;
  const next = Math.max(...own.map((one) => one.visit)) + 1;
  const { servedBy: _served, period: _period, ...rest } = visit;
  const made = await insertVisit(
    tx,
    {
      ...rest,
      ...window,
      visit: next,
      status: 'planned',
      rate: 100,
      quota: null,
      period: null,
      by: placed.duty.by,
      how: policy.how,
      record: placed.duty.form ?? policy.record,
      why: {
        source: placed.clause.source.join(''),
        content: contentOf(policy, placed.clause.id),
        follows: visit.visit,
      },
      nextAt: null,
    },
    now,
  );
  if (made === null) return;
  const draw = { kind: 'draw', chosen: true } as const;
  const drawn = await moveVisit(tx, ctx, made, { command: draw, actor: 'system', now });
  if (drawn !== null) await assignVisit(tx, ctx, { estate, visit: drawn, worker: event.worker, now });
}

/** From the visit's day; where that is over already, from now. */
function windowAfter({ duty }: PlacedDuty, at: Instant, now: Instant, zone: string): Window | null {
  const window = openDuty(duty, at, zone);
  return window !== null && window.due <= now ? openDuty(duty, now, zone) : window;
}

const isOfSame = (one: StoredVisit, other: StoredVisit): boolean =>
  one.policy === other.policy && one.clause === other.clause && one.counterparty === other.counterparty;

const itemOf = ({ index }: PlacedDuty): string => `watch:${index}`;

/** The watch lasts until somebody says that the danger is gone. */
function watchDuty(policy: Policy, placed: PlacedDuty, event: string, at: Instant, zone: string): DueDuty {
  const duty = dueDuty(policy, placed, { startedBy: event, period: null, at, zone });
  return { ...duty, item: itemOf(placed), by: ['supervisor'], earliest: at, soonAt: null, due: null };
}

export const watchOf = (tx: Tx, { estate, policy }: Asking, placed: PlacedDuty, event: string) =>
  dutyOf(tx, {
    estate: estate.id,
    policy: policy.id,
    clause: placed.clause.id,
    item: itemOf(placed),
    startedBy: event,
  });

/** 险情已除: the watch ends, and the visits that it planned and nobody was asked about. */
export async function endDanger(
  tx: Tx,
  ctx: Context,
  watch: StoredDuty,
  { by, note }: { readonly by: string; readonly note: string },
  now: Instant,
): Promise<void> {
  await finishDuty(tx, ctx, watch, { at: now, by, note }, now);
  const planned = (await visitsOfEvent(tx, watch.estate, watch.startedBy)).filter(
    (one) => one.policy === watch.policy && one.clause === watch.clause && one.why.follows !== undefined,
  );
  for (const visit of planned) {
    if (!['planned', 'drawn', 'assigned'].includes(visit.status)) continue;
    const command = { kind: 'cancel', reason: 'the danger is gone' } as const;
    await moveVisit(tx, ctx, visit, { command, actor: by, now, change: { nextAt: null } });
  }
}
