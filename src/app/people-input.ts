/** The words in which other systems send estates, residents and staff (contracts.md, Other objects of the intake). */
import { z } from 'zod';
import { isLocalDate, isZone } from '../core/calendar.js';
import type { FieldError } from '../core/event.js';
import { expected } from '../core/event-input.js';
import { parseHousehold, parseHouseholdPattern } from '../core/household.js';
import { keysOf, RELATIONS, ROLES } from '../core/terms.js';
import { WEEKDAYS } from '../core/working-calendar.js';
import { normalPhone } from '../store/people.js';

/** NUL is what PostgreSQL refuses in a text. */
export const text = (max: number) => {
  const error = expected(`不超过 ${max} 字的非空文字`);
  return z
    .string({ error })
    .max(max, { error })
    .refine((value) => value.trim() !== '' && !value.includes('\0'), { error });
};
export const oneOf = <T extends string>(words: readonly T[]) =>
  z.enum(words, { error: expected(words.join('、') + ' 之一') });
export const flag = z.boolean({ error: expected(' true 或 false') });
const whole = (least: number, most: number) => {
  const error = expected(` ${least} 到 ${most} 的整数`);
  return z.int({ error }).min(least, { error }).max(most, { error });
};

const PHONE_FAULT = '应为电话号码（5 到 20 位数字，可带区号）';
export const phone = z
  .string({ error: PHONE_FAULT })
  .refine((value) => normalPhone(value) !== null, { error: PHONE_FAULT })
  .transform((value) => normalPhone(value) as string);

const TIME_WORDS = '当地时间（如 21:00）';
const time = z
  .string({ error: expected(TIME_WORDS) })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: expected(TIME_WORDS) });
const quietHours = z
  .tuple([time, time], { error: expected('两个当地时间（如 ["21:00","09:00"]）或 null') })
  .refine(([from, to]) => from !== to, { error: '起止时间相同；不设免打扰时段请写 null' });

const HOURS_WORDS = '可以上门或致电的时段（如 [["09:00","12:00"],["14:00","18:00"]]，每段起在前、止在后）';
const visitHours = z
  .array(z.tuple([time, time], { error: expected(HOURS_WORDS) }), { error: expected(HOURS_WORDS) })
  .min(1, { error: expected(HOURS_WORDS) })
  .max(6, { error: expected(HOURS_WORDS) })
  .refine((all) => all.every(([from, until]) => from < until), { error: expected(HOURS_WORDS) });

const DUTY_WORDS = '员工上班的星期（如 ["mon","tue","wed","thu","fri"]，法定节假日和调休自动计入）或 null';
const dutyDays = z
  .array(oneOf(WEEKDAYS), { error: expected(DUTY_WORDS) })
  .min(1, { error: '至少要有一天；天天上班请写 null' })
  .transform((days) => WEEKDAYS.filter((day) => days.includes(day)));

const adoption = z.union(
  [text(64), z.object({ id: text(64), parameters: z.record(z.string(), z.unknown()).optional() })],
  { error: expected('制度编号或对象 {id, parameters}') },
);

/** An estate 项目. What is left out stays as it is, or takes the default on creation. */
export const estateInput = z.object(
  {
    id: text(128),
    name: text(200),
    policies: z
      .array(adoption, { error: expected('制度列表（如 ["p03","p08"]）') })
      .refine((list) => new Set(list.map(idOfAdoption)).size === list.length, { error: '同一制度出现了两次' })
      .transform((list) => list.map((one) => (typeof one === 'string' ? { id: one } : one)))
      .optional(),
    timezone: text(64)
      .refine(isZone, { error: expected('时区名（如 Asia/Shanghai）') })
      .optional(),
    areaSqm: z
      .number({ error: expected('大于 0 的数') })
      .positive({ error: expected('大于 0 的数') })
      .nullish(),
    quietHours: quietHours.nullish(),
    contactLimit: whole(1, 100).optional(),
    contactPeriodDays: whole(1, 366).optional(),
    dutyDays: dutyDays.nullish(),
    visitHours: visitHours.optional(),
  },
  { error: expected('一个对象') },
);

const idOfAdoption = (one: string | { readonly id: string }): string => (typeof one === 'string' ? one : one.id);
const household = text(64).transform(parseHousehold);

/** A resident 住户. A missing consent means: not contacted; any other key left out stays as it is, null takes it away. */
export const residentInput = z.object(
  {
    id: text(128),
    estate: text(128),
    household,
    name: text(100),
    title: oneOf(['女士', '先生']).nullish(),
    phone: phone.nullish(),
    relation: oneOf(keysOf(RELATIONS)).optional(),
    externalUserId: text(128).nullish(),
    consent: flag.default(false),
    keyHousehold: flag.optional(),
  },
  { error: expected('一个对象') },
);

const DATE_WORDS = '日期（如 2026-03-10）';
const date = z.string({ error: expected(DATE_WORDS) }).refine(isLocalDate, { error: expected(DATE_WORDS) });
/** 请假: local dates, both of them away; the deputy 代班 is a userid. */
const away = z
  .object({ from: date, until: date, deputy: text(64).nullish() }, { error: expected('对象 {from, until, deputy}') })
  .refine(({ from, until }) => from <= until, { path: ['until'], error: '结束日期早于开始日期' });

/** A member of staff 员工: all the roles that they have, and the households that they answer for in them. */
export const staffInput = z.object(
  {
    userid: text(64),
    name: text(100),
    roles: z.array(
      z.object({ estate: text(128), role: oneOf(keysOf(ROLES)) }, { error: expected('对象 {estate, role}') }),
      { error: expected('角色列表（如 [{"estate":"cuihu","role":"steward"}]）') },
    ),
    department: text(200).nullish(),
    households: z
      .array(text(64).transform(parseHouseholdPattern), { error: expected('房号列表（如 ["3-*"]）') })
      .default([]),
    phone: phone.nullish(),
    active: flag.optional(),
    away: z
      .array(away, { error: expected('请假列表（如 [{"from":"2026-03-10","until":"2026-03-12","deputy":"lisi"}]）') })
      .optional(),
  },
  { error: expected('一个对象') },
);

/** Keys whose null says something; any other null counts as not given. */
const NULL_SPEAKS = new Set(['areaSqm', 'quietHours', 'dutyDays', 'title', 'phone', 'externalUserId', 'department']);

/** Either the value, without keys that were not given, or every fault with its field. */
export function readInput<T extends z.ZodType>(
  schema: T,
  json: unknown,
): { readonly value: z.output<T> } | { readonly errors: readonly FieldError[] } {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const given = isObject
    ? Object.fromEntries(Object.entries(json).filter(([key, value]) => value !== null || NULL_SPEAKS.has(key)))
    : json;
  const parsed = schema.safeParse(given);
  if (parsed.success) return { value: parsed.data };
  return { errors: parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) };
}
