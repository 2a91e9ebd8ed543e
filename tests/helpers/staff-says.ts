/** What members of staff hear who write something now, as it is understood, permitted and written. */
import { answerWords } from '../../src/app/answer-words.js';
import type { Said } from '../../src/app/answer.js';
import type { Finish } from '../../src/app/receive-message.js';
import { receiveFromStaff } from '../../src/app/receive-staff.js';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import type { EstateTest } from './estate.js';
import { NO_PLATFORM } from './receivers.js';

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

/** The same by way of the outbox, where what was said to them before counts. */
export async function staffWrites({ ctx }: Pick<EstateTest, 'ctx'>, userid: string, text: string): Promise<string> {
  const { db } = ctx;
  const before = await db.read.outbox.count();
  const head = { from: userid, corpId: 'ww', agentId: '1', msgId: `m${before}-${text}`, at: ctx.clock.now() };
  const finish: Finish = (work) => db.write((tx) => work(tx, ctx.clock.now()));
  await receiveFromStaff(ctx, NO_PLATFORM, { ...head, kind: 'text', content: text }, finish);
  const rows = await db.read.outbox.findMany({ where: { recipient: userid }, orderBy: { id: 'asc' } });
  const heard = rows.slice(before - (await db.read.outbox.count())).map(({ body }) => ctx.box.open(body));
  return heard
    .map((body) => JSON.parse(body) as OutgoingContent)
    .map((content) => (content.kind === 'text' ? content.text : content.kind === 'card' ? saidWords(content.card) : ''))
    .join('\n');
}

/** A card with its buttons, as it is seen. */
export const saidWords = (said: Said): string =>
  typeof said === 'string'
    ? said
    : `【${said.title}】${said.description}${said.facts.map(({ name, value }) => ` ${name}：${value}`).join('')} [${said.buttons.map(({ text }) => text).join(' | ')}]`;
