/** Which policies 回访制度 an estate has adopted, and had: a row that was left stays, for what was planned under it. */
import type { Instant } from '../core/calendar.js';
import { stable, type Parameters } from '../core/policy/version.js';
import type { Db, Tx } from './db.js';
import { findRows, type RowOf } from './rows.js';

/** A policy as an estate adopts it; the version is its file's text together with these parameters. */
export type Adoption = { readonly id: string; readonly parameters: Parameters; readonly version: string };

/** `row` tells one adoption from another of the same policy. */
export type AdoptedPolicy = Adoption & { readonly row: number; readonly adoptedAt: Instant };

export type AdoptionChange =
  | { readonly kind: 'adopt'; readonly after: Adoption }
  | { readonly kind: 'change'; readonly before: Adoption; readonly after: Adoption }
  | { readonly kind: 'leave'; readonly before: Adoption };

/**
 * Makes the list the estate's adopted policies: what is no longer in it, or stands in it otherwise, is left at `now` and
 * its row kept; what is new is adopted. Tells what changed.
 */
export async function adoptPolicies(
  tx: Tx,
  estate: string,
  policies: readonly Adoption[],
  now: Instant,
): Promise<readonly AdoptionChange[]> {
  const held = (await tx.adoptedPolicy.findMany({ where: { estateId: estate, leftAt: null } })).map(toAdopted);
  const changes: AdoptionChange[] = [];
  for (const before of held) {
    const after = policies.find(({ id }) => id === before.id);
    if (after === undefined) changes.push({ kind: 'leave', before });
    else if (!sameAdoption(before, after)) changes.push({ kind: 'change', before, after });
  }
  for (const after of policies) if (!held.some(({ id }) => id === after.id)) changes.push({ kind: 'adopt', after });
  const left = changes.flatMap((change) => ('before' in change ? [change.before.id] : []));
  const taken = changes.flatMap((change) => ('after' in change ? [change.after] : []));
  if (left.length > 0) {
    const where = { estateId: estate, leftAt: null, policyId: { in: left } };
    await tx.adoptedPolicy.updateMany({ where, data: { leftAt: BigInt(now) } });
  }
  if (taken.length > 0) {
    const rows = taken.map(({ id, parameters, version }) => ({
      estateId: estate,
      policyId: id,
      parameters: stable(parameters),
      version,
      adoptedAt: BigInt(now),
    }));
    await tx.adoptedPolicy.createMany({ data: rows });
  }
  return changes;
}

const sameAdoption = (one: Adoption, other: Adoption): boolean =>
  one.version === other.version && stable(one.parameters) === stable(other.parameters);

type Adopted = Pick<RowOf<'adoptedPolicy'>, 'id' | 'policyId' | 'parameters' | 'version' | 'adoptedAt'>;

export const toAdopted = ({ id, policyId, parameters, version, adoptedAt }: Adopted): AdoptedPolicy => ({
  id: policyId,
  parameters: JSON.parse(parameters) as Parameters,
  version,
  row: id,
  adoptedAt: Number(adoptedAt) as Instant,
});

/** The policies that any estate has adopted. */
export async function adoptedIds(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.adoptedPolicy.findMany({
    where: { leftAt: null },
    distinct: ['policyId'],
    orderBy: { policyId: 'asc' },
    select: { policyId: true },
  });
  return rows.map(({ policyId }) => policyId);
}

/** Whether these are still the estate's adoptions: nobody adopted, changed or left one since they were read. */
export async function areAdopted(tx: Tx, estate: string, policies: readonly AdoptedPolicy[]): Promise<boolean> {
  const rows = await findRows(tx, 'adoptedPolicy', { estateId: estate, leftAt: null });
  return rows.length === policies.length && rows.every(({ id }) => policies.some(({ row }) => row === id));
}

/**
 * Until the transaction's end nobody changes what the estate adopted (`share`: others may read on; `update`: nobody
 * else plans meanwhile). SQLite has one writer and needs no lock.
 */
export async function lockAdoptions(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  estate: string,
  mode: 'share' | 'update',
): Promise<void> {
  if (kind === 'sqlite') return;
  if (mode === 'share') await tx.$queryRaw`SELECT 1 FROM "Estate" WHERE "id" = ${estate} FOR SHARE`;
  else await tx.$queryRaw`SELECT 1 FROM "Estate" WHERE "id" = ${estate} FOR UPDATE`;
}
