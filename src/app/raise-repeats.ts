/** 重复的事 (p03.13, p05.12) are raised as soon as they have come so often, and listed with the quarter's report. */
import type { Context } from '../context.js';
import { startOfDay, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import type { Event } from '../core/event.js';
import { parsePeriod } from '../core/period.js';
import { dueDuty, dutiesWith, type PlacedDuty } from '../core/policy/due-duties.js';
import { headingOf } from '../core/report/period-head.js';
import { keyOf, repeatsOf, repeatZh, sameAs } from '../core/repeats.js';
import type { Tx } from '../store/db.js';
import type { StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventsOfHousehold } from '../store/events.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { filedIn, questionOf, repeatsIn } from './reports/period-scope.js';

/** An event came in: where it makes its matter one too many, whom the report goes to hears of it now. */
export async function raiseRepeats(tx: Tx, ctx: Context, estate: Estate, event: Event, now: Instant): Promise<void> {
  const zone = estate.timezone;
  const same = sameAs(event, zone);
  if (same === null) return;
  for (const policy of policiesOfEstate(ctx, estate)) {
    for (const placed of listing(dutiesWith(policy, 'period'))) {
      const { repeats, to = [] } = placed.duty;
      if (repeats === undefined) continue;
      const all = await eventsOfHousehold(tx, estate.id, same.household, same.kind);
      const found = repeatsOf(all, repeats, zone).find((one) => keyOf(one) === keyOf(same));
      const from = parsePeriod(same.quarter)?.from;
      if (found === undefined || from === undefined) continue;
      const start = { startedBy: `repeat:${keyOf(same)}`, period: same.quarter, at: startOfDay(from, zone), zone };
      const report = dueDuty(policy, placed, start);
      // It is to be settled before the quarter's report is written.
      const step = {
        ...report,
        item: 'repeat:0',
        earliest: now,
        by: to,
        to: [],
        says: `${repeatZh(found, '第')}，查明原因，定出措施`,
      };
      if (report.due === null || report.due <= now) continue;
      await openDuties(tx, ctx, { estate, policy }, [step], { event, household: same.household }, now);
    }
  }
}

const listing = (placed: readonly PlacedDuty[]): readonly PlacedDuty[] =>
  placed.filter(({ duty }) => duty.repeats !== undefined);

/** What a quarter's report lists, a line each; empty for any other duty. */
export async function repeatLines(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  duty: StoredDuty,
  now: Instant,
): Promise<readonly string[]> {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === duty.policy);
  const placed =
    policy === undefined
      ? undefined
      : listing(dutiesWith(policy, 'period')).find(
          ({ clause, index }) => clause.id === duty.clause && duty.item === `duty:${index}`,
        );
  const period = duty.period === null ? null : parsePeriod(duty.period);
  const rule = placed?.duty.repeats;
  if (rule === undefined || period === null) return [];
  const heading = headingOf(estate, period, now);
  const filed = await filedIn(ctx, questionOf(estate, heading, duty.policy), true);
  const lines = (await repeatsIn(tx, estate, heading, rule, filed)).map((one) => {
    const days = one.events.map(({ reportedAt, resolvedAt }) =>
      shortTime(reportedAt ?? resolvedAt ?? now, estate.timezone),
    );
    return `· ${repeatZh(one, '共')}（${days.join('、')}）`;
  });
  return [lines.length === 0 ? '本期没有重复的事。' : '本期重复的事：', ...lines];
}
