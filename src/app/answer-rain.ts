/** 雨停: staff say that the rain has stopped; what was waiting for it is planned in the message's own transaction. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { permitted, written, type Answer, type Asker } from './answer.js';
import { recordRain } from './record-rain.js';

export function answerRain(ctx: Context, asker: Asker, named: string | undefined, now: Instant): Answer {
  const found = permitted(ctx, asker, 'report rain', { name: named, example: '雨停', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  return written(async (tx, at) => {
    const rain = { estate: estate.id, endedAt: at, source: 'staff', by: asker.staff.userid } as const;
    const planned = await recordRain(tx, ctx, rain, at);
    const visits = planned === null || planned === 0 ? '没有等雨的回访。' : `已安排 ${planned} 件雨后回访。`;
    return `已记下：${estate.name}雨停。${visits}`;
  });
}
