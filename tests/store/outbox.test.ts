import { describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { LEASE_MS } from '../../src/store/inbox.js';
import { claimOutbox, enqueue, keepPrepared, settleOutgoing, type NewOutgoing } from '../../src/store/outbox.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const SHELL = { box: BOX, defaultZone: 'Asia/Shanghai' };

const text = (key: string, words = key, to = 'zhangwei'): NewOutgoing => ({
  key,
  channel: 'wecom-app',
  to,
  content: { kind: 'text', text: words },
  purpose: 'reply',
});
const put = (messages: readonly NewOutgoing[], at = NOW): Promise<void> =>
  test.db.write((tx) => enqueue(tx, SHELL, at, messages));
const claim = (now = NOW, holder = 'one', limit = 10) => claimOutbox(test.db, BOX, now, holder, limit);
const settle = (id: number | undefined, holder: string, outcome: Parameters<typeof settleOutgoing>[3]) =>
  test.db.write((tx) => settleOutgoing(tx, id ?? 0, holder, outcome));
const keysOf = (rows: readonly { key: string }[]): readonly string[] => rows.map(({ key }) => key).toSorted();
const wordsOf = (content: OutgoingContent | null | undefined): string | null =>
  content?.kind === 'text' ? content.text : null;

describe('a row that cannot be read', () => {
  it('is handed out as such, and holds up no other', async () => {
    await put([text('m1', '一'), text('m2', '二')]);
    await test.db.write((tx) => tx.outbox.update({ where: { key: 'm1' }, data: { body: 'garbage' } }));
    const rows = [...(await claim()), ...(await claim())];
    expect(rows.find(({ key }) => key === 'm1')?.content).toBeNull();
    await settle(rows.find(({ key }) => key === 'm1')?.id, 'one', { kind: 'dead', reason: 'unreadable' });
    const more = [...rows, ...(await claim())];
    expect(wordsOf(more.find(({ key }) => key === 'm2')?.content)).toBe('二');
  });
});

describe('queueing', () => {
  it('keeps one row for a key, and its first words', async () => {
    await put([text('m1', '一'), text('m1', '二')]);
    await put([text('m1', '三')]);
    expect((await claim()).map(({ content }) => wordsOf(content))).toEqual(['一']);
  });

  it('keeps one row for a key that two instances queue at once', async () => {
    const other = await test.second();
    const dbs = Array.from({ length: 10 }, (_, nth) => (nth % 2 ? other : test.db));
    await Promise.all(dbs.map((db) => db.write((tx) => enqueue(tx, SHELL, NOW, [text('m1', '一')]))));
    expect(await test.db.read.outbox.count()).toBe(1);
  });

  it('tells a second equal text to the same member apart, since the platform would drop it', async () => {
    await put([text('m1', '好的'), text('m2', '好的', 'wangfang'), { ...text('m3', '好的'), channel: 'wecom-kf' }]);
    await put([text('m4', '好的')], after(60_000));
    await put([text('m5', '好的')], after(1_800_001));
    const sealed = await test.db.read.outbox.findMany({ orderBy: { id: 'asc' } });
    const words = sealed.map(({ body }) => wordsOf(JSON.parse(BOX.open(body)) as OutgoingContent));
    expect(words).toEqual(['好的', '好的', '好的', '好的\n（10:01:00）', '好的']);
  });

  it('tells all apart that are equal within one second', async () => {
    for (const key of ['m1', 'm2', 'm3', 'm4']) await put([text(key, '没看懂')]);
    const sealed = await test.db.read.outbox.findMany({ orderBy: { id: 'asc' } });
    expect(new Set(sealed.map(({ bodyHash }) => bodyHash)).size).toBe(4);
  });

  it('holds no words that can be read without the key', async () => {
    await put([text('m1', '三栋漏水，电话 13800001234')]);
    const rows = JSON.stringify(await test.db.read.outbox.findMany(), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(rows).not.toMatch(/漏水|1380000/);
  });
});

describe('claiming', () => {
  it('gives a recipient’s messages one at a time and in order; another’s, or another channel’s, go on', async () => {
    await put([text('a1'), text('a2'), text('b1', 'x', 'b'), { ...text('k1'), channel: 'wecom-kf' }]);
    const first = await claim();
    expect(keysOf(first)).toEqual(['a1', 'b1', 'k1']);
    expect(await claim()).toEqual([]);
    const a1 = first.find(({ key }) => key === 'a1');
    expect(await settle(a1?.id, 'one', { kind: 'retry', at: after(5_000), reason: 'HTTP 500' })).toBe(true);
    expect(await claim(after(4_999))).toEqual([]);
    const again = await claim(after(5_000));
    expect(again).toMatchObject([{ key: 'a1', attempts: 2, to: 'zhangwei' }]);
    await settle(a1?.id, 'one', { kind: 'sent', receipt: 'r1', at: after(5_001) });
    expect(keysOf(await claim(after(5_001)))).toEqual(['a2']);
  });

  it('lets the next message go once one was refused for good', async () => {
    await put([text('a1'), text('a2')]);
    const [a1] = await claim();
    await settle(a1?.id, 'one', { kind: 'refused', reason: '60020' });
    expect(keysOf(await claim())).toEqual(['a2']);
  });

  it('gives each message to one holder, with several at it at once', async () => {
    await put(Array.from({ length: 60 }, (_, nth) => text(`m${nth}`, '甲', `u${nth}`)));
    const other = await test.second();
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => claimOutbox(nth % 2 ? other : test.db, BOX, NOW, `holder ${nth}`, 5)),
    );
    const keys = claims.flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(claims.every((rows) => rows.length <= 5)).toBe(true);
    expect(new Set([...keys, ...keysOf(await claim(NOW, 'last', 100))]).size).toBe(60);
  });

  it('takes a late outcome from nobody but the holder', async () => {
    await put([text('a1')]);
    const [mine] = await claim(NOW, 'slow');
    const [theirs] = await claim(after(LEASE_MS), 'quick');
    expect(theirs?.key).toBe('a1');
    expect(await settle(mine?.id, 'slow', { kind: 'dead', reason: 'late' })).toBe(false);
    expect(await settle(mine?.id, 'quick', { kind: 'sent', receipt: 'r', at: NOW })).toBe(true);
    expect(await settle(mine?.id, 'quick', { kind: 'dead', reason: 'twice' })).toBe(false);
    expect(await test.db.read.outbox.findFirst()).toMatchObject({ status: 'sent', receipt: 'r', reason: null });
  });

  it('keeps what an upload gave, so that the retry sends the same', async () => {
    await put([{ ...text('a1'), visitNo: 12 }]);
    const [a1] = await claim();
    const prepared: OutgoingContent = { kind: 'text', text: '已备好 𠮷' };
    await test.db.write((tx) => keepPrepared(tx, BOX, a1?.id ?? 0, prepared));
    await settle(a1?.id, 'one', { kind: 'retry', at: NOW, reason: 'x'.repeat(500) });
    expect(await claim()).toMatchObject([{ content: prepared, visitNo: 12 }]);
  });
});
