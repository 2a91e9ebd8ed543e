/** What goes with a change of an estate's adopted policies: the texts are kept, and the change stands in the audit. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Adoption, AdoptionChange } from '../store/adoptions.js';
import type { Tx } from '../store/db.js';
import { keepVersion } from '../store/policy-versions.js';
import { estateOf } from '../store/estates.js';
import { markReplanning } from '../store/replanning.js';
import { commitDraws } from './draw-keys.js';

/** In the transaction of the change itself; the keys of its draws too. What is planned already is brought up by `replanEstates`, afterwards. */
export async function recordAdoptions(
  tx: Tx,
  ctx: Pick<Context, 'db' | 'library' | 'box' | 'log'>,
  { estate, changes, actor }: { readonly estate: string; readonly changes: readonly AdoptionChange[]; actor: string },
  now: Instant,
): Promise<void> {
  if (changes.length === 0) return;
  for (const change of changes) if (change.kind !== 'leave') await keepText(tx, ctx, change.after, now);
  await appendAudit(
    tx,
    ctx.db,
    changes.map((change) => {
      const { id } = change.kind === 'leave' ? change.before : change.after;
      const action = `policy.${change.kind}`;
      return { at: now, actor, action, estate, subject: `policy:${id}`, detail: detailOf(change) };
    }),
  );
  const changed = await estateOf(tx, estate);
  if (changed !== null) await commitDraws(tx, ctx, changed, now);
  await markReplanning(tx, estate, now);
}

async function keepText(tx: Tx, { library }: Pick<Context, 'library'>, adoption: Adoption, now: Instant) {
  const { id, parameters } = adoption;
  const text = library.textOf(id);
  if (text !== null) await keepVersion(tx, id, { text, parameters }, now);
}

function detailOf(change: AdoptionChange): Readonly<Record<string, unknown>> {
  const shown = ({ version, parameters }: Adoption) => ({ version, parameters });
  return {
    ...('before' in change ? { before: shown(change.before) } : {}),
    ...('after' in change ? { after: shown(change.after) } : {}),
  };
}
