/** The body of one request, read whole and no further than its limit. */
import type { IncomingMessage } from 'node:http';

/** So many times the limit of a body that is too long are passed over before its sender is cut off. */
const PASSED_OVER = 8;

/**
 * Calls back once with the bytes, or with null as soon as they are more than `limit`; the rest is then passed over, so
 * that a sender who reads the answer only after having sent all gets it: a socket closed on unread bytes takes the
 * answer with it. Never, where the sender went away: nobody is left to be answered.
 */
export function readBody(request: IncomingMessage, limit: number, done: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let refused = false;
  const tooLong = (): void => {
    refused = true;
    chunks.length = 0;
    done(null);
  };
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (refused) {
      if (length > limit * PASSED_OVER) request.destroy();
      return;
    }
    if (length > limit) tooLong();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (refused) return;
    const [first] = chunks;
    done(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
  });
  // A broken request ends by its socket; without a listener it would end the program.
  request.on('error', () => undefined);
  if (Number(request.headers['content-length'] ?? 0) > limit) tooLong();
}
