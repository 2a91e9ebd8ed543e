/** What members of staff hear who write something now, as it is understood, permitted and written. */
import { answerWords } from '../../src/app/answer-words.js';
import type { Said } from '../../src/app/answer.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import type { EstateTest } from './estate.js';

/** The words of what answers it, a card's beside others', one under the other. */
export const staffSays = async (test: EstateTest, userid: string, text: string): Promise<string> =>
  (await staffHears(test, userid, text)).join('\n');

/** Each message that answers it. */
export async function staffHears({ ctx }: EstateTest, userid: string, text: string): Promise<readonly string[]> {
  const all = await estates(ctx.db.read);
  const staff = await staffOf(ctx.db.read, userid);
  if (staff === null) throw new Error(`no ${userid}`);
  const now = ctx.clock.now();
  const answer = await answerWords(ctx, { staff, estates: all, zone: 'Asia/Shanghai' }, text, now);
  const { writes } = answer;
  const more = writes === undefined ? [] : await ctx.db.write((tx) => writes(tx, now));
  return [...answer.texts, ...more.map(saidWords)];
}

/** A card with its buttons, as it is seen. */
export const saidWords = (said: Said): string =>
  typeof said === 'string'
    ? said
    : `【${said.title}】${said.description} [${said.buttons.map(({ text }) => text).join(' | ')}]`;
