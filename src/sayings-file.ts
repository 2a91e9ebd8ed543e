/** Reads every sentence the product says from templates/sayings.zh.yaml, checked at the start. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSayings, type Sayings } from './core/conversation/sayings.js';
import { packageRoot } from './package-root.js';

/** The file of sentences cannot be used; the message names every fault with its line. */
export class SayingsFault extends Error {
  override readonly name = 'SayingsFault';
}

/** Throws `SayingsFault` when a sentence is missing, unknown or names a placeholder that it does not have. */
export function readSayings(): Sayings {
  const file = path.join(packageRoot(), 'templates', 'sayings.zh.yaml');
  const read = parseSayings(readFileSync(file, 'utf8'));
  if ('sayings' in read) return read.sayings;
  const lines = read.faults.map(
    ({ line, field, expected, found }) => `${file}:${line} ${field}：应为${expected}，现为${found}`,
  );
  throw new SayingsFault(lines.join('\n'));
}
