/** A duty is done 办结: it is kept when and by whom, those who wait for it hear of it, and what follows it is opened. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { tellingAt } from '../core/duty-telling.js';
import { counterpart } from '../core/policy/case-steps.js';
import { dueDuty, followingDuties, dueSoonAt } from '../core/policy/due-duties.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { dutyOf, saveDuty, stepsOf, type StoredDuty } from '../store/duties.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { closeCase } from './close-case.js';
import { tellingRules } from './duty-days.js';
import { noteOnNotices } from './give-notice.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

export type Done = {
  /** When it was done: earlier than now where an event tells so afterwards. */
  readonly at: Instant;
  /** A userid, or `event` where the event's own facts tell. */
  readonly by: string;
  readonly note?: string | null;
  /** 上报: whoever the clause names next has it, also where that is left to whoever does this. */
  readonly handUp?: boolean;
  /** When what follows is to be done, where that is settled now; and which department has it. */
  readonly until?: Instant | null;
  readonly department?: string | null;
};

/** Marks an open duty as done, with all that follows from it; the duty as it stands then. */
export async function finishDuty(
  tx: Tx,
  ctx: Context,
  duty: StoredDuty,
  done: Done,
  now: Instant,
): Promise<StoredDuty> {
  const { at, by, note = null } = done;
  const estate = await estateOf(tx, duty.estate);
  const words = [duty.note, note].filter((one) => one !== null && one !== '').join('；');
  const tells = duty.to.length > 0 && estate !== null;
  const left: StoredDuty = {
    ...duty,
    status: 'done',
    doneAt: at,
    doneBy: by,
    note: words === '' ? null : words,
    nextAt: tells ? tellingAt(false, tellingRules(ctx, estate), now) : null,
  };
  await saveDuty(tx, left, now);
  await appendAudit(tx, ctx.db, [entryOf(left, 'duty.done', by, now)]);
  await settleCounterpart(tx, left, now);
  if (estate !== null) {
    await noteOnNotices(tx, ctx, { estate, duty: left, done }, now);
    await openFollowers(tx, ctx, estate, left, done, now);
  }
  await closeIfAllDone(tx, ctx, left, done, now);
  return left;
}

/** What went up as not done in time is done with the duty itself, and the other way round. */
async function settleCounterpart(tx: Tx, done: StoredDuty, now: Instant): Promise<void> {
  const item = counterpart(done.item);
  const other = item === null ? null : await dutyOf(tx, { ...done, item });
  if (other?.status !== 'open') return;
  const { doneAt, doneBy, note } = done;
  await saveDuty(tx, { ...other, status: 'done', doneAt, doneBy, note, nextAt: null }, now);
}

/** A duty that was done or cancelled, and is asked for again. */
export async function reopenDuty(
  tx: Tx,
  ctx: Context,
  duty: StoredDuty,
  actor: string,
  now: Instant,
): Promise<StoredDuty> {
  const open: StoredDuty = { ...duty, status: 'open', doneAt: null, doneBy: null };
  await saveDuty(tx, open, now);
  await appendAudit(tx, ctx.db, [entryOf(open, 'duty.reopen', actor, now)]);
  return open;
}

/** A duty that is asked for no longer. */
export async function cancelDuty(tx: Tx, ctx: Context, duty: StoredDuty, actor: string, now: Instant): Promise<void> {
  await saveDuty(tx, { ...duty, status: 'cancelled', nextAt: null }, now);
  await appendAudit(tx, ctx.db, [entryOf(duty, 'duty.cancel', actor, now)]);
}

const entryOf = (duty: StoredDuty, action: string, actor: string, now: Instant) => ({
  at: now,
  actor,
  action,
  estate: duty.estate,
  subject: `duty:${duty.no}`,
  detail: { clause: duty.clause, item: duty.item, startedBy: duty.startedBy },
});

/** 批示之后, 报告之后, 签发之后: the duties of the clauses that follow this one. */
async function openFollowers(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  done: StoredDuty,
  { handUp = false, until = null, department = null }: Done,
  now: Instant,
): Promise<void> {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === done.policy);
  if (policy === undefined) return;
  // The steps of a case are told apart by the case itself.
  const startedBy = done.followUp === null ? `${done.clause}:${done.startedBy}` : done.startedBy;
  const start = { startedBy, period: done.period, at: done.doneAt ?? now, zone: estate.timezone };
  const due = followingDuties(policy, asFirstGiven(done))
    .filter(({ duty }) => handUp || duty.trigger !== 'referred')
    .map((placed) => ({
      ...dueDuty(policy, placed, start),
      ...(placed.duty.dated ? termUntil(until, start.at) : wantedBy(until)),
    }));
  if (due.length === 0) return;
  const event = done.event === null ? null : await eventOf(tx, estate.id, done.event);
  const { visitNo, household, followUp } = done;
  await openDuties(tx, ctx, { estate, policy }, due, { event, visitNo, household, followUp, department }, now);
}

/** What went up is followed by the same as what it was at first. */
const asFirstGiven = ({ clause, item }: StoredDuty) => ({ clause, item: item.replace(/^late:/u, 'duty:') });

/** It is wanted before its term ends: whoever has it is reminded then. */
const wantedBy = (until: Instant | null) => (until === null ? {} : { soonAt: until });

const termUntil = (until: Instant | null, at: Instant) =>
  until === null ? {} : { soonAt: dueSoonAt({ earliest: at, due: until }), due: until };

/** A case is closed with the last of its steps. */
async function closeIfAllDone(tx: Tx, ctx: Context, last: StoredDuty, { by, note }: Done, now: Instant): Promise<void> {
  if (last.followUp === null || (await stepsOf(tx, last.followUp)).some(({ status }) => status === 'open')) return;
  await closeCase(tx, ctx, last.followUp, { by, outcome: note ?? null }, now);
}
