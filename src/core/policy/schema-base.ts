/** The smallest parts of a policy file's schema: words, windows, and which events a rule is for. */
import { z } from 'zod';
import { PARTY_KINDS, WARRANTY_PARTS } from '../event-input.js';
import {
  EVENT_KINDS,
  keysOf,
  LOCATIONS,
  METHODS,
  REPAIR_CATEGORIES,
  REPAIR_CLASSES,
  ROLES,
  SEVERITIES,
} from '../terms.js';
import { BASES } from '../window.js';
import type { Bound } from '../window.js';

export const word = <T extends Record<string, unknown>>(table: T) => z.enum(keysOf(table));
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(item).min(1));
export const sentence = z.string().min(1);
export const percent = z.int().min(0).max(100);
export const count = z.int().min(0);

const BOUND_UNITS = ['minutes', 'hours', 'days', 'months', 'day', 'part'] as const;
const bound = z
  .strictObject({
    minutes: z.int().optional(),
    hours: z.int().optional(),
    days: z.int().optional(),
    months: z.int().optional(),
    day: z.int().min(1).max(31).optional(),
    part: z.tuple([count, z.int().min(1)]).optional(),
    of: z.enum(BASES).optional(),
  })
  .refine((given) => BOUND_UNITS.filter((unit) => given[unit] !== undefined).length === 1, {
    error: `一个且只一个单位（${BOUND_UNITS.join('、')}）`,
  })
  .transform((given) => given as Bound);

/** `[earliest, due)`: from a bound (or the anchor), through or before a bound. */
export const windowSchema = z
  .strictObject({ from: bound.optional(), through: bound.optional(), before: bound.optional() })
  .refine((rule) => (rule.through === undefined) !== (rule.before === undefined), {
    error: '一个且只一个止点（through 或 before）',
  });

/** Which events a rule is for; every word given must hold. */
export const matchSchema = z.strictObject({
  kind: oneOrMore(word(EVENT_KINDS)).optional(),
  category: oneOrMore(word(REPAIR_CATEGORIES)).optional(),
  class: oneOrMore(word(REPAIR_CLASSES)).optional(),
  severity: oneOrMore(word(SEVERITIES)).optional(),
  location: oneOrMore(word(LOCATIONS)).optional(),
  service: oneOrMore(z.enum(['cleaning', 'repair'])).optional(),
  /** Whether a household is named. */
  household: z.boolean().optional(),
  rainCaused: z.boolean().optional(),
  bigDefect: z.boolean().optional(),
  contractSigned: z.boolean().optional(),
  newStaff: z.boolean().optional(),
  fitOut: z.boolean().optional(),
  /** Whether it repeats an earlier event. */
  repeat: z.boolean().optional(),
  underWarranty: z.boolean().optional(),
  novelties: z.boolean().optional(),
  /** p04.6: the first service since the agreement was signed, as far as is known. */
  newlySigned: z.boolean().optional(),
  /** p04.6: by a worker whose previous service was complained of; known from the records only. */
  workerComplained: z.boolean().optional(),
});
export type Match = z.output<typeof matchSchema>;

export const quotaSchema = z.union([
  z.strictObject({ tiers: z.array(z.strictObject({ upTo: z.int().min(1).optional(), percent })).min(1) }),
  z.strictObject({ perDay: z.int().min(1) }),
]);

export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: '月日（如 05-01）' });

export const roles = z.array(word(ROLES)).min(1);
export const methods = z.array(word(METHODS)).min(1);
export const partyKinds = z.array(z.enum(PARTY_KINDS)).min(1);
export const warrantyParts = z.array(z.enum(WARRANTY_PARTS)).min(1);
