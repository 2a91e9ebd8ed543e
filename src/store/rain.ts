/** 雨停: recorded ends of rain at an estate. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';

export type Rain = {
  readonly estate: string;
  readonly endedAt: Instant;
  /** Who knows of it: staff, or the API of a weather source. */
  readonly source: 'staff' | 'api';
  readonly by: string;
};

/** Keeps an end of rain; false when it is kept already. */
export async function insertRain(tx: Tx, { estate, endedAt, source, by }: Rain, now: Instant): Promise<boolean> {
  const where = { estateId: estate, endedAt: BigInt(endedAt) };
  if ((await tx.rain.findFirst({ where, select: { id: true } })) !== null) return false;
  await tx.rain.create({ data: { ...where, source, by, createdAt: BigInt(now) } });
  return true;
}

/** The first recorded end of rain at or after an instant; null while there is none. */
export async function firstRainSince(tx: Tx, estate: string, since: Instant): Promise<Instant | null> {
  const where = { estateId: estate, endedAt: { gte: BigInt(since) } };
  const row = await tx.rain.findFirst({ where, orderBy: { endedAt: 'asc' }, select: { endedAt: true } });
  return row === null ? null : (Number(row.endedAt) as Instant);
}
