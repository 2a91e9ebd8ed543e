/** The texts of the policies that are or were in force, by their versions: what was planned is explained by them. */
import type { Instant } from '../core/calendar.js';
import { keptText, readKeptText, versionOfText, type Parameters } from '../core/policy/version.js';
import type { Tx } from './db.js';

/** Keeps the text of a version for good; a version that is kept already stays as it is. */
export async function keepVersion(
  tx: Tx,
  policy: string,
  { text, parameters }: { readonly text: string; readonly parameters: Parameters },
  now: Instant,
): Promise<void> {
  const kept = keptText(text, parameters);
  const version = versionOfText(kept);
  if ((await tx.policyVersion.findUnique({ where: { version }, select: { version: true } })) !== null) return;
  await tx.policyVersion.create({ data: { version, policyId: policy, text: kept, keptAt: BigInt(now) } });
}

/** A version's file and parameters; null where it was never kept. */
export async function versionText(
  tx: Tx,
  version: string,
): Promise<{ readonly text: string; readonly parameters: Parameters } | null> {
  const row = await tx.policyVersion.findUnique({ where: { version }, select: { text: true } });
  return row === null ? null : readKeptText(row.text);
}

/** The file's text that was last in force: the one that estates have adopted, else the newest that was kept. */
export async function lastGoodText(tx: Tx, policy: string): Promise<string | null> {
  const adopted = await tx.adoptedPolicy.findFirst({
    where: { policyId: policy, leftAt: null },
    orderBy: [{ adoptedAt: 'desc' }, { id: 'desc' }],
    select: { version: true },
  });
  const inForce = adopted === null ? null : await versionText(tx, adopted.version);
  if (inForce !== null) return inForce.text;
  const newest = await tx.policyVersion.findFirst({
    where: { policyId: policy },
    orderBy: { keptAt: 'desc' },
    select: { text: true },
  });
  return newest === null ? null : readKeptText(newest.text).text;
}
