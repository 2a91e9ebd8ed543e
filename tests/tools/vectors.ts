/** What the product's own functions answer, in the shape of tests/data/draw-vectors.json. */
import { repeatDraw, type DrawStep, type PlacedUnit } from '../../src/core/draw-steps.js';
import {
  chosenPlaces,
  drawSample,
  isDrawn,
  keyHash,
  partKey,
  populationHash,
  required,
  takeInOrder,
  tierPercent,
  ticketOf,
  type Passed,
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
      const missing = required(period.population, period.percent) - period.counted;
      const { chosen, short } = takeInOrder(open, missing, keyOf(nth));
      return { key: keyOf(nth), ...period, open, chosen, short };
    }),
    certainPlaces: times.map((nth) => {
      const percent = RATES[nth % RATES.length] as number;
      const certain = Array.from({ length: upTo(`some ${nth}`, 30) }, (_, at) =>
        upTo(`place ${nth} ${at}`, PLACES - 1),
      );
      const chosen = [...chosenPlaces(PLACES, new Set(certain), percent, keyOf(nth))];
      return { key: keyOf(nth), percent, places: PLACES, certain, chosen };
    }),
    parts: times.map((nth) => ({ key: keyOf(nth), label: `PUB-${nth}`, part: partKey(keyOf(nth), `PUB-${nth}`) })),
    draws: times.map((nth) => ({ key: keyOf(nth), ...drawOf(nth, keyOf(nth), chance) })),
    hashes: times.flatMap((nth) => [
      { key: keyOf(nth), hash: keyHash(keyOf(nth)) },
      { population: idsOf(nth, 9), hash: populationHash(idsOf(nth, 9)) },
    ]),
  };
}

/** A whole draw: households by tiers with certain ones, a top-up and a replacement; or a list; or days. */
function drawOf(nth: number, key: string, chance: ReturnType<typeof chanceFrom>) {
  const kind = (['households', 'list', 'days'] as const)[nth % 3] ?? 'list';
  const size = 1 + Math.floor(chance.of(`draw ${nth}`) * 130);
  const units = Array.from({ length: size }, (_, at): PlacedUnit => {
    const id = kind === 'days' ? `单-${at}` : `cuihu/3-${1 + (at % 4)}-${101 + at}`;
    return {
      id,
      ...(kind === 'households' && chance.of(`certain ${nth} ${at}`) < 0.08 && { certain: true }),
      ...(kind === 'days' && { group: `2026-03-0${2 + (at % 7)}` }),
    };
  });
  const running = kind === 'households' ? 10 : null;
  const percent = kind === 'households' ? tierPercent(TIERS.kind === 'tiers' ? TIERS.tiers : [], size) : 10;
  const obstacle = (id: string): Passed | null => (chance.of(`passed ${nth} ${id}`) < 0.2 ? 'over' : null);
  let steps: readonly DrawStep[] = [];
  const take = (step: Pick<DrawStep, 'kind' | 'group' | 'population' | 'asked' | 'counted' | 'replaces'>): void => {
    const before = repeatDraw({ units, running, steps }, key).chosen;
    const rest = units.filter(({ id, group }) => !before.has(id) && (step.group === undefined || group === step.group));
    const ids = rest.map(({ id }) => id);
    steps = [...steps, { ...step, size, ...takeInOrder(ids, step.asked - step.counted, key, obstacle) }];
  };
  if (kind === 'days') {
    for (const group of new Set(units.map((unit) => unit.group ?? ''))) {
      const population = units.filter((unit) => unit.group === group).length;
      take({ kind: 'day', group, population, asked: Math.min(10, population), counted: 0 });
    }
  } else {
    const counted = running === null ? 0 : repeatDraw({ units, running, steps }, key).chosen.size;
    take({ kind: running === null ? 'list' : 'close', population: size, asked: required(size, percent), counted });
  }
  const [gone = ''] = repeatDraw({ units, running, steps }, key).chosen;
  take({ kind: 'replace', population: size, asked: 1, counted: 0, replaces: gone });
  return { running, units, steps, chosen: [...repeatDraw({ units, running, steps }, key).chosen] };
}
