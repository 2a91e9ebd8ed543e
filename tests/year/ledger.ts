/** What the database holds after a run, read by plain SQL, apart from the product's own store. */
import type { SimulatedWorld } from '../helpers/simulated.js';

export type VisitRow = {
  readonly no: number;
  readonly policyId: string;
  readonly clause: string;
  readonly startedBy: string;
  readonly counterparty: string;
  readonly visit: number;
  readonly eventId: string | null;
  readonly household: string | null;
  readonly kind: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly earliest: number;
  readonly due: number;
  readonly rate: number | null;
  readonly assignee: string | null;
  readonly askedAt: number | null;
  readonly answeredAt: number | null;
  readonly issuedAt: number | null;
  readonly drawId: string | null;
  readonly drawPosition: number | null;
  readonly servedBy: number | null;
  readonly joinedTo: number | null;
  readonly why: string;
};
export type RecordRow = {
  readonly visitNo: number;
  readonly grade: string | null;
  readonly grades: string | null;
  readonly remark: string | null;
  readonly topics: string | null;
  /** A userid, or `resident:` and an id. */
  readonly by: string;
  readonly seq: number;
  readonly current: number;
  readonly at: number;
};
export type OutboxRow = {
  readonly visitNo: number | null;
  readonly channel: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly status: string;
  readonly sentAt: number | null;
};
export type DrawRow = {
  readonly id: string;
  readonly period: string;
  /** JSON of the unit and the quota. */
  readonly quota: string;
  readonly size: number;
  readonly chosen: number;
  readonly closedAt: number | null;
  readonly populationHash: string | null;
};
export type AuditRow = {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
};

export type DutyRow = {
  readonly policyId: string;
  readonly clause: string;
  readonly item: string;
  readonly startedBy: string;
  readonly status: string;
  readonly due: number | null;
  readonly doneAt: number | null;
};

/** What a case 个案 tells and asks the household again: no clause asks for it. */
export const isAskedAgain = (startedBy: string): boolean => startedBy.startsWith('follow-up:');

export type Ledger = {
  readonly visits: readonly VisitRow[];
  readonly records: readonly RecordRow[];
  readonly outbox: readonly OutboxRow[];
  readonly draws: readonly DrawRow[];
  readonly audit: readonly AuditRow[];
  readonly duties: readonly DutyRow[];
};

/** What plain SQL finds, with numbers for what SQLite has as numbers. */
export async function plainRows<T>(world: SimulatedWorld, sql: string): Promise<readonly T[]> {
  const found = await world.ctx.db.read.$queryRawUnsafe<Record<string, unknown>[]>(sql);
  return found.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])) as T);
}

export async function readLedger(world: SimulatedWorld): Promise<Ledger> {
  const rows = <T>(sql: string): Promise<readonly T[]> => plainRows<T>(world, sql);
  return {
    visits: await rows('SELECT * FROM "Visit" ORDER BY "no"'),
    records: await rows('SELECT * FROM "Record" ORDER BY "visitNo", "seq"'),
    outbox: await rows('SELECT * FROM "Outbox" ORDER BY "id"'),
    draws: await rows('SELECT * FROM "Draw" ORDER BY "id"'),
    audit: await rows('SELECT * FROM "Audit" ORDER BY "seq"'),
    duties: await rows('SELECT * FROM "Duty" ORDER BY "no"'),
  };
}

const plain = (value: unknown): unknown =>
  typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : value;

/** Rows by what `key` says of them. */
export function grouped<T, K>(rows: readonly T[], key: (row: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
