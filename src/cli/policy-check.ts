/** What `huifang policy check` says of policies without faults: how large they are, and where they contradict each other. */
import { contradictionsOf } from '../core/policy/contradictions.js';
import type { Policy } from '../core/policy/schema.js';
import type { DataIo } from './data-command.js';

/** The line of a policy without faults. */
export function checkedLine(file: string, { id, clauses }: Policy): object {
  const examples = clauses.reduce((sum, clause) => sum + clause.examples.length, 0);
  return { file, ok: true, id, clauses: clauses.length, examples };
}

/**
 * A line and a warning for each contradiction. They are no faults of any file: an estate may keep both policies, and
 * visits twice.
 */
export async function tellContradictions(
  policies: readonly Policy[],
  zone: string,
  { stdout, stderr }: Pick<DataIo, 'stdout' | 'stderr'>,
): Promise<void> {
  for (const { policies: ids, clauses, kind, message } of contradictionsOf(policies, zone)) {
    await stdout(JSON.stringify({ policies: ids, clauses, contradiction: kind, message }));
    stderr(`提醒：${message}`);
  }
}
