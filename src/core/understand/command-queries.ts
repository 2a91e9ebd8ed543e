/** 问数、要名单、要表的口令: what those ask for who look after an estate, with what each of them takes. */
import { FILLER, kindIn, readContext, type ContextArgs, type ContextKey } from './command-context.js';
import type { CheckCommand } from './command-checks.js';
import { SUBJECT } from './command-names.js';
import { RATE, VISIT_RATE } from './command-rates.js';
import type { Scene, Understood } from './command.js';

export type QueryName =
  | '执行率'
  | '逾期'
  | '未覆盖'
  | '不满意'
  | '待办'
  | '我的任务'
  | '月报'
  | '季报'
  | '汇总表'
  | '统计表'
  | '抽查'
  | '绩效'
  | '流程图';

export type QueryCommand =
  | CheckCommand
  | {
      [Name in Exclude<QueryName, '抽查'>]: {
        readonly kind: 'command';
        readonly command: Name;
        readonly args: ContextArgs;
      };
    }[Exclude<QueryName, '抽查'>]
  | { readonly kind: 'command'; readonly command: '导出'; readonly args: ContextArgs & { readonly form?: string } };

/** Each with the words that are its own and what it takes beside the estate and the period. */
const QUERIES: Readonly<Record<QueryName, readonly [words: RegExp, keys: readonly ContextKey[]]>> = {
  执行率: [/(?:制度)?执行(?:率|情况)|制度/u, ['policy', 'kind', 'person', 'department']],
  逾期: [/逾期|超期|超时|过期|到期|过了[点钟]/u, ['kind', 'person', 'department', 'policy']],
  未覆盖: [/未覆盖|没(?:有)?覆盖/u, []],
  不满意: [/不满意|差评/u, ['kind', 'item', 'person', 'department', 'policy']],
  待办: [/待办|代办|处理/u, ['kind', 'date']],
  我的任务: [/我的?(?:回访)?任务|任务/u, ['kind', 'date', 'part']],
  月报: [/月报(?!一?下|我|数)|月度(?:的)?(?:回访)?(?:工作)?(?:报告|报表|总结|汇报|小结)/u, ['department']],
  季报: [
    /(?<=[一二三四1-4]季)报(?![告表])|(?<=季度)报(?![告表])|(?<![一二三四1-4])季报|(?<=季度?)(?:的)?(?:回访)?(?:工作|统计|分析)*(?:报告|报表|总结|汇报|小结)/u,
    [],
  ],
  汇总表: [/(?:回访)?汇总表?/u, ['kind', 'department']],
  统计表: [/(?:回访)?统计表/u, ['kind', 'department']],
  抽查: [
    /抽[查检验]|(?:随[便机意]\s*)?[抽挑](?:取|选|出)?(?:(?:几|一?批)[条份个单件户宗]?|(?=[\d一二两三四五六七八九十]))|随[便机意](?:[抽挑选]|查)|样本|(?:的)?(?:回访)?记录|听听|审计/u,
    ['count', 'percent', 'kind', 'person', 'department'],
  ],
  绩效: [/绩效|考核/u, ['person', 'department']],
  流程图: [/流程图?/u, ['policy']],
};

export const isQuery = (command: string): command is QueryName => Object.hasOwn(QUERIES, command);

/** Whether nothing is said but the question, what it names and words that name nothing. */
export function saysNothingElse(command: QueryName | '满意率' | '回访率', plain: string, scene: Scene): boolean {
  const [words, keys] = isQuery(command) ? QUERIES[command] : RATES[command];
  const { left } = readContext(plain, words, keys, scene);
  return !/[\p{L}\p{N}]/u.test(left.replaceAll(FILLER, ' '));
}
const RATES = {
  满意率: [RATE, ['kind', 'policy', 'department', 'person', 'item']],
  回访率: [VISIT_RATE, ['kind', 'policy', 'department', 'person']],
} as const;

/** Reads what such a question names. */
export function queryCommand(command: QueryName, plain: string, scene: Scene): Understood {
  const [words, keys] = QUERIES[command];
  const { args, estate } = readContext(plain, words, keys, scene);
  if (estate === 'many')
    return { kind: 'unclear', suggest: scene.estates.slice(0, 5).map((name) => `${command} ${name}`) };
  const alone = command === '抽查' ? BARE_COUNT.exec(plain)?.[1] : undefined;
  if (alone !== undefined && args.count === undefined && args.percent === undefined)
    return { kind: 'command', command, args: { ...args, count: Number(alone) } };
  return { kind: 'command', command, args };
}
/** 抽查 6: so many. */
const BARE_COUNT = /^抽[查检]\s*(\d{1,3})(?=$|[\s,，](?!满意|一般|不|通过|没|电话))/u;

/** What a form's name ends with. */
const FORM =
  /[\p{Script=Han}、（）()]*(?:表|记录|登记|通知书?|台账|明细|情况|清单|通知单|派工单|意见书|通知书|联系单|回访单|验收单|征询单|计划|满意率|回访率|报告|月报|季报|名单|档案)(?:\p{Script=Han}{0,6}(?:表|情况|单))?/u;
/** Whatever else is named at some length. */
const OTHERWISE = /\p{Script=Han}{2,}(?:单|簿|册|日志|汇总|统计|数据|回执|函|件|卡|率|图)/u;
const BEFORE_FORM =
  /^(?:全年|整年|全部|所有|[一那这]?[份张]|[那这]?几[张份个]|生成|下(?!发)|出|拉|整(?!改)|存|弄|要|来|个)+/u;
const LISTED = /重点户|逾期|不满意|未覆盖|台账|名单/u;
const AROUND_FORM =
  /导出来?|导(?=记|回|表|重|不|逾|台|名)表?|^要|输出|导(?:成|一[份个张下]|个|下来|给)|[弄做转整换存搞变](?:成|为)|(?<=[弄做转整换存搞变]成)表格?|下载|打印|excel|xlsx?|word|电子[版档]|需要|我要|我想要?|帮我|帮忙|麻烦|请|把|给我|发我|发给我|一下|一份|那[份张个]|这[份张个]|的(?=\p{Script=Han})/giu;

/** 给吴总, 领导要: whoever gets the paper is not whose figures it holds. */
const RECIPIENT = new RegExp(
  `(?:给|发|送|交)(?:给|到)?(?:${SUBJECT}|领导|审计|总部)(?=$|[\\s,，。看用过送交要])`,
  'gu',
);

/** 意见征询表，就那个服务质量意见征询表: said twice, the second time in full. */
function fullest(asked: string, found: RegExpExecArray | null): string | undefined {
  if (found === null) return undefined;
  const name = found[0].trim();
  const later = FORM.exec(asked.slice(found.index + found[0].length))?.[0]
    .trim()
    .replace(/^(?:就是?|也就是)?(?:那|这)个/u, '');
  return later !== undefined && later.length > name.length && later.endsWith(name) ? later : found[0];
}

/** 导出 回访记录表 9月. Without a form nothing can be named. */
export function exportCommand(plain: string, scene: Scene): Understood {
  const { args, left } = readContext(plain.replaceAll(RECIPIENT, ' '), /(?!)/u, ['person'], scene);
  const asked = left
    .replaceAll(/(?<=回访|维修|投诉|服务|走访|报修)的(?=记录|登记|签收|台账|明细)/gu, '')
    .replaceAll(AROUND_FORM, ' ');
  const form = fullest(asked, FORM.exec(asked) ?? LISTED.exec(asked) ?? OTHERWISE.exec(asked))
    ?.trim()
    .replace(BEFORE_FORM, '');
  if (form === undefined || (form.length < 3 && !LISTED.test(form)) || form.startsWith('那个'))
    return { kind: 'unclear', suggest: ['导出 回访记录表 9月', '汇总表 本月'] };
  const kind = kindIn(form) === null ? kindIn(left.replace(form, ' ')) : null;
  return { kind: 'command', command: '导出', args: { ...args, ...(kind === null ? {} : { kind: kind.kind }), form } };
}
