/** The body of one request, read whole and no further than its limit. */
import type { IncomingMessage } from 'node:http';

/**
 * Calls back once with the bytes, or with null as soon as they are more than `limit`; the rest is then passed over.
 * Never, where the sender went away: nobody is left to be answered.
 */
export function readBody(request: IncomingMessage, limit: number, done: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const tooLong = (): void => {
    length = Infinity;
    chunks.length = 0;
    done(null);
  };
  request.on('data', (chunk: Buffer) => {
    if (length === Infinity) return;
    length += chunk.length;
    if (length > limit) tooLong();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (length === Infinity) return;
    const [first] = chunks;
    done(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
  });
  // A broken request ends by its socket; without a listener it would end the program.
  request.on('error', () => undefined);
  if (Number(request.headers['content-length'] ?? 0) > limit) tooLong();
}
