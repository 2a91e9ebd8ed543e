/**
 * Rows by the values of their columns, as plain statements (statements.ts): for what runs with every message and event.
 * Tables and columns are those of the models. A whole number is given and comes as number or bigint.
 */
import type { Tx } from './db.js';
import { changedByText, rowOfText, rowsOfText, type Raw } from './statements.js';

type Model = {
  [Name in keyof Tx]: Tx[Name] extends { findFirst: (...given: never[]) => unknown } ? Name : never;
}[keyof Tx];

/** A row of a model as a statement returns it. */
export type RowOf<M extends Model> = Raw<NonNullable<Awaited<ReturnType<Tx[M]['findFirst']>>>>;

type Columns<M extends Model> = { readonly [Name in keyof RowOf<M>]?: RowOf<M>[Name] };

/** The row with these values; `rest` says which of several is the first. Null where there is none. */
export function findRow<M extends Model>(tx: Tx, model: M, where: Columns<M>, rest = ''): Promise<RowOf<M> | null> {
  return rowOfText(tx, selection(model, where, `${rest} LIMIT 1`), present(where));
}

/** All rows with these values; `rest` is what stands after them, such as their order. */
export function findRows<M extends Model>(tx: Tx, model: M, where: Columns<M>, rest = ''): Promise<RowOf<M>[]> {
  return rowsOfText(tx, selection(model, where, rest), present(where));
}

/** Inserts rows that name the same columns; how many there were. `rest` says what becomes of one that is there. */
export async function insertRows<M extends Model>(
  tx: Tx,
  model: M,
  rows: readonly Columns<M>[],
  rest = '',
): Promise<number> {
  return rows.length === 0 ? 0 : changedByText(tx, insertion(model, rows, rest), rows.flatMap(valuesOf));
}

/** Inserts a row and returns it whole, with what the database gave it; null where `rest` left it out. */
export async function insertRow<M extends Model>(
  tx: Tx,
  model: M,
  row: Columns<M>,
  rest = '',
): Promise<RowOf<M> | null> {
  const [made] = await rowsOfText<RowOf<M>>(tx, insertion(model, [row], `${rest} RETURNING *`), valuesOf(row));
  return made ?? null;
}

/** Changes the rows with these values; how many there were. `rest` narrows them further, beginning with AND. */
export function updateRows<M extends Model>(
  tx: Tx,
  model: M,
  where: Columns<M>,
  change: Columns<M>,
  rest = '',
): Promise<number> {
  const columns = Object.keys(change).map((name) => `"${name}" = ?`);
  const text = `UPDATE ${table(model)} SET ${columns.join(', ')}${meets(where)} ${rest}`;
  return changedByText(tx, text, [...valuesOf(change), ...present(where)]);
}

/** For an insertion: the row that is there stays as it is. */
export const OR_LEAVE = 'ON CONFLICT DO NOTHING';

/** Names are those of our own code, never from outside. */
const table = (model: string): string => `"${model.charAt(0).toUpperCase()}${model.slice(1)}"`;

const selection = (model: string, where: object, rest: string): string =>
  `SELECT * FROM ${table(model)}${meets(where)} ${rest}`;

const valuesOf = (columns: object): readonly unknown[] => Object.values(columns);
const present = (where: object): readonly unknown[] => Object.values(where).filter((value) => value !== null);

function meets(where: object): string {
  const conditions = Object.entries(where).map(([name, value]) => `"${name}" ${value === null ? 'IS NULL' : '= ?'}`);
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

function insertion(model: string, rows: readonly object[], rest: string): string {
  const names = Object.keys(rows[0] ?? {});
  const one = `(${names.map(() => '?').join(', ')})`;
  const columns = names.map((name) => `"${name}"`).join(', ');
  return `INSERT INTO ${table(model)} (${columns}) VALUES ${rows.map(() => one).join(', ')} ${rest}`;
}
