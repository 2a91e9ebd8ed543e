/** A draw as another program reads it, to repeat it from docs/draw.md alone. */
import type { DrawRecord, DrawStep, PlacedUnit } from './draw-steps.js';
import type { Quota } from './sampling.js';

export type DrawExport = {
  readonly draw: string;
  readonly unit: string;
  readonly quota: Quota | null;
  /** The percent at which places are drawn while the period runs; null where nothing is drawn before it is known. */
  readonly running: number | null;
  readonly keyHash: string;
  /** Null until it is published; then also what was chosen follows from it. */
  readonly key: string | null;
  /** By place. */
  readonly units: readonly PlacedUnit[];
  readonly steps: readonly DrawStep[];
  readonly populationHash: string | null;
  readonly required: number | null;
  readonly short: number | null;
  readonly chosen: readonly string[];
};

type Head = Pick<DrawExport, 'keyHash' | 'populationHash' | 'required' | 'short'> & {
  readonly id: string;
  readonly rule: { readonly unit: string; readonly quota: Quota | null };
  readonly chosenIds: readonly string[];
};

/** What is exported; `chosenIds` are those who were chosen, as they stand in the database. */
export function exportDraw(head: Head, { units, running, steps }: DrawRecord, key: string | null): DrawExport {
  const { id, rule, keyHash, populationHash, required, short, chosenIds } = head;
  const { unit, quota } = rule;
  return {
    draw: id,
    unit,
    quota,
    running,
    keyHash,
    key,
    units,
    steps,
    populationHash,
    required,
    short,
    chosen: chosenIds,
  };
}
