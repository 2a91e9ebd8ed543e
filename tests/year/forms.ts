/**
 * Every form of the policies, printed from what was played and read back from the file: the page, the fields, and the numbers
 * beside those that plain loops over the rows come to.
 */
import excel from 'exceljs';
import PizZip from 'pizzip';
import { knownForms, makePapers, type Asked } from '../../src/app/reports/make-report.js';
import { parsePeriod, type Period } from '../../src/core/period.js';
import type { FilledPaper } from '../../src/core/report/filled-paper.js';
import { listsOf, type Field, type Form } from '../../src/core/report/form.js';
import { startOfDay, type LocalDate } from '../../src/core/calendar.js';
import { estateOf } from '../../src/store/estates.js';
import { renderPapers } from '../../src/forms/render-papers.js';
import { plainText } from '../../src/forms/document.js';
import { isDone, inSpan, readAll, type Counted } from '../app/reports/recount.js';
import { formNumberFaults, VISIT_PAPERS } from '../app/reports/recounts/index.js';
import { ESTATE_ID, ZONE } from './estate.js';
import type { Played } from './play.js';

/** All papers are counted; of thousands so many are written into a file and read back. */
const MOST_PAPERS = 60;

/** Which period each form is printed for. */
const PERIODS: Readonly<Record<Form['period'], string>> = {
  none: '2026',
  day: '2026-06-10..2026-06-10',
  week: '2026-06-08..2026-06-14',
  month: '2026-06',
  quarter: '2026Q2',
  'half-year': '2026H1',
  year: '2026',
};
const periodOf = (form: Form): Period => {
  const period = parsePeriod(PERIODS[form.period]);
  if (period === null) throw new Error(`no period ${PERIODS[form.period]}`);
  return period;
};

type Printed = {
  readonly form: Form;
  readonly papers: readonly FilledPaper[];
  readonly faults: readonly string[];
};

/** What is wrong with the forms of the policies that were played, and every number that the rows do not come to. */
export async function formFaults(played: Played): Promise<readonly string[]> {
  const printed = await printForms(played);
  if (printed.length < 3) return ['hardly a form was printed'];
  const differing = (await formFigures(played, printed)).filter(
    ({ said, counted }) => JSON.stringify(said) !== JSON.stringify(counted),
  );
  const numbers = await numberFaults(played, printed);
  return [...printed.flatMap(({ faults }) => faults), ...differing.map((one) => JSON.stringify(one)), ...numbers];
}

/** Every number of every paper, beside what plain loops over the rows come to. */
async function numberFaults({ world, options }: Played, printed: readonly Printed[]): Promise<readonly string[]> {
  const { ctx } = world;
  const all = await readAll(ctx, ESTATE_ID);
  return printed.flatMap(({ form, papers }) => {
    const { from, to, months } = periodOf(form);
    const asked = { months: months ?? 0, from, to, now: ctx.clock.now(), policies: options.policies };
    const given = { ...asked, causes: ctx.causes, marks: { item: null, overall: null } };
    return formNumberFaults(all, form, papers, given);
  });
}

/** Each form of the policies that were played, with what is wrong with its files. */
async function printForms({ world, options }: Played): Promise<readonly Printed[]> {
  const { ctx } = world;
  const estate = await estateOf(ctx.db.read, ESTATE_ID);
  if (estate === null) throw new Error(`no ${ESTATE_ID}`);
  const printed: Printed[] = [];
  for (const form of knownForms(ctx)) {
    if (form.about === 'policy' || !form.policies.some((id) => options.policies.includes(id))) continue;
    const asked: Asked = { form, estate, period: periodOf(form), id: null, now: ctx.clock.now() };
    const papers = (await makePapers(ctx, asked)) ?? [];
    const faults: string[] = [];
    const some = papers.slice(0, MOST_PAPERS);
    for (const type of ['xlsx', 'docx'] as const) {
      const bytes = await renderPapers(ctx.forms, form, some, type);
      if (bytes === null) faults.push(`${form.key}: no ${type}`);
      else faults.push(...(await (type === 'xlsx' ? sheetFaults : documentFaults)(form, some, bytes)));
    }
    printed.push({ form, papers, faults });
  }
  return printed;
}

const FONTS: readonly unknown[] = ['宋体', '黑体', '仿宋'];
/** What a clerk would not know: placeholders that were left, and words of the program. */
const STRANGE = /\{\{|undefined|\bNaN\b|\[object|\b(?:satisfied|fairly|dissatisfied|steward|in-person|with-staff)\b/u;

/** No more rows of a list stand on an A4 page, lying or upright. */
const MOST_ROWS_A_PAGE = 60;

async function sheetFaults(form: Form, papers: readonly FilledPaper[], bytes: Uint8Array): Promise<readonly string[]> {
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  const faults: string[] = [];
  const words = new Set<string>();
  let listed = 0;
  for (const sheet of book.worksheets) {
    const { paperSize, orientation, fitToWidth, printTitlesRow } = sheet.pageSetup;
    if (Number(paperSize) !== 9 || orientation !== form.orientation || fitToWidth !== 1)
      faults.push(`${sheet.name}: no A4`);
    if (sheet.headerFooter.oddFooter?.includes('第 &P 页 共 &N 页') !== true)
      faults.push(`${sheet.name}: no page numbers`);
    const isList = listsOf(form).length > 0 && !sheet.name.startsWith('图表');
    // Papers with lists have a sheet each, in their order.
    const lists = isList ? Object.values(papers[listed++]?.lists ?? {}) : [];
    if (lists.some((rows) => rows.length > MOST_ROWS_A_PAGE) && printTitlesRow === undefined)
      faults.push(`${sheet.name}: no head on each page`);
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.master !== cell || cell.value === null) return;
        words.add(cell.text);
        if (!FONTS.includes(cell.font.name)) faults.push(`${sheet.name} ${cell.address}: ${cell.font.name}`);
        if (typeof cell.value === 'object') faults.push(`${sheet.name} ${cell.address}: no plain value`);
      }),
    );
  }
  return [...faults, ...strange(words), ...missing(papers, (value) => words.has(String(value)))].map(
    (fault) => `${form.key}.xlsx ${fault}`,
  );
}

async function documentFaults(
  form: Form,
  papers: readonly FilledPaper[],
  bytes: Uint8Array,
): Promise<readonly string[]> {
  const zip = new PizZip(Buffer.from(bytes));
  const xml = zip.file('word/document.xml')?.asText() ?? '';
  const text = unescaped([...xml.matchAll(/<w:p[ >][\s\S]*?<\/w:p>/gu)].map(([one]) => plainText(one)).join('\n'));
  const footer = zip.file('word/footer1.xml')?.asText() ?? '';
  const faults = [...xml.matchAll(/w:eastAsia="([^"]+)"/gu)].flatMap(([, font]) =>
    FONTS.includes(font) ? [] : [`font ${font}`],
  );
  if (!/<w:pgSz w:w="(?:11906" w:h="16838|16838" w:h="11906)"/u.test(xml)) faults.push('no A4');
  if (!footer.includes(' PAGE ') || !footer.includes(' NUMPAGES ')) faults.push('no page numbers');
  if (listsOf(form).length > 0 && !xml.includes('<w:tblHeader/>')) faults.push('no head on each page');
  // Lines of one field are lines of one paragraph.
  const flat = text.replaceAll(/\s/gu, '');
  const has = (value: string | number): boolean => flat.includes(String(value).replaceAll(/\s/gu, ''));
  return [...faults, ...strange([text]), ...missing(papers, has)].map((fault) => `${form.key}.docx ${fault}`);
}

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const strange = (words: Iterable<string>): readonly string[] =>
  [...words].flatMap((word) => STRANGE.exec(word)?.[0] ?? []).map((word) => `says ${word}`);

/** What stands in a field's place: of one that the head of the paper says, its name too. */
const asPrinted = ({ name, instead }: Field, fields: FilledPaper['fields']): string | number => {
  const value = fields[name] ?? '';
  return instead === undefined || value === '' ? value : `${name}：${value}`;
};

/** Values of the papers that do not stand in the file. */
function missing(papers: readonly FilledPaper[], has: (value: string | number) => boolean): readonly string[] {
  const values = papers.flatMap(({ form, fields, lists }) => [
    ...form.body.flatMap((block) => ('fields' in block ? block.fields.map((field) => asPrinted(field, fields)) : [])),
    ...Object.values(lists).flatMap((rows) => rows.flatMap((row) => Object.values(row))),
  ]);
  return [...new Set(values)].filter((value) => value !== '' && !has(value)).map((value) => `lacks ${value}`);
}

type Figures = { readonly of: string; readonly said: readonly unknown[]; readonly counted: readonly unknown[] };

/** As many papers of records as visits whose record was made in the period. */
async function formFigures({ world, options }: Played, printed: readonly Printed[]): Promise<readonly Figures[]> {
  const all = await readAll(world.ctx, ESTATE_ID);
  return printed.flatMap(({ form, papers }) =>
    VISIT_PAPERS.includes(form.key)
      ? recordFigures(
          all,
          form,
          form.policies.filter((id) => options.policies.includes(id)),
          papers,
        )
      : [],
  );
}

/** As many papers as visits whose newest record was made in the period; of none a single one that says so. */
function recordFigures(
  all: Counted,
  form: Form,
  policies: readonly string[],
  papers: readonly FilledPaper[],
): readonly Figures[] {
  const span = spanOf(periodOf(form));
  const recorded = new Set(all.allRecords.filter(({ at }) => inSpan(at, span)).map(({ visitNo }) => visitNo));
  const numbers = all.allVisits
    .filter(
      ({ no, servedBy, policyId, record, status }) =>
        policies.includes(policyId) && record === form.title && isDone(status) && recorded.has(servedBy ?? no),
    )
    .map(({ no, policyId }) => `${policyId.toUpperCase()}-${String(no).padStart(6, '0')}`);
  const said = papers.map(({ fields }) => fields['编号']).filter((number) => number !== '');
  return [{ of: form.key, said: said.toSorted(), counted: numbers.toSorted() }];
}

const spanOf = ({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }): readonly [number, number] => [
  startOfDay(from, ZONE),
  startOfDay(to, ZONE),
];
