/**
 * `plan` over many events: events a second and the most memory held, beside a bare loop that reads and parses the same
 * lines. Twice as many events must not take more memory: they stream.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENT_KINDS, keysOf, REPAIR_CATEGORIES } from '../../src/core/terms.js';

type Run = { readonly name: string; readonly count: number; readonly seconds: number; readonly megabytes: number };

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const MAIN = here('../../dist/main.js');
const ALL = Array.from({ length: 11 }, (_, index) => `p${String(index + 1).padStart(2, '0')}`).join(',');

/** Measures and prints; each contender in a process of its own, one after the other. */
export async function benchPlan(count: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-bench-'));
  try {
    const [half, whole] = [path.join(folder, 'half.jsonl'), path.join(folder, 'whole.jsonl')];
    await writeEvents(half, count / 2);
    await writeEvents(whole, count);
    const plan = (policies: string, file: string) => [MAIN, 'plan', '--policy', policies, '--events', file];
    const runs = [
      await measured('read and parse', [here('bare-lines.mjs'), whole], count),
      await measured('plan p03', plan('p03', whole), count),
      await measured('plan p03, half of them', plan('p03', half), count / 2),
      await measured('plan all eleven', plan(ALL, half), count / 2),
    ];
    print(runs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeEvents(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  for (let at = 0; at < count; at += 1) {
    if (!out.write(`${JSON.stringify(eventOf(at))}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** A third repairs, the others every kind in turn, spread over a year of minutes. */
function eventOf(at: number): object {
  const kinds = keysOf(EVENT_KINDS);
  const categories = keysOf(REPAIR_CATEGORIES);
  const kind = at % 3 === 0 ? 'repair' : kinds[at % kinds.length];
  const instant = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 0, minutes % 525_600)).toISOString();
  return {
    id: `WO-${at}`,
    estate: 'cuihu',
    kind,
    ...(kind === 'repair' && { category: categories[at % categories.length], description: '客厅天花渗水，已修好' }),
    ...(kind === 'contracted-service' && { agreement: { start: '2026-01-01', end: '2026-12-31' } }),
    ...(kind === 'works-completion' && { acceptedOn: '2026-01-15', warrantyMonths: 24 }),
    household: `${(at % 7) + 1}-${(at % 3) + 1}-${100 * ((at % 28) + 1) + 1}`,
    reportedAt: instant(at * 7),
    resolvedAt: instant(at * 7 + 600),
  };
}

async function measured(name: string, args: readonly string[], count: number): Promise<Run> {
  const peak = ['--import', new URL('peak.mjs', import.meta.url).href];
  const begun = performance.now();
  const child = spawn(process.execPath, [...peak, ...args], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  let told = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}`);
  return { name, count, seconds: (performance.now() - begun) / 1000, megabytes: Number(told) / 1024 };
}

function print(runs: readonly Run[]): void {
  const speed = ({ count, seconds }: Run): number => count / seconds;
  const bare = runs[0] as Run;
  const table = runs.map((run) => [
    run.name,
    String(run.count),
    speed(run).toFixed(0),
    (speed(run) / speed(bare)).toFixed(2),
    run.megabytes.toFixed(0),
  ]);
  const head = ['events', 'number', 'events/s', 'ratio', 'peak MiB'];
  const widths = head.map((label, column) => Math.max(label.length, ...table.map((row) => row[column]?.length ?? 0)));
  process.stdout.write('\nplan, from a file of JSON lines, start of the process included\n\n');
  for (const row of [head, ...table]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`${cells.join('  ')}\n`);
  }
}
