/**
 * Policy files are read again while the program runs: a text that is new and whole is in force from then on, for every
 * estate that adopted the policy; what is planned already stays by its own version. A text with faults changes nothing.
 */
import type { Context } from '../context.js';
import { scanPolicyFiles } from '../policy-files.js';
import type { PolicyTrouble } from '../policy-library.js';
import { adoptPolicies, lockAdoptions, type AdoptedPolicy, type Adoption } from '../store/adoptions.js';
import type { Tx } from '../store/db.js';
import { estateOf, estates, type Estate } from '../store/estates.js';
import { keepVersion } from '../store/policy-versions.js';
import { recordAdoptions } from './adopt-policies.js';
import { logTroubles, readInForce } from './policies-in-force.js';
import { policyOfVersion } from './plan-visits.js';
import { replanEstates } from './replan-events.js';

/** Reads the folders again, and lets what is new take effect. A folder that cannot be read changes nothing. */
export async function rereadPolicies(ctx: Context, policyDir: string | null): Promise<void> {
  const { library } = ctx;
  try {
    const { sources, troubles } = await readInForce(ctx.db.read, scanPolicyFiles(policyDir), library.textOf);
    const before = JSON.stringify(library.troubles().filter(({ estate }) => estate === null));
    const isNew = [...sources].some(([id, { text }]) => library.textOf(id) !== text);
    if (!isNew && sources.size === library.policies.size && JSON.stringify(troubles) === before) return;
    library.put(sources.values(), troubles);
    if (JSON.stringify(troubles) !== before) logTroubles(ctx, troubles);
  } catch (error) {
    ctx.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'policy files could not be read again');
    return;
  }
  await bringVersionsUp(ctx);
  await replanEstates(ctx);
}

/** Every estate's adoptions take on the files in force, and their texts are kept; `replanEstates` does the rest. */
export async function bringVersionsUp(ctx: Context): Promise<void> {
  const own: PolicyTrouble[] = [];
  for (const estate of await estates(ctx.db.read)) {
    for (const adoption of estate.policies) own.push(...(await holdOwn(ctx, estate, adoption)));
    await ctx.db.write((tx) => renewEstate(tx, ctx, estate.id));
  }
  if (own.length > 0) {
    logTroubles(ctx, own);
    ctx.library.addTroubles(own);
  }
}

/** An estate's parameters may not fit the new file: then it goes on by the version that it has. */
async function holdOwn(
  ctx: Context,
  { id: estate }: Estate,
  adoption: AdoptedPolicy,
): Promise<readonly PolicyTrouble[]> {
  const { id, parameters, version } = adoption;
  if (ctx.library.textOf(id) === null || ctx.library.versionOf(id, parameters) !== null) return [];
  await policyOfVersion(ctx.db.read, ctx, version);
  const names = Object.keys(parameters).join('、');
  return [
    { policy: id, file: id, estate, lines: [`制度 ${id} 的新文件不接受本项目的参数（${names}），仍按原来的执行`] },
  ];
}

async function renewEstate(tx: Tx, ctx: Context, id: string): Promise<void> {
  await lockAdoptions(tx, ctx.db, id, 'update');
  const estate = await estateOf(tx, id);
  if (estate === null) return;
  const now = ctx.clock.now();
  const renewed = estate.policies.map((adoption): Adoption => {
    const version = ctx.library.versionOf(adoption.id, adoption.parameters);
    return { ...adoption, version: version ?? adoption.version };
  });
  const changes = await adoptPolicies(tx, id, renewed, now);
  await recordAdoptions(tx, ctx, { estate: id, changes, actor: 'system' }, now);
  for (const { id: policy, parameters, version } of renewed) {
    const text = ctx.library.versionOf(policy, parameters) === version ? ctx.library.textOf(policy) : null;
    if (text !== null) await keepVersion(tx, policy, { text, parameters }, now);
  }
}
