/** 制度执行率 of an estate and period: for chat, API, command line and reports alike. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { complianceOf, type ComplianceLine } from '../core/compliance.js';
import { periodRange, type Period } from '../core/period.js';
import { complianceRows } from '../store/compliance.js';
import type { Estate } from '../store/estates.js';
import type { Narrowing } from '../store/whose.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** A line for each clause of the adopted policies that can have dues, zeros included. */
export async function complianceIn(
  ctx: Pick<Context, 'db' | 'library' | 'log'>,
  estate: Estate,
  period: Period,
  now: Instant,
  narrowing: Narrowing = {},
): Promise<readonly ComplianceLine[]> {
  const question = { ...narrowing, estate: estate.id, range: periodRange(period, estate.timezone), now };
  return complianceOf(policiesOfEstate(ctx, estate), await complianceRows(ctx.db.read, question));
}
