/** Anchors 存证 in the database: what was sent outside, and what has happened since. */
import type { AnchorClaim, Anchor } from '../core/anchor.js';
import type { Instant } from '../core/calendar.js';
import { labelOf } from '../core/draw-period.js';
import type { Tx } from './db.js';

/** The last row of the chain; null for an empty one. */
export async function chainHead(tx: Tx): Promise<Pick<Anchor, 'seq' | 'head'> | null> {
  const row = await tx.audit.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } });
  return row === null ? null : { seq: row.seq, head: row.hash };
}

export type StoredAnchor = { readonly at: Instant; readonly seq: number; readonly head: string; readonly text: string };

/** The newest anchor of an estate; null where there was none. */
export async function lastAnchor(tx: Tx, estate: string): Promise<StoredAnchor | null> {
  const row = await tx.anchor.findFirst({ where: { estateId: estate }, orderBy: { at: 'desc' } });
  return row === null ? null : { at: Number(row.at) as Instant, seq: row.seq, head: row.head, text: row.text };
}

export async function keepAnchor(tx: Tx, estate: string, { at, seq, head, text }: StoredAnchor): Promise<void> {
  await tx.anchor.create({ data: { estateId: estate, at: BigInt(at), seq, head, text } });
}

/** What an estate's draws did since an anchor: committed to with a key of their own, or closed with a population. */
export async function drawsSince(
  tx: Tx,
  estateId: string,
  since: Instant,
): Promise<Pick<Anchor, 'committed' | 'closed'>> {
  const order = { orderBy: { id: 'asc' as const } };
  const made = await tx.draw.findMany({
    where: { estateId, closedAt: null, createdAt: { gt: BigInt(since) } },
    ...order,
  });
  const over = await tx.draw.findMany({
    where: { estateId, closedAt: { gt: BigInt(since) }, size: { gt: 0 }, populationHash: { not: null } },
    ...order,
  });
  const own = made.filter(({ period }) => labelOf(period)?.startsWith('late') ?? true);
  return {
    committed: own.map(({ clause, period, keyHash }) => ({ clause, period, keyHash })),
    closed: over.map(({ clause, period, keyHash, populationHash, required, chosen, short }) => ({
      clause,
      period,
      keyHash,
      populationHash: populationHash ?? '',
      required: required ?? 0,
      chosen,
      short: short ?? 0,
    })),
  };
}

/** Why a claim on paper does not hold in this database; null where it does. */
export type ClaimFault = 'missing' | 'differs';

export async function checkClaim(tx: Tx, claim: AnchorClaim): Promise<ClaimFault | null> {
  if (claim.kind === 'head') {
    const row = await tx.audit.findUnique({ where: { seq: claim.seq }, select: { hash: true } });
    if (row === null) return 'missing';
    return row.hash.startsWith(claim.hash) ? null : 'differs';
  }
  const { clause, period, keyHash, populationHash } = claim;
  const draws = await tx.draw.findMany({ where: { clause, period }, select: { id: true, keyHash: true } });
  if (draws.length === 0) return 'missing';
  const draw = draws.find((one) => one.keyHash.startsWith(keyHash));
  if (draw === undefined) return 'differs';
  if (populationHash === null) return null;
  // A population that grew later was closed again: the chain still has the close that the paper speaks of.
  const closes = await tx.audit.findMany({
    where: { subject: `draw:${draw.id}`, action: 'draw.close' },
    select: { detail: true },
  });
  const known = closes.map(({ detail }) => (JSON.parse(detail) as { readonly populationHash?: string }).populationHash);
  return known.some((hash) => hash?.startsWith(populationHash)) ? null : 'differs';
}
