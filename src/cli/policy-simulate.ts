/** `huifang policy simulate`: the workload that a policy would make, month by month, from a sample of events. */
import { parseEvent } from '../core/event.js';
import { parsePeriod } from '../core/period.js';
import { newSimulation } from '../core/policy/simulate.js';
import type { SampleFacts, Workload } from '../core/policy/simulate.js';
import { newWriter, options, wholeOf, zoneOf } from './data-command.js';
import type { DataIo } from './data-command.js';
import { BadInput, newFaults, openInput, readItems } from './data-input.js';
import { mustReadPolicy } from './data-policies.js';

export const SIMULATE_USAGE =
  'huifang policy simulate 编号|文件 --events 文件|- --months 月数 [--from 2026-10] [--households 户数] ' +
  '[--key-households 重点户数] [--rate 百分比] [--duties] [--tz 时区]';

/** Ten years: further ahead nobody plans. */
const MOST_MONTHS = 120;
/** Where the policy leaves the rate open and none is given, the most that it can come to. */
const OPEN_RATE = 100;

export async function simulate(argv: readonly string[], io: DataIo): Promise<number> {
  const { values, flags, rest } = options(argv, `用法：${SIMULATE_USAGE}`, {
    required: ['events', 'months'],
    optional: ['from', 'households', 'key-households', 'rate', 'tz'],
    flags: ['duties'],
    positionals: true,
  });
  const [name] = rest;
  if (name === undefined || rest.length > 1) throw new BadInput(`用法：${SIMULATE_USAGE}`);
  const policy = mustReadPolicy(name, io.policyDir);
  const zone = zoneOf(values.tz, io);
  const simulation = newSimulation(policy, {
    zone,
    months: wholeOf('months', values.months, 1, MOST_MONTHS) as number,
    from: values.from === undefined ? null : firstMonthOf(values.from),
    households: wholeOf('households', values.households, 0, 1_000_000),
    keyHouseholds: wholeOf('key-households', values['key-households'], 0, 1_000_000) ?? 0,
    openRate: wholeOf('rate', values.rate, 0, 100) ?? OPEN_RATE,
  });
  const faults = newFaults(values.events);
  for await (const { line, value } of readItems(openInput(values.events, io.stdin), faults.add)) {
    const read = parseEvent(value, { estate: 'default' });
    if ('errors' in read) for (const error of read.errors) faults.add({ line, ...error });
    else simulation.add(read.event);
  }
  faults.end();
  const { visits, duties, sample } = simulation.result();
  const out = newWriter(io);
  for (const one of visits) await out.line(lineOf(one, 'visits'));
  if (flags.has('duties')) for (const one of duties) await out.line(lineOf(one, 'duties'));
  await out.end();
  io.stderr(basisOf(sample, values.rate === undefined));
  return 0;
}

function firstMonthOf(given: string) {
  const period = parsePeriod(given);
  if (period?.months === 1) return period.from;
  throw new BadInput(`--from 应为年月（如 2026-10），收到 ${given}`);
}

const lineOf = ({ month, policy, clause, role, count }: Workload, counted: 'visits' | 'duties'): object => ({
  month,
  policy,
  clause,
  role,
  [counted]: count,
});

/** On what the figures rest, said beside them. */
function basisOf({ events, months, households, open }: SampleFacts, assumed: boolean): string {
  const span = months === null ? '' : `，${months[0] === months[1] ? months[0] : `${months[0]} 至 ${months[1]}`}`;
  const rate =
    assumed && open.length > 0 ? `；${open.join('、')} 的回访率未定，按 ${OPEN_RATE}% 估（可用 --rate 给出）` : '';
  return `样本：${events} 件事项${span}；住户 ${households} 户${rate}`;
}
