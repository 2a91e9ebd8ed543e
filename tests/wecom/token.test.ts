import { describe, expect, it } from 'vitest';
import { makeMemoryTokenStore, tokenFrom } from '../../src/wecom/token.js';

const token = (value: string) => ({ value, expiresAt: 1 });
const never = () => Promise.reject(new Error('must not be called'));

describe('the store of tokens', () => {
  it('runs one renewal for all who ask at the same time, for each secret', async () => {
    const store = makeMemoryTokenStore();
    let calls = 0;
    const fetchNew = async () => token(`t${++calls}`);
    const both = await Promise.all(['app', 'app', 'kf', 'app'].map((name) => store.renew(name, null, fetchNew)));
    expect(both.map(({ value }) => value)).toEqual(['t1', 't1', 't2', 't1']);
    expect(await store.get('app')).toEqual(token('t1'));
  });
  it('gives the stored token to who complains of an older one, without a renewal', async () => {
    const store = makeMemoryTokenStore();
    await store.renew('app', null, async () => token('new'));
    expect(await store.renew('app', 'old', never)).toEqual(token('new'));
    expect(await store.renew('app', 'new', async () => token('newer'))).toEqual(token('newer'));
  });
  it('keeps nothing of a renewal that failed', async () => {
    const store = makeMemoryTokenStore();
    await expect(store.renew('app', null, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await store.get('app')).toBeNull();
    expect(await store.renew('app', null, async () => token('t'))).toEqual(token('t'));
  });
});

describe('a token', () => {
  it('is used until five minutes before its end, or a tenth of a short life', () => {
    expect(tokenFrom('t', 7200, 1000).expiresAt).toBe(1000 + 6_900_000);
    expect(tokenFrom('t', 10, 0).expiresAt).toBe(9000);
  });
});
