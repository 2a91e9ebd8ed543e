/**
 * `npm run bench`: callbacks a second and their latency, for the whole product beside a bare server and two packages
 * that one might pick instead. All on one machine in one run: each server in its own process, the sender in another,
 * rounds in turn so that a noisy moment hits none alone; medians of the rounds, and their ratio to the bare server.
 * `npm run bench -- --messages 20000 --rounds 5` are the defaults.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CONTENDERS = [
  { name: 'bare node:http', does: 'signature, decryption', file: 'bare.mjs' },
  { name: 'huifang', does: 'every check, durable, worked', file: 'huifang.ts' },
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
  options: { messages: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const [messages, rounds] = [Number(options.messages), Number(options.rounds)];
if (!(messages > 0 && rounds > 0)) {
  process.stderr.write('usage: npm run bench -- [--messages N] [--rounds N]\n');
  process.exit(2);
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const processes: ChildProcess[] = [];
process.on('exit', () => processes.forEach((child) => child.kill()));

function start(file: string): ChildProcess {
  const execArgv = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = fork(here(file), { execArgv });
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

async function main(): Promise<void> {
  const servers = new Map<
    Contender,
    { readonly child: ChildProcess; readonly port: number; readonly results: Round[] }
  >();
  for (const contender of CONTENDERS) {
    const child = start(contender.file);
    const { port } = await heard<{ port: number }>(child);
    servers.set(contender, { child, port, results: [] });
  }
  const warmUp = Math.min(3_000, messages);
  let sentToUs = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [{ file }, { port, results }] of servers) {
      const result = await measure(port, round, round === 0 ? warmUp : messages);
      if (result.not200 > 0)
        throw new Error(`${file}: ${result.not200} of ${result.sent} callbacks were not answered 200`);
      if (file === 'huifang.ts') sentToUs += result.sent;
      if (round > 0) results.push(result);
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  print([...servers].map(([contender, { results }]) => ({ contender, results })));
  const product = servers.get(CONTENDERS[1]);
  product?.child.send('count');
  const { rows } = product ? await heard<{ rows: number }>(product.child) : { rows: 0 };
  process.stdout.write(`\nhuifang: ${sentToUs} callbacks answered 200, ${rows} messages on disk\n`);
  product?.child.send('stop');
  if (product) await once(product.child, 'exit');
  for (const { child } of servers.values()) child.kill();
  if (rows !== sentToUs) throw new Error('a callback was answered 200 without being on disk');
}

function print(lines: readonly { readonly contender: Contender; readonly results: readonly Round[] }[]): void {
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

await main();
