/** 导出、流程图 and the like in chat: a file within the platform's size, a link for what is larger. */
import excel from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { answerWords } from '../../src/app/answer-words.js';
import type { Answer } from '../../src/app/answer.js';
import { openPaper, paperLink } from '../../src/app/reports/paper-link.js';
import { DAY, type Instant } from '../../src/core/calendar.js';
import { deletePapers, keepPaper } from '../../src/store/paper-files.js';
import { fileSource } from '../../src/store/files.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
  await test.events({
    id: 'C-1',
    kind: 'complaint',
    description: '楼道灯不亮',
    resolvedAt: '2026-03-09T09:00:00+08:00',
  });
  const [visit] = await test.visits('C-1');
  await makeVisit(test, visit?.no ?? 0, 'satisfied');
});
afterEach(() => test.close());

const staff = async (userid: string) => {
  const found = await staffOf(test.ctx.db.read, userid);
  if (found === null) throw new Error(`no ${userid}`);
  return found;
};

async function says(userid: string, text: string): Promise<Answer> {
  const { ctx } = test;
  const asker = { staff: await staff(userid), estates: await estates(ctx.db.read), zone: 'Asia/Shanghai' };
  const answer = await answerWords(ctx, asker, text, ctx.clock.now());
  await ctx.db.write(async (tx) => answer.writes?.(tx, ctx.clock.now()));
  return answer;
}

describe('导出', () => {
  it('alone, or asked for, names what the estate has', async () => {
    for (const text of ['导出', '有哪些报表']) {
      const { texts, files } = await says('liuyan', text);
      expect(texts[0]).toMatch(/^翠湖花园可以导出的有：.*季度统计分析报告.*。可以写：导出 回访记录表 9月$/u);
      expect(texts[0]).not.toContain('月回访汇总表');
      expect(files).toEqual([]);
    }
  });

  it('says when there was nothing in the period', async () => {
    const { texts } = await says('liuyan', '导出 回访记录表 1月');
    expect(texts).toEqual(['回访记录表 翠湖花园 2026 年 1 月：本期没有内容，这是一张空表。']);
  });

  it('tells forms of one name apart by their policies', async () => {
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p03', 'p08'] }]);
    const { texts, files } = await says('liuyan', '导出 回访记录表 3月');
    expect(files.map(({ name }) => name)).toEqual([
      '回访记录表（p03） 翠湖花园 2026 年 3 月.xlsx',
      '回访记录表（p08） 翠湖花园 2026 年 3 月.xlsx',
    ]);
    expect(texts.map((text) => text.slice(0, 10))).toEqual(['回访记录表（p03）', '回访记录表（p08）']);
  });

  it('gives the supervisor the records of the month as a sheet, and keeps that they had it', async () => {
    const { texts, files } = await says('liuyan', '导出 回访记录表 3月');
    expect(texts).toEqual(['回访记录表 翠湖花园 2026 年 3 月，1 份，可以直接打印。']);
    expect(files.map(({ kind, name, sealedFor }) => [kind, name, sealedFor])).toEqual([
      ['file', '回访记录表 翠湖花园 2026 年 3 月.xlsx', 'cuihu'],
    ]);
    const book = new excel.Workbook();
    await book.xlsx.load(Buffer.from(files[0]?.bytes ?? []) as never);
    expect(book.worksheets[0]?.getSheetValues().flat()).toContain('楼道灯不亮');
    expect(await test.ctx.db.read.audit.findFirst({ where: { action: 'report.make' } })).toMatchObject({
      actor: 'liuyan',
    });
  });

  it('refuses a steward, and says who has it', async () => {
    const { texts, files } = await says('zhangwei', '导出 回访记录表 3月');
    expect([texts.join(''), files]).toEqual([expect.stringContaining('由客服主管、项目经理'), []]);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.make report' } })).toBe(1);
  });

  it('gives a steward what the policy has stewards make (p03.13), and names no other', async () => {
    expect((await says('zhangwei', '季报')).files).toHaveLength(1);
    const { texts } = await says('zhangwei', '导出');
    expect(texts[0]).toBe('翠湖花园可以导出的有：季度统计分析报告。可以写：导出 季度统计分析报告 9月');
    expect((await says('zhangwei', '帮助')).texts.join('\n')).toContain('· 导出 季度统计分析报告：');
  });

  it('of an unknown form says which there are', async () => {
    expect((await says('liuyan', '导出 访客登记表 3月')).texts[0]).toContain('没有叫「访客登记表」的表');
  });
});

describe('绩效数据', () => {
  it('is for those who answer for staff: the headquarters compares estates, and nobody’s work', async () => {
    await takeInStaff(test.ctx, [
      { userid: 'hq', name: '何青', roles: [{ estate: 'cuihu', role: 'customer-service-hq' }] },
    ]);
    const { texts, files } = await says('hq', '导出 绩效数据 3月');
    expect([texts.join(''), files]).toEqual([expect.stringContaining('客服主管'), []]);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.see figures of staff' } })).toBe(1);
    expect((await says('liuyan', '导出 绩效数据 3月')).files).toHaveLength(1);
    expect((await says('hq', '导出 季度报告')).files).toHaveLength(1);
  }, 60_000);
});

describe('流程图', () => {
  it('is a picture of the policy (p03.15)', async () => {
    const { files } = await says('zhangwei', '流程图 p03');
    expect(files.map(({ name, mime, kind = 'image' }) => [name, mime, kind])).toEqual([
      ['回访流程图 p03.png', 'image/png', 'image'],
    ]);
  }, 180_000);
});

describe('a link', () => {
  const FILE = {
    name: '表.xlsx',
    mime: 'application/x',
    sha256: 'ab',
    bytes: Buffer.from('130-secret'),
    estate: 'cuihu',
  };

  async function link(userid: string): Promise<{ token: string; id: string }> {
    const { ctx } = test;
    return ctx.db.write(async (tx) => {
      const id = await keepPaper(tx, ctx.box, FILE, ctx.clock.now());
      const about = { file: id, staff: userid, form: 'record-p03', estate: 'cuihu' };
      const url = await paperLink(tx, ctx, about, ctx.clock.now());
      expect(url).toMatch(/^https:\/\/pm\.example\/papers\/[\w-]{32}$/u);
      return { token: url.split('/').at(-1) ?? '', id };
    });
  }

  it('opens for the one who asked, for a day; the file lies sealed', async () => {
    const { ctx } = test;
    const { token, id } = await link('liuyan');
    expect(await openPaper(ctx, token, await staff('liuyan'))).toMatchObject({ kind: 'file', name: '表.xlsx' });
    const stored = await ctx.db.read.file.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(stored.bytes).includes('130-secret')).toBe(false);
    expect(Buffer.from((await fileSource(ctx.db, ctx.box).read(id))?.bytes ?? []).toString()).toBe('130-secret');
    test.moveTo((ctx.clock.now() + DAY) as Instant);
    expect(await openPaper(ctx, token, await staff('liuyan'))).toEqual({ kind: 'gone' });
    await ctx.db.write((tx) => deletePapers(tx, (ctx.clock.now() + 1) as Instant));
    expect(await ctx.db.read.file.count({ where: { id } })).toBe(0);
  });

  it('opens for nobody else, not even with the same right, and the try is kept', async () => {
    const { token } = await link('liuyan');
    expect(await openPaper(test.ctx, token, await staff('sun'))).toEqual({ kind: 'not-yours' });
    expect(await openPaper(test.ctx, 'x'.repeat(32), await staff('liuyan'))).toEqual({ kind: 'gone' });
    expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.report.download' } })).toBe(1);
  });

  it('opens no more for one who has no right any more', async () => {
    const { token } = await link('zhangwei');
    expect(await openPaper(test.ctx, token, await staff('zhangwei'))).toEqual({ kind: 'not-yours' });
  });
});
