/** A duty is done 办结: it is kept when and by whom, those who wait for it hear of it, and what follows it is opened. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { tellingAt } from '../core/duty-telling.js';
import { dueDuty, followingDuties } from '../core/policy/due-duties.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { hasOpenDutyOf, saveDuty, type StoredDuty } from '../store/duties.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { closeFollowUp, followUpOf, startedByFollowUp } from '../store/follow-ups.js';
import { tellingRules } from './duty-days.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

export type Done = {
  /** When it was done: earlier than now where an event tells so afterwards. */
  readonly at: Instant;
  /** A userid, or `event` where the event's own facts tell. */
  readonly by: string;
  readonly note?: string | null;
};

/** Marks an open duty as done, with all that follows from it; the duty as it stands then. */
export async function finishDuty(
  tx: Tx,
  ctx: Context,
  duty: StoredDuty,
  { at, by, note = null }: Done,
  now: Instant,
): Promise<StoredDuty> {
  const estate = await estateOf(tx, duty.estate);
  const words = [duty.note, note].filter((one) => one !== null && one !== '').join('；');
  const tells = duty.to.length > 0 && estate !== null;
  const done: StoredDuty = {
    ...duty,
    status: 'done',
    doneAt: at,
    doneBy: by,
    note: words === '' ? null : words,
    nextAt: tells ? tellingAt(false, tellingRules(ctx, estate), now) : null,
  };
  await saveDuty(tx, done, now);
  await appendAudit(tx, ctx.db, [entryOf(done, 'duty.done', by, now)]);
  if (estate !== null) await openFollowers(tx, ctx, estate, done, now);
  await closeIfAllDone(tx, done, now);
  return done;
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
async function openFollowers(tx: Tx, ctx: Context, estate: Estate, done: StoredDuty, now: Instant): Promise<void> {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === done.policy);
  if (policy === undefined) return;
  const startedBy = `${done.clause}:${done.startedBy}`;
  const start = { startedBy, period: done.period, at: done.doneAt ?? now, zone: estate.timezone };
  const due = followingDuties(policy, done).map((placed) => dueDuty(policy, placed, start));
  if (due.length === 0) return;
  const event = done.event === null ? null : await eventOf(tx, estate.id, done.event);
  const { visitNo, household } = done;
  await openDuties(tx, ctx, { estate, policy }, due, { event, visitNo, household }, now);
}

/** A follow-up is closed with the last of its duties. */
async function closeIfAllDone(tx: Tx, done: StoredDuty, now: Instant): Promise<void> {
  const followUp = followUpOf(done.startedBy);
  if (followUp === null || (await hasOpenDutyOf(tx, done.estate, startedByFollowUp(followUp)))) return;
  await closeFollowUp(tx, followUp, now);
}
