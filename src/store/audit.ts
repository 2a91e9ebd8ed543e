/**
 * The audit chain 审计链: each row's hash covers its content and the hash before it, so that a row altered, removed or
 * slipped in is found by name. Corrections append; nothing here updates.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '../core/calendar.js';
import type { Db, Tx } from './db.js';
import { findRow, insertRows } from './rows.js';

export type AuditEntry = {
  readonly at: Instant;
  /** A userid, `resident:<estate>/<id>`, `system` or `api`. */
  readonly actor: string;
  readonly action: string;
  readonly estate: string | null;
  /** What it was done to, such as `visit:12`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

const FIRST = '0'.repeat(64);
/** Any constant: the one advisory lock under which the chain grows on PostgreSQL. */
const CHAIN_LOCK = 7_215_001;

/** Appends entries, in order, to the chain; inside the transaction that did what they tell of. */
export async function appendAudit(tx: Tx, db: Pick<Db, 'kind'>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  let prevHash = heads.get(tx) ?? (await lockHead(tx, db));
  const rows = entries.map((entry) => {
    const row = {
      at: BigInt(entry.at),
      actor: entry.actor,
      action: entry.action,
      estateId: entry.estate,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail ?? {}),
      prevHash,
    };
    prevHash = hashOf(row);
    return { ...row, hash: prevHash };
  });
  await insertRows(tx, 'audit', rows);
  heads.set(tx, prevHash);
}

/** The chain's head as a transaction itself has left it: nobody else appends before its end. */
const heads = new WeakMap<Tx, string>();

async function lockHead(tx: Tx, db: Pick<Db, 'kind'>): Promise<string> {
  if (db.kind === 'postgres') await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`;
  return (await findRow(tx, 'audit', {}, 'ORDER BY "seq" DESC'))?.hash ?? FIRST;
}

type Row = {
  at: bigint;
  actor: string;
  action: string;
  estateId: string | null;
  subject: string;
  detail: string;
  prevHash: string;
};

function hashOf(row: Row): string {
  const { at, actor, action, estateId, subject, detail, prevHash } = row;
  const content = JSON.stringify([prevHash, String(at), actor, action, estateId, subject, detail]);
  return createHash('sha256').update(content).digest('hex');
}

export type AuditFault = { readonly seq: number; readonly found: 'altered' | 'broken-link' };

/** Walks the whole chain; the faults it finds, and the head that a reader may note down. */
export async function verifyAudit(tx: Tx): Promise<{ rows: number; head: string; faults: readonly AuditFault[] }> {
  const faults: AuditFault[] = [];
  let prevHash = FIRST;
  let after = 0;
  let rows = 0;
  for (;;) {
    const page = await tx.audit.findMany({ where: { seq: { gt: after } }, orderBy: { seq: 'asc' }, take: 1_000 });
    for (const row of page) {
      if (row.prevHash !== prevHash) faults.push({ seq: row.seq, found: 'broken-link' });
      else if (hashOf(row) !== row.hash) faults.push({ seq: row.seq, found: 'altered' });
      prevHash = row.hash;
      after = row.seq;
      rows += 1;
    }
    if (page.length < 1_000) return { rows, head: prevHash, faults };
  }
}
