/** Tables of figures: a figure that counts something opens the list of it; a table that is too wide is pushed sideways. */
import { html, type Html, type Part } from '../html.js';

export type Column = { readonly label: string; readonly align?: 'right' };
export type TableOf = {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell is the row's head. */
  readonly rows: readonly (readonly Part[])[];
};

/** A table with its caption; it can be reached and pushed by keyboard. */
export function table({ caption, columns, rows }: TableOf): Html {
  const of = (at: number): Html | null => (columns[at]?.align === 'right' ? html` class="n"` : null);
  const head = columns.map(({ label }, at) => html`<th scope="col" ${of(at)}>${label}</th>`);
  const body = rows.map(
    ([first = '', ...cells]) =>
      html`<tr>
        <th scope="row">${first}</th>
        ${cells.map((cell, at) => html`<td${of(at + 1)}>${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
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
