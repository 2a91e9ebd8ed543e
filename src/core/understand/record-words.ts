/**
 * 记录的话: what a member of staff writes of a visit, on one line and in any order, → how it was made, the number called,
 * the grade, what was said. What is no such word is the remark, in their own words.
 */
import { addDays, HOUR, type Instant, instantAt, localDate, startOfDay } from '../calendar.js';
import { keysOf, type EventKind, type Grade, type Method, METHODS, type Term } from '../terms.js';
import type { DayPart } from '../reach.js';
import { appointmentInstant, findAppointment, NUMERAL, numberOf } from './appointment.js';
import { gradeOf } from './grade.js';
import { understand } from './index.js';
import { normalize } from './normalize.js';

/** What a line gives; null or empty where it gives nothing. */
export type RecordWords = {
  readonly methods: readonly Method[];
  readonly numberCalled: string | null;
  /** What a photograph is known by. */
  readonly photo: string | null;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
  /** The resident signed on paper. */
  readonly signed: boolean;
};

/** The everyday words for a way of visiting, beside its own term. */
const ALSO: Readonly<Partial<Record<Method, readonly string[]>>> = {
  phone: ['打电话', '致电', '去电'],
  'in-person': ['入户', '登门', '面谈', '当面', '家访'],
  'on-site': ['现场', '看现场', '现场验证', '现场察看'],
  'walk-round': ['巡访'],
  intercom: ['对讲机', '可视对讲'],
  written: ['书信', '信函'],
  meeting: ['座谈', '开会', '会议'],
};
const METHOD_OF: ReadonlyMap<string, Method> = new Map(
  keysOf(METHODS).flatMap((method) => {
    const term: Term = METHODS[method];
    return [term.zh, ...(ALSO[method] ?? [])].flatMap((word) => [
      [word, method] as const,
      [`${word}回访`, method] as const,
    ]);
  }),
);

/** 打电话了, 电话打的, 上门看了: said of what was done, it is the same way. */
const AROUND = /^(?:我|已经?|刚刚?|都|是|用|通过)+|(?:打|问|访|看|谈|聊|联系|沟通|回访)?(?:了|过|的)+$/gu;
/** 打的电话, 打了个电话, 电话里问的, 去他家了, 到家里看的: told as one would tell a colleague. */
const TOLD: readonly (readonly [RegExp, Method])[] = [
  [
    /^(?:我|已经?|刚刚?|都|是|给?[他她]|给?(?:住户|业主))*(?:打的?|打[了过]|打(?:的|了|过)?一?个)(?:他|她|住户|业主)?(?:电话|手机)[了的过]*$/u,
    'phone',
  ],
  [/^(?:我|已经?|刚刚?|都|是)*(?:在|用)?电话[里上]?(?:问|说|讲|聊|联系|沟通)?[了的过]*$/u, 'phone'],
  [
    /^(?:我|已经?|刚刚?|都|是)*[去到上](?:过|了)?(?:他|她|人|住户|业主)?(?:们)?家(?:里)?[去来]?(?:看|问|谈|聊|访)?[了的过]*$/u,
    'in-person',
  ],
];
const methodOf = (word: string): Method | undefined =>
  METHOD_OF.get(word) ??
  METHOD_OF.get(word.replaceAll(AROUND, '')) ??
  TOLD.find(([pattern]) => pattern.test(word))?.[1];

/** Whether a word by itself names a way of visiting. */
export const isMethodWord = (word: string): boolean => word.split(BOTH).every((part) => methodOf(part) !== undefined);
const BOTH = /[和与加+]/u;

/** Whether a word by itself is a grade. */
export const isGradeWord = (word: string): boolean =>
  /^(?:很|非常|挺|比较|基本|大致)?满意$|^一般(?:满意)?$|^不(?:太|是很|怎么)?满意$/u.test(word);

/** A mobile number, or a fixed one with its area code; spaces and dashes inside it are allowed. */
const PHONE =
  /(?<![\d-])(?:\+?86[- ]?)?(?:1[3-9]\d(?:[- ]?\d{4}){2}|0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}|400(?:-?\d{3,4}){2})(?!\d)/u;
const PHOTO = /(?:照片|相片|拍照|图片)[::\s]*([A-Za-z0-9_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]*)?/u;
const UNFINISHED =
  /未完成|未完工|没完工|没(?:有)?(?:全部|完全|都)?(?:修|弄|做|处理|搞|装|干|施工)(?:完|好)|还没(?:修|弄|做|处理|装|干)|(?:修|弄|处理|做)了?一半/u;
const CHARGE_RIGHT = /收费(?:与报价|和报价)?(?:一致|相符|符合|没(?:有)?问题|正确|没错|对(?!不))|按报价收/u;
const CHARGE_WRONG = /收费(?:与报价|和报价)?(?:不一致|不相?符|有问题|不对|有误|偏高)|多收|乱收费|超过报价/u;
const SIGNED = /(?:住户|业主|客户)?(?:已经?签(?:名|字)|签(?:过|了|好)(?:名|字)?)(?:确认)?/u;
/** 都完成了, 打完了, 处理完毕: what the visitor did themselves; nobody was heard, however well it sounds. */
const OWN_DOING =
  /^(?:我们?|俺|都|全部?|已经?|刚刚?|今天|电话|也|均)*(?:完成|回访|打|访|问|联系|沟通|聊|谈|跑|去|做|办|记录?|处理|搞定|完事|收工)(?:完成|完毕|完|过|好|毕|妥)*(?:了|啦|咯)?[。.!！\s]*$/u;
const SEPARATORS = /[\s,，、。;；]+/u;

/** Reads one line; `about` is what the visit was for. Never throws. */
export function readRecordWords(line: string, about: EventKind): RecordWords {
  const phone = PHONE.exec(line);
  const photo = PHOTO.exec(line);
  const signed = SIGNED.exec(line);
  const bare = [phone?.[0], photo?.[0], signed?.[0]].reduce<string>(
    (text, found) => (found ? text.replace(found, ' ') : text),
    line,
  );
  const { methods, rest } = takeMethods(bare);
  const isOwnDoing = OWN_DOING.test(rest);
  const charge = CHARGE_WRONG.test(rest) ? false : CHARGE_RIGHT.test(rest) ? true : null;
  const said = charge === true ? rest.replace(CHARGE_RIGHT, ' ').trim() : rest;
  const meant = understand({ question: 'single', reply: said, about });
  const outright = gradeOf(normalize(said));
  const grade = ('grade' in meant ? meant.grade : undefined) ?? (outright.explicit ? outright.grade : null);
  // Where the work alone was looked at, nobody was asked: a fault that is seen is no grade, but work that is not done.
  const nobodyMet = methods.length > 0 && methods.every((method) => method === 'on-site') && !/满意/u.test(said);
  return {
    methods,
    numberCalled: phone === null ? null : phone[0].replaceAll(/[^\d]/gu, '').replace(/^86(?=1\d{10}$)/u, ''),
    photo: photo === null ? null : (photo[1] ?? '').trim() || null,
    grade: nobodyMet || isOwnDoing ? null : grade,
    remark:
      meant.kind === 'grade' && !nobodyMet && !isOwnDoing
        ? (meant.remark ?? besideGrade(said))
        : said === ''
          ? null
          : said,
    unfinished: UNFINISHED.test(rest) || (nobodyMet && grade === 'dissatisfied'),
    chargeAsQuoted: charge,
    signed: signed !== null,
  };
}

/** What stands beside a grade that stands by itself was written for its own sake, however little it says. */
function besideGrade(said: string): string | null {
  const words = said.split(SEPARATORS).filter((word) => word !== '');
  const rest = words.filter((word) => !isGradeWord(word) && !COURTESY.test(word));
  const hasGrade = words.some(isGradeWord);
  return hasGrade && rest.join('').length >= LEAST_REMARK ? rest.join('，') : null;
}
const LEAST_REMARK = 2;
const COURTESY = /^(?:谢谢|多谢|感谢|辛苦|好的|是的|嗯+|完毕)[了啊吧]*$/u;

/** Words for ways of visiting count where they stand by themselves; the rest stays as it was written. */
function takeMethods(line: string): { readonly methods: readonly Method[]; readonly rest: string } {
  const methods = new Set<Method>();
  let rest = line;
  for (const word of line.split(SEPARATORS)) {
    const named = word.split(BOTH).map((part) => methodOf(part));
    if (word === '' || !named.every((method) => method !== undefined)) continue;
    for (const method of named) methods.add(method);
    rest = rest.replace(word, ' ');
  }
  return {
    methods: [...methods],
    rest: rest
      .replace(/^[\s,，、。;；]+/u, '')
      .replaceAll(/\s{2,}/gu, ' ')
      .trim(),
  };
}

const PROMISE = /答复|约定|承诺|答应|约好/u;
const WITHIN = new RegExp(`(${NUMERAL})\\s*(?:个)?(小时|天|日)(?:之内|以内|内)`, 'u');
/** Until when something is promised for a part of a day: its end. */
const PART_ENDS: Readonly<Record<DayPart, number>> = { morning: 12 * HOUR, afternoon: 18 * HOUR, evening: 21 * HOUR };

/** 答复 周五下午, 约定3天内答复: by when the household was promised an answer (p02.14); null where no time is named. */
export function promiseIn(line: string, now: Instant, zone: string): Instant | null {
  const clause = line
    .replace(PHONE, ' ')
    .split(/[,，;；。\n]/u)
    .find((part) => PROMISE.test(part));
  if (clause === undefined) return null;
  const [before = '', ...after] = clause.split(PROMISE);
  return promisedBy(after.join(' '), now, zone) ?? promisedBy(before, now, zone);
}

/** 师傅准时 答复 周五下午: what stands by itself as the term is no word of the resident's. */
export function withoutTerm(words: string, now: Instant, zone: string): string {
  return words
    .replaceAll(TERM, (all: string, term: string) => (promisedBy(term, now, zone) === null ? all : ''))
    .replaceAll(/^[\s,，;；]+|[\s,，;；]+$/gu, '');
}
const TERM = /(?:^|[\s,，;；]+)答复[\s:：]+([^\s,，;；。]+(?:\s+\d{1,2}[:：]\d{2})?)(?=$|[\s,，;；。])/gu;

function promisedBy(words: string, now: Instant, zone: string): Instant | null {
  const today = localDate(now, zone);
  const [, count, unit] = WITHIN.exec(words) ?? [];
  if (unit === '小时') return (now + numberOf(count) * HOUR) as Instant;
  if (unit !== undefined) return startOfDay(addDays(today, numberOf(count) + 1), zone);
  const when = findAppointment(words, now, zone);
  if (when === null) return null;
  if (when.time !== undefined) return appointmentInstant(when, now, zone);
  const day = when.shiftDays === undefined ? (when.date ?? today) : addDays(today, when.shiftDays);
  return when.part === undefined ? startOfDay(addDays(day, 1), zone) : instantAt(day, PART_ENDS[when.part], zone);
}
