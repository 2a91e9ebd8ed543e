/**
 * 倾向: what a reply most likely means where no rule knows its words. A linear model over stretches of one to three
 * characters, learnt from the labelled replies by `scripts/train-leaning.ts`; asked last, and believed only when it is sure.
 */
import type { Grade } from '../terms.js';
import type { Intent } from './intent.js';
import { BIASES, SCALE, STRETCHES, WEIGHTS } from './leaning-weights.js';
import { linear } from './linear.js';

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

/** The likeliest meaning, how likely (0 to 1), how likely any other, and the stretches that spoke for one, the strongest first. */
export type Leant = {
  readonly leaning: Leaning;
  readonly sure: number;
  readonly likely: (leaning: Leaning) => number;
  /** Of the likeliest meaning, or of the one that is named. */
  readonly why: (leaning?: Leaning) => readonly string[];
};

const MODEL = linear({ scale: SCALE, biases: BIASES, stretches: STRETCHES, weights: WEIGHTS });

/** Weighs what there is of a reply; null where nothing in it is known. */
export function leaningOf(features: ReadonlySet<string>): Leant | null {
  const weighed = MODEL.weigh(features);
  if (weighed === null) return null;
  const { best, sure, likely } = weighed;
  return {
    leaning: LEANINGS[best] ?? 'unclear',
    sure,
    likely: (leaning) => likely(LEANINGS.indexOf(leaning)),
    why: (leaning) => strongest(features, leaning ? LEANINGS.indexOf(leaning) : best),
  };
}

/** The three stretches that spoke most for a meaning. */
function strongest(features: ReadonlySet<string>, column: number): readonly string[] {
  return [...features]
    .filter((stretch) => MODEL.knows(stretch) && /^[^#!=]*\p{L}/u.test(stretch))
    .toSorted((a, b) => MODEL.weight(b, column) - MODEL.weight(a, column))
    .slice(0, 3)
    .map((stretch) => stretch.replaceAll(/[\^$,]/gu, ''));
}
