/**
 * 请假与代班: who goes away leaves their open tasks to their deputy, or to whoever is next; who comes back has those again
 * that are still open. Both are told, each in one message.
 */
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { absencesAt, awaySince, type Absence } from '../store/absences.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { enqueue } from '../store/outbox.js';
import { staffOf } from '../store/staff.js';
import { tasksHeldFor, tasksWhile } from '../store/tasks.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { fitted } from './answer.js';
import { giveVisit, standInFor } from './assign-visits.js';
import { byDay } from './duty-days.js';
import { newKey } from './tell-staff.js';

/** Whoever came back is looked at so long: the program may have been down on that day. */
const LOOK_BACK_MS = 14 * DAY;

/** A line of the timetable: the absences that began or ended since the last look. */
export async function tendAbsences(ctx: Context, now: Instant): Promise<void> {
  const since = (now - LOOK_BACK_MS) as Instant;
  for (const userid of await awaySince(ctx.db.read, since, now)) {
    await ctx.db.write((tx) => tendAbsence(tx, ctx, userid, now));
  }
  ctx.wake('outbox');
}

/** Hands on the tasks of somebody who is away now; gives those back that were held for somebody who is not. */
export async function tendAbsence(tx: Tx, ctx: Context, userid: string, now: Instant): Promise<void> {
  const absence = (await absencesAt(tx, [userid], now)).get(userid);
  if (absence === undefined) await giveBack(tx, ctx, userid, now);
  else await leaveTo(tx, ctx, absence, now);
}

export type Moved = { readonly visit: StoredVisit; readonly estate: Estate };

async function leaveTo(tx: Tx, ctx: Context, { userid, until }: Absence, now: Instant): Promise<void> {
  const moved: Moved[] = [];
  for (const { no } of await tasksWhile(tx, userid, until)) {
    const task = await openAgain(tx, ctx, no);
    if (task === null || task.visit.assignee !== userid) continue;
    const worker = await workerOf(tx, task.visit);
    const visitor = await standInFor(tx, ctx, { ...task, worker, now });
    const given = visitor === null ? null : await giveVisit(tx, ctx, task.visit, visitor, { now });
    if (given !== null) moved.push({ ...task, visit: given });
  }
  const name = (await staffOf(tx, userid))?.name ?? userid;
  await tellAll(tx, ctx, moved, `${name}请假期间，以下回访由您代办：`, now);
}

async function giveBack(tx: Tx, ctx: Context, userid: string, now: Instant): Promise<void> {
  const staff = await staffOf(tx, userid);
  if (staff === null || !staff.active) return;
  const moved: Moved[] = [];
  for (const { no } of await tasksHeldFor(tx, userid)) {
    const task = await openAgain(tx, ctx, no);
    if (task?.visit.why.heldFor !== userid || !staff.roles.some((role) => role.estate === task.estate.id)) continue;
    const given = await giveVisit(tx, ctx, task.visit, { staff, standsInFor: null }, { now });
    if (given !== null) moved.push({ ...task, visit: given });
  }
  await tellAll(tx, ctx, moved, '您请假期间由同事代办、还没有完成的回访，现在回到您名下：', now);
}

/** The task as it stands now, held. */
export async function openAgain(tx: Tx, ctx: Context, no: number): Promise<Moved | null> {
  const visit = await lockVisit(tx, ctx.db, no);
  const estate = visit === null ? null : await estateOf(tx, visit.estate);
  return visit === null || estate === null ? null : { visit, estate };
}

export const workerOf = async (tx: Tx, { estate, event }: StoredVisit): Promise<string | null> =>
  (event === null ? null : await eventOf(tx, estate, event))?.worker ?? null;

/** One message to each who has tasks now that they had not, in the morning where it is night. */
export async function tellAll(
  tx: Tx,
  ctx: Context,
  moved: readonly Moved[],
  head: string,
  now: Instant,
): Promise<void> {
  for (const to of new Set(moved.map(({ visit }) => visit.assignee ?? ''))) {
    const theirs = moved.filter(({ visit }) => visit.assignee === to);
    const lines: string[] = [];
    for (const { visit, estate } of theirs.toSorted((a, b) => a.visit.due - b.visit.due)) {
      const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
      const matter = matterZh(visit, event?.description ?? null);
      lines.push(`${visit.no}. ${shortTime(visit.due, estate.timezone)} 前 ${placeZh(visit)} ${matter}`);
    }
    const zone = theirs[0]?.estate.timezone ?? ctx.defaultZone;
    const content = { kind: 'text', text: fitted([head, ...lines]) } as const;
    const message = { key: newKey(), channel: 'wecom-app', to, content, purpose: 'alert' } as const;
    await enqueue(tx, ctx, now, [{ ...message, notBefore: byDay(now, zone) }]);
  }
}
