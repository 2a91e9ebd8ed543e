/** What the tests of the store share: a database for each test, and small rows. */
import { afterEach, beforeEach } from 'vitest';
import type { Instant } from '../../src/core/calendar.js';
import { openDb, type Db } from '../../src/store/db.js';
import { insertInbox, type InboxEntry } from '../../src/store/inbox.js';
import { insertVisit, type NewVisit, type StoredVisit } from '../../src/store/visits.js';
import { openTestDatabase, type TestDatabase } from './database.js';

/** 2026-03-10T10:00:00+08:00. */
export const NOW = Date.UTC(2026, 2, 10, 2) as Instant;
export const after = (ms: number, from: Instant = NOW): Instant => (from + ms) as Instant;

/** Entries into the inbox by a transaction of their own; how many were new. */
export const takeIn = (db: Db, entries: readonly InboxEntry[]): Promise<number> =>
  db.write((tx) => insertInbox(tx, db.kind, entries));

export type StoreTest = {
  readonly url: string;
  readonly db: Db;
  /** Another instance's connections to the same database; on SQLite, whose server is one, the same again. */
  second(): Promise<Db>;
};

/** Gives each test of the file an empty, migrated database of its own. */
export function useDatabase(): StoreTest {
  let database: TestDatabase | undefined;
  const others: Db[] = [];
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
    await database?.close();
    database = undefined;
  });
  const opened = (): TestDatabase => {
    if (database === undefined) throw new Error('the database is open during a test only');
    return database;
  };
  return {
    get url() {
      return opened().url;
    },
    get db() {
      return opened().db;
    },
    async second() {
      if (opened().db.kind === 'sqlite') return opened().db;
      const other = await openDb(opened().url);
      others.push(other);
      return other;
    },
  };
}

export const NEW_VISIT: NewVisit = {
  estate: 'cuihu',
  policy: 'p08',
  clause: 'p08.1',
  startedBy: 'C-1',
  counterparty: '3-2-1204',
  visit: 1,
  event: 'C-1',
  household: '3-2-1204',
  kind: 'complaint',
  status: 'planned',
  earliest: NOW,
  due: after(3_600_000),
  rate: 100,
  quota: null,
  by: ['steward'],
  how: ['chat', 'phone'],
  record: '回访记录表',
  needsSignature: false,
  period: null,
  policyVersion: 'v1',
  why: { source: '投诉处理完毕后回访' },
  nextAt: null,
};

/** A visit that is there; what differs from `NEW_VISIT` is given. */
export async function putVisit(db: Db, given: Partial<NewVisit> = {}): Promise<StoredVisit> {
  const visit = await db.write((tx) => insertVisit(tx, { ...NEW_VISIT, ...given }, NOW));
  if (visit === null) throw new Error('this visit was there already');
  return visit;
}
