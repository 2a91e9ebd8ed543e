/** Draws 抽样 in the database: a population's key, its places and units, and how many were drawn. */
import type { Instant } from '../core/calendar.js';
import { labelOf } from '../core/draw-period.js';
import type { DrawRule } from '../core/policy/population.js';
import { populationHash } from '../core/sampling.js';
import { Prisma, type Db, type Tx } from './db.js';
import { findRow, type RowOf } from './rows.js';
import { changed, rowsOf, rowsOfText } from './statements.js';

/** A unit of a draw's population; its place is its position in the list. */
export type StoredUnit = {
  readonly id: string;
  /** Its day, under a quota of so many each day. */
  readonly group?: string;
  readonly certain?: boolean;
  /** It has its place, and no part any more. */
  readonly left?: boolean;
};

/** A population's draw: its key is stored, sealed, before anyone is drawn (fault 7). */
export type StoredDraw = DrawIdentity & {
  readonly id: string;
  readonly keyCipher: string;
  readonly keyHash: string;
  readonly rule: StoredRule;
  /** Places that were taken. */
  readonly size: number;
  readonly chosen: number;
  /** Null until the population is known: at the period's close, or when a list is drawn. */
  readonly units: readonly StoredUnit[] | null;
  readonly populationHash: string | null;
  readonly required: number | null;
  readonly short: number | null;
  readonly revealedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly createdAt: Instant;
};

export type DrawIdentity = {
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: string;
};

export type StoredRule = Pick<DrawRule, 'unit' | 'quota'>;

type Row = RowOf<'draw'>;
const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

function toDraw(row: Row): StoredDraw {
  return {
    id: row.id,
    estate: row.estateId,
    policy: row.policyId,
    clause: row.clause,
    period: row.period,
    keyCipher: row.keyCipher,
    keyHash: row.keyHash,
    rule: ruleOf(row),
    size: row.size,
    chosen: row.chosen,
    units: row.population === null ? null : (JSON.parse(row.population) as StoredUnit[]),
    populationHash: row.populationHash,
    required: row.required,
    short: row.short,
    revealedAt: instant(row.revealedAt),
    closedAt: instant(row.closedAt),
    createdAt: Number(row.createdAt) as Instant,
  };
}

/** A draw made before its unit was kept counts events at its percentage. */
function ruleOf({ quota, percent }: Row): StoredRule {
  if (quota !== null) return JSON.parse(quota) as StoredRule;
  return { unit: 'event', quota: percent === null ? null : { kind: 'percent', percent } };
}

const ruleColumns = (rule: StoredRule): { percent: number | null; quota: string } => ({
  percent: rule.quota?.kind === 'percent' ? rule.quota.percent : null,
  quota: JSON.stringify({ unit: rule.unit, quota: rule.quota }),
});

export async function drawOf(tx: Tx, where: DrawIdentity): Promise<StoredDraw | null> {
  const { estate, policy, clause, period } = where;
  const row = await findRow(tx, 'draw', { estateId: estate, policyId: policy, clause, period });
  return row === null ? null : toDraw(row);
}

/** The draw that one event has for itself, whatever month it was counted in then. */
export async function drawOfEvent(tx: Tx, where: DrawIdentity, event: string): Promise<StoredDraw | null> {
  const { estate: estateId, policy: policyId, clause } = where;
  const row = await tx.draw.findFirst({
    where: { estateId, policyId, clause, period: { endsWith: `/${event}` } },
    orderBy: { createdAt: 'asc' },
  });
  return row === null || labelOf(row.period) !== event ? null : toDraw(row);
}

export async function drawById(tx: Tx, id: string): Promise<StoredDraw | null> {
  const row = await findRow(tx, 'draw', { id });
  return row === null ? null : toDraw(row);
}

/** The draw, and nobody else draws from it before this transaction ends. SQLite has one writer and needs no lock. */
export async function lockDraw(tx: Tx, { kind }: Pick<Db, 'kind'>, id: string): Promise<StoredDraw> {
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "Draw" WHERE "id" = ${id} FOR UPDATE`;
  const draw = await drawById(tx, id);
  if (draw === null) throw new Error(`there is no draw ${id}`);
  return draw;
}

export type NewDraw = DrawIdentity & {
  readonly keyCipher: string;
  readonly keyHash: string;
  readonly rule: StoredRule;
};

/** Makes a draw that is not there. */
export async function insertDraw(tx: Tx, draw: NewDraw, now: Instant): Promise<StoredDraw> {
  const { estate, policy, clause, period, keyCipher, keyHash, rule } = draw;
  const row = await tx.draw.create({
    data: {
      id: `${estate}:${clause}:${period}`,
      estateId: estate,
      policyId: policy,
      clause,
      period,
      keyCipher,
      keyHash,
      ...ruleColumns(rule),
      createdAt: BigInt(now),
    },
  });
  return toDraw(row);
}

/** As long as no place was taken, the rule follows the policy. */
export async function setRule(tx: Tx, id: string, rule: StoredRule): Promise<void> {
  await tx.draw.update({ where: { id }, data: ruleColumns(rule) });
}

/** The next place in a draw's population; a period that was closed is closed again, with it. */
export async function takePosition(tx: Tx, drawId: string): Promise<number> {
  const [draw] = await rowsOf<{ size: number }>(
    tx,
    Prisma.sql`UPDATE "Draw" SET "size" = "size" + 1, "closedAt" = NULL WHERE "id" = ${drawId} RETURNING "size"`,
  );
  if (draw === undefined) throw new Error(`there is no draw ${drawId}`);
  return draw.size - 1;
}

export async function countChosen(tx: Tx, drawId: string, count = 1): Promise<void> {
  await changed(tx, Prisma.sql`UPDATE "Draw" SET "chosen" = "chosen" + ${count} WHERE "id" = ${drawId}`);
}

/** What is known of a population once it was drawn or closed. */
export type Drawn = {
  readonly units: readonly StoredUnit[];
  readonly required: number;
  readonly short: number;
  readonly closedAt: Instant | null;
};

/** Keeps the population so that the draw can be repeated; its hash. */
export async function keepPopulation(tx: Tx, drawId: string, drawn: Drawn): Promise<string> {
  const { units, required, short, closedAt } = drawn;
  const hash = populationHash(units.filter(({ left }) => left !== true).map(({ id }) => id));
  await tx.draw.update({
    where: { id: drawId },
    data: {
      population: JSON.stringify(units),
      size: units.length,
      populationHash: hash,
      required,
      short,
      closedAt: closedAt === null ? null : BigInt(closedAt),
    },
  });
  return hash;
}

/** Of which estate and period a draw is. */
export type DrawPlace = Pick<StoredDraw, 'id' | 'estate' | 'period'>;

/** Draws whose periods were not closed, by id. */
export const unclosedDraws = (tx: Tx): Promise<readonly DrawPlace[]> => placesWhere(tx, '"closedAt" IS NULL');

/** Closed draws whose keys are not public, by id. */
export const unrevealedDraws = (tx: Tx): Promise<readonly DrawPlace[]> =>
  placesWhere(tx, '"closedAt" IS NOT NULL AND "revealedAt" IS NULL');

const placesWhere = (tx: Tx, condition: string): Promise<readonly DrawPlace[]> =>
  rowsOfText(tx, `SELECT "id", "estateId" AS "estate", "period" FROM "Draw" WHERE ${condition} ORDER BY "id"`, []);

/** The draw of a whole period, and those of its parts. */
export async function familyOf(
  tx: Tx,
  { estate: estateId, policy: policyId, clause }: DrawIdentity,
  whole: string,
): Promise<readonly Pick<StoredDraw, 'id' | 'closedAt'>[]> {
  const rows = await rowsOf<Pick<Row, 'id' | 'closedAt'>>(
    tx,
    Prisma.sql`SELECT "id", "closedAt" FROM "Draw"
      WHERE "estateId" = ${estateId} AND "policyId" = ${policyId} AND "clause" = ${clause}
        AND ("period" = ${whole} OR "period" LIKE ${`${whole}/%`})`,
  );
  return rows.map(({ id, closedAt }) => ({ id, closedAt: instant(closedAt) }));
}

/** When the last window of these draws' visits ends; null where there are none. */
export async function lastWindow(tx: Tx, ids: readonly string[]): Promise<Instant | null> {
  const lasts: number[] = [];
  for (const id of ids) {
    const text = `SELECT max("due") AS "due" FROM "Visit" WHERE "drawId" = ? AND "status" <> 'cancelled'`;
    const [row] = await rowsOfText<{ due: bigint | number | null }>(tx, text, [id]);
    if (row?.due != null) lasts.push(Number(row.due));
  }
  return lasts.length === 0 ? null : (Math.max(...lasts) as Instant);
}

export async function markRevealed(tx: Tx, id: string, now: Instant): Promise<void> {
  await tx.draw.update({ where: { id }, data: { revealedAt: BigInt(now) } });
}

/** All draws, of one estate if given: by estate, clause and period. */
export async function listDraws(tx: Tx, estate: string | null): Promise<readonly StoredDraw[]> {
  const rows = await tx.draw.findMany({
    where: estate === null ? {} : { estateId: estate },
    orderBy: [{ estateId: 'asc' }, { clause: 'asc' }, { period: 'asc' }],
  });
  return rows.map(toDraw);
}
