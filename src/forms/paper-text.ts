/** Papers as plain text: CSV for machines, words for a chat. */
import type { FilledPaper, FilledRow } from '../core/report/filled-paper.js';
import { fieldsOf, listsOf, type Form } from '../core/report/form.js';
import { tableText } from '../core/report/report.js';
import type { TextTable } from './table-file.js';

/**
 * One table: the rows of the form's lists, each with its paper's number and, where there are several lists, with the
 * list's name and the columns of all of them; or a row a paper where the form has no list.
 */
export function papersTable(form: Form, papers: readonly FilledPaper[]): TextTable {
  const lists = listsOf(form);
  if (lists.length === 0) {
    const names = fieldsOf(form)
      .filter(({ fill }) => fill !== 'code')
      .map(({ name }) => name);
    return {
      heads: ['编号', ...names],
      rows: each(papers.map(({ fields }) => [String(fields['编号'] ?? ''), ...cells(fields, names)])),
    };
  }
  const columns = [...new Set(lists.flatMap((list) => list.columns.map(({ name }) => name)))];
  const named = lists.length > 1;
  const rows = papers.flatMap(({ fields, lists: of }) =>
    lists.flatMap(({ list }) =>
      (of[list] ?? []).map((row) => [String(fields['编号'] ?? ''), ...(named ? [list] : []), ...cells(row, columns)]),
    ),
  );
  return { heads: ['编号', ...(named ? ['表'] : []), ...columns], rows: each(rows) };
}

const cells = (row: FilledRow, names: readonly string[]): readonly string[] =>
  names.map((name) => String(row[name] ?? ''));

async function* each<T>(rows: readonly T[]): AsyncIterable<T> {
  yield* rows;
}

/** A paper in a chat: its head, what stands on it, its lists. */
export function paperText({ form, fields, lists }: FilledPaper): string {
  const number = fields['编号'] === '' ? '' : ` 第 ${fields['编号']} 号`;
  const said = fieldsOf(form)
    .filter(({ fill, name }) => fill !== 'code' && fields[name] !== '' && String(fields[name]).trim() !== '')
    .map(({ name }) => `${name}：${fields[name]}`);
  const tables = listsOf(form).map(({ list, columns }) =>
    tableText({
      title: list,
      columns: columns.map(({ name }) => ({ label: name, align: 'left' })),
      rows: (lists[list] ?? []).map((row) => columns.map(({ name }) => row[name] ?? '')),
    }),
  );
  return [`《${form.title}》${fields['项目']} ${fields['期间']}${number}`.trimEnd(), fields['说明'], ...said, ...tables]
    .filter((line) => line !== '')
    .join('\n');
}
