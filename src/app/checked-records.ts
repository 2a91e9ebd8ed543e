/** 抽中的记录: which records a spot check drew, as the draw says, and what was found of each. */
import type { Context } from '../context.js';
import { takeInOrder } from '../core/sampling.js';
import { CHECK, openChecksOf, verdictsOf, visitOfRecord } from '../store/checks.js';
import type { Tx } from '../store/db.js';
import { drawOf } from '../store/draws.js';
import type { StoredDuty } from '../store/duties.js';

export type Checked = { readonly visit: number; readonly verdict: 'approve' | 'return' | null };
export type Check = { readonly duty: StoredDuty; readonly records: readonly Checked[] };

/** The records of one spot check, by the number of their visit. */
export async function recordsOfCheck(tx: Tx, { box }: Pick<Context, 'box'>, duty: StoredDuty): Promise<Check> {
  const { estate, policy, clause, startedBy: period } = duty;
  const draw = await drawOf(tx, { estate, policy, clause, period });
  if (draw === null || draw.units === null) return { duty, records: [] };
  const ids = draw.units.map(({ id }) => id);
  const { chosen } = takeInOrder(ids, draw.required ?? 0, box.open(draw.keyCipher));
  const verdicts = await verdictsOf(tx, duty.no);
  const visits: number[] = [];
  for (const id of chosen)
    visits.push(...[await visitOfRecord(tx, id.slice(estate.length + 1))].filter((no) => no !== null));
  const records = [...new Set(visits)]
    .toSorted((a, b) => a - b)
    .map((visit) => ({ visit, verdict: verdicts.get(visit) ?? null }));
  return { duty, records };
}

/** All spot checks of an estate that are open. */
export async function checksOf(tx: Tx, ctx: Pick<Context, 'box'>, estate: string): Promise<readonly Check[]> {
  const all: Check[] = [];
  for (const duty of await openChecksOf(tx, estate)) all.push(await recordsOfCheck(tx, ctx, duty));
  return all;
}

/** How many records of a duty that is a spot check nobody has looked at yet. */
export async function uncheckedOf(tx: Tx, ctx: Pick<Context, 'box'>, duty: StoredDuty): Promise<number> {
  if (!duty.item.startsWith(CHECK)) return 0;
  return (await recordsOfCheck(tx, ctx, duty)).records.filter(({ verdict }) => verdict === null).length;
}
