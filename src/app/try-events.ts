/** What taking in events would do, without doing it: for a dry run. */
import type { Context } from '../context.js';
import { parseEvent } from '../core/event.js';
import { upsertEvent } from '../store/events.js';
import type { IntakeResult } from './intake-result.js';

/** Thrown to leave the transaction; never leaves this file. */
class TrialOver extends Error {}

/** So many events share a transaction. */
const CHUNK = 200;

/** Answers as `takeInEvents` would, for events of estates that are there; leaves nothing behind, plans nothing. */
export async function tryEvents(
  { db, clock, box }: Pick<Context, 'db' | 'clock' | 'box'>,
  inputs: readonly unknown[],
): Promise<readonly IntakeResult[]> {
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
        const { status } = await upsertEvent(tx, box, parsed.event, { uncovered: false, now: clock.now() });
        tried.push({ id: parsed.event.id, status, errors: [] });
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
