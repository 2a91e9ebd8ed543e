/** The examples that were worked out by hand from the eleven sources: dates, numbers drawn, duties, a survey's rate. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatInstant, localDate, parseInstant } from '../../../src/core/calendar.js';
import type { Instant } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import { dueDuty, dutiesWith } from '../../../src/core/policy/due-duties.js';
import { periodOf } from '../../../src/core/policy/duties.js';
import { planEvent } from '../../../src/core/policy/plan.js';
import { drawRuleOf } from '../../../src/core/policy/population.js';
import type { Policy } from '../../../src/core/policy/schema.js';
import type { Trigger } from '../../../src/core/policy/words.js';
import { readPolicyFiles } from '../../../src/policy-files.js';
import { jsonLines, runData } from '../../helpers/data-command.js';
import { expectedLines } from './oracle.js';

type Visit = Readonly<Record<'clause' | 'earliest' | 'due', string>> & { readonly visit: number };
type Planned = {
  readonly policy: string;
  readonly event: { readonly kind: string } & Readonly<Record<string, unknown>>;
  readonly visits: readonly Visit[];
  readonly firstDoneAt?: string;
  readonly secondEarliest?: string;
  readonly countedIn?: string;
};
type Draw = {
  readonly policy: string;
  readonly clause: string;
  readonly ordersPerDay?: readonly number[];
  readonly monday?: string;
  readonly households?: Readonly<Record<string, number>>;
  readonly repairs?: number;
  readonly required: number;
  readonly visitsPerDay?: readonly number[];
};
type OfDuty = {
  readonly policy: string;
  readonly clause: string;
  readonly trigger: Trigger;
  readonly at: string;
  readonly from: string;
  readonly by?: readonly string[];
  readonly to?: readonly string[];
};
type Ballots = Readonly<Record<'issued' | 'satisfied' | 'fairly' | 'dissatisfied' | 'blank', number>> & {
  readonly item: string;
  readonly expect: object;
};
type Row = {
  readonly no: number;
  readonly says: string;
  readonly plan?: Planned;
  readonly draw?: Draw;
  readonly duty?: OfDuty;
  readonly ballots?: Ballots;
};

const ZONE = 'Asia/Shanghai';
const ROWS = JSON.parse(
  readFileSync(new URL('../../data/worked-examples.json', import.meta.url), 'utf8'),
) as readonly Row[];
const rowsWith = <K extends 'plan' | 'draw' | 'duty' | 'ballots'>(kind: K) =>
  ROWS.flatMap(({ no, says, [kind]: given }) =>
    given === undefined ? [] : [[no, says, given as NonNullable<Row[K]>] as const],
  );

const { policies } = readPolicyFiles(null);
const policyOf = (id: string): Policy => policies.get(id) as Policy;
const at = (text: string): Instant => parseInstant(text) as Instant;
const event = (given: object) => {
  const read = parseEvent({ id: 'E', estate: 'e', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};
const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test('no example is missing', () => {
  expect([...new Set(ROWS.map(({ no }) => no))]).toEqual(many(22, (index) => index + 1));
});

describe('windows and rates', () => {
  test.each(rowsWith('plan'))('%i %s', async (_, __, given) => {
    const { policy, visits } = given;
    const one = { id: 'E', estate: 'e', ...given.event };
    const { code, out } = await runData('plan', ['--policy', policy, '--events', '-', '--tz', ZONE], jsonLines(one));
    expect(code).toBe(0);
    const plain = ({ clause, visit, earliest, due, rate, quota }: Readonly<Record<string, unknown>>) => ({
      clause,
      visit,
      earliest,
      due,
      rate,
      ...(quota !== undefined && { quota }),
    });
    expect(out.map(plain)).toEqual(visits);
    const secondReading = expectedLines(one, ZONE).filter((line) => line.policy === policy);
    expect(secondReading.map(plain)).toEqual(visits);
  });

  test.each(rowsWith('plan').filter(([, , { firstDoneAt }]) => firstDoneAt !== undefined))('%i %s', (_, __, given) => {
    const facts = { doneAt: { 1: at(given.firstDoneAt as string) } };
    const [, second] = planEvent(policyOf(given.policy), event(given.event), ZONE, facts);
    expect(formatInstant(second?.earliest as Instant, ZONE)).toBe(given.secondEarliest);
    expect(formatInstant(second?.due as Instant, ZONE)).toBe(given.visits[1]?.due);
  });

  test.each(rowsWith('plan').filter(([, , { countedIn }]) => countedIn !== undefined))('%i %s', (_, __, given) => {
    const clause = policyOf(given.policy).clauses.find(({ id }) => id === given.visits[0]?.clause);
    const period = clause && drawRuleOf(clause)?.period;
    const day = localDate(at(String(given.event['resolvedAt'])), ZONE);
    expect(period && periodOf(period, day)).toBe(given.countedIn);
  });
});

/** The events of a population as they lie before the draw. */
function populationOf({ ordersPerDay = [], monday = '', households = {}, repairs = 0 }: Draw): readonly object[] {
  const orders = ordersPerDay.flatMap((count, day) => {
    const done = `${monday.slice(0, 8)}${String(Number(monday.slice(8)) + day).padStart(2, '0')}T10:00:00+08:00`;
    return many(count, (index) => ({
      id: `${day}-${index}`,
      kind: 'repair',
      household: `1-${day}-${index}`,
      dispatchedAt: done,
      resolvedAt: done,
    }));
  });
  const served = Object.entries(households).flatMap(([service, count]) =>
    many(count, (index) => ({ id: `${service}-${index}`, kind: 'home-service', service, household: `1-1-${index}` })),
  );
  const repaired = many(repairs, (index) => ({ id: `R-${index}`, kind: 'repair', household: `1-1-${index}` }));
  return [...orders, ...served, ...repaired];
}

describe('numbers to be visited', () => {
  test.each(rowsWith('draw'))('%i %s', async (_, __, given) => {
    const { policy, clause, required, visitsPerDay } = given;
    const args = ['--policy', policy, '--clause', clause, '--population', '-', '--seed', '2026-03'];
    const { code, out } = await runData('sample', args, jsonLines(...populationOf(given)));
    expect(code).toBe(0);
    expect(out.at(-1)).toMatchObject({ required, chosen: required });
    const chosen = out.flatMap(({ id, chosen: isChosen }) => (isChosen === true ? [String(id)] : []));
    expect(chosen).toHaveLength(required);
    const perDay = visitsPerDay?.map((___, day) => chosen.filter((id) => id.startsWith(`${day}-`)).length);
    expect(perDay).toEqual(visitsPerDay);
  });
});

describe('when others step in', () => {
  test.each(rowsWith('duty'))('%i %s', (_, __, given) => {
    const policy = policyOf(given.policy);
    const placed = dutiesWith(policy, given.trigger).filter(({ clause }) => clause.id === given.clause);
    const start = { startedBy: 'E', period: null, at: at(given.at), zone: ZONE };
    const [duty, ...others] = placed.map((one) => dueDuty(policy, one, start));
    expect(others).toEqual([]);
    expect(formatInstant(duty?.due as Instant, ZONE)).toBe(given.from);
    expect(duty).toMatchObject({ ...(given.by && { by: given.by }), ...(given.to && { to: given.to }) });
  });
});

describe('rates of satisfaction', () => {
  test.each(rowsWith('ballots'))('%i %s', async (_, __, given) => {
    const { issued, item, satisfied, fairly, dissatisfied, blank } = given;
    const graded = Object.entries({ satisfied, fairly, dissatisfied }).flatMap(([grade, count]) =>
      many(count, () => ({ returned: true, answers: { [item]: grade } })),
    );
    const other = many(blank, () => ({ returned: true, answers: { '13': 'satisfied' } }));
    const ballots = [...graded, ...other].map((ballot, index) => ({ id: `b${index}`, ...ballot }));
    const rest = many(issued - ballots.length, (index) => ({ id: `x${index}`, returned: false, answers: {} }));
    const { out } = await runData('rates', ['--ballots', '-'], jsonLines(...ballots, ...rest));
    expect(out.find((line) => String(line['item']) === item)).toMatchObject(given.expect);
  });
});
