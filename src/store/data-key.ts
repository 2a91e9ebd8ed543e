/** Whether DATA_KEY is the one that this database was begun with: with another, nothing in it could be read. */
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import type { Db } from './db.js';
import { factOf, keepFact } from './facts.js';

const NAME = 'data-key';

/** The database holds what another DATA_KEY sealed. */
export class WrongDataKey extends Error {
  override readonly name = 'WrongDataKey';

  constructor() {
    super(
      'DATA_KEY 与这个数据库所用的不同，里面的电话和消息无法解密。请换回原来的 DATA_KEY；要换新库请改 DATABASE_URL。',
    );
  }
}

/** Leaves a sealed mark at the first start, and opens it at every other. @throws WrongDataKey */
export async function checkDataKey(db: Db, box: Box, now: Instant): Promise<void> {
  const fits = await fitsDataKey(db, box, now);
  if (fits === null) return db.write((tx) => keepFact(tx, NAME, box.seal(NAME), now));
  if (!fits) throw new WrongDataKey();
}

/** Whether it opens what the database holds; null where nothing was sealed yet. */
export async function fitsDataKey(db: Pick<Db, 'read'>, box: Box, now: Instant): Promise<boolean | null> {
  const mark = await factOf(db.read, NAME, now);
  if (mark === null) return null;
  try {
    return box.open(mark.value) === NAME;
  } catch {
    return false;
  }
}
