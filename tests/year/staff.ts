/** How staff do what they are told, by a seed: most of it on the day, some days later, some too late, some never. */
import { answerDutyDone } from '../../src/app/answer-duties.js';
import { takeInRecords } from '../../src/app/take-in-records.js';
import { excuseVisit } from '../../src/app/try-visit.js';
import { addDays, DAY, formatInstant, HOUR, instantAt, localDate, type Instant } from '../../src/core/calendar.js';
import type { Grade } from '../../src/core/terms.js';
import { staffOf } from '../../src/store/staff.js';
import type { SimulatedWorld } from '../helpers/simulated.js';
import type { Chance } from './chance.js';
import { ESTATE_ID, ZONE } from './estate.js';

/** Nobody works at night: what they have is done towards the day's end. */
const DONE_AT = 17 * HOUR;
const GRADES: readonly Grade[] = ['satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied'];

/** What staff note of a visit. */
export const CHECKED = '已当面核对';

type Task = { readonly no: number; readonly assignee: string; readonly how: string; readonly due: number };
type Chore = { readonly no: number; readonly assignee: string; readonly due: number | null };

export type StaffScript = {
  /** The end of the working day, the first time after `now`. */
  next(now: Instant): Instant;
  work(): Promise<void>;
  /** What was refused, in words; and what was taken although it should not have been. */
  readonly refused: readonly string[];
  /** The grade that each visit was recorded with. */
  readonly graded: ReadonlyMap<number, Grade>;
};

export function makeStaff(world: SimulatedWorld, chance: Chance): StaffScript {
  const { ctx } = world;
  const plans = new Map<string, number>();
  const refused: string[] = [];
  const graded = new Map<number, Grade>();
  /** Up to where what came was seen. */
  let looked = { at: -1, seq: 0 };

  /** When it is done: made up at the first sight of it; never, for some. */
  const planOf = (label: string, due: number | null, now: Instant): number => {
    const known = plans.get(label);
    if (known !== undefined) return known;
    const mood = chance.of(`does ${label}`);
    const late = (due ?? now + 5 * DAY) + DAY;
    const at = mood < 0.75 ? now : mood < 0.84 ? now + 2 * DAY : mood < 0.92 ? late : Infinity;
    plans.set(label, at);
    return at;
  };

  /** What came or changed since the last look is planned; of what is planned for now, what still stands is done. */
  async function thoseOfNow<Row extends { readonly no: number; readonly due: number | null }>(
    kind: string,
    select: string,
    since: string,
  ): Promise<readonly Row[]> {
    const now = world.now();
    for (const { no, due } of await read<Row>(`${select} AND ${since}`)) planOf(`${kind} ${no}`, due, now);
    const mine = [...plans].filter(([label, at]) => at <= now && label.startsWith(`${kind} `));
    for (const [label] of mine) plans.set(label, Infinity);
    const nos = mine.map(([label]) => Number(label.slice(kind.length + 1)));
    return nos.length === 0 ? [] : read<Row>(`${select} AND "no" IN (${nos.join(', ')}) ORDER BY "no"`);
  }

  async function visit(): Promise<void> {
    const now = await thoseOfNow<Task>(
      'visit',
      `SELECT "no", "assignee", "how", "due" FROM "Visit"
        WHERE "estateId" = '${ESTATE_ID}' AND "status" = 'with-staff' AND "servedBy" IS NULL AND "assignee" IS NOT NULL`,
      `"no" IN (SELECT CAST(substr("subject", 7) AS INTEGER) FROM "Audit"
        WHERE "seq" > ${looked.seq} AND "action" = 'visit.hand-over')`,
    );
    const isExcused = ({ no }: Task): boolean => chance.of(`excuse ${no}`) < 0.06;
    for (const task of now.filter(isExcused)) await excuse(task);
    const made = now.filter((task) => !isExcused(task));
    const late = new Set(
      made.length === 0 ? [] : (await read<{ no: number }>(`${OVER} ${world.now()}`)).map(({ no }) => no),
    );
    for (const { status, id, errors } of await takeInRecords(ctx, made.map(recordOf), 'api')) {
      // A sheet that comes when its survey is over is nobody's answer any more.
      const isTaken = status === 'created';
      if (isTaken) graded.set(Number(id), gradeOf(Number(id)));
      if (isTaken !== late.has(Number(id))) continue;
      refused.push(isTaken ? `record of ${id}, after its survey` : `record of ${id}: ${JSON.stringify(errors)}`);
    }
  }

  const OVER = `SELECT v."no" FROM "Visit" v JOIN "Survey" s ON s."clause" = v."clause" AND s."period" = v."startedBy"
    WHERE v."eventId" IS NULL AND v."status" = 'with-staff' AND s."closesAt" <= `;

  const gradeOf = (no: number): Grade => chance.pick(`staff grade ${no}`, GRADES);

  const recordOf = ({ no, assignee, how }: Task): object => ({
    visit: no,
    by: assignee,
    methods: waysOf(JSON.parse(how) as readonly string[]),
    numberCalled: '13900001234',
    photo: `IMG_${no}`,
    grade: gradeOf(no),
    remark: CHECKED,
    chargeAsQuoted: true,
    ...(chance.of(`promises ${no}`) < 0.05 && { promisedAt: formatInstant((world.now() + 3 * DAY) as Instant, ZONE) }),
  });

  /** By phone where that will do, else in all the ways that are named. */
  const waysOf = (how: readonly string[]): readonly string[] =>
    how.includes('phone') ? ['phone'] : how.filter((method) => method !== 'chat');

  async function excuse({ no, assignee }: Task): Promise<void> {
    await ctx.db.write(async (tx) => {
      const staff = await staffOf(tx, assignee);
      if (staff === null) return;
      const outcome = chance.pick(`outcome ${no}`, ['refused', 'moved'] as const);
      await excuseVisit(tx, ctx, { staff, task: no, now: world.now() }, outcome);
    });
  }

  async function finish(): Promise<void> {
    const now = await thoseOfNow<Chore>(
      'duty',
      `SELECT "no", "assignee", "due" FROM "Duty"
        WHERE "estateId" = '${ESTATE_ID}' AND "status" = 'open' AND "assignee" IS NOT NULL
          AND "trigger" NOT IN ('not-done', 'handling')`,
      `("updatedAt" > ${looked.at} OR "earliest" > ${looked.at}) AND "earliest" <= ${world.now()}`,
    );
    await ctx.db.write(async (tx) => {
      for (const { no, assignee } of now) {
        const staff = await staffOf(tx, assignee);
        if (staff !== null) await answerDutyDone(tx, ctx, { staff, no, now: world.now() }, '已办');
      }
    });
  }

  async function read<Row>(sql: string): Promise<readonly Row[]> {
    const rows = await ctx.db.read.$queryRawUnsafe<Record<string, unknown>[]>(sql);
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
        ) as Row,
    );
  }

  return {
    refused,
    graded,
    next(now) {
      const today = localDate(now, ZONE);
      const at = instantAt(today, DONE_AT, ZONE);
      return at > now ? at : instantAt(addDays(today, 1), DONE_AT, ZONE);
    },
    async work() {
      await visit();
      await finish();
      const [last] = await read<{ seq: number }>('SELECT max("seq") AS "seq" FROM "Audit"');
      looked = { at: world.now(), seq: last?.seq ?? 0 };
    },
  };
}
