/**
 * The steps of a draw 抽样步骤: each time that units were taken in the key's order after the places of the blocks. A step
 * keeps what it rested on, so that it can be repeated from the population and the key (docs/draw.md).
 */
import { chosenPlaces, takeInOrder, type Passed, type Taken } from './sampling.js';

/** Why units were taken. `certain`, `hand`: not by the key, but because of what they are, or because somebody said so. */
export type StepKind = 'list' | 'day' | 'close' | 'late' | 'replace' | 'certain' | 'hand';

export type DrawStep = Taken & {
  readonly kind: StepKind;
  /** Places that had been taken then: units behind them came later. */
  readonly size: number;
  /** Only these units were looked at: a day's. */
  readonly group?: string;
  /** Units that belonged to it then. */
  readonly population: number;
  readonly asked: number;
  /** Of those asked for, how many were met already. */
  readonly counted: number;
  /** The unit whose place was taken. */
  readonly replaces?: string;
};

/** A unit as kept: its place is its position in the list. */
export type PlacedUnit = { readonly id: string; readonly group?: string; readonly certain?: boolean };

export type DrawRecord = {
  readonly units: readonly PlacedUnit[];
  /** Under blocks the percent at which places are drawn; null where nothing is drawn before the population is known. */
  readonly running: number | null;
  readonly steps: readonly DrawStep[];
};

/** A step that does not follow from what stands before it. */
export type StepFault = { readonly step: number; readonly chosen: readonly string[] };

export type Repeated = { readonly chosen: ReadonlySet<string>; readonly faults: readonly StepFault[] };

/** Draws again: the places of the blocks, then each step; `chosen` is what should have been chosen in the end. */
export function repeatDraw({ units, running, steps }: DrawRecord, key: string): Repeated {
  const chosen = new Set(running === null ? [] : placesChosen(units, running, key));
  const faults: StepFault[] = [];
  for (const [index, step] of steps.entries()) {
    const again = repeatStep(step, units, chosen, key);
    if (JSON.stringify(again) !== JSON.stringify(step.chosen)) faults.push({ step: index, chosen: again });
    for (const id of again) chosen.add(id);
  }
  return { chosen, faults };
}

function placesChosen(units: readonly PlacedUnit[], percent: number, key: string): readonly string[] {
  const certain = new Set(units.flatMap((unit, place) => (unit.certain ? [place] : [])));
  const chosen = chosenPlaces(units.length, certain, percent, key);
  return units.flatMap(({ id }, place) => (chosen.has(place) ? [id] : []));
}

/** What the step should have chosen. */
function repeatStep(
  step: DrawStep,
  units: readonly PlacedUnit[],
  before: ReadonlySet<string>,
  key: string,
): readonly string[] {
  if (step.kind === 'certain' || step.kind === 'hand') return step.chosen;
  const passed = new Map<string, Passed>(step.passed);
  const ids = units
    .slice(0, step.size)
    .filter(({ id, group }) => !before.has(id) && (step.group === undefined || step.group === group))
    .map(({ id }) => id);
  return takeInOrder(ids, step.asked - step.counted, key, (id) => passed.get(id) ?? null).chosen;
}
