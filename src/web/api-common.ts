/** What the routes below /api/v1 share: how they are described, and how their questions are read. */
import type { preValidationHookHandler } from 'fastify';
import type { Context } from '../context.js';
import { localDate } from '../core/calendar.js';
import { monthPeriod, parsePeriod, type Period } from '../core/period.js';
import { estateOf, type Estate } from '../store/estates.js';
import { CursorError } from '../store/lists.js';
import { errorAnswer } from './api-schemas.js';
import { ApiError } from './errors.js';

export type ApiOptions = { readonly ctx: Context; readonly tokens: readonly string[] };

export const faults = { 400: errorAnswer, 401: errorAnswer };
export const documented = { tags: ['v1'], security: [{ bearer: [] }] };

/** `?estate=&status=` asks for all: what is empty was not given. */
export const emptyIsNotGiven: preValidationHookHandler = (request, _reply, next) => {
  const given = Object.entries(request.query as Record<string, unknown>).filter(([, value]) => value !== '');
  request.query = Object.fromEntries(given);
  next();
};

export async function knownEstate(ctx: Context, id: string): Promise<Estate> {
  const estate = await estateOf(ctx.db.read, id);
  if (estate === null) throw new ApiError(404, 'unknown_estate', `没有项目「${id.slice(0, 40)}」`, 'estate');
  return estate;
}

/** The period that is asked for in the words of contracts.md; the running month where none is. */
export function periodAsked(ctx: Context, { timezone }: Estate, words: string | undefined): Period {
  const period = words === undefined ? monthPeriod(localDate(ctx.clock.now(), timezone)) : parsePeriod(words);
  if (period !== null) return period;
  const forms = '2026-10、2026Q3、2026H1、2026 或 2026-11-02..2026-11-08';
  throw new ApiError(400, 'invalid', `period 应写作 ${forms}`, 'period');
}

export function refuseCursor(error: unknown): never {
  if (error instanceof CursorError) throw new ApiError(400, 'invalid', 'cursor 应为上一页给出的 next', 'cursor');
  throw error;
}
