/** Draws 抽样 in the database: a population's key, its places, and how many were drawn. */
import { isTaken, type Db, type Prisma, type Tx } from './db.js';

/** A population's draw: its key is stored, sealed, before anyone is drawn (fault 7). */
export type StoredDraw = {
  readonly id: string;
  readonly keyCipher: string;
  readonly keyHash: string;
  readonly size: number;
};

export async function drawOf(
  tx: Tx,
  where: { readonly estate: string; readonly policy: string; readonly clause: string; readonly period: string },
): Promise<StoredDraw | null> {
  const { estate, policy, clause, period } = where;
  return tx.draw.findUnique({
    where: { estateId_policyId_clause_period: { estateId: estate, policyId: policy, clause, period } },
    select: { id: true, keyCipher: true, keyHash: true, size: true },
  });
}

/** Makes the draw if it is not there; if another was quicker, theirs stands. */
export async function ensureDraw(db: Db, draw: Prisma.DrawCreateInput): Promise<void> {
  try {
    await db.write((tx) => tx.draw.create({ data: draw }));
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

/** The next place in a draw's population; a period that was closed is closed again, with it. */
export async function takePosition(tx: Tx, drawId: string): Promise<number> {
  const { size } = await tx.draw.update({
    where: { id: drawId },
    data: { size: { increment: 1 }, closedAt: null },
    select: { size: true },
  });
  return size - 1;
}

export async function countChosen(tx: Tx, drawId: string): Promise<void> {
  await tx.draw.update({ where: { id: drawId }, data: { chosen: { increment: 1 } } });
}
