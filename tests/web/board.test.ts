/** The board's pages: what they say, and that every figure opens the list of just what it counts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { appendRecord } from '../../src/store/records.js';
import { visitByNo } from '../../src/store/visits.js';
import { figuresIn, linksIn, openBoard, type BoardTest } from '../helpers/board.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { openSurvey } from '../helpers/survey-home.js';

let test: EstateTest;
let board: BoardTest;

beforeEach(async () => {
  test = await openEstate(['p03', 'p08']);
  board = await openBoard(test.ctx);
});
afterEach(async () => {
  await board.close();
  await test.close();
});

const shown = async (url: string, userid = 'sun'): Promise<string> => {
  const { status, body } = await board.opens(userid, url);
  expect([url, status]).toEqual([url, 200]);
  return body.replaceAll(/\s+/gu, ' ');
};
/** Complaints of early March, all of which are asked about; the first visit of each. */
async function complaints(count: number, resolvedAt = '2026-03-05T09:00:00+08:00'): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let n = 1; n <= count; n += 1) {
    const id = `C-${resolvedAt.slice(0, 7)}-${n}`;
    expect(await test.events({ id, kind: 'complaint', resolvedAt, description: `投诉 ${n}` })).toEqual(['created']);
    const [visit] = await test.visits(id);
    if (visit !== undefined) numbers.push(visit.no);
  }
  return numbers;
}
const remark = (no: number, text: string): Promise<unknown> =>
  test.ctx.db.write(async (tx) => {
    const visit = await visitByNo(tx, no);
    const said = {
      grade: 'dissatisfied',
      remark: text,
      method: 'phone',
      by: 'zhangwei',
      at: test.ctx.clock.now(),
      why: [],
    } as const;
    return visit === null ? null : appendRecord(tx, visit, said);
  });
const totalOf = (body: string): number => Number(/共 (\d+) 条/u.exec(body)?.[1] ?? 'NaN');

describe('from a figure to its records to one record and its audit', () => {
  beforeEach(async () => {
    const [first = 0, second = 0, third = 0] = await complaints(5, '2026-03-09T20:00:00+08:00');
    await makeVisit(test, first, 'satisfied');
    await makeVisit(test, second, 'dissatisfied');
    test.moveTo(at('2026-03-20T10:00:00+08:00'));
    await makeVisit(test, third, 'fairly');
  });

  it('every figure of the overview opens a list of that length, whose every line opens its record', async () => {
    const figures = figuresIn(await shown('/board?period=2026-03'));
    expect(figures.length).toBeGreaterThan(12);
    const words = figures.map(({ says }) => says).join(' ');
    for (const says of ['应办', '按时', '补办', '未办', '其中逾期', '发出', '回收', '不满意', '应计回访'])
      expect(words).toContain(says);
    const records = new Set<string>();
    for (const { says, count, url } of figures) {
      const list = await shown(url);
      expect([says, url, totalOf(list)]).toEqual([says, url, count]);
      const lines = linksIn(list).filter((one) => /^\/board\/(?:visits|duties|cases)\/\d+$/u.test(one));
      expect([says, lines.length]).toEqual([says, count]);
      for (const line of lines) records.add(line);
    }
    for (const record of records) expect(await shown(record)).toContain('审计记录');
    expect([...records].some((one) => one.startsWith('/board/duties/'))).toBe(true);
  });

  it('the record tells the policy’s sentence, what was recorded, by whom, and each change in the audit', async () => {
    const list = await shown('/board/records?of=dissatisfied&period=2026-03');
    const [record = ''] = linksIn(list).filter((one) => /\/visits\/\d+$/u.test(one));
    const page = await shown(record);
    for (const words of ['3 栋 2 单元 1204', '《', '不满意', '张伟', '电话', '已记录', '登记事项'])
      expect(page).toContain(words);
    expect(page).toMatch(/→ 已记录/u);
    expect(page).not.toMatch(/wecom-|with-staff|recorded|undefined|null/u);
  });
});

describe('0.0% and nothing came back', () => {
  it('look different', async () => {
    const [first = 0] = await complaints(1);
    await makeVisit(test, first, 'dissatisfied');
    const rate = (text: string): string => `data-label="满意率" class="n">${text}`;
    expect(await shown('/board?period=2026-03')).toContain(rate('0.0%'));
    const none = await shown('/board?period=2025-07');
    expect(none).toContain(rate('—'));
    expect(none).toContain('没有到期的事');
    await test.ctx.db.write((tx) => tx.record.deleteMany({}));
    await test.ctx.db.write((tx) => tx.visit.updateMany({ data: { issuedAt: BigInt(test.ctx.clock.now()) } }));
    expect(await shown('/board?period=2026-03')).toMatch(/— <small>还没有回收<\/small>/u);
  });
});

describe('the choosers', () => {
  it('lead to this and the last month, quarter, half and year, and keep what was asked for', async () => {
    await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p03'] }]);
    const roles = ['cuihu', 'jin'].map((estate) => ({ estate, role: 'quality' }));
    await takeInStaff(test.ctx, [{ userid: 'qin', name: '秦品质', roles }]);
    const body = await shown('/board/visits?estate=jin&period=2026-03&kind=repair', 'qin');
    const periods = linksIn(body).flatMap((url) => /visits\?.*kind=repair.*period=([^&]+)$/u.exec(url)?.[1] ?? []);
    expect(periods).toEqual(['2026-03', '2026-02', '2026Q1', '2025Q4', '2026H1', '2026']);
    expect(linksIn(body).every((url) => !url.startsWith('/board/visits?') || url.includes('estate=jin'))).toBe(true);
    expect(body).toMatch(/<option value="jin" selected> ?锦园家园/u);
    expect(body).toMatch(/<option value="repair" selected>/u);
    const all = await shown('/board?period=2026-03', 'qin');
    expect(all).toContain('按条款比较各项目');
    expect(await shown('/board?period=nonsense&estate=', 'qin')).toContain('3 月');
  });
});

describe('several estates', () => {
  it('stand side by side, by clause too; figures of all open lists of all, and say of which estate each line is', async () => {
    await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p03'] }]);
    const roles = ['cuihu', 'jin'].map((estate) => ({ estate, role: 'vice-president' }));
    await takeInStaff(test.ctx, [{ userid: 'chen', name: '陈总', roles }]);
    await complaints(2);
    await test.events({ id: 'J-1', estate: 'jin', kind: 'complaint', resolvedAt: '2026-03-09T20:00:00+08:00' });
    const body = await shown('/board?period=2026-03', 'chen');
    const figures = figuresIn(body);
    const ofAll = figures.find(({ says }) => says === '应办');
    const each = figures.filter(({ says }) => /^(?:翠湖花园|锦园家园)应办$/u.test(says));
    expect(each).toHaveLength(2);
    expect(ofAll?.count).toBe(each.reduce((sum, { count }) => sum + count, 0));
    for (const { says, count, url } of figures)
      expect([says, totalOf(await shown(url, 'chen'))]).toEqual([says, count]);
    const list = await shown(ofAll?.url ?? '', 'chen');
    for (const name of ['翠湖花园', '锦园家园']) expect(list).toContain(`data-label="项目" >${name}`);
    const cells = [...body.matchAll(/<a\s+href="([^"]+)"[^>]*>(?:逾期 (\d+)|(\d+) \/ (\d+))<\/a\s*>/gu)];
    expect(cells.length).toBeGreaterThan(2);
    for (const [, url = '', overdue, , due] of cells)
      expect([url, totalOf(await shown(url.replaceAll('&amp;', '&'), 'chen'))]).toEqual([url, Number(overdue ?? due)]);
  });
});

describe('a list', () => {
  it('is shown by fifty and is whole as CSV, where no cell is a formula', async () => {
    const numbers = await complaints(60);
    const texts = ['=1+1', '@SUM(A1)', '+8613800001204', '-2', '<script>alert(1)</script>', '说"好"，\n再来', '𠮷䶮'];
    for (const [at, text] of texts.entries()) await remark(numbers[at] ?? 0, text);
    const first = await shown('/board/records?of=dissatisfied&period=2026-03');
    expect(totalOf(first)).toBe(texts.length);
    expect(first).toContain('&lt;script&gt;');
    expect(first).not.toContain('<script>');
    const url = '/board/visits?period=2026-03';
    const total = totalOf(await shown(url));
    expect(total).toBeGreaterThan(50);
    const pages = [
      await shown(url),
      await shown(`${url}&page=2`),
      await shown(`${url}&page=999`),
      await shown(`${url}&page=-1`),
    ];
    const lines = pages.map((body) => linksIn(body).filter((one) => /\/visits\/\d+$/u.test(one)));
    expect(lines.map(({ length }) => length)).toEqual([50, Math.min(50, total - 50), total % 50 || 50, 50]);
    const file = await board.opens('sun', '/board/records?of=dissatisfied&period=2026-03&format=csv');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(String(file.headers['content-disposition'])).toMatch(
      /^attachment; filename="list.csv"; filename\*=UTF-8''/u,
    );
    expect(file.body.startsWith('\uFEFF编号,受访户')).toBe(true);
    for (const text of ["'=1+1", "'@SUM(A1)", "'+8613800001204", "'-2", '𠮷䶮'])
      expect(file.body).toContain(`,${text}\r\n`);
    expect(file.body).toContain('"说""好""，\n再来"');
    const whole = await board.opens('sun', `${url}&format=csv`);
    expect(whole.body.trim().split('\r\n')).toHaveLength(total + 1);
    const taken = await test.ctx.db.read.audit.findMany({ where: { action: 'list.export' } });
    expect(taken.map(({ actor, subject }) => [actor, subject])).toEqual([
      ['sun', 'board/records'],
      ['sun', 'board/visits'],
    ]);
  });

  it('takes questions that make no sense for none', async () => {
    await complaints(1);
    for (const url of [
      '/board/dues?of=x',
      '/board/visits?kind=x&status=y&of=z',
      '/board/records?of[]=1',
      '/board/cases?of=constructor',
      '/board/dues?clause=%00',
      '/board?estate=a&estate=b',
    ])
      expect([url, (await board.opens('sun', url)).status]).toEqual([url, 200]);
  });
});

describe('a survey', () => {
  it('that is anonymous shows how many came back and nobody’s answers', async () => {
    const home = await openSurvey(['101', '102']);
    const { ctx } = home.world;
    const survey = await ctx.db.read.survey.findFirstOrThrow();
    await ctx.db.write((tx) => tx.survey.updateMany({ data: { anonymous: true } }));
    await using pages = await openPages(ctx);
    const url = `/board/survey?id=${encodeURIComponent(survey.id)}`;
    const { body } = await pages.opens('sun', url);
    expect(body).toContain('不记名，结束后公布');
    expect(body).not.toMatch(/1 栋 1 单元 10|李敏/u);
    await ctx.db.write((tx) => tx.survey.updateMany({ data: { anonymous: false } }));
    const named = await pages.opens('sun', url);
    expect(named.body).toContain('1 栋 1 单元 101');
    expect(named.body).toContain('没有回收');
    const list = await pages.opens('sun', '/board/surveys?period=2026H2');
    expect(linksIn(list.body)).toContain(`/board/survey?id=${encodeURIComponent(survey.id)}`);
    await home.world.close();
  });
});

async function openPages(ctx: EstateTest['ctx']): Promise<BoardTest & AsyncDisposable> {
  const pages = await openBoard(ctx);
  return { ...pages, [Symbol.asyncDispose]: () => pages.close() };
}
