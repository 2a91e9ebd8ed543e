/** What a recount says of a paper, and how it is held beside what the paper says. */
import type { LocalDate } from '../../../../src/core/calendar.js';
import type { Causes } from '../../../../src/core/causes.js';
import type { FilledPaper, FilledRow } from '../../../../src/core/report/filled-paper.js';
import type { Panel } from '../../../../src/core/report/report.js';
import type { Counted } from '../recount.js';

/** The numbers that stand in words, in their order, with 多, 少, 高, 低 and 持平. */
export type InWords = { readonly numbers: string };
export type Cell = string | number | null | InWords;
export type Row = Readonly<Record<string, Cell>>;
export type Recounted = {
  readonly fields?: Row;
  /** All rows of a list with the columns that are counted. */
  readonly lists?: Readonly<Record<string, readonly Row[]>>;
  /** A line of numbers for each panel. */
  readonly charts?: readonly string[];
};
export type Asked = {
  readonly policy: string;
  /** The months of the period; from its first to the day after its last. */
  readonly months: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly now: number;
  /** All that the estate has adopted. */
  readonly policies: readonly string[];
  readonly causes: Causes;
  /** What the company has set as its pass marks. */
  readonly marks: { readonly item: number | null; readonly overall: number | null };
};
export type Recount = (all: Counted, asked: Asked, said: FilledPaper) => Recounted;

export const numbersIn = (text: string): string =>
  [...text.matchAll(/\d+(?:\.\d+)?|持平|[多少高低](?=\s*\d)/gu)].map(([one]) => one).join(' ');

/** What stands in words, from its parts in their order. */
export const inWords = (...parts: readonly (string | number | null)[]): InWords => ({
  numbers: numbersIn(parts.map((part) => part ?? '').join(' ')),
});

/** A panel as its labels and numbers. */
export function panelLine(panel: Panel): string {
  switch (panel.kind) {
    case 'shares':
      return line(panel.bars.map(({ label, part, whole, rate }) => [label, part, whole, rate]));
    case 'counts':
      return line(panel.bars.map(({ label, count, of }) => [label, count, of]));
    case 'line':
    case 'trend':
      return line(panel.points.map(({ label, issued, returned, rate }) => [label, issued, returned, rate]));
    case 'grades':
      return line(
        panel.bars.map(({ label, issued, returned, satisfied, fairly, dissatisfied, rate }) => [
          label,
          issued,
          returned,
          satisfied,
          fairly,
          dissatisfied,
          rate,
        ]),
      );
    case 'heat':
      return line([
        panel.columns,
        ...panel.rows.map((row, at) => [
          row,
          ...(panel.cells[at] ?? []).flatMap((cell) => [cell?.rate ?? null, cell?.returned ?? null]),
        ]),
      ]);
    default:
      return panel satisfies never;
  }
}

/** Bars as one line; a rate stands without its sign. */
export const line = (bars: readonly (readonly (string | number | null)[])[]): string =>
  bars.map((bar) => bar.map((one) => (one === null ? '—' : String(one).replace(/%$/u, ''))).join(' ')).join(' | ');

/** Fields that tell a day, a name or what somebody wrote: nothing in them is counted. */
const FACTS: ReadonlySet<string> = new Set([
  'no',
  '起止日期',
  '年月日',
  '期间',
  '制表日期',
  '编号',
  '项目',
  '公司',
  '标题',
  '制度',
  '调查名称',
  '问卷名称',
  '工程名称',
  '验收日期',
  '保修书签署日期',
  '有关单位',
]);
const isNumber = (cell: string | number): boolean => typeof cell === 'number' || /^\d+(?:\.\d+)?%?$/u.test(cell);
const NO_ROWS = '（无）';
const NOTHING = '—';

const shown = (cell: Cell): string | number =>
  cell === null ? NOTHING : typeof cell === 'object' ? cell.numbers : cell;
const read = (said: string | number | undefined, counted: Cell): string | number | undefined =>
  counted !== null && typeof counted === 'object' ? numbersIn(String(said ?? '')) : said;
const isEmpty = (rows: readonly FilledRow[]): boolean =>
  rows.length === 1 && Object.values(rows[0] ?? {}).every((cell) => cell === '' || cell === NO_ROWS);

/** Numbers of a paper that the rows do not come to, and those that nothing counts. */
export function paperFaults(said: FilledPaper, counted: Recounted): readonly string[] {
  const { key } = said.form;
  const { fields = {}, lists = {} } = counted;
  const wrongFields = Object.entries(fields).flatMap(([name, cell]) =>
    read(said.fields[name], cell) === shown(cell)
      ? []
      : [`${key} ${name}: says ${JSON.stringify(said.fields[name])}, counted ${shown(cell)}`],
  );
  const bareFields = Object.entries(said.fields).flatMap(([name, cell]) =>
    fields[name] === undefined && !FACTS.has(name) && /\d/u.test(String(cell))
      ? [`${key} ${name}: nothing counts ${cell}`]
      : [],
  );
  const wrongLists = Object.entries(said.lists).flatMap(([name, rows]) =>
    listFaults(`${key} ${name}`, isEmpty(rows) ? [] : rows, lists[name]),
  );
  const panels = said.charts.flatMap((chart) => chart.panels.map(panelLine));
  const charts = counted.charts ?? [];
  const wrongCharts =
    JSON.stringify(panels) === JSON.stringify(charts)
      ? []
      : [`${key} charts: says ${JSON.stringify(panels)}, counted ${JSON.stringify(charts)}`];
  return [...wrongFields, ...bareFields, ...wrongLists, ...wrongCharts];
}

/** Cells of a paper's lists that hold a bare number, beside the number of their row and telephone numbers. */
export const uncountedCells = (said: FilledPaper): readonly string[] =>
  Object.entries(said.lists).flatMap(([name, rows]) => listFaults(`${said.form.key} ${name}`, rows, undefined));

function listFaults(of: string, rows: readonly FilledRow[], counted: readonly Row[] | undefined): readonly string[] {
  const numbered = rows.flatMap((row, at) =>
    typeof row['序号'] === 'number' && row['序号'] !== at + 1 ? [`${of}: 序号 ${row['序号']} in row ${at + 1}`] : [],
  );
  const columns = new Set((counted ?? []).flatMap((row) => Object.keys(row)));
  const bare = rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, cell]) =>
      name === '序号' || name.endsWith('电话') || columns.has(name) || !isNumber(cell)
        ? []
        : [`${of}.${name}: nothing counts ${cell}`],
    ),
  );
  if (counted === undefined) return [...numbered, ...new Set(bare)];
  const length = rows.length === counted.length ? [] : [`${of}: ${rows.length} rows, counted ${counted.length}`];
  const wrong = counted.flatMap((row, at) =>
    Object.entries(row).flatMap(([name, cell]) =>
      read(rows[at]?.[name], cell) === shown(cell)
        ? []
        : [`${of}.${name} row ${at + 1}: says ${JSON.stringify(rows[at]?.[name])}, counted ${shown(cell)}`],
    ),
  );
  return [...numbered, ...new Set(bare), ...length, ...wrong];
}
