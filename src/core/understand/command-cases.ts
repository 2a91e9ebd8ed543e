/** 个案的口令: what those write who work a case 案12: look, take it, an opinion, up, to a department or contractor, done. */
import { findAppointment, type Appointment } from './appointment.js';
import { numberIn } from './command-task.js';
import type { Scene, Understood } from './command.js';

/** What is done to a case. `department`: whom it is given to, a department or a person. */
export type CaseArgs = {
  readonly case: number;
  readonly act: CaseAct;
  readonly text?: string;
  readonly department?: string;
  readonly days?: number;
} & Appointment;
export type CaseAct = 'show' | 'take' | 'opinion' | 'hand-up' | 'give' | 'contractor' | 'close';

export type CaseCommand = { readonly kind: 'command'; readonly command: '跟进'; readonly args: CaseArgs };

/** 案12, and not 方案12 or 结案 12. */
const CASE = /(?:(?<![方档答提图专文草教结])案|(?<=办结)案)(?:件|号)?\s*[::#]?\s*(\d{1,9})(?!\d)\s*号?/u;
export const IS_CASE: Pick<RegExp, 'test'> = CASE;

/** The first that is said before the number, or right after it. */
const ACTS: readonly (readonly [CaseAct, RegExp])[] = [
  [
    'contractor',
    /(?:[发下签开]发?|给|通知)*(?:承建商|施工方|施工单位|总包|承包商).{0,3}?(?:发|下发|签发|开)?(?:整改(?:通知书?)?)?|(?<!已|已经)[发下签开]?发?(?:整改通知书?|整改(?!完|好|到位|结束|了))/u,
  ],
  [
    'give',
    /(?:发|签发)?工作联系单|转(?:给|交|到|部门)?|移交给?|交(?:给|由)|[派分]给|[给让](?=\p{Script=Han}{1,4}[部班组])/u,
  ],
  ['hand-up', /(?:往上|向上|再)?上?报(?:上去|给(?:公司|总部|领导|副总|经理))|往上报|上报|上会/u],
  ['opinion', /(?:加注|处理|审核|我的)?意见(?:是|为)?|批注/u],
  ['close', /办结|批准|同意|完成|办好|办完|[做弄处搞]理?[好完]|办妥|已办|结了|可以结|结束|解决/u],
  ['take', /领取|认领|领|接|我(?:来)?(?:[办跟领接管]|负责|处理)?|归我办?|给我/u],
  [
    'show',
    /(?:跟进|查看?|看看?|说明|讲讲?|打开|翻)(?:一?下)?|为[什甚]么|为啥|进[度展]|走到|详情|怎么|咋|什么|啥|情况|现在|目前|到(?:哪|谁|什么)|谁|还[没有]|办?到/u,
  ],
];
const WITHIN = /(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s*(?:天|日)之?内/u;
const DATED =
  /(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:之?前)?|(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:天|日)之?内|(?:今|明|后)天(?:之?前)?|(?:下?周|星期|礼拜)[一二三四五六日天](?:之?前)?/gu;
const ASKED = /(?:吗|么|没有?|谁|什么时候|怎么|咋样|怎么样|哪一?步)[了呀啊呢]?[?？。]*$/u;
/** 案2先别上报: nothing is done. */
const HELD = /(?:别|不要|不用|先不|暂不|等.{0,8}(?:再|才))/u;
/** What may stand about an order and says nothing. */
const FILLER = /^(?:请|麻烦|帮我|报告|那个|就|我|把|将|给|[\s,，:：])+/u;
/** 给恒基建筑发整改: said the other way round. */
const GIVEN_NOTICE = /给(?!承建商)([\p{Script=Han}]{2,10}?)(?:下发|签发|发|开)(?:个|份)?整改(?:通知书?)?/u;
/** 给工程部发个联系单: the sheet is named, and whom it is for before it. */
const SENT_SHEET = /给?([\p{Script=Han}]{1,6}?(?:部门?|中心|班|组))[发下签开]{1,2}(?:一?[个份张])?(?:工作)?联系单/u;
/** 工程部12月4号前返修: what is wanted, right behind the department. */
const DEPARTMENT_FIRST = /^(\p{Script=Han}{1,6}?(?:部(?!长|门)|部门|中心|班(?!长)|组(?!长)))(?=.{2})(.+)$/u;
/** 给工程部办: what a department does with a case is no part of its name. */
const TO_DO = /(?<=[部班组心科处])(?:来|去)?(?:办理?|处理|跟进|解决|负责|弄|做|接手?)(?:吧|一?下)*$/u;
/** Whom a notice goes to: 发整改通知给宏达建筑. */
const WHOM = /^(?:书)?\s*(?:发?给|到|至)\s*([\p{Script=Han}\w]{2,12}?)(?=$|[\s,，:：])/u;

/** 意见 案12 已核实; 转给 工程部 案12 3月8日前 返修; 案12 办结 已装隔音门. */
export function caseCommand(plain: string, { text, now, zone }: Scene): Understood {
  const no = Number(CASE.exec(plain)?.[1] ?? Number.NaN);
  const written = inOrder(Number(CASE.exec(text)?.[1] ?? Number.NaN) === no ? text : plain);
  const found = CASE.exec(written);
  if (found === null || no <= 0) return unclear(no);
  const before = trimmed(written.slice(0, found.index)).replace(FILLER, '');
  const after = trimmed(written.slice(found.index + found[0].length));
  if (ASKED.test(before) || ASKED.test(after)) return command(no, 'show', {});
  if (HELD.test(before) || HELD.test(after.slice(0, 6))) return unclear(no);
  const ahead = ACTS.find(([, words]) => new RegExp(`^(?:${words.source})`, 'u').test(before));
  const behind = ACTS.find(([, words]) => new RegExp(`^(?:${BEHIND}(?:${words.source}))`, 'u').test(after));
  const last = ahead === undefined && behind === undefined ? lastAct(after) : null;
  if (last !== null) return command(no, last.act, { text: last.said });
  const [act, words] = ahead ?? behind ?? (before === '' && after === '' ? SHOW : NONE);
  if (act === null) return unclear(no);
  if (act === 'show' || act === 'take') return command(no, act, {});
  const acted = new RegExp(`^(?:${ahead === undefined ? BEHIND : ''}(?:${words.source}))(?:了|吧|掉)?`, 'u');
  const said = ahead === undefined ? trimmed(after.replace(acted, '')) : after;
  if (act !== 'give' && act !== 'contractor') return command(no, act, said === '' ? {} : { text: said });
  const name = ahead === undefined ? '' : trimmed(before.replace(acted, ''));
  const given = whom(act, name, said);
  const days = WITHIN.exec(given.rest)?.[1];
  const when = days === undefined ? (findAppointment(given.rest, now, zone) ?? {}) : { days: numberIn(days) };
  const matter = trimmed(given.rest.replaceAll(DATED, ' '));
  return command(no, act, {
    ...(given.department === '' ? {} : { department: given.department }),
    ...when,
    ...(matter === '' ? {} : { text: matter }),
  });
}

/** The order as it is read: what is done, the case, to whom, what. */
function inOrder(text: string): string {
  const [phrase, department] = SENT_SHEET.exec(text) ?? [];
  const [named] = CASE.exec(text) ?? [];
  if (phrase === undefined || named === undefined) return text.replace(GIVEN_NOTICE, '发整改通知给$1 ');
  return `转给 ${named} ${department} ${trimmed(text.replace(phrase, ' ').replace(named, ' '))}`;
}

/** 案12请公司协调 上报: the order stands at the end, behind why. */
function lastAct(after: string): { readonly act: CaseAct; readonly said: string } | null {
  for (const [act, words] of ACTS) {
    if (act !== 'hand-up' && act !== 'close') continue;
    const found = new RegExp(`^(.{2,}?)[\\s,，。]+(?:可以|请|予以)?(?:${words.source})(?:了|吧)?$`, 'u').exec(after);
    if (found !== null) return { act, said: trimmed(found[1] ?? '') };
  }
  return null;
}

/** Who is to do it, before the number or right behind the order; a contractor need not be named. */
function whom(act: CaseAct, name: string, said: string): { readonly department: string; readonly rest: string } {
  if (name !== '') return { department: name, rest: said };
  const [words, named] = WHOM.exec(said) ?? [];
  if (act === 'contractor')
    return { department: named ?? '', rest: words === undefined ? said : said.slice(words.length) };
  const [head = '', ...others] = said.split(/[\s,，、:：。;；]+/u);
  const first = head.replace(TO_DO, '');
  const [, department = first, wanted] = DEPARTMENT_FIRST.exec(first) ?? [];
  return { department, rest: [...(wanted === undefined ? [] : [wanted]), ...others].join(' ') };
}

const BEHIND = '(?:请|已经?|都|可以|由|让|给|我|的|是|进行|这个|目前|现在|[\\s,，])*?';
const SHOW = ['show', /^$/u] as const;
const NONE = [null, /^$/u] as const;
const unclear = (no: number): Understood => {
  const named = `案${no > 0 ? no : 12}`;
  return { kind: 'unclear', suggest: [`说明 ${named}`, `办结 ${named} 已重新疏通`, `转给 工程部 ${named} 3月8日前`] };
};
const trimmed = (text: string): string => text.replaceAll(/^[\s,，、:：。;；]+|[\s,，、;；]+$/gu, '');

const command = (no: number, act: CaseAct, rest: Omit<CaseArgs, 'case' | 'act'>): CaseCommand => ({
  kind: 'command',
  command: '跟进',
  args: { case: no, act, ...rest },
});
