/** A context for tests of intake and figures: a real database, a clock that stands. */
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { testContext } from './context.js';
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
  const ctx = testContext({ db: database.db, clock: { now: () => now } });
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
