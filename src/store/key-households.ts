/** 重点户 (p02.12), influential residents 有影响的业主 (p02.11) and agreed answers 统一口径 (p02.20) of an estate. */
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';

export type KeyHousehold = { readonly code: string; readonly reason: string | null; readonly since: Instant | null };

export async function keyHouseholds(tx: Tx, estate: string): Promise<readonly KeyHousehold[]> {
  const rows = await tx.household.findMany({
    where: { estateId: estate, keyHousehold: true },
    orderBy: { code: 'asc' },
  });
  return rows.map(({ code, keyReason, keySince }) => ({
    code,
    reason: keyReason,
    since: keySince === null ? null : (Number(keySince) as Instant),
  }));
}

/** Marks a household, or takes the mark away (`reason` null); null: there is no such household; false: it stood so. */
export async function markKeyHousehold(
  tx: Tx,
  { estate, code, reason }: { readonly estate: string; readonly code: string; readonly reason: string | null },
  now: Instant,
): Promise<boolean | null> {
  const where = { estateId_code: { estateId: estate, code } };
  const row = await tx.household.findUnique({ where, select: { keyHousehold: true, keyReason: true, keySince: true } });
  if (row === null) return null;
  if (row.keyHousehold === (reason !== null) && row.keyReason === reason) return false;
  const keySince = reason === null ? null : (row.keySince ?? BigInt(now));
  await tx.household.update({ where, data: { keyHousehold: reason !== null, keyReason: reason, keySince } });
  return true;
}

export type Influential = { readonly household: string; readonly name: string; readonly note: string };

/** The residents of whom it was noted that they may help, the newest first. */
export async function influentialResidents(tx: Tx, box: Box, estate: string): Promise<readonly Influential[]> {
  const rows = await tx.resident.findMany({
    where: { estateId: estate, influentialAt: { not: null } },
    orderBy: [{ influentialAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map(({ household, name, influentialNote }) => ({
    household,
    name,
    note: influentialNote === null ? '' : box.open(influentialNote),
  }));
}

/** Notes, sealed, what was seen of a resident. */
export async function noteInfluential(
  tx: Tx,
  box: Box,
  { estate, resident, note }: { readonly estate: string; readonly resident: string; readonly note: string },
  now: Instant,
): Promise<void> {
  const where = { estateId_id: { estateId: estate, id: resident } };
  await tx.resident.update({ where, data: { influentialAt: BigInt(now), influentialNote: box.seal(note) } });
}

/** Takes the note away with what was seen; false: there was none. */
export async function forgetInfluential(
  tx: Tx,
  { estate, resident }: { readonly estate: string; readonly resident: string },
): Promise<boolean> {
  const where = { estateId: estate, id: resident, influentialAt: { not: null } };
  const { count } = await tx.resident.updateMany({ where, data: { influentialAt: null, influentialNote: null } });
  return count > 0;
}

export type AgreedAnswer = { readonly question: string; readonly answer: string };

/** The agreed answers in force, by the question. */
export async function agreedAnswers(tx: Tx, estate: string): Promise<readonly AgreedAnswer[]> {
  const rows = await tx.agreedAnswer.findMany({
    where: { estateId: estate, removedAt: null },
    orderBy: [{ question: 'asc' }, { id: 'asc' }],
    select: { question: true, answer: true },
  });
  return rows;
}

/** Adds an agreed answer; one to the same question takes the place of the one before. */
export async function agreeAnswer(
  tx: Tx,
  { estate, question, answer, by }: AgreedAnswer & { readonly estate: string; readonly by: string },
  now: Instant,
): Promise<void> {
  const before = { estateId: estate, question, removedAt: null };
  await tx.agreedAnswer.updateMany({ where: before, data: { removedAt: BigInt(now) } });
  await tx.agreedAnswer.create({ data: { estateId: estate, question, answer, by, at: BigInt(now) } });
}
