/** Seeded chance for scripts: a number for a label, the same whatever was asked before. */
import { createHash } from 'node:crypto';

export type Chance = {
  /** A number in [0, 1). */
  of(label: string): number;
  /** One of the list. */
  pick<T>(label: string, list: readonly T[]): T;
};

export function chanceFrom(seed: string): Chance {
  const of = (label: string): number =>
    createHash('sha256').update(`${seed}\0${label}`).digest().readUIntBE(0, 6) / 2 ** 48;
  return {
    of,
    pick: (label, list) => {
      const found = list[Math.floor(of(label) * list.length)];
      if (found === undefined) throw new TypeError('nothing to pick from');
      return found;
    },
  };
}
