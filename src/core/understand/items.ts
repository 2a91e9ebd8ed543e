/** 十四项: one reply → the grades of the fourteen directions, by number, letter, name, range, string, or all at once. */
import { type Direction, DIRECTIONS, type Grade, keysOf } from '../terms.js';
import { gradeOf } from './grade.js';
import { NAMES } from './item-names.js';
import { counted, ordinals } from './item-numbers.js';

const ALL: readonly Direction[] = keysOf(DIRECTIONS);
type Grades = Partial<Record<Direction, Grade>>;

const EVERY =
  /全部|全都|统统|所有|每项|每一项|各方面|各项|样样|项项|一律|通通|通通都|全(?=满意|不满|一般|好|选|给|差|是(?=不?满意|一般|好|差|[123abc])|[123abc])|^都|都(?=满意|不满|一般|好|挺|不错|很|选|给|还|行|差|唔|是|可以|可)|哪哪|哪儿都|哪都|14项|十四项|没(?:啥|什么|有)?意见|挑不出/u;
const REST = /其他|其它|其余|剩下|剩余|别的|余下|另外的|其馀|另的|后面的|后面(?=都|全|一般|满意|不)/u;
const EXCEPT = /除了?开?|除去|除外|以外|之外|唯独|就是(?!说)|只有|不过|但是?/u;
const UNJUDGED =
  /没去过|没见过|没用过|没车|没评|没法评|不了解|不清楚|不知道|没接触|不评|无法评|没进去|跳过|弃权|不好评|不懂|没法说|没注意|没关注|没概念|不熟|没体验|没打过交道|空着|不填|不选|略过/u;
const MARK: Readonly<Record<string, Grade>> = {
  '1': 'satisfied',
  a: 'satisfied',
  '2': 'fairly',
  b: 'fairly',
  '3': 'dissatisfied',
  c: 'dissatisfied',
};

/** The grades that a normalised reply gives; empty where it gives none or a bare string has not fourteen. */
export function gradesOf(given: string): Readonly<Grades> {
  const text = counted(given);
  const bare = text.replaceAll(/[\s,，、。.;；/|-]+/gu, '');
  if (/^[123]+$|^[abc]+$/u.test(bare))
    return bare.length === 14 ? listed(Array.from(bare).map((mark) => MARK[mark] ?? null)) : {};
  if (/^\d+$/u.test(bare)) return {};
  const words = text.split(/[\s,，、。.;；\n]+/u).filter(Boolean);
  if (
    words.length >= 3 &&
    words.every((word) => /^(?:很|非常|还|比较)?(?:不?满意|一般(?:般|满意)?|好|差|不好|还行|不错|可以|中)$/u.test(word))
  ) {
    return words.length === 14 ? listed(words.map((word) => gradeOf(word).grade)) : {};
  }
  const every =
    /^(?:你|帮我|请|就|那|给我|直接|麻烦|我)*(?:全部|全都|全|都|统统|所有|每项|每个)(?:都|全|均|选|是|给|打|填|评|个)*([123abc])(?:吧|啊)?$/u.exec(
      bare,
    );
  if (every) return leading('', MARK[every[1] ?? ''] ?? null);
  const lead = /^([abc]{2,13}|[123]{3,13})(?:剩下|其他|其余|后面|余下)(?:的)?(?:都|全)?(?:是|选|给)?(.+)$/u.exec(bare);
  if (lead) return leading(lead[1] ?? '', gradeAt(lead[2] ?? ''));
  return byClause(text);
}

function listed(grades: readonly (Grade | null)[]): Grades {
  const out: Grades = {};
  for (const [index, grade] of grades.entries()) {
    const direction = ALL[index];
    if (direction && grade) out[direction] = grade;
  }
  return out;
}

function leading(marks: string, rest: Grade | null): Grades {
  return listed(ALL.map((_, index) => MARK[marks[index] ?? ''] ?? rest));
}

/** One grade of a stretch: a lone mark or its words. */
function gradeAt(text: string): Grade | null {
  const mark = /^(?:选|给|都|全|是|评|填|打)*([abc123])(?:吧|啊|:)*$/u.exec(text);
  if (mark) return MARK[mark[1] ?? ''] ?? null;
  return gradeOf(text.replace(/^(?:全部|全都|都|全|统统|所有|每项|其余|其他)+(?:都|是|给|打|选)*(?=\d)/u, '')).grade;
}

type Reading = {
  named: Grades;
  rest: Grade | null;
  left: Set<Direction>;
  pending: Direction[];
  except: boolean;
  last: readonly Direction[];
  readonly seen: Map<string, Grade | null>;
};

function byClause(text: string): Grades {
  const state: Reading = {
    named: {},
    rest: null,
    left: new Set(),
    pending: [],
    except: false,
    last: [],
    seen: new Map(),
  };
  const pieces = ordinals(text)
    .replaceAll(/(\d)\s*[、,]\s*(?=第?\d)/gu, '$1+')
    .replaceAll(/(\d)\s+(?=第?\d)(?!\d+\s*[abc])/gu, '$1+');
  const split = headed(pieces)
    .replaceAll(/(然后|但是|但|就是(?!说)|不过|除了|除开|其他|其它|其余|剩下|别的|另外)/gu, ',$1')
    .replaceAll(/(?<=好|满意|行|可以|不错)就(?=电梯|停车|保[安洁]|绿化|卫生|消防|会所|车|维修|第?\d)/gu, ',就')
    .replaceAll(
      /(?<![不难没])(满意|一般|好|差|还行|可以|不错|不行|低|慢)(?=(?:工作|服务|办事)?(?:效率|态度|保洁|保安|绿化|停车|卫生|消防|维修|电梯|会所|管理人员|投诉|设备|综合|总体))/gu,
      '$1,',
    )
    .replaceAll(/(满意|一般|好|差|还行|可以|不错|不行|[abc])\s*(?=第?\d)/gu, '$1,');
  for (const piece of split
    .split(/[,，。;；!?\n\s、]+/u)
    .filter(Boolean)
    .slice(0, 60))
    read(piece, state);
  if (state.except && state.rest === null && state.pending.length > 0) return {};
  const out: Grades = {};
  for (const direction of ALL) {
    const grade = state.left.has(direction) ? null : (state.named[direction] ?? state.rest);
    if (grade) out[direction] = grade;
  }
  return out;
}

/** A stretch's grade, read once for all that say the same (满意 of fourteen items). */
function graded(state: Reading, text: string): Grade | null {
  const known = state.seen.get(text);
  if (known !== undefined) return known;
  const grade = gradeAt(text);
  state.seen.set(text, grade);
  return grade;
}

function read(piece: string, state: Reading): void {
  if (/^(?:哦|啊)?(?:不对|错了|打错了?|说错了?|写错了?|更正|不是)$/u.test(piece)) {
    for (const direction of state.last) delete state.named[direction];
    return;
  }
  const about = directionsIn(piece);
  const words = piece.replaceAll(/\d+(?![\d分星])(?:[-~到至]\d+)?(?:\+第?\d+)*项?/gu, ' ').trim();
  if (EXCEPT.test(piece) && /除/u.test(piece)) {
    state.except = true;
    if (UNJUDGED.test(piece)) for (const direction of about) state.left.add(direction);
    else for (const direction of about) state.named[direction] = 'dissatisfied';
    const after = /(?:以外|之外|外|都|全)(.*)$/u.exec(piece);
    if (after && /都|全/u.test(piece)) state.rest = gradeOf(after[1] ?? '').grade ?? state.rest;
    return;
  }
  if (UNJUDGED.test(piece)) {
    for (const direction of about.length > 0 ? about : state.pending) state.left.add(direction);
    return;
  }
  const named = about.length > 0 && !REST.test(piece);
  const tail = piece.replace(REST, '').replace(/^(?:的|都|全|就|均|给|选|打|是|评)+/u, '');
  const grade =
    (REST.test(piece) && /^[123]$/u.test(tail) ? graded(state, tail) : null) ??
    graded(state, named ? stripped(piece, words) : words.replace(REST, '').replace(/^(?:全部|的|都|全|就)+/u, '')) ??
    (named ? null : graded(state, words));
  if (named) take(piece, about, grade ?? opinion(piece), state);
  else if (grade && (REST.test(piece) || EVERY.test(piece) || state.except)) state.rest = grade;
  else if (!grade && state.pending.length > 0 && opinion(piece) === 'dissatisfied') {
    for (const direction of state.pending) state.named[direction] = 'dissatisfied';
  } else if (grade && state.pending.length > 0)
    for (const direction of state.pending.splice(0)) state.named[direction] = grade;
  else if (grade && Object.keys(state.named).length === 0 && !EXCEPT.test(piece)) state.rest ??= grade;
}

/** No more than a name or a number: what is said of the next holds for it too (消防、保洁都好). */
function isName(piece: string): boolean {
  const left = NAMES.reduce((text, [, name]) => text.replace(name, ''), piece);
  return /^(?:\d{1,2}(?:项|号)?|[d-n])?$/u.test(left);
}

/** 不满意：停车、电梯: the grade stands before what it is given to; turned round. */
function headed(text: string): string {
  return text
    .split(/([;。\n])/u)
    .map((segment) => {
      const [, grade = '', list = ''] =
        /^,?(不满意|一般满意|满意|一般|差|好|[abc])的?(?:有|是|:)+(.+)$/u.exec(segment) ?? [];
      const parts = list.split(/[、,和+\s]+/u).filter(Boolean);
      const end = parts.findIndex((part) => !isName(part) || directionsIn(part).length === 0);
      const named = end < 0 ? parts : parts.slice(0, end);
      if (named.length === 0) return segment;
      const numbers = named.flatMap(directionsIn).join('+');
      return [`${numbers}项${grade}`, ...parts.slice(named.length)].join(',');
    })
    .join('');
}

function take(piece: string, about: readonly Direction[], grade: Grade | null, state: Reading): void {
  if (!grade) {
    state.pending = isName(piece) ? [...state.pending, ...about] : [...about];
    return;
  }
  const joined = [...state.pending.splice(0), ...about];
  if (about.length === 1 && about[0] === '13' && /总体|整体|总的/u.test(piece)) state.rest ??= grade;
  else if (EVERY.test(piece) && about.length === 1 && about[0] === '1' && /服务/u.test(piece)) state.rest = grade;
  else for (const direction of joined) state.named[direction] = grade;
  state.last = joined;
}

/** The opinion without the direction's name, which may hold words of its own (停车乱). */
function stripped(piece: string, words: string): string {
  let out = /^[a-n](?!:)/u.test(piece) ? words.replace(/^[a-n]+(?=[^a-z]|$)/u, '') : words;
  for (const [, name] of NAMES) out = out.replace(name, ' ');
  return (
    out.replaceAll(/^\s*(?:这块|那块|方面|这项|项|的|第|嘛|:)+/gu, '').trim() ||
    (/垃圾|漏水|乱停/u.test(piece) ? piece : '')
  );
}

const FAULTY =
  /太低|低下|低$|慢(?!慢|走)|拖|贵|不行|没水|过期|睡觉|不够|不足|不清|没人|难(?!得|免|怪)|乱|光秃|枯|死了|坏|偷|脏|臭|丢|没换|停满|占|不亮|困|形同虚设|拖沓|随便进|谁都能进|看不见|找不到|堵/u;

/** A want or an excess: of a direction it is blame, whatever is missing. */
const LACKING =
  /不|没|无|缺|少|太|老是|总是|总被|随便|随意|常年|天天|半年|空的|过期|被占|堆|满(?!意|分)|全是|到处|一堆|又[黑脏潮臭]|[要需待该得](?:改进|整改|提高|加强|改善|注意|管管|规范)/u;

function opinion(piece: string): Grade | null {
  if (FAULTY.test(piece)) return 'dissatisfied';
  if (/很?最好|最棒|负责|辛苦|整洁|干净|漂亮|快|及时/u.test(piece)) return 'satisfied';
  return LACKING.test(piece) && !/[吗?]|哪|什么|怎么|多少|如何|谁|还是|没意见|没啥|不错/u.test(piece)
    ? 'dissatisfied'
    : null;
}

/** The directions that a piece names: 1-5, 第1、2项, c, or by everyday words. */
function directionsIn(piece: string): readonly Direction[] {
  const numbers = [
    ...piece.matchAll(/(\d{1,2})(?:\s*[-~到至]\s*(\d{1,2}))?(?!\d|月|号楼|栋|分|天|年|次|点|楼|元|个|星|颗)/gu),
  ].flatMap((m) => range(Number(m[1]), Number(m[2] ?? m[1])));
  if (numbers.length > 0) return numbers;
  const letters = /^([a-n](?:[+、]?[a-n])*)(?=[^a-z])|^([d-n])$/u.exec(piece);
  if (letters)
    return Array.from(letters[1] ?? letters[2] ?? '').flatMap((letter) =>
      range(letter.charCodeAt(0) - 96, letter.charCodeAt(0) - 96),
    );
  let left = piece;
  const out: Direction[] = [];
  for (const [direction, name] of NAMES) {
    if (!name.test(left)) continue;
    out.push(direction);
    left = left.replace(name, ' ');
  }
  return out.filter((direction) => direction !== '1' || out.length === 1);
}

function range(from: number, to: number): readonly Direction[] {
  return from < 1 || to > 14 || from > to ? [] : ALL.slice(from - 1, to);
}

/** The direction that a text names by an everyday word; the broad ones (服务, 维修, 综合) only as 第 N 项. */
export function directionNamed(text: string): Direction | null {
  return NAMES.find(([direction, name]) => !['1', '3', '13'].includes(direction) && name.test(text))?.[0] ?? null;
}
