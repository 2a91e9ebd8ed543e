/** Events come in → due visits, drawn and assigned. The same event any number of times, in any order: its visits once. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { parseEvent, type Event, type FieldError } from '../core/event.js';
import { warrantyFaults } from '../core/policy/warranty-faults.js';
import { areAdopted, lockAdoptions } from '../store/adoptions.js';
import { appendAudit, type AuditEntry } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { eventKnownSince, eventOf, lockEvent, upsertEvent, withPhones } from '../store/events.js';
import { estateOf, type Estate } from '../store/estates.js';
import { ensureHousehold } from '../store/people.js';
import { lockVisitsOfEvent } from '../store/visits.js';
import { bringUpVisits } from './bring-up-visits.js';
import { openDraws } from './draw-visits.js';
import type { IntakeResult } from './intake-result.js';
import { openEventNotices } from './give-notice.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { openRepeatCase, settleRepeat } from './repeat-complaint.js';
import { raiseRepeats } from './raise-repeats.js';
import { keepEventDuties } from './keep-event-duties.js';
import { isCovered, planUnderAdopted, withoutBygone, type PlannedVisit } from './plan-visits.js';

/** Takes in events one by one, in their order; a bad one never spoils the others. */
export async function takeInEvents(ctx: Context, inputs: readonly unknown[]): Promise<readonly IntakeResult[]> {
  const results: IntakeResult[] = [];
  for (const input of inputs) results.push(await takeInEvent(ctx, input));
  ctx.wake('timers');
  return results;
}

async function takeInEvent(ctx: Context, input: unknown): Promise<IntakeResult> {
  const parsed = parseEvent(withoutNul(input));
  const given = typeof input === 'object' && input !== null && 'id' in input ? input.id : null;
  const id = typeof given === 'string' || typeof given === 'number' ? String(given) : null;
  if ('errors' in parsed) return { id, status: 'rejected', errors: parsed.errors };
  const { event } = parsed;
  return resultOf(event, await untilPlanned(event.estate, () => takeInOnce(ctx, event)));
}

/** An event as somebody writes it themselves. */
export type OwnEvent = {
  readonly estate: string;
  readonly id: string;
  /** What it is to be, made of what is there, its parties' phones in clear; null: there is nothing to be done. */
  readonly made: (there: Event | null) => Event | null;
  readonly by: Pick<AuditEntry, 'actor' | 'action'>;
};

/** Takes in what it is to be, and with it, in one transaction, who wrote it; null where there is nothing to be done. */
export async function takeInOwn(ctx: Context, { estate, id, made, by }: OwnEvent): Promise<IntakeResult | null> {
  const taken = await untilPlanned(estate, async () => {
    const there = await eventOf(ctx.db.read, estate, id);
    const event = made(there === null ? null : withPhones(ctx.box, there));
    if (event === null) return null;
    const status = await takeInOnce(ctx, event, { there, by });
    return status === 'stale' ? status : resultOf(event, status);
  });
  if (taken !== null) ctx.wake('timers');
  return taken;
}

async function untilPlanned<T>(estate: string, once: () => Promise<T | 'stale'>): Promise<T> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const taken = await once();
    if (taken !== 'stale') return taken;
  }
  throw new Error(`the policies of ${estate} change faster than an event can be planned`);
}

/** An estate's policies do not change this often while one event is being planned. */
const MOST_TRIES = 20;

type Taken = Exclude<IntakeResult['status'], 'rejected'> | 'no-estate' | readonly FieldError[];

function resultOf({ estate, id }: Event, taken: Taken): IntakeResult {
  if (typeof taken !== 'string') return { id, status: 'rejected', errors: taken };
  if (taken === 'no-estate') return { id, status: 'rejected', errors: [noEstate(estate)] };
  return { id, status: taken, errors: [] };
}

const noEstate = (estate: string): FieldError => ({
  field: 'estate',
  message: `没有项目「${estate}」，请先用 POST /api/v1/estates 登记`,
});

/**
 * `stale`: the estate adopted something else while this was being planned, or the event is no longer what it was made of.
 * Faults: its policies refuse it.
 */
async function takeInOnce(ctx: Context, event: Event, own: Own | null = null): Promise<Taken | 'stale'> {
  const estate = await estateOf(ctx.db.read, event.estate);
  if (estate === null) return 'no-estate';
  const faults = warrantyFaults(policiesOfEstate(ctx, estate), event, estate.timezone);
  if (faults.length > 0) return faults;
  const planned = await planUnderAdopted(ctx.db.read, ctx, estate, event);
  const knownSince = await eventKnownSince(ctx.db.read, estate.id, event.id);
  await openDraws(ctx, estate, withoutBygone(planned, estate, knownSince));
  const now = ctx.clock.now();
  return ctx.db.write((tx) => store(tx, ctx, { estate, event, planned, own, now }));
}

/** No text of an event means anything by a NUL character, and PostgreSQL stores none. */
function withoutNul(input: unknown): unknown {
  const text = JSON.stringify(input);
  if (text === undefined || !text.includes('\\u0000')) return input;
  return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : value));
}

/** What it was made of, as it is stored, and who wrote it. */
type Own = Pick<OwnEvent, 'by'> & { readonly there: Event | null };

type Taking = {
  readonly estate: Estate;
  readonly event: Event;
  readonly planned: readonly PlannedVisit[];
  readonly own: Own | null;
  readonly now: Instant;
};

async function store(
  tx: Tx,
  ctx: Context,
  { estate, event, planned, own, now }: Taking,
): Promise<'created' | 'updated' | 'unchanged' | 'stale'> {
  await lockAdoptions(tx, ctx.db, estate.id, 'share');
  if (!(await areAdopted(tx, estate.id, estate.policies))) return 'stale';
  if (own !== null && !isDeepStrictEqual(await lockEvent(tx, ctx.db, estate.id, event.id), own.there)) return 'stale';
  const uncovered = !isCovered(ctx, estate, event);
  const previous = planned.some(({ forRecipients }) => forRecipients) ? await eventOf(tx, estate.id, event.id) : null;
  const { status, knownSince } = await upsertEvent(tx, ctx.box, event, { uncovered, now });
  // Visits before households, as whoever opens a visit locks them.
  const before = status === 'created' ? [] : await lockVisitsOfEvent(tx, ctx.db, estate.id, event.id);
  if (event.household !== null) await ensureHousehold(tx, estate.id, event.household, now);
  if (status !== 'unchanged') {
    const entry = { at: now, estate: estate.id, subject: `event:${event.id}` };
    const detail = { kind: event.kind, visits: planned.length, ...(uncovered ? { uncovered } : {}) };
    const taken = { ...entry, actor: 'intake', action: `event.${status}`, detail };
    await appendAudit(tx, ctx.db, own === null ? [taken] : [taken, { ...entry, ...own.by }]);
  }
  const changed = status !== 'unchanged';
  await bringUpVisits(tx, ctx, { estate, event, previous, planned, before, changed, knownSince, now });
  await keepEventDuties(tx, ctx, estate, event, { knownSince, now });
  const repeat = await openRepeatCase(tx, ctx, estate, event, now);
  await openEventNotices(tx, ctx, { estate, event, followUp: repeat }, now);
  if (repeat !== null) await settleRepeat(tx, ctx, event, now);
  await raiseRepeats(tx, ctx, estate, event, now);
  return status;
}
