/**
 * The data commands: plan, sample, rates, policy. They read a file or `-`, write JSON Lines, and need neither database
 * nor network. Exit 0 done, 1 failed, 2 bad usage or bad input.
 */
import { formatInstant } from '../core/calendar.js';
import { parseEvent } from '../core/event.js';
import { planAll } from '../core/policy/plan.js';
import type { DueVisit } from '../core/policy/plan.js';
import { newTally } from '../core/survey.js';
import { readBallot } from './data-ballots.js';
import { guarded, newWriter, options, wholeOf, zoneOf } from './data-command.js';
import type { DataCommand, DataIo } from './data-command.js';
import { nameOf, newFaults, openInput, readItems } from './data-input.js';
import { mustReadPolicy } from './data-policies.js';
import { sampleLines } from './data-sample.js';
import type { SampleLine } from './data-sample.js';
import { policy } from './policy.js';

const USAGE = {
  plan: '用法：huifang plan --policy p03[,p08…] --events 文件|- [--tz Asia/Shanghai]',
  sample:
    '用法：huifang sample --policy p03 --population 文件|- --seed 密钥 [--clause p03.2] [--rate 百分比] [--tz 时区]',
  rates: '用法：huifang rates --ballots 文件|-',
} as const;

export const dataCommands: Readonly<Record<'plan' | 'sample' | 'rates' | 'policy', DataCommand>> = {
  plan: guarded(plan),
  sample: guarded(sample),
  rates: guarded(rates),
  policy: guarded(policy),
};

async function plan(argv: readonly string[], io: DataIo): Promise<number> {
  const { values } = options(argv, USAGE.plan, { required: ['policy', 'events'], optional: ['tz'] });
  const zone = zoneOf(values.tz, io);
  const ids = values.policy.split(',').map((id) => id.trim());
  const policies = [...new Set(ids)].map((id) => mustReadPolicy(id, io.policyDir));
  const faults = newFaults(values.events);
  const out = newWriter(io);
  for await (const { line, value } of readItems(openInput(values.events, io.stdin), faults.add)) {
    const read = parseEvent(value, { estate: 'default' });
    if ('errors' in read) for (const error of read.errors) faults.add({ line, ...error });
    else if (!faults.any())
      for (const visit of planAll(policies, read.event, zone)) await out.line(planLine(visit, zone));
  }
  faults.end();
  await out.end();
  return 0;
}

/** One line of `plan`, its keys in the contract's order. */
function planLine(visit: DueVisit, zone: string): object {
  return {
    event: visit.event,
    policy: visit.policy,
    clause: visit.clause,
    visit: visit.visit,
    earliest: formatInstant(visit.earliest, zone),
    due: formatInstant(visit.due, zone),
    rate: visit.rate,
    ...(visit.quota && { quota: visit.quota }),
    by: visit.by,
    how: visit.how,
    record: visit.record,
  };
}

async function sample(argv: readonly string[], io: DataIo): Promise<number> {
  const { values } = options(argv, USAGE.sample, {
    required: ['policy', 'population', 'seed'],
    optional: ['clause', 'rate', 'tz'],
  });
  const zone = zoneOf(values.tz, io);
  const rate = wholeOf('rate', values.rate, 0, 100);
  const found = mustReadPolicy(values.policy, io.policyDir);
  const lines = await readPopulation(values.population, io);
  const file = nameOf(values.population);
  const out = newWriter(io);
  const { seed, clause } = values;
  for (const line of sampleLines(found, lines, { file, seed, zone, clause, rate })) await out.line(line);
  await out.end();
  return 0;
}

async function readPopulation(file: string, io: DataIo): Promise<readonly SampleLine[]> {
  const faults = newFaults(file);
  const lines: SampleLine[] = [];
  const seen = new Set<string>();
  for await (const { line, value } of readItems(openInput(file, io.stdin), faults.add)) {
    const read = parseEvent(value, { estate: 'default' });
    if ('errors' in read) for (const error of read.errors) faults.add({ line, ...error });
    else if (seen.has(read.event.id)) faults.add({ line, field: 'id', message: `编号重复：${read.event.id}` });
    else {
      seen.add(read.event.id);
      lines.push({ line, event: read.event });
    }
  }
  faults.end();
  return lines;
}

async function rates(argv: readonly string[], io: DataIo): Promise<number> {
  const { values } = options(argv, USAGE.rates, { required: ['ballots'] });
  const faults = newFaults(values.ballots);
  const tally = newTally();
  const seen = new Set<string>();
  for await (const { line, value } of readItems(openInput(values.ballots, io.stdin), faults.add)) {
    const read = readBallot(value, seen);
    if ('errors' in read) for (const error of read.errors) faults.add({ line, ...error });
    else tally.add(read.ballot);
  }
  faults.end();
  const out = newWriter(io);
  for (const line of tally.rates()) await out.line(line);
  await out.end();
  return 0;
}
