/** Calls with a token: the right one for each secret, renewed once where it is refused, and no hammering meanwhile. */
import { NEEDS_OPERATOR, WecomError } from './errors.js';
import { type Token, type TokenStore, tokenFrom } from './token.js';
import { type Answer, type Call, type FileAnswer, type TransportOptions, callFile, callJson } from './transport.js';

/** Which of the two secrets a call is made with. */
export type SecretName = 'app' | 'kf';

export type SessionOptions = TransportOptions & {
  readonly corpId: string;
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>;
  readonly tokens: TokenStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export type ApiCall = Omit<Call, 'query'> & {
  readonly secret: SecretName;
  readonly query?: Readonly<Record<string, string>>;
};

/** A refusal that only the operator can end; for readiness, metrics and doctor. */
export type StandingFault = {
  readonly method: string;
  readonly errcode: number;
  readonly message: string;
  readonly since: number;
};

export type WecomSession = {
  json(call: ApiCall): Promise<Answer>;
  file(call: ApiCall): Promise<FileAnswer>;
  /** What is refused at present for reasons that the operator must mend. */
  standingFaults(): readonly StandingFault[];
};

/** How long nothing is asked again after a refusal that the operator must mend. */
const PAUSE_MS = 30_000;

/** How long a refusal is told after its rest: what is still needed is asked again meanwhile, and refused again. */
const TOLD_MS = 5 * 60_000;

type Pause = StandingFault & { readonly until: number };

/**
 * Opens the way to the platform. A token is taken from the store; where it is refused (40014, 42001, 40001, 41001) it is
 * renewed once, for all, and the call repeated once. After a wrong secret, a foreign address or a missing permission the
 * same secret or method rests for 30 seconds: calls in between fail at once with verdict `retry`, without a request.
 */
export function openWecomSession(options: SessionOptions): WecomSession {
  const pauses = new Map<string, Pause>();

  /** Runs a request unless it rests, and lets it rest if its refusal asks for that. */
  const guarded = async <T>(key: string, method: string, run: () => Promise<T>): Promise<T> => {
    refuseWhilePaused(pauses.get(key), options.now());
    try {
      const result = await run();
      pauses.delete(key);
      return result;
    } catch (error) {
      if (error instanceof WecomError && error.errcode !== null && error.method === method && isStanding(error)) {
        const now = options.now();
        const since = pauses.get(key)?.since ?? now;
        pauses.set(key, { method, errcode: error.errcode, message: error.message, since, until: now + PAUSE_MS });
      }
      throw error;
    }
  };

  const fetchToken = (secret: SecretName): Promise<Token> =>
    guarded(`${secret} gettoken`, 'gettoken', async () => {
      const corpsecret = options.secrets[secret];
      if (corpsecret === undefined) throw new WecomError('gettoken', null, `no secret for ${secret}`, 'give-up');
      const askedAt = options.now();
      const query = { corpid: options.corpId, corpsecret };
      const answer = await callJson(options, { method: 'gettoken', query }).catch(asWaiting);
      const { access_token: value, expires_in: seconds } = answer;
      if (typeof value !== 'string' || value === '') throw new WecomError('gettoken', null, 'no token in it', 'retry');
      return tokenFrom(value, typeof seconds === 'number' ? seconds : 7200, askedAt);
    });

  const withToken = async <T>(call: ApiCall, send: (call: Call) => Promise<T>): Promise<T> => {
    const attempt = (token: Token): Promise<T> =>
      send({ ...call, query: { access_token: token.value, ...call.query } });
    const renew = (bad: string | null): Promise<Token> =>
      options.tokens.renew(call.secret, bad, () => fetchToken(call.secret));
    const stored = await options.tokens.get(call.secret);
    const token = stored !== null && stored.expiresAt > options.now() ? stored : await renew(stored?.value ?? null);
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof WecomError) || error.verdict !== 'renew-token') throw error;
      return await attempt(await renew(token.value));
    }
  };

  const run = <T>(call: ApiCall, send: (call: Call) => Promise<T>): Promise<T> =>
    guarded(`${call.secret} ${call.method}`, call.method, () => withToken(call, send));

  return {
    json: (call) => run(call, (ready) => callJson(options, ready)),
    file: (call) => run(call, (ready) => callFile(options, ready)),
    standingFaults: () =>
      [...pauses.values()]
        .filter(({ until }) => options.now() < until + TOLD_MS)
        .map(({ method, errcode, message, since }) => ({ method, errcode, message, since })),
  };
}

/** gettoken's refusals all last: a wrong corp id, a wrong or foreign secret, asked too often. */
function isStanding(error: WecomError): boolean {
  return error.errcode !== -1 && (error.method === 'gettoken' || NEEDS_OPERATOR.has(error.errcode ?? 0));
}

/** That no token is to be had says nothing against the message: it waits until the operator has mended the secret. */
function asWaiting(error: unknown): never {
  if (!(error instanceof WecomError) || error.errcode === null || error.errcode === -1) throw error;
  throw error.withVerdict('retry', PAUSE_MS);
}

function refuseWhilePaused(pause: Pause | undefined, now: number): void {
  const restsStill = pause !== undefined && now < pause.until && now >= pause.until - PAUSE_MS;
  if (restsStill) throw new WecomError(pause.method, pause.errcode, 'not asked again yet', 'retry', pause.until - now);
}
