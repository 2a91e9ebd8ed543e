/** A context for tests of the verbs: a real database, the real policies, an estate with its people, a clock that stands. */
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { visitsOfEvent, type StoredVisit } from '../../src/store/visits.js';
import { testContext } from './context.js';
import { openTestDatabase } from './database.js';

export const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === null) throw new TypeError(`not an instant: ${text}`);
  return instant;
};

export type EstateTest = {
  readonly ctx: Context;
  moveTo(instant: Instant): void;
  /** Takes in events of the estate; each result's status. */
  events(...inputs: readonly Record<string, unknown>[]): Promise<readonly string[]>;
  visits(event: string): Promise<readonly StoredVisit[]>;
  close(): Promise<void>;
};

const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }], households: ['3-*'] },
  { userid: 'zhangwei', name: '张伟', roles: [{ estate: 'cuihu', role: 'steward' }], households: ['3-2-*'] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
];

/** 翠湖 adopts the policies given; 王芳 answers for building 3, 张伟 for its unit 2. The clock stands at 2026-03-10 10:00. */
export async function openEstate(policies: readonly unknown[] = ['p03']): Promise<EstateTest> {
  const database = await openTestDatabase();
  let now = at('2026-03-10T10:00:00+08:00');
  const ctx = testContext({ db: database.db, clock: { now: () => now } });
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
  await takeInStaff(ctx, STAFF);
  await takeInResidents(ctx, [
    { id: 'r-1', estate: 'cuihu', household: '3-2-1204', name: '李敏', relation: 'owner', consent: true },
  ]);
  return {
    ctx,
    moveTo: (instant) => void (now = instant),
    events: async (...inputs) => {
      const results = await takeInEvents(
        ctx,
        inputs.map((input) => ({ estate: 'cuihu', household: '3-2-1204', ...input })),
      );
      return results.map(({ status }) => status);
    },
    visits: (event) => visitsOfEvent(ctx.db.read, 'cuihu', event),
    close: () => database.close(),
  };
}
