/** Whether what somebody writes while they make a record is another order, or belongs to the record. */
import type { CommandName, Understood } from '../understand/command.js';

/** Orders that are known by their whole name, and by nothing else while a record is made. */
const ALSO: Readonly<Partial<Record<CommandName, RegExp>>> = {
  说明: /^(?:说明|为什么)/u,
  我的任务: /^我的?(?:今天的?)?任务/u,
  有影响: /^有影响的?业主/u,
  完成: /^(?:完成|修改|更正|订正)/u,
  // 案12 is named wherever it stands.
  跟进: /案/u,
  调查: /^(?:调查|结束调查|确认(?:发起|结束))/u,
  // 照片 12 alone is the name of a photograph there.
  // 电话 8001 is how it was visited, and the number.
  电话: /^(?:看|查|\d+\s*号?(?:的|住户|业主))/u,
  照片: /^(?:看|查看)|(?:修前|修后|现场|签名)/u,
  审核: /^(?:审核|全部通过|通过|退回)/u,
  不满意: /^不满意\s*(?:本|上(?:个?月|周|季)|今年|去年|\d)/u,
};

/**
 * A record is dictated in free words, which may sound like an order: so an order is one that begins with its own name, or
 * with a task's number and is no record.
 */
export function isOtherOrder(understood: Understood, text: string): boolean {
  if (understood.kind === 'unclear') return false;
  const { command } = understood;
  const words = text.normalize('NFKC').trim();
  return (ALSO[command] ?? new RegExp(`^${command}`, 'u')).test(words) || /^(?:任务|#)?\s*\d{1,7}(?!\d)/u.test(words);
}
