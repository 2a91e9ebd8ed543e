import { describe, expect, it } from 'vitest';
import { openTokenStore } from '../../src/store/token-store.js';
import type { Token } from '../../src/wecom/token.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const clock = { now: () => NOW };
const store = (instance: string, db = test.db) => openTokenStore({ db, box: BOX, instance, clock });

/** The platform's side: each call gives another token. */
function platform() {
  let calls = 0;
  return {
    calls: () => calls,
    fetchNew: async (): Promise<Token> => {
      calls += 1;
      const value = `token ${calls}`;
      await new Promise((done) => setImmediate(done));
      return { value, expiresAt: after(7_000_000) };
    },
  };
}

describe('access tokens', () => {
  it('are fetched once for all instances that want one at the same time', async () => {
    const { calls, fetchNew } = platform();
    const [one, two] = [store('one'), store('two', await test.second())];
    const wanted = [one, two, one, two, one].map((tokens) => tokens.renew('app', null, fetchNew));
    expect(new Set((await Promise.all(wanted)).map(({ value }) => value))).toEqual(new Set(['token 1']));
    expect(calls()).toBe(1);
    expect(await two.get('app')).toEqual({ value: 'token 1', expiresAt: after(7_000_000) });
    expect(await two.get('kf')).toBeNull();
  });

  it('that went bad are renewed once; whoever comes late with the bad one gets the new one', async () => {
    const { calls, fetchNew } = platform();
    const [one, two] = [store('one'), store('two', await test.second())];
    await one.renew('app', null, fetchNew);
    const renewed = await Promise.all([one.renew('app', 'token 1', fetchNew), two.renew('app', 'token 1', fetchNew)]);
    expect(renewed.map(({ value }) => value)).toEqual(['token 2', 'token 2']);
    expect((await two.renew('app', 'token 1', fetchNew)).value).toBe('token 2');
    expect(calls()).toBe(2);
  });

  it('can be tried again after a failure', async () => {
    const tokens = store('one');
    const failing = () => Promise.reject(new Error('40001'));
    await expect(Promise.all([tokens.renew('app', null, failing), tokens.renew('app', null, failing)])).rejects.toThrow(
      '40001',
    );
    expect((await store('two').renew('app', null, platform().fetchNew)).value).toBe('token 1');
  });

  it('are renewed by another when their renewer was killed', async () => {
    await test.db.write((tx) =>
      tx.fact.create({
        data: {
          name: 'token:app:renewing',
          value: '',
          lockedBy: 'killed',
          lockedAt: BigInt(after(-15_000)),
          updatedAt: 0n,
        },
      }),
    );
    expect((await store('two').renew('app', null, platform().fetchNew)).value).toBe('token 1');
  });

  it('are sealed in the database', async () => {
    await store('one').renew('app', null, platform().fetchNew);
    const [fact] = await test.db.read.fact.findMany({ where: { name: 'token:app' } });
    expect(fact?.value).not.toContain('token 1');
    expect(BOX.open(fact?.value ?? '')).toBe('token 1');
  });
});
