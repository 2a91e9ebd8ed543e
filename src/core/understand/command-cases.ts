/** 个案的口令: what those write who work a case 案12: look, take it, an opinion, up, to a department or contractor, done. */
import { findAppointment, type Appointment } from './appointment.js';
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
  ['contractor', /(?:发|下发|签发)?(?:整改通知书?|整改)|通知承建商/u],
  ['give', /(?:发|签发)?工作联系单|转(?:给|交|到|部门)?|交给|派给/u],
  ['hand-up', /上报|上会|往上报/u],
  ['opinion', /(?:加注|处理|审核)?意见/u],
  ['close', /办结|批准|同意|完成|办好|办完|已办/u],
  ['take', /领取|认领|我来(?:办|跟)?/u],
  ['show', /说明|为什么|为啥|进度|详情|看看?|怎么样|情况|跟进/u],
];
const WITHIN = /(\d{1,3})\s*(?:天|日)之?内/u;
const DATED =
  /(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:之?前)?|\d{1,3}\s*(?:天|日)之?内|(?:今|明|后)天(?:之?前)?|(?:下?周|星期|礼拜)[一二三四五六日天](?:之?前)?/gu;
const ASKED = /(?:吗|么|没有?|谁|什么时候|怎么)[?？。]*$/u;

/** 意见 案12 已核实; 转给 工程部 案12 3月8日前 返修; 案12 办结 已装隔音门. */
export function caseCommand(plain: string, { text, now, zone }: Scene): Understood {
  const no = Number(CASE.exec(plain)?.[1] ?? Number.NaN);
  const written = Number(CASE.exec(text)?.[1] ?? Number.NaN) === no ? text : plain;
  const found = CASE.exec(written);
  if (found === null || no <= 0) return unclear(no);
  const before = written.slice(0, found.index).trim();
  const after = trimmed(written.slice(found.index + found[0].length));
  const ahead = ACTS.find(([, words]) => new RegExp(`^(?:请)?(?:把)?${words.source}`, 'u').test(before));
  const behind = ACTS.find(([, words]) => new RegExp(`^(?:请)?(?:已经?)?${words.source}`, 'u').test(after));
  const [act, words] = ahead ?? behind ?? (before === '' && after === '' ? SHOW : NONE);
  if (act === null) return ASKED.test(after) ? command(no, 'show', {}) : unclear(no);
  if (act === 'show' || act === 'take') return command(no, act, {});
  if (ASKED.test(after)) return unclear(no);
  const said = ahead === undefined ? trimmed(after.replace(words, '')) : after;
  if (act !== 'give' && act !== 'contractor') return command(no, act, said === '' ? {} : { text: said });
  const name = trimmed(before.replace(words, '').replace(/^请?把?/u, ''));
  const [first = '', ...others] = said.split(/[\s,，、:：。;；]+/u);
  const isNamed = name !== '' || act === 'contractor';
  const whom = isNamed ? name : first;
  const given = isNamed ? said : others.join(' ');
  const days = WITHIN.exec(given)?.[1];
  const when = days === undefined ? (findAppointment(given, now, zone) ?? {}) : { days: Number(days) };
  const matter = trimmed(given.replaceAll(DATED, ' '));
  return command(no, act, {
    ...(whom === '' ? {} : { department: whom }),
    ...when,
    ...(matter === '' ? {} : { text: matter }),
  });
}

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
