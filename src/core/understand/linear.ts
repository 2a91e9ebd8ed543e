/** 线性模型: stretches of text that are weighed for several meanings, as `scripts/learn.ts` writes their weights. */

/** What was learnt: the stretches with a space between them, their weights a character each, stretch by stretch. */
export type Learnt = {
  readonly scale: number;
  readonly biases: readonly number[];
  readonly stretches: string;
  readonly weights: string;
};

/** The likeliest meaning by its column, how likely it is (0 to 1), and how likely any other. */
export type Weighed = {
  readonly best: number;
  readonly sure: number;
  readonly likely: (column: number) => number;
};

export type Linear = {
  /** Null where fewer than three of the stretches are known. */
  readonly weigh: (features: ReadonlySet<string>) => Weighed | null;
  readonly knows: (stretch: string) => boolean;
  /** How much a stretch speaks for a meaning. */
  readonly weight: (stretch: string, column: number) => number;
};

/**
 * Weights are written as one printable character each, their root round `P`, so that the small ones keep their
 * differences; stretch by stretch, in the order of the meanings.
 */
export function linear({ scale, biases, stretches, weights }: Learnt): Linear {
  const decoded = Float32Array.from(weights, (mark) => {
    const root = (mark.charCodeAt(0) - 'P'.charCodeAt(0)) / 46;
    return Math.sign(root) * root * root * scale;
  });
  const kinds = biases.length;
  const rowOf: ReadonlyMap<string, number> = new Map(stretches.split(' ').map((stretch, row) => [stretch, row]));
  return {
    knows: (stretch) => rowOf.has(stretch),
    weight: (stretch, column) => decoded[(rowOf.get(stretch) ?? 0) * kinds + column] ?? 0,
    weigh(features) {
      const rows: number[] = [];
      for (const feature of features) {
        const row = rowOf.get(feature);
        if (row !== undefined) rows.push(row * kinds);
      }
      if (rows.length < 3) return null;
      const share = 1 / Math.sqrt(rows.length);
      const scores = biases.map((bias, column) => {
        let sum = 0;
        for (const row of rows) sum += decoded[row + column] ?? 0;
        return bias + share * sum;
      });
      const highest = Math.max(...scores);
      const sure = 1 / scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
      return {
        best: scores.indexOf(highest),
        sure,
        likely: (column) => sure * Math.exp((scores[column] ?? Number.NEGATIVE_INFINITY) - highest),
      };
    },
  };
}
