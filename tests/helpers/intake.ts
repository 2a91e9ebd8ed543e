/** A context for tests of intake and figures: a real database, a clock that stands. */
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { readFormFiles } from '../../src/form-files.js';
import { openLog } from '../../src/log.js';
import { readPolicyFiles } from '../../src/policy-files.js';
import { readHolidays } from '../../src/holidays-file.js';
import { readSayings } from '../../src/sayings-file.js';
import { readCauses } from '../../src/causes-file.js';
import { openBox } from '../../src/store/box.js';
import { openTestDatabase } from './database.js';

export const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new TypeError(`not an instant: ${text}`);
  return instant;
};

export const NOW = at('2026-03-10T10:00:00+08:00');

export type IntakeWorld = { readonly ctx: Context; close(): Promise<void> };

/** Opens the context; its clock stands at NOW until `moveTo` is called. */
export async function openIntake(): Promise<IntakeWorld & { moveTo(instant: Instant): void }> {
  const database = await openTestDatabase();
  let now = NOW;
  const ctx: Context = {
    clock: { now: () => now },
    db: database.db,
    box: openBox(Buffer.alloc(32, 7)),
    log: openLog('silent'),
    ...readPolicyFiles(null),
    sayings: readSayings(),
    causes: readCauses(),
    forms: readFormFiles(null),
    holidays: readHolidays(),
    channels: new Map(),
    defaultZone: 'Asia/Shanghai',
    instance: 'test',
    publicUrl: () => 'https://pm.example',
    wake: () => undefined,
  };
  return {
    ctx,
    moveTo: (instant) => {
      now = instant;
    },
    close: () => database.close(),
  };
}

/** The estate of contracts.md, without policies. */
export const CUIHU = { id: 'cuihu', name: '翠湖花园' };
export const LI_MIN = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  phone: '13800000000',
  relation: 'owner',
  externalUserId: 'wmLiMin',
  consent: true,
  keyHousehold: false,
};
