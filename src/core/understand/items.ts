/** 十四项: one reply → the grades of the fourteen directions, by number, letter, name, range, string, or all at once. */
import { type Direction, DIRECTIONS, type Grade, keysOf } from '../terms.js';
import { gradeOf } from './grade.js';
import { namedIn } from './item-names.js';
import { counted } from './item-numbers.js';
import { gradeNamed, paired, rowOf } from './item-strings.js';
import { EVERY, EXCEPTING, isName, pieces, REST } from './item-text.js';

const ALL: readonly Direction[] = keysOf(DIRECTIONS);
type Grades = Partial<Record<Direction, Grade>>;

const UNJUDGED =
  /没去过|没见过(?!.{0,4}(?:次|回|人|影|动|谁))|没用过|没车(?!位)|没评|没法评|不了解|不清楚|不知道(?!.{0,3}(?:多久|几天|干什么))|没接触|不评|无法评|没进去|没怎么(?:去|用|接触|关注)|跳过|弃权|不好评|不懂(?!技)|没法说|没注意|没关注|没概念|不熟(?!练)|没体验|没打过交道|空着|不填|不选|略过|懒得(?:填|评|写|打|说|选|弄|点)|不发表|说不好|不好说|没有?(?:意见可|什么可)?评|不适用|用不到|用不着|没有?会所|没这(?:个|项)|评不了|没(?:有)?(?:了解|留意|体会|在意)|说不上来|不便评价|不作评价|不予评价|不评价|没(?:有)?报过修|判断不了|没资格|没发言权|:?无$|从来?不去|不常去|不参与|没遇到过?$|没碰到过?$/u;
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
  const row = rowOf(given);
  if (row) return row === 'short' ? {} : listed(row);
  const text = counted(paired(given));
  const bare = text.replaceAll(/[\s,，、。.;；/|-]+/gu, '');
  if (/^\d+$/u.test(bare)) return {};
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

/** What needs no weighing. */
const PLAIN = /^(?:不?满意|一般|很?好|差)$/u;

/** One grade of a stretch: a lone mark or its words. */
function gradeAt(text: string): Grade | null {
  const mark = /^(?:选|给|都|全|是|评|填|打|项)*([abc123])(?:吧|啊|:)*$/u.exec(text);
  if (mark) return MARK[mark[1] ?? ''] ?? null;
  if (/^no$/u.test(text)) return 'dissatisfied';
  if (/^好{2,}$/u.test(text)) return 'satisfied';
  if (PLAIN.test(text)) return gradeNamed(text);
  return gradeOf(text.replace(/^(?:全部|都|全|统统|所有|每项|其余|其他)+(?:都|是|给|打|选)*(?=\d)/u, '')).grade;
}

type Reading = {
  named: Grades;
  rest: Grade | null;
  left: Set<Direction>;
  pending: Direction[];
  excepted: Set<Direction>;
  except: boolean;
  last: readonly Direction[];
  /** Said last, and then doubted (不对). */
  doubted: Direction[];
  /** Praised in words that turn into their opposite beside a fact. */
  suspect: readonly Direction[];
  /** All of it was praised in quotes, which a fact turns. */
  mocked: boolean;
  /** What was named last without a grade is only wanted. */
  wished: boolean;
  /** The last direction with a grade was blamed. */
  blamed: boolean;
  readonly seen: Map<string, Grade | null>;
};

function byClause(text: string): Grades {
  const state: Reading = {
    named: {},
    rest: null,
    left: new Set(),
    pending: [],
    excepted: new Set(),
    except: false,
    last: [],
    doubted: [],
    suspect: [],
    blamed: false,
    wished: false,
    mocked: false,
    seen: new Map(),
  };
  for (const piece of pieces(text, directionsIn)) read(piece, state);
  if (state.except && state.rest === null && state.pending.length > 0) return {};
  if (state.mocked && Object.values(state.named).includes('dissatisfied')) return {};
  if (!state.wished && state.pending.length < ALL.length)
    for (const direction of state.pending) if (!state.named[direction]) state.left.add(direction);
  const out: Grades = {};
  for (const direction of ALL) {
    const grade = state.left.has(direction)
      ? null
      : (state.named[direction] ?? (state.excepted.has(direction) ? opposite(state.rest) : state.rest));
    if (grade) out[direction] = grade;
  }
  return out;
}

/** What is excepted from a grade has the other one. */
const opposite = (grade: Grade | null | undefined): Grade => (grade === 'dissatisfied' ? 'satisfied' : 'dissatisfied');

/** A stretch's grade, read once for all that say the same (满意 of fourteen items). */
function graded(state: Reading, text: string): Grade | null {
  const known = state.seen.get(text);
  if (known !== undefined) return known;
  const grade = gradeAt(text);
  state.seen.set(text, grade);
  return grade;
}

function read(piece: string, state: Reading): void {
  if (/^(?:哦|啊|哎|等等)?(?:不对|错了|打错了?|说错了?|写错了?|更正|不是)$/u.test(piece)) {
    state.doubted = [...state.last];
    return;
  }
  const about = directionsIn(piece);
  takeBack(about, state);
  if (EXCEPTING.test(piece)) {
    readExcept(piece.replace(/^是(?=除)/u, ''), state);
    return;
  }
  if (UNJUDGED.test(piece)) {
    for (const direction of about.length > 0 ? about : state.pending) state.left.add(direction);
    return;
  }
  const words = withoutNumbers(piece);
  const rest = REST.test(piece);
  const named = about.length > 0 && !rest;
  const tail = piece
    .replace(REST, '')
    .replace(/^(?:一溜儿?|清一色|一水儿?|的|都|全|就|均|皆|给|选|打|是|评|项|各|方面)+/u, '');
  const grade =
    (rest && /^[123abc]$/u.test(tail) ? graded(state, tail) : null) ??
    graded(
      state,
      named
        ? stripped(piece, words)
        : words
            .replace(REST, '')
            .replace(/^(?:全部|一律|一溜儿?|清一色|一水儿?|通通|统统|所有|每项|每一项|各项|的|都|全|就|皆|均)+/u, ''),
    ) ??
    (named ? null : graded(state, words));
  const dear = about[0] === '14' && /高|贵|涨/u.test(piece) && !/满意|一般/u.test(piece);
  if (named) take(piece, about, dear ? 'dissatisfied' : (grade ?? opinion(piece)), state);
  else readBroad(piece, grade, rest, state);
}

/** 不对: what was said last does not hold, unless one of it is put right (2、6、8一般，不对，6不满意). */
function takeBack(about: readonly Direction[], state: Reading): void {
  const doubted = state.doubted.splice(0);
  if (about.some((direction) => doubted.includes(direction))) return;
  for (const direction of doubted) {
    delete state.named[direction];
    state.excepted.delete(direction);
  }
}

const withoutNumbers = (piece: string): string =>
  piece.replaceAll(/\d+(?![\d分星])(?:[-~到至]\d+)?(?:\+第?\d+)*项?/gu, ' ').trim();

/** A piece that names no direction: of all, of the rest, of what was named before it, or a fact that turns praise. */
function readBroad(piece: string, grade: Grade | null, rest: boolean, state: Reading): void {
  const meant = grade ?? opinion(piece);
  if (grade && (rest || EVERY.test(piece))) {
    state.rest = grade;
    state.mocked = grade === 'satisfied' && /["“]/u.test(piece);
    if (!rest) state.pending = [];
  } else if (grade && state.except) state.rest ??= grade;
  else if (meant && state.pending.length > 0 && (grade || meant === 'dissatisfied'))
    for (const direction of state.pending.splice(0)) state.named[direction] = meant;
  else if (meant === 'dissatisfied' && state.suspect.length > 0)
    for (const direction of state.suspect) state.named[direction] = 'dissatisfied';
  else if (grade && Object.keys(state.named).length === 0 && !/除|唯独|就是|只有|不过|但/u.test(piece))
    state.rest ??= grade;
}

const EXCEPTION =
  /^(.*?)(?:除(?:了|开|去|却|掉)?|唯独|不包括|不含)(.*?)(?:(?:以|之|除)?外(?![卖来面墙人])|(?=其[他它余]|别的|剩下|余下|都|全|均|皆|一律|统统|样样)|$)(.*)$/u;
/** Without a 除: 电梯之外都满意. */
const IN_FRONT = /^([^除]+?)()(?:之|以)外(.*)$/u;

/** 除了 X 都 Y, 除 X 一般外, X 除外: what is excepted has its own grade or the opposite of the rest. */
function readExcept(piece: string, state: Reading): void {
  state.except = true;
  const [, before = '', inner = '', outer = ''] = IN_FRONT.exec(piece) ?? EXCEPTION.exec(piece) ?? [];
  const about = directionsIn(inner === '' ? before : inner);
  const own = inner === '' ? null : graded(state, stripped(inner, withoutNumbers(inner)));
  for (const direction of about) {
    if (UNJUDGED.test(inner)) state.left.add(direction);
    else if (own) state.named[direction] = own;
    else if (state.named[direction]) state.named[direction] = opposite(state.named[direction]);
    else state.excepted.add(direction);
  }
  state.last = about;
  const rest = outer.replace(REST, '').replace(/^(?:,|的|都|全部|全|均|皆|就|项|各|方面)+/u, '');
  if (rest) state.rest = graded(state, rest) ?? state.rest;
}

function take(piece: string, about: readonly Direction[], grade: Grade | null, state: Reading): void {
  if (!grade) {
    state.wished = WISHED.test(piece);
    state.pending = isName(piece) ? [...state.pending, ...about] : [...about];
    return;
  }
  const joined = [...state.pending.splice(0), ...about];
  const mocking = grade === 'satisfied' && MOCKING.test(piece);
  if (mocking && state.blamed) return;
  state.blamed = grade === 'dissatisfied';
  if (about.length === 1 && about[0] === '13' && /总体|整体|总的/u.test(piece)) state.rest ??= grade;
  else if (EVERY.test(piece) && about.length === 1 && about[0] === '1' && /服务/u.test(piece)) state.rest = grade;
  else for (const direction of joined) state.named[direction] = grade;
  state.last = joined;
  state.suspect = mocking ? joined : [];
}

/** Something wanted, of which no grade is left out (全部满意，希望多放垃圾桶). */
const WISHED = /希望|建议|麻烦|请|叫|让|帮|能不能|最好能|喊|回个|联系/u;

/** Praise in the tone of mockery. */
const MOCKING = /真(?!的|心|诚|不)|好一个|好个|["“]/u;

/** The opinion without the direction's name, which may hold words of its own (停车乱). */
function stripped(piece: string, words: string): string {
  const out = namedIn(/^[a-n](?!:)/u.test(piece) ? words.replace(/^[a-n]+(?=[^a-z]|$)/u, '') : words).left;
  return (
    out.replaceAll(/^\s*(?:这块|那块|方面|这项|项|的|第|嘛|:|[一两三四五六七八九十\d]样)+/gu, '').trim() ||
    (/垃圾|漏水|乱停|推三阻四|拖拖拉拉/u.test(piece) ? piece : '')
  );
}

const FAULTY =
  /太低|低下|低$|慢(?!慢|走)|拖|贵|不行|没水|过期|睡觉|不够|不足|不清|没人|难(?!得|免|怪)|乱|光秃|枯|死了|坏|偷|脏|臭|丢|没换|停满|占|不亮|困|形同虚设|拖沓|随便进|谁都能进|(?:蚊|虫|鼠|螂|垃圾|灰|屎|烟头|飞线)[^,]{0,3}多|紧张|暗|有点味|味儿|味道大|漏|关门|罢工|摆设|吓人|三天两头|趴窝|横|看不见|找不到|堵|自如|大摇大摆|呵呵|无语|一言难尽|锈|浑|破|旧|裂|塌|歪|黑漆|忽悠|糊弄|白交|不透明|老停|睡着|睡大觉|打牌|聊天|刷手机|打瞌睡|玩手机|吵死/u;

/** A want or an excess: of a direction it is blame, whatever is missing. */
const LACKING =
  /不|没|无|缺|少|太|老是|总是|总被|随便|随意|常年|天天|半年|空的|过期|被占|堆|满(?!意|分)|全是|到处|一堆|又[黑脏潮臭]|[要需待该得](?:改进|整改|提高|加强|改善|注意|管管|规范)/u;

function opinion(piece: string): Grade | null {
  if (/(?:不|没|没有|从不|从没)(?:怎么)?(?:脏|乱|臭|堵|贵|慢|拖|坏|丢|吵)(?!$|过)/u.test(piece)) return 'satisfied';
  if (FAULTY.test(piece)) return 'dissatisfied';
  if (/请|尽快|赶紧|赶快|派人|快来|快点|抓紧/u.test(piece)) return null;
  if (/很?最好|最棒|负责|辛苦|整洁|干净|漂亮|快|及时/u.test(piece)) return 'satisfied';
  return LACKING.test(piece) && !/[吗?]|哪|什么|怎么|多少|如何|谁|还是|没意见|没啥|不错|(.)不\1/u.test(piece)
    ? 'dissatisfied'
    : null;
}

/** The directions that a piece names: 1-5, 第1、2项, c, or by everyday words. */
function directionsIn(piece: string): readonly Direction[] {
  const numbers = [
    ...piece.matchAll(
      /(\d{1,2})(?:\s*[-~到至]\s*(\d{1,2}))?(?!\d|月|号楼|栋|单元|[层楼室户岁块毛米度台部辆只条盏棵%]|分|小时|天|年|次|点|元|个|星|颗)/gu,
    ),
  ].flatMap((m) => range(Number(m[1]), Number(m[2] ?? m[1])));
  if (numbers.length > 0) return numbers;
  const letters = /^([a-n](?:[+、]?[a-n])*)(?=[^a-z])|^([d-n])$/u.exec(piece);
  if (letters)
    return Array.from(letters[1] ?? letters[2] ?? '').flatMap((letter) =>
      range(letter.charCodeAt(0) - 96, letter.charCodeAt(0) - 96),
    );
  return namedIn(piece).directions;
}

function range(from: number, to: number): readonly Direction[] {
  return from < 1 || to > 14 || from > to ? [] : ALL.slice(from - 1, to);
}

/** The direction that a text names by an everyday word; the broad ones (服务, 维修, 综合) only as 第 N 项. */
export function directionNamed(text: string): Direction | null {
  return namedIn(text).directions.find((direction) => !['1', '3', '13', '14'].includes(direction)) ?? null;
}
