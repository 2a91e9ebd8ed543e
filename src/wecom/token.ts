/** Access tokens: one per secret, shared by every instance of the program, renewed once for all (wecom-protocol.md §3). */

export type Token = {
  readonly value: string;
  /** Epoch milliseconds after which it is not used any more; already some time ahead of its real end. */
  readonly expiresAt: number;
};

export interface TokenStore {
  /** The stored token of that secret, also when it has run out. */
  get(secretName: string): Promise<Token | null>;
  /**
   * Gets another token than `bad`. If one is stored whose value is not `bad`, somebody has renewed meanwhile and that
   * one is the answer. Otherwise exactly one caller of all instances runs `fetchNew` and stores what it gets; the others
   * wait for it. `bad` is null where none was stored. If `fetchNew` fails, all who waited fail alike, and the next call
   * may try again.
   */
  renew(secretName: string, bad: string | null, fetchNew: () => Promise<Token>): Promise<Token>;
}

/** Tokens of one process, for tests and for commands that run once. */
export function makeMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, Token>();
  const renewals = new Map<string, Promise<Token>>();
  return {
    get: (secretName) => Promise.resolve(tokens.get(secretName) ?? null),
    renew(secretName, bad, fetchNew) {
      const stored = tokens.get(secretName);
      if (stored !== undefined && stored.value !== bad) return Promise.resolve(stored);
      const running = renewals.get(secretName);
      if (running !== undefined) return running;
      const renewal = fetchNew()
        .then((token) => {
          tokens.set(secretName, token);
          return token;
        })
        .finally(() => renewals.delete(secretName));
      renewals.set(secretName, renewal);
      return renewal;
    },
  };
}

const AHEAD_MS = 5 * 60_000;

/** A token that the platform gives for `expiresInS` seconds is used until five minutes before, or a tenth if that is less. */
export function tokenFrom(value: string, expiresInS: number, nowMs: number): Token {
  const lifeMs = expiresInS * 1000;
  return { value, expiresAt: nowMs + lifeMs - Math.min(AHEAD_MS, lifeMs / 10) };
}
