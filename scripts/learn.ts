/** How the small models of src/core/understand are learnt: softmax over stretches of text. The same examples give the same weights. */
import { writeFileSync } from 'node:fs';

/** `label`: the column of what it means. */
export type Example = { readonly stretches: readonly string[]; readonly label: number; readonly weight: number };

export type How = {
  readonly kinds: number;
  readonly epochs: number;
  readonly rate: number;
  /** The larger, the less the weights are held down. */
  readonly freedom: number;
};

export type Model = {
  readonly kinds: number;
  readonly rows: ReadonlyMap<string, number>;
  /** How rare each stretch is, by which it counts; folded into the weights when they are written. */
  readonly rarity: Float64Array;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
};

/** Numbers from 0 to 1 that are the same in every run. */
export function* chances(): Generator<number, never> {
  for (let state = 12345; ;) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}

/** `variants`: the forms in which each example is learnt; how often a stretch stands is counted in the examples themselves. */
export function learn(
  examples: readonly Example[],
  { kinds, epochs, rate, freedom }: How,
  variants: (one: Example) => readonly Example[] = (one) => [one],
): Model {
  const counts = new Map<string, number>();
  for (const { stretches } of examples)
    for (const stretch of stretches) counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  const kept = [...counts].flatMap(([stretch, count]) => (count >= 2 && !/\s/u.test(stretch) ? [stretch] : [])).sort();
  const rows = new Map(kept.map((stretch, row) => [stretch, row]));
  const count = kept.map((stretch) => counts.get(stretch) ?? 1);
  const rarity = Float64Array.from(count, (times) => Math.log(examples.length / times));
  const weights = new Float64Array(rows.size * kinds);
  const biases = new Float64Array(kinds);
  /** The mean of the second half: the last step of a run owes much to which example came last. */
  const mean = new Float64Array(rows.size * kinds);
  const seen = new Float64Array(rows.size * kinds).fill(0.01);
  const model = { kinds, rows, rarity, weights, biases };
  const known = examples
    .flatMap(variants)
    .map(({ stretches, label, weight }) => ({ at: stretches.flatMap((one) => rows.get(one) ?? []), label, weight }));
  const chance = chances();
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = known.length - 1; i > 0; i--) {
      const j = Math.floor(chance.next().value * (i + 1));
      const [a, b] = [known[i], known[j]];
      if (a && b) [known[i], known[j]] = [b, a];
    }
    for (const { at, label, weight } of known) {
      const share = 1 / Math.sqrt(at.length || 1);
      const likely = likelihoods(model, at);
      for (let kind = 0; kind < kinds; kind++) {
        const error = ((likely[kind] ?? 0) - (kind === label ? 1 : 0)) * weight;
        biases[kind] = (biases[kind] ?? 0) - 0.01 * error;
        for (const row of at) {
          const cell = row * kinds + kind;
          const held = (weights[cell] ?? 0) / (freedom * 2 * (count[row] ?? 1));
          const slope = error * share * (rarity[row] ?? 1) + held;
          seen[cell] = (seen[cell] ?? 0) + slope * slope;
          weights[cell] = (weights[cell] ?? 0) - (rate * slope) / Math.sqrt(seen[cell] ?? 1);
        }
      }
    }
    if (epoch >= epochs / 2) for (const [cell, weight] of weights.entries()) mean[cell] = (mean[cell] ?? 0) + weight;
  }
  return { ...model, weights: mean.map((sum) => sum / (epochs / 2)) };
}

/** How likely each meaning is of what stands in the rows `at`. */
export function likelihoods({ kinds, rarity, weights, biases }: Model, at: readonly number[]): readonly number[] {
  const share = 1 / Math.sqrt(at.length || 1);
  const scores = Array.from({ length: kinds }, (_, kind) =>
    at.reduce((sum, row) => sum + share * (rarity[row] ?? 1) * (weights[row * kinds + kind] ?? 0), biases[kind] ?? 0),
  );
  const highest = Math.max(...scores);
  const raw = scores.map((score) => Math.exp(score - highest));
  const all = raw.reduce((sum, one) => sum + one, 0);
  return raw.map((one) => one / all);
}

/**
 * Writes the weights as a source file that opens with `head`, a character a weight. A stretch all of whose weights are
 * smaller than the `pruned`th part of the largest is left out.
 */
export function writeWeights(
  { kinds, rows, rarity, weights, biases }: Model,
  head: string,
  file: URL,
  pruned: number,
): void {
  const folded = weights.map((weight, cell) => weight * (rarity[Math.floor(cell / kinds)] ?? 1));
  const scale = folded.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const kept = [...rows].filter(([, row]) =>
    folded.subarray(row * kinds, (row + 1) * kinds).some((weight) => Math.abs(weight) > scale / pruned),
  );
  const marks = kept.flatMap(([, row]) =>
    [...folded.subarray(row * kinds, (row + 1) * kinds)].map((weight) =>
      String.fromCharCode('P'.charCodeAt(0) + Math.sign(weight) * Math.round(46 * Math.sqrt(Math.abs(weight) / scale))),
    ),
  );
  const text = `${head}
export const SCALE = ${scale.toFixed(4)};
export const BIASES: readonly number[] = [${[...biases].map((bias) => bias.toFixed(2)).join(', ')}];
export const STRETCHES =
${quoted(kept.map(([stretch]) => stretch).join(' '))};
export const WEIGHTS =
${quoted(marks.join(''))};
`;
  writeFileSync(file, text);
  process.stdout.write(`${kept.length} stretches, ${text.length} characters\n`);
}

/** A long text as long lines of source, and not too many of them. */
function quoted(text: string): string {
  const length = Math.max(2_500, Math.ceil(text.length / 120));
  const lines = text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [''];
  return lines.map((line) => `  '${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(' +\n');
}
