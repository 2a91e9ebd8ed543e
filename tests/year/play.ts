/** Plays an estate's time: services are sent in, residents answer by their script, and the clock moves on. */
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import type { IntakeResult } from '../../src/app/intake-result.js';
import { addDays, DAY, HOUR, instantAt, startOfDay, type Instant, type LocalDate } from '../../src/core/calendar.js';
import { openSimulated, type SimulatedWorld } from '../helpers/simulated.js';
import { chanceFrom, type Chance } from './chance.js';
import { ESTATE_ID, homesOf, residentsOf, STAFF, ZONE, type Home } from './estate.js';
import { servicesOf, type Sending } from './services.js';
import { openSeededDraws } from './seeded-draws.js';
import { makeResidents, type Residents } from './residents.js';

export type PlayOptions = {
  readonly policies: readonly string[];
  readonly households: number;
  readonly events: number;
  readonly from: LocalDate;
  /** Services end before this date. */
  readonly until: LocalDate;
  /** Days after it in which windows run out and periods close. */
  readonly restDays: number;
  /** One contact in so many days. */
  readonly contactPeriodDays: number;
  readonly seed: string;
};

export type Played = {
  readonly world: SimulatedWorld;
  readonly options: PlayOptions;
  readonly homes: readonly Home[];
  readonly sendings: readonly Sending[];
  readonly residents: Residents;
  /** When each person wrote 退订 for the last time. */
  readonly optedOut: ReadonlyMap<string, Instant>;
};

type Act = { readonly at: Instant; readonly run: () => Promise<void> };

/** Opens a world and plays it to its end; the caller closes it. */
export async function play(options: PlayOptions): Promise<Played> {
  const world = await openSimulated(startOfDay(options.from, ZONE));
  try {
    return await playIn(world, options);
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function playIn(world: SimulatedWorld, options: PlayOptions): Promise<Played> {
  const chance = chanceFrom(options.seed);
  const homes = homesOf(options.households, chance);
  const sendings = servicesOf(homes, { from: options.from, until: options.until, count: options.events }, chance);
  await settleIn(world, options, homes);
  const residents = makeResidents(chance);
  const optedOut = new Map<string, Instant>();
  const diary = makeDiary();

  const write = (person: string, at: Instant, text: string, menuId?: string): void =>
    diary.add(at, async () => {
      await world.says(person, text, menuId);
      if (text === '退订') optedOut.set(person, world.now());
    });
  world.onResidentSees((seen) => {
    for (const reply of residents.hears(seen)) write(seen.to, reply.at, reply.text, reply.menuId);
  });
  for (const { at, event } of sendings) diary.add(at, () => world.takeIn([event]));
  for (const greeting of greetings(homes, sendings, chance)) write(greeting.person, greeting.at, '你好');

  const end = startOfDay(addDays(options.until, options.restDays), ZONE);
  while (world.now() < end) {
    // Whoever hears something may answer soon: so never further than to what is due next.
    const stops = [diary.next(), await world.nextDue(), end].filter((at) => at != null);
    await world.advanceTo(Math.min(...stops) as Instant);
    for (let act = diary.take(world.now()); act !== undefined; act = diary.take(world.now())) await act.run();
  }
  return { world, options, homes, sendings, residents, optedOut };
}

async function settleIn(world: SimulatedWorld, options: PlayOptions, homes: readonly Home[]): Promise<void> {
  const { ctx } = world;
  await openSeededDraws(ctx, options);
  const estate = { id: ESTATE_ID, name: '翠湖花园', policies: options.policies, timezone: ZONE, contactLimit: 1 };
  const results: readonly IntakeResult[] = [
    ...(await takeInEstates(ctx, [{ ...estate, contactPeriodDays: options.contactPeriodDays }])),
    ...(await takeInResidents(ctx, residentsOf(homes))),
    ...(await takeInStaff(ctx, STAFF)),
  ];
  const refused = results.find(({ status }) => status !== 'created');
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
}

/** Residents write now and then; above all around a service, and when its visit is about to open. */
function greetings(
  homes: readonly Home[],
  sendings: readonly Sending[],
  chance: Chance,
): readonly { readonly person: string; readonly at: Instant }[] {
  const byHousehold = new Map(homes.map((home) => [home.household, home]));
  return sendings.flatMap(({ at, event }) => {
    const person = byHousehold.get(String(event['household']))?.person ?? null;
    if (person === null) return [];
    const before = chance.of(`before ${event.id}`) < 0.8 ? [(at - HOUR) as Instant] : [];
    const week = chance.of(`week ${event.id}`) < 0.8 ? [(at + 6 * DAY + 15 * HOUR) as Instant] : [];
    const night = chance.of(`night ${event.id}`) < 0.1 ? [instantAt(addDays(dateOf(at), 2), 23 * HOUR, ZONE)] : [];
    return [...before, ...week, ...night].map((one) => ({ person, at: one }));
  });
}

const dateOf = (at: Instant): LocalDate => new Date(at + 8 * HOUR).toISOString().slice(0, 10) as LocalDate;

/** Acts in the order of their time; those of one instant in the order in which they were added. */
function makeDiary() {
  const acts: Act[] = [];
  return {
    /** Later ones first, so that the next is the last. */
    add(at: Instant, run: () => Promise<void>): void {
      let low = 0;
      let high = acts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((acts[middle] as Act).at > at) low = middle + 1;
        else high = middle;
      }
      acts.splice(low, 0, { at, run });
    },
    next: (): Instant | undefined => acts.at(-1)?.at,
    take: (now: Instant): Act | undefined => ((acts.at(-1)?.at ?? Infinity) <= now ? acts.pop() : undefined),
  };
}
