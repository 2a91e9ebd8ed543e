/** Draws whose keys follow from the seed, stored before anything comes in: a run that failed can be run again. */
import { createHash } from 'node:crypto';
import { periodOf } from '../../src/core/policy/duties.js';
import type { Context } from '../../src/context.js';
import { addMonths, type LocalDate } from '../../src/core/calendar.js';
import { keyHash } from '../../src/core/sampling.js';
import { ensureDraw } from '../../src/store/draws.js';
import { ESTATE_ID } from './estate.js';

/** From three months before the time played to a year after its begin, every draw that its clauses may need. */
export async function openSeededDraws(
  ctx: Context,
  { policies, from, seed }: { readonly policies: readonly string[]; readonly from: LocalDate; readonly seed: string },
): Promise<void> {
  for (const policyId of policies) {
    for (const clause of ctx.policies.get(policyId)?.clauses ?? []) {
      const every = clause.sampling?.period;
      const percent = clause.visits?.[0]?.rate;
      if (every === undefined || typeof percent !== 'number' || percent === 100) continue;
      const months = Array.from({ length: 18 }, (_, at) => periodOf(every, addMonths(from, at - 3)));
      for (const period of new Set(months)) {
        const key = createHash('sha256').update(`${seed}\0${clause.id}\0${period}`).digest('base64url');
        await ensureDraw(ctx.db, {
          id: `${ESTATE_ID}:${clause.id}:${period}`,
          estateId: ESTATE_ID,
          policyId,
          clause: clause.id,
          period,
          keyCipher: ctx.box.seal(key),
          keyHash: keyHash(key),
          percent,
          createdAt: BigInt(ctx.clock.now()),
        });
      }
    }
  }
}
