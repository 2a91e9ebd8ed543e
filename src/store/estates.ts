/** Estates 项目 and the policies that they adopted. */
import type { Instant } from '../core/calendar.js';
import type { Weekday } from '../core/working-calendar.js';
import { adoptPolicies, toAdopted, type AdoptedPolicy, type Adoption, type AdoptionChange } from './adoptions.js';
import type { Tx } from './db.js';
import { findRow, findRows, type RowOf } from './rows.js';

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
  readonly policies: readonly AdoptedPolicy[];
};

/** What another system says of an estate; what it leaves out stays as it is, or takes the default on creation. */
export type EstateChange = Pick<Estate, 'id' | 'name'> &
  Partial<Omit<Estate, 'id' | 'name' | 'policies'>> & { readonly policies?: readonly Adoption[] };

/** Quiet hours 21:00–09:00 and one contact in seven days (policies.md §1). */
export const ESTATE_DEFAULTS = {
  areaSqm: null,
  quietHours: ['21:00', '09:00'],
  contactLimit: 1,
  contactPeriodDays: 7,
  dutyDays: null,
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
    const { name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays, dutyDays } = given;
    return JSON.stringify([name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays, dutyDays]);
  };
  return settings(one) === settings(other);
}

/** Null where there is no such estate. */
export async function estateOf(tx: Tx, id: string): Promise<Estate | null> {
  const row = await findRow(tx, 'estate', { id });
  if (row === null) return null;
  return toEstate(row, await findRows(tx, 'adoptedPolicy', { estateId: id, leftAt: null }, 'ORDER BY "policyId"'));
}

/** Since when an estate is here; null where there is no such estate. */
export async function knownSince(tx: Tx, id: string): Promise<Instant | null> {
  const row = await tx.estate.findUnique({ where: { id }, select: { createdAt: true } });
  return row === null ? null : (Number(row.createdAt) as Instant);
}

/** All estates, by id. */
export async function estates(tx: Tx): Promise<readonly Estate[]> {
  const rows = await tx.estate.findMany({ orderBy: { id: 'asc' } });
  const adopted = await tx.adoptedPolicy.findMany({ where: { leftAt: null }, orderBy: { policyId: 'asc' } });
  return rows.map((row) =>
    toEstate(
      row,
      adopted.filter((policy) => policy.estateId === row.id),
    ),
  );
}

function toEstate(row: RowOf<'estate'>, adopted: readonly RowOf<'adoptedPolicy'>[]): Estate {
  return {
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    areaSqm: row.areaSqm,
    quietHours: JSON.parse(row.quietHours) as Estate['quietHours'],
    contactLimit: row.contactLimit,
    contactPeriodDays: row.contactPeriodDays,
    dutyDays: JSON.parse(row.dutyDays) as Estate['dutyDays'],
    policies: adopted.map(toAdopted),
  };
}
