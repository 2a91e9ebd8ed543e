/**
 * 雨停 (T14): an end of rain is kept, and the repairs that were waiting for rain have their visits planned. Whoever knows
 * of the rain calls `recordRain`: staff in chat, a weather source through the API. Nothing here asks the weather itself.
 */
import { z } from 'zod';
import type { Context } from '../context.js';
import { addDays, addMonths, formatInstant, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { expected, instant } from '../core/event-input.js';
import { lockAdoptions } from '../store/adoptions.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventKnownSince, eventsWaitingForRain } from '../store/events.js';
import { insertRain, type Rain } from '../store/rain.js';
import { lockVisitsOfEvent } from '../store/visits.js';
import { bringUpVisits } from './bring-up-visits.js';
import { factsOf, waitsForRain } from './event-facts.js';
import type { IntakeResult } from './intake-result.js';
import { readInput } from './people-input.js';
import { planUnderAdopted, sameVisit } from './plan-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** What a weather source says: the port through which it is heard. */
export const rainInput = z.object(
  { estate: z.string({ error: expected('项目编号') }).min(1, { error: expected('项目编号') }), endedAt: instant },
  { error: expected('对象 {estate, endedAt}') },
);

/** Ends of rain from a weather source, each for itself. */
export async function takeInRain(ctx: Context, inputs: readonly unknown[]): Promise<readonly IntakeResult[]> {
  const results: IntakeResult[] = [];
  for (const input of inputs) results.push(await takeInOne(ctx, input));
  ctx.wake('timers');
  return results;
}

async function takeInOne(ctx: Context, input: unknown): Promise<IntakeResult> {
  const read = readInput(rainInput, input);
  if ('errors' in read) return { id: null, status: 'rejected', errors: read.errors };
  const { estate: named, endedAt } = read.value;
  const now = ctx.clock.now();
  const estate = await estateOf(ctx.db.read, named);
  const id = `${named}/${formatInstant(endedAt, estate?.timezone ?? ctx.defaultZone)}`;
  const reject = (field: string, message: string): IntakeResult => ({
    id,
    status: 'rejected',
    errors: [{ field, message }],
  });
  if (estate === null) return reject('estate', `没有项目「${named.slice(0, 40)}」，请先用 POST /api/v1/estates 登记`);
  if (endedAt > now) return reject('endedAt', '雨停的时间还没有到');
  const rain = { estate: named, endedAt, source: 'api', by: 'api' } as const;
  const isNew = await ctx.db.write(async (tx) => (await recordRain(tx, ctx, rain, now)) !== null);
  return { id, status: isNew ? 'created' : 'unchanged', errors: [] };
}

/** Keeps an end of rain and plans what it asks for; answers of how many repairs, null where it is known already. */
export async function recordRain(tx: Tx, ctx: Context, rain: Rain, now: Instant): Promise<number | null> {
  await lockAdoptions(tx, ctx.db, rain.estate, 'share');
  const estate = await estateOf(tx, rain.estate);
  if (estate === null || !(await insertRain(tx, rain, now))) return null;
  const entry = { at: now, actor: rain.by, action: 'rain.end', estate: estate.id, subject: `estate:${estate.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { endedAt: rain.endedAt, source: rain.source } }]);
  return planAfterRain(tx, ctx, estate, rain.endedAt, now);
}

async function planAfterRain(tx: Tx, ctx: Context, estate: Estate, endedAt: Instant, now: Instant): Promise<number> {
  const policies = policiesOfEstate(ctx, estate).filter(waitsForRain);
  const months = policies.flatMap(({ clauses }) => clauses.flatMap(({ visits = [] }) => visits.map(waitOf)));
  if (months.length === 0) return 0;
  let planned = 0;
  const first = addDays(addMonths(localDate(endedAt, estate.timezone), -Math.max(...months)), -1);
  const span = { from: startOfDay(first, estate.timezone), to: endedAt };
  for (const event of await eventsWaitingForRain(tx, estate.id, span)) {
    const facts = await factsOf(tx, policies, event, estate.timezone);
    // An earlier rain has been answered for.
    if (facts.rainEndedAt !== endedAt) continue;
    const before = await lockVisitsOfEvent(tx, ctx.db, estate.id, event.id);
    const visits = await planUnderAdopted(tx, ctx, estate, event);
    const knownSince = await eventKnownSince(tx, estate.id, event.id);
    const common = { estate, event, previous: event, changed: false, now };
    await bringUpVisits(tx, ctx, { ...common, planned: visits, before, knownSince });
    if (visits.some((visit) => !before.some((one) => sameVisit(one, visit)))) planned += 1;
  }
  return planned;
}

/** Repairs are looked for this far back where a clause sets no term to its waiting. */
const LONGEST_WAIT_MONTHS = 24;
const waitOf = ({ waitMonths = LONGEST_WAIT_MONTHS }: { readonly waitMonths?: number | undefined }): number =>
  waitMonths;
