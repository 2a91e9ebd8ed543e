/** The estate of the gallery: sixty households, a member of staff for each role, and the company whose name the forms bear. */
import type { Company } from '../../src/core/report/form.js';
import type { LocalDate } from '../../src/core/calendar.js';
import { keysOf, ROLES, type Role } from '../../src/core/terms.js';

export const ZONE = 'Asia/Shanghai';
export const ESTATE = 'cuihu';
/** Played from the first day of the half-year whose forms are shown, to some days after it. */
export const FROM = '2026-01-01' as LocalDate;
export const UNTIL = '2026-07-01' as LocalDate;

export const COMPANY: Company = {
  名称: '翠湖物业服务有限公司',
  地址: '示例市滨湖路 18 号翠湖花园物业服务中心',
  电话: '0000-5550118',
  联系部门: '客户服务中心',
  联系人: '刘艳',
};

export type Home = {
  readonly household: string;
  readonly name: string;
  /** Null: not in the chat account's contacts. */
  readonly person: string | null;
};

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const GIVEN = ['伟', '芳', '娜', '秀兰', '磊', '洋', '静', '丽华', '强', '军', '艳', '勇', '建平'];

export const HOMES: readonly Home[] = Array.from({ length: 60 }, (_, at) => ({
  household: `${(at % 3) + 1}-${(at % 2) + 1}-${Math.floor(at / 6) + 3}0${(Math.floor(at / 3) % 2) + 1}`,
  name: `${SURNAMES[(at * 7) % SURNAMES.length] ?? ''}${GIVEN[(at * 5) % GIVEN.length] ?? ''}`,
  person: at % 4 === 3 ? null : `wm${at}`,
}));

/** 重点户, with why. */
export const KEY_HOUSEHOLDS = [2, 17, 32, 47].map((at) => ({
  household: HOMES[at]?.household ?? '',
  reason: at % 2 === 0 ? ('continuous-care' as const) : ('company-complaint' as const),
}));

export const RESIDENTS: readonly unknown[] = HOMES.map(({ household, name, person }, at) => ({
  id: `r-${at + 1}`,
  estate: ESTATE,
  household,
  name,
  phone: `1380000${String(at + 1).padStart(4, '0')}`,
  title: at % 2 === 0 ? '女士' : '先生',
  relation: at % 9 === 4 ? 'tenant' : 'owner',
  consent: true,
  ...(person === null ? {} : { externalUserId: person }),
}));

const NAMES: Readonly<Record<Exclude<Role, 'steward'>, string>> = {
  manager: '孙国栋',
  supervisor: '刘艳',
  'visit-officer': '田静',
  dispatcher: '何伟',
  'service-clerk': '曹颖',
  'cleaning-lead': '邓桂兰',
  'repair-lead': '高军',
  'function-head': '冯凯',
  'department-head': '程辉',
  'department-manager': '蒋文',
  office: '韩梅',
  'customer-service-hq': '唐莉',
  'vice-president': '许志远',
  'general-manager': '秦海',
  'company-leader': '董明',
  quality: '夏青',
  'warranty-lead': '吕建国',
  'works-team': '任师傅',
  'works-lead': '石磊',
  'project-management': '潘宏',
  'supervision-team': '杜衡',
};
const STEWARDS = [
  ['wangfang', '王芳', '1-*'],
  ['zhaolei', '赵磊', '2-*'],
  ['chenjie', '陈洁', '3-*'],
] as const;
/** Who repairs, cleans and helps: none of them may visit their own work. */
export const WORKERS = ['zhangqiang', 'limin'] as const;

export const STAFF: readonly unknown[] = [
  ...STEWARDS.map(([userid, name, households]) => ({
    userid,
    name,
    department: '客服中心',
    roles: [{ estate: ESTATE, role: 'steward' }],
    households: [households],
  })),
  ...keysOf(ROLES)
    .filter((role) => role !== 'steward')
    .map((role) => ({ userid: `the-${role}`, name: NAMES[role], roles: [{ estate: ESTATE, role }] })),
  { userid: WORKERS[0], name: '张强', department: '工程部', roles: [{ estate: ESTATE, role: 'works-team' }] },
  { userid: WORKERS[1], name: '李敏', department: '保洁部', roles: [{ estate: ESTATE, role: 'service-clerk' }] },
];
