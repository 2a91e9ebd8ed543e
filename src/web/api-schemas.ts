/** The API's shapes (contracts.md, HTTP): from them come validation, types and /openapi.json. */
import { z } from 'zod';
import { estateInput, residentInput, staffInput } from '../app/people-input.js';
import { recordInput } from '../app/record-input.js';
import { rainInput } from '../app/record-rain.js';
import { eventInput } from '../core/event-input.js';
import { TOPICS } from '../core/policy/words.js';
import { DIRECTIONS, EVENT_KINDS, GRADES, keysOf, METHODS, VISIT_STATUSES } from '../core/terms.js';

const grade = z.enum(keysOf(GRADES));
export const instant = z.string().describe('ISO 8601，带项目所在时区');
const count = z.int();

const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]);

/** One object or an array of each kind; what is checked is each object by itself, not the body as a whole. */
export const intakeBodies = {
  estates: oneOrMany(estateInput).describe('项目。未给出的字段保持原样，新建时取默认值'),
  residents: oneOrMany(residentInput).describe(
    '住户。未给出 consent 即不联系；其余未给出的字段保持原样，null 表示清除',
  ),
  staff: oneOrMany(staffInput).describe('员工及其全部角色'),
  themes: oneOrMany(
    z.object({
      estate: z.string().nullish().describe('项目自己的问题；不写即公司的主题'),
      quarter: z.string().describe('季度，如 2026Q2'),
      text: z.string().describe('问住户的一句话'),
    }),
  ).describe('季度主题。同一季度再设一次即更改'),
  rain: oneOrMany(rainInput).describe('项目雨停的时刻。同一时刻再报一次不算；等雨的维修随即安排雨后回访'),
  events: oneOrMany(eventInput).describe('服务事项。（estate, id）相同即为同一事项'),
  records: oneOrMany(recordInput).describe(
    '员工回访的记录，或纸质记录（method 为 paper，paper 写明出处）。按各制度的方式要求核对；同一回访人再次提交即为更正',
  ),
} as const;

export const intakeAnswer = z.object({
  results: z.array(
    z.object({
      id: z.string().nullable(),
      status: z.enum(['created', 'updated', 'unchanged', 'rejected']),
      errors: z.array(z.object({ field: z.string(), message: z.string() })),
    }),
  ),
});

export const errorAnswer = z
  .object({ error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }) })
  .describe('出错');

const LIMIT_FAULT = 'limit 应为 1 到 500 的整数';
export const text = (name: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? `缺少 ${name}` : `${name} 应为文字，且只出现一次`) })
    .max(200, { error: `${name} 过长` });
export const paging = {
  limit: z.coerce.number({ error: LIMIT_FAULT }).int(LIMIT_FAULT).min(1, LIMIT_FAULT).max(500, LIMIT_FAULT).default(50),
  cursor: text('cursor').optional().describe('上一页的 next'),
};

const KIND_FAULT = `kind 应为 ${keysOf(EVENT_KINDS).join('、')} 之一`;
const STATUS_FAULT = `status 应为 ${keysOf(VISIT_STATUSES).join('、')} 之一`;

export const visitsQuery = z.object({
  estate: text('estate').optional(),
  event: text('event').optional(),
  status: z.enum(keysOf(VISIT_STATUSES), { error: STATUS_FAULT }).optional(),
  ...paging,
});

export const visitsAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      estate: z.string(),
      event: z.string().nullable(),
      household: z.string().nullable(),
      policy: z.string(),
      clause: z.string(),
      visit: count,
      kind: z.string(),
      status: z.enum(keysOf(VISIT_STATUSES)),
      earliest: instant,
      due: instant,
      assignee: z.string().nullable(),
      askedAt: instant.nullable(),
      channel: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const recordsQuery = z.object({ estate: text('estate').optional(), event: text('event').optional(), ...paging });

export const recordsAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      visit: z.string(),
      event: z.string().nullable(),
      household: z.string().nullable(),
      grade: grade.nullable(),
      grades: z.partialRecord(z.enum(keysOf(DIRECTIONS)), grade).nullable(),
      remark: z.string().nullable(),
      topics: z
        .partialRecord(z.enum(keysOf(TOPICS)), z.string())
        .nullable()
        .describe('各项回访内容的回答：评分的项目是等级，其余是原话'),
      forms: z.array(z.string()).describe('记录所用表格'),
      method: z.enum([...keysOf(METHODS), 'paper']),
      by: z.string(),
      at: instant,
      reviewed: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});

export const themesQuery = z.object({
  quarter: z
    .string()
    .regex(/^\d{4}Q[1-4]$/, { error: 'quarter 应为季度（如 2026Q2）' })
    .optional()
    .describe('默认本季'),
});

export const themesAnswer = z.object({
  quarter: z.string(),
  items: z.array(
    z.object({
      estate: z.string().nullable().describe('null 为公司的主题'),
      quarter: z.string().describe('设定时所在的季度：没有新主题的沿用上一个'),
      text: z.string(),
      by: z.string(),
      at: instant,
    }),
  ),
});

export const ratesQuery = z.object({
  estate: text('estate').min(1, '缺少 estate').describe('项目编号'),
  period: text('period').optional().describe('2026-10、2026Q3、2026H1、2026 或 2026-11-02..2026-11-08；默认本月'),
  kind: z.enum(keysOf(EVENT_KINDS), { error: KIND_FAULT }).optional(),
});

const tally = {
  issued: count,
  returned: count,
  satisfied: count,
  fairly: count,
  dissatisfied: count,
  rate: z.string().nullable().describe('百分比，一位小数；无人作答时为 null'),
};

export const ratesAnswer = z.object({
  estate: z.string(),
  period: z.string(),
  kind: z.enum(keysOf(EVENT_KINDS)).nullable(),
  ...tally,
  items: z.array(z.object({ item: z.enum(keysOf(DIRECTIONS)), answered: count, ...tally })),
  surveys: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        anonymous: z.boolean(),
        closesAt: instant,
        issued: count,
        returned: count,
        rate: z.string().nullable().describe('综合评议满意率'),
        withheld: z
          .enum(['open', 'few'])
          .nullable()
          .describe('为何不公布：open 不记名，结束后才公布；few 回收不足 5 份。不公布的不计入 items'),
      }),
    )
    .describe('期间内发出的满意度调查'),
  visits: z.object({ population: count, required: count, completed: count, rate: z.string().nullable() }),
});

export const complianceQuery = ratesQuery.pick({ estate: true, period: true });

export const complianceAnswer = z.object({
  estate: z.string(),
  period: z.string(),
  items: z.array(
    z.object({
      policy: z.string(),
      clause: z.string(),
      title: z.string(),
      due: count.describe('窗口在期间内到期的件数'),
      inTime: count.describe('窗口内完成'),
      late: count.describe('过后补做'),
      open: count.describe('还没有做'),
      overdue: count.describe('其中已过期的'),
      excused: count.describe('有理由不做的'),
      reasons: z.record(z.string(), count).describe('没有做的理由和件数'),
    }),
  ),
});

export const eventsQuery = z.object({
  estate: text('estate').optional(),
  uncovered: z
    .enum(['true', 'false'], { error: 'uncovered 应为 true 或 false' })
    .optional()
    .describe('true：不在任何已采用的制度之内的'),
  ...paging,
});

export const eventsAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      estate: z.string(),
      kind: z.enum(keysOf(EVENT_KINDS)),
      household: z.string().nullable(),
      description: z.string().nullable(),
      resolvedAt: instant.nullable(),
      receivedAt: instant,
      uncovered: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});

export const whyParams = z.object({
  id: z.coerce.number({ error: 'id 应为任务号' }).int('id 应为任务号').min(1, 'id 应为任务号'),
});

export const whyAnswer = z.object({
  id: z.string(),
  text: z.string().describe('全部内容，一行一项'),
  parts: z.array(z.object({ name: z.string(), title: z.string(), text: z.string() })),
});
