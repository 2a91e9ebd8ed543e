/** 总览: what a quality manager asks first of each estate: due, done in time, done late, cannot be done, and by which clause. */
import type { Context } from '../../context.js';
import { sumOf, type ComplianceLine } from '../../core/compliance.js';
import { periodRange, type Period } from '../../core/period.js';
import { caseCounts, type CaseCounts } from '../../store/board/cases.js';
import type { Estate } from '../../store/estates.js';
import { ratesOf, type Rates } from '../../store/figures.js';
import { complianceIn } from '../compliance.js';

export type EstateFigures = {
  readonly estate: Estate;
  readonly lines: readonly ComplianceLine[];
  readonly sum: ReturnType<typeof sumOf>;
  readonly rates: Rates;
  readonly cases: CaseCounts;
};

/** The figures of each estate in a period, in the order given. */
export async function boardFigures(
  ctx: Context,
  estates: readonly Estate[],
  period: Period,
): Promise<readonly EstateFigures[]> {
  const now = ctx.clock.now();
  const all: EstateFigures[] = [];
  for (const estate of estates) {
    const question = { estate: estate.id, range: periodRange(period, estate.timezone) };
    const lines = await complianceIn(ctx, estate, period, now);
    const rates = await ratesOf(ctx.db.read, ctx.box, question);
    const cases = await caseCounts(ctx.db.read, { ...question, now });
    all.push({ estate, lines, sum: sumOf(lines), rates, cases });
  }
  return all;
}
