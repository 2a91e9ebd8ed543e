/** The words and shapes in which other systems send an event (contracts.md, Event), each fault told in 简体中文. */
import { z } from 'zod';
import { isLocalDate, parseInstant } from './calendar.js';
import type { Instant } from './calendar.js';
import { EVENT_KINDS, keysOf, LOCATIONS, REPAIR_CATEGORIES, REPAIR_CLASSES } from './terms.js';

export const WARRANTY_PARTS = [
  'infrastructure',
  'foundation',
  'main-structure',
  'roof-waterproofing',
  'wet-room',
  'outer-wall-seepage',
  'heating-cooling',
  'electrics',
  'water-pipes',
  'equipment',
  'fit-out',
  'other',
] as const;
export type WarrantyPart = (typeof WARRANTY_PARTS)[number];

/** The parts of the works in 中文. */
export const PART_WORDS = {
  infrastructure: '基础设施',
  foundation: '地基基础',
  'main-structure': '主体结构',
  'roof-waterproofing': '屋面防水',
  'wet-room': '有防水要求的厨卫间',
  'outer-wall-seepage': '外墙面防渗漏',
  'heating-cooling': '供热与供冷系统',
  electrics: '电气管线',
  'water-pipes': '给水、排水管道',
  equipment: '设备安装',
  'fit-out': '装修工程',
  other: '其他工程',
} as const satisfies Record<WarrantyPart, string>;

/** 单位: the other side of works, as people call it. */
export const PARTY_WORDS = {
  owner: '建设单位',
  user: '使用人',
  contractor: '承建商',
  supervision: '监理单位',
  'quality-inspection': '质检单位',
  'property-management': '物业管理部门',
} as const satisfies Record<(typeof PARTY_KINDS)[number], string>;

export const PARTY_KINDS = [
  'owner',
  'user',
  'contractor',
  'supervision',
  'quality-inspection',
  'property-management',
] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

type Issue = { readonly input?: unknown };

/** The message of a field in 简体中文: what was expected, and what was found. */
export const expected =
  (what: string) =>
  (issue: Issue): string =>
    issue.input === undefined ? `缺少此项，应为${what}` : `应为${what}，收到 ${shown(issue.input)}`;

/** A value as a message shows it: JSON, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const oneOf = <T extends string>(words: readonly T[]) =>
  z.enum(words, { error: expected(` ${words.join('、')} 之一`) });
const text = (max: number) => {
  const error = expected(`不超过 ${max} 字的非空文字`);
  return z
    .string({ error })
    .max(max, { error })
    .refine((value) => value.trim() !== '', { error });
};
const flag = z.boolean({ error: expected(' true 或 false') });
const whole = (least: number, most: number) => {
  const error = expected(` ${least} 到 ${most} 的整数`);
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const money = z.number({ error: expected('不小于 0 的数') }).min(0, { error: expected('不小于 0 的数') });

const INSTANT_WORDS = '带时区的时间（如 2026-03-02T16:20:00+08:00）';
export const instant = z
  .string({ error: expected(INSTANT_WORDS) })
  .refine((value) => parseInstant(value) !== null, { error: expected(INSTANT_WORDS) })
  .transform((value) => parseInstant(value) as Instant);

const DATE_WORDS = '日期（如 2026-01-15）';
const date = z.string({ error: expected(DATE_WORDS) }).refine(isLocalDate, { error: expected(DATE_WORDS) });

const agreement = z
  .object({ start: date, end: date }, { error: expected('对象 {start, end}') })
  .refine((term) => term.start <= term.end, { path: ['end'], error: '结束日期早于开始日期' });

const warranty = z
  .object(
    {
      part: oneOf(WARRANTY_PARTS),
      months: whole(1, 1200).optional(),
      seasons: whole(1, 100).optional(),
      designLifeYears: whole(1, 200).optional(),
    },
    { error: expected('对象 {part, months}') },
  )
  .refine((given) => [given.months, given.seasons, given.designLifeYears].filter((term) => term).length === 1, {
    error: 'months、seasons、designLifeYears 应当且只应有其中一项',
  });

const party = z.object(
  { kind: oneOf(PARTY_KINDS), name: text(200), contact: text(100).nullish(), phone: text(50).nullish() },
  { error: expected('对象 {kind, name}') },
);

const list = <T extends z.ZodType>(item: T) => z.array(item, { error: expected('列表') });

/** The event as other systems send it (contracts.md, Event). Keys that it does not know are left out. */
export const eventInput = z.object(
  {
    id: text(128),
    estate: text(128),
    kind: oneOf(keysOf(EVENT_KINDS)),
    category: oneOf(keysOf(REPAIR_CATEGORIES)).optional(),
    severity: oneOf(keysOf(REPAIR_CLASSES)).optional(),
    class: oneOf(keysOf(REPAIR_CLASSES)).optional(),
    location: oneOf(keysOf(LOCATIONS)).optional(),
    bigDefect: flag.optional(),
    rainCaused: flag.optional(),
    household: text(64).optional(),
    description: text(4000).optional(),
    department: text(200).optional(),
    worker: text(128).optional(),
    reportedAt: instant.optional(),
    dispatchedAt: instant.optional(),
    answeredAt: instant.optional(),
    resolvedAt: instant.optional(),
    repeatOf: text(128).optional(),
    recipients: z.union([z.literal('all'), z.array(text(64))], { error: expected('房号列表或 "all"') }).optional(),
    charge: z.object({ quoted: money, charged: money }, { error: expected('对象 {quoted, charged}') }).optional(),
    works: text(128).optional(),
    part: oneOf(WARRANTY_PARTS).optional(),
    service: oneOf(['cleaning', 'repair']).optional(),
    contractSigned: flag.optional(),
    contractSignedOn: date.optional(),
    newStaff: flag.optional(),
    agreement: agreement.optional(),
    acceptedOn: date.optional(),
    warrantyMonths: whole(1, 1200).optional(),
    warranties: list(warranty).optional(),
    signedOn: date.optional(),
    fitOut: flag.optional(),
    parties: list(party).optional(),
    novelties: list(text(500)).optional(),
    specialProcesses: list(
      z.object({ process: text(500), completedOn: date }, { error: expected('对象 {process, completedOn}') }),
    ).optional(),
    commonDefects: list(
      z.object({ defect: text(500), measure: text(2000) }, { error: expected('对象 {defect, measure}') }),
    ).optional(),
  },
  { error: expected('一个对象') },
);
