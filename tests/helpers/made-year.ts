/** A year of records, made in bulk from counting numbers, for tests that recount every figure: no chance, no talks. */
import { addDays, formatInstant, type Instant, type LocalDate } from '../../src/core/calendar.js';
import { parseEvent, type Event } from '../../src/core/event.js';
import type { Direction, EventKind, Grade } from '../../src/core/terms.js';
import { DIRECTIONS, keysOf } from '../../src/core/terms.js';
import type { Context } from '../../src/context.js';
import { at } from './estate.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const YEAR_BEGAN = at('2026-01-01T08:00:00+08:00');

/** The same numbers every time, spread as if by chance. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const KINDS: readonly EventKind[] = [
  'complaint',
  'repair',
  'repair',
  'contracted-service',
  'home-service',
  'help',
  'paid-service',
  'repair',
];
const CLAUSES: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  complaint: ['p03.1', 'p02.2', 'p05.1', 'p08.1'],
  repair: ['p03.2', 'p02.3', 'p05.2'],
  'contracted-service': ['p05.3', 'p02.4'],
  'home-service': ['p04.1'],
  help: ['p03.4', 'p05.6'],
  'paid-service': ['p03.6'],
};
const REMARKS = [
  '又漏了',
  '师傅来得太慢',
  '收费和报价不一样',
  '态度差',
  '还可以再快点',
  '颜色不好看',
  '漏水没人管，太慢',
];
const CATEGORIES = ['seepage', 'blockage', 'lighting'] as const;
const STATUSES = [
  'recorded',
  'reviewed',
  'recorded',
  'closed',
  'not-drawn',
  'not-drawn',
  'asked',
  'unreachable',
  'assigned',
  'cancelled',
];
const GRADES: readonly (Grade | null)[] = ['satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied', null];
const TOPICS: readonly Grade[] = ['satisfied', 'satisfied', 'fairly', 'dissatisfied'];
const isDone = (status: string): boolean => ['recorded', 'reviewed', 'closed'].includes(status);

export type MadeYear = {
  readonly estate: string;
  readonly events: number;
  readonly households: number;
  readonly seed: number;
};

/** Events, visits, records, cases and key households of an estate. */
export async function makeYear(ctx: Context, { estate, events, households, seed }: MadeYear): Promise<void> {
  const roll = dice(seed);
  const codes = Array.from({ length: households }, (_, n) => `${1 + (n % 4)}-${1 + (n % 2)}-${101 + n}`);
  const rows = Array.from({ length: events }, (_, n) => makeEvent(estate, n, events, codes, roll));
  await ctx.db.write(async (tx) => {
    await tx.household.createMany({
      data: codes.map((code, n) => ({
        estateId: estate,
        code,
        createdAt: BigInt(YEAR_BEGAN),
        keyHousehold: n % 7 === 0,
        keyReason: n % 7 === 0 ? 'continuous-care' : null,
        keySince: n % 7 === 0 ? BigInt(YEAR_BEGAN) : null,
      })),
    });
    await tx.event.createMany({
      data: rows.map((event) => ({
        estateId: estate,
        id: event.id,
        kind: event.kind,
        household: event.household,
        worker: event.worker,
        resolvedAt: event.resolvedAt === null ? null : BigInt(event.resolvedAt),
        data: JSON.stringify(Object.fromEntries(Object.entries(event).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
        hash: event.id,
        createdAt: BigInt(event.reportedAt ?? YEAR_BEGAN),
        updatedAt: BigInt(YEAR_BEGAN),
      })),
    });
  });
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await ctx.db.write(async (tx) => {
      for (const event of rows.slice(from, from + AT_ONCE)) await visitsOn(tx, estate, event, roll);
    });
  await ctx.db.write(async (tx) => {
    for (const [n, code] of codes.entries()) await roundOf(tx, estate, code, n, roll);
  });
}

/** So many events a transaction. */
const AT_ONCE = 40;

type Roll = (sides: number) => number;
type Tx = Parameters<Parameters<Context['db']['write']>[0]>[0];

function makeEvent(estate: string, n: number, all: number, codes: readonly string[], roll: Roll): Event {
  const kind = KINDS[n % KINDS.length] ?? 'repair';
  const resolved = (YEAR_BEGAN + Math.floor((n * 364 * DAY) / all) + roll(20) * HOUR) as Instant;
  const stamp = (instant: number): string => formatInstant(instant as Instant, 'Asia/Shanghai');
  const day = formatInstant(resolved, 'Asia/Shanghai').slice(0, 10) as LocalDate;
  const isOpen = roll(25) === 0;
  const read = parseEvent({
    id: `E${n}`,
    estate,
    kind,
    household: codes[roll(codes.length)],
    description: `第 ${n} 件`,
    reportedAt: stamp(resolved - roll(48) * HOUR),
    ...(isOpen || kind === 'contracted-service' ? {} : { resolvedAt: stamp(resolved) }),
    ...(kind === 'repair' ? { category: CATEGORIES[roll(3)], worker: `工${roll(4)}` } : {}),
    ...(kind === 'home-service' ? { service: roll(2) === 0 ? 'cleaning' : 'repair', worker: `工${roll(4)}` } : {}),
    ...(kind === 'contracted-service' ? { agreement: { start: day, end: addDays(day, 200) } } : {}),
  });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
}

async function visitsOn(tx: Tx, estate: string, event: Event, roll: Roll): Promise<void> {
  const own = event.service === 'repair' ? ['p04.2'] : (CLAUSES[event.kind] ?? []);
  const base = event.resolvedAt ?? event.reportedAt;
  if (base === null || (event.resolvedAt === null && event.kind !== 'contracted-service')) return;
  const earliest = base + roll(5) * DAY;
  const status = STATUSES[roll(STATUSES.length)] ?? 'asked';
  const due = earliest + (3 + roll(20)) * DAY;
  const answeredAt = isDone(status) ? earliest + (1 + roll(24)) * DAY : null;
  let leader: number | null = null;
  for (const clause of own) {
    const led = leader !== null;
    const mine: string = led && !isDone(status) && roll(2) === 0 ? 'not-drawn' : status;
    const issued = !led && roll(3) > 0 && !['not-drawn', 'cancelled'].includes(mine) ? earliest + HOUR : null;
    const visit = {
      counterparty: event.household ?? '',
      kind: event.kind,
      status: mine,
      earliest,
      due,
      answeredAt,
      issuedAt: issued,
      servedBy: leader,
      clause,
      event: event.id,
      startedBy: event.id,
      outcome: mine === 'unreachable' ? (roll(2) === 0 ? 'refused' : 'silent') : null,
    };
    const no = await putVisit(tx, estate, visit, roll);
    if (leader !== null) continue;
    leader = no;
    if (answeredAt !== null) await recordOn(tx, estate, { ...visit, no, at: answeredAt }, roll);
  }
}

/** A household's visit of the quarter, that no event asked for; every tenth is asked again of a case, which counts nowhere. */
async function roundOf(tx: Tx, estate: string, code: string, n: number, roll: Roll): Promise<void> {
  const earliest = at('2026-07-01T00:00:00+08:00') + roll(80) * DAY;
  const visit = {
    counterparty: code,
    kind: 'other',
    earliest,
    due: at('2026-10-01T00:00:00+08:00'),
    issuedAt: null,
    servedBy: null,
    event: null,
    outcome: null,
  };
  const status = STATUSES[roll(STATUSES.length)] ?? 'asked';
  const answeredAt = isDone(status) ? earliest + DAY : null;
  const clause = n % 5 === 0 ? 'p08.2' : n % 5 === 1 ? 'p02.12' : 'p02.1';
  const startedBy =
    n % 5 === 0 || n % 5 === 1 ? formatInstant(earliest as Instant, 'Asia/Shanghai').slice(0, 7) : '2026Q3';
  const made = { ...visit, status, answeredAt, clause, startedBy };
  const no = await putVisit(tx, estate, made, roll);
  if (answeredAt !== null) await recordOn(tx, estate, { ...made, no, at: answeredAt }, roll);
  if (n % 10 !== 0) return;
  const again = { ...made, status: 'recorded', answeredAt: earliest + 2 * DAY, startedBy: `follow-up:${n + 900_000}` };
  const recheck = await putVisit(tx, estate, again, roll);
  await recordOn(tx, estate, { ...again, no: recheck, at: again.answeredAt }, roll);
}

type Made = {
  readonly counterparty: string;
  readonly kind: string;
  readonly status: string;
  readonly earliest: number;
  readonly due: number;
  readonly answeredAt: number | null;
  readonly issuedAt: number | null;
  readonly servedBy: number | null;
  readonly clause: string;
  readonly event: string | null;
  readonly startedBy: string;
  readonly outcome: string | null;
};
const big = (value: number | null): bigint | null => (value === null ? null : BigInt(value));

async function putVisit(tx: Tx, estate: string, made: Made, roll: Roll): Promise<number> {
  const person = ['wangfang', 'zhangwei', null][roll(3)] ?? null;
  const { no } = await tx.visit.create({
    data: {
      estateId: estate,
      policyId: made.clause.slice(0, 3),
      clause: made.clause,
      startedBy: made.startedBy,
      counterparty: made.counterparty,
      visit: 1,
      eventId: made.event,
      household: made.counterparty,
      kind: made.kind,
      status: made.status,
      earliest: BigInt(made.earliest),
      due: BigInt(made.due),
      rate: 30,
      by: '["steward"]',
      how: '["phone"]',
      record: '回访记录表',
      assignee: made.status === 'not-drawn' || made.status === 'cancelled' ? null : person,
      assignedAt: person === null ? null : BigInt(made.earliest),
      issuedAt: big(made.issuedAt),
      askedAt: big(made.issuedAt),
      answeredAt: big(made.answeredAt),
      servedBy: made.servedBy,
      outcome: made.outcome,
      policyVersion: '',
      why: '{}',
      createdAt: BigInt(made.earliest),
      updatedAt: BigInt(made.earliest),
    },
  });
  return no;
}

async function recordOn(
  tx: Tx,
  estate: string,
  made: Made & { readonly no: number; readonly at: number },
  roll: Roll,
): Promise<void> {
  const rows = roll(8) === 0 ? 2 : 1;
  for (let seq = 1; seq <= rows; seq += 1) {
    const grade = GRADES[roll(GRADES.length)] ?? null;
    const remark = roll(2) === 0 ? null : (REMARKS[roll(REMARKS.length)] ?? null);
    const graded = made.kind === 'home-service';
    const topics = graded
      ? {
          timeliness: TOPICS[roll(4)],
          skill: TOPICS[roll(4)],
          attitude: TOPICS[roll(4)],
          ...(roll(3) === 0 ? { needs: `要 ${made.no}` } : {}),
        }
      : roll(6) === 0
        ? { shortcomings: '没人联系' }
        : null;
    await tx.record.create({
      data: {
        id: `${made.no}-${seq}`,
        visitNo: made.no,
        estateId: estate,
        eventId: made.event,
        household: made.counterparty,
        policyId: made.clause.slice(0, 3),
        clause: made.clause,
        kind: made.kind,
        grade,
        remark,
        topics: topics === null ? null : JSON.stringify(topics),
        unfinished: roll(15) === 0,
        method: 'phone',
        by: ['wangfang', 'zhangwei'][roll(2)] ?? 'wangfang',
        at: BigInt(made.at),
        why: '[]',
        current: seq === rows,
        seq,
      },
    });
    if (seq < rows || (grade !== 'dissatisfied' && roll(12) > 0)) continue;
    await caseOf(tx, estate, made, remark, grade === 'dissatisfied' ? 'nonconformity' : 'promise', roll);
  }
}

async function caseOf(
  tx: Tx,
  estate: string,
  made: Made & { readonly no: number; readonly at: number },
  text: string | null,
  kind: string,
  roll: Roll,
): Promise<void> {
  const isOpen = roll(3) === 0;
  await tx.followUp.create({
    data: {
      estateId: estate,
      visitNo: made.no,
      household: made.counterparty,
      kind,
      status: isOpen ? 'open' : 'closed',
      text,
      route: 'supervisor',
      promisedAt: kind === 'promise' ? BigInt(made.at + 2 * DAY) : null,
      openedAt: BigInt(made.at),
      closedAt: isOpen ? null : BigInt(made.at + (1 + roll(3)) * DAY),
      outcome: isOpen ? null : '已处理',
    },
  });
}

/** A survey by the fourteen directions, or by questions of its own, with so many ballots out and back. */
export async function makeSurvey(
  ctx: Context,
  given: {
    readonly estate: string;
    readonly clause: string;
    readonly period: string;
    readonly issued: number;
    readonly returned: number;
    readonly closesAt: Instant;
    readonly isOpen?: boolean;
    readonly anonymous?: boolean;
    readonly questions?: readonly (readonly [Direction, string])[];
    readonly seed: number;
  },
): Promise<void> {
  const roll = dice(given.seed);
  const id = `${given.estate}:${given.clause}:${given.period}`;
  const items = given.questions?.map(([item]) => item) ?? keysOf(DIRECTIONS);
  const sealed = (value: object): string => {
    const text = JSON.stringify(value);
    return given.isOpen === true ? ctx.box.seal(text) : text;
  };
  await ctx.db.write(async (tx) => {
    await tx.survey.create({
      data: {
        id,
        estateId: given.estate,
        policyId: given.clause.slice(0, 3),
        clause: given.clause,
        period: given.period,
        title: `${given.period}满意度调查`,
        anonymous: given.anonymous ?? true,
        questions: given.questions === undefined ? null : JSON.stringify(given.questions),
        openedAt: BigInt(given.closesAt - 14 * DAY),
        closesAt: BigInt(given.closesAt),
        closedAt: given.isOpen === true ? null : BigInt(given.closesAt),
      },
    });
    await tx.ballot.createMany({
      data: Array.from({ length: given.issued }, (_, n) => {
        const answers: Partial<Record<Direction, Grade>> = {};
        const remarks: Record<string, string> = {};
        if (n < given.returned) {
          for (const item of items) {
            const grade = GRADES[roll(GRADES.length)] ?? null;
            if (grade === null && item !== items[0]) continue;
            answers[item] = grade ?? 'satisfied';
            if (roll(15) === 0) remarks[item] = REMARKS[roll(REMARKS.length)] ?? '';
          }
          if (roll(6) === 0) remarks['0'] = '总体还行';
        }
        return {
          id: `${id}:${n}`,
          surveyId: id,
          estateId: given.estate,
          issuedAt: BigInt(given.closesAt - 1),
          returnedAt: n < given.returned ? BigInt(given.closesAt - 1) : null,
          answers: Object.keys(answers).length === 0 ? null : sealed(answers),
          remark: Object.keys(remarks).length === 0 ? null : sealed(remarks),
        };
      }),
    });
  });
}
