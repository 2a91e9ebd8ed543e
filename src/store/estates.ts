/** Estates 项目 and the policies that they adopted. */
import type { Instant } from '../core/calendar.js';
import type { Hours } from '../core/visit-slots.js';
import type { Weekday } from '../core/working-calendar.js';
import { adoptPolicies, toAdopted, type AdoptedPolicy, type Adoption, type AdoptionChange } from './adoptions.js';
import type { Db, Tx } from './db.js';
import type { RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

/** What an upsert did. */
export type Upserted = 'created' | 'updated' | 'unchanged';

/** `quietHours` are local times of the estate; null switches them off. */
export type Estate = {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly areaSqm: number | null;
  readonly quietHours: readonly [string, string] | null;
  readonly contactLimit: number;
  readonly contactPeriodDays: number;
  /** The weekdays on which its staff work, but for public holidays; null: every day. */
  readonly dutyDays: readonly Weekday[] | null;
  /** When they visit and phone, local: what residents may choose of. */
  readonly visitHours: readonly Hours[];
  readonly policies: readonly AdoptedPolicy[];
};

/** What another system says of an estate; what it leaves out stays as it is, or takes the default on creation. */
export type EstateChange = Pick<Estate, 'id' | 'name'> &
  Partial<Omit<Estate, 'id' | 'name' | 'policies'>> & { readonly policies?: readonly Adoption[] };

/** Quiet hours 21:00–09:00 and one contact in seven days (policies.md §1); ◆ office hours for visits that residents choose. */
export const ESTATE_DEFAULTS = {
  areaSqm: null,
  quietHours: ['21:00', '09:00'],
  contactLimit: 1,
  contactPeriodDays: 7,
  dutyDays: null,
  visitHours: [
    ['09:00', '12:00'],
    ['14:00', '18:00'],
  ],
} as const satisfies Partial<Estate>;

/** Makes the estate or changes it, and its adopted policies; `zone` is the one for an estate that names none. */
export async function upsertEstate(
  tx: Tx,
  { policies, ...change }: EstateChange,
  now: Instant,
  zone: string,
): Promise<{ readonly status: Upserted; readonly changes: readonly AdoptionChange[] }> {
  const before = await estateOf(tx, change.id);
  const after: Omit<Estate, 'policies'> = { ...ESTATE_DEFAULTS, timezone: zone, ...before, ...change };
  const row = {
    name: after.name,
    timezone: after.timezone,
    areaSqm: after.areaSqm,
    quietHours: JSON.stringify(after.quietHours),
    contactLimit: after.contactLimit,
    contactPeriodDays: after.contactPeriodDays,
    dutyDays: JSON.stringify(after.dutyDays),
    visitHours: JSON.stringify(after.visitHours),
  };
  if (before === null) await tx.estate.create({ data: { id: after.id, ...row, createdAt: BigInt(now) } });
  const changed = before !== null && !sameSettings(before, after);
  if (changed) await tx.estate.update({ where: { id: after.id }, data: row });
  const changes = policies === undefined ? [] : await adoptPolicies(tx, after.id, policies, now);
  if (before === null) return { status: 'created', changes };
  return { status: changed || changes.length > 0 ? 'updated' : 'unchanged', changes };
}

type Settings = Omit<Estate, 'policies'>;

function sameSettings(one: Settings, other: Settings): boolean {
  const settings = (given: Settings): string => {
    const { name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays, dutyDays, visitHours } = given;
    return JSON.stringify([name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays, dutyDays, visitHours]);
  };
  return settings(one) === settings(other);
}

/** Null where there is no such estate. */
export async function estateOf(tx: Tx, id: string): Promise<Estate | null> {
  return (await estatesFrom(tx, [id]))[0] ?? null;
}

/** Nobody else decides about the estate before this transaction ends. SQLite has one writer and needs no lock. */
export async function lockEstate(tx: Tx, { kind }: Pick<Db, 'kind'>, id: string): Promise<void> {
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "Estate" WHERE "id" = ${id} FOR UPDATE`;
}

/** Since when an estate is here; null where there is no such estate. */
export async function knownSince(tx: Tx, id: string): Promise<Instant | null> {
  const row = await tx.estate.findUnique({ where: { id }, select: { createdAt: true } });
  return row === null ? null : (Number(row.createdAt) as Instant);
}

/** All estates, by id. */
export async function estates(tx: Tx): Promise<readonly Estate[]> {
  return estatesFrom(tx, null);
}

/** An estate with one of its adopted policies, or with none: one statement for what every message asks. */
type Adopting = RowOf<'estate'> &
  Pick<RowOf<'adoptedPolicy'>, 'parameters' | 'version' | 'adoptedAt'> & {
    readonly row: number | null;
    readonly policyId: string;
  };

/** The estates with these ids, or all of them. */
async function estatesFrom(tx: Tx, ids: readonly [string] | null): Promise<readonly Estate[]> {
  const rows = await rowsOfText<Adopting>(
    tx,
    `SELECT e.*, p."id" AS "row", p."policyId", p."parameters", p."version", p."adoptedAt"
      FROM "Estate" e LEFT JOIN "AdoptedPolicy" p ON p."estateId" = e."id" AND p."leftAt" IS NULL
      ${ids === null ? '' : 'WHERE e."id" = ?'} ORDER BY e."id", p."policyId"`,
    ids ?? [],
  );
  const heads = rows.filter(({ id }, at) => rows[at - 1]?.id !== id);
  return heads.map((head) => {
    const own = rows.flatMap(({ row, ...rest }) => (rest.id === head.id && row !== null ? [{ ...rest, id: row }] : []));
    return toEstate(head, own);
  });
}

function toEstate(row: RowOf<'estate'>, adopted: readonly Parameters<typeof toAdopted>[0][]): Estate {
  return {
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    areaSqm: row.areaSqm,
    quietHours: JSON.parse(row.quietHours) as Estate['quietHours'],
    contactLimit: row.contactLimit,
    contactPeriodDays: row.contactPeriodDays,
    dutyDays: JSON.parse(row.dutyDays) as Estate['dutyDays'],
    visitHours: JSON.parse(row.visitHours) as Estate['visitHours'],
    policies: adopted.map(toAdopted),
  };
}
