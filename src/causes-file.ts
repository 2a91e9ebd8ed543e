/** Reads the list of causes from templates/causes.zh.yaml, checked at the start. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCauses, type Causes } from './core/causes.js';
import { packageRoot } from './package-root.js';

/** The file of causes cannot be used; the message names every fault with its line. */
export class CausesFault extends Error {
  override readonly name = 'CausesFault';
}

/** Throws `CausesFault` when the file is not one of causes, or names a word that it does not have. */
export function readCauses(): Causes {
  const file = path.join(packageRoot(), 'templates', 'causes.zh.yaml');
  const read = parseCauses(readFileSync(file, 'utf8'), file);
  if ('faults' in read) throw new CausesFault(read.faults.map(({ message }) => message).join('\n'));
  return read;
}
