import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { upsertEstate } from '../../src/store/estates.js';
import { appendAudit } from '../../src/store/audit.js';
import { deleteOldPictures, deleteSentFiles, fileSource } from '../../src/store/files.js';
import { archivedHash, countArchive, listArchive } from '../../src/store/report-archive.js';
import { CursorError } from '../../src/store/lists.js';
import {
  deleteFiles,
  forgetOpinions,
  keepStep,
  keepVersion,
  paperOf,
  stepsOfReport,
  versionsOf,
} from '../../src/store/report-versions.js';
import {
  beginReports,
  claimReport,
  dueReports,
  reportOf,
  saveReport,
  type StoredReport,
} from '../../src/store/reports.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const KEY = { estate: 'cuihu', policy: 'p02', form: '月回访汇总表', period: '2026-03' };

const begun = async (given: Partial<typeof KEY> = {}, makeAt = NOW): Promise<StoredReport> => {
  const key = { ...KEY, ...given };
  await test.db.write((tx) => beginReports(tx, [{ ...key, dutyNo: 7, makeAt }], NOW));
  const report = await reportOf(test.db.read, key);
  if (report === null) throw new Error('not begun');
  return report;
};
const save = (report: StoredReport): Promise<boolean> => test.db.write((tx) => saveReport(tx, report, NOW));
const keep = async (report: number, version: number, final = false): Promise<string> => {
  const bytes = Buffer.from(`${report} ${version} ${final}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const about = { report, version, final, number: `n-${version}`, name: 'a.xlsx', mime: 'm', sha256 };
  const file = `f-${report}-${version}-${final}`;
  await test.db.write((tx) =>
    keepVersion(tx, BOX, {
      ...about,
      file,
      size: bytes.length,
      madeAt: NOW,
      paper: `["${version}"]`,
      estate: 'cuihu',
      bytes,
    }),
  );
  return sha256;
};

describe('reports', () => {
  it('are begun once, and due when they are to be made', async () => {
    const report = await begun({}, after(60_000));
    expect(await test.db.write((tx) => beginReports(tx, [{ ...KEY, dutyNo: 8, makeAt: NOW }], NOW))).toBe(0);
    expect(report).toMatchObject({ ...KEY, status: 'making', step: 0, dutyNo: 7, version: 0, todo: 'make' });
    expect(await dueReports(test.db.read, NOW, 10)).toEqual([]);
    expect(await dueReports(test.db.read, after(60_000), 10)).toEqual([report]);
  });

  it('are changed by whoever read them last, and claimed by one instance', async () => {
    const report = await begun();
    const other = await test.second();
    const claims = await Promise.all([
      claimReport(test.db, report, after(300_000), NOW),
      claimReport(other, report, after(300_000), NOW),
    ]);
    expect(claims.filter((one) => one !== null)).toHaveLength(1);
    expect(await save({ ...report, status: 'approved' })).toBe(false);
    const now = await reportOf(test.db.read, KEY);
    expect(now).toMatchObject({ status: 'making', revision: 1, nextAt: after(300_000) });
    expect(await dueReports(test.db.read, NOW, 10)).toEqual([]);
  });

  it('keep their versions and files sealed, apart from what residents sent and from old pictures', async () => {
    const { id } = await begun();
    await keep(id, 1);
    const hash = await keep(id, 1, true);
    expect(await paperOf(test.db.read, BOX, id, 1)).toBe('["1"]');
    const [draft, final] = await versionsOf(test.db.read, id);
    expect([draft?.final, final?.final, final?.sha256]).toEqual([false, true, hash]);
    const row = await test.db.read.file.findUniqueOrThrow({ where: { id: final?.file ?? '' } });
    expect(Buffer.from(row.bytes).includes(Buffer.from(`${id} 1 true`))).toBe(false);
    await test.db.write(async (tx) => {
      await deleteOldPictures(tx, after(1));
      await deleteSentFiles(tx, 'cuihu', after(1));
    });
    const file = await fileSource(test.db, BOX).read(final?.file ?? '');
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe(`${id} 1 true`);
  });

  it('lose the files of their drafts, then all files and words; numbers and hashes stay', async () => {
    const { id } = await begun();
    await keep(id, 1);
    await keep(id, 2);
    const hash = await keep(id, 2, true);
    const step = { step: 0, what: 'passed', by: 'liuyan', name: '刘艳', title: '客服主管', at: NOW } as const;
    await test.db.write((tx) => keepStep(tx, BOX, { ...step, opinion: '漏水要盯', report: id, version: 2 }));
    expect(await stepsOfReport(test.db.read, BOX, id)).toEqual([{ ...step, opinion: '漏水要盯' }]);
    expect((await test.db.read.reportStep.findFirstOrThrow()).opinion).not.toContain('漏水');
    await test.db.write((tx) => deleteFiles(tx, id, 'drafts'));
    expect((await versionsOf(test.db.read, id)).map(({ file }) => file !== null)).toEqual([false, false, true]);
    expect(await paperOf(test.db.read, BOX, id, 2)).toBeNull();
    await test.db.write(async (tx) => {
      await deleteFiles(tx, id, 'all');
      await forgetOpinions(tx, id);
    });
    expect(await test.db.read.file.count()).toBe(0);
    expect((await versionsOf(test.db.read, id)).at(-1)).toMatchObject({ file: null, sha256: hash, number: 'n-2' });
    expect(await stepsOfReport(test.db.read, BOX, id)).toEqual([{ ...step, opinion: null }]);
  });
});

describe('the archive', () => {
  const archive = async (given: Partial<typeof KEY>): Promise<StoredReport> => {
    const report = await begun(given);
    await keep(report.id, 1, true);
    await save({ ...report, status: 'archived', version: 1, archivedAt: NOW, keepUntil: after(1) });
    return report;
  };
  beforeEach(async () => {
    for (const id of ['cuihu', 'jin']) await putEstate(id);
  });

  it('is listed page by page, the newest first, without what is under way', async () => {
    const all = [];
    for (const period of ['2026-01', '2026-02', '2026-03']) all.push((await archive({ period })).id);
    await begun({ period: '2026-04' });
    const first = await listArchive(test.db.read, {}, { limit: 2 });
    const rest = await listArchive(test.db.read, {}, { limit: 2, cursor: first.next ?? undefined });
    expect([...first.items, ...rest.items].map(({ id }) => Number(id))).toEqual(all.toReversed());
    expect(rest.next).toBeNull();
    expect(first.items[0]).toMatchObject({ estate: 'cuihu', period: '2026-03', number: 'n-1', status: 'archived' });
    expect(first.items[0]?.archivedAt).toBe('2026-03-10T10:00:00+08:00');
    const wrong = listArchive(test.db.read, {}, { limit: 2, cursor: 'nonsense' });
    await expect(wrong).rejects.toThrow(CursorError);
  });

  it('is searched by estate, part of the form’s name, period and year', async () => {
    await archive({ period: '2026-01' });
    await archive({ period: '2026Q1', form: '季度统计分析报告', policy: 'p03' });
    await archive({ period: '2025-12', estate: 'jin' });
    const count = (filter: Parameters<typeof countArchive>[1]): Promise<number> => countArchive(test.db.read, filter);
    expect(await count({})).toBe(3);
    expect(await count({ estates: ['jin'] })).toBe(1);
    expect(await count({ estates: [] })).toBe(0);
    expect(await count({ form: '统计' })).toBe(1);
    expect(await count({ form: '%' })).toBe(0);
    expect(await count({ period: '2026' })).toBe(2);
    expect(await count({ period: '2026-01' })).toBe(1);
    expect(await count({ statuses: ['walking'] })).toBe(0);
  });

  it('tells the hash under which a report went in', async () => {
    expect(await archivedHash(test.db.read, 5)).toBeNull();
    const entry = { at: NOW, actor: 'system', action: 'report.archive', estate: 'cuihu', subject: 'report:5' };
    await test.db.write((tx) => appendAudit(tx, test.db, [{ ...entry, detail: { sha256: 'abc' } }]));
    expect(await archivedHash(test.db.read, 5)).toBe('abc');
  });
});

const putEstate = (id: string): Promise<unknown> =>
  test.db.write((tx) => upsertEstate(tx, { id, name: id }, NOW, 'Asia/Shanghai'));
