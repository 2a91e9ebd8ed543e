/**
 * 限流: how often one address may ask for questionnaires. Many households share an address at a mobile carrier, so that a
 * link that is right is answered freely; one that leads nowhere soon is not. Counted in this process alone.
 */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** So many a minute from one address: requests for any questionnaire, and those of them whose token leads nowhere. */
export const PAGE_LIMITS = { all: 600, unknown: 60 } as const;
const MINUTE_MS = 60_000;

/** Counts a request; answers the seconds to wait where it is one too many, else null. */
export type Limit = (request: FastifyRequest) => Promise<number | null>;

/** The limits of a scope of the server, with counts of its own. */
export async function pageLimits(app: FastifyInstance): Promise<Readonly<Record<keyof typeof PAGE_LIMITS, Limit>>> {
  await app.register(rateLimit, { global: false });
  const limit = (max: number): Limit => {
    const count = app.createRateLimit({ max, timeWindow: MINUTE_MS });
    return async (request) => {
      const counted = await count(request);
      return !counted.isAllowed && counted.isExceeded ? counted.ttlInSeconds : null;
    };
  };
  return { all: limit(PAGE_LIMITS.all), unknown: limit(PAGE_LIMITS.unknown) };
}
