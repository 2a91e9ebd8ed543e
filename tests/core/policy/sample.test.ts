import { expect, test } from 'vitest';
import { dataCommands } from '../../../src/cli/data.js';

type Answer = {
  readonly code: number;
  readonly chosen: readonly string[];
  readonly sum: { readonly population: number; readonly required: number; readonly chosen: number } | null;
  readonly errors: readonly string[];
};

async function sample(policy: string, events: readonly object[], more: readonly string[] = []): Promise<Answer> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await dataCommands.sample(['--policy', policy, '--population', '-', '--seed', 'k', ...more], {
    stdin: async function* () {
      yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    },
    stdout: (text) => {
      lines.push(...text.split('\n'));
    },
    stderr: (line) => {
      errors.push(line);
    },
  });
  const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const chosen = answers.flatMap(({ id, chosen: drawn }) => (drawn === true ? [String(id)] : []));
  return { code, chosen, errors, sum: (answers.at(-1) ?? null) as Answer['sum'] };
}

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const served = (count: number, service: string, more: object = {}) =>
  many(count, (at) => ({ id: `${service}-${at}`, kind: 'home-service', service, household: `1-1-${at}`, ...more }));

test.each([
  [99, 30],
  [100, 20],
  [300, 60],
  [301, 31],
])('p04: of %i households %i are drawn', async (households, required) => {
  const { sum } = await sample('p04', served(households, 'cleaning'));
  expect(sum).toMatchObject({ population: households, required, chosen: required });
});

test('p04: cleaning and repair are counted apart, and a mixture must be told apart', async () => {
  const both = [...served(80, 'cleaning'), ...served(80, 'repair')];
  for (const clause of ['p04.1', 'p04.2']) {
    const { sum } = await sample('p04', both, ['--clause', clause]);
    expect(sum).toMatchObject({ population: 80, required: 24, chosen: 24 });
  }
  const { code, errors } = await sample('p04', both);
  expect(code).toBe(2);
  expect(errors.join()).toContain('p04.1、p04.2');
});

test('p04: all services of a drawn household are drawn, and it counts once', async () => {
  const twice = [...served(10, 'cleaning'), ...served(10, 'cleaning').map((one) => ({ ...one, id: `${one.id}-b` }))];
  const { sum, chosen } = await sample('p04', twice);
  expect(sum).toMatchObject({ population: 10, required: 3, chosen: 3 });
  expect(chosen).toHaveLength(6);
  expect(new Set(chosen.map((id) => id.replace(/-b$/, ''))).size).toBe(3);
});

test('p04: new staff and new agreements are drawn for certain, beyond the tier if need be', async () => {
  const fresh = served(10, 'cleaning').map((one, at) => (at < 5 ? { ...one, newStaff: true } : one));
  const { sum, chosen } = await sample('p04', fresh);
  expect(sum).toMatchObject({ population: 10, required: 3, chosen: 5 });
  expect(chosen).toEqual(many(5, (at) => `cleaning-${at}`));
});

const WEEK = [9, 10, 11, 14, 0, 3, 1];
const orders = WEEK.flatMap((count, day) =>
  many(count, (at) => ({
    id: `WO-${day}-${at}`,
    kind: 'repair',
    household: '1-1-101',
    dispatchedAt: `2026-03-0${day + 2}T23:59:59+08:00`,
    resolvedAt: `2026-03-0${day + 2}T23:59:59+08:00`,
  })),
);

test('p06: ten or fewer of a day are all visited, of more ten', async () => {
  const { sum, chosen } = await sample('p06', orders);
  expect(sum).toMatchObject({ population: 48, required: 43, chosen: 43 });
  const perDay = WEEK.map((_, day) => chosen.filter((id) => id.startsWith(`WO-${day}-`)).length);
  expect(perDay).toEqual([9, 10, 10, 10, 0, 3, 1]);
});

test('p06: an order left open in an earlier week counts with the day on which it was done', async () => {
  const late = many(3, (at) => ({
    id: `LATE-${at}`,
    kind: 'repair',
    reportedAt: '2026-02-26T10:00:00+08:00',
    resolvedAt: '2026-03-05T10:00:00+08:00',
  }));
  expect((await sample('p06', [...orders, ...late])).sum).toMatchObject({ population: 51, required: 43 });
  const monday = late.map((one) => ({ ...one, resolvedAt: '2026-03-02T10:00:00+08:00' }));
  expect((await sample('p06', [...orders, ...monday])).sum).toMatchObject({ population: 51, required: 44 });
});

test('a rate that a role decides must be given', async () => {
  const aid = many(10, (at) => ({ id: `A-${at}`, kind: 'emergency-aid' }));
  const { code, errors } = await sample('p05', aid);
  expect({ code, errors: errors.join() }).toEqual({
    code: 2,
    errors: 'p05.4 的回访率由项目经理助理确定，请用 --rate 给出百分比',
  });
  expect((await sample('p05', aid, ['--rate', '25'])).sum).toMatchObject({ population: 10, required: 3, chosen: 3 });
});
