/** 预览之后: 取消, 确认, the figures alone and 不对，是3栋 are about the preview that was just shown, of a survey or its end. */
import type { Context } from '../context.js';
import { percentIn, targetIn } from '../core/understand/command-names.js';
import { isTakenBack } from '../core/understand/command-thread.js';
import { forgetWaiting, waitingOf } from '../store/confirmations.js';
import { newestWords } from '../store/staff-threads.js';
import { words, type Answer, type Asker } from './answer.js';
import { ENDS } from './follow-survey.js';
import { LAUNCHES, type Kept } from './launch-survey.js';
import type { InFull, SaidByStaff } from './staff-thread.js';

/** What is confirmed, by which words, and what is said where it is taken back. */
const SHOWN = [
  { of: LAUNCHES, by: '确认发起', back: '好的，什么都没有发出。', yet: '还没有发出' },
  { of: ENDS, by: '确认结束', back: '好的，没有结束，调查照常进行。', yet: '还没有结束' },
] as const;

const YES =
  /^(?:确认|确定|是的?|对的?|好的?|行|可以|ok|没问题|就?这样|(?:可以)?(?:发|发出|发送|发起|开始|结束)(?:吧|了)?)[吧了啊。.!！\s]*$/iu;
const NO = /^(?:先)?(?:不|别|不要)(?:再)?(?:发|结束|停|办)(?:了|吧)*[。.!！\s]*$/u;
const OTHERWISE = /^(?:不对|不是|错了|[写打]错了|改(?:成|为|一下)?|换成|应该是|那就?|只?[发问]|抽样?改?)/u;
const MOST_OTHERWISE = 24;

/** What these words mean after a preview that waits; null where they are about something else. */
export async function answersPreview(
  ctx: Context,
  { staff: { userid } }: Asker,
  said: SaidByStaff,
): Promise<InFull | Answer | null> {
  const text = said.text.normalize('NFKC').trim();
  const [newest = ''] = await newestWords(ctx.db.read, ctx.box, userid, said.now);
  for (const { of, by, back, yet } of SHOWN) {
    const waiting = await waitingOf<Kept>(ctx.db.read, of, userid, said.now);
    if (waiting === null || waiting.usedAt !== null) continue;
    const whole = `${by} ${waiting.code}`;
    if (text === String(waiting.code)) return { text: whole, understood: said.read(whole) };
    if (!newest.includes(by)) continue;
    if (isTakenBack(text) || NO.test(text))
      return { ...words(back), writes: (tx) => forgetWaiting(tx, of, userid).then(() => []) };
    if (YES.test(text)) return words(`${yet}。请带上预览里的四位数回复：${whole}；不办请回复「取消」。`);
    const other = of === LAUNCHES ? orderedOtherwise(text, waiting.what) : null;
    if (other !== null) return other;
  }
  return null;
}

/** 不对，是3栋: the same order to others, which is shown anew. */
function orderedOtherwise(text: string, { order }: Kept): InFull | null {
  if (!OTHERWISE.test(text) || text.length > MOST_OTHERWISE) return null;
  const target = targetIn(text)?.target;
  const percent = /抽|%|百分/u.test(text) ? percentIn(text) : null;
  if (target === undefined && percent === null) return null;
  const { date, days, title } = order;
  const share = percent ?? order.percent;
  const args = {
    target: target ?? order.target,
    ...(title === null ? {} : { title }),
    ...(share === null ? {} : { percent: share }),
    ...(date === undefined ? {} : { date }),
    ...(days === undefined ? {} : { days }),
  };
  return { text, understood: { kind: 'command', command: '发起调查', args } };
}
