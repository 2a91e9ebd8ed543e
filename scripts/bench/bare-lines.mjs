/** The bare floor under `plan`: reads the same lines, parses each as JSON and writes a short line for it. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const lines = createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Number.POSITIVE_INFINITY });
let out = [];
for await (const line of lines) {
  out.push(JSON.stringify({ event: JSON.parse(line).id }));
  if (out.length < 5000) continue;
  process.stdout.write(`${out.join('\n')}\n`);
  out = [];
}
process.stdout.write(`${out.join('\n')}\n`);
