/** 办回访的口令: what staff write of a visit that is theirs: done, nobody there, refused, moved, another time, a colleague. */
import type { Method } from '../terms.js';
import { findAppointment, type Appointment } from './appointment.js';
import { asWritten } from './command-written.js';
import type { Scene, Understood } from './command.js';
import { isGradeWord, isMethodWord, readRecordWords } from './record-words.js';
import { readSheetWords } from './sheet-words.js';

/** `text`: what was heard, as it was written. */
export type DoneArgs = { readonly task: number; readonly text?: string };

/** How it was tried; null where the words do not tell. Beside the arguments, which are those of contracts.md. */
export type NoAnswer = {
  readonly kind: 'command';
  readonly command: '无人应答';
  readonly args: { readonly task: number };
  readonly method: Method | null;
};

export type VisitCommandWords =
  /** `isGuess`: nobody said that it is done; it is asked about before anything is written. */
  | { readonly kind: 'command'; readonly command: '完成'; readonly args: DoneArgs; readonly isGuess?: true }
  | NoAnswer
  | {
      readonly kind: 'command';
      readonly command: '拒访' | '已搬走' | '找错人';
      readonly args: { readonly task: number };
    }
  | { readonly kind: 'command'; readonly command: '改期'; readonly args: { readonly task: number } & Appointment }
  | {
      readonly kind: 'command';
      readonly command: '转给';
      readonly args: { readonly task: number; readonly person?: string; readonly department?: string };
    };

const TASK = '(?:任务|回访|#|no\\.?|第)?\\s*(\\d{1,7})(?!\\d|[.:-]\\d|\\s*[月年季日天%点分])\\s*(?:号|单)?';
const DONE_WORD = '(?:已经?|都)?(?:回访)?(?:完成|办完|做完|办好|搞定|访完)(?!率|情况)了?(?:回访|记录)?';
const DONE_FIRST = new RegExp(`^${DONE_WORD}\\s*[::]?\\s*${TASK}[\\s,，、:：。;；]*(.*)$`, 'isu');
const DONE_AFTER = new RegExp(`^${TASK}\\s*(?:这单|这户|的?回访)?\\s*${DONE_WORD}[\\s,，、:：。;；]*(.*)$`, 'isu');

export const DONE = new RegExp(`${DONE_FIRST.source}|${DONE_AFTER.source}`, 'isu');
/** 完成 12 电话 13800000000 满意 师傅准时. */
export function doneCommand(plain: string, { text }: Scene): Understood {
  const found = matchDone(plain);
  if (found === null || ANOTHER.test(found.said) || NOT_DONE.test(found.said))
    return { kind: 'unclear', suggest: ['完成 12 上门 满意', '我的任务'] };
  return done(found, matchDone(text), asWritten(found.said, plain, text));
}

const CHANGED = new RegExp(`^(?:修改|更正|订正)(?:一下|记录)?\\s*[::]?\\s*${TASK}[\\s,，、:：。;；]*(.*)$`, 'isu');
/** 打错了 12应该是不满意; 12 改成满意: a grade takes the place of the one that stands. */
const SHOULD_BE = new RegExp(
  `^(?:(?:刚才?|我)*(?:[打写记点填选录]错了?|不对|搞错了?)[\\s,，、:：。;；]*)?${TASK}\\s*(?:的?记录|的?评价)?\\s*(?:应该?是|应为|改成|改为|更正为|其实是)\\s*((?:很|非常|比较|基本)?(?:满意|一般|不满意).*)$`,
  'isu',
);
const BARE = new RegExp(`^${TASK}[\\s,，、:：]+(.+)$`, 'isu');

/** 修改 12 一般: one's own record is corrected; a time alone may as well be another appointment. */
export const CHANGE = { test: (plain: string): boolean => CHANGED.test(plain) || SHOULD_BE.test(plain) };
export function changeCommand(plain: string, { text, now, zone }: Scene): Understood {
  const pattern = CHANGED.test(plain) ? CHANGED : SHOULD_BE;
  const found = matchBy(pattern, plain);
  if (found === null) return { kind: 'unclear', suggest: ['修改 12 一般', '我的任务'] };
  const heard = readRecordWords(found.said, 'other');
  const isWhen = heard.grade === null && heard.methods.length === 0 && findAppointment(found.said, now, zone) !== null;
  if (isWhen) return { kind: 'unclear', suggest: [`改期 ${found.task} ${found.said}`, `修改 ${found.task} 一般`] };
  return done(found, matchBy(pattern, text));
}

/** 15 电话 满意: how it was made and a grade, or a grade and why, each a word by itself, tell of a visit that was made. */
export const BARE_RECORD = {
  test: (plain: string): boolean => {
    const words = (matchBy(BARE, plain)?.said ?? '')
      .split(/[\s,，、。;；]+/u)
      .map((word) => (isMethodWord(word) || isGradeWord(word) ? word : bareWord(word)));
    const graded = words.findIndex(isGradeWord);
    const looked = words.some((word) => isMethodWord(word) && readRecordWords(word, 'other').methods[0] === 'on-site');
    return words.length > 1 && (graded === 0 || (graded > 0 && words.some(isMethodWord)) || looked);
  },
};
/** 已电联业主, 上门看了: the word without what only says that it was done, and of whom. */
const bareWord = (word: string): string =>
  word.replaceAll(/^(?:已经?|刚)|(?:业主|住户|客户|回访)?[看过了]*$/gu, '').replace(/^电联$/u, '电话');
export function bareRecord(plain: string, { text }: Scene): Understood {
  const found = matchBy(BARE, plain);
  if (found === null) return { kind: 'unclear', suggest: ['完成 12 上门 满意', '我的任务'] };
  return { ...done(found, matchBy(BARE, text)), isGuess: true };
}

/** 105纸质 都满意, 纸质 105 都满意: the answers of a questionnaire that came back on paper, which no other order says. */
const PAPER_WORD = '(?:纸质(?:的)?(?:问卷|调查表?)?|纸面|扫描件)';
const PAPER_BACK = '(?:已经?|都)?(?:收(?:回|到|上)?来?|回收)?了?';
const SHEET_AFTER = new RegExp(`^${TASK}\\s*(?:户)?的?\\s*(${PAPER_WORD})${PAPER_BACK}(.+)$`, 'isu');
const SHEET_FIRST = new RegExp(`^(${PAPER_WORD})\\s*${TASK}${PAPER_BACK}([\\s,，、:：].+)$`, 'isu');
const NO_GRADES = /满意[率度]|(?:吗|么|没有?)[?？。]*$|[?？]$/u;

/** Words of a sheet by itself, with the grades that stand on it. */
export const SHEET = {
  test: (plain: string): boolean => {
    const found = matchSheet(plain);
    if (found === null || NO_GRADES.test(plain)) return false;
    const { grades, rest } = readSheetWords(found.said);
    return grades !== null || readRecordWords(rest, 'other').grade !== null;
  },
};
export function sheetCommand(plain: string, { text }: Scene): Understood {
  const found = matchSheet(plain);
  return found === null
    ? { kind: 'unclear', suggest: ['完成 12 纸质 B-07 满意', '我的任务'] }
    : done(found, matchSheet(text));
}

function matchSheet(text: string): Named | null {
  const [, after, paper = '', said = ''] = SHEET_AFTER.exec(text) ?? [];
  if (after !== undefined) return { task: Number(after), said: `${paper}${said}`.trim() };
  const [, before = '', first, rest = ''] = SHEET_FIRST.exec(text) ?? [];
  return first === undefined ? null : { task: Number(first), said: `${before}${rest}`.trim() };
}

type Named = { readonly task: number; readonly said: string };

/** What was said as it was written, where that reads as the same task. */
function done(found: Named, written: Named | null, heard = found.said) {
  const said = written?.task === found.task ? written.said : heard;
  const args: DoneArgs = { task: found.task, ...(said === '' ? {} : { text: said }) };
  return { kind: 'command', command: '完成', args } as const;
}

/** 谢谢 is said to the bot, 任务 belongs to the number. */
const POLITE =
  /^(?:[\s,，啦咯了哈呀嘞咧喽哒囉喇嘛噻]|\p{Extended_Pictographic}\ufe0f?)+|^\s*(?:号|任务|单子?|回访)+|[\s,，]*(?:请?(?:帮忙|帮我)?(?:录入|登记|记录|记一?下|知悉|查收|审核|归档|销单|关单|结单)(?:一?下)?|谢谢|辛苦了?|麻烦了|[!！。~])+\s*$/gu;
/** 12完成了吗, 12完成不了, 完成 12 13: no report that one visit is done. */
const NOT_DONE =
  /^了?(?:吗|么|没有?|没|吧)[?？。]*$|^(?:不(?:了|成|掉|来|下|起)|得(?!很|挺|不错|满意)|时间|情况|标准|要求|之?后|以后|再|才|还是)|^[和跟与]?\s*\d{1,7}(?!\d)\s*(?:号|$|[\s,，、都也])/u;
/** 12完成 然后13改到后天: two orders are none that can be carried out at once. */
const ANOTHER =
  /(?:然后|接着|另外|还有|顺便|再把)\s*\d+|请假|\d+\s*号?\s*(?:完成|转[给交]|改(?![善变])|推[到迟后]|领取|审核|交给|没人|无人|通过|退回)/u;

const matchDone = (text: string): Named | null => matchBy(DONE_FIRST, text) ?? matchBy(DONE_AFTER, text);

function matchBy(pattern: RegExp, text: string): Named | null {
  const [, task, said = ''] = pattern.exec(text) ?? [];
  return task === undefined
    ? null
    : {
        task: Number(task),
        said: said
          .replace(POLITE, '')
          .replace(/^(?:下一[位单户家个]|(?:另外|顺便)\S.*)$/u, '')
          .trim(),
      };
}

/** How it was tried, in the words of whoever tried. */
export const METHOD_WAYS: readonly (readonly [RegExp, Method])[] = [
  [/对讲/u, 'intercom'],
  [/电话|打|接|拨/u, 'phone'],
  [/上门|登门|入户|敲门|开门|在家|没人在|应门|家里|去[过了]|跑[过了]|[去到]他家|白跑|按门铃/u, 'in-person'],
];
