/**
 * 卡片跟着任务走: the cards of a task that is done, over or somebody else's say so, on whosever screen they stand, whoever
 * did it and wherever: their button becomes the words. The platform lets a card be changed once, within 72 hours.
 */
import type { Context } from '../context.js';
import { HOUR, type Instant } from '../core/calendar.js';
import { isToBeMade, type VisitCommand } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { enqueue } from '../store/outbox.js';
import { staffOf } from '../store/staff.js';
import { changeKey, shownCards, type ShownCard } from '../store/task-messages.js';
import { visitsTogether } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';

const CHANGEABLE_MS = 72 * HOUR;

/** In the transaction of the move, after it was written; `actor`: who moved it. */
export async function retireCards(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { command, actor, now }: { readonly command: VisitCommand['kind']; readonly actor: string; readonly now: Instant },
): Promise<void> {
  const end = ENDS[command];
  if (end === undefined && command !== 'assign') return;
  // Several may stand on one card: it is done with the last of them.
  const lead = visit.joinedTo ?? visit.no;
  const since = (now - CHANGEABLE_MS) as Instant;
  const cards = (await shownCards(tx, lead, since)).filter(({ to }) => command !== 'assign' || to !== visit.assignee);
  if (cards.length === 0) return;
  const others = await visitsTogether(tx, ctx.db, visit);
  if (others.some(({ no, status }) => no !== visit.no && status === 'with-staff' && isToBeMade(status))) return;
  const by = (await staffOf(tx, command === 'assign' ? (visit.assignee ?? '') : actor))?.name;
  const words = ({ to }: ShownCard): string => {
    if (command === 'assign') return by === undefined ? '已转给同事' : `${by}接手`;
    if (command !== 'record') return end ?? '';
    if (actor.startsWith('resident:')) return '住户已答复';
    return to === actor || by === undefined ? '已完成' : `${by}已完成`;
  };
  await enqueue(
    tx,
    ctx,
    now,
    cards.map((card) => ({
      key: changeKey(card),
      channel: 'wecom-app',
      to: card.to,
      content: { kind: 'card-done', code: card.code, text: words(card) },
      purpose: 'reply',
    })),
  );
}

/** What ends a task, in the words that take the button's place. */
const ENDS: Readonly<Partial<Record<VisitCommand['kind'], string>>> = {
  record: '已完成',
  'give-up': '已结束',
  excuse: '已结束',
  lapse: '已结束',
  cancel: '不用回访了',
};
