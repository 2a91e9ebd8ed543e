/**
 * `npm run bench`: callbacks a second and their latency, for the whole product beside a bare server and two packages
 * that one might pick instead. All on one machine in one run: each server in its own process, the sender in another,
 * rounds in turn so that a noisy moment hits none alone; medians of the rounds, and their ratio to the bare server.
 * Then `plan`: events a second and peak memory, beside a bare loop over the same lines; and `understand`: microseconds
 * a reply and what loading it costs at the start; `tasks`: 我的任务 with 500 open tasks beside a bare read of them; and
 * `report`: a month's sum and a quarter's report over 100,000 records as xlsx, beside bare SQL and a bare sheet.
 * `npm run bench -- --messages 20000 --rounds 5 --events 200000 --records 100000` are the defaults; `--part callbacks`, `plan`,
 * `understand`, `tasks` or `report` is one alone.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startHuifang, type Huifang } from './bench/huifang.js';
import { benchPlan } from './bench/plan.js';
import { benchReport } from './bench/report.js';
import { benchTasks } from './bench/tasks.js';
import { benchUnderstand } from './bench/understand.js';

const CONTENDERS = [
  { name: 'bare node:http', does: 'signature, decryption', file: 'bare.mjs' },
  { name: 'huifang', does: 'every check, durable, worked', file: null },
  { name: 'koa + wxcrypt', does: 'nothing stored', file: 'koa-wxcrypt.mjs' },
  { name: 'express + @wecom/crypto', does: 'nothing stored', file: 'express-wecom-crypto.mjs' },
] as const;
type Contender = (typeof CONTENDERS)[number];

type Round = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly sent: number;
  readonly not200: number;
};

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    events: { type: 'string', default: '200000' },
    records: { type: 'string', default: '100000' },
    part: { type: 'string', default: 'callbacks,plan,understand,tasks,report' },
  },
});
const [messages, rounds, events] = [Number(options.messages), Number(options.rounds), Number(options.events)];
const records = Number(options.records);
const parts = options.part.split(',');
if (!(messages > 0 && rounds > 0 && events > 1 && records >= 1000)) {
  process.stderr.write(
    'usage: npm run bench -- [--messages N] [--rounds N] [--events N] [--records N] [--part callbacks|plan|understand|tasks|report]\n',
  );
  process.exit(2);
}

const here = (file: string): string => fileURLToPath(new URL(`bench/${file}`, import.meta.url));
const processes: ChildProcess[] = [];
process.on('exit', () => processes.forEach((child) => child.kill()));

function start(file: string): ChildProcess {
  const child = fork(here(file), { execArgv: [] });
  processes.push(child);
  return child;
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the benchmark ended early (${code})`);
  });
  return Promise.race([once(child, 'message').then(([message]) => message as T), ended]);
}

async function measure(port: number, round: number, count: number): Promise<Round> {
  const load = start('load.mjs');
  load.send({ port, count, round });
  const result = await heard<Round>(load);
  load.disconnect();
  return result;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

type Server = { readonly contender: Contender; readonly port: number; readonly results: Round[] };

async function callbacks(): Promise<void> {
  const huifang = await startHuifang();
  processes.push(huifang.process);
  const servers: Server[] = [];
  for (const contender of CONTENDERS) {
    const port = contender.file === null ? huifang.port : (await heard<{ port: number }>(start(contender.file))).port;
    servers.push({ contender, port, results: [] });
  }
  const acknowledged = await runRounds(servers, huifang.process);
  print(servers);
  await checkDisk(huifang, acknowledged);
}

/**
 * Round 0 warms up and is not counted in the figures. huifang works what it took in; while others are measured it is
 * halted, so that it takes no processor from them. Answers how many callbacks huifang has answered 200.
 */
async function runRounds(servers: readonly Server[], huifang: ChildProcess): Promise<number> {
  let acknowledged = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const { contender, port, results } of servers) {
      huifang.kill(contender.file === null ? 'SIGCONT' : 'SIGSTOP');
      const result = await measure(port, round, round === 0 ? Math.min(3_000, messages) : messages);
      if (result.not200 > 0) {
        throw new Error(`${contender.name}: ${result.not200} of ${result.sent} callbacks were not answered 200`);
      }
      if (contender.file === null) acknowledged += result.sent;
      if (round > 0) results.push(result);
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  huifang.kill('SIGCONT');
  return acknowledged;
}

/** Kills the product without warning, so that only what is on disk is counted. */
async function checkDisk(huifang: Huifang, acknowledged: number): Promise<void> {
  huifang.process.kill('SIGKILL');
  await once(huifang.process, 'exit');
  const rows = await huifang.messagesOnDisk();
  await rm(huifang.folder, { recursive: true, force: true });
  process.stdout.write(
    `\nhuifang, killed: ${acknowledged} callbacks were answered 200, ${rows} messages are on disk\n`,
  );
  if (rows !== acknowledged) throw new Error('a callback was answered 200 without being on disk');
}

function print(lines: readonly Server[]): void {
  const speed = (results: readonly Round[]): number => median(results.map(({ perSecond }) => perSecond));
  const bare = speed(lines[0]?.results ?? []);
  process.stdout.write(
    `Node ${process.version}, ${os.availableParallelism()} cores, 50 connections, ${rounds} rounds of ${messages} distinct messages, medians\n\n`,
  );
  const table = lines.map(({ contender, results }) => [
    contender.name,
    speed(results).toFixed(0),
    String(median(results.map(({ p50 }) => p50))),
    String(median(results.map(({ p99 }) => p99))),
    (speed(results) / bare).toFixed(2),
    contender.does,
  ]);
  const head = ['server', 'callbacks/s', 'p50 ms', 'p99 ms', 'ratio', 'before its 200'];
  const widths = head.map((label, column) => Math.max(label.length, ...table.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...table]) {
    const cells = row.map((cell, column) =>
      column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

if (parts.includes('callbacks')) await callbacks();
if (parts.includes('plan')) await benchPlan(events);
if (parts.includes('understand')) await benchUnderstand();
if (parts.includes('tasks')) await benchTasks();
if (parts.includes('report')) await benchReport(records);
process.exit(0);
