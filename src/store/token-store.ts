/** Access tokens in the database, sealed: all instances share one, and one of them renews it for all. */
import type { Instant } from '../core/calendar.js';
import type { Token, TokenStore } from '../wecom/token.js';
import type { Box } from './box.js';
import type { Db } from './db.js';
import { factOf, giveBackLease, keepFact, takeLease } from './facts.js';

type Shell = { readonly db: Db; readonly box: Box; readonly instance: string; readonly clock: { now(): Instant } };

/** Who renews has this long; then another may. */
const RENEW_LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 100;

export function openTokenStore({ db, box, instance, clock }: Shell): TokenStore {
  const running = new Map<string, Promise<Token>>();

  const get = async (secretName: string): Promise<Token | null> => {
    const fact = await factOf(db.read, nameOf(secretName), 0 as Instant);
    if (fact === null || fact.value === '' || fact.expiresAt === null) return null;
    return { value: box.open(fact.value), expiresAt: fact.expiresAt };
  };

  const renewForAll = async (
    secretName: string,
    bad: string | null,
    fetchNew: () => Promise<Token>,
  ): Promise<Token> => {
    const lock = `${nameOf(secretName)}:renewing`;
    for (;;) {
      const stored = await get(secretName);
      if (stored !== null && stored.value !== bad) return stored;
      if (await db.write((tx) => takeLease(tx, lock, instance, clock.now(), RENEW_LEASE_MS))) break;
      await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    }
    try {
      const stored = await get(secretName);
      if (stored !== null && stored.value !== bad) return stored;
      const fresh = await fetchNew();
      const expiresAt = Math.floor(fresh.expiresAt) as Instant;
      await db.write((tx) => keepFact(tx, nameOf(secretName), box.seal(fresh.value), clock.now(), expiresAt));
      return fresh;
    } finally {
      await db.write((tx) => giveBackLease(tx, lock, instance));
    }
  };

  return {
    get,
    renew(secretName, bad, fetchNew) {
      const key = `${secretName}\n${bad ?? ''}`;
      const known = running.get(key);
      if (known !== undefined) return known;
      const renewal = renewForAll(secretName, bad, fetchNew).finally(() => running.delete(key));
      running.set(key, renewal);
      return renewal;
    },
  };
}

const nameOf = (secretName: string): string => `token:${secretName}`;
