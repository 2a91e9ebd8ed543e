/**
 * The words a policy file may use. A file is the source's sentences, the rule, its parameters and examples; the same
 * file plans, explains itself, draws its flow chart and is tested. Faults speak through `faults.ts`.
 */
import { z } from 'zod';
import { isLocalDate, parseInstant } from '../calendar.js';
import {
  count,
  matchSchema,
  methods,
  monthDay,
  oneOrMore,
  partyKinds,
  percent,
  quotaSchema,
  role,
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
  rate: percent.nullable().optional().describe('回访率，百分之几；null 或不写为由岗位确定（见 rateBy）'),
  quota: quotaSchema.optional().describe('抽样办法；与 rate 只写一个'),
  by: roles.optional().describe('由谁回访'),
  how: methods.optional().describe('用什么方式；不写则为制度的方式'),
  record: sentence.optional().describe('记在哪一张表；不写则为制度的表'),
};

const monthDays = { start: monthDay.describe('第一天'), end: monthDay.describe('最后一天') };

/** One visit of a clause. Left out: rate null, methods and form of the policy. */
export const visitSchema = z
  .strictObject({
    ...asked,
    rateBy: roles.optional().describe('制度没有定回访率的，由谁确定'),
    anchor: word(ANCHORS).optional().describe('从什么起算；不写则为处理完毕'),
    window: windowSchema.optional().describe('何时回访；与 series 只写一个'),
    series: z
      .strictObject({
        months: z.int().min(1).nullable().describe('每几个月一次；null 为不定期，由员工发起'),
        from: z.int().min(1).optional().describe('从第几段起；前面的不回访'),
        times: z.int().min(1).optional().describe('期满之后再回访几次；写了就从期满次日起算'),
      })
      .optional()
      .describe('在一段期间内每几个月回访一次'),
    begun: windowSchema.optional().describe('期满之后员工也可以自己发起：自发起之时算起的时间窗；不写则员工不能发起'),
    season: z.strictObject(monthDays).optional().describe('anchor 为 season 时，季节的起止日（MM-DD）'),
    warrantySeasons: z
      .array(
        z.strictObject({
          start: monthDay.nullable().describe('第一天'),
          end: monthDay.nullable().describe('最后一天'),
        }),
      )
      .optional()
      .describe('以季计的保修期，采暖期、供冷期的起止日；null 为还不知道'),
    termMonths: z.int().min(1).optional().describe('事项没有写明签署的保修期时，按几个月'),
    waitMonths: z.int().min(1).optional().describe('anchor 为 rain 时，维修后几个月内的雨才算数'),
    each: word(EACH).optional().describe('分别对每一个回访一次'),
    parties: partyKinds.optional().describe('each 为 party 时，问哪几种单位'),
    after: z
      .strictObject({
        visit: z.int().min(1).describe('前面第几次回访'),
        gapDays: count.describe('至少相隔几天'),
      })
      .optional()
      .describe('不早于前面某次回访完成之时'),
    when: matchSchema.optional().describe('只对本条中的这些事项'),
    says: sentence.optional().describe('用大白话说对哪些事项，类别说不清时写'),
    cases: z
      .array(z.strictObject({ when: matchSchema.describe('哪些事项'), ...asked }))
      .optional()
      .describe('其中的特例：符合 when 的，以所写的代替；几条写了同一样的，取第一条'),
  })
  .meta({ id: 'visit', oneOf: [{ required: ['window'] }, { required: ['series'] }] });
export type VisitRule = z.output<typeof visitSchema>;

const instant = z.string().refine((text) => parseInstant(text) !== null, { error: '带时区的时间' });
export const exampleSchema = z.strictObject({
  name: sentence.describe('例子说的是什么'),
  event: z.record(z.string(), z.unknown()).optional().describe('一件服务事项，写法同 POST /api/v1/events'),
  population: count.optional().describe('总体有多少'),
  days: z.array(count).optional().describe('一周七天各有多少张派工单'),
  at: instant.optional().describe('职责发生的时间（如 2026-03-02T16:20:00+08:00）'),
  date: z.string().refine(isLocalDate, { error: '日期' }).optional().describe('周期中的任何一天（如 2026-03-02）'),
  covered: z.array(z.string()).optional().describe('问到了哪些内容、方面，备了哪些表'),
  how: methods.optional().describe('用了什么方式回访'),
  ballots: z
    .strictObject({
      issued: count.describe('发出票数'),
      returned: count.describe('回收票数'),
      satisfied: count.describe('满意'),
      fairly: count.describe('一般满意'),
      dissatisfied: count.describe('不满意'),
    })
    .optional()
    .describe('一次调查的票数'),
  expect: z
    .union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())])
    .describe('应当算出什么：回访写成列表，其他写成一组 “词: 值”；只核对写出的'),
});
export type Example = z.output<typeof exampleSchema>;

export const clauseSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[1-9]\d*$/, { error: '条款号（如 p03.1）' })
    .describe('条款号：制度编号、点、序号'),
  title: sentence.describe('条款的标题'),
  step: word(STEPS).describe('在回访流程图的哪一步'),
  source: z.array(sentence).min(1).describe('制度原文，一字不改'),
  says: sentence.describe('用大白话说做什么；写作 {参数名} 的，读出来是参数的值，如 3 天'),
  assumed: z.array(sentence).optional().describe('原文没有写、由本文件补上的，显示为“默认”'),
  on: oneOrMore(matchSchema).optional().describe('对哪些服务事项；几条中符合一条即可'),
  visits: z.array(visitSchema).min(1).optional().describe('一件事项的各次回访'),
  sampling: z
    .strictObject({
      unit: word(UNITS).describe('以什么计'),
      period: word(PERIODS)
        .optional()
        .describe('按什么周期计；不写为按月（perDay 为按周），unit 为 recipient 则每件事项自成一个总体'),
    })
    .optional()
    .describe('总体怎样计'),
  handle: z.array(handleSchema).min(1).optional().describe('处理时限，从接到报告起算'),
  rounds: z.array(roundSchema).min(1).optional().describe('定期对住户的回访，或对记录的抽查'),
  content: z.array(word(TOPICS)).min(1).optional().describe('回访问什么'),
  graded: z.boolean().optional().describe('内容是否逐项评分'),
  duties: z.array(dutySchema).min(1).optional().describe('回访之外的职责'),
  survey: surveySchema.optional().describe('满意度调查怎样问、怎样算'),
  methodRules: z.array(methodRuleSchema).min(1).optional().describe('对回访方式的要求'),
  certain: z.array(matchSchema).min(1).optional().describe('一律抽中的'),
  quota: quotaSchema.optional().describe('为别的条款说明抽样办法'),
  warranties: z.array(leastWarrantySchema).min(1).optional().describe('各部位的最低保修期'),
  forms: z.array(sentence).min(1).optional().describe('须备的表'),
  handedOut: z.boolean().optional().describe('true 为 forms 所列是回访时送给受访方的资料，送出即记录'),
  examples: z.array(exampleSchema).min(1).describe('例子：检查文件时逐个算一遍'),
});
export type Clause = z.output<typeof clauseSchema>;

const scalar = z.union([z.int(), z.boolean(), z.string(), z.array(z.string()), z.null()]);
export const parameterSchema = z.strictObject({
  value: scalar.describe('值；null 为还没有填写'),
  unit: word(PARAMETER_UNITS).describe('单位'),
  origin: z.enum(['source', 'default']).describe('source：原文写明；default：原文没有写，是默认'),
  says: sentence.describe('这个值是什么'),
  min: z.int().optional().describe('项目自定时至少多少；不写则为 0'),
  max: z.int().optional().describe('项目自定时至多多少'),
});
export type Parameter = z.output<typeof parameterSchema>;

/** The file but for its clauses, which are read one by one so that one fault hides no other. */
export const headSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: '小写字母、数字和 - 组成的编号' })
    .describe('制度的编号'),
  title: sentence.describe('制度的名称'),
  article: sentence.describe('出自哪一份文件、哪一篇'),
  roles: z.partialRecord(role, sentence).describe('各岗位在本制度里的称谓；条款用到的都要写'),
  record: sentence.describe('回访记在哪一张表'),
  how: methods.describe('回访方式'),
  flowChart: sentence.optional().describe('流程图的名称'),
  needsSignature: z.boolean().optional().describe('回访记录是否要受访方签名（微信里为确认）'),
  fallback: roles.optional().describe('岗位没有人时先找谁；之后依次为主管、经理、总经理'),
  recheck: windowSchema.optional().describe('不满意、承诺办结后，何时之前告诉住户做了什么，并再问一次；不写则不再问'),
  again: z
    .strictObject({
      by: roles.describe('由谁重新办理：第二次不满意是第一个岗位，再不满意是下一个，最后一个管以后各次'),
      within: windowSchema.optional().describe('何时之前重新办好'),
    })
    .optional()
    .describe('办结后住户仍不满意的，升给谁重新办理'),
  archive: z
    .strictObject({
      within: windowSchema.describe('记录审核完、个案了结之后，何时之前存档'),
      keepYears: z.int().min(1).nullable().optional().describe('保管几年；null 或不写为一直保管'),
      handOver: z.boolean().optional().describe('true 为保管期满后先列入交接清单，确认之后才删除'),
    })
    .optional()
    .describe('没有写明存档日期（keepYears 的职责）的制度，记录怎样存档；都不写则不存档'),
  attempts: z.int().min(1).optional().describe('换不同时段联系几次都没有人，才算联系不上；不写则为 3'),
  parameters: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema)
    .describe('有名称的值：条款中写作 $名称，项目采用时可以自定'),
  clauses: z.array(z.unknown()).min(1).describe('条款'),
  context: z
    .array(z.strictObject({ text: sentence.describe('原文'), why: sentence.describe('为什么不生义务') }))
    .optional()
    .describe('原文中不生义务的句子'),
});
export type Head = z.output<typeof headSchema>;

/** A policy 回访制度, read and checked. */
export type Policy = Omit<Head, 'clauses'> & { readonly clauses: readonly Clause[]; readonly file: string };
