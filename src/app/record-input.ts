/** The words in which other systems send a record of a visit: one made by staff, or copied from a paper form. */
import { z } from 'zod';
import { expected, instant } from '../core/event-input.js';
import { TOPICS } from '../core/policy/words.js';
import { DIRECTIONS, GRADES, keysOf, METHODS } from '../core/terms.js';
import { flag, oneOf, phone, text } from './people-input.js';

const VISIT_WORDS = '任务号（如 12）';
const visit = z
  .union([z.int().min(1), z.string().regex(/^[1-9]\d{0,8}$/, { error: expected(VISIT_WORDS) })], {
    error: expected(VISIT_WORDS),
  })
  .transform(Number);

const method = oneOf(keysOf(METHODS));
const grade = oneOf(keysOf(GRADES));
const PAPER_WORDS = '纸质记录的出处，或对象 {source, signed}';
const paper = z
  .union([text(200), z.object({ source: text(200), signed: flag.optional() })], { error: expected(PAPER_WORDS) })
  .transform((given) => (typeof given === 'string' ? { source: given, signed: false } : { signed: false, ...given }));

/**
 * A record 回访记录. `method` is `paper` for a copied form, whose `paper` says where it is kept; how the visit was made
 * stands in `methods` then. `at` is when it was made; left out: now.
 */
export const recordInput = z.object(
  {
    visit,
    by: text(64).describe('回访人的账号'),
    at: instant.optional(),
    method: oneOf([...keysOf(METHODS), 'paper']).optional(),
    methods: z.array(method, { error: expected('回访方式列表（如 ["in-person","on-site"]）') }).optional(),
    numberCalled: phone.nullish(),
    photo: text(200).nullish(),
    grade: grade.nullish(),
    grades: z
      .partialRecord(oneOf(keysOf(DIRECTIONS)), grade, { error: expected('对象，如 {"1":"satisfied"}') })
      .nullish(),
    remark: text(2000).nullish(),
    topics: z
      .partialRecord(oneOf(keysOf(TOPICS)), text(2000), { error: expected('对象，如 {"quality":"平整"}') })
      .nullish(),
    unfinished: flag.optional(),
    chargeAsQuoted: flag.nullish(),
    promisedAt: instant.nullish().describe('约定何时答复住户（现场解决不了的问题）'),
    paper: paper.nullish(),
  },
  { error: expected('一个对象') },
);
export type RecordInput = z.output<typeof recordInput>;
