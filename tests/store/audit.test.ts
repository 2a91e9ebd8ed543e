import { describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit, type AuditEntry } from '../../src/store/audit.js';
import { Prisma } from '../../src/store/db.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const entry = (subject: string, detail?: Record<string, unknown>): AuditEntry => ({
  at: NOW,
  actor: 'wangfang',
  action: 'visit.ask',
  estate: 'cuihu',
  subject,
  ...(detail === undefined ? {} : { detail }),
});
const append = (...entries: readonly AuditEntry[]) => test.db.write((tx) => appendAudit(tx, test.db, entries));

/** A chain of five rows, and their numbers. */
async function chain(): Promise<readonly number[]> {
  for (let nth = 1; nth <= 5; nth += 1) await append(entry(`visit:${nth}`, { from: 'drawn', words: '𠮷 "引号"' }));
  const rows = await test.db.read.audit.findMany({ orderBy: { seq: 'asc' }, select: { seq: true } });
  return rows.map(({ seq }) => seq);
}

describe('the audit chain', () => {
  it('is whole when nothing was done to it, also when it is empty', async () => {
    expect(await verifyAudit(test.db.read)).toEqual({ rows: 0, head: '0'.repeat(64), faults: [] });
    await append();
    await chain();
    expect(await verifyAudit(test.db.read)).toMatchObject({ rows: 5, faults: [] });
  });

  it('is whole over more rows than one page of it', async () => {
    await append(...Array.from({ length: 2_000 }, (_, nth) => entry(`visit:${nth}`)));
    expect(await verifyAudit(test.db.read)).toMatchObject({ rows: 2_000, faults: [] });
    await test.db.statement(Prisma.sql`UPDATE "Audit" SET "actor" = 'x' WHERE "subject" = 'visit:1999'`);
    expect((await verifyAudit(test.db.read)).faults).toHaveLength(1);
  });

  it('is whole when instances append to it at once, each entry there once', async () => {
    const other = await test.second();
    await Promise.all(
      Array.from({ length: 20 }, (_, nth) => {
        const db = nth % 2 ? other : test.db;
        return db.write((tx) => appendAudit(tx, db, [entry(`a:${nth}`), entry(`b:${nth}`)]));
      }),
    );
    expect(await verifyAudit(test.db.read)).toMatchObject({ rows: 40, faults: [] });
    expect(await test.db.read.audit.groupBy({ by: ['subject'] })).toHaveLength(40);
  });

  it('is whole after a transaction that was rolled back', async () => {
    await append(entry('visit:1'));
    const failing = test.db.write(async (tx) => {
      await appendAudit(tx, test.db, [entry('visit:2')]);
      throw new Error('not so');
    });
    await expect(failing).rejects.toThrow('not so');
    await append(entry('visit:3'));
    expect(await verifyAudit(test.db.read)).toMatchObject({ rows: 2, faults: [] });
  });

  it.each(['at', 'actor', 'action', 'estateId', 'subject', 'detail'])(
    'names the row whose %s was altered',
    async (column) => {
      const seqs = await chain();
      const value = column === 'at' ? Prisma.sql`"at" + 1` : Prisma.sql`'altered'`;
      await test.db.statement(
        Prisma.sql`UPDATE "Audit" SET ${Prisma.raw(`"${column}"`)} = ${value} WHERE "seq" = ${seqs[2]}`,
      );
      expect((await verifyAudit(test.db.read)).faults).toEqual([{ seq: seqs[2], found: 'altered' }]);
    },
  );

  it('names the row after one whose content and hash were altered together', async () => {
    const seqs = await chain();
    await test.db.statement(Prisma.sql`UPDATE "Audit" SET "actor" = 'x', "hash" = 'made up' WHERE "seq" = ${seqs[2]}`);
    expect((await verifyAudit(test.db.read)).faults).toEqual([
      { seq: seqs[2], found: 'altered' },
      { seq: seqs[3], found: 'broken-link' },
    ]);
  });

  it.each([0, 2])('names the row after one that was removed (place %i)', async (place) => {
    const seqs = await chain();
    await test.db.statement(Prisma.sql`DELETE FROM "Audit" WHERE "seq" = ${seqs[place]}`);
    expect((await verifyAudit(test.db.read)).faults).toEqual([{ seq: seqs[place + 1], found: 'broken-link' }]);
  });

  it('shows another head when its last row was removed', async () => {
    const seqs = await chain();
    const { head } = await verifyAudit(test.db.read);
    await test.db.statement(Prisma.sql`DELETE FROM "Audit" WHERE "seq" = ${seqs.at(-1)}`);
    const after = await verifyAudit(test.db.read);
    expect(after.rows).toBe(4);
    expect(after.head).not.toBe(head);
  });

  it('names a row that was slipped in', async () => {
    const seqs = await chain();
    const last = await test.db.read.audit.findFirstOrThrow({ where: { seq: seqs[4] ?? 0 } });
    await test.db.statement(Prisma.sql`DELETE FROM "Audit" WHERE "seq" = ${last.seq}`);
    await test.db.write((tx) => tx.audit.create({ data: { ...last, hash: 'made up' } }));
    await test.db.write((tx) => tx.audit.create({ data: { ...last, seq: last.seq + 1 } }));
    expect((await verifyAudit(test.db.read)).faults).toEqual([
      { seq: last.seq, found: 'altered' },
      { seq: last.seq + 1, found: 'broken-link' },
    ]);
  });
});
