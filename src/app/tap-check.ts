/** 抽查卡片的按钮: a tap on the card of a record that a spot check drew. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import { estates } from '../store/estates.js';
import type { Staff } from '../store/staff.js';
import { askedBack, keepAskedBack } from '../store/staff-threads.js';
import { answerChecks } from './answer-checks.js';
import type { Said } from './answer.js';
import { isAsking } from './staff-thread.js';

/** A tap is the command itself: who may, is asked there. What is not so needs words, which are then asked for. */
export async function tapCheck(
  tx: Tx,
  ctx: Context,
  { staff, no }: { readonly staff: Staff; readonly no: number },
  choice: string,
  now: Instant,
): Promise<{ readonly text: readonly Said[]; readonly button: string }> {
  const verdict = choice === 'approve' ? 'approve' : 'return';
  const asker = { staff, estates: await estates(tx), zone: ctx.defaultZone };
  const answer = await answerChecks(ctx, asker, { kind: 'command', command: '抽查', args: { task: no, verdict } }, now);
  const more = answer.writes === undefined ? [] : await answer.writes(tx, now);
  const text = [...answer.texts, ...more];
  // What is written next is what was found, where that was asked for; of what is decided nothing is asked any more.
  const said = `抽查 ${no} 不实`;
  const before = await askedBack(tx, ctx.box, staff.userid, now);
  if (verdict === 'return' && isAsking(text))
    await keepAskedBack(tx, ctx.box, staff.userid, { said, suggest: [], isOffered: false }, now);
  else if (before?.said === said) await keepAskedBack(tx, ctx.box, staff.userid, null, now);
  return { text, button: verdict === 'approve' ? '已点' : '' };
}
