/** A report on its road without the platform: killed between steps, by two instances, over the years in the archive. */
import { afterEach, describe, expect, it } from 'vitest';
import { answerCommand } from '../../src/app/answer-command.js';
import { answerDutyDone } from '../../src/app/answer-duties.js';
import { expireArchive } from '../../src/app/expire-archive.js';
import { workReports } from '../../src/app/report-walk/work-reports.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { DAY, MINUTE, type Instant } from '../../src/core/calendar.js';
import { BY_CHAT } from '../../src/core/report/sign-paper.js';
import { understandCommand } from '../../src/core/understand/command.js';
import { addAbsence } from '../../src/store/absences.js';
import { verifyAudit } from '../../src/store/audit.js';
import { estates } from '../../src/store/estates.js';
import { staffOf, type Staff } from '../../src/store/staff.js';
import { goTo, workAll } from '../helpers/report-days.js';
import { sheetWords } from '../helpers/sheet-words.js';
import { saidWords } from '../helpers/staff-says.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
afterEach(() => test.close());

const SUMMARY = { form: '月回访汇总表', period: '2026-03' };
const open = async (policies: readonly unknown[] = ['p02']): Promise<void> => {
  test = await openEstate(policies);
  await takeInStaff(test.ctx, [
    { userid: 'guo', name: '郭建', roles: [{ estate: 'cuihu', role: 'vice-president' }] },
    { userid: 'qian', name: '钱品', roles: [{ estate: 'cuihu', role: 'quality' }] },
  ]);
  await go('2026-03-24T10:00:00+08:00');
};
const go = (when: string): Promise<void> => goTo(test, when);
const work = (): Promise<void> => workAll(test);
const who = async (userid: string): Promise<Staff> => {
  const staff = await staffOf(test.ctx.db.read, userid);
  if (staff === null) throw new Error(userid);
  return staff;
};
const done = async (userid: string, clause: string, item: string, text: string | null = null): Promise<string> => {
  const { no } = await test.ctx.db.read.duty.findFirstOrThrow({ where: { clause, item }, orderBy: { no: 'desc' } });
  const asked = { staff: await who(userid), no, now: test.ctx.clock.now() };
  return test.ctx.db.write((tx) => answerDutyDone(tx, test.ctx, asked, text));
};
const says = async (userid: string, text: string) => {
  const now = test.ctx.clock.now();
  const all = await estates(test.ctx.db.read);
  const asker = { staff: await who(userid), estates: all, zone: 'Asia/Shanghai' };
  const understood = understandCommand(
    text,
    now,
    'Asia/Shanghai',
    all.map(({ name }) => name),
  );
  const answer = await answerCommand(test.ctx, asker, understood, now);
  const written = await test.ctx.db.write(async (tx) => (await answer.writes?.(tx, now)) ?? []);
  return { text: [...answer.texts, ...written.map(saidWords)].join('\n'), files: answer.files };
};
const report = () => test.ctx.db.read.report.findFirstOrThrow({ where: SUMMARY });
const versions = async (): Promise<readonly string[]> => {
  const { id } = await report();
  const rows = await test.ctx.db.read.reportVersion.findMany({
    where: { reportId: id },
    orderBy: [{ version: 'asc' }, { final: 'asc' }],
  });
  return rows.map(({ version, final }) => `${version}${final ? ' signed' : ''}`);
};
const told = async (purpose: string): Promise<number> => {
  const rows = await test.ctx.db.read.outbox.findMany({ where: { purpose } });
  return rows.filter(({ body }) => test.ctx.box.open(body).includes('《月回访汇总表》')).length;
};
/** Through all who have it, and into the archive on the month's last day. */
async function walkAll(): Promise<void> {
  await done('liuyan', 'p02.16', 'duty:0');
  await go('2026-03-25T10:00:00+08:00');
  await done('sun', 'p02.16', 'duty:1', '渗水回修要盯到底');
  await work();
  await done('guo', 'p02.16', 'duty:2');
  await work();
  await go('2026-03-31T10:00:00+08:00');
}

/** The first of them loads all that makes sheets. */
const LONG_MS = 120_000;

describe('a report that is made', { timeout: LONG_MS }, () => {
  it('is made once by two instances, and given once', async () => {
    await open();
    await test.ctx.db.write((tx) =>
      tx.report.updateMany({ where: SUMMARY, data: { nextAt: BigInt(test.ctx.clock.now()), todo: 'remake' } }),
    );
    const other = { ...test.ctx, instance: 'another' };
    const now = test.ctx.clock.now();
    await Promise.all([workReports(test.ctx, now), workReports(other, now)]);
    await work();
    expect(await versions()).toEqual(['1', '2']);
    expect(await told('alert')).toBe(2);
  });

  it('is made again by whoever comes next, where its instance was killed; twice it is not', async () => {
    await open();
    const before = await report();
    // Killed after it was claimed: nothing was written, and the claim runs out.
    const claim = { todo: 'remake', nextAt: BigInt(test.ctx.clock.now() + 5 * MINUTE), revision: before.revision + 1 };
    await test.ctx.db.write((tx) => tx.report.update({ where: { id: before.id }, data: claim }));
    await work();
    expect(await versions()).toEqual(['1']);
    test.moveTo((test.ctx.clock.now() + 5 * MINUTE) as Instant);
    await work();
    await work();
    expect(await versions()).toEqual(['1', '2']);
    expect(await told('alert')).toBe(2);
  });

  it('is made for whoever hands in before it was, and keeps its figures for those who review it', async () => {
    test = await openEstate(['p02']);
    await go('2026-03-20T10:00:00+08:00');
    expect(await done('liuyan', 'p02.16', 'duty:0')).toContain('孙国栋（项目经理）处审核');
    await work();
    expect(await versions()).toEqual(['1']);
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-20T09:00:00+08:00' });
    await go('2026-03-25T10:00:00+08:00');
    await done('sun', 'p02.16', 'duty:1');
    await work();
    expect(await versions()).toEqual(['1']);
  });

  it('is made anew as it is handed in, where the figures have changed since the draft', async () => {
    await open();
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-24T09:00:00+08:00' });
    await done('liuyan', 'p02.16', 'duty:0');
    await work();
    expect(await versions()).toEqual(['1', '2']);
    const step = await test.ctx.db.read.reportStep.findFirstOrThrow();
    expect(step).toMatchObject({ by: 'liuyan', version: 2, title: '客服主管' });
  });

  it('says with 月报 where the month’s report stands, and since when', async () => {
    await open();
    expect((await says('sun', '月报 3月')).text).toContain(
      '流转：第 1 稿，3 月 24 日 10:00 起在刘艳（客服主管）处核对。',
    );
    await done('liuyan', 'p02.16', 'duty:0');
    expect((await says('sun', '月报 3月')).text).toContain('起在孙国栋（项目经理）处审核。');
    expect((await says('sun', '月报 1月')).text).not.toContain('流转');
  });

  it('waits for no step that is not asked for: a report of a duty that was excused is not made', async () => {
    test = await openEstate(['p02']);
    await go('2026-03-20T10:00:00+08:00');
    await test.ctx.db.write((tx) =>
      tx.duty.updateMany({ where: { clause: 'p02.16', item: 'duty:0' }, data: { status: 'excused' } }),
    );
    await go('2026-03-24T10:00:00+08:00');
    expect(await report()).toMatchObject({ version: 0, todo: null, status: 'making' });
  });
});

describe('several steps of one person', { timeout: LONG_MS }, () => {
  const both = { estate: 'cuihu', role: 'supervisor' };
  const manager = { estate: 'cuihu', role: 'manager' };

  it('are left to another who has the role and is there', async () => {
    await open();
    await takeInStaff(test.ctx, [{ userid: 'zhou', name: '周敏', roles: [manager] }]);
    // Above the supervisor, and so able to hand in.
    await done('sun', 'p02.16', 'duty:0');
    await go('2026-03-25T10:00:00+08:00');
    expect(await done('sun', 'p02.16', 'duty:1', '同意')).toContain('前面的步骤是您签的，这一步请由周敏办理。');
    expect(await report()).toMatchObject({ step: 1, status: 'walking' });
    expect(await done('zhou', 'p02.16', 'duty:1', '同意')).toContain('已办结');
    expect(await report()).toMatchObject({ step: 2 });
  });

  it('are theirs where nobody else is there, and the signed copy says so', async () => {
    await open();
    await takeInStaff(test.ctx, [
      { userid: 'sun', name: '孙国栋', roles: [manager, both] },
      { userid: 'zhou', name: '周敏', roles: [manager] },
    ]);
    const from = test.ctx.clock.now();
    const leave = { userid: 'zhou', deputy: null, from, until: (from + 30 * DAY) as Instant };
    await test.ctx.db.write((tx) => addAbsence(tx, leave, from));
    await done('sun', 'p02.16', 'duty:0');
    await go('2026-03-25T10:00:00+08:00');
    expect(await done('sun', 'p02.16', 'duty:1', '同意')).toContain('已办结');
    await work();
    await done('guo', 'p02.16', 'duty:2');
    await work();
    await go('2026-03-31T10:00:00+08:00');
    const { id } = await report();
    const { files } = await says('qian', `档案 ${id}`);
    expect(sheetWords(files[0]?.bytes ?? Buffer.alloc(0))).toContain('编制、审核由孙国栋一人签署，当时没有别人可办。');
  });
});

describe('the archive', { timeout: LONG_MS }, () => {
  it('keeps the signed copy alone, for two years; then nothing but the fact and the hash', async () => {
    await open();
    await walkAll();
    const { id, archivedAt, keepUntil } = await report();
    expect([archivedAt, keepUntil]).toEqual([
      BigInt(at('2026-03-31T10:00:00+08:00')),
      BigInt(at('2028-04-01T00:00:00+08:00')),
    ]);
    const files = await test.ctx.db.read.file.findMany({ where: { reportId: id } });
    expect(files.map(({ name }) => name)).toEqual(['翠湖花园-P02-月回访汇总表-2026-03-1（定稿）.xlsx']);
    const got = await says('qian', `档案 ${id}`);
    expect(got.files.map(({ sha256 }) => sha256)).toEqual([files[0]?.sha256]);
    const sheet = sheetWords(got.files[0]?.bytes ?? Buffer.alloc(0));
    for (const words of ['刘艳 2026-03-24 10:00', '郭建 2026-03-25 10:00', '渗水回修要盯到底', BY_CHAT])
      expect(sheet).toContain(words);

    await expireArchive(test.ctx, at('2028-03-31T23:59:00+08:00'));
    expect(await report()).toMatchObject({ status: 'archived' });
    test.moveTo(at('2028-04-01T00:00:00+08:00'));
    await expireArchive(test.ctx, at('2028-04-01T00:00:00+08:00'));
    expect(await report()).toMatchObject({ status: 'deleted' });
    expect(await test.ctx.db.read.file.count({ where: { reportId: id } })).toBe(0);
    expect(await test.ctx.db.read.reportStep.count({ where: { opinion: { not: null } } })).toBe(0);
    const gone = await says('sun', `档案 ${id}`);
    expect(gone.files).toEqual([]);
    expect(gone.text).toContain('已期满销毁');
    const entries = await test.ctx.db.read.audit.findMany({
      where: { subject: `report:${id}` },
      orderBy: { seq: 'asc' },
    });
    expect(entries.at(-1)).toMatchObject({ action: 'record.delete' });
    expect(entries.at(-1)?.detail).toContain(files[0]?.sha256 ?? '—');
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('holds what quality saw to after the approval (p02.17), also where that came after it was archived', async () => {
    await open();
    await walkAll();
    const { id } = await report();
    const before = await says('qian', `档案 ${id}`);
    expect(sheetWords(before.files[0]?.bytes ?? Buffer.alloc(0))).toContain('（由品质管理部填写）');
    await go('2026-04-03T10:00:00+08:00');
    expect(await done('qian', 'p02.17', 'duty:0', '三栋渗水已复查，逐项落实')).toContain('已记入定稿');
    await work();
    const after = await says('qian', `档案 ${id}`);
    const words = sheetWords(after.files[0]?.bytes ?? Buffer.alloc(0));
    for (const one of ['三栋渗水已复查，逐项落实', '渗水回修要盯到底', '钱品 2026-04-03 10:00'])
      expect(words).toContain(one);
    expect(await report()).toMatchObject({ status: 'archived', todo: null });
    const sha256 = after.files[0]?.sha256;
    expect(await test.ctx.db.read.archive.findFirst({ where: { kind: 'report' } })).toMatchObject({ hash: sha256 });
    const entries = await test.ctx.db.read.audit.findMany({
      where: { subject: `report:${id}`, action: 'report.archive' },
    });
    expect(entries.map(({ detail }) => (JSON.parse(detail) as { sha256: string }).sha256)).toEqual([
      before.files[0]?.sha256,
      sha256,
    ]);
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('tells of the approval also where quality saw to it before the signed copy was made', async () => {
    await open();
    await done('liuyan', 'p02.16', 'duty:0');
    await go('2026-03-25T10:00:00+08:00');
    await done('sun', 'p02.16', 'duty:1', '渗水回修要盯到底');
    await work();
    await done('guo', 'p02.16', 'duty:2');
    const before = await told('alert');
    await done('qian', 'p02.17', 'duty:0', '已逐项落实');
    await work();
    expect(await told('alert')).toBeGreaterThan(before);
    expect((await versions()).at(-1)).toMatch(/signed$/u);
  });

  it('holds every opinion of a report that was returned, each with its day', async () => {
    await open();
    await done('liuyan', 'p02.16', 'duty:0');
    await go('2026-03-25T10:00:00+08:00');
    await done('sun', 'p02.16', 'duty:1', '渗水回修要盯到底');
    await work();
    const { no } = await test.ctx.db.read.duty.findFirstOrThrow({ where: { clause: 'p02.16', item: 'duty:2' } });
    await says('guo', `退回 事${no} 三栋数字不对`);
    await work();
    await go('2026-03-25T15:00:00+08:00');
    await done('sun', 'p02.16', 'duty:1', '三栋数字已核对');
    await work();
    await done('guo', 'p02.16', 'duty:2', '同意，按此落实');
    await work();
    await done('qian', 'p02.17', 'duty:0', '已逐项落实');
    await work();
    await go('2026-03-31T10:00:00+08:00');
    const { id } = await report();
    const { files } = await says('sun', `档案 ${id}`);
    const words = sheetWords(files[0]?.bytes ?? Buffer.alloc(0));
    for (const said of [
      '孙国栋 2026-03-25 10:00：渗水回修要盯到底\n孙国栋 2026-03-25 15:00：三栋数字已核对',
      '郭建 2026-03-25 10:00 退回：三栋数字不对\n郭建 2026-03-25 15:00：同意，按此落实',
      '已逐项落实',
    ])
      expect(words).toContain(said);
  });

  it('is handed over first, where the estate adopts the policy so', async () => {
    await open([{ id: 'p02', parameters: { handOver: true } }]);
    await walkAll();
    test.moveTo(at('2028-04-01T09:30:00+08:00'));
    await expireArchive(test.ctx, test.ctx.clock.now());
    const { id, status } = await report();
    expect(status).toBe('archived');
    const duty = await test.ctx.db.read.duty.findFirstOrThrow({ where: { item: 'hand-over:0' } });
    expect((await says('sun', `说明 事${duty.no}`)).text).toContain(`档${id}《月回访汇总表》`);
    expect((await says('sun', `办结 事${duty.no}`)).text).toContain('移交给谁');
    await says('sun', `办结 事${duty.no} 公司档案室张工`);
    expect(await report()).toMatchObject({ status: 'deleted' });
  });

  it('gives nothing that is not what went in', async () => {
    await open();
    await walkAll();
    const { id } = await report();
    const other = Uint8Array.from(test.ctx.box.sealBytes(Buffer.from('another')));
    await test.ctx.db.write((tx) => tx.file.updateMany({ where: { reportId: id }, data: { bytes: other } }));
    const got = await says('sun', `档案 ${id}`);
    expect(got.files).toEqual([]);
    expect(got.text).toContain('指纹不符');
    // Nor where the hash beside it was changed too: the chain knows what it was.
    await test.ctx.db.write((tx) => tx.reportVersion.updateMany({ where: { reportId: id }, data: { sha256: 'x' } }));
    expect((await says('sun', `档案 ${id}`)).text).toContain('指纹不符');
  });

  it('waits for the approval, and has nobody say that it is done before', async () => {
    await open();
    await go('2026-03-31T10:00:00+08:00');
    expect(await done('wangfang', 'p02.18', 'duty:1')).toContain('还没有批准');
    expect(await report()).toMatchObject({ status: 'walking' });
    await done('liuyan', 'p02.16', 'duty:0');
    await done('sun', 'p02.16', 'duty:1');
    await go('2026-04-02T10:00:00+08:00');
    await done('guo', 'p02.16', 'duty:2');
    await work();
    expect(await report()).toMatchObject({ status: 'archived', archivedAt: BigInt(test.ctx.clock.now()) });
  });
});
