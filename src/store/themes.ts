/** Themes 季度主题 in the database: each setting is a row, the newest of a quarter counts. */
import type { Instant } from '../core/calendar.js';
import { themeInForce, type Theme, type ThemeInForce } from '../core/theme.js';
import type { Tx } from './db.js';

/** A theme with who set it, and when. */
export type StoredTheme = Theme & { readonly by: string; readonly at: Instant };

/** How the table names the whole company. */
const COMPANY = '';

/** The newest theme of the company or an estate that is in force in a quarter: its own, else the last one before. */
export async function latestTheme(tx: Tx, estate: string | null, quarter: string): Promise<StoredTheme | null> {
  const row = await tx.theme.findFirst({
    where: { estateId: estate ?? COMPANY, quarter: { lte: quarter } },
    orderBy: [{ quarter: 'desc' }, { id: 'desc' }],
  });
  if (row === null) return null;
  return { estate, quarter: row.quarter, text: row.text, by: row.by, at: Number(row.at) as Instant };
}

export async function themeOf(tx: Tx, estate: string, quarter: string): Promise<ThemeInForce> {
  return themeInForce(await latestTheme(tx, null, quarter), await latestTheme(tx, estate, quarter));
}

export async function addTheme(tx: Tx, { estate, quarter, text, by, at }: StoredTheme): Promise<void> {
  await tx.theme.create({ data: { estateId: estate ?? COMPANY, quarter, text, by, at: BigInt(at) } });
}

/** The company's theme in force in a quarter, and every estate's own question under it. */
export async function themesInForce(tx: Tx, quarter: string): Promise<readonly StoredTheme[]> {
  const company = await latestTheme(tx, null, quarter);
  const estates = await tx.theme.findMany({
    where: { estateId: { not: COMPANY }, quarter: { lte: quarter } },
    distinct: ['estateId'],
    select: { estateId: true },
    orderBy: { estateId: 'asc' },
  });
  const all = [company];
  for (const { estateId } of estates) {
    const own = await latestTheme(tx, estateId, quarter);
    if (themeInForce(company, own).own !== null) all.push(own);
  }
  return all.filter((theme) => theme !== null);
}
