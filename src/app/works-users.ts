/** 使用人: the households that use the works which a policy's visits are about just then. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import { eventOf } from '../store/events.js';
import { eventsVisitedAt } from '../store/rounds.js';

/** Those that an event of the works names; where one names nobody, as in a whole building, all of the estate. */
export async function usersOfWorks(
  tx: Tx,
  estate: string,
  policy: string,
  now: Instant,
): Promise<ReadonlySet<string> | 'all'> {
  const users = new Set<string>();
  for (const id of await eventsVisitedAt(tx, estate, policy, now)) {
    const event = await eventOf(tx, estate, id);
    if (event === null) continue;
    const named = event.recipients ?? (event.household === null ? 'all' : [event.household]);
    if (named === 'all') return 'all';
    for (const household of named) users.add(household);
  }
  return users;
}
