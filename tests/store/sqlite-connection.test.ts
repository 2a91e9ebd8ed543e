/** The one connection to a SQLite file: what happens once it was closed. */
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
