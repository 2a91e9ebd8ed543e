/**
 * Sampling 抽样: how many of a population are visited, and which. A draw is a keyed pseudo-random order: nobody who
 * lacks the key can foresee it, everybody who has it can repeat it (policies.md §1, Drawing).
 */
import { createHash, createHmac } from 'node:crypto';

/** 回访率: how many visits a rate asks for. Whole percents, integers: 30% of 10 is 3, never 4. */
export const required = (population: number, percent: number): number => Math.floor((population * percent + 99) / 100);

/** What a clause asks of its population: a rate, tiers by size (T16), or so many of each day's. */
export type Quota =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'tiers'; readonly tiers: readonly Tier[] }
  | { readonly kind: 'per-day'; readonly cap: number };
/** Holds up to and including `upTo`; the last tier has none. */
export type Tier = { readonly upTo?: number | undefined; readonly percent: number };

/** One unit of sampling: an event, or a household with all of its events; `group` is its day under a per-day quota. */
export type Unit = {
  readonly id: string;
  readonly group?: string | undefined;
  /** Drawn whatever the key says (p04.6). */
  readonly certain?: boolean | undefined;
};

export type Sample = { readonly required: number; readonly chosen: ReadonlySet<string> };

/** The percent of the tier that a population falls into. */
export function tierPercent(tiers: readonly Tier[], population: number): number {
  const tier = tiers.find(({ upTo }) => upTo === undefined || population <= upTo);
  if (!tier) throw new RangeError('the last tier must have no upper end');
  return tier.percent;
}

/** Draws a whole population at once, as at a period's close. Ids must differ. Certain units count towards the quota. */
export function drawSample(units: readonly Unit[], quota: Quota, key: string): Sample {
  if (quota.kind === 'per-day') return drawPerDay(units, quota.cap, key);
  const percent = quota.kind === 'tiers' ? tierPercent(quota.tiers, units.length) : quota.percent;
  const count = required(units.length, percent);
  return { required: count, chosen: firstOf(units, count, key) };
}

function drawPerDay(units: readonly Unit[], cap: number, key: string): Sample {
  const days = new Map<string, Unit[]>();
  for (const unit of units) {
    const day = days.get(unit.group ?? '');
    if (day) day.push(unit);
    else days.set(unit.group ?? '', [unit]);
  }
  const chosen = new Set<string>();
  let count = 0;
  for (const day of days.values()) {
    const quota = Math.min(cap, day.length);
    count += quota;
    for (const id of firstOf(day, quota, key)) chosen.add(id);
  }
  return { required: count, chosen };
}

function firstOf(units: readonly Unit[], count: number, key: string): ReadonlySet<string> {
  const certain = units.filter((unit) => unit.certain);
  const others = inDrawOrder(
    units.filter((unit) => !unit.certain).map(({ id }) => id),
    key,
  );
  return new Set([...certain.map(({ id }) => id), ...others.slice(0, Math.max(0, count - certain.length))]);
}

/** The ids in the order in which the key draws them: by ticket, then by id, so that no two ever tie. */
export function inDrawOrder(ids: readonly string[], key: string): readonly string[] {
  const tickets = ids.map((id) => ({ id, ticket: ticketOf(id, key) }));
  tickets.sort((a, b) => compare(a.ticket, b.ticket) || compare(a.id, b.id));
  return tickets.map(({ id }) => id);
}

/** HMAC-SHA256 of the id under the key, in hex. */
export const ticketOf = (id: string, key: string): string => createHmac('sha256', key).update(id).digest('hex');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether the event that came in as number `position` (0, 1, 2 …) of its population is drawn. Works in blocks of
 * 100/gcd(percent, 100) positions, each drawn by itself with equal chances. Among the first n positions there are
 * never fewer than ⌊n·p/100⌋ nor more than ⌈n·p/100⌉, so the count is always within 1 of the rate, and meets it
 * exactly at the end of every block.
 */
export const isDrawn = (position: number, percent: number, key: string): boolean => drawnPlaces(percent, key)(position);

/**
 * One block by the ordered pivotal method: the last undecided position (the leader, with `weight` hundredths) meets
 * the next one; while their weights stay under 100 one of them drops out and the other keeps both; once they reach 100
 * one is drawn and the other keeps the rest.
 */
function drawBlock(block: number, size: number, percent: number, key: string): ReadonlySet<number> {
  const drawn = new Set<number>();
  let leader = 0;
  let weight = percent;
  for (let next = 1; next < size; next += 1) {
    const total = weight + percent;
    const chance = chanceOf(`${block}:${next}`, key);
    if (total < 100) {
      if (chance * total >= weight) leader = next;
      weight = total;
      continue;
    }
    const leaderWins = chance * (200 - total) < 100 - percent;
    drawn.add(leaderWins ? leader : next);
    if (leaderWins) leader = next;
    weight = total - 100;
  }
  return drawn;
}

/** A number in [0, 1) from the key and a label. */
const chanceOf = (label: string, key: string): number =>
  createHmac('sha256', key).update(`block:${label}`).digest().readUIntBE(0, 6) / 2 ** 48;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * Which of the first places are chosen where some are certain 必抽. A certain one counts towards the rate: for each that
 * the blocks would have left out, the next place that they draw is left out in its stead. So at no moment are fewer
 * chosen than by blocks alone.
 */
export function chosenPlaces(
  size: number,
  certain: ReadonlySet<number>,
  percent: number,
  key: string,
): ReadonlySet<number> {
  const isDrawnAt = drawnPlaces(percent, key);
  const chosen = new Set<number>();
  let ahead = 0;
  for (let place = 0; place < size; place += 1) {
    const drawn = isDrawnAt(place);
    if (certain.has(place)) {
      chosen.add(place);
      ahead += drawn ? 0 : 1;
    } else if (drawn && ahead > 0) ahead -= 1;
    else if (drawn) chosen.add(place);
  }
  return chosen;
}

/** `isDrawn` for many places: each block is drawn once as long as one stays in it. */
function drawnPlaces(percent: number, key: string): (place: number) => boolean {
  if (percent <= 0 || percent >= 100) return () => percent >= 100;
  const size = 100 / gcd(percent, 100);
  let block = -1;
  let drawn: ReadonlySet<number> = new Set();
  return (place) => {
    const its = Math.floor(place / size);
    if (its !== block) [block, drawn] = [its, drawBlock(its, size, percent, key)];
    return drawn.has(place % size);
  };
}

/** Why one whose turn it was is passed over: its window is over, its household was chosen already, it left. */
export type Passed = 'over' | 'household' | 'left';

export type Taken = {
  readonly chosen: readonly string[];
  readonly passed: readonly (readonly [id: string, why: Passed])[];
  /** How many could not be found. */
  readonly short: number;
};

/** Takes so many of these ids in the key's draw order; `obstacle` says why one cannot be taken after those before it. */
export function takeInOrder(
  ids: readonly string[],
  count: number,
  key: string,
  obstacle: (id: string, chosen: readonly string[]) => Passed | null = () => null,
): Taken {
  const chosen: string[] = [];
  const passed: (readonly [string, Passed])[] = [];
  for (const id of count > 0 ? inDrawOrder(ids, key) : []) {
    if (chosen.length >= count) break;
    const why = obstacle(id, chosen);
    if (why === null) chosen.push(id);
    else passed.push([id, why]);
  }
  return { chosen, passed, short: Math.max(0, count - chosen.length) };
}

/** The key of a part of a period's population: it follows from the period's own, which was committed to before. */
export const partKey = (key: string, label: string): string =>
  createHmac('sha256', key).update(`part:${label}`).digest('hex');

/** What is published before the period: the key's SHA-256, in hex. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

/** What is kept with the run: the SHA-256 of the population's ids, in any order. */
export const populationHash = (ids: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...ids].sort(compare)))
    .digest('hex');
