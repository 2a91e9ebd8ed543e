/** Reads every sentence the product says from templates/sayings.zh.yaml, checked at the start. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSayings, type Sayings } from './core/conversation/sayings.js';
import { packageRoot } from './package-root.js';

/** Throws when a sentence is missing, unknown or names a placeholder that it does not have. */
export function readSayings(): Sayings {
  const file = path.join(packageRoot(), 'templates', 'sayings.zh.yaml');
  const read = parseSayings(readFileSync(file, 'utf8'));
  if ('sayings' in read) return read.sayings;
  throw new Error(`${file}\n${JSON.stringify(read)}`);
}
