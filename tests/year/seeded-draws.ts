/** Draws whose keys follow from the seed, stored before anything comes in: a run that failed can be run again. */
import { createHash } from 'node:crypto';
import { drawsOf } from '../../src/app/draw-keys.js';
import type { Context } from '../../src/context.js';
import { addDays, type LocalDate } from '../../src/core/calendar.js';
import { drawPeriodOf } from '../../src/core/draw-period.js';
import { keyHash } from '../../src/core/sampling.js';
import { insertDraw } from '../../src/store/draws.js';
import { ESTATE_ID } from './estate.js';

/** Days before the time played, and days from its begin, in whose periods a draw may be needed. */
const SPAN = { before: 92, after: 460 };

/** Every draw that the clauses may need, made before the estate adopts its policies. */
export async function openSeededDraws(
  ctx: Context,
  { policies, from, seed }: { readonly policies: readonly string[]; readonly from: LocalDate; readonly seed: string },
): Promise<void> {
  const days = Array.from({ length: SPAN.before + SPAN.after }, (_, at) => addDays(from, at - SPAN.before));
  for (const policy of policies) {
    for (const clause of ctx.policies.get(policy)?.clauses ?? []) {
      for (const { every, rule } of drawsOf(clause)) {
        for (const period of new Set(days.flatMap((day) => withLate(drawPeriodOf(every, day))))) {
          const key = createHash('sha256').update(`${seed}\0${clause.id}\0${period}`).digest('base64url');
          const where = { estate: ESTATE_ID, policy, clause: clause.id, period };
          const draw = { ...where, keyCipher: ctx.box.seal(key), keyHash: keyHash(key), rule };
          await ctx.db.write((tx) => insertDraw(tx, draw, ctx.clock.now()));
        }
      }
    }
  }
}

/** A period, and the part of it that is drawn once its key is public: that part's key follows from nothing. */
const withLate = (period: string): readonly string[] => [period, `${period}/late`];
