/**
 * `understand` over the labelled replies: microseconds a reply once it runs warm, and what loading it costs a program
 * at its start, in processes of their own beside one that loads nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { understand, type Asked } from '../../src/core/understand/index.js';

const MODULE = new URL('../../dist/core/understand/index.js', import.meta.url);
const STARTS = 7;
const ROUNDS = 7;

/** Measures and prints; the medians of the rounds. */
export async function benchUnderstand(): Promise<void> {
  const replies = ['sample', 'own', 'voices', 'make'].flatMap(readReplies);
  const perReply = Array.from({ length: ROUNDS + 1 }, () => round(replies)).slice(1);
  const loading = `const t = performance.now(); await import(${JSON.stringify(fileURLToPath(MODULE))}); process.stdout.write(String(performance.now() - t));`;
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) starts.push(Number(await printed(loading)));
  process.stdout.write(
    `\nunderstand, one core: ${median(perReply).toFixed(0)} µs a reply (median of ${ROUNDS} rounds of ${replies.length} replies); loaded in ${median(starts).toFixed(0)} ms (median of ${STARTS} processes)\n`,
  );
}

function readReplies(name: string): readonly Asked[] {
  const file = new URL(`../../tests/data/replies-${name}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Asked)
    .map(({ question, reply }) => ({ question, reply, about: 'repair' }));
}

/** Microseconds of the processor's time, so that other programs on the machine do not count. */
function round(replies: readonly Asked[]): number {
  const before = process.cpuUsage();
  for (const asked of replies) understand(asked);
  return process.cpuUsage(before).user / replies.length;
}

async function printed(script: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
