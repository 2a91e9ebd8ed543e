/** Sorts what callbacks brought into the inbox: each message under its key, once, in the order in which it came. */
import type { Context } from '../context.js';
import { newestArrival, takeArrivals, type Arrival, type Arrived } from '../store/arrivals.js';
import { insertInbox, type InboxEntry } from '../store/inbox.js';
import { inboxKey } from '../wecom/inbox-key.js';

/** So many rows a transaction: callbacks that wait for the disk come in between. */
const AT_ONCE = 4;

/**
 * Sorts what has arrived by now, and nothing that comes meanwhile: a crowd would hold up the work. `calm` puts off each
 * step while callbacks crowd in.
 */
export async function sortArrivals(
  ctx: Pick<Context, 'db' | 'box' | 'clock'>,
  calm: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const upTo = await newestArrival(ctx.db.read);
  if (upTo === 0) return;
  while ((await sortSome(ctx, upTo)) === AT_ONCE) await calm();
}

/** They leave the arrivals and enter the inbox by one transaction. Answers how many rows it took. */
const sortSome = ({ db, box, clock }: Pick<Context, 'db' | 'box' | 'clock'>, upTo: number): Promise<number> =>
  db.write(async (tx) => {
    const rows = await takeArrivals(tx, db.kind, box, upTo, AT_ONCE);
    const entryOf = ({ source, plain, signature, receivedAt }: Arrived): InboxEntry => {
      const { key, person } = inboxKey(plain, source, signature);
      return { key, source, person: `${source}:${person}`, body: box.seal(plain), receivedAt };
    };
    const entriesOf = ({ id, body, arrived }: Arrival): readonly InboxEntry[] =>
      arrived === null
        ? // It is put aside by its work, where `doctor` shows it.
          [{ key: `arrival:${id}`, source: 'app', person: '', body, receivedAt: clock.now() }]
        : arrived.map(entryOf);
    await insertInbox(tx, db.kind, rows.flatMap(entriesOf));
    return rows.length;
  });
