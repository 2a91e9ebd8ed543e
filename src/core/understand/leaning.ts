/**
 * 倾向: what a reply most likely means where no rule knows its words. A linear model over stretches of one to three
 * characters, learnt from the labelled replies by `scripts/train-leaning.ts`; asked last, and believed only when it is sure.
 */
import type { Grade } from '../terms.js';
import type { Intent } from './intent.js';
import { BIASES, SCALE, STRETCHES, WEIGHTS } from './leaning-weights.js';

/** What the model tells apart; its weights stand in this order. */
export const LEANINGS = [
  'satisfied',
  'fairly',
  'dissatisfied',
  'unclear',
  'optout',
  'human',
  'postpone',
  'request',
  'question',
  'wrong_person',
  'chitchat',
] as const satisfies readonly (Grade | Intent | 'unclear')[];
export type Leaning = (typeof LEANINGS)[number];

/** The likeliest meaning, how likely (0 to 1), and the stretches of text that spoke for it, the strongest first. */
export type Leant = { readonly leaning: Leaning; readonly sure: number; readonly why: readonly string[] };

/** Weights are written as one printable character each, round `P`; stretch by stretch, in the order of the leanings. */
const DECODED = Float32Array.from(WEIGHTS, (mark) => ((mark.charCodeAt(0) - 'P'.charCodeAt(0)) * SCALE) / 46);
const weightAt = (row: number, column: number): number => DECODED[row * LEANINGS.length + column] ?? 0;

const ROW_OF: ReadonlyMap<string, number> = new Map(STRETCHES.split(' ').map((stretch, row) => [stretch, row]));

/** Weighs what there is of a reply; null where nothing in it is known. */
export function leaningOf(features: ReadonlySet<string>): Leant | null {
  const known = [...features].filter((feature) => ROW_OF.has(feature));
  if (known.length < 3) return null;
  const share = 1 / Math.sqrt(known.length);
  const rows = known.map((stretch) => ROW_OF.get(stretch) ?? 0);
  const scores = LEANINGS.map((_, column) => {
    let sum = BIASES[column] ?? 0;
    for (const row of rows) sum += share * weightAt(row, column);
    return sum;
  });
  const highest = Math.max(...scores);
  const likely = scores.map((score) => Math.exp(score - highest));
  const best = scores.indexOf(highest);
  const why = known
    .toSorted((a, b) => weightAt(ROW_OF.get(b) ?? 0, best) - weightAt(ROW_OF.get(a) ?? 0, best))
    .filter((stretch) => /^[^#!=]*\p{L}/u.test(stretch))
    .slice(0, 3);
  return {
    leaning: LEANINGS[best] ?? 'unclear',
    sure: 1 / likely.reduce((sum, one) => sum + one, 0),
    why: why.map((stretch) => stretch.replaceAll(/[\^$,]/gu, '')),
  };
}
