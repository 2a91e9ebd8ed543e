/**
 * 接着说: words of staff that mean something only after what was said before: the answer to what was just asked, 是 to what
 * was offered, and 这个案子, 这一单.
 */
import type { CaseArgs } from './command-cases.js';
import { tasksIn } from './command-task.js';
import { NOT_CARRIED_OUT } from './command-told.js';
import type { Understood } from './command.js';

/** What somebody wrote that was answered with a question, and what they were offered to write instead. */
export type Asked = { readonly said: string; readonly suggest: readonly string[]; readonly isOffered: boolean };

type Read = (text: string) => Understood;

/** What a message leaves to be asked; null where nothing more belongs to it. */
export function askedOf(said: string, understood: Understood): Asked | null {
  if (understood.kind === 'unclear') {
    const { suggest, asks } = understood;
    return { said, suggest, isOffered: asks !== undefined && isOffer(asks) };
  }
  return lacks(understood) ? { said, suggest: [], isOffered: false } : null;
}

/** Whether an order has not all that it needs: it is answered with a question. */
export function lacks(understood: Understood): boolean {
  if (understood.kind === 'unclear') return true;
  if (understood.command === '改期')
    return !['date', 'time', 'part', 'shiftDays'].some((key) => key in understood.args);
  if (understood.command === '请假') return understood.args.days === undefined;
  if (understood.command === '转给')
    return understood.args.person === undefined && understood.args.department === undefined;
  if (understood.command === '审核')
    return understood.args.verdict === 'return' && understood.args.opinion === undefined;
  if (understood.command === '抽查')
    return (
      'verdict' in understood.args && understood.args.verdict === 'return' && understood.args.opinion === undefined
    );
  if (understood.command === '发放') {
    const { task, target, text } = understood.args;
    return task === undefined ? target === undefined : text === undefined;
  }
  if (understood.command === '工程变更' || understood.command === '重要信息') return understood.args.text === undefined;
  if (understood.command === '发起回访') return understood.args.title === undefined;
  if (understood.command === '办结' || understood.command === '结案') return !('text' in understood.args);
  return understood.command === '跟进' && lacksOfCase(understood.args);
}

/** A department and a day, an opinion, or what was done. */
function lacksOfCase({ act, department, date, days, text }: CaseArgs): boolean {
  if (act === 'give' || act === 'contractor')
    return department === undefined || (date === undefined && days === undefined);
  return (act === 'opinion' || act === 'close') && text === undefined;
}

/** The order that was asked about, completed by the answer; null where these words are no answer to it. */
export function completed(
  asked: Asked,
  answer: string,
  read: Read,
): { readonly text: string; readonly meant: Understood } | null {
  if (YES.test(answer.trim()) || !isBare(asked, answer) || !WORDS.test(asked.said)) return null;
  const before = read(asked.said);
  const names =
    before.kind === 'command'
      ? [before.command]
      : asked.suggest.map(read).flatMap((one) => (one.kind === 'command' ? [one.command] : []));
  for (const text of [`${asked.said} ${answer}`, `${answer} ${asked.said}`]) {
    const meant = read(text);
    if (meant.kind !== 'command' || meant.command === '帮助' || !names.includes(meant.command)) continue;
    if (before.kind === 'unclear' || holdsMore(meant.args, before.args)) return { text, meant };
  }
  return null;
}

/** Words, or a number by itself; codes of buttons are neither. */
const WORDS = /\p{Script=Han}|^\s*[#№]?\d{1,7}\s*$/u;

/** 84, 84 电话: what names a task of its own and says more is no answer to what was asked of another. */
function isBare({ said }: Asked, answer: string): boolean {
  const [named, ...others] = tasksIn(answer);
  if (named === undefined) return true;
  const rest = answer.replace(named.words, '').replaceAll(/[\s,，。号]/gu, '');
  return others.length === 0 && rest.length <= BARE_CHARACTERS && tasksIn(said).length === 0;
}
const BARE_CHARACTERS = 4;

/** Everything that was there, and something more. */
function holdsMore(args: object, before: object): boolean {
  const given = Object.entries(before);
  const kept = given.every(
    ([key, value]) => JSON.stringify((args as Record<string, unknown>)[key]) === JSON.stringify(value),
  );
  return kept && Object.keys(args).length > given.length;
}

/** What was offered, where it is accepted in a word. */
export const accepted = ({ isOffered, suggest }: Asked, answer: string): string | null =>
  isOffered && YES.test(answer) ? (suggest[0] ?? null) : null;

const YES =
  /^(?:是的?|对的?|对对|没错|要的?|好的?|嗯+|行|可以|确认|办吧|就办?这个|就这样|是要办|要办|ok|yes)[呀啊吧了哈。.!！~\s]*$/iu;
const NO = /^(?:不是|不用了?|不办了?|不要了?|算了|取消|没事了?|先不了?|不对)[呀啊吧了哈。.!！~\s]*$/u;
export const isTakenBack = (answer: string): boolean => NO.test(answer.normalize('NFKC').trim());

const THIS_CASE =
  /(?:[这那该此]|上面|刚才|刚刚?说)的?\s*(?:[一个件起宗])*\s*案(?:子|件|例)?(?!\s*[\d:：#])|(?<![一-鿿])案[子件](?!\s*\d)/u;
const THIS_TASK =
  /(?:[这那该此]|上面|刚才|刚刚?说)的?\s*(?:一?个)?(?:单子?|任务|一?户|一?条|一?件|工单)(?:人家|住户|业主)?(?!\s*\d)|(?<![一-鿿])它(?=[改转给])/u;
const CASE_NAMED = /(?<![方档答提图专文草教结])案\s*(?:件|号)?\s*[::#]?\s*\d/u;

/** Which kind of thing is meant by a word for what was spoken of; null where none is, or it is named by its number. */
export function spokenOf(plain: string): 'case' | 'task' | null {
  if (CASE_NAMED.test(plain)) return null;
  if (THIS_CASE.test(plain)) return 'case';
  return THIS_TASK.test(plain) && tasksIn(plain).length === 0 ? 'task' : null;
}

/** The same with the number in its place. */
export const numbered = (plain: string, kind: 'case' | 'task', no: number): string =>
  kind === 'case' ? plain.replace(THIS_CASE, ` 案${no} `).trim() : plain.replace(THIS_TASK, ` ${no} `).trim();

/** The numbers of cases, or of tasks, that a message of ours is about. */
export function numbersIn(text: string, kind: 'case' | 'task'): readonly number[] {
  const pattern = kind === 'case' ? /(?<![方档答提图专文草教结])案(\d{1,9})/gu : /任务 (\d{1,9})(?!\d)/gu;
  return [...new Set([...text.matchAll(pattern)].map(([, no]) => Number(no)))];
}

/** An order without its number, after one task or case was spoken of: it is asked about first. */
export const WHICH_TASK = '没有写编号，先没有办。说的是刚才这一件吗？是就';

/** What is put on the list is shown first. */
export const REGISTER_FIRST = '要登记';

/** What begins so may be accepted by 是. */
const OFFERS: readonly string[] = [NOT_CARRIED_OUT, WHICH_TASK, REGISTER_FIRST];
export const isOffer = (asks: string): boolean => OFFERS.some((offer) => asks.startsWith(offer));

const VERDICT = /^(?:我)?(同意|通过|批准|没意见|没有意见|退回|打回)[\s,，:：]*(.*)$/su;
/** How whoever is asked for a verdict on a report is told to give it. */
const ASKS_VERDICT = /(?:通过|退回) 事(\d{1,9})/gu;

/** 同意, after one report was handed in: the verdict as it is written, with the number of what was asked about last. */
export function verdictOn(plain: string, newest: readonly string[]): string | null {
  const [, word = '', rest = ''] = VERDICT.exec(plain) ?? [];
  if (word === '') return null;
  const asking = newest.map((text) => [...new Set([...text.matchAll(ASKS_VERDICT)].map(([, no]) => no))]);
  const [no, ...others] = asking.find((numbers) => numbers.length > 0) ?? [];
  if (no === undefined || others.length > 0) return null;
  const isReturn = word === '退回' || word === '打回';
  const opinion = rest === '' && word !== '通过' && !isReturn ? word : rest;
  return `${isReturn ? '退回' : '通过'} 事${no} ${opinion}`.trim();
}
