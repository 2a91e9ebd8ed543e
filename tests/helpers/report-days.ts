/** Days of a report on its road: periods are opened, and reports worked until none is left to do. */
import { openPeriods } from '../../src/app/open-periods.js';
import { workReports } from '../../src/app/report-walk/work-reports.js';
import { at, type EstateTest } from './estate.js';

/** The clock moves on; periods are opened and reports worked. */
export async function goTo(test: EstateTest, when: string): Promise<void> {
  test.moveTo(at(when));
  await openPeriods(test.ctx, at(when));
  await workAll(test);
}

export async function workAll({ ctx }: EstateTest): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await workReports(ctx, ctx.clock.now());
}
