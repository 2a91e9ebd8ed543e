/** Bodies of messages that are long over are emptied: in the order in which they came, each row looked at once. */
import type { Instant } from '../core/calendar.js';
import type { Db, Tx } from './db.js';
import { factOf, keepFact } from './facts.js';
import { changedByText, rowsOfText } from './statements.js';

/** So many rows a transaction: nothing else waits long. */
const ROWS = 100;

/** Nothing more becomes of a message that stands so. */
const OVER = {
  inbox: { table: '"Inbox"', came: '"receivedAt"', statuses: ['done', 'dead'] },
  outbox: { table: '"Outbox"', came: '"createdAt"', statuses: ['sent', 'refused', 'dead'] },
} as const satisfies Record<string, { table: string; came: string; statuses: readonly string[] }>;

type Row = { readonly id: number; readonly status: string; readonly came: bigint | number };

/** Empties what came before `old` and is over; how far everything is emptied is kept, so that no row is read twice. */
export async function emptyBodies(db: Db, queue: keyof typeof OVER, old: Instant, now: Instant): Promise<void> {
  const name = `emptied:${queue}`;
  const begin = Number((await factOf(db.read, name, now))?.value ?? 0);
  let [done, isWhole, after] = [begin, true, begin];
  for (;;) {
    const rows = await rowsAfter(db.read, queue, after);
    const over = rows.filter((row) => isOver(queue, row, old));
    if (over.length > 0) await db.write((tx) => empty(tx, queue, over));
    const left = rows.findIndex((row) => !isOver(queue, row, old));
    if (isWhole) done = Number((left === -1 ? rows.at(-1) : rows[left - 1])?.id ?? done);
    isWhole &&= left === -1;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS || Number(last.came) >= old) break;
    after = Number(last.id);
  }
  if (done > begin) await db.write((tx) => keepFact(tx, name, String(done), now));
}

const rowsAfter = (tx: Tx, queue: keyof typeof OVER, after: number): Promise<readonly Row[]> => {
  const { table, came } = OVER[queue];
  return rowsOfText(
    tx,
    `SELECT "id", "status", ${came} AS "came" FROM ${table} WHERE "id" > ? ORDER BY "id" LIMIT ${ROWS}`,
    [after],
  );
};

const isOver = (queue: keyof typeof OVER, { status, came }: Row, old: Instant): boolean =>
  Number(came) < old && (OVER[queue].statuses as readonly string[]).includes(status);

async function empty(tx: Tx, queue: keyof typeof OVER, rows: readonly Row[]): Promise<void> {
  const places = rows.map(() => '?').join(', ');
  await changedByText(
    tx,
    `UPDATE ${OVER[queue].table} SET "body" = '' WHERE "body" <> '' AND "id" IN (${places})`,
    rows.map(({ id }) => id),
  );
}
