import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBox } from '../../src/store/box.js';

const box = openBox(Buffer.alloc(32, 1));
const other = openBox(Buffer.alloc(32, 2));

describe('sealing', () => {
  it('gives every text back, and never the same cipher text twice', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const sealed = box.seal(text);
        expect(seen.has(sealed)).toBe(false);
        seen.add(sealed);
        expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/);
        expect(box.open(sealed)).toBe(text);
      }),
      { numRuns: 1_200 },
    );
  });

  it('is undone by nobody without the key', () => {
    expect(() => other.open(box.seal('13800001234'))).toThrow();
  });

  it('shows any change of any byte', () => {
    const bytes = Buffer.from(box.seal('三栋漏水'), 'base64');
    for (let place = 0; place < bytes.length; place += 1) {
      const altered = Buffer.from(bytes);
      altered[place] = (altered[place] ?? 0) ^ 1;
      expect(() => box.open(altered.toString('base64'))).toThrow();
    }
    expect(() => box.open(bytes.subarray(0, -1).toString('base64'))).toThrow();
  });

  it.each(['', 'AQ==', '13800001234', '三栋漏水'])('refuses what it did not seal: %j', (text) => {
    expect(() => box.open(text)).toThrow(/not sealed by this program, or is cut/);
  });
});

describe('hashing', () => {
  it('is the same for the same text and key, and tells other texts and keys apart', () => {
    expect(box.hash('13800001234')).toBe(box.hash('13800001234'));
    expect(box.hash('13800001234')).toMatch(/^[0-9a-f]{64}$/);
    expect(box.hash('13800001235')).not.toBe(box.hash('13800001234'));
    expect(other.hash('13800001234')).not.toBe(box.hash('13800001234'));
  });
});

it('a key of another length is refused', () => {
  expect(() => openBox(Buffer.alloc(16))).toThrow('DATA_KEY must hold 32 bytes');
});
