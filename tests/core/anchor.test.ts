import { describe, expect, it } from 'vitest';
import { anchorCode, anchorText, readAnchor, type Anchor } from '../../src/core/anchor.js';

const hash = (nth: number): string => nth.toString(16).padStart(64, 'a');
const anchor = (draws: number): Anchor => ({
  estate: '翠湖花园',
  at: '2026-04-01 00:08',
  seq: 123,
  head: hash(7),
  committed: Array.from({ length: draws }, (_, nth) => ({
    clause: `p03.${nth + 1}`,
    period: '2026Q3',
    keyHash: hash(nth),
  })),
  closed: Array.from({ length: draws }, (_, nth) => ({
    clause: `p03.${nth + 1}`,
    period: '2026Q1',
    keyHash: hash(nth),
    populationHash: `b${hash(nth).slice(1)}`,
    required: 3,
    chosen: 4,
    short: 0,
  })),
});

describe('an anchor', () => {
  it('says the chain’s head and the draws, and is read back as what it says', () => {
    const text = anchorText(anchor(2));
    expect(text).toContain(anchorCode(anchor(0)));
    expect(text).toContain('应抽 3 抽中 4 欠 0');
    expect(readAnchor(text)).toEqual([
      { kind: 'head', seq: 123, hash: hash(7).slice(0, 16) },
      ...[0, 1].map((nth) => ({
        kind: 'draw',
        clause: `p03.${nth + 1}`,
        period: '2026Q3',
        keyHash: hash(nth).slice(0, 16),
        populationHash: null,
      })),
      ...[0, 1].map((nth) => ({
        kind: 'draw',
        clause: `p03.${nth + 1}`,
        period: '2026Q1',
        keyHash: hash(nth).slice(0, 16),
        populationHash: `b${hash(nth).slice(1, 16)}`,
      })),
    ]);
  });

  it('fits one message whatever there is to say: the rest is one digest that changes with it', () => {
    const [one, other] = [anchorText(anchor(60)), anchorText({ ...anchor(60), closed: anchor(59).closed })];
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(2048);
    const digest = /其余 \d+ 行的摘要 ([0-9a-f]{16})/;
    expect(digest.exec(one)?.[1]).toMatch(/^[0-9a-f]{16}$/);
    expect(digest.exec(other)?.[1]).not.toBe(digest.exec(one)?.[1]);
    expect(anchorText(anchor(0))).not.toMatch(digest);
  });

  it('is read from its code alone, and from nothing else', () => {
    expect(readAnchor('存证 HF-9-0123456789ABCDEF')).toEqual([{ kind: 'head', seq: 9, hash: '0123456789abcdef' }]);
    expect(readAnchor('存证 HF-9-0123')).toEqual([]);
  });
});
