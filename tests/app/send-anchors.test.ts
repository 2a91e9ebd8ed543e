import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { revealKey, revealKeys } from '../../src/app/reveal-keys.js';
import { sendAnchors } from '../../src/app/send-anchors.js';
import { readAnchor } from '../../src/core/anchor.js';
import type { Instant } from '../../src/core/calendar.js';
import { keyHash } from '../../src/core/sampling.js';
import { checkClaim } from '../../src/store/anchors.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const APRIL = at('2026-04-01T00:08:00+08:00');
const ID = 'cuihu:p03.2:2026Q1';
const anchors = () => test.ctx.db.read.anchor.findMany({ orderBy: { at: 'asc' } });
const messages = async (): Promise<readonly { to: string; at: number; text: string }[]> => {
  const rows = await test.ctx.db.read.outbox.findMany({ where: { purpose: 'alert' }, orderBy: { id: 'asc' } });
  return rows.map(({ recipient, nextAt, body }) => ({
    to: recipient,
    at: Number(nextAt),
    text: (JSON.parse(test.ctx.box.open(body)) as { text: string }).text,
  }));
};
const repairs = () =>
  test.events(
    ...Array.from({ length: 10 }, (_, nth) => ({
      id: `R-${nth}`,
      kind: 'repair',
      resolvedAt: '2026-03-09T09:00:00+08:00',
    })),
  );
const turn = async (now: Instant): Promise<void> => {
  await closePeriods(test.ctx, now);
  await revealKeys(test.ctx, now);
  await sendAnchors(test.ctx, now);
};

describe('an anchor', () => {
  it('is not sent at a first start, when nothing was closed yet', async () => {
    await repairs();
    await turn(test.ctx.clock.now());
    await turn(at('2026-03-31T23:08:00+08:00'));
    expect(await anchors()).toEqual([]);
  });

  it('is sent to the manager after a period’s close, once, in the morning, with what it can be checked by', async () => {
    await repairs();
    await turn(APRIL);
    await turn(at('2026-04-01T01:08:00+08:00'));
    const [message, ...more] = await messages();
    expect([more, message?.to, message?.at]).toEqual([[], 'sun', at('2026-04-01T09:00:00+08:00')]);
    expect(message?.text).toContain('p03.2 2026Q1 密钥');
    const claims = readAnchor(message?.text ?? '');
    expect(claims.filter(({ kind }) => kind === 'head')).toHaveLength(1);
    expect(claims.length).toBeGreaterThan(5);
    for (const claim of claims) expect(await checkClaim(test.ctx.db.read, claim)).toBeNull();
    expect((await anchors()).map(({ text }) => text)).toEqual([message?.text]);
  });

  it('is sent once a month where nothing is closed', async () => {
    await turn(APRIL);
    await turn(at('2026-04-20T10:08:00+08:00'));
    await turn(at('2026-05-01T10:08:00+08:00'));
    expect((await anchors()).map((row) => Number(row.at))).toEqual([APRIL, at('2026-05-01T10:08:00+08:00')]);
  });

  it('shows what was altered or taken away afterwards', async () => {
    await repairs();
    await turn(APRIL);
    const claims = readAnchor((await messages())[0]?.text ?? '');
    const head = claims.find((claim) => claim.kind === 'head');
    const closed = claims.find((claim) => claim.kind === 'draw' && claim.populationHash !== null);
    if (head === undefined || closed === undefined) throw new Error('nothing to check');
    const { db } = test.ctx;
    await db.write((tx) => tx.draw.update({ where: { id: ID }, data: { keyHash: 'f'.repeat(64) } }));
    expect(await checkClaim(db.read, closed)).toBe('differs');
    await db.write((tx) => tx.audit.update({ where: { seq: head.seq }, data: { hash: 'f'.repeat(64) } }));
    expect(await checkClaim(db.read, head)).toBe('differs');
    await db.write((tx) => tx.audit.deleteMany({ where: { seq: { gte: head.seq } } }));
    expect(await checkClaim(db.read, head)).toBe('missing');
  });
});

describe('a key', () => {
  it('is published when its period is closed and the last window is over, not before', async () => {
    await repairs();
    await closePeriods(test.ctx, APRIL);
    const reveal = (now: Instant) => test.ctx.db.write((tx) => revealKey(tx, test.ctx, ID, now));
    // The windows of repairs done on 9 March end on 9 April.
    expect((await reveal(at('2026-04-09T23:59:59+08:00'))).revealedAt).toBeNull();
    const over = at('2026-04-10T00:00:00+08:00');
    expect((await reveal(over)).revealedAt).toBe(over);
    const row = await test.ctx.db.read.audit.findFirstOrThrow({
      where: { action: 'draw.reveal', subject: `draw:${ID}` },
    });
    const { key } = JSON.parse(row.detail) as { key: string };
    expect((await test.ctx.db.read.draw.findUnique({ where: { id: ID } }))?.keyHash).toBe(keyHash(key));
    await revealKeys(test.ctx, over);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'draw.reveal', subject: `draw:${ID}` } })).toBe(1);
  });

  it('that is public draws nobody any more: what joins later has another', async () => {
    await repairs();
    await turn(at('2026-04-10T00:08:00+08:00'));
    await test.events({ id: 'late', kind: 'repair', resolvedAt: '2026-03-09T09:00:00+08:00' });
    const [visit] = await test.visits('late');
    expect(visit?.drawId).toBe(`${ID}/late`);
  });
});
