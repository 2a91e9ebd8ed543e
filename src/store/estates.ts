/** Estates 项目 and the policies that they adopted. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';

/** What an upsert did. */
export type Upserted = 'created' | 'updated' | 'unchanged';

/** A policy 回访制度 as an estate adopted it; `version` is the hash of the policy at that time. */
export type Adoption = {
  readonly id: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly version: string;
};

/** `quietHours` are local times of the estate; null switches them off. */
export type Estate = {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly areaSqm: number | null;
  readonly quietHours: readonly [string, string] | null;
  readonly contactLimit: number;
  readonly contactPeriodDays: number;
  readonly policies: readonly Adoption[];
};

/** What another system says of an estate; what it leaves out stays as it is, or takes the default on creation. */
export type EstateChange = Pick<Estate, 'id' | 'name'> & Partial<Omit<Estate, 'id' | 'name'>>;

/** Quiet hours 21:00–09:00 and one contact in seven days (policies.md §1). */
export const ESTATE_DEFAULTS = {
  areaSqm: null,
  quietHours: ['21:00', '09:00'],
  contactLimit: 1,
  contactPeriodDays: 7,
  policies: [],
} as const satisfies Partial<Estate>;

/** Makes the estate or changes it; `zone` is the one for an estate that names none. */
export async function upsertEstate(tx: Tx, change: EstateChange, now: Instant, zone: string): Promise<Upserted> {
  const before = await estateOf(tx, change.id);
  const after: Estate = { ...ESTATE_DEFAULTS, timezone: zone, ...before, ...change };
  const row = {
    name: after.name,
    timezone: after.timezone,
    areaSqm: after.areaSqm,
    quietHours: JSON.stringify(after.quietHours),
    contactLimit: after.contactLimit,
    contactPeriodDays: after.contactPeriodDays,
  };
  if (before === null) await tx.estate.create({ data: { id: after.id, ...row, createdAt: BigInt(now) } });
  const changed = before !== null && !sameSettings(before, after);
  if (changed) await tx.estate.update({ where: { id: after.id }, data: row });
  const adopted = await adoptPolicies(tx, after.id, after.policies, now);
  if (before === null) return 'created';
  return changed || adopted ? 'updated' : 'unchanged';
}

function sameSettings(one: Estate, other: Estate): boolean {
  const settings = ({ name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays }: Estate): string =>
    JSON.stringify([name, timezone, areaSqm, quietHours, contactLimit, contactPeriodDays]);
  return settings(one) === settings(other);
}

/**
 * Makes the list the estate's adopted policies: what is no longer in it, or stands in it otherwise, is left at `now` and
 * its row kept; what is new is adopted. Tells whether anything changed.
 */
export async function adoptPolicies(
  tx: Tx,
  estate: string,
  policies: readonly Adoption[],
  now: Instant,
): Promise<boolean> {
  const rows = await tx.adoptedPolicy.findMany({ where: { estateId: estate, leftAt: null } });
  const wanted = new Map(policies.map((policy) => [policy.id, policy]));
  const left = rows.filter((row) => {
    const policy = wanted.get(row.policyId);
    return policy?.version !== row.version || stable(policy.parameters) !== row.parameters;
  });
  const kept = new Set(rows.filter((row) => !left.includes(row)).map((row) => row.policyId));
  const adopted = policies.filter((policy) => !kept.has(policy.id));
  if (left.length > 0) {
    await tx.adoptedPolicy.updateMany({
      where: { id: { in: left.map((row) => row.id) } },
      data: { leftAt: BigInt(now) },
    });
  }
  if (adopted.length > 0) {
    await tx.adoptedPolicy.createMany({
      data: adopted.map(({ id, parameters, version }) => ({
        estateId: estate,
        policyId: id,
        parameters: stable(parameters),
        version,
        adoptedAt: BigInt(now),
      })),
    });
  }
  return left.length + adopted.length > 0;
}

const stable = (parameters: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** Null where there is no such estate. */
export async function estateOf(tx: Tx, id: string): Promise<Estate | null> {
  const [row, adopted] = [
    await tx.estate.findUnique({ where: { id } }),
    await tx.adoptedPolicy.findMany({ where: { estateId: id, leftAt: null }, orderBy: { policyId: 'asc' } }),
  ];
  return row === null ? null : toEstate(row, adopted);
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

type EstateRow = NonNullable<Awaited<ReturnType<Tx['estate']['findUnique']>>>;
type AdoptedRow = NonNullable<Awaited<ReturnType<Tx['adoptedPolicy']['findUnique']>>>;

function toEstate(row: EstateRow, adopted: readonly AdoptedRow[]): Estate {
  return {
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    areaSqm: row.areaSqm,
    quietHours: JSON.parse(row.quietHours) as Estate['quietHours'],
    contactLimit: row.contactLimit,
    contactPeriodDays: row.contactPeriodDays,
    policies: adopted.map(({ policyId, parameters, version }) => ({
      id: policyId,
      parameters: JSON.parse(parameters) as Adoption['parameters'],
      version,
    })),
  };
}
