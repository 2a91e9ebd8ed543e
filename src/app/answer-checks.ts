/** 抽查: what those have of the spot checks of records who supervise them. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import type { CheckCommand } from '../core/understand/command-checks.js';
import type { Tx } from '../store/db.js';
import { visitByNo } from '../store/visits.js';
import { estateAsked, refused, words, type Answer, type Asker, type Said } from './answer.js';
import { checkRecords, decideCheck } from './check-records.js';
import { unseen } from './seen-by.js';

export async function answerChecks(ctx: Context, asker: Asker, { args }: CheckCommand, now: Instant): Promise<Answer> {
  const { staff } = asker;
  const visit = 'verdict' in args ? await visitByNo(ctx.db.read, args.task) : null;
  const estate =
    'verdict' in args ? asker.estates.find(({ id }) => id === visit?.estate) : estateAsked(asker, args.estate, '抽查');
  if (typeof estate === 'string') return words(estate);
  const isHere = staff.roles.some((role) => role.estate === estate?.id);
  if ('verdict' in args && (estate === undefined || !isHere)) {
    const about = {
      staff,
      action: 'check records',
      estate: estate?.id ?? null,
      subject: `visit:${args.task}`,
    } as const;
    return unseen(ctx, about, '没有您可以抽查的这条记录。看抽中的写：抽查。');
  }
  if (estate === undefined) return words('没有这个项目。');
  const allowed = can(staff, 'check records', { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, 'check records', estate, allowed.who, now);
  const writes = async (tx: Tx, at: Instant): Promise<readonly Said[]> => {
    const checking = { staff, estate, now: at };
    if (!('verdict' in args)) return checkRecords(tx, ctx, checking, args);
    return [await decideCheck(tx, ctx, checking, { ...args, opinion: args.opinion ?? null })];
  };
  return { texts: [], files: [], writes };
}
