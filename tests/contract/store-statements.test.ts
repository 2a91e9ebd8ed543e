/** Plain statements beside the models: the same transaction, the same rows, on both databases. */
import { describe, expect, it } from 'vitest';
import { isTaken, Prisma, type Tx } from '../../src/store/db.js';
import { keepFact } from '../../src/store/facts.js';
import { changed, rowsOf } from '../../src/store/statements.js';
import { NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const values = (tx: Tx): Promise<{ value: string }[]> =>
  rowsOf(tx, Prisma.sql`SELECT "value" FROM "Fact" ORDER BY "name"`);

describe('a plain statement', () => {
  it('sees what the models of its transaction wrote, and they see what it wrote', async () => {
    await test.db.write(async (tx) => {
      await keepFact(tx, 'a', 'one', NOW);
      expect(await values(tx)).toEqual([{ value: 'one' }]);
      const count = await changed(tx, Prisma.sql`UPDATE "Fact" SET "value" = ${'two'} WHERE "name" = ${'a'}`);
      expect(count).toBe(1);
      expect((await tx.fact.findFirst())?.value).toBe('two');
      expect(await values(test.db.read)).toEqual([]);
    });
    expect(await values(test.db.read)).toEqual([{ value: 'two' }]);
  });

  it('is rolled back with its transaction', async () => {
    await test.db.write((tx) => keepFact(tx, 'a', 'one', NOW));
    const failing = test.db.write(async (tx) => {
      await changed(tx, Prisma.sql`DELETE FROM "Fact"`);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await values(test.db.read)).toEqual([{ value: 'one' }]);
  });

  it('is the same statement twice, after one that failed too', async () => {
    const insert = (tx: Tx): Promise<number> =>
      changed(tx, Prisma.sql`INSERT INTO "Fact" ("name", "value", "updatedAt") VALUES (${'a'}, ${'one'}, ${NOW})`);
    expect(await test.db.write(insert)).toBe(1);
    const refused = await test.db.write(insert).catch((error: unknown) => error);
    expect([refused instanceof Error, isTaken(refused)]).toEqual([true, true]);
    await test.db.write(async (tx) => {
      await changed(tx, Prisma.sql`DELETE FROM "Fact"`);
      expect(await insert(tx)).toBe(1);
    });
    expect(await values(test.db.read)).toEqual([{ value: 'one' }]);
  });

  it('gives whole numbers, booleans and nothing in a form that reads the same on both', async () => {
    const { no, due } = await putVisit(test.db, { needsSignature: true });
    const [row] = await rowsOf<Record<string, unknown>>(test.db.read, Prisma.sql`SELECT * FROM "Visit"`);
    expect([Number(row?.['no']), Number(row?.['due']), Boolean(row?.['needsSignature'])]).toEqual([no, due, true]);
    expect(row).toMatchObject({ clause: 'p08.1', assignee: null, nextAt: null });
  });

  it('takes texts as the models do', async () => {
    await test.db.write((tx) => keepFact(tx, 'a', '', NOW));
    await test.db.write((tx) => changed(tx, Prisma.sql`UPDATE "Fact" SET "value" = ${"'; 翠湖 👍🏽 %_\\"}`));
    expect(await values(test.db.read)).toEqual([{ value: "'; 翠湖 👍🏽 %_\\" }]);
  });
});

describe('a transaction that is over', () => {
  it('is over for work that goes on after it, by statement and by model', async () => {
    let kept: Tx | undefined;
    await test.db.write(async (tx) => {
      kept = tx;
      await keepFact(tx, 'a', 'in time', NOW);
    });
    const late = kept as Tx;
    await expect(keepFact(late, 'b', 'late', NOW)).rejects.toThrow();
    await expect(changed(late, Prisma.sql`DELETE FROM "Fact"`)).rejects.toThrow();
    expect(await values(test.db.read)).toEqual([{ value: 'in time' }]);
  });

  it('that failed lets the next one begin', async () => {
    await expect(test.db.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await test.db.write((tx) => keepFact(tx, 'a', 'one', NOW));
    expect(await values(test.db.read)).toEqual([{ value: 'one' }]);
  });

  it('keeps what an operation of several statements did only together with the rest', async () => {
    await test.db.write((tx) => tx.staff.create({ data: { userid: 'a', name: 'a', createdAt: 0n } }));
    const failing = test.db.write(async (tx) => {
      await tx.staff.update({
        where: { userid: 'a' },
        data: { name: 'b', roles: { create: { estateId: 'cuihu', role: 'steward', households: '[]' } } },
      });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await test.db.read.staff.findFirst({ include: { roles: true } })).toMatchObject({ name: 'a', roles: [] });
  });
});
