/** Tables of figures: a figure that counts something opens the list of it; a table that is too wide is pushed sideways. */
import { html, type Html, type Part } from '../html.js';

export type Column = { readonly label: string; readonly align?: 'right' };
export type TableOf = {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell is the row's head. */
  readonly rows: readonly (readonly Part[])[];
  /** Its caption says no more than the heading above it. */
  readonly isTitled?: boolean;
  /** On a phone every row is a card, or a card of figures; else the table is pushed sideways. */
  readonly onPhone?: 'cards' | 'figures';
};

/** A table with its caption; it can be reached and pushed by keyboard. Roles hold where a phone shows cards. */
export function table({ caption, columns, rows, isTitled = false, onPhone }: TableOf): Html {
  const look = (at: number): Html | null => (columns[at]?.align === 'right' ? html` class="n"` : null);
  const head = columns.map(({ label }, at) => html`<th role="columnheader" scope="col" ${look(at)}>${label}</th>`);
  const cell = (part: Part, at: number): Html =>
    html`<td role="cell" data-label="${columns[at]?.label ?? ''}" ${look(at)}>${part}</td>`;
  const body = rows.map(
    ([first = '', ...cells]) =>
      html`<tr role="row">
        <th role="rowheader" scope="row">${first}</th>
        ${cells.map((part, at) => cell(part, at + 1))}
      </tr> `,
  );
  return html`<div class="${`wide ${onPhone ?? ''}`.trim()}" tabindex="0" role="region" aria-label="${caption}"><table role="table"><caption${isTitled ? html` class="unseen"` : null}>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table></div>\n`;
}

/** A count as a link to what it counts; zero opens nothing. `says` names it to whoever cannot see the column. */
export const figure = (count: number, url: string, says: string, look = ''): Html =>
  count === 0
    ? html`0`
    : html`<a href="${url}" ${look === '' ? null : html` class="${look}"`} aria-label="${`${says} ${count}`}"
        >${count}</a
      >`;

/** Figures in large, each with what it is. */
export const tiles = (ones: readonly (readonly [string, Part, string?])[]): Html =>
  html`<dl class="tiles">
    ${ones.map(
      ([label, value, look = '']) =>
        html`<div class="${`tile ${look}`.trim()}">
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl> `;
