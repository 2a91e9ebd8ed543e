/** Estates whose events have to be looked at again since their policies changed, and how far that has come. */
import type { Instant } from '../core/calendar.js';
import { keepFact } from './facts.js';
import type { Tx } from './db.js';

const PREFIX = 'replan:';

/** `round` counts the changes that came before the last look was over; `after` is the last event that was looked at. */
export type Replanning = { readonly estate: string; readonly round: number; readonly after: string };

const toText = ({ round, after }: Omit<Replanning, 'estate'>): string => JSON.stringify([round, after]);

function toReplanning({ name, value }: { readonly name: string; readonly value: string }): Replanning {
  const [round, after] = JSON.parse(value) as [number, string];
  return { estate: name.slice(PREFIX.length), round, after };
}

/** From the estate's first event on; a look that is under way begins anew. */
export async function markReplanning(tx: Tx, estate: string, now: Instant): Promise<void> {
  const name = `${PREFIX}${estate}`;
  const before = await tx.fact.findUnique({ where: { name }, select: { name: true, value: true } });
  const round = before === null ? 1 : toReplanning(before).round + 1;
  await keepFact(tx, name, toText({ round, after: '' }), now);
}

/** The estates that wait. */
export async function replannings(tx: Tx): Promise<readonly Replanning[]> {
  const where = { name: { startsWith: PREFIX } };
  return (await tx.fact.findMany({ where, orderBy: { name: 'asc' } })).map(toReplanning);
}

/** Goes on to `after`, or ends where it is null; false where it was begun anew, or another has gone on, meanwhile. */
export async function moveReplanning(tx: Tx, at: Replanning, after: string | null, now: Instant): Promise<boolean> {
  const where = { name: `${PREFIX}${at.estate}`, value: toText(at) };
  if (after === null) return (await tx.fact.deleteMany({ where })).count === 1;
  const data = { value: toText({ round: at.round, after }), updatedAt: BigInt(now) };
  return (await tx.fact.updateMany({ where, data })).count === 1;
}
