/** Small facts that all instances share: access tokens, cursors, runs of the timetable. */
import type { Instant } from '../core/calendar.js';
import { Prisma, type Db, type Tx } from './db.js';
import { findRow, insertRows, updateRows } from './rows.js';
import { LEASE_MS } from './inbox.js';

/** A fact's value, or null when it is not there or has expired. */
export async function factOf(
  tx: Tx,
  name: string,
  now: Instant,
): Promise<{ value: string; expiresAt: Instant | null } | null> {
  const row = await findRow(tx, 'fact', { name });
  if (row === null) return null;
  const expiresAt = row.expiresAt === null ? null : (Number(row.expiresAt) as Instant);
  return expiresAt !== null && expiresAt <= now ? null : { value: row.value, expiresAt };
}

export async function keepFact(
  tx: Tx,
  name: string,
  value: string,
  now: Instant,
  expiresAt: Instant | null = null,
): Promise<void> {
  const data = { value, expiresAt, updatedAt: now };
  await insertRows(
    tx,
    'fact',
    [{ name, ...data }],
    'ON CONFLICT ("name") DO UPDATE SET "value" = excluded."value", "expiresAt" = excluded."expiresAt", "updatedAt" = excluded."updatedAt"',
  );
}

/** Takes the sole right to do what `name` stands for until `now + leaseMs`; false when another holds it. */
export async function takeLease(tx: Tx, name: string, holder: string, now: Instant, leaseMs: number): Promise<boolean> {
  const free = { OR: [{ lockedBy: null }, { lockedBy: holder }, { lockedAt: { lte: BigInt(now - leaseMs) } }] };
  const data = { lockedBy: holder, lockedAt: BigInt(now) };
  await tx.fact.upsert({ where: { name }, create: { name, value: '', updatedAt: BigInt(now) }, update: {} });
  return (await tx.fact.updateMany({ where: { name, ...free }, data })).count === 1;
}

export async function giveBackLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx.fact.updateMany({ where: { name, lockedBy: holder }, data: { lockedBy: null, lockedAt: null } });
}

/** A run that was not held for so long was killed: another may begin it anew. */
export const RUN_MS = LEASE_MS;

/** Begins a line of the timetable for a slot; false when some instance has done it, or is at it. */
export async function beginRun(db: Db, name: string, slot: string, now: Instant): Promise<boolean> {
  const dead = now - RUN_MS;
  const begun = await db.returning(
    Prisma.sql`INSERT INTO "TimetableRun" AS known ("name", "slot", "begunAt") VALUES (${name}, ${slot}, ${now})
      ON CONFLICT ("name", "slot") DO UPDATE SET "begunAt" = excluded."begunAt"
      WHERE known."doneAt" IS NULL AND known."begunAt" <= ${dead} RETURNING "name"`,
  );
  return begun.length === 1;
}

/** Keeps a run that takes long. */
export async function holdRun(db: Db, name: string, slot: string, now: Instant): Promise<void> {
  await db.write((tx) =>
    tx.timetableRun.updateMany({ where: { name, slot, doneAt: null }, data: { begunAt: BigInt(now) } }),
  );
}

export async function endRun(db: Db, name: string, slot: string, now: Instant): Promise<void> {
  await db.write((tx) => updateRows(tx, 'timetableRun', { name, slot }, { doneAt: now }));
}

/** The newest slot of a line that was ended; null when it never ran. */
export async function lastSlot(tx: Tx, name: string): Promise<string | null> {
  return (await findRow(tx, 'timetableRun', { name }, 'AND "doneAt" IS NOT NULL ORDER BY "slot" DESC'))?.slot ?? null;
}
