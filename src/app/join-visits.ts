/**
 * 同户合并 (p02.10): visits of one household whose windows are open are asked in one conversation, the one that is opened
 * first (`joinedTo`). What is left of it unasked goes to a person together, or is opened by itself again.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { exemptionOf } from '../core/contact.js';
import type { Event } from '../core/event.js';
import { mostlyOver } from '../core/window.js';
import { conversationOfVisit, saveConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { VISIT_CLAIM_MS } from '../store/due-visits.js';
import { eventOf } from '../store/events.js';
import { joinable, waitingWith } from '../store/visit-ties.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { moveVisit } from './move-visit.js';

/** A conversation about more would be a questionnaire; the rest comes another time. */
export const MOST_TOGETHER = 3;

export type WithEvent = { readonly visit: StoredVisit; readonly event: Event | null };

/** The visits that one conversation asks about now, in the order in which it does: this one, and others of its household. */
export async function togetherWith(
  tx: Tx,
  ctx: Context,
  first: WithEvent,
  now: Instant,
): Promise<readonly WithEvent[]> {
  const all: WithEvent[] = [first];
  // What was done in a case is told and asked by itself.
  if (first.visit.why.recheck !== undefined) return all;
  for (const visit of await joinable(tx, ctx.db, first.visit, now)) {
    const isDue = visit.event !== null || (visit.nextAt !== null && visit.nextAt <= now + VISIT_CLAIM_MS);
    const isTwice = all.some((other) => visit.event !== null && other.visit.event === visit.event);
    if (!isDue || isTwice || !visit.how.includes('chat') || visit.why.recheck !== undefined) continue;
    all.push({ visit, event: visit.event === null ? null : await eventOf(tx, visit.estate, visit.event) });
  }
  const chosen = [
    first,
    ...all
      .slice(1)
      .toSorted(byUrgency)
      .slice(0, MOST_TOGETHER - 1),
  ];
  return chosen.toSorted(byUrgency);
}

/** Complaints and dangers first, since nothing may delay them; then by due; a round, which is about no event, last. */
function byUrgency(a: WithEvent, b: WithEvent): number {
  return rankOf(a) - rankOf(b) || a.visit.due - b.visit.due || a.visit.no - b.visit.no;
}
const rankOf = ({ visit, event }: WithEvent): number =>
  visit.event === null ? 2 : exemptionOf(visit.kind, event?.category ?? null) === 'none' ? 1 : 0;

/** When a visit that waits in a conversation is opened by itself after all, should the conversation come to nothing. */
export const ownTime = ({ due }: StoredVisit, now: Instant): Instant => mostlyOver({ earliest: now, due });

/** Those that the conversation has not asked yet go to the same person; answers them, for the one card. */
export async function handOverWaiting(
  tx: Tx,
  ctx: Context,
  { visit, reason }: { readonly visit: StoredVisit; readonly reason: string },
  now: Instant,
): Promise<readonly WithEvent[]> {
  const over: WithEvent[] = [];
  for (const waiting of await waitingWith(tx, ctx.db, visit)) {
    const command = { kind: 'hand-over', reason } as const;
    const moved = await moveVisit(tx, ctx, waiting, { command, actor: 'system', now, change: { nextAt: null } });
    if (moved === null) continue;
    await settleTalk(tx, waiting, 'with-staff', now);
    const event = moved.event === null ? null : await eventOf(tx, moved.estate, moved.event);
    const to = visit.assignee;
    const mayGo = to !== null && to !== event?.worker && to !== moved.assignee;
    const held = mayGo
      ? await moveVisit(tx, ctx, moved, { command: { kind: 'assign', to }, actor: 'system', now })
      : moved;
    over.push({ visit: held ?? moved, event });
  }
  return over;
}

/** The conversation ended otherwise: what it has not asked is opened by itself. */
export async function releaseWaiting(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  for (const waiting of await waitingWith(tx, ctx.db, visit)) {
    await settleTalk(tx, waiting, 'done', now);
    const nextAt = Math.max(now, waiting.earliest) as Instant;
    await saveVisit(tx, { ...waiting, joinedTo: null, nextAt }, now);
  }
}

async function settleTalk(tx: Tx, { no }: StoredVisit, state: 'with-staff' | 'done', now: Instant): Promise<void> {
  const talk = await conversationOfVisit(tx, no);
  if (talk === null) return;
  await saveConversation(tx, { ...talk, session: { ...talk.session, state }, open: false, wakeAt: null }, now);
}
