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

/** The likeliest meaning, how likely (0 to 1), how likely any other, and the stretches that spoke for it, the strongest first. */
export type Leant = {
  readonly leaning: Leaning;
  readonly sure: number;
  readonly likely: (leaning: Leaning) => number;
  readonly why: () => readonly string[];
};

/**
 * Weights are written as one printable character each, their root round `P`, so that the small ones keep their
 * differences; stretch by stretch, in the order of the leanings.
 */
const DECODED = Float32Array.from(WEIGHTS, (mark) => {
  const root = (mark.charCodeAt(0) - 'P'.charCodeAt(0)) / 46;
  return Math.sign(root) * root * root * SCALE;
});
const KINDS = LEANINGS.length;

const ROW_OF: ReadonlyMap<string, number> = new Map(STRETCHES.split(' ').map((stretch, row) => [stretch, row]));

/** Weighs what there is of a reply; null where nothing in it is known. */
export function leaningOf(features: ReadonlySet<string>): Leant | null {
  const rows: number[] = [];
  for (const feature of features) {
    const row = ROW_OF.get(feature);
    if (row !== undefined) rows.push(row * KINDS);
  }
  if (rows.length < 3) return null;
  const share = 1 / Math.sqrt(rows.length);
  const scores = BIASES.map((bias, column) => {
    let sum = 0;
    for (const row of rows) sum += DECODED[row + column] ?? 0;
    return bias + share * sum;
  });
  const highest = Math.max(...scores);
  const best = scores.indexOf(highest);
  const sure = 1 / scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return {
    leaning: LEANINGS[best] ?? 'unclear',
    sure,
    likely: (leaning) => sure * Math.exp((scores[LEANINGS.indexOf(leaning)] ?? 0) - highest),
    why: () => strongest(features, best),
  };
}

/** The three stretches that spoke most for a meaning. */
function strongest(features: ReadonlySet<string>, column: number): readonly string[] {
  const weight = (stretch: string): number => DECODED[(ROW_OF.get(stretch) ?? 0) * KINDS + column] ?? 0;
  return [...features]
    .filter((stretch) => ROW_OF.has(stretch) && /^[^#!=]*\p{L}/u.test(stretch))
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, 3)
    .map((stretch) => stretch.replaceAll(/[\^$,]/gu, ''));
}
