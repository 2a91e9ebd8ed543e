/** The smallest parts of a policy file's schema: words, windows, and which events a rule is for. */
import { z } from 'zod';
import { PART_WORDS, PARTY_KINDS } from '../event-input.js';
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
import type { Term } from '../terms.js';
import { BASES } from '../window.js';
import type { Bound } from '../window.js';
import { BASE_WORDS } from './describe-window.js';
import { HOME_SERVICES } from './words.js';

/** One of a closed list of words; an editor shows each with its 中文. */
export const word = <T extends Readonly<Record<string, Term>>>(table: T) =>
  z.enum(keysOf(table)).meta({ enumDescriptions: Object.values(table).map(({ zh }) => zh) });
/** One may stand for a list of one. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(item).min(1));
export const sentence = z.string().min(1);
export const percent = z.int().min(0).max(100);
export const count = z.int().min(0);
export const role = word(ROLES).meta({ id: 'role', description: '岗位；各制度的称谓写在 roles' });
export const method = word(METHODS).meta({ id: 'method', description: '回访方式' });

const BOUND_UNITS = ['minutes', 'hours', 'days', 'months', 'day', 'part'] as const;
const bound = z
  .strictObject({
    minutes: z.int().optional().describe('起算的时刻之后几分钟'),
    hours: z.int().optional().describe('起算的时刻之后几小时'),
    days: z.int().optional().describe('起算之日之后第几天，当天为 0，之前为负'),
    months: z.int().optional().describe('起算之日之后几个月；月底没有那一天的，为该月最后一天'),
    day: z.int().min(1).max(31).optional().describe('起算之日所在月的几日'),
    part: z
      .tuple([count, z.int().min(1)])
      .optional()
      .describe('一段期间的几分之几：[1, 3] 为三分之一处'),
    of: z
      .enum(BASES)
      .meta({ enumDescriptions: BASES.map((base) => BASE_WORDS[base] || '起算之日本身') })
      .optional()
      .describe('从哪一天起算；不写则为起算之日本身，期间则为第一天'),
  })
  .refine((given) => BOUND_UNITS.filter((unit) => given[unit] !== undefined).length === 1, {
    error: `一个且只一个单位（${BOUND_UNITS.join('、')}）`,
  })
  .meta({
    id: 'bound',
    description: '时间窗的一端：一个单位，连同从哪一天起算',
    oneOf: BOUND_UNITS.map((unit) => ({ required: [unit] })),
  })
  .transform((given) => given as Bound);

/** `[earliest, due)`: from a bound (or the anchor), through or before a bound. */
export const windowSchema = z
  .strictObject({
    from: bound.optional().describe('自何时起；不写则自起算的时刻'),
    through: bound.optional().describe('至何时为止，那一天整天都算在内'),
    before: bound.optional().describe('至何时之前，那一天不算在内'),
  })
  .refine((rule) => (rule.through === undefined) !== (rule.before === undefined), {
    error: '一个且只一个止点（through 或 before）',
  })
  .meta({
    id: 'window',
    description: '时间窗：through 与 before 只写一个',
    oneOf: [{ required: ['through'] }, { required: ['before'] }],
  });

/** Which events a rule is for; every word given must hold. */
export const matchSchema = z
  .strictObject({
    kind: oneOrMore(word(EVENT_KINDS)).optional().describe('服务事项的类别'),
    category: oneOrMore(word(REPAIR_CATEGORIES)).optional().describe('维修类别'),
    class: oneOrMore(word(REPAIR_CLASSES)).optional().describe('维修等级'),
    severity: oneOrMore(word(SEVERITIES)).optional().describe('投诉程度'),
    location: oneOrMore(word(LOCATIONS)).optional().describe('维修部位'),
    service: oneOrMore(word(HOME_SERVICES)).optional().describe('居家服务的种类'),
    household: z.boolean().optional().describe('是否写明了住户'),
    rainCaused: z.boolean().optional().describe('是否雨水造成'),
    bigDefect: z.boolean().optional().describe('是否大的缺陷'),
    contractSigned: z.boolean().optional().describe('是否已签服务协议'),
    newStaff: z.boolean().optional().describe('是否由新的服务人员提供'),
    fitOut: z.boolean().optional().describe('是否装修工程'),
    repeat: z.boolean().optional().describe('是否重复以前的事项'),
    underWarranty: z.boolean().optional().describe('是否写明了所属的工程，按保修办理'),
    novelties: z.boolean().optional().describe('工程是否采用新材料、新技术、新工艺、新设备'),
    newlySigned: z.boolean().optional().describe('是否签协议后的第一次服务'),
    workerComplained: z.boolean().optional().describe('服务人员的上一次服务是否被投诉过；由记录得知'),
  })
  .meta({ id: 'match', description: '哪些服务事项：写出的各项须同时成立' });
export type Match = z.output<typeof matchSchema>;

export const quotaSchema = z
  .union([
    z.strictObject({
      tiers: z
        .array(
          z.strictObject({
            upTo: z.int().min(1).optional().describe('这一档至多几个；最后一档不写'),
            percent: percent.describe('这一档抽百分之几'),
          }),
        )
        .min(1)
        .describe('按总体大小分档，由小到大'),
    }),
    z.strictObject({ perDay: z.int().min(1).describe('每天几张以内全部回访，超过的随机抽这么多张') }),
  ])
  .meta({ id: 'quota', description: '抽样办法：分档，或每天多少' });

export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: '月日（如 05-01）' });

export const roles = z.array(role).min(1);
export const methods = z.array(method).min(1);
export const partyKinds = z.array(z.enum(PARTY_KINDS)).min(1);
export const warrantyParts = z
  .array(z.enum(keysOf(PART_WORDS)).meta({ enumDescriptions: Object.values(PART_WORDS) }))
  .min(1);
