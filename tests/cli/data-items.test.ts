import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readItems } from '../../src/cli/data-input.js';
import type { Fault, Item } from '../../src/cli/data-items.js';

/** The items and faults of a text that comes in pieces. */
async function read(pieces: readonly (string | Uint8Array)[]): Promise<{ items: Item[]; faults: Fault[] }> {
  const [items, faults]: [Item[], Fault[]] = [[], []];
  async function* chunks() {
    yield* pieces;
  }
  for await (const item of readItems(chunks(), (fault) => faults.push(fault))) items.push(item);
  return { items, faults };
}

function cut(text: string, lengths: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

/** Keys and texts with everything that could mislead a reader that cuts at brackets, commas and quotes. */
const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '[', ']', '{', '}', ',', '\n', ' ', '渗') });
const object = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 3 })), { maxKeys: 3 });
const lengths = fc.array(fc.nat(12), { maxLength: 40 });

describe('items of a stream', () => {
  it('are the same for an array and for lines, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { maxLength: 5 }),
        lengths,
        fc.constantFrom(0, 2),
        async (objects, at, indent) => {
          const wanted = objects.map((one) => JSON.parse(JSON.stringify(one)) as unknown);
          for (const written of [
            JSON.stringify(objects, null, indent),
            `\n ${JSON.stringify(objects)} \n`,
            objects.map((one) => `${JSON.stringify(one)}\r\n`).join('\n'),
          ]) {
            const { items, faults } = await read(cut(written, at));
            expect(faults).toEqual([]);
            expect(items.map(({ value }) => value)).toEqual(wanted);
          }
        },
      ),
    );
  });

  it('carry the line on which they begin', async () => {
    const array = '\n[\n  {"id":\n1}, {"id":2},\n\n{"id":3}\n]';
    for (const pieces of [[array], [...array]]) {
      expect((await read(pieces)).items).toEqual([
        { line: 3, value: { id: 1 } },
        { line: 4, value: { id: 2 } },
        { line: 6, value: { id: 3 } },
      ]);
    }
    expect((await read(['\n\n{"id":1}\n\n', '{"id":2}'])).items.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('are given as soon as they are whole: no file is held', async () => {
    for (const [open, between, close] of [
      ['', '\n', '\n'],
      ['[', ',', ']'],
    ] as const) {
      let made = 0;
      let taken = 0;
      async function* endless() {
        yield open;
        for (made = 1; made <= 5000; made += 1) yield `{"id":${made}}${made < 5000 ? between : close}`;
      }
      for await (const item of readItems(endless(), () => expect.unreachable())) {
        taken += 1;
        expect(item.value).toEqual({ id: taken });
        expect(made - taken).toBeLessThanOrEqual(1);
      }
      expect(taken).toBe(5000);
    }
  });

  it('have an end: a line of many megabytes is told and let go', async () => {
    const megabyte = 'x'.repeat(2 ** 20);
    for (const pieces of [
      Array.from({ length: 18 }, () => megabyte),
      ['[', ...Array.from({ length: 18 }, () => megabyte)],
    ]) {
      const { items, faults } = await read(pieces);
      expect(items).toEqual([]);
      expect(faults[0]).toEqual({ line: 1, field: '', message: '一条超过 16 兆字，不像一个事项' });
    }
  });

  it('are UTF-8, with or without a byte order mark, whatever character a piece ends in', async () => {
    const bytes = new TextEncoder().encode('\uFEFF{"id":"渗水𠮷"}');
    expect((await read([...bytes].map((byte) => Uint8Array.of(byte)))).items).toEqual([
      { line: 1, value: { id: '渗水𠮷' } },
    ]);
    await expect(read([Uint8Array.of(0xff, 0xfe)])).rejects.toThrow('输入不是 UTF-8');
  });
});
