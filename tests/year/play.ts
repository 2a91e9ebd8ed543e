/** Plays an estate's time: services are sent in, residents answer by their script, and the clock moves on. */
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import type { IntakeResult } from '../../src/app/intake-result.js';
import { takeInRain } from '../../src/app/record-rain.js';
import {
  addDays,
  DAY,
  daysBetween,
  formatInstant,
  HOUR,
  instantAt,
  startOfDay,
  type Instant,
  type LocalDate,
} from '../../src/core/calendar.js';
import { parseEvent } from '../../src/core/event.js';
import { planAll } from '../../src/core/policy/plan.js';
import { openSimulated, type SimulatedWorld } from '../helpers/simulated.js';
import { closesOf, dueQuestionnaires, openBallots, openingsOf, type BallotRow } from './ballots.js';
import { chanceFrom, type Chance } from './chance.js';
import { ESTATE_ID, homesOf, residentsOf, STAFF, ZONE, type Home } from './estate.js';
import { servicesOf, type Sending } from './services.js';
import { openSeededDraws } from './seeded-draws.js';
import { makeResidents, type Residents } from './residents.js';
import { makeStaff, type StaffScript } from './staff.js';

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
  /** Of the services so many make a resident write beforehand, and again a week later. */
  readonly talks: number;
  readonly seed: string;
};

export type Played = {
  readonly world: SimulatedWorld;
  readonly options: PlayOptions;
  readonly homes: readonly Home[];
  readonly sendings: readonly Sending[];
  readonly residents: Residents;
  readonly staff: StaffScript;
  /** When each person wrote 退订 for the last time. */
  readonly optedOut: ReadonlyMap<string, Instant>;
  /** The ballots of open surveys, just before each half-year's end. */
  readonly ballots: readonly (readonly BallotRow[])[];
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
  const asked = sendings.filter(({ event }) => isAskedAbout(world, options, event));
  for (const greeting of greetings(homes, asked, chance, options.talks)) write(greeting.person, greeting.at, '你好');

  const end = startOfDay(addDays(options.until, options.restDays), ZONE);
  const staff = makeStaff(world, chance);
  const work = async (): Promise<void> => {
    await staff.work();
    diary.add(staff.next(world.now()), work);
  };
  diary.add(staff.next(world.now()), work);
  for (const at of openingsOf(options.from, end)) {
    diary.add(at, async () => {
      for (const { person, at: when } of await beforeQuestionnaires(world, homes, chance, options.talks)) {
        write(person, when, '你好');
      }
    });
  }
  for (const at of rains(options)) diary.add(at, () => rainEnds(world));
  const ballots: (readonly BallotRow[])[] = [];
  for (const at of closesOf(options.from, end)) diary.add(at, async () => void ballots.push(await openBallots(world)));
  await world.playUntil(end, diary);
  return { world, options, homes, sendings, residents, staff, optedOut, ballots };
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

/** Whether the policies ask for a visit on it: only then it matters that the household is in touch. */
function isAskedAbout({ ctx }: SimulatedWorld, { policies }: PlayOptions, event: Sending['event']): boolean {
  const parsed = parseEvent(event);
  const adopted = policies.flatMap((id) => ctx.policies.get(id) ?? []);
  return 'event' in parsed && planAll(adopted, parsed.event, ZONE).some(({ household }) => household !== null);
}

/** It rains every ten days or so, and the rain ends in the afternoon. */
const rains = ({ from, until }: PlayOptions): readonly Instant[] =>
  Array.from({ length: Math.floor(daysBetween(from, until) / 10) }, (_, nth) =>
    instantAt(addDays(from, 9 + nth * 10), 15 * HOUR, ZONE),
  );

async function rainEnds(world: SimulatedWorld): Promise<void> {
  const rain = { estate: ESTATE_ID, endedAt: formatInstant(world.now(), ZONE) };
  for (const { status, errors } of await takeInRain(world.ctx, [rain])) {
    if (status === 'rejected') throw new Error(JSON.stringify(errors));
  }
}

/** Residents write now and then; above all around a service, and when its visit is about to open. */
function greetings(
  homes: readonly Home[],
  sendings: readonly Sending[],
  chance: Chance,
  talks: number,
): readonly { readonly person: string; readonly at: Instant }[] {
  const byHousehold = new Map(homes.map((home) => [home.household, home]));
  return sendings.flatMap(({ at, event }) => {
    const person = byHousehold.get(String(event['household']))?.person ?? null;
    if (person === null) return [];
    const before = chance.of(`before ${event.id}`) < talks ? [(at - HOUR) as Instant] : [];
    const week = chance.of(`week ${event.id}`) < talks ? [(at + 6 * DAY + 15 * HOUR) as Instant] : [];
    const night =
      chance.of(`night ${event.id}`) < talks / 8 ? [instantAt(addDays(dateOf(at), 2), 23 * HOUR, ZONE)] : [];
    return [...before, ...week, ...night].map((one) => ({ person, at: one }));
  });
}

/** Some happen to write an hour before their questionnaire is due, and so can be sent it. */
async function beforeQuestionnaires(
  world: SimulatedWorld,
  homes: readonly Home[],
  chance: Chance,
  talks: number,
): Promise<readonly { readonly person: string; readonly at: Instant }[]> {
  const byHousehold = new Map(homes.map((home) => [home.household, home]));
  return (await dueQuestionnaires(world)).flatMap(({ no, household, nextAt }) => {
    const person = byHousehold.get(household)?.person ?? null;
    const at = (nextAt - HOUR) as Instant;
    return person === null || at <= world.now() || chance.of(`survey ${no}`) >= talks ? [] : [{ person, at }];
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
