/**
 * The words a policy file may use. A file is the source's sentences, the rule, its parameters and examples; the same
 * file plans, explains itself, draws its flow chart and is tested. Faults speak through `faults.ts`.
 */
import { z } from 'zod';
import { isLocalDate, parseInstant } from '../calendar.js';
import { ROLES } from '../terms.js';
import {
  count,
  matchSchema,
  methods,
  monthDay,
  oneOrMore,
  partyKinds,
  percent,
  quotaSchema,
  roles,
  sentence,
  windowSchema,
  word,
} from './schema-base.js';
import {
  dutySchema,
  handleSchema,
  leastWarrantySchema,
  methodRuleSchema,
  roundSchema,
  surveySchema,
} from './schema-duties.js';
import { ANCHORS, EACH, PARAMETER_UNITS, PERIODS, STEPS, TOPICS, UNITS } from './words.js';

const asked = {
  rate: percent.nullable().optional(),
  quota: quotaSchema.optional(),
  by: roles.optional(),
  how: methods.optional(),
  record: sentence.optional(),
};

/** One visit of a clause. Left out: rate null, methods and form of the policy. */
export const visitSchema = z.strictObject({
  ...asked,
  /** Who sets the rate that the policy leaves open. */
  rateBy: roles.optional(),
  anchor: word(ANCHORS).optional(),
  window: windowSchema.optional(),
  /**
   * T11: one visit in each stretch of so many months; `from` the first stretch that counts. With `times` as many
   * stretches after the term instead (p07.13); months null: none.
   */
  series: z
    .strictObject({
      months: z.int().min(1).nullable(),
      from: z.int().min(1).optional(),
      times: z.int().min(1).optional(),
    })
    .optional(),
  /** p07.7: the first and last day of the season, `MM-DD`. */
  season: z.strictObject({ start: monthDay, end: monthDay }).optional(),
  /** p07.1: the seasons in which a warranty given in seasons is counted; null: not known. */
  warrantySeasons: z.array(z.strictObject({ start: monthDay.nullable(), end: monthDay.nullable() })).optional(),
  /** p10.8: the term of a signed warranty for which the event gives none. */
  termMonths: z.int().min(1).optional(),
  /** T14: rain later than this many months after the repair asks for nothing. */
  waitMonths: z.int().min(1).optional(),
  each: word(EACH).optional(),
  parties: partyKinds.optional(),
  /** T8: not before the visit of this number was done, plus the gap. */
  after: z.strictObject({ visit: z.int().min(1), gapDays: count }).optional(),
  /** Only for these events of the clause. */
  when: matchSchema.optional(),
  /** Each that matches overrides what it names; where two name the same, the first. */
  cases: z.array(z.strictObject({ when: matchSchema, ...asked })).optional(),
});
export type VisitRule = z.output<typeof visitSchema>;

const instant = z.string().refine((text) => parseInstant(text) !== null, { error: '带时区的时间' });
export const exampleSchema = z.strictObject({
  name: sentence,
  event: z.record(z.string(), z.unknown()).optional(),
  population: count.optional(),
  days: z.array(count).optional(),
  at: instant.optional(),
  date: z.string().refine(isLocalDate, { error: '日期' }).optional(),
  covered: z.array(z.string()).optional(),
  /** How a visit was made, for rules of method. */
  how: methods.optional(),
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
  /** Whether each topic of the content is graded by itself (p04.4). */
  graded: z.boolean().optional(),
  duties: z.array(dutySchema).min(1).optional(),
  survey: surveySchema.optional(),
  methodRules: z.array(methodRuleSchema).min(1).optional(),
  /** What is drawn whatever the key says (p04.6); the clause's quota of another clause's population (p04.3). */
  certain: z.array(matchSchema).min(1).optional(),
  quota: quotaSchema.optional(),
  warranties: z.array(leastWarrantySchema).min(1).optional(),
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
  how: methods,
  flowChart: sentence.optional(),
  needsSignature: z.boolean().optional(),
  /** Who is asked first where a role has no person; after them supervisor, manager and general manager. */
  fallback: roles.optional(),
  /** How many attempts at different times of day come before a household is unreachable; left out: three. */
  attempts: z.int().min(1).optional(),
  parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema),
  clauses: z.array(z.unknown()).min(1),
  /** The source's sentences that ask for nothing, each with why it stands here. */
  context: z.array(z.strictObject({ text: sentence, why: sentence })).optional(),
});
export type Head = z.output<typeof headSchema>;

/** A policy 回访制度, read and checked. */
export type Policy = Omit<Head, 'clauses'> & { readonly clauses: readonly Clause[]; readonly file: string };
