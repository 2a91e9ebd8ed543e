/** 成串: a row of grades without names (11213…, 满意满意一般…, 满意×14), numbered or lettered pairs, and a correction after it. */
import type { Grade } from '../terms.js';
import { ordinal } from './item-numbers.js';

/** Every way to write one grade of a row, the longest first. */
const GRADES: readonly (readonly [Grade, string])[] = [
  [
    'dissatisfied',
    '非常不满意 很不满意 不太满意 不满意 不满 不中 不行 不好 不合格 不ok 很差 太差 差评 差劲 差 坏 bad × x ✗ ✘ 3 c 三 叁',
  ],
  [
    'fairly',
    '普通 一般满意 比较满意 基本满意 一般般 一般 还可以 还行 还好 尚可 凑合 可以 中等 中 良好 良 so-so soso ok 2 b 二 贰 两',
  ],
  ['satisfied', '非常满意 很满意 十分满意 满意 满 很好 挺好 不错 优秀 优 好 行 得 赞 good great √ ✓ 1 a 一 壹'],
];
const GRADE_OF: ReadonlyMap<string, Grade> = new Map(
  GRADES.flatMap(([grade, words]) => words.split(' ').map((word) => [word, grade] as const)),
);
const LONGEST = Math.max(...[...GRADE_OF.keys()].map((word) => word.length));
const BREAK = /[\s,，、。.;；/|:+*_"“”()（）-]/u;

/** The grade that a word of the table names by itself; null for any other. */
export const gradeNamed = (word: string): Grade | null => GRADE_OF.get(word) ?? null;

/** What may stand before and after a row: whose it is, that it is sent anew, thanks. */
const LEAD =
  /^(?:(?:填好了?|选好了?|评好了?|我|我家|我们|咱|本人|这|这是|按|按次序|挨个|挨着|从|来|如下|一路|我的|我这边|我选|我填|给|填|选|回|发|评|打|打分|评分|评价|答|答案|答复|回复|回答|结果|选项|依次|依次是|按顺序|按顺序是|顺序|从头到尾|从上到下|分别|分别是|十四项|14项|重发|重新发|重来|重填|更正|改成|以这个为准|以此为准|刚才|刚刚|前面|上面|上一条|那个|那条|发|打|填|的|错了|不算|作废|看错了?|你好|您好|好的|嗯|哦|那|就|是|了|如下)[\s,，。.:：;；!]*)+(?=[1-3a-c一二三满不好优良√×])/u;
const TAIL =
  /[\s,，。.!;；]*(?:谢谢|多谢|辛苦|以上|完毕|完了|完|就这些|就这样|好了|没了|发完了|填完了|你们|大家|您|了|吧|啊|哈|请查收|收到请回复|[\s,，。.!])*$/u;
/** 第八个改成 3, 第6项应该是满意: said of the row before it. */
const AMENDED =
  /[\s,，。.;；]*(?:哦|啊|不对|等等|等下)?[\s,，]*(?:把|其中)?第?(\d{1,2}|十[一二三四]?|[一二三四五六七八九])(?:个|项|号|条|题)?(?:的)?(?:打错了?|写错了?|错了?)?[\s,，]*(?:改成|改为|改|换成|应该是|应该|应为|才是|是)(?:选|给)?(不满意|一般|满意|[123abc])(?:谢谢|吧|啊|了|[。.!])*$/u;

/** `row`: the fourteen, in order. `short`: a row of some other length, which answers nothing. Null: not a row at all. */
export function rowOf(given: string): readonly Grade[] | 'short' | null {
  const repeated = sameForAll(given) ?? runsOf(given);
  if (repeated) return repeated;
  if (TALLIED.test(given)) return 'short';
  if (/^1[0-4]\s*(?:不满意|一般|满意)$/u.test(given)) return null;
  if (/^(?:\d{1,2}\s*[abc][\s,，、;；]*){2,13}$/u.test(given) || areItems(given)) return null;
  const amended = AMENDED.exec(given);
  const text = withoutSlip(amended ? given.slice(0, amended.index) : given)
    .replace(TAIL, '')
    .replace(LEAD, '')
    // In Henan 中 is good, where 不中 stands beside it.
    .replaceAll(/(?<!不)中(?=[\s,，、])|(?<=[\s,，、])中$/gu, (middle) => (given.includes('不中') ? '好' : middle))
    .trim();
  const joint = grades(text, true);
  if (!joint) return ROWLIKE.test(text) ? 'short' : null;
  const row = joint.length === 14 ? joint : grades(text, false);
  const marks = /^[123abc一二三\s,，、。.;；/|:+*_-]+$/u.test(text);
  if (row?.length !== 14) {
    const mixed = new Set(joint).size > 1;
    const worded = /^(?:满意[\s,，。、]*){5,}$/u.test(text);
    return (marks && joint.length > 3) || (mixed && joint.length > 2) || worded ? 'short' : null;
  }
  if (!amended) return row;
  const at = ordinal(amended[1] ?? '') - 1;
  return row.map((grade, index) => (index === at ? (gradeNamed(amended[2] ?? '') ?? grade) : grade));
}

/** 1满意 2不满意 3一般: numbers that rise, a grade in words behind each, are items; the menu itself, said back, is none. */
function areItems(text: string): boolean {
  if (!PAIRS.test(text) || MENU.test(text)) return false;
  const numbers = [...text.matchAll(/\d{1,2}/gu)].map(([one]) => Number(one));
  return numbers.every((one, index) => index === 0 || one > (numbers[index - 1] ?? 0));
}
const PAIRS =
  /^(?:\d{1,2}(?:\s*[-~到至]\s*\d{1,2})?\s*[项号]?\s*(?:很|非常|比较|基本)?(?:不?满意|一般(?:般|满意)?)[\s,，、;；。]*){2,14}$/u;
const MENU = /^1\s*满意[\s,，、;；]*2\s*一般(?:满意)?[\s,，、;；]*3\s*不满意/u;
/** 十二个1两个3: how many of each, not which. */
const TALLIED =
  /^(?:我|给|有)?(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,2})[个项条样](?:不满意|一般|满意|[123abc])[\s,，、和]*){2,}$/u;
/** Twelve marks or grades and more in a row, with something else among them: no grade of all fourteen is in it. */
const ROWLIKE = /^(?:(?:[123abc]|\p{Script=Han}{1,3})[\s,，、.。]+){11,}(?:[123abc]|\p{Script=Han}{1,3})$/u;
/** 那个3手滑了，应该是1: a mark that stands once in the row and is put right. */
const SLIPPED =
  /^(.*?[123abc一二三])[\s,，。.;；]+(?:那|有|其中)?个([123abc])(?:是)?(?:手滑|手误|打错|写错|按错|点错|错)了?[\s,，]*(?:应该|应|要|改|换|才)*(?:是|成|为)([123abc])[。.!]*$/u;

function withoutSlip(text: string): string {
  const [, row = '', wrong = '', right = ''] = SLIPPED.exec(text) ?? [];
  return wrong !== '' && row.split(wrong).length === 2 ? row.replace(wrong, right) : text;
}

/** The grades at the head of a row that goes on with 剩下都…; null where there is none. */
export function headOf(text: string): readonly Grade[] | null {
  const head = grades(text.replace(LEAD, '').trim(), true);
  return head && head.length < 14 ? head : null;
}

/** 满意×14, 14个1, 十四个A: one grade said to hold fourteen times. */
function sameForAll(text: string): readonly Grade[] | null {
  const said =
    /^(.{1,5}?)\s*[x×*乘]\s*(?:以)?(?:14|十四)$/u.exec(text) ??
    /^(?:我|给|全给|全选|选|来|都是|全是)*(?:14|十四)(?:个|项|条|x|×|\*)\s*(?:都|全|都是|全是|都选|全选)*(.{1,5}?)(?:吧|啊|呗|哈|[!。~\s])*$/u.exec(
      text,
    );
  const grade = said ? gradeNamed((said[1] ?? '').replaceAll(/["“”]/gu, '')) : null;
  return grade ? Array.from({ length: 14 }, () => grade) : null;
}

/** In their order: what is counted after it is a row. */
const IN_ORDER = /^(?:依次|按顺序|按次序|顺着|从头到尾|从上到下|挨个|挨着)(?:是|来|数|给|排|:)*/u;

/** 满意×6，不满意×2，满意×6; 依次7个A、4个B、3个C: grades by how often each follows; a row where they are fourteen. */
function runsOf(text: string): readonly Grade[] | 'short' | null {
  const ordered = IN_ORDER.test(text);
  const parts = text
    .replace(IN_ORDER, '')
    .split(/[\s,，、;；。]+/u)
    .filter(Boolean);
  const row = parts.flatMap((part) => {
    const said = /^(.{1,5}?)\s*[x×*]\s*(\d{1,2})$/u.exec(part);
    const [, times, word] =
      (ordered && /^(\d{1,2}|[一二两三四五六七八九十]{1,2})[个项条]\s*(.{1,5})$/u.exec(part)) || [];
    const grade = gradeNamed(said?.[1] ?? word ?? '');
    return grade
      ? Array.from({ length: Math.min(14, said ? Number(said[2]) : ordinal(times ?? '')) }, () => grade)
      : [];
  });
  if (parts.length < 2 || row.length !== 14) return null;
  return parts.some((part) => GUESSED.test(part)) ? 'short' : row;
}

/** Which of them is left to be guessed. */
const GUESSED = /哪[几一二两三四五六七八九\d]*[项个]|心里有数|自己[猜想]|你们猜/u;

/** What is good where its 不 stands in the same row: 中 beside 不中 is no middle. */
const REGIONAL = [
  ['不中', '中'],
  ['不得', '得'],
  ['要不得', '要得'],
  ['不成', '成'],
  ['不可以', '可以'],
  ['no', 'yes'],
] as const;
const plainly = (text: string, not: string, yes: string): string => text.replaceAll(not, '差').replaceAll(yes, '好');

/** A text that is nothing but grades and breaks, or that many and then words of another kind; `joint`: 一般满意 is one of them, not two. */
function grades(given: string, joint: boolean): readonly Grade[] | null {
  const text = REGIONAL.reduce((out, [not, yes]) => (out.includes(not) ? plainly(out, not, yes) : out), given);
  const out: Grade[] = [];
  for (let at = 0; at < text.length;) {
    if (BREAK.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    let size = Math.min(LONGEST, text.length - at);
    while (size > 0 && !(GRADE_OF.has(text.slice(at, at + size)) && (joint || !apart(text.slice(at, at + size)))))
      size -= 1;
    const grade = GRADE_OF.get(text.slice(at, at + size));
    if (!grade && out.length === 14 && BREAK.test(text[at - 1] ?? '') && /^\p{Script=Han}{2}/u.test(text.slice(at)))
      return out;
    if (!grade || out.length > 40) return null;
    out.push(grade);
    at += size;
  }
  return out.length > 2 ? out : null;
}

const apart = (word: string): boolean => /^(?:一般|比较|基本)满意$/u.test(word);

const GRADE = '(不满意|不行|不好|一般满意|一般般?|还行|还可以|满意|很好|好|很差|差|[123])';
const BY_LETTER = new RegExp(
  `(?<![a-z]|[-~到至]\\s?)([a-n])\\s*[项是给选:=.、)-]*\\s*${GRADE}(?![0-9])[\\s,，;；、。]*`,
  'gu',
);
const BY_NUMERAL = new RegExp(
  `(?<![一二三四五六七八九十第])(十[一二三四]?|[一二三四五六七八九])\\s*[、.:)]\\s*${GRADE}[\\s,，;；、。]*`,
  'gu',
);
const BY_BRACKET = new RegExp(`\\((\\d{1,2}|十[一二三四]?|[一二三四五六七八九])\\)\\s*(?=[^\\s])`, 'gu');
const MARKS: Readonly<Record<string, string>> = { '1': 'a', '2': 'b', '3': 'c' };

/** 一好二好三不好: numerals that rise, a grade behind each, and nothing else. */
const BARE_NUMERALS = new RegExp(
  `^(?:(?:十[一二三四]?|[一二三四五六七八九])${GRADE.replace('(', '(?:')}[\\s,，]*){3,}$`,
  'u',
);
const BARE_NUMERAL = new RegExp(`(十[一二三四]?|[一二三四五六七八九])${GRADE}[\\s,，]*`, 'gu');

/** a1 b2 c1, a满意b一般, 一、满意；二、一般, (1)好(2)差: numbered pairs → 1项满意. */
export function paired(text: string): string {
  const bracketed = spaced(unglued(text))
    .replaceAll(/\((\d{1,2})\)\s*[-~到至]\s*\((\d{1,2})\)/gu, ',$1-$2项')
    .replaceAll(BY_BRACKET, (_, n: string) => `,${ordinal(n)}项`);
  const written = (n: number, grade: string): string => `${n}项${MARKS[grade] ?? grade},`;
  const lettered = [...bracketed.matchAll(BY_LETTER)];
  const spoken = lettered.length > 1 && bracketed.replaceAll(BY_LETTER, '').trim() === '';
  if ((spoken || lettered.length > 2) && ascending(lettered.map((hit) => (hit[1] ?? '').charCodeAt(0))))
    return bracketed.replaceAll(BY_LETTER, (_, l: string, grade: string) => written(l.charCodeAt(0) - 96, grade));
  const numerals = BARE_NUMERALS.test(bracketed) ? [...bracketed.matchAll(BARE_NUMERAL)] : [];
  if (numerals.length > 0 && ascending(numerals.map((hit) => ordinal(hit[1] ?? ''))))
    return numerals.map(([, n = '', grade = '']) => written(ordinal(n), grade)).join('');
  const counted = [...bracketed.matchAll(BY_NUMERAL)];
  if (counted.length > 1 && ascending(counted.map((hit) => ordinal(hit[1] ?? ''))))
    return bracketed.replaceAll(BY_NUMERAL, (_, n: string, grade: string) => written(ordinal(n), grade));
  return bracketed;
}

/** aa bc ca: a direction's letter and a mark's, glued. */
function unglued(text: string): string {
  const parts = text.trim().split(/[\s,，;；、]+/u);
  if (parts.length < 4 || !parts.every((part) => /^[a-n][abc]$/u.test(part))) return text;
  if (!ascending(parts.map((part) => part.charCodeAt(0)))) return text;
  return parts.map((part) => `${part.charCodeAt(0) - 96}项${part[1]},`).join('');
}

/** 1-7 1 8 3 9-14 1: numbers and marks by turns, told from a row by a range among them. */
function spaced(text: string): string {
  const parts = text.trim().split(/[\s,，;；]+/u);
  const pairs = parts.length > 3 && parts.length % 2 === 0 && parts.some((part) => /^\d{1,2}-\d{1,2}$/u.test(part));
  if (!pairs || !parts.every((part, at) => (at % 2 === 0 ? /^\d{1,2}(?:-\d{1,2})?$/u : /^[123]$/u).test(part)))
    return text;
  return parts.map((part, at) => (at % 2 === 0 ? `${part}项` : `${MARKS[part]},`)).join('');
}

const ascending = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
