/** Import files → the objects of the intake, each with its line; or every fault by line and column. */
import { columnOf, COLUMNS, estateIn, type Column, type ImportKind, type Surroundings } from './import-columns.js';
import { readTable, type Cell, type Row } from './read-table.js';

/** `column` is the head and the cell's name: `电话（F3）`; null for the line as a whole. */
export type ImportFault = { readonly line: number; readonly column: string | null; readonly message: string };

/** An object as the API takes it, the line that it stands on, and its cells' names by field. */
export type ImportRow = {
  readonly line: number;
  readonly object: Readonly<Record<string, unknown>>;
  readonly columns: ReadonlyMap<string, string>;
};

export type ImportFile = {
  readonly rows: readonly ImportRow[];
  readonly faults: readonly ImportFault[];
  /** Heads that name no column; their cells are left out. */
  readonly ignored: readonly string[];
};

type Heads = readonly (Column | undefined)[];
type Values = Record<string, unknown>;

/** Reads a whole file; throws TableError where it is no table at all. */
export async function readImport(kind: ImportKind, file: Buffer, around: Surroundings): Promise<ImportFile> {
  const [head, ...body] = await readTable(file);
  if (head === undefined) return { rows: [], faults: [fault(1, null, '文件是空的')], ignored: [] };
  const heads = head.cells.map((cell) => columnOf(kind, cell.text));
  const faults = headFaults(kind, head, heads, around);
  const ignored = head.cells.filter((cell, index) => cell.text !== '' && heads[index] === undefined);
  const read = faults.length > 0 ? [] : body.map((row) => readRow(kind, row, heads, around));
  const rows = read.flatMap((one) => ('row' in one ? [one.row] : []));
  const merged = kind === 'staff' ? mergeStaff(rows) : { rows, faults: repeats(rows) };
  return {
    rows: merged.rows,
    faults: [...faults, ...read.flatMap((one) => ('faults' in one ? one.faults : [])), ...merged.faults].toSorted(
      (a, b) => a.line - b.line,
    ),
    ignored: ignored.map((cell) => cell.text),
  };
}

const fault = (line: number, column: string | null, message: string): ImportFault => ({ line, column, message });

function headFaults(kind: ImportKind, head: Row, heads: Heads, around: Surroundings): readonly ImportFault[] {
  const given = heads.filter((column) => column !== undefined);
  const missing = COLUMNS[kind]
    .filter((column) => column.required || (column.field === 'estate' && around.estate === null && kind !== 'staff'))
    .filter((column) => !given.includes(column))
    .map((column) => fault(head.line, null, `缺少「${column.head}」列（${column.field}）`));
  const twice = given.filter((column, index) => given.indexOf(column) !== index);
  return [...missing, ...twice.map((column) => fault(head.line, null, `「${column.head}」列出现了两次`))];
}

function readRow(
  kind: ImportKind,
  row: Row,
  heads: Heads,
  around: Surroundings,
): { readonly row: ImportRow } | { readonly faults: readonly ImportFault[] } {
  const columns = new Map<string, string>();
  const cells = new Map<Column, Cell>();
  for (const [index, column] of heads.entries()) {
    if (column === undefined) continue;
    columns.set(column.field, `${column.head}（${letters(index)}${row.line}）`);
    const cell = row.cells[index];
    if (cell !== undefined && (cell.text !== '' || cell.fault !== undefined)) cells.set(column, cell);
  }
  const faults: ImportFault[] = [];
  const tell = (field: string, message: string): void => {
    faults.push(fault(row.line, columns.get(field) ?? null, message));
  };
  for (const column of heads) {
    if (column?.required && !cells.has(column)) tell(column.field, '缺少此项');
  }
  const estate = readEstate(cells, around, tell);
  const values: Values = estate === null ? {} : { estate: estate.id };
  for (const [column, cell] of cells) {
    if (column.field === 'estate') continue;
    const read = cell.fault === undefined ? column.read(cell, estate?.timezone ?? 'UTC') : { fault: cell.fault };
    if ('fault' in read) tell(column.field, read.fault);
    else values[column.field] = read.value;
  }
  if (kind === 'staff') placeRoles(values, around, tell);
  return faults.length > 0 ? { faults } : { row: { line: row.line, object: SHAPES[kind](values), columns } };
}

type Tell = (field: string, message: string) => void;

function readEstate(
  cells: ReadonlyMap<Column, Cell>,
  around: Surroundings,
  tell: Tell,
): Surroundings['estates'][number] | null {
  const given = [...cells].find(([column]) => column.field === 'estate')?.[1].text;
  const word = given ?? around.estate;
  if (word === null) return null;
  const estate = estateIn(around, word);
  if (estate === undefined) tell('estate', `没有项目「${word}」；${knownEstates(around)}`);
  return estate ?? null;
}

const knownEstates = ({ estates }: Surroundings): string =>
  estates.length === 0 ? '还没有任何项目' : `现有：${estates.map(({ id, name }) => `${name}（${id}）`).join('、')}`;

/** Each role stands at the estate that it names, else at the row's. */
function placeRoles(values: Values, around: Surroundings, tell: Tell): void {
  const roles = (values['roles'] ?? []) as readonly { readonly estate: string | null; readonly role: string }[];
  values['roles'] = roles.map(({ estate: word, role }) => {
    const estate = word === null ? values['estate'] : estateIn(around, word)?.id;
    if (estate === undefined) {
      tell('roles', word === null ? '缺少项目' : `没有项目「${word}」；${knownEstates(around)}`);
    }
    return { estate, role };
  });
}

/** From a row's values to the object that the API takes. */
const SHAPES: Readonly<Record<ImportKind, (values: Values) => Values>> = {
  residents: (values) => values,
  staff: (values) => Object.fromEntries(Object.entries(values).filter(([field]) => field !== 'estate')),
  events: (values) => values,
  agreements: ({ service, start, end, ...values }) => ({
    ...values,
    kind: 'contracted-service',
    ...(service === undefined ? {} : { description: service }),
    agreement: { start, end },
  }),
  works: ({ name, ...values }) => ({ ...values, kind: 'works-completion', description: name }),
};

/** A person on several lines, one for each estate, has the roles of all of them. */
function mergeStaff(rows: readonly ImportRow[]): { rows: readonly ImportRow[]; faults: readonly ImportFault[] } {
  const people = new Map<unknown, ImportRow>();
  for (const row of rows) {
    const before = people.get(row.object['userid']);
    const join = (field: string): readonly unknown[] => [
      ...((before?.object[field] ?? []) as readonly unknown[]),
      ...((row.object[field] ?? []) as readonly unknown[]),
    ];
    const object = { ...before?.object, ...row.object, roles: join('roles'), households: join('households') };
    people.set(row.object['userid'], { ...(before ?? row), object });
  }
  return { rows: [...people.values()], faults: [] };
}

function repeats(rows: readonly ImportRow[]): readonly ImportFault[] {
  const lines = new Map<string, number>();
  return rows.flatMap(({ line, object, columns }) => {
    const key = JSON.stringify([object['estate'], object['id']]);
    const first = lines.get(key);
    if (first === undefined) lines.set(key, line);
    return first === undefined ? [] : [fault(line, columns.get('id') ?? null, `与第 ${first} 行的编号相同`)];
  });
}

/** A fault that the intake found in an object, at its cell: `agreement.end` stands in the column `end`. */
export function faultAt(row: ImportRow, field: string, message: string): ImportFault {
  const parts = field.split('.');
  const name = [parts[0], ...parts.toReversed()].find((part) => part !== undefined && row.columns.has(part));
  const column = name === undefined ? null : (row.columns.get(name) ?? null);
  return fault(row.line, column, column === null && field !== '' ? `${field}：${message}` : message);
}

/** 0 → A, 26 → AA. */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest === 0 ? '' : letters(rest - 1)}${String.fromCharCode(65 + (index % 26))}`;
}
