import { expect, it } from 'vitest';
import { HOUR, type Instant } from '../../src/core/calendar.js';
import { askedBack, keepAskedBack } from '../../src/store/staff-threads.js';
import { BOX } from '../helpers/box.js';
import { NOW, useDatabase } from '../helpers/store.js';

const ASKED = { said: '改期 12', suggest: [], isOffered: false };
const test = useDatabase();

it('keeps what somebody was asked for a while, and nobody’s words longer', async () => {
  const { db } = test;
  const keep = (userid: string, at: Instant) => db.write((tx) => keepAskedBack(tx, BOX, userid, ASKED, at));
  await keep('wangfang', NOW);
  expect(await askedBack(db.read, BOX, 'wangfang', NOW)).toEqual(ASKED);
  const later = (NOW + 3 * HOUR) as Instant;
  expect(await askedBack(db.read, BOX, 'wangfang', later)).toBeNull();
  await keep('zhangwei', later);
  expect(await db.read.fact.findMany({ select: { name: true } })).toEqual([{ name: 'asked:zhangwei' }]);
});
