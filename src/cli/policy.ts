/** `huifang policy`: what policies there are, whether their files are right, what they say. */
import { diffText } from '../core/policy/diff.js';
import { explainText } from '../core/policy/explain.js';
import { explainSvg } from '../core/policy/flow-chart.js';
import type { Policy } from '../core/policy/schema.js';
import { DEFAULT_ZONE, options } from './data-command.js';
import type { DataIo } from './data-command.js';
import { checkedLine, tellContradictions } from './policy-check.js';
import { BadInput } from './data-input.js';
import { mustReadPolicy, policyFiles, readPolicy, shownPath } from './data-policies.js';
import { simulate, SIMULATE_USAGE } from './policy-simulate.js';

const USAGE = `用法：huifang policy list
      huifang policy check 编号|文件… | --estate 项目
      huifang policy explain 编号|文件 [--format text|svg]
      huifang policy diff 编号|文件 编号|文件
      ${SIMULATE_USAGE}`;

/** Each action by its name, with the arguments after it. */
const ACTIONS: Readonly<Record<string, (argv: readonly string[], io: DataIo) => Promise<number>>> = {
  list,
  check,
  explain,
  diff,
  simulate,
};

export async function policy(argv: readonly string[], io: DataIo): Promise<number> {
  const [name = '', ...rest] = argv;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new BadInput(USAGE);
  return action(rest, io);
}

async function list(argv: readonly string[], io: DataIo): Promise<number> {
  if (argv.length > 0) throw new BadInput(USAGE);
  for (const { path } of policyFiles(io.policyDir)) {
    const { id, title, clauses } = mustReadPolicy(path, io.policyDir);
    await io.stdout(JSON.stringify({ id, title, clauses: clauses.length, file: shownPath(path) }));
  }
  return 0;
}

async function check(argv: readonly string[], io: DataIo): Promise<number> {
  const { rest: names } = options(argv, USAGE, { positionals: true });
  if (names.length === 0) throw new BadInput(USAGE);
  let faulty = false;
  const whole: Policy[] = [];
  for (const name of names) {
    const result = readPolicy(name, io.policyDir);
    if ('policy' in result) {
      whole.push(result.policy);
      await io.stdout(JSON.stringify(checkedLine(result.file, result.policy)));
      continue;
    }
    faulty = true;
    for (const { message } of result.faults) io.stderr(message);
    await io.stdout(JSON.stringify({ file: result.file, ok: false, faults: result.faults.length }));
  }
  await tellContradictions(whole, io.zone ?? DEFAULT_ZONE, io);
  return faulty ? 2 : 0;
}

async function explain(argv: readonly string[], io: DataIo): Promise<number> {
  const { values, rest } = options(argv, USAGE, { optional: ['format'], positionals: true });
  const [name] = rest;
  if (name === undefined || rest.length > 1) throw new BadInput(USAGE);
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'svg') throw new BadInput(`--format 应为 text 或 svg，收到 ${format}`);
  const found = mustReadPolicy(name, io.policyDir);
  await io.stdout(format === 'svg' ? explainSvg(found) : explainText(found));
  return 0;
}

async function diff(argv: readonly string[], io: DataIo): Promise<number> {
  const { rest } = options(argv, USAGE, { positionals: true });
  const [before, after] = rest;
  if (before === undefined || after === undefined || rest.length > 2) throw new BadInput(USAGE);
  await io.stdout(diffText(mustReadPolicy(before, io.policyDir), mustReadPolicy(after, io.policyDir)));
  return 0;
}
