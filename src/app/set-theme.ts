/** A theme is set 设定主题: by a command or another system, with its row in the audit; the same words again change nothing. */
import type { Context } from '../context.js';
import { shown } from '../core/event-input.js';
import { isQuarter, themeFault, type Theme } from '../core/theme.js';
import type { FieldError } from '../core/event.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { addTheme, latestTheme } from '../store/themes.js';
import type { IntakeResult } from './intake-result.js';

export async function setTheme(
  tx: Tx,
  { db }: Pick<Context, 'db'>,
  theme: Theme,
  by: string,
  now: Instant,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { estate, quarter, text } = theme;
  const before = await latestTheme(tx, estate, quarter);
  const stands = before?.quarter === quarter;
  if (stands && before.text === text) return 'unchanged';
  await addTheme(tx, { ...theme, by, at: now });
  await appendAudit(tx, db, [
    { at: now, actor: by, action: 'theme.set', estate, subject: `theme:${quarter}`, detail: { text } },
  ]);
  return stands ? 'updated' : 'created';
}

/** Themes from another system, each for itself: `{"quarter","text"}`, an estate's own question with `"estate"`. */
export async function takeInThemes(
  ctx: Pick<Context, 'db' | 'clock'>,
  inputs: readonly unknown[],
): Promise<readonly IntakeResult[]> {
  const results: IntakeResult[] = [];
  for (const input of inputs) results.push(await takeInTheme(ctx, input));
  return results;
}

async function takeInTheme(ctx: Pick<Context, 'db' | 'clock'>, input: unknown): Promise<IntakeResult> {
  const { theme, errors } = readTheme(input);
  const id = theme.quarter === '' ? null : [theme.estate, theme.quarter].filter((part) => part !== null).join('/');
  if (errors.length > 0) return { id, status: 'rejected', errors };
  if (theme.estate !== null && (await estateOf(ctx.db.read, theme.estate)) === null) {
    const message = `没有项目「${theme.estate}」，请先用 POST /api/v1/estates 登记`;
    return { id, status: 'rejected', errors: [{ field: 'estate', message }] };
  }
  const status = await ctx.db.write((tx) => setTheme(tx, ctx, theme, 'api', ctx.clock.now()));
  return { id, status, errors: [] };
}

function readTheme(input: unknown): { readonly theme: Theme; readonly errors: readonly FieldError[] } {
  const given = typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : {};
  const { estate = null, quarter, text } = given;
  const errors: FieldError[] = [];
  if (estate !== null && typeof estate !== 'string') errors.push(fault('estate', '项目编号', estate));
  if (typeof quarter !== 'string' || !isQuarter(quarter)) errors.push(fault('quarter', '季度（如 2026Q2）', quarter));
  const whose = estate === null ? 'company' : 'own';
  const wrong = typeof text === 'string' ? themeFault(text.trim(), whose) : '要有一句话';
  if (wrong !== null) errors.push({ field: 'text', message: `主题${wrong}` });
  return {
    theme: {
      estate: typeof estate === 'string' ? estate : null,
      quarter: typeof quarter === 'string' ? quarter : '',
      text: typeof text === 'string' ? text.trim() : '',
    },
    errors,
  };
}

const fault = (field: string, expected: string, found: unknown): FieldError => ({
  field,
  message: `应为${expected}，现为 ${shown(found)}`,
});
