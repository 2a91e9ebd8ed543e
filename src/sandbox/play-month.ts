/**
 * Plays the sample estate's past month: each service is reported when it was done, and the residents answer as people
 * do, by a fixed script, so that the same day always begins with the same history.
 */
import { DAY, HOUR, parseInstant, type Instant } from '../core/calendar.js';
import { neighbourMonth, sampleMonth } from './sample-month.js';
import type { DemoWorld } from './stage-world.js';

/** What the nth asked resident says; undefined: nothing. */
const ANSWERS: readonly (string | undefined)[] = [
  '满意',
  '挺好的，师傅很准时',
  '满意',
  '一般吧，来得有点慢',
  undefined,
  '很满意，谢谢',
  '满意',
  '不满意，问题还没解决',
  '还行',
  '满意',
  undefined,
  '师傅态度好，满意',
];

type Home = { readonly estate: string; readonly household: string };

const GREETING = '你好';
/** Whoever is shown what was recorded says that it is right. */
const SIGNATURE = '确认';
/** Shortly before a repair's visit opens its household happens to write again, so that chat may reach it. */
const WRITES_AGAIN_MS = 6 * DAY + 12 * HOUR;

/** Moves the clock from a month ago to `opening`; the people who are played on the page are left as they are. */
export async function playSampleMonth(
  world: DemoWorld,
  clock: { now(): Instant; set(at: Instant): void },
  opening: Instant,
): Promise<void> {
  const both = [...sampleMonth(world.sample, opening), ...neighbourMonth(world.sample, opening)];
  const events = both.toSorted((a, b) => a.resolvedAt.localeCompare(b.resolvedAt));
  const played = new Set(world.sample.cast.map(({ resident }) => resident));
  const { residents, neighbour } = world.sample;
  const speakers = [...residents, ...neighbour.residents].filter(
    ({ id, externalUserId }) => externalUserId !== undefined && !played.has(id),
  );
  const answered = new Set<string>();
  let asked = 0;
  const answer = async (): Promise<void> => {
    for (const { externalUserId } of speakers) {
      const person = world.sandbox.resident(externalUserId ?? '');
      const last = person.last();
      if (last === undefined || last.kind !== 'msgmenu' || answered.has(last.msgid)) continue;
      answered.add(last.msgid);
      if (last.options.some(({ text }) => text === SIGNATURE)) {
        await person.taps(SIGNATURE);
        continue;
      }
      const words = ANSWERS[asked % ANSWERS.length];
      asked += 1;
      if (words !== undefined) await person.says(words);
    }
  };
  const greet = async ({ estate, household }: Home): Promise<void> => {
    const home = speakers.find((speaker) => speaker.household === household && speaker.estate === estate);
    if (home?.externalUserId === undefined) return;
    await world.sandbox.resident(home.externalUserId).says(GREETING);
    // Heard, before the question is to be asked.
    await world.advance(0);
  };
  const greetings: (Home & { readonly at: number })[] = [];
  const until = async (at: number): Promise<void> => {
    for (let next = greetings[0]; next !== undefined && next.at <= at; next = greetings[0]) {
      await world.advance(Math.max(0, next.at - clock.now()));
      greetings.shift();
      await greet(next);
    }
    await world.advance(Math.max(0, at - clock.now()));
    await answer();
  };
  const first = parseInstant(events[0]?.resolvedAt ?? '') ?? opening;
  clock.set((first - HOUR) as Instant);
  for (const event of events) {
    const at = parseInstant(event.resolvedAt) ?? opening;
    await until(at);
    await greet(event);
    await world.post('/api/v1/events', event);
    await until(at);
    if (event.kind === 'repair') greetings.push({ ...event, at: at + WRITES_AGAIN_MS });
  }
  while (clock.now() < opening) {
    await until(Math.min(clock.now() + DAY / 4, opening));
  }
}
