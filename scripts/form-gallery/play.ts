/** Plays the gallery's half-year: services are sent in, residents answer, staff make their visits and do what falls due. */
import { answerWords } from '../../src/app/answer-words.js';
import { answerDutyDone } from '../../src/app/answer-duties.js';
import { reviewRecord } from '../../src/app/review-record.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { takeInRecords } from '../../src/app/take-in-records.js';
import {
  addDays,
  DAY,
  formatInstant,
  HOUR,
  instantAt,
  localDate,
  MINUTE,
  startOfDay,
  type Instant,
} from '../../src/core/calendar.js';
import { DIRECTIONS, keysOf, type EventKind, type Grade } from '../../src/core/terms.js';
import { markKeyHousehold } from '../../src/store/key-households.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import { openSimulated, type Seen, type SimulatedWorld } from '../../tests/helpers/simulated.js';
import { chanceFrom } from '../../tests/year/chance.js';
import { COMPANY, ESTATE, FROM, HOMES, KEY_HOUSEHOLDS, RESIDENTS, STAFF, UNTIL, ZONE } from './estate.js';
import { servicesOfHalfYear } from './services.js';
import { dutyNote, visitWords } from './words.js';

const chance = chanceFrom('gallery people');
/** Windows run out and periods are summed in these days. */
const REST_DAYS = 12;
const GRADES: readonly Grade[] = ['satisfied', 'satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied'];
const ANSWERS = [
  '满意',
  '挺好的，师傅很准时',
  '很满意，谢谢',
  '一般吧，来得有点慢',
  '满意',
  '不满意，还在漏',
  '师傅态度好，满意',
];

const SURVEYS = ['p02.7', 'p08.4', 'p10.5'];

type Act = { readonly at: Instant; readonly run: () => Promise<void> };
type Task = {
  readonly no: number;
  readonly assignee: string;
  readonly how: string;
  readonly kind: EventKind | null;
  readonly policyId: string;
  readonly clause: string;
};

/** An estate under these policies as it stands some days after its half-year; the caller closes it. */
export async function playGallery(policies: readonly string[]): Promise<SimulatedWorld> {
  const opened = await openSimulated(startOfDay(FROM, ZONE));
  const world = { ...opened, ctx: Object.assign(opened.ctx, { forms: { ...opened.ctx.forms, company: COMPANY } }) };
  const { ctx } = world;
  const estate = {
    id: ESTATE,
    name: '翠湖花园',
    policies,
    timezone: ZONE,
    areaSqm: 120_000,
    contactLimit: 2,
    contactPeriodDays: 7,
  };
  const results = [
    ...(await takeInEstates(ctx, [estate])),
    ...(await takeInResidents(ctx, RESIDENTS)),
    ...(await takeInStaff(ctx, STAFF)),
  ];
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
  await ctx.db.write(async (tx) => {
    for (const { household, reason } of KEY_HOUSEHOLDS)
      await markKeyHousehold(tx, { estate: ESTATE, code: household, reason }, world.now());
  });
  const acts: Act[] = [];
  const add = (at: Instant, run: Act['run']): void => {
    acts.push({ at, run });
    acts.sort((a, b) => a.at - b.at);
  };
  for (const { at, event } of servicesOfHalfYear()) {
    add(at, () => world.takeIn([event]));
    const home = HOMES.find(({ household }) => household === event['household']);
    if (home?.person != null) add((at - HOUR) as Instant, () => world.says(home.person ?? '', '你好'));
  }
  world.onResidentSees((seen) => {
    const answer = answerOf(seen);
    if (answer !== null) add((seen.at + 5 * MINUTE) as Instant, () => world.says(seen.to, ...answer));
  });
  const end = startOfDay(addDays(UNTIL, REST_DAYS), ZONE);
  for (let day = FROM; startOfDay(day, ZONE) < end; day = addDays(day, 1))
    add(instantAt(day, 17 * HOUR, ZONE), () => workDay(world));
  await world.playUntil(end, {
    next: () => acts[0]?.at,
    take: (now) => ((acts[0]?.at ?? Infinity) <= now ? acts.shift() : undefined),
  });
  return world;
}

let asked = 0;
/** What a resident answers to a message: words, or a tap. */
function answerOf({ content }: Seen): readonly [string, string?] | null {
  if (content.kind !== 'menu') return null;
  const sign = content.options.find(({ id }) => id.endsWith(':confirm'));
  if (sign !== undefined) return [sign.text, sign.id];
  asked += 1;
  if (asked % 5 === 4) return null;
  const tap = content.options.find(({ id }) => id.endsWith(`:${chance.pick(`tap ${asked}`, GRADES)}`));
  if (asked % 2 === 0 || tap === undefined) return [ANSWERS[asked % ANSWERS.length] ?? ''];
  return [tap.text, tap.id];
}

async function rows<Row>({ ctx }: SimulatedWorld, sql: string): Promise<readonly Row[]> {
  const found = await ctx.db.read.$queryRawUnsafe<Record<string, unknown>[]>(sql);
  return found.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ) as Row,
  );
}

/** Some of what is to be done is left for another day, or for good. */
const isDoneToday = (label: string, day: string): boolean =>
  chance.of(`does ${label}`) < 0.9 && chance.of(`${label} ${day}`) < 0.7;

async function workDay(world: SimulatedWorld): Promise<void> {
  const day = localDate(world.now(), ZONE);
  await makeVisits(world, day);
  await finishDuties(world, day);
  await review(world, day);
}

async function makeVisits(world: SimulatedWorld, day: string): Promise<void> {
  const tasks = await rows<Task>(
    world,
    `SELECT "no", "assignee", "how", "kind", "policyId", "clause" FROM "Visit" WHERE "status" = 'with-staff'
      AND "servedBy" IS NULL AND "assignee" IS NOT NULL AND ("due" > ${world.now()} OR "kind" = 'works-completion') ORDER BY "no"`,
  );
  const made = tasks.filter(({ no }) => isDoneToday(`visit ${no}`, day)).map((task) => recordOf(world, task));
  const refused = (await takeInRecords(world.ctx, made, 'api')).filter(({ status }) => status === 'rejected');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

function recordOf(world: SimulatedWorld, { no, assignee, how, kind, policyId, clause }: Task): object {
  const ways = JSON.parse(how) as readonly string[];
  const grade = chance.pick(`grade ${no}`, GRADES);
  const words = visitWords(kind, policyId, grade, no);
  const isPromised = grade === 'dissatisfied' && no % 2 === 0;
  return {
    visit: no,
    by: assignee,
    methods:
      kind === 'works-completion'
        ? ['on-site']
        : ways.includes('phone')
          ? ['phone']
          : ways.filter((way) => way !== 'chat'),
    numberCalled: '13900001234',
    photo: `IMG_${no}`,
    ...(SURVEYS.includes(clause) ? { grades: sheetOf(no) } : { grade }),
    ...(kind === 'paid-service' ? { chargeAsQuoted: no % 9 !== 4 } : {}),
    ...words,
    ...(isPromised ? { promisedAt: formatInstant((world.now() + 3 * DAY) as Instant, ZONE) } : {}),
  };
}

/** A questionnaire as it lies there on paper: some leave a line blank. */
const sheetOf = (no: number): Readonly<Record<string, Grade>> =>
  Object.fromEntries(
    keysOf(DIRECTIONS)
      .filter((item) => chance.of(`blank ${no} ${item}`) > 0.06)
      .map((item) => [item, chance.pick(`sheet ${no} ${item}`, GRADES)]),
  );

/** What was handed up to the company, once. */
const handedUp = new Set<number>();
const handUp = (id: number): number => {
  handedUp.add(id);
  return id;
};

async function finishDuties(world: SimulatedWorld, day: string): Promise<void> {
  const { ctx } = world;
  const now = world.now();
  const open = await rows<{
    no: number;
    assignee: string;
    says: string;
    form: string | null;
    followUp: number | null;
    policyId: string;
  }>(
    world,
    `SELECT * FROM "Duty" WHERE "status" = 'open' AND "assignee" IS NOT NULL AND "earliest" <= ${now}
      AND "trigger" <> 'not-done' AND "item" NOT LIKE 'watch:%' ORDER BY "no"`,
  );
  for (const { no, assignee, says, form, followUp, policyId } of open.filter((one) =>
    isDoneToday(`duty ${one.no}`, day),
  )) {
    const all = await estates(ctx.db.read);
    const staff = await staffOf(ctx.db.read, assignee);
    if (staff === null) continue;
    const until = addDays(localDate(now, ZONE), 10);
    const tell = async (words: string): Promise<void> => {
      const answer = await answerWords(ctx, { staff, estates: all, zone: ZONE }, words, now);
      await ctx.db.write(async (tx) => void (await answer.writes?.(tx, now)));
    };
    if (followUp !== null && policyId === 'p02' && followUp % 4 === 0 && !handedUp.has(followUp))
      await tell(`上报 案${handUp(followUp)} 管道老化，请公司立项更换`);
    if (form === '整改通知' && followUp !== null) {
      await tell(
        `整改 案${followUp} ${Number(until.slice(5, 7))}月${Number(until.slice(8))}日前 对渗漏部位重做防水，并做蓄水试验`,
      );
    }
    await ctx.db.write((tx) => answerDutyDone(tx, ctx, { staff, no, now }, dutyNote(says, form, no)));
  }
}

async function review(world: SimulatedWorld, day: string): Promise<void> {
  const { ctx } = world;
  const now = world.now();
  const waiting = await rows<{ no: number }>(
    world,
    `SELECT "no" FROM "Visit" WHERE "status" = 'recorded' AND "servedBy" IS NULL ORDER BY "no"`,
  );
  for (const { no } of waiting.filter((one) => isDoneToday(`review ${one.no}`, day))) {
    for (const userid of ['the-supervisor', 'the-manager', 'the-warranty-lead', 'the-works-lead']) {
      const staff = await staffOf(ctx.db.read, userid);
      if (staff === null) continue;
      const opinion = no % 5 === 0 ? '情况属实，请跟进到住户认可' : null;
      const done = await ctx.db.write((tx) =>
        reviewRecord(tx, ctx, { staff, no, verdict: 'approve', opinion, seen: {}, now }),
      );
      if (done.kind === 'approved') break;
    }
  }
}
