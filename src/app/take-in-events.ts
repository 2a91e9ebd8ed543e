/** Events come in → due visits, drawn and assigned. The same event any number of times, in any order: its visits once. */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { parseEvent, type Event } from '../core/event.js';
import { contentOf } from '../core/policy/content.js';
import { groupVisits } from '../core/policy/merge.js';
import { planEvent, type DueVisit } from '../core/policy/plan.js';
import type { Policy } from '../core/policy/schema.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { upsertEvent } from '../store/events.js';
import { estateOf, type Estate } from '../store/estates.js';
import { ensureHousehold } from '../store/people.js';
import { insertVisit, lockVisitsOfEvent, visitByNo, type NewVisit, type StoredVisit } from '../store/visits.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { assignVisit } from './assign-visits.js';
import { drawVisit, openDraws, populationOf } from './draw-visits.js';
import type { IntakeResult } from './intake-result.js';
import { keepEventDuties } from './keep-event-duties.js';
import { asAlone, tieVisits } from './merge-visits.js';
import { moveVisit } from './move-visit.js';

/** A visit that an adopted policy asks for, with the policy and the clause's own sentence. */
export type PlannedVisit = DueVisit & {
  readonly policyFile: Policy;
  readonly source: string;
  readonly period: string | null;
};

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
  const estate = await estateOf(ctx.db.read, event.estate);
  if (estate === null) {
    const message = `没有项目「${event.estate}」，请先用 POST /api/v1/estates 登记`;
    return { id, status: 'rejected', errors: [{ field: 'estate', message }] };
  }
  const planned = planUnderAdopted(ctx, estate, event);
  await openDraws(ctx, estate, planned);
  const now = ctx.clock.now();
  const status = await ctx.db.write((tx) => store(tx, ctx, estate, event, planned, now));
  return { id: event.id, status, errors: [] };
}

/** No text of an event means anything by a NUL character, and PostgreSQL stores none. */
function withoutNul(input: unknown): unknown {
  const text = JSON.stringify(input);
  if (text === undefined || !text.includes('\\u0000')) return input;
  return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : value));
}

function planUnderAdopted(ctx: Context, estate: Estate, event: Event): readonly PlannedVisit[] {
  return policiesOfEstate(ctx, estate).flatMap((policyFile) =>
    planEvent(policyFile, event, estate.timezone).map((visit) => {
      const clause = policyFile.clauses.find((one) => one.id === visit.clause);
      const counted = localDate(event.resolvedAt ?? visit.earliest, estate.timezone);
      return {
        ...visit,
        policyFile,
        source: clause?.source.join('') ?? '',
        period: clause === undefined ? null : populationOf(clause, visit, counted),
      };
    }),
  );
}

async function store(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  event: Event,
  planned: readonly PlannedVisit[],
  now: Instant,
): Promise<IntakeResult['status']> {
  const status = await upsertEvent(tx, ctx.box, event, now);
  // Visits before households, as whoever opens a visit locks them.
  const before = status === 'created' ? [] : await lockVisitsOfEvent(tx, ctx.db, estate.id, event.id);
  if (event.household !== null) await ensureHousehold(tx, estate.id, event.household, now);
  if (status !== 'unchanged') {
    const entry = {
      at: now,
      actor: 'intake',
      action: `event.${status}`,
      estate: estate.id,
      subject: `event:${event.id}`,
    };
    await appendAudit(tx, ctx.db, [{ ...entry, detail: { kind: event.kind, visits: planned.length } }]);
  }
  await cancelDropped(tx, ctx, before, planned, now);
  for (const group of groupVisits(planned)) {
    const stood: Planned[] = [];
    for (const visit of group) stood.push(await planOne(tx, ctx, estate, visit, before, now));
    const visits = stood.map(({ visit }) => visit);
    const freed = await tieVisits(tx, ctx, visits, now);
    if (freed !== null) await assignVisit(tx, ctx, { estate, visit: freed, worker: event.worker, now });
    for (const { visit, isOpen } of stood) if (isOpen) await drawAndAssign(tx, ctx, estate, visit.no, event, now);
  }
  await keepEventDuties(tx, ctx, estate, event, { isNew: status === 'created', now });
  return status;
}

/** A visit that stands; open: it is yet to be drawn. */
type Planned = { readonly visit: StoredVisit; readonly isOpen: boolean };

/** Makes a visit, or finds the one that is there and brings it up to what the event asks for now. */
async function planOne(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  visit: PlannedVisit,
  before: readonly StoredVisit[],
  now: Instant,
): Promise<Planned> {
  const there = before.find((one) => sameVisit(one, visit));
  if (there !== undefined) return bringUp(tx, ctx, there, visit, now);
  const made = await insertVisit(tx, newVisit(estate, visit), now);
  if (made === null) throw new Error(`the visit ${visit.clause} of ${visit.event} was made by another meanwhile`);
  return { visit: made, isOpen: true };
}

/** Moves the window as long as nobody was asked; a cancelled visit lives again. */
async function bringUp(
  tx: Tx,
  ctx: Context,
  stored: StoredVisit,
  { earliest, due }: PlannedVisit,
  now: Instant,
): Promise<Planned> {
  const there = asAlone(stored);
  const move = async (kind: 'revive' | 'replan', nextAt: Instant | null): Promise<StoredVisit> =>
    (await moveVisit(tx, ctx, there, { command: { kind, earliest, due }, actor: 'intake', now, change: { nextAt } })) ??
    stored;
  if (there.status === 'cancelled') return { visit: { ...(await move('revive', null)), servedBy: null }, isOpen: true };
  if (there.earliest === earliest && there.due === due) return { visit: stored, isOpen: false };
  const waits = there.status === 'planned' || there.status === 'not-drawn' || there.servedBy !== null;
  return { visit: await move('replan', waits ? null : earliest), isOpen: false };
}

function newVisit(estate: Estate, visit: PlannedVisit): NewVisit {
  return {
    estate: estate.id,
    policy: visit.policy,
    clause: visit.clause,
    startedBy: visit.event,
    counterparty: visit.counterparty,
    visit: visit.visit,
    event: visit.event,
    household: visit.household,
    kind: visit.kind,
    status: 'planned',
    earliest: visit.earliest,
    due: visit.due,
    rate: visit.rate,
    quota: visit.quota,
    by: visit.by,
    how: visit.how,
    record: visit.record,
    needsSignature: visit.needsSignature,
    period: visit.period,
    policyVersion: estate.policies.find((one) => one.id === visit.policy)?.version ?? '',
    why: { source: visit.source, content: contentOf(visit.policyFile, visit.clause) },
    nextAt: null,
  };
}

/** Nobody was asked yet. */
const UNTOUCHED: readonly StoredVisit['status'][] = ['planned', 'not-drawn', 'drawn', 'assigned'];

const sameVisit = (stored: StoredVisit, visit: PlannedVisit): boolean =>
  stored.policy === visit.policy &&
  stored.clause === visit.clause &&
  stored.counterparty === visit.counterparty &&
  stored.visit === visit.visit;

async function drawAndAssign(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  no: number,
  event: Event,
  now: Instant,
): Promise<void> {
  // Those before it in its group may have changed it.
  const visit = await visitByNo(tx, no);
  const drawn = visit === null ? null : await drawVisit(tx, ctx, visit, now);
  if (drawn?.status !== 'drawn') return;
  await assignVisit(tx, ctx, { estate, visit: drawn, worker: event.worker, now });
}

/** The event was corrected so that a visit is no longer asked for: it is cancelled unless somebody was asked already. */
async function cancelDropped(
  tx: Tx,
  ctx: Context,
  before: readonly StoredVisit[],
  planned: readonly PlannedVisit[],
  now: Instant,
): Promise<void> {
  for (const visit of before) {
    if (!UNTOUCHED.includes(visit.status) || planned.some((one) => sameVisit(visit, one))) continue;
    const command = { kind: 'cancel', reason: 'the event no longer asks for it' } as const;
    await moveVisit(tx, ctx, visit, { command, actor: 'intake', now, change: { nextAt: null } });
  }
}
