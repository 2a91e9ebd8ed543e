/** Satisfaction surveys 满意度调查: ballots, the fourteen directions, and the rates that follow from them (p08.5–.9). */
import { DIRECTIONS, GRADES, keysOf } from './terms.js';
import type { Direction, Grade } from './terms.js';

/** 票: one household's answer sheet. Returned is one that came back with at least one answer. */
export type Ballot = {
  readonly id: string;
  readonly returned: boolean;
  readonly answers: Readonly<Partial<Record<Direction, Grade>>>;
};

/** Ballots issued and returned, and how many gave each grade. */
export type Tally = {
  readonly issued: number;
  readonly returned: number;
  readonly satisfied: number;
  readonly fairly: number;
  readonly dissatisfied: number;
  /** Percent with one decimal, half up: `"80.0"`; null when nothing came back. */
  readonly rate: string | null;
};

/** One direction's figures; `answered` are the returned ballots that did not leave it blank. */
export type ItemRate = Tally & { readonly item: Direction; readonly answered: number };

/** 满意率, one decimal, half up, from integers; null when nothing came back. */
export function rate(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const tenths = Math.floor((2000 * part + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** The fourteen lines of a survey, in their order. The denominator is ballots returned, also where some left a blank. */
export function surveyRates(ballots: readonly Ballot[]): readonly ItemRate[] {
  const tally = newTally();
  for (const ballot of ballots) tally.add(ballot);
  return tally.rates();
}

/** As `surveyRates`, ballot by ballot, for files that need not fit in memory. */
export function newTally(): { readonly add: (ballot: Ballot) => void; readonly rates: () => readonly ItemRate[] } {
  const counts = new Map<Direction, Record<Grade, number>>(
    keysOf(DIRECTIONS).map((item) => [item, { satisfied: 0, fairly: 0, dissatisfied: 0 }]),
  );
  let issued = 0;
  let returned = 0;
  const add = (ballot: Ballot): void => {
    issued += 1;
    const answers = Object.entries(ballot.answers) as readonly [Direction, Grade][];
    if (!ballot.returned || answers.length === 0) return;
    returned += 1;
    for (const [item, grade] of answers) {
      const count = counts.get(item);
      if (count) count[grade] += 1;
    }
  };
  const rates = (): readonly ItemRate[] =>
    [...counts].map(([item, { satisfied, fairly, dissatisfied }]) => ({
      item,
      issued,
      returned,
      answered: satisfied + fairly + dissatisfied,
      satisfied,
      fairly,
      dissatisfied,
      rate: rate(satisfied + fairly, returned),
    }));
  return { add, rates };
}

/** The same formula for visits with one grade: issued = visits asked, returned = visits answered (p08.9). */
export function satisfaction(issued: number, returned: number, grades: readonly Grade[]): Tally {
  const count = (wanted: Grade): number => grades.filter((grade) => grade === wanted).length;
  const [satisfied, fairly, dissatisfied] = keysOf(GRADES).map(count) as [number, number, number];
  return { issued, returned, satisfied, fairly, dissatisfied, rate: rate(satisfied + fairly, returned) };
}

/** As `satisfaction`, where the grades are counted already; what was answered is what has a grade. */
export function countedTally(issued: number, counts: Readonly<Partial<Record<Grade, number>>>): Tally {
  const { satisfied = 0, fairly = 0, dissatisfied = 0 } = counts;
  const returned = satisfied + fairly + dissatisfied;
  return { issued, returned, satisfied, fairly, dissatisfied, rate: rate(satisfied + fairly, returned) };
}
