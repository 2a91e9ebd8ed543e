/** The one connection to a SQLite file: the row that it gives first, and what happens once it was closed. */
import { expect, it } from 'vitest';
import { openConnection } from '../../src/store/sqlite-connection.js';

it('refuses whatever comes after it was closed, and the process goes on', () => {
  const connection = openConnection(':memory:');
  expect(connection.run('SELECT 1 AS one').rows).toEqual([[1]]);
  connection.close();
  connection.close();
  expect(() => connection.run('SELECT 1 AS one')).toThrow('the database was closed');
  expect(() => connection.run('SELECT 2 AS two')).toThrow('the database was closed');
  expect(() => connection.script('SELECT 1')).toThrow('the database was closed');
  expect(connection.isInTransaction()).toBe(false);
});

it('gives the first row of several, none of none, and the column that a table was given since', () => {
  const connection = openConnection(':memory:');
  connection.script('CREATE TABLE t (a INTEGER, b TEXT)');
  const select = 'SELECT * FROM t WHERE a >= ? ORDER BY a LIMIT 1';
  expect(connection.first(select, [1])).toBeNull();
  connection.script("INSERT INTO t VALUES (1, 'x'), (2, NULL)");
  expect(connection.first(select, [1])).toEqual({ a: 1, b: 'x' });
  expect(connection.first(select, [2])).toEqual({ a: 2, b: null });
  connection.script('ALTER TABLE t ADD COLUMN c TEXT');
  expect(connection.first(select, [2])).toEqual({ a: 2, b: null, c: null });
  connection.close();
  expect(() => connection.first(select, [1])).toThrow('the database was closed');
});
