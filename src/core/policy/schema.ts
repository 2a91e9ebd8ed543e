/**
 * The words a policy file may use. A file is the source's sentences, the rule, its parameters and examples; the same
 * file plans, explains itself, draws its flow chart and is tested. Faults speak through `faults.ts`.
 */
import { z } from 'zod';
import { isLocalDate, parseInstant } from '../calendar.js';
import { PARTY_KINDS } from '../event-input.js';
import {
  DIRECTIONS,
  EVENT_KINDS,
  GRADES,
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
import { ANCHORS, EACH, HANDLINGS, PARAMETER_UNITS, PERIODS, STEPS, TOPICS, TRIGGERS, UNITS } from './words.js';

const word = <T extends Record<string, unknown>>(table: T) => z.enum(keysOf(table));
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(item).min(1));
const sentence = z.string().min(1);
const percent = z.int().min(0).max(100);
const count = z.int().min(0);

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
});
export type Match = z.output<typeof matchSchema>;

const quotaSchema = z.union([
  z.strictObject({ tiers: z.array(z.strictObject({ upTo: z.int().min(1).optional(), percent })).min(1) }),
  z.strictObject({ perDay: z.int().min(1) }),
]);

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: '月日（如 05-01）' });

const asked = {
  rate: percent.nullable().optional(),
  quota: quotaSchema.optional(),
  by: z.array(word(ROLES)).min(1).optional(),
  how: z.array(word(METHODS)).min(1).optional(),
  record: sentence.optional(),
};

/** One visit of a clause. Left out: rate null, methods and form of the policy. */
export const visitSchema = z.strictObject({
  ...asked,
  /** Who sets the rate that the policy leaves open. */
  rateBy: z.array(word(ROLES)).min(1).optional(),
  anchor: word(ANCHORS).optional(),
  window: windowSchema.optional(),
  /** T11: one visit in each stretch of so many months; `from` the first stretch that counts. */
  series: z.strictObject({ months: z.int().min(1), from: z.int().min(1).optional() }).optional(),
  /** p07.7: the first and last day of the season, `MM-DD`. */
  season: z.strictObject({ start: monthDay, end: monthDay }).optional(),
  each: word(EACH).optional(),
  parties: z.array(z.enum(PARTY_KINDS)).min(1).optional(),
  /** T8: not before the visit of this number was done, plus the gap. */
  after: z.strictObject({ visit: z.int().min(1), gapDays: count }).optional(),
  /** Only for these events of the clause. */
  when: matchSchema.optional(),
  /** The first that matches overrides what it names. */
  cases: z.array(z.strictObject({ when: matchSchema, ...asked })).optional(),
});
export type VisitRule = z.output<typeof visitSchema>;

const dutySchema = z.strictObject({
  trigger: word(TRIGGERS),
  every: word(PERIODS).optional(),
  within: windowSchema.optional(),
  by: z.array(word(ROLES)).min(1),
  to: z.array(word(ROLES)).optional(),
  how: z.array(word(METHODS)).min(1).optional(),
  form: sentence.optional(),
  when: matchSchema.optional(),
  /** So many of the same in a row, or in the period, are reported. */
  repeats: z.strictObject({ complaints: z.int().min(2), repairs: z.int().min(2) }).optional(),
  keepYears: z.int().min(1).optional(),
  signedBy: z.array(z.union([word(ROLES), z.literal('resident'), z.literal('visitor')])).optional(),
});
export type Duty = z.output<typeof dutySchema>;

const handleSchema = z.strictObject({ what: word(HANDLINGS), when: matchSchema.optional(), within: windowSchema });
const roundSchema = z.strictObject({
  every: word(PERIODS),
  of: z.enum(['households', 'key-households']),
  within: windowSchema.optional(),
  rate: percent.nullable(),
  by: z.array(word(ROLES)).min(1),
  how: z.array(word(METHODS)).min(1),
  record: sentence,
});

const surveySchema = z.strictObject({
  directions: z.array(word(DIRECTIONS)).min(1).optional(),
  grades: z.array(word(GRADES)).min(2).optional(),
  satisfied: z.array(word(GRADES)).min(1).optional(),
  how: z
    .array(z.enum(['paper', 'page', 'chat']))
    .min(1)
    .optional(),
  item: z.enum(['each', 'overall']).optional(),
  /** Percent; null where company or estate must set it. */
  passMark: percent.nullable().optional(),
});

const instant = z.string().refine((text) => parseInstant(text) !== null, { error: '带时区的时间' });
export const exampleSchema = z.strictObject({
  name: sentence,
  event: z.record(z.string(), z.unknown()).optional(),
  population: count.optional(),
  days: z.array(count).optional(),
  at: instant.optional(),
  date: z.string().refine(isLocalDate, { error: '日期' }).optional(),
  covered: z.array(z.string()).optional(),
  ballots: z
    .strictObject({ issued: count, returned: count, satisfied: count, fairly: count, dissatisfied: count })
    .optional(),
  expect: z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())]),
});
export type Example = z.output<typeof exampleSchema>;

export const clauseSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*\.[1-9]\d*$/, { error: '条款号（如 p03.1）' }),
  title: sentence,
  step: word(STEPS),
  /** Sentences of the source, word for word. */
  source: z.array(sentence).min(1),
  /** In plain Chinese, what is done. */
  says: sentence,
  /** What this product adds where the source is silent; shown as 默认. */
  assumed: z.array(sentence).optional(),
  on: oneOrMore(matchSchema).optional(),
  visits: z.array(visitSchema).min(1).optional(),
  /** Without a period each event is a population of its own (p03.5: those who got it). */
  sampling: z.strictObject({ unit: word(UNITS), period: word(PERIODS).optional() }).optional(),
  handle: z.array(handleSchema).min(1).optional(),
  rounds: z.array(roundSchema).min(1).optional(),
  content: z.array(word(TOPICS)).min(1).optional(),
  duties: z.array(dutySchema).min(1).optional(),
  survey: surveySchema.optional(),
  forms: z.array(sentence).min(1).optional(),
  examples: z.array(exampleSchema).min(1),
});
export type Clause = z.output<typeof clauseSchema>;

const scalar = z.union([z.int(), z.string(), z.array(z.string()), z.null()]);
export const parameterSchema = z.strictObject({
  value: scalar,
  unit: word(PARAMETER_UNITS),
  origin: z.enum(['source', 'default']),
  says: sentence,
  min: z.int().optional(),
  max: z.int().optional(),
});
export type Parameter = z.output<typeof parameterSchema>;

/** The file but for its clauses, which are read one by one so that one fault hides no other. */
export const headSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: '小写字母、数字和 - 组成的编号' }),
  title: sentence,
  /** Which part of the source text. */
  article: sentence,
  /** Each role's own title here. */
  roles: z.partialRecord(word(ROLES), sentence),
  record: sentence,
  how: z.array(word(METHODS)).min(1),
  flowChart: sentence.optional(),
  needsSignature: z.boolean().optional(),
  parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema),
  clauses: z.array(z.unknown()).min(1),
  /** The source's sentences that ask for nothing, each with why it stands here. */
  context: z.array(z.strictObject({ text: sentence, why: sentence })).optional(),
});
export type Head = z.output<typeof headSchema>;

/** A policy 回访制度, read and checked. */
export type Policy = Omit<Head, 'clauses'> & { readonly clauses: readonly Clause[]; readonly file: string };
