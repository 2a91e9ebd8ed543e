/**
 * Keys of draws 抽样密钥: each is stored, sealed, and its hash written to the audit, before its period starts. A part of
 * a period's population has a key that follows from the period's own.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { labelOf, drawPeriodOf, spanOf, wholeOf } from '../core/draw-period.js';
import { drawRuleOf } from '../core/policy/population.js';
import type { Clause } from '../core/policy/schema.js';
import type { Period } from '../core/policy/words.js';
import { keyHash, partKey } from '../core/sampling.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { drawOf, insertDraw, setRule, type DrawIdentity, type StoredDraw, type StoredRule } from '../store/draws.js';
import { estates, type Estate } from '../store/estates.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** A draw's key: 32 random bytes, written as base64url. */
const KEY_BYTES = 32;

/** Populations that are each one event's own have a key for those of a month. */
export const KEY_PERIOD: Period = 'month';

type KeyContext = Pick<Context, 'box' | 'db'>;

/** The draw, made with its key if it is not there. As long as no place was taken, its rule follows the policy. */
export async function ensureDraw(
  tx: Tx,
  ctx: KeyContext,
  where: DrawIdentity,
  rule: StoredRule,
  now: Instant,
): Promise<StoredDraw> {
  const there = await drawOf(tx, where);
  if (there !== null) {
    if (there.size > 0 || there.units !== null || sameRule(there.rule, rule)) return there;
    await setRule(tx, there.id, rule);
    return { ...there, rule };
  }
  const key = await newKey(tx, ctx, where, rule, now);
  const draw = await insertDraw(tx, { ...where, keyCipher: ctx.box.seal(key), keyHash: keyHash(key), rule }, now);
  const entry = { at: now, actor: 'system', action: 'draw.commit', estate: where.estate, subject: `draw:${draw.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { keyHash: draw.keyHash } }]);
  return draw;
}

/** A part's key follows from its period's, unless that one is public by now: then what follows could be foreseen. */
async function newKey(tx: Tx, ctx: KeyContext, where: DrawIdentity, rule: StoredRule, now: Instant): Promise<string> {
  const label = labelOf(where.period);
  const period = wholeOf(where.period);
  const whole = label === null ? null : await ensureDraw(tx, ctx, { ...where, period }, rule, now);
  if (label === null || whole === null || whole.revealedAt !== null)
    return randomBytes(KEY_BYTES).toString('base64url');
  return partKey(ctx.box.open(whole.keyCipher), label);
}

const sameRule = (one: StoredRule, other: StoredRule): boolean =>
  JSON.stringify([one.unit, one.quota]) === JSON.stringify([other.unit, other.quota]);

/** Commits every estate's draws. One estate's failure keeps no other back. */
export async function commitAllDraws(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    try {
      await ctx.db.write((tx) => commitDraws(tx, ctx, estate, now));
    } catch (error) {
      ctx.log.error({ estate: estate.id, error: error instanceof Error ? error.name : 'unknown' }, 'keys are missing');
    }
  }
}

/** The draws of an estate's clauses for the running period and the next one. */
export async function commitDraws(
  tx: Tx,
  ctx: KeyContext & Pick<Context, 'library' | 'log'>,
  estate: Estate,
  now: Instant,
): Promise<void> {
  const today = localDate(now, estate.timezone);
  for (const policy of policiesOfEstate(ctx, estate)) {
    for (const clause of policy.clauses) {
      for (const { every, rule } of drawsOf(clause)) {
        const running = drawPeriodOf(every, today);
        for (const period of [running, drawPeriodOf(every, spanOf(running).to)]) {
          await ensureDraw(tx, ctx, { estate: estate.id, policy: policy.id, clause: clause.id, period }, rule, now);
        }
      }
    }
  }
}

export type Draws = { readonly every: Period; readonly rule: StoredRule };

/** What a clause draws: of the events that it is for, or of the households of its rounds. */
export function drawsOf(clause: Clause): readonly Draws[] {
  const rule = drawRuleOf(clause);
  if (rule !== null) return [{ every: rule.period ?? KEY_PERIOD, rule }];
  return (clause.rounds ?? []).flatMap(({ every, rate }) =>
    rate === 100
      ? []
      : [{ every, rule: { unit: 'household' as const, quota: rate === null ? null : percentOf(rate) } }],
  );
}

/** A quota of so many percent. */
export const percentOf = (percent: number): { readonly kind: 'percent'; readonly percent: number } => ({
  kind: 'percent',
  percent,
});
