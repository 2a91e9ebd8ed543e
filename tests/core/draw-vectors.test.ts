/** The public vectors of docs/draw.md, by which another program can check itself. */
import { expect, test } from 'vitest';
import vectors from '../data/draw-vectors.json' with { type: 'json' };
import { drawVectors } from '../tools/vectors.js';

test('the published vectors are what the product draws', () => {
  expect(JSON.parse(JSON.stringify(drawVectors('published', 13)))).toEqual(vectors);
  expect(vectors.samples.some(({ chosen }) => chosen.length > 5)).toBe(true);
});
