import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullKf, type SyncKf } from '../../src/app/pull-kf.js';
import type { SyncPage, SyncRequest } from '../../src/wecom/client.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

/** The platform's pages, one a call; what was asked of it is kept. */
function platform(...pages: readonly SyncPage[]): { readonly sync: SyncKf; readonly asked: SyncRequest[] } {
  const asked: SyncRequest[] = [];
  const sync: SyncKf = async (request) => {
    asked.push(request);
    return pages[asked.length - 1] ?? { nextCursor: '', hasMore: false, messages: [] };
  };
  return { sync, asked };
}

describe('a pull', () => {
  it('goes on page by page from where the last one ended', async () => {
    const { sync, asked } = platform(
      { nextCursor: 'c1', hasMore: true, messages: [] },
      { nextCursor: 'c2', hasMore: false, messages: [] },
    );
    expect(await pullKf(test.ctx, sync, 'wk1', 't')).toBe(true);
    await pullKf(test.ctx, sync, 'wk1', 't');
    expect(asked.map(({ cursor }) => cursor)).toEqual(['', 'c1', 'c2']);
  });

  it('keeps its place where an answer names none', async () => {
    const { sync, asked } = platform(
      { nextCursor: 'c1', hasMore: false, messages: [] },
      { nextCursor: '', hasMore: true, messages: [] },
    );
    for (let times = 0; times < 3; times += 1) expect(await pullKf(test.ctx, sync, 'wk1', 't')).toBe(true);
    expect(asked.map(({ cursor }) => cursor)).toEqual(['', 'c1', 'c1']);
  });
});
