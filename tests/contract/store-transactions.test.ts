import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openDb, Prisma } from '../../src/store/db.js';
import { keepFact } from '../../src/store/facts.js';
import { claimInbox } from '../../src/store/inbox.js';
import { NOW, takeIn, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const keep = (name: string, value = '') => test.db.write((tx) => keepFact(tx, name, value, NOW));
const names = async (): Promise<readonly string[]> =>
  (await test.db.read.fact.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name);

describe('a transaction', () => {
  it('is kept whole, or not at all', async () => {
    const failing = test.db.write(async (tx) => {
      await keepFact(tx, 'a', '', NOW);
      await tx.timetableRun.create({ data: { name: 'n', slot: 's', begunAt: 0n } });
      await tx.timetableRun.create({ data: { name: 'n', slot: 's', begunAt: 0n } });
    });
    await expect(failing).rejects.toThrow(/Unique constraint/);
    expect(await names()).toEqual([]);
    expect(await test.db.read.timetableRun.count()).toBe(0);
    await keep('b');
    expect(await names()).toEqual(['b']);
  });

  it('shows nobody what it has not committed', async () => {
    const other = await test.second();
    await test.db.write(async (tx) => {
      await keepFact(tx, 'a', '', NOW);
      expect(await other.read.fact.count()).toBe(0);
      expect(await test.db.read.fact.count()).toBe(0);
      expect(await tx.fact.count()).toBe(1);
    });
    expect(await test.db.read.fact.count()).toBe(1);
  });

  it('takes no other write down with it: what was written while it was open survives its rollback', async () => {
    let others: Promise<unknown>[] = [];
    const failing = test.db.write(async (tx) => {
      await keepFact(tx, 'lost', '', NOW);
      others = [
        keep('written'),
        test.db.statement(Prisma.sql`INSERT INTO "Fact" ("name", "value", "updatedAt") VALUES ('stated', '', 0)`),
        test.db.returning(
          Prisma.sql`INSERT INTO "Fact" ("name", "value", "updatedAt") VALUES ('returned', '', 0) RETURNING "name"`,
        ),
        takeIn(test.db, [{ key: 'k', source: 'app', person: 'p', body: 'b', receivedAt: NOW }]),
      ];
      await tx.fact.count();
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await Promise.all(others);
    expect(await names()).toEqual(['returned', 'stated', 'written']);
    expect(await test.db.read.inbox.count()).toBe(1);
  });

  it('loses nothing to those that fail beside it, thirty at once', async () => {
    const tried = await Promise.allSettled(
      Array.from({ length: 30 }, (_, nth) =>
        test.db.write(async (tx) => {
          await keepFact(tx, `f${String(nth).padStart(2, '0')}`, '', NOW);
          if (nth % 3 === 0) throw new Error('rolled back');
        }),
      ),
    );
    expect(tried.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await names()).toHaveLength(20);
  });

  it('is kept by the time that the database is closed', async () => {
    const other = await openDb(test.url);
    const written = other.write((tx) => keepFact(tx, 'a', 'b', NOW));
    await Promise.all([written, written.then(() => other.close())]);
    expect(await names()).toEqual(['a']);
  });
});

describe('what is kept', () => {
  it('is a file’s bytes, unchanged: a megabyte, nothing, and small ones that share a buffer', async () => {
    const pool = randomBytes(4_096);
    const files = [
      randomBytes(1_048_576),
      Buffer.alloc(0),
      pool.subarray(7, 19),
      pool.subarray(100, 2_000),
      Buffer.from('PNG'),
    ];
    const kept = files.map((bytes, nth) => ({ id: `f${nth}`, bytes: new Uint8Array(bytes), hash: sha256(bytes) }));
    for (const { id, bytes, hash } of kept) {
      const data = { id, name: '图表.png', mime: 'image/png', sha256: hash, bytes, createdAt: BigInt(NOW) };
      await test.db.write((tx) => tx.file.create({ data }));
    }
    const one = await Promise.all(kept.map(({ id }) => test.db.read.file.findUniqueOrThrow({ where: { id } })));
    const all = await test.db.read.file.findMany({ orderBy: { id: 'asc' } });
    for (const rows of [one, all]) {
      expect(rows.map(({ bytes }) => bytes.byteLength)).toEqual(files.map(({ length }) => length));
      expect(rows.map(({ bytes }) => sha256(bytes))).toEqual(kept.map(({ hash }) => hash));
    }
  });

  const TEXTS = [
    '翠湖花园三栋',
    '𠮷野家、𡿨',
    '👍🏽👨‍👩‍👧',
    '\'; DROP TABLE "Fact"; --',
    '\\u0041 %_ \\',
    '行一\r\n行二\t',
    '"{}[]',
    '',
  ];

  it('is every text, unchanged, as a value and in the inbox', async () => {
    for (const [nth, text] of TEXTS.entries()) await keep(`t${nth}`, text);
    expect((await test.db.read.fact.findMany({ orderBy: { name: 'asc' } })).map(({ value }) => value)).toEqual(TEXTS);
    const entries = TEXTS.map(
      (text, nth) => ({ key: `k${nth}${text}`, source: 'kf', person: text, body: text, receivedAt: NOW }) as const,
    );
    await takeIn(test.db, entries);
    expect(await test.db.read.inbox.findMany({ orderBy: { id: 'asc' } })).toMatchObject(
      entries.map(({ key, person, body }) => ({ key, person, body })),
    );
    expect((await claimInbox(test.db, NOW, 'one', 20)).map(({ person }) => person)).toEqual(TEXTS);
  });

  it('is the largest instant that a date can be', async () => {
    const last = 8_640_000_000_000_000;
    await test.db.write((tx) => keepFact(tx, 'a', '', last as typeof NOW, last as typeof NOW));
    expect(await test.db.read.fact.findFirst()).toMatchObject({ expiresAt: BigInt(last) });
  });

  it('takes a text with a NUL without failing, and its words come back', async () => {
    await keep('nul', '一\u0000二');
    await takeIn(test.db, [{ key: 'k\u0000', source: 'kf', person: 'p\u0000', body: 'b', receivedAt: NOW }]);
    expect((await test.db.read.fact.findFirst())?.value.replace('\u0000', '')).toBe('一二');
    expect((await test.db.read.inbox.findFirst())?.person.replace('\u0000', '')).toBe('p');
  });

  it('takes half a character without failing', async () => {
    await keep('half', '一\ud800二');
    await takeIn(test.db, [{ key: 'k\udc00', source: 'kf', person: 'p\ud800', body: 'b', receivedAt: NOW }]);
    expect((await test.db.read.fact.findFirst())?.value).toMatch(/^一.*二$/u);
    expect(await test.db.read.inbox.count()).toBe(1);
  });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
