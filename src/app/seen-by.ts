/** 谁能看: what a member of staff asks to see, whether it is theirs, and the refusal where it is not, which is kept. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Action, Thing } from '../core/permissions.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { eventOf } from '../store/events.js';
import { currentRecord } from '../store/records.js';
import type { Staff } from '../store/staff.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { words, type Answer } from './answer.js';

/** A visit as one person may see it: theirs if they have it, made its record, or did the work that it is about. */
export async function asSeenBy(tx: Tx, { userid }: Staff, visit: StoredVisit): Promise<Thing> {
  const { estate } = visit;
  const lead = visit.servedBy === null ? visit : ((await visitByNo(tx, visit.servedBy)) ?? visit);
  const event = visit.event === null ? null : await eventOf(tx, estate, visit.event);
  const record = await currentRecord(tx, lead.no);
  const theirs = [visit.assignee, lead.assignee, event?.worker, record?.by].includes(userid);
  return { estate, assignee: theirs ? userid : lead.assignee };
}

export type Unseen = {
  readonly staff: Staff;
  readonly action: Action | 'see case';
  readonly estate: string | null;
  readonly subject: string;
};

/** Keeps in the audit that somebody was refused. */
export const keepUnseen = (tx: Tx, ctx: Context, { staff, action, estate, subject }: Unseen, now: Instant) =>
  appendAudit(tx, ctx.db, [{ at: now, actor: staff.userid, action: `refused.${action}`, estate, subject }]);

/** The same, with what they are told. */
export const unseen = (ctx: Context, about: Unseen, text: string): Answer => ({
  ...words(text),
  writes: (tx, now) => keepUnseen(tx, ctx, about, now).then(() => []),
});
