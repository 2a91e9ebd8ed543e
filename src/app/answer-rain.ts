/** 雨停: staff say that the rain has stopped; what was waiting for it is planned in the message's own transaction. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import { estateAsked, refused, words, type Answer, type Asker } from './answer.js';
import { recordRain } from './record-rain.js';

export function answerRain(ctx: Context, asker: Asker, named: string | undefined, now: Instant): Answer {
  const estate = estateAsked(asker, named, '雨停');
  if (typeof estate === 'string') return words(estate);
  const allowed = can(asker.staff, 'report rain', { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, 'report rain', estate, allowed.who, now);
  return {
    texts: [],
    files: [],
    writes: async (tx, at) => {
      const rain = { estate: estate.id, endedAt: at, source: 'staff', by: asker.staff.userid } as const;
      const planned = await recordRain(tx, ctx, rain, at);
      const visits = planned === null || planned === 0 ? '没有等雨的回访。' : `已安排 ${planned} 件雨后回访。`;
      return [`已记下：${estate.name}雨停。${visits}`];
    },
  };
}
