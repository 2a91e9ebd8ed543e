/**
 * What one member of staff gets at once: WeCom drops what goes past its limits and tells nobody, so that messages wait
 * here; and many tasks at once are told in one list, not in as many cards.
 */
import type { Context } from '../context.js';
import { MINUTE, type Instant } from '../core/calendar.js';
import { isOpen } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { lastSent, type ClaimedOutgoing, type Outcome } from '../store/outbox.js';
import {
  becomeList,
  cardsBeside,
  dueCards,
  GATHERING,
  holdCards,
  settleInList,
  type WaitingCard,
} from '../store/task-messages.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { fit } from './answer.js';
import { gathered, type Errand } from './errands.js';

/**
 * A member is let through 30 messages a minute and 1000 an hour (wecom-protocol, U). Below both, with room for what was
 * sent twice and for clocks that differ: 80 in five minutes are 960 an hour.
 */
const PACES = [
  { spanMs: MINUTE, most: 24 },
  { spanMs: 5 * MINUTE, most: 80 },
] as const;
const LOOKED_AT = 100;

/** ◆ More cards than these at once are told in a list, once so long has passed without which more may come. */
const CARDS_AT_ONCE = 5;
const GATHERED_FOR_MS = MINUTE;

/** Until when a message to a member of staff waits, and what it becomes; null: it goes as it is. */
export async function paced(
  ctx: Context,
  message: ClaimedOutgoing,
  now: Instant,
): Promise<Outcome | ClaimedOutgoing | null> {
  // What changes a card is no message more.
  if (message.channel !== 'wecom-app' || message.content?.kind === 'card-done') return null;
  const sent = await lastSent(ctx.db.read, message.channel, message.to, LOOKED_AT);
  for (const { spanMs, most } of PACES) {
    const within = sent.filter(({ at }) => at > now - spanMs && at <= now);
    if (within.length < most) continue;
    const oldest = Math.min(...within.map(({ at }) => at));
    return { kind: 'paced', at: (oldest + spanMs) as Instant, reason: 'enough for one person' };
  }
  if (message.purpose !== 'task') return null;
  const justNow = sent.filter(({ at, purpose }) => purpose === 'task' && at > now - MINUTE && at <= now).length;
  return heldTogether(ctx, message, justNow, now);
}

/** Cards that come in numbers wait for each other; when their time has come, the first of them is the list of all. */
async function heldTogether(
  ctx: Context,
  message: ClaimedOutgoing,
  justNow: number,
  now: Instant,
): Promise<Outcome | ClaimedOutgoing | null> {
  const { due, gatheredUntil } = await cardsBeside(ctx.db.read, message, now);
  if (message.reason === GATHERING && gatheredUntil === null) return due === 0 ? null : toList(ctx, message, now);
  if (gatheredUntil !== null) return { kind: 'held', at: gatheredUntil, reason: GATHERING };
  if (justNow + due < CARDS_AT_ONCE) return null;
  const until = (now + GATHERED_FOR_MS) as Instant;
  await ctx.db.write((tx) => holdCards(tx, message, until, now));
  return { kind: 'held', at: until, reason: GATHERING };
}

async function toList(ctx: Context, message: ClaimedOutgoing, now: Instant): Promise<ClaimedOutgoing | null> {
  const { visitNo, content } = message;
  if (visitNo === undefined || content === null) return null;
  return ctx.db.write(async (tx) => {
    const cards = await dueCards(tx, ctx.box, message, now);
    const all = await stillTheirs(tx, [{ id: message.id, visitNo, content }, ...cards], message.to);
    const first = all.find(({ id }) => id === message.id);
    if (first === undefined || all.length < 2) return null;
    const list = { content: { kind: 'text', text: await listText(tx, all) }, estate: first.visit.estate } as const;
    if (!(await becomeList(tx, ctx.box, message, ctx.instance, list))) return null;
    const others = all.flatMap(({ id }) => (id === message.id ? [] : [id]));
    await settleInList(tx, others);
    const { visitNo: _visitNo, ...rest } = message;
    return { ...rest, ...list, purpose: 'alert' };
  });
}

type Listed = WaitingCard & { readonly visit: StoredVisit };

/** The cards of tasks that are still to be done by whoever is told, the soonest due first. */
async function stillTheirs(tx: Tx, cards: readonly WaitingCard[], to: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (const card of cards) {
    const visit = card.content.kind === 'card' ? await visitByNo(tx, card.visitNo) : null;
    if (visit !== null && visit.assignee === to && isOpen(visit.status)) found.push({ ...card, visit });
  }
  return found.toSorted((a, b) => a.visit.due - b.visit.due || a.visit.no - b.visit.no);
}

const ESTATE = '项目';
const WHY = '原因';

type Line = { readonly text: string; readonly tasks: number };

/** What the cards say, a line each; what a message has no room for is counted. */
async function listText(tx: Tx, all: readonly Listed[]): Promise<string> {
  const { errands } = await gathered(
    tx,
    all.map(({ visit }) => visit),
  );
  const isOfSeveral = new Set(all.map(({ visit }) => visit.estate)).size > 1;
  const lines = all.flatMap(({ content, visit }): readonly Line[] => {
    if (content.kind !== 'card') return [];
    const { title, description, facts } = content.card;
    const factOf = (fact: string): string | undefined => facts.find(({ name }) => name === fact)?.value;
    const place = isOfSeveral ? `${factOf(ESTATE)} ` : '';
    const errand = errands.find(({ tasks }) => tasks.some(({ no }) => no === visit.no));
    if (errand !== undefined) return errand.tasks[0].no === visit.no ? [errandLine(errand, place)] : [];
    const why = factOf(WHY);
    return [{ text: `${place}${description}，${title}${why === undefined ? '' : `，${why}`}`, tasks: 1 }];
  });
  const left = (shown: number): number => lines.slice(shown).reduce((sum, { tasks }) => sum + tasks, 0);
  return fit(
    `有 ${all.length} 项回访任务到您名下，最急的在前：`,
    lines.map(({ text }) => text),
    {
      rest: (shown) => `……还有 ${left(shown)} 项，发「我的任务」看全部。`,
      foot: '看一项的依据请写「说明 12」，办好请写「完成 12」。',
    },
  ).text;
}

/** Which homes is in the list that 我的任务 gives. */
const errandLine = ({ name, tasks }: Errand, place: string): Line => ({
  text: `${place}${name}：微信联系不到的 ${tasks.length} 户，请送问卷。名单发「我的任务」`,
  tasks: tasks.length,
});
