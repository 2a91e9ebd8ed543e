/** The examples of a policy file are run, not read: what a clause says and what its example expects must agree. */
import { formatInstant, parseInstant, startOfDay } from '../calendar.js';
import type { Instant } from '../calendar.js';
import { shown } from '../event-input.js';
import { parseEvent } from '../event.js';
import type { Event } from '../event.js';
import { required, tierPercent } from '../sampling.js';
import { rate } from '../survey.js';
import { missingFrom, openDuty } from './duties.js';
import { deadlinesOf, methodsAsked, tooShort } from './handling.js';
import { matchesAny } from './match.js';
import { planClause } from './plan.js';
import type { PolicyHead } from './plan.js';
import type { Clause, Example } from './schema.js';

/** A point at which an example and its clause disagree; `path` is within the example. */
export type Disagreement = {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly found: string;
};

/** The zone of all examples in policy files. */
export const EXAMPLE_ZONE = 'Asia/Shanghai';

const GIVEN = ['event', 'population', 'days', 'at', 'date', 'covered', 'ballots', 'how'] as const;

/** Runs one example of a clause; empty when they agree. */
export function runExample(policy: PolicyHead, clause: Clause, example: Example): readonly Disagreement[] {
  const given = GIVEN.filter((word) => example[word] !== undefined && (word !== 'how' || !example.event));
  if (given.length !== 1) {
    const found = given.length === 0 ? '一项也没有' : given.join('、');
    return [{ path: [], expected: `一种已知情形（${GIVEN.join('、')} 之一）`, found }];
  }
  if (example.event) return runEvent(policy, clause, example, example.event);
  if (Array.isArray(example.expect)) return [{ path: ['expect'], expected: '一组 “词: 值”', found: '列表' }];
  const result = resultOf(clause, example);
  if (result === null) return [{ path: [given[0] as string], expected: '本条款用得上的情形', found: '用不上' }];
  return compared(example.expect, result, ['expect']);
}

function runEvent(policy: PolicyHead, clause: Clause, example: Example, json: unknown): readonly Disagreement[] {
  const parsed = parseEvent(json, { id: 'EXAMPLE', estate: 'example' });
  if ('errors' in parsed) {
    return parsed.errors.map(({ field, message }) => ({
      path: ['event', ...field.split('.')],
      expected: '一个合格的服务事项',
      found: message,
    }));
  }
  if (!Array.isArray(example.expect)) {
    const result = handlingOf(clause, parsed.event, example);
    if (result === null) return [{ path: ['expect'], expected: '回访列表', found: '一组 “词: 值”' }];
    return compared(example.expect, result, ['expect']);
  }
  const visits = planClause(policy, clause, parsed.event, EXAMPLE_ZONE);
  if (visits.length !== example.expect.length) {
    return [
      { path: ['expect'], expected: `${visits.length} 次回访（按规则算出）`, found: `${example.expect.length} 次` },
    ];
  }
  return example.expect.flatMap((wanted, index) => compared(wanted, { ...visits[index] }, ['expect', index]));
}

/** What a clause says of an event beside its visits; null if nothing. */
function handlingOf(clause: Clause, event: Event, { how }: Example): Record<string, unknown> | null {
  const { handle, certain, methodRules, warranties } = clause;
  if (!handle && !certain && !methodRules && !warranties) return null;
  const deadlines = deadlinesOf(clause, event, EXAMPLE_ZONE);
  return {
    ...Object.fromEntries(deadlines.map(({ what, due }) => [what, due])),
    ...Object.fromEntries(deadlines.flatMap(({ what, soon }) => (soon === null ? [] : [[`${what}-soon`, soon]]))),
    ...(certain && { certain: matchesAny(certain, event, EXAMPLE_ZONE) }),
    ...(methodRules && methodsAsked(clause, event, how ?? [], EXAMPLE_ZONE)),
    ...(warranties && { tooShort: tooShort(warranties, event) }),
  };
}

/** What a clause makes of a situation that is no event; null if it has nothing to say on it. */
function resultOf(clause: Clause, example: Example): Record<string, unknown> | null {
  const { population, days, at, date, covered, ballots } = example;
  if (population !== undefined) return quotaOf(clause, population);
  if (days) return perDay(clause, days);
  if (covered) return { missing: missingFrom(clause, covered) };
  if (example.how && clause.methodRules) return methodsAsked(clause, null, example.how, EXAMPLE_ZONE);
  if (ballots && clause.survey) return ballotFigures(clause, ballots);
  const instant = at === undefined ? date && startOfDay(date, EXAMPLE_ZONE) : parseInstant(at);
  const duty = clause.duties?.[0] ?? roundAsDuty(clause);
  if (!instant || !duty) return null;
  const window = openDuty(duty, instant, EXAMPLE_ZONE);
  const { by, to, form, keepYears, repeats } = duty;
  return { by, to: to ?? [], form, keepYears, repeats, ...window };
}

function roundAsDuty(clause: Clause) {
  const round = clause.rounds?.[0];
  return (
    round && {
      ...round,
      trigger: 'period' as const,
      form: round.record,
      to: [],
      keepYears: undefined,
      repeats: undefined,
    }
  );
}

function quotaOf(clause: Clause, population: number): Record<string, unknown> | null {
  const rule = clause.visits?.[0] ?? clause.rounds?.[0];
  const quota = clause.visits?.[0]?.quota ?? clause.quota;
  if (!rule && !quota) return null;
  const percent = quota && 'tiers' in quota ? tierPercent(quota.tiers, population) : rule?.rate;
  return percent === null || percent === undefined ? { required: null } : { required: required(population, percent) };
}

function perDay(clause: Clause, days: readonly number[]): Record<string, unknown> | null {
  const quota = clause.visits?.[0]?.quota;
  if (!quota || !('perDay' in quota)) return null;
  return { required: days.reduce((sum, orders) => sum + Math.min(orders, quota.perDay), 0) };
}

function ballotFigures(clause: Clause, ballots: NonNullable<Example['ballots']>): Record<string, unknown> {
  const { returned, issued, ...grades } = ballots;
  const counted = clause.survey?.satisfied ?? [];
  const good = counted.reduce((sum, grade) => sum + grades[grade], 0);
  const answered = grades.satisfied + grades.fairly + grades.dissatisfied;
  return { issued, returned, answered, rate: rate(good, returned), passMark: clause.survey?.passMark ?? null };
}

/** Only what the example names is compared; instants by what they are, not by how they are written. */
function compared(
  wanted: Readonly<Record<string, unknown>>,
  result: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): readonly Disagreement[] {
  return Object.entries(wanted).flatMap(([field, expected]): readonly Disagreement[] => {
    const actual = result[field];
    if (typeof actual === 'number' && (typeof expected === 'string' || field === 'earliest' || field === 'due')) {
      if (typeof expected === 'string' && parseInstant(expected) === actual) return [];
      return [{ path: [...path, field], expected: inZone(actual as Instant), found: shown(expected) }];
    }
    if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
    return [{ path: [...path, field], expected: ` ${shown(actual)}（按规则算出）`, found: shown(expected) }];
  });
}

const inZone = (at: Instant): string => ` ${formatInstant(at, EXAMPLE_ZONE)}（按规则算出）`;
