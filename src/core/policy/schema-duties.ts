/** What a clause asks beside visits: duties, deadlines, rounds, surveys, rules for methods, least warranties. */
import { z } from 'zod';
import { DIRECTIONS, GRADES, ROLES } from '../terms.js';
import {
  count,
  matchSchema,
  methods,
  percent,
  roles,
  sentence,
  warrantyParts,
  windowSchema,
  word,
} from './schema-base.js';
import { HANDLINGS, NEEDS, PERIODS, ROUND_UNITS, TRIGGERS } from './words.js';

export const dutySchema = z.strictObject({
  trigger: word(TRIGGERS),
  /** The clauses whose last duty, once done, sets this one going: for what is reported, approved, issued. */
  follows: z.array(sentence).min(1).optional(),
  /** In plain Chinese, what is done. */
  says: sentence.optional(),
  every: word(PERIODS).optional(),
  within: windowSchema.optional(),
  by: roles,
  to: z.array(word(ROLES)).optional(),
  how: methods.optional(),
  form: sentence.optional(),
  when: matchSchema.optional(),
  /** Only where so many of them are open at once (p01.12). */
  together: z.int().min(2).optional(),
  /** `expired`: whose end it counts from; left out, the longest warranty in months. */
  anchor: z.enum(['warranty', 'signed-warranty']).optional(),
  /** As of a visit: the term of a signed warranty for which the event gives none. */
  termMonths: z.int().min(1).optional(),
  /** So many of the same in a row, or in the period, are reported. */
  repeats: z.strictObject({ complaints: z.int().min(2), repairs: z.int().min(2) }).optional(),
  keepYears: z.int().min(1).optional(),
  signedBy: z.array(z.union([word(ROLES), z.literal('resident'), z.literal('visitor')])).optional(),
});
export type Duty = z.output<typeof dutySchema>;

/** A deadline from reportedAt. Of several for the same, the first whose `when` holds; one without `when` is for the rest. */
export const handleSchema = z.strictObject({
  what: word(HANDLINGS),
  when: matchSchema.optional(),
  within: windowSchema,
  /** From when on it is due soon, where the source says so (p01.12: 7 of 15 days). */
  soon: windowSchema.optional(),
  /** In plain Chinese, what is done, where the word says too little. */
  says: sentence.optional(),
  /** Who sees to it; left out, who visits. */
  by: roles.optional(),
  form: sentence.optional(),
});
export type Handling = z.output<typeof handleSchema>;

/**
 * Visits that no event starts: so many of the households every period. `records`: so many of the last period's records
 * are looked at again; nobody is visited.
 */
export const roundSchema = z.strictObject({
  every: word(PERIODS),
  of: word(ROUND_UNITS),
  within: windowSchema.optional(),
  rate: percent.nullable(),
  by: roles,
  how: methods,
  record: sentence,
});
export type Round = z.output<typeof roundSchema>;

export const surveySchema = z.strictObject({
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

/** How a visit may be made: only so, all of it together, or only with something noted. */
export const methodRuleSchema = z.strictObject({
  when: matchSchema.optional(),
  /** The methods that the rule speaks of; left out: all. */
  of: methods.optional(),
  only: methods.optional(),
  /** Every one of these in the same visit. */
  together: methods.optional(),
  needs: z.array(word(NEEDS)).min(1).optional(),
});
export type MethodRule = z.output<typeof methodRuleSchema>;

/** p07.1: the least term of each part; nothing of these: as agreed. */
export const leastWarrantySchema = z.strictObject({
  parts: warrantyParts,
  months: count.optional(),
  seasons: count.optional(),
  designLife: z.boolean().optional(),
});
export type LeastWarranty = z.output<typeof leastWarrantySchema>;
