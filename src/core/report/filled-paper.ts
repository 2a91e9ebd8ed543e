/**
 * A paper with everything that its form prints: the standard fields, a dash where nothing came back, a place to sign where
 * nobody has, a line that says so where a list is empty. What a maker forgot, or the form does not know, is a fault of ours.
 */
import { fieldsOf, listsOf, STANDARD_FIELDS, type Company, type Form, type List } from './form.js';
import type { Paper, PaperRow } from './paper.js';
import { NOTHING, type Cell, type ChartValue } from './report.js';

export type Filled = string | number;
export type FilledRow = Readonly<Record<string, Filled>>;
export type FilledPaper = {
  readonly form: Form;
  readonly fields: FilledRow;
  readonly lists: Readonly<Record<string, readonly FilledRow[]>>;
  /** Links that are shown as QR codes, by the field's name. */
  readonly codes: Readonly<Record<string, string>>;
  readonly charts: readonly ChartValue[];
};

/** What every paper of one making carries. */
export type Heading = {
  readonly company: Company;
  readonly estate: string;
  /** In words, empty where the form is about no period. */
  readonly period: string;
  readonly date: string;
};

/** A form, most likely a company's own, prints what its maker does not know; said to whoever asked for it. */
export class PaperFault extends Error {
  override readonly name = 'PaperFault';
  readonly form: Form;
  readonly missing: readonly string[];

  constructor(form: Form, missing: readonly string[]) {
    super(`the form ${form.key} wants ${missing.join(', ')}`);
    this.form = form;
    this.missing = missing;
  }
}

/** Where a signature and its date go by hand. */
export const TO_SIGN = '　　年　月　日';
export const NO_ROWS = '（无）';

export function fillPaper(form: Form, paper: Paper, { company, estate, period, date }: Heading): FilledPaper {
  const fields = fieldsOf(form);
  checkNames(form, paper);
  const codes: Record<string, string> = {};
  const filled: Record<string, Filled> = {
    公司: company.名称,
    标题: form.title,
    项目: estate,
    编号: paper.number ?? '',
    期间: period,
    制表日期: date,
    说明: cellOf(paper.fields['说明'] ?? ''),
  };
  for (const name of STANDARD_FIELDS) {
    const given = paper.fields[name];
    if (given !== undefined) filled[name] = cellOf(given);
  }
  for (const { name, fill, instead, says } of fields) {
    const given = says ?? paper.fields[name];
    const value = given === undefined && instead !== undefined ? filled[instead] : given;
    const text = value === undefined ? '' : cellOf(value);
    if (fill === 'code') codes[name] = String(text);
    filled[name] = fill === 'code' ? '' : fill === 'sign' && text === '' ? TO_SIGN : text;
  }
  const lists = listsOf(form).map(({ list, columns, least }) => {
    const rows = (paper.lists[list] ?? []).map((row) =>
      rowOf(
        row,
        columns.map((one) => one.name),
      ),
    );
    // The column of numbers is too narrow for it.
    const says = columns.find(({ name }) => name !== '序号') ?? columns[0];
    const none = Object.fromEntries(columns.map((one) => [one.name, one === says ? NO_ROWS : '']));
    // What is to be written in by hand is left empty.
    return [list, rows.length === 0 && least === 1 ? [none] : rows] as const;
  });
  return { form, fields: filled, lists: Object.fromEntries(lists), codes, charts: paper.charts };
}

const cellOf = (cell: Cell): Filled => cell ?? NOTHING;

const rowOf = (row: PaperRow, columns: readonly string[]): FilledRow =>
  Object.fromEntries(columns.map((one) => [one, row[one] === undefined ? '' : cellOf(row[one])]));

/** A paper holds just what its form prints; only what is signed or written by hand may be left out. */
function checkNames(form: Form, paper: Paper): void {
  const known = new Set<string>([...STANDARD_FIELDS, ...fieldsOf(form).map(({ name }) => name)]);
  const strange = Object.keys(paper.fields).filter((name) => !known.has(name));
  const missing = fieldsOf(form).filter(
    ({ name, fill, instead, says }) =>
      fill === 'print' && instead === undefined && says === undefined && paper.fields[name] === undefined,
  );
  for (const { list, columns } of listsOf(form)) {
    const names = new Set(columns.map(({ name }) => name));
    const wanted = columns.filter(({ fill }) => fill === 'print');
    for (const row of paper.lists[list] ?? []) {
      strange.push(...Object.keys(row).filter((name) => !names.has(name)));
      missing.push(...wanted.filter(({ name }) => row[name] === undefined).map((one) => ({ ...one, lines: 1 })));
    }
  }
  const lists = new Set(listsOf(form).map(({ list }) => list));
  strange.push(...Object.keys(paper.lists).filter((name) => !lists.has(name)));
  const unknown = [...new Set(strange)];
  if (unknown.length > 0) throw new Error(`the form ${form.key} knows no ${unknown.join(', ')}`);
  const names = [...new Set(missing.map(({ name }) => name))];
  if (names.length > 0) throw new PaperFault(form, names);
}

/** The paper under a number of its own, wherever its form prints it. */
export const numbered = (paper: FilledPaper, number: string): FilledPaper => {
  const places = fieldsOf(paper.form).flatMap(({ name, instead }) => (instead === '编号' ? [name] : []));
  return {
    ...paper,
    fields: { ...paper.fields, ...Object.fromEntries(['编号', ...places].map((one) => [one, number])) },
  };
};

/** A paper that says that there is nothing to print, on the empty form. */
export const emptyPaper = (form: Form, says: string): Paper => ({
  form: form.key,
  number: null,
  fields: { ...Object.fromEntries(fieldsOf(form).map(({ name }) => [name, ''])), 说明: says },
  lists: {},
  charts: [],
});

/** The rows of a list as they are printed: where it is to be written in by hand, with empty ones to its least. */
export function printedRows(paper: FilledPaper, { list, columns, least }: List): readonly FilledRow[] {
  const rows = paper.lists[list] ?? [];
  const blank = Object.fromEntries(columns.map(({ name }) => [name, '']));
  return [...rows, ...Array.from({ length: Math.max(0, least - rows.length) }, () => blank)];
}
