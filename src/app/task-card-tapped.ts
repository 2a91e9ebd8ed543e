/** 点过的任务卡片: the platform takes a card's buttons away with a tap; those that may be needed yet are put back. */
import type { TaskCard } from '../channels/channel.js';
import type { Context } from '../context.js';
import { isToBeMade } from '../core/visit.js';
import { cardSent, taskOfCard } from '../store/task-messages.js';
import { visitByNo } from '../store/visits.js';
import type { AppHead, CardClick } from '../wecom/message.js';

/** The card as it is to stand now: whoever has tapped it need not take the task any more. Null: it is of no open task. */
export async function taskCardTapped(
  { db, box }: Context,
  { from, taskId }: Pick<AppHead & CardClick, 'from' | 'taskId'>,
): Promise<TaskCard | null> {
  const no = taskOfCard(taskId);
  const visit = no === null ? null : await visitByNo(db.read, no);
  if (visit === null || !isToBeMade(visit.status)) return null;
  const card = await cardSent(db.read, box, { to: from, taskId });
  const buttons = (card?.buttons ?? []).filter(({ key }) => !key.startsWith('claim:'));
  return card === null || buttons.length === 0 ? null : { ...card, buttons };
}
