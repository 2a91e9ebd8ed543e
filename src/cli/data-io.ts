/** The process's own streams for the data commands: a reader that goes away early is no fault. */
import { once } from 'node:events';
import type { DataIo } from './data-command.js';

export function dataIo({
  policyDir,
  zone,
}: {
  readonly policyDir: string | null;
  readonly zone: string | null;
}): DataIo {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    stdin: () => process.stdin,
    stdout: async (lines) => {
      if (!process.stdout.write(`${lines}\n`)) await once(process.stdout, 'drain');
    },
    stderr: (line) => void process.stderr.write(`${line}\n`),
    ...(policyDir === null ? {} : { policyDir }),
    ...(zone === null ? {} : { zone }),
  };
}
