/** Every counted form read back from its file where nothing came back, where nothing was, and of a single household. */
import excel from 'exceljs';
import PizZip from 'pizzip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFigures, type FigureCommand } from '../../../src/app/answer-oversight.js';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { takeInEstates, takeInStaff } from '../../../src/app/take-in-people.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { FilledPaper } from '../../../src/core/report/filled-paper.js';
import { fieldsOf, listsOf, type FileType, type Form } from '../../../src/core/report/form.js';
import { DIRECTIONS, keysOf } from '../../../src/core/terms.js';
import { plainText } from '../../../src/forms/document.js';
import { renderPapers } from '../../../src/forms/render-papers.js';
import { estateOf } from '../../../src/store/estates.js';
import { staffOf } from '../../../src/store/staff.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';
import { makeSurvey, makeYear } from '../../helpers/made-year.js';
import { makeOddRows } from '../../helpers/odd-rows.js';
import { MARKS, POLICIES } from '../../helpers/random-estate.js';
import { readAll, type Counted } from './recount.js';
import { formNumberFaults, RECOUNTS } from './recounts/index.js';

const ASKS = [
  ['1', '工程质量'],
  ['2', '保修及时'],
] as const;
const NOW = at('2026-12-31T12:00:00+08:00');

/** A year of 翠湖 with visits and ballots that nobody answered; the same two years before; a house of one household. */
const WORLDS = {
  silent: { estate: 'cuihu', year: '2026' },
  nothing: { estate: 'cuihu', year: '2024' },
  one: { estate: 'one', year: '2026' },
} as const;
type World = keyof typeof WORLDS;
const WITHIN: Readonly<Record<Form['period'], { readonly name: string; readonly months: number }>> = {
  none: { name: '', months: 12 },
  day: { name: '-06-10', months: 0 },
  week: { name: '-06-08', months: 0 },
  month: { name: '-08', months: 1 },
  quarter: { name: 'Q3', months: 3 },
  'half-year': { name: 'H1', months: 6 },
  year: { name: '', months: 12 },
};

let world: EstateTest;
const counted = new Map<string, Counted>();

beforeAll(async () => {
  world = await openEstate(POLICIES);
  const { ctx } = world;
  world.moveTo(NOW);
  await takeInEstates(ctx, [{ id: 'one', name: '一户苑', policies: POLICIES }]);
  const roles = ['cuihu', 'one'].map((estate) => ({ estate, role: 'manager' }));
  await takeInStaff(ctx, [{ userid: 'sun', name: '孙国栋', roles }]);
  await makeYear(ctx, { estate: 'cuihu', events: 60, households: 9, seed: 23 });
  await makeYear(ctx, { estate: 'one', events: 40, households: 1, seed: 3 });
  await surveysOf('cuihu', 30, 0);
  await surveysOf('one', 1, 1);
  await makeOddRows(ctx, 'cuihu');
  const dissatisfied = JSON.stringify(Object.fromEntries(keysOf(DIRECTIONS).map((item) => [item, 'dissatisfied'])));
  await ctx.db.write(async (tx) => {
    const silent = { grade: null, grades: null, topics: null, remark: null, unfinished: false };
    await tx.record.updateMany({ where: { estateId: 'cuihu' }, data: silent });
    await tx.followUp.deleteMany({ where: { estateId: 'cuihu' } });
    await tx.record.updateMany({ where: { estateId: 'one' }, data: { grade: 'dissatisfied' } });
    await tx.ballot.updateMany({ where: { estateId: 'one' }, data: { answers: dissatisfied } });
  });
  for (const estate of ['cuihu', 'one']) counted.set(estate, await readAll(ctx, estate));
}, 60_000);
afterAll(() => world.close());

async function surveysOf(estate: string, issued: number, returned: number): Promise<void> {
  const half = { estate, period: '2026H1', closesAt: at('2026-07-01T00:00:00+08:00'), issued, returned };
  await makeSurvey(world.ctx, { ...half, clause: 'p08.4', seed: 5 });
  await makeSurvey(world.ctx, { ...half, clause: 'p02.7', anonymous: false, seed: 6 });
  await makeSurvey(world.ctx, { ...half, clause: 'p10.5', anonymous: false, questions: ASKS, seed: 7 });
}

async function made(of: World, key: string) {
  const form = world.ctx.forms.forms.get(key);
  const estate = await estateOf(world.ctx.db.read, WORLDS[of].estate);
  const all = counted.get(WORLDS[of].estate);
  if (form === undefined || estate === null || all === undefined) throw new TypeError(`${of} ${key}`);
  const { name, months } = WITHIN[form.period];
  const period = parsePeriod(`${WORLDS[of].year}${name}`);
  if (period === null) throw new TypeError(name);
  const papers = (await makePapers(world.ctx, { form, estate, period, id: null, now: NOW })) ?? [];
  const { from, to } = period;
  const policies = estate.policies.map(({ id }) => id);
  const asked = { months, from, to, now: NOW, policies, causes: world.ctx.causes, marks: MARKS };
  return { form, papers, faults: formNumberFaults(all, form, papers, asked) };
}
const bytesOf = async (form: Form, papers: readonly FilledPaper[], type: FileType): Promise<Buffer> =>
  Buffer.from((await renderPapers(world.ctx.forms, form, papers, type)) ?? []);

/** The rows of a file, each with what stands in its cells; on a document also its paragraphs. */
type Rows = readonly (readonly string[])[];
async function sheetRows(bytes: Buffer): Promise<Rows> {
  const book = new excel.Workbook();
  await book.xlsx.load(bytes as never);
  const rows: string[][] = [];
  for (const sheet of book.worksheets)
    sheet.eachRow((row) => {
      const cells: string[] = [];
      row.eachCell((cell) => void (cell.master === cell && cells.push(cell.text)));
      rows.push(cells);
    });
  return rows;
}
function documentRows(bytes: Buffer): Rows {
  const xml = new PizZip(bytes).file('word/document.xml')?.asText() ?? '';
  const within = (text: string, tag: string): readonly string[] =>
    [...text.matchAll(new RegExp(`<w:${tag}[ >][\\s\\S]*?</w:${tag}>`, 'gu'))].map(([one]) => one);
  const rows = within(xml, 'tr').map((row) => within(row, 'tc').map(plainText));
  return [...rows, ...within(xml, 'p').map((one) => [plainText(one)])];
}

const bare = (text: string): string => text.replaceAll(/\s/gu, '');
const lineOf = (cells: readonly (string | number)[]): string =>
  cells.flatMap((cell) => (cell === '' ? [] : [bare(String(cell))])).join('|');

/** What a paper says that its file does not, and what no file may say. */
function fileFaults(papers: readonly FilledPaper[], rows: Rows): readonly string[] {
  const lines = rows.map(lineOf);
  const all = lines.join('\n');
  const broken = lines.filter((line) => /NaN|undefined|Infinity|null|#DIV|#REF|#VALUE|\[object/u.test(line));
  const fields = papers.flatMap((paper) =>
    ['说明', ...fieldsOf(paper.form).map(({ name }) => name)].flatMap((name) =>
      String(paper.fields[name] ?? '')
        .split('\n')
        .filter((words) => !all.includes(bare(words))),
    ),
  );
  const missing = papers.flatMap((paper) =>
    listsOf(paper.form).flatMap(({ list, columns }) =>
      (paper.lists[list] ?? [])
        .map((row) => lineOf(columns.map(({ name }) => row[name] ?? '')))
        .filter((row) => !lines.some((line) => line.includes(row))),
    ),
  );
  return [...broken, ...fields, ...missing];
}

/** What the files of a form must say, and what they must not. */
const SAYS: readonly (readonly [World, string, readonly RegExp[], readonly RegExp[]])[] = [
  ['silent', 'month-summary', [/回访率0\.0%；回访记录\d+份，都没有评价，满意率—/u], [/满意率0\.0%/u]],
  ['silent', 'quarter-report', [/都没有评价，满意率—/u, /近12个月没有评价/u], [/满意率0\.0%|最低/u]],
  ['silent', 'visit-statistics', [/都没有评价，满意率—/u], [/满意率0\.0%/u]],
  ['silent', 'satisfaction-statistics', [/没有回收/u, /综合评议\|—\|—\|—\|—\|—\|80%\|—/u], [/满意率\|?0\.0%|未达标/u]],
  ['silent', 'survey-report', [/发出30票，回收0票，回收率0\.0%。/u, /没有回收。/u], [/满意率0\.0%|未达标|最低/u]],
  ['silent', 'questionnaire-report', [/没有回收。/u, /工程质量\|—\|—\|—\|—\|—/u], [/满意率0\.0%/u]],
  ['silent', 'home-service-report', [/合计：没有回访记录/u, /服务技能—/u], [/没有不合格/u]],
  ['silent', 'works-service-report', [/计划回访6次，已回访4次。/u, /回访记录4份，都没有评价，满意率—/u], [/0\.0%/u]],
  ['silent', 'performance', [/经办服务满意率：?\|?—/u, /按时率/u], []],
  ['nothing', 'month-summary', [/本期没有处理的事项，也没有回访记录。/u], [/0\.0%/u]],
  ['nothing', 'quarter-report', [/本期没有处理的事项，也没有回访记录。/u], [/0\.0%|没有不合格/u]],
  ['nothing', 'complaint-month', [/投诉\|0\|0\|—\|0\|0\|0\|0\|0\|—/u], [/0\.0%/u]],
  ['nothing', 'visit-statistics', [/回访率\|—\|—\|—/u], [/0\.0%/u]],
  ['nothing', 'satisfaction-statistics', [/本期没有满意率统计表。/u], [/0\.0%/u]],
  ['nothing', 'survey-report', [/本期没有全面综合回访。/u, /近12个月没有评价。/u], [/0\.0%/u]],
  ['nothing', 'questionnaire-report', [/本期没有问卷验证和总结报告。/u], [/0\.0%/u]],
  ['nothing', 'home-service-report', [/各月都没有应访的户。/u], [/达到抽样比例|没有不合格|0\.0%/u]],
  ['nothing', 'function-visits', [/抽中0户，已回访0户。/u, /没有回访记录。/u], [/0\.0%/u]],
  ['nothing', 'compliance', [/制度执行率—（没有到期的事）。/u], [/0\.0%/u]],
  ['nothing', 'visit-plan', [/计划回访0件。/u], [/0\.0%/u]],
  ['nothing', 'performance', [/（无）/u], [/0\.0%/u]],
  ['one', 'month-summary', [/有评价2份：满意0、一般满意0、不满意2，满意率0\.0%（份数少，仅供参考）/u], []],
  ['one', 'quarter-report', [/满意率0\.0%（份数少，仅供参考）/u, /满意率从1月的0\.0%/u], [/没有不合格/u]],
  ['one', 'satisfaction-statistics', [/综合评议\|0\|0\|1\|0\|0\.0%\|80%\|未达标/u, /只回收1份/u, /不公布/u], []],
  ['one', 'questionnaire-report', [/工程质量\|0\|0\|1\|0\|0\.0%/u, /回收1份，回收率100\.0%/u], []],
  ['one', 'function-visits', [/共1户/u], []],
  ['one', 'key-households', [/重点户1户，本期已回访1户。/u], []],
];

describe.each(keysOf(WORLDS))('the files of %s', (of) => {
  it.each(Object.keys(RECOUNTS))('hold what the papers of %s say, and the rows come to', async (key) => {
    const { form, papers, faults } = await made(of, key);
    expect(faults).toEqual([]);
    const files: Rows[] = [];
    if (form.files.includes('xlsx')) files.push(await sheetRows(await bytesOf(form, papers, 'xlsx')));
    // The sheet holds the pictures already: drawing takes long.
    const undrawn = papers.map((paper) => ({ ...paper, charts: [] }));
    if (form.files.includes('docx')) files.push(documentRows(await bytesOf(form, undrawn, 'docx')));
    expect(files.length).toBeGreaterThan(0);
    for (const rows of files) {
      expect(fileFaults(papers, rows)).toEqual([]);
      const words = rows.map(lineOf).join('\n');
      for (const [, , musts, nevers] of SAYS.filter(([where, what]) => where === of && what === key)) {
        for (const must of musts) expect(words).toMatch(must);
        for (const never of nevers) expect(words).not.toMatch(never);
      }
    }
  });
});

describe('pictures', () => {
  const drawn = async (of: World, key: string): Promise<string> => {
    const { form, papers } = await made(of, key);
    return (await bytesOf(form, papers, 'svg')).toString('utf8');
  };

  it('show a true zero, and a dash where nothing came back', async () => {
    const zero = await drawn('one', 'survey-report');
    expect(zero).toMatch(/>0\.0</u);
    expect(zero).toMatch(/>—</u);
    for (const svg of [zero, await drawn('silent', 'month-summary')])
      expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
  });

  it('are not drawn of nothing', async () => {
    expect(await drawn('silent', 'survey-report')).toBe('');
    for (const key of ['month-summary', 'quarter-report', 'compliance']) expect(await drawn('nothing', key)).toBe('');
  });
});

describe('figures in a chat', () => {
  async function answered(of: World, command: FigureCommand['command']): Promise<string> {
    const { ctx } = world;
    const { estate: id, year } = WORLDS[of];
    const [staff, estate] = [await staffOf(ctx.db.read, 'sun'), await estateOf(ctx.db.read, id)];
    if (staff === null || estate === null) throw new TypeError(id);
    const asked = { command, args: { period: `${year}Q3` } } as FigureCommand;
    const asker = { staff, estates: [estate], zone: 'Asia/Shanghai' };
    const { texts, files } = await answerFigures(ctx, asker, asked, NOW);
    for (const { bytes } of files) expect(bytes.length).toBeGreaterThan(1000);
    const text = texts.join('\n');
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/u);
    return text;
  }

  it('keep a true zero apart from nothing', async () => {
    expect(await answered('silent', '满意率')).toMatch(/满意率 —（回收 0 \/ 发出 [1-9]\d*，.*还没有回收。/u);
    expect(await answered('nothing', '满意率')).toMatch(/满意率 —（回收 0 \/ 发出 0，.*这段时间没有发出。/u);
    expect(await answered('one', '满意率')).toMatch(/满意率 0\.0%（回收 [1-9]/u);
    expect(await answered('nothing', '回访率')).toMatch(/回访率 —（完成 0 \/ 应计 0，.*，这段时间没有应计的回访。/u);
    expect(await answered('nothing', '执行率')).toContain('执行率 —（没有到期的事）');
    expect(await answered('nothing', '绩效')).toContain('没有到期的回访');
    for (const of of ['silent', 'one'] as const)
      for (const command of ['回访率', '执行率', '绩效', '逾期', '未覆盖'] as const) await answered(of, command);
  });
});
