/** What members of staff hear who write something now, as it is understood, permitted and written. */
import { answerCommand } from '../../src/app/answer-command.js';
import { understandCommand } from '../../src/core/understand/command.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import type { EstateTest } from './estate.js';

/** The texts that answer it, one under the other. */
export async function staffSays({ ctx }: EstateTest, userid: string, text: string): Promise<string> {
  const all = await estates(ctx.db.read);
  const staff = await staffOf(ctx.db.read, userid);
  if (staff === null) throw new Error(`no ${userid}`);
  const now = ctx.clock.now();
  const names = all.map(({ name }) => name);
  const meant = understandCommand(text, now, 'Asia/Shanghai', names);
  const answer = await answerCommand(ctx, { staff, estates: all, zone: 'Asia/Shanghai' }, meant, now);
  const { writes } = answer;
  const more = writes === undefined ? [] : await ctx.db.write((tx) => writes(tx, now));
  return [...answer.texts, ...more].join('\n');
}
