/**
 * The data commands: plan, sample, rates, policy. They read a file or `-`, write JSON Lines, and need neither database
 * nor network. Exit 0 done, 1 failed, 2 bad usage or bad input.
 */
import { parseArgs } from 'node:util';
import { formatInstant, isZone } from '../core/calendar.js';
import { parseEvent } from '../core/event.js';
import { planAll } from '../core/policy/plan.js';
import type { DueVisit } from '../core/policy/plan.js';
import { explainSvg } from '../core/policy/flow-chart.js';
import { explainText } from '../core/policy/explain.js';
import { newTally } from '../core/survey.js';
import { readBallot } from './data-ballots.js';
import { argumentFault, BadInput, nameOf, newFaults, openInput, readItems, refuseRepeats } from './data-input.js';
import type { Chunks } from './data-input.js';
import { mustReadPolicy, policyFiles, readPolicy, shownPath } from './data-policies.js';
import { sampleLines } from './data-sample.js';
import type { SampleLine } from './data-sample.js';

/** What a data command has of the world. `stdout` takes whole lines, without the last newline. */
export type DataIo = {
  readonly stdin: () => Chunks;
  readonly stdout: (lines: string) => void | Promise<void>;
  readonly stderr: (line: string) => void;
  /** The company's own policy folder, POLICY_DIR. */
  readonly policyDir?: string | undefined;
  /** The zone where `--tz` gives none, TZ_DEFAULT. */
  readonly zone?: string | undefined;
};

/** Runs with the arguments after the command's name; the promise is its exit code. */
export type DataCommand = (argv: readonly string[], io: DataIo) => Promise<number>;

const USAGE = {
  plan: '用法：huifang plan --policy p03[,p08…] --events 文件|- [--tz Asia/Shanghai]',
  sample:
    '用法：huifang sample --policy p03 --population 文件|- --seed 密钥 [--clause p03.2] [--rate 百分比] [--tz 时区]',
  rates: '用法：huifang rates --ballots 文件|-',
  policy: '用法：huifang policy list | check 文件|编号… | explain 编号|文件 [--format text|svg]',
} as const;

export const dataCommands: Readonly<Record<keyof typeof USAGE, DataCommand>> = {
  plan: guarded(plan),
  sample: guarded(sample),
  rates: guarded(rates),
  policy: guarded(policy),
};

/** Bad input is told and ends with 2; anything else is the caller's to report. */
function guarded(command: DataCommand): DataCommand {
  return async (argv, io) => {
    try {
      return await command(argv, io);
    } catch (error) {
      const told = error instanceof BadInput ? error : fileError(error);
      if (!told) throw error;
      for (const line of told.message.split('\n')) io.stderr(line);
      return 2;
    }
  };
}

/** A file that cannot be read is bad usage. */
function fileError(error: unknown): BadInput | null {
  const { code, path } = error as { readonly code?: unknown; readonly path?: unknown };
  if (code === 'EISDIR') return new BadInput(`${typeof path === 'string' ? `${path} ` : ''}是文件夹，不是文件`);
  if (typeof path !== 'string') return null;
  if (code === 'ENOENT') return new BadInput(`${path} 没有这个文件`);
  return code === 'EACCES' ? new BadInput(`${path} 没有读取的权限`) : null;
}

/** The options of a command, all of them text. Throws `BadInput` with the usage line. */
function options<K extends string>(
  argv: readonly string[],
  name: keyof typeof USAGE,
  required: readonly K[],
  optional: readonly string[] = [],
): {
  readonly values: Readonly<Record<string, string | undefined>> & Readonly<Record<K, string>>;
  readonly rest: readonly string[];
} {
  refuseRepeats(argv, USAGE[name]);
  const wanted = Object.fromEntries([...required, ...optional].map((key) => [key, { type: 'string' as const }]));
  try {
    const parsed = parseArgs({ args: [...argv], options: wanted, allowPositionals: name === 'policy', strict: true });
    const values = parsed.values as Record<string, string | undefined>;
    const missing = required.filter((key) => !values[key]);
    if (missing.length > 0) throw new BadInput(`缺少 ${missing.map((key) => `--${key}`).join('、')}\n${USAGE[name]}`);
    return { values: values as Record<string, string | undefined> & Record<K, string>, rest: parsed.positionals };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${argumentFault(error)}\n${USAGE[name]}`);
  }
}

function zoneOf(given: string | undefined, io: DataIo): string {
  const zone = given ?? io.zone ?? 'Asia/Shanghai';
  if (!isZone(zone)) throw new BadInput(`--tz ${zone}：没有这个时区，应如 Asia/Shanghai`);
  return zone;
}

async function plan(argv: readonly string[], io: DataIo): Promise<number> {
  const { values } = options(argv, 'plan', ['policy', 'events'], ['tz']);
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
  const { values } = options(argv, 'sample', ['policy', 'population', 'seed'], ['clause', 'rate', 'tz']);
  const zone = zoneOf(values.tz, io);
  const rate = values.rate === undefined ? null : Number(values.rate);
  if (rate !== null && !/^(100|\d{1,2})$/.test(values.rate ?? '')) {
    throw new BadInput(`--rate 应为 0 到 100 的整数，收到 ${values.rate}`);
  }
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
  const { values } = options(argv, 'rates', ['ballots']);
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

async function policy(argv: readonly string[], io: DataIo): Promise<number> {
  const [action, ...more] = argv;
  const { values, rest } = options(more, 'policy', [], action === 'explain' ? ['format'] : []);
  if (action === 'list' && rest.length === 0) return listPolicies(io);
  if (action === 'check' && rest.length > 0) return checkPolicies(rest, io);
  if (action === 'explain' && rest.length === 1) {
    const format = values.format ?? 'text';
    if (format !== 'text' && format !== 'svg') throw new BadInput(`--format 应为 text 或 svg，收到 ${format}`);
    const found = mustReadPolicy(rest[0] as string, io.policyDir);
    await io.stdout(format === 'svg' ? explainSvg(found) : explainText(found));
    return 0;
  }
  throw new BadInput(USAGE.policy);
}

async function listPolicies(io: DataIo): Promise<number> {
  for (const { path } of policyFiles(io.policyDir)) {
    const { id, title, clauses } = mustReadPolicy(path, io.policyDir);
    await io.stdout(JSON.stringify({ id, title, clauses: clauses.length, file: shownPath(path) }));
  }
  return 0;
}

async function checkPolicies(names: readonly string[], io: DataIo): Promise<number> {
  let faulty = false;
  for (const name of names) {
    const result = readPolicy(name, io.policyDir);
    if ('faults' in result) {
      faulty = true;
      for (const { message } of result.faults) io.stderr(message);
      await io.stdout(JSON.stringify({ file: result.file, ok: false, faults: result.faults.length }));
      continue;
    }
    const { id, clauses } = result.policy;
    const examples = clauses.reduce((sum, clause) => sum + clause.examples.length, 0);
    await io.stdout(JSON.stringify({ file: result.file, ok: true, id, clauses: clauses.length, examples }));
  }
  return faulty ? 2 : 0;
}

/** Gathers lines, so that a small file with a fault prints nothing and a large one is not held in memory. */
function newWriter(io: DataIo): { readonly line: (value: object) => Promise<void>; readonly end: () => Promise<void> } {
  let lines: string[] = [];
  const end = async (): Promise<void> => {
    if (lines.length > 0) await io.stdout(lines.join('\n'));
    lines = [];
  };
  const line = async (value: object): Promise<void> => {
    lines.push(JSON.stringify(value));
    if (lines.length >= 5000) await end();
  };
  return { line, end };
}
