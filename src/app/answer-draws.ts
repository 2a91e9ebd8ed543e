/** 回访比例, 抽取: what a role decides where a policy leaves it to them. */
import type { Context } from '../context.js';
import type { Command } from '../core/understand/command.js';
import { estateAsked, words, written, type Answer, type Asker } from './answer.js';
import { pickVisit } from './pick-visit.js';
import { setRate } from './set-rate.js';

export function answerDraws(
  ctx: Context,
  asker: Asker,
  understood: Extract<Command, { readonly command: '回访比例' | '抽取' }>,
): Answer {
  const { staff } = asker;
  if (understood.command === '抽取') return written((tx, now) => pickVisit(tx, ctx, staff, understood.args.task, now));
  const { clause, percent, estate: name } = understood.args;
  const estate = estateAsked(asker, name, `回访比例${clause === undefined ? '' : ` ${clause}`} ${percent}%`);
  if (typeof estate === 'string') return words(estate);
  return written((tx, now) => setRate(tx, ctx, { staff, estate: estate.id }, { clause: clause ?? null, percent }, now));
}
