/** What a clause asks beside visits: duties, deadlines, rounds, surveys, rules for methods, least warranties. */
import { z } from 'zod';
import { DIRECTIONS, GRADES } from '../terms.js';
import {
  count,
  matchSchema,
  methods,
  percent,
  role,
  roles,
  sentence,
  warrantyParts,
  windowSchema,
  word,
} from './schema-base.js';
import { BALLOT_WAYS, HANDLINGS, NEEDS, PERIODS, ROUND_UNITS, TRIGGERS } from './words.js';

export const dutySchema = z.strictObject({
  trigger: word(TRIGGERS).describe('何时发生'),
  follows: z
    .array(sentence)
    .min(1)
    .optional()
    .describe(
      '接在哪几条之后：那一条的最后一项职责办结，这一项开始；p02.15#2 为那一条的第 2 项职责，p06.5#arranged 为那一条的一个时限（安排）',
    ),
  says: sentence.optional().describe('做什么'),
  every: word(PERIODS).optional().describe('周期；trigger 为 period 时必写'),
  within: windowSchema.optional().describe('何时之前做完：从发生之时算起，有周期的从期初算起'),
  by: roles.describe('由谁做'),
  to: z.array(role).optional().describe('报给、交给谁'),
  how: methods.optional().describe('用什么方式'),
  form: sentence.optional().describe('用哪一张表'),
  when: matchSchema.optional().describe('只对这些服务事项'),
  together: z.int().min(2).optional().describe('同时有这么多件时才有此项'),
  anchor: z
    .enum(['warranty', 'signed-warranty'])
    .optional()
    .describe('trigger 为 expired 时，从哪一个保修期满算起；不写则为以月计的最长保修期'),
  termMonths: z.int().min(1).optional().describe('事项没有写明签署的保修期时，按几个月'),
  repeats: z
    .strictObject({
      complaints: z.int().min(2).describe('同一事项连续投诉几次以上'),
      repairs: z.int().min(2).describe('同一维修几次以上'),
    })
    .optional()
    .describe('分析时列出重复发生的事项'),
  dated: z.boolean().optional().describe('true 为期限由前一步办结时写明的日期定，如安排返修的那一天'),
  late: z
    .strictObject({
      by: roles.describe('升给谁'),
      says: sentence.optional().describe('做什么；不写则为原来要做的事'),
      within: windowSchema.optional().describe('自逾期时起，何时之前做完'),
    })
    .optional()
    .describe('到期没有办结的，升给谁办理'),
  ifNeeded: z.boolean().optional().describe('true 为必要时才写：trigger 为 recorded 的，只在回访发现不合格时成为任务'),
  keepYears: z.int().min(1).optional().describe('保管几年'),
  handOver: z.boolean().optional().describe('true 为保管期满后先列入交接清单，确认之后才删除；不写则期满即删除'),
  signedBy: z
    .array(z.union([role, z.literal('resident'), z.literal('visitor')]))
    .optional()
    .describe('由谁签名：岗位、resident（受访方）、visitor（回访人员）'),
});
export type Duty = z.output<typeof dutySchema>;

/** A deadline from reportedAt. Of several for the same, the first whose `when` holds; one without `when` is for the rest. */
export const handleSchema = z.strictObject({
  what: word(HANDLINGS).describe('做到哪一步；同一步有几条的，取第一条符合 when 的'),
  when: matchSchema.optional().describe('只对这些服务事项；不写则为其余'),
  within: windowSchema.describe('接到报告后多久之内'),
  soon: windowSchema.optional().describe('从何时起算将到期；不写则为四分之三处，至多提前七天'),
  says: sentence.optional().describe('做什么'),
  by: roles.optional().describe('由谁办；不写则为本条的回访人员'),
  form: sentence.optional().describe('用哪一张表'),
});
export type Handling = z.output<typeof handleSchema>;

/**
 * Visits that no event starts: so many of the households every period. `records`: so many of the last period's records
 * are looked at again; nobody is visited.
 */
export const roundSchema = z.strictObject({
  every: word(PERIODS).describe('周期'),
  of: word(ROUND_UNITS).describe('对哪些'),
  within: windowSchema.optional().describe('从期初算起的时间窗；不写则为整个周期'),
  rate: percent.nullable().describe('百分之几；null 为由岗位确定'),
  by: roles.describe('由谁做'),
  how: methods.describe('用什么方式'),
  record: sentence.describe('记在哪一张表'),
});
export type Round = z.output<typeof roundSchema>;

export const surveySchema = z.strictObject({
  directions: z.array(word(DIRECTIONS)).min(1).optional().describe('问哪些方面，以十四项的序号计'),
  questions: z
    .array(sentence)
    .min(1)
    .max(14)
    .optional()
    .describe('自己的问题，一至十四句；写了就不问十四个方面，也不计入十四项的满意率'),
  about: sentence.optional().describe('问的是什么，写进问句和网页；不写则按周期，如“这半年我们的服务”'),
  anonymous: z
    .boolean()
    .optional()
    .describe('true 为不记名：结束前谁也看不到答了什么，结束后谁也看不出是谁答的；不写则为记名'),
  days: z.int().min(1).max(90).optional().describe('用口令发起的调查开放几天，当天不算；不写则须在口令里写截止日期'),
  grades: z.array(word(GRADES)).min(2).optional().describe('分哪几级'),
  satisfied: z.array(word(GRADES)).min(1).optional().describe('哪几级算满意'),
  how: z.array(word(BALLOT_WAYS)).min(1).optional().describe('票怎样发、怎样收'),
  item: z.enum(['each', 'overall']).optional().describe('算哪一种满意率：each 各单项，overall 综合评议'),
  passMark: percent.nullable().optional().describe('合格的满意率；null 为由公司或项目填写'),
});

/** How a visit may be made: only so, all of it together, or only with something noted. */
export const methodRuleSchema = z.strictObject({
  when: matchSchema.optional().describe('只对这些服务事项'),
  of: methods.optional().describe('只对用了这些方式的回访；不写则为全部'),
  only: methods.optional().describe('只能用这些方式'),
  together: methods.optional().describe('同一次回访须全部用到'),
  needs: z.array(word(NEEDS)).min(1).optional().describe('须注明或取得什么'),
});
export type MethodRule = z.output<typeof methodRuleSchema>;

/** p07.1: the least term of each part; nothing of these: as agreed. */
export const leastWarrantySchema = z.strictObject({
  parts: warrantyParts.describe('哪些部位'),
  months: count.optional().describe('最低几个月'),
  seasons: count.optional().describe('最低几个采暖期、供冷期'),
  designLife: z.boolean().optional().describe('为设计使用年限'),
});
export type LeastWarranty = z.output<typeof leastWarrantySchema>;
