/** What the product's own functions answer, in the shape of tests/data/draw-vectors.json. */
import {
  drawSample,
  isDrawn,
  keyHash,
  populationHash,
  required,
  ticketOf,
  topUp,
  type Quota,
  type Unit,
} from '../../src/core/sampling.js';
import { chanceFrom } from '../year/chance.js';

const TIERS: Quota = { kind: 'tiers', tiers: [{ upTo: 99, percent: 30 }, { upTo: 300, percent: 20 }, { percent: 10 }] };
const PLACES = 230;
const RATES = [0, 1, 5, 7, 10, 20, 30, 33, 50, 64, 75, 99, 100];

/** `rounds` of each kind; the same for the same seed. */
export function drawVectors(seed: string, rounds: number) {
  const chance = chanceFrom(seed);
  const upTo = (label: string, most: number): number => Math.floor(chance.of(label) * (most + 1));
  const times = Array.from({ length: rounds }, (_, nth) => nth);
  const keyOf = (nth: number): string => (nth === 0 ? 'k' : nth === 1 ? '回访·2026Q1' : `key-${seed}-${nth}`);
  const idsOf = (nth: number, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => (at % 7 === 3 ? `单-${nth}-${at}` : `WO-${nth}-${at}`));

  const samples = times.map((nth) => {
    const quotas: readonly Quota[] = [
      { kind: 'percent', percent: upTo(`percent ${nth}`, 100) },
      TIERS,
      { kind: 'per-day', cap: 1 + upTo(`cap ${nth}`, 9) },
    ];
    const quota = quotas[nth % 3] as Quota;
    const units: readonly Unit[] = idsOf(nth, upTo(`size ${nth}`, nth % 6 === 4 ? 320 : 60)).map((id, at) => ({
      id,
      ...(quota.kind === 'per-day' ? { group: `2026-03-0${2 + (at % 7)}` } : {}),
      ...(quota.kind === 'tiers' && chance.of(`certain ${id}`) < 0.1 ? { certain: true } : {}),
    }));
    const drawn = drawSample(units, quota, keyOf(nth));
    return { key: keyOf(nth), quota, units, required: drawn.required, chosen: [...drawn.chosen] };
  });
  return {
    tickets: times.flatMap((nth) =>
      idsOf(nth, 4).map((id) => ({ key: keyOf(nth), id, ticket: ticketOf(id, keyOf(nth)) })),
    ),
    required: times.flatMap((nth) =>
      RATES.map((percent) => {
        const population = upTo(`population ${nth} ${percent}`, 1000);
        return { population, percent, count: required(population, percent) };
      }),
    ),
    samples,
    blocks: times.map((nth) => {
      const percent = RATES[nth % RATES.length] as number;
      const drawn = Array.from({ length: PLACES }, (_, place) => place).filter((place) =>
        isDrawn(place, percent, keyOf(nth)),
      );
      return { key: keyOf(nth), percent, places: PLACES, drawn };
    }),
    topUps: times.map((nth) => {
      const period = { population: upTo(`all ${nth}`, 80), percent: 30, counted: upTo(`counted ${nth}`, 24) };
      const open = Array.from({ length: upTo(`open ${nth}`, 12) }, (_, at) => String(100 + at * 7));
      return { key: keyOf(nth), ...period, open, ...topUp(period, open, keyOf(nth)) };
    }),
    hashes: times.flatMap((nth) => [
      { key: keyOf(nth), hash: keyHash(keyOf(nth)) },
      { population: idsOf(nth, 9), hash: populationHash(idsOf(nth, 9)) },
    ]),
  };
}
