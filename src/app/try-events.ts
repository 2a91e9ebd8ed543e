/** What taking in events would do, without doing it: for a dry run. */
import type { Context } from '../context.js';
import { parseEvent } from '../core/event.js';
import { warrantyFaults } from '../core/policy/warranty-faults.js';
import { estates } from '../store/estates.js';
import { upsertEvent } from '../store/events.js';
import type { IntakeResult } from './intake-result.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Thrown to leave the transaction; never leaves this file. */
class TrialOver extends Error {}

/** So many events share a transaction. */
const CHUNK = 200;

/** Answers as `takeInEvents` would, for events of estates that are there; leaves nothing behind, plans nothing. */
export async function tryEvents(
  ctx: Pick<Context, 'db' | 'clock' | 'box' | 'library' | 'log'>,
  inputs: readonly unknown[],
): Promise<readonly IntakeResult[]> {
  const { db, clock, box } = ctx;
  const known = new Map((await estates(db.read)).map((estate) => [estate.id, estate]));
  const results: IntakeResult[] = [];
  for (let from = 0; from < inputs.length; from += CHUNK) {
    let tried: IntakeResult[] = [];
    const trial = db.write(async (tx) => {
      tried = [];
      for (const input of inputs.slice(from, from + CHUNK)) {
        const parsed = parseEvent(input);
        if ('errors' in parsed) {
          tried.push({ id: null, status: 'rejected', errors: parsed.errors });
          continue;
        }
        const { event } = parsed;
        const estate = known.get(event.estate);
        const faults =
          estate === undefined ? [] : warrantyFaults(policiesOfEstate(ctx, estate), event, estate.timezone);
        if (faults.length > 0) {
          tried.push({ id: event.id, status: 'rejected', errors: faults });
          continue;
        }
        const { status } = await upsertEvent(tx, box, event, { uncovered: false, now: clock.now() });
        tried.push({ id: event.id, status, errors: [] });
      }
      throw new TrialOver();
    });
    await trial.catch((error: unknown) => {
      if (!(error instanceof TrialOver)) throw error;
    });
    results.push(...tried);
  }
  return results;
}
