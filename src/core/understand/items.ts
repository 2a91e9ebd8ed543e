/** 十四项: one reply → the grades of the fourteen directions, by number, letter, name, range, string, or all at once. */
import type { Direction, Grade } from '../terms.js';
import { ALL, directionsIn, withoutNumbers } from './item-directions.js';
import { described, gradeAt, MARK, opinion, type Said, singledOut, stripped, UNJUDGED } from './item-grade.js';
import { type Grades, opened, type Reading, said } from './item-reading.js';
import { counted, ordinal } from './item-numbers.js';
import { headOf, paired, rowOf } from './item-strings.js';
import { EVERY, EXCEPTING, isName, NAME, pieces, REST } from './item-text.js';

/** The grades that a normalised reply gives; empty where it gives none or a bare string has not fourteen. */
export function gradesOf(written: string): Readonly<Grades> {
  if (TOLD_WORDS.test(written)) return {};
  const given = written
    .replaceAll(NOT_ALL, ' ')
    .replaceAll(/(?:14|十四)[项个条](?:也|实在|真)?(?:太多|好多|多死了)/gu, ' ')
    .replaceAll(/(?<=都|全|样样|项项)中(?=$|[\s,，。!嘞])/gu, '好')
    .replaceAll(/(满意|一般|[123abc])(不对|错了)(?=[\s,，])/gu, '$1,$2');
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
  const lead =
    /^([abc]{2,13}|[123]{3,13})(?:剩下|下剩|其他|其余|后面|余下|剩余|往后)(?:的)?(?:都|全|统统|通通)*(?:是|选|给)?(.+)$/u.exec(
      bare,
    );
  if (lead) return leading(lead[1] ?? '', gradeAt(lead[2] ?? '').grade);
  const begun = BEGUN.exec(given);
  const head = begun ? headOf(begun[1] ?? '') : null;
  const after = begun ? gradeAt(begun[2] ?? '').grade : null;
  if (head && after) return listed(ALL.map((_, index) => head[index] ?? after));
  return byClause(text);
}

/** 不是每项都满意: some are not, and it is not said which. */
const NOT_ALL =
  /(?:不能说|不敢说|不是|并非|谈不上|说不上|不见得)(?:每一?[项个样]|全部|全|样样|项项)*(?:都)?(?<=每一?[项个样]|全部|全|样样|项项|都)(?:很)?满意吧?/gu;
/** “全部满意”四个字是你们教的: of the words. */
const TOLD_WORDS = /["“](?:全部|全|都)?满意["”](?:这)?[一二三四两几]个?字/u;
/** 满意满意满意，后面的都是一般. */
const BEGUN =
  /^([^a-z\d]{2,60}?)[\s,，、]*(?:剩下|下剩|其他|其余|后面|余下|剩余|往后|后头)的?(?:都|全|全部|统统|通通)*(?:是|选|给|打)?(.{1,5}?)[。!]*$/u;

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

function byClause(text: string): Grades {
  const state = opened();
  for (const piece of pieces(text, directionsIn)) read(piece, state);
  if (state.except && state.rest === null && state.pending.length > 0) return {};
  if (state.exclaimed && Object.values(state.named).includes('dissatisfied')) state.rest = null;
  if (state.mocked && Object.values(state.named).includes('dissatisfied')) return {};
  guessTales(state);
  if (!state.wished && state.pending.length < ALL.length)
    for (const direction of state.pending) if (!state.named[direction]) state.left.add(direction);
  for (const direction of state.excepted) if (state.rest === 'dissatisfied') state.left.delete(direction);
  const out: Grades = {};
  for (const direction of ALL) {
    const broad = state.excepted.has(direction) ? opposite(state.rest) : state.rest;
    const grade = state.left.has(direction)
      ? null
      : (state.named[direction] ?? (state.vague.has(direction) ? null : broad));
    if (grade) out[direction] = grade;
  }
  return out;
}

/** What was told of one direction beside a grade for the rest: it was singled out, so less is needed to say which grade it has. */
function guessTales(state: Reading): void {
  if (state.rest === null) return;
  for (const [direction, tale] of state.tales) {
    if (state.named[direction] || state.left.has(direction)) continue;
    const grade = singledOut(tale, state.rest);
    if (!grade) continue;
    state.named[direction] = grade;
    state.pending = state.pending.filter((other) => other !== direction);
  }
}

/** What is excepted from a grade has the other one. */
const opposite = (grade: Grade | null | undefined): Grade => (grade === 'dissatisfied' ? 'satisfied' : 'dissatisfied');

const graded = (state: Reading, text: string): Grade | null => said(state, text).grade;

/** 有几项不行: of some, nobody knows which. */
const PARTLY = /^(?:还)?(?:有)?(?:[几一两三俩][项条](?![一二两三]|都|全)|个别|少数|小部分|少部分|某些|一半以上)/u;
/** What was said last does not hold. */
const SLIP = /^[哦啊呃噢]不$|^(?:哦|啊|哎|等等)?(?:不对|错了|[打说写点按选]错了?|更正|不是|手滑了?|手误)$/u;
/** Somebody is called for, or a thing to be done beside: no direction is named by whom or what. */
const SUMMONED =
  /^(?:顺便|顺带)[^,]*(?:把|帮|给我|修|换|看)|^(?:另外|还有|对了|再就是|哦对)[^,]*(?:来看|来修|派人|麻烦|帮我|帮忙|修一下|看一?下|看看|处理一下|换一下)|^(?:找|叫|让|请|喊|派)(?:个|你们?)*(?:领导|经理|主任|主管|负责人|保安|师傅|人)[^,]{0,2}(?:来|出来|上来|谈|说|联系|跟)/u;

function read(piece: string, state: Reading): void {
  if (/^(?:刚才?|刚刚|之前|前面|上面|方才)(?:我)?(?:手滑|手误|打错|按错|写错|说错)了?$/u.test(piece)) return;
  if (SLIP.test(piece)) {
    state.doubted = [...state.last];
    state.restDoubted = state.last.length === 0;
    return;
  }
  if (SUMMONED.test(piece)) return;
  const summed = SUMMED.exec(piece);
  if (summed && sumUp(summed, state)) return;
  if (THANKED.test(piece) && state.rest && isName(piece.replace(THANKED, ''))) return;
  const own = PRONOUN.exec(piece)?.[1];
  if (own && sayOf(own, state)) return;
  if (ABOVE_ALL.test(piece) && state.rest && isName(piece.replace(ABOVE_ALL, ''))) return;
  const about = goingOn(piece, directionsIn(piece), state);
  if (state.restDoubted && (about.length === 0 || REST.test(piece))) state.rest = null;
  state.restDoubted = false;
  if (about.length === 0 && state.doubted.length > 0 && putRight(piece, state)) return;
  for (const direction of about) if (!state.spoken.includes(direction)) state.spoken.push(direction);
  takeBack(about, state);
  if (EXCEPTING.test(piece)) {
    readExcept(piece.replace(/^是(?=除)/u, ''), state);
    return;
  }
  if (UNJUDGED.test(piece)) {
    const before = about.length > 0 && state.told ? [] : state.pending;
    for (const direction of [...about, ...before]) state.left.add(direction);
    state.waiting = REST.test(piece);
    return;
  }
  const words = withoutNumbers(piece);
  const rest = REST.test(piece);
  if (rest && piece.replace(REST, '') === '') state.waiting = true;
  if (about.length === 0 && PARTLY.test(piece)) return;
  if (about.length > 0 && !rest) {
    const dear = about[0] === '14' && /高|贵|涨/u.test(piece) && !/满意|一般/u.test(piece);
    const { grade, firm } = dear
      ? { grade: 'dissatisfied' as const, firm: false }
      : takingBack(piece, state, ofNamed(piece, words, about, state));
    state.open = firm || isName(piece) ? '' : piece;
    take(piece, about, grade, firm, state);
    return;
  }
  const tail = piece
    .replace(REST, '')
    .replace(/^(?:一溜儿?|清一色|一水儿?|的|都|全|就|均|皆|给|选|打|是|评|项|各|方面)+/u, '');
  const bare = words
    .replace(REST, '')
    .replace(/^(?:全部|一律|一溜儿?|清一色|一水儿?|通通|统统|所有|每项|每一项|各项|的|都|全|就|皆|均)+/u, '');
  const grade =
    (rest && /^[123abc]$/u.test(tail) ? graded(state, tail) : null) ?? graded(state, bare) ?? graded(state, words);
  if (!rest && state.open && !EVERY.test(piece) && goesOn(piece, state)) return;
  readBroad(piece, grade, rest, state);
}

/** 楼道脏、花园荒，这俩不满意: the last so many that were spoken of. */
const SUMMED =
  /^(?:就)?(?:这|以上|上面|上述|前面(?=[这那]?[俩仨两二三四五六七八九十\d]))(?:[这那]?([俩仨两二三四五六七八九十\d]{1,2})|[几些]|都)?(?:[项样个条点块]|方面|处)?(?:我)?(?:都|全|均|我)*(?:给|打|选|评|算|是)?(?!里|次|回)(.{1,8})$/u;

/** 感谢管家: thanks after all of them were graded. */
const THANKED = /^(?:感谢|谢谢|多谢|辛苦)(?:了)?/u;
/** 他那块给满意, 这项一般: of what was spoken of last. */
const PRONOUN =
  /^(?:(?:他|她|它|这|那)们?[这那]?(?:一)?(?:块|个|项|条|方面)|这|那)(?:我)?(?:就|给|算|是|打|选)*(不?满意|一般(?:般|满意)?|[123abc]|差|好|还行)(?:吧|了|的)?$/u;

function sayOf(words: string, state: Reading): boolean {
  const { grade } = said(state, words);
  const about = state.pending.length > 0 ? state.pending.splice(0) : state.last;
  if (!grade || about.length === 0) return false;
  for (const direction of about) {
    state.named[direction] = grade;
    state.firm.add(direction);
    state.vague.delete(direction);
    state.excepted.delete(direction);
  }
  state.told = false;
  return true;
}

function sumUp([, count, words = '']: RegExpExecArray, state: Reading): boolean {
  const { grade, firm } = said(state, words);
  const many = count ? ordinal(count.replace('俩', '二').replace('仨', '三')) : state.spoken.length;
  if (!grade || !firm || state.spoken.length < 2 || many > state.spoken.length) return false;
  for (const direction of state.spoken.slice(-many)) {
    state.named[direction] = grade;
    state.firm.add(direction);
    state.vague.delete(direction);
  }
  state.pending = [];
  state.told = false;
  return true;
}

/** 全部不满意，尤其电梯: of all, and of this most. */
const ABOVE_ALL = /^(?:尤其|特别|包括|包含|连|甚至|主要)(?:是|系|就是)?/u;
/** 就说消防: all that follows is of it. */
const ONLY = /^(?:我)?(?:[就只光单](?:说说?|谈谈?|拿)|拿)/u;
/** A place that is only what something is done to (晚上关单元门). */
const DONE_TO = new RegExp(`(?:关|锁|守|扶|拦|盯|查|按|帮[^,]{1,3}[搬拎提])(?:了|着|好)?(?:${NAME})`, 'u');

/** 就说消防，楼道堆满了: the directions of a piece, or those that the piece before it opened and it goes on with. */
function goingOn(piece: string, about: readonly Direction[], state: Reading): readonly Direction[] {
  const only = state.only;
  state.only = ONLY.test(piece) && isName(piece);
  const told = state.told && about.length > 0 && DONE_TO.test(piece);
  return about.length > 0 && state.pending.length > 0 && (only || told) && !isName(piece) ? [...state.pending] : about;
}

/** 电梯干净，就是等得久: what follows a praised direction without a name of its own takes from the praise. */
function goesOn(piece: string, state: Reading): boolean {
  const [first] = state.last;
  if (!first || state.named[first] !== 'satisfied' || state.pending.length > 0) return false;
  const joined = `${state.open},${piece}`;
  const turned =
    CONTRARY.test(piece) && /(?:\p{Script=Han}.*){3}/u.test(piece) ? 'fairly' : described(joined, 'satisfied');
  if (turned === 'satisfied') return false;
  const less = turned ?? ((gradeAt(piece).grade ?? opinion(piece)) === 'dissatisfied' ? 'fairly' : null);
  for (const direction of state.last) {
    if (less) state.named[direction] = less;
    else state.left.add(direction);
  }
  return true;
}

const CONTRARY = /^(?:但是?|就是(?!说)|只是|不过|可(?!以|好|能)|却|偏)(?!.*(?:谢|希望|建议|其|别的))/u;

/** The grade of a piece that names directions: said outright, or weighed by the rules and the model. */
function ofNamed(piece: string, words: string, about: readonly Direction[], state: Reading): Said {
  const { grade, firm } = said(state, stripped(piece, words));
  if ((firm && grade) || isName(piece)) return { grade, firm };
  const alone = described(piece, grade ?? opinion(piece));
  const again = alone === null && state.told && about.every((direction) => state.pending.includes(direction));
  return { grade: again ? described(`${state.telling},${piece}`, null) : alone, firm: false };
}

/** 都好，就是巡逻的手电老晃窗户: what takes from the praise of all is no praise, whatever it says. */
function takingBack(piece: string, state: Reading, { grade, firm }: Said): Said {
  const taken =
    grade === null && state.rest === 'satisfied' && CONTRARY.test(piece) && /(?:\p{Script=Han}.*){6}/u.test(piece);
  return taken && !WISHED.test(piece) && !isName(piece.replace(CONTRARY, ''))
    ? { grade: 'dissatisfied', firm: false }
    : { grade, firm };
}

/** The pieces that describe a direction, with what the rules make of each: what the model learns from. */
export function descriptions(given: string): readonly (readonly [string, readonly Direction[], Grade | null])[] {
  if (rowOf(given)) return [];
  return pieces(counted(paired(given)), directionsIn).flatMap((piece) => {
    const about = directionsIn(piece);
    if (about.length === 0 || [REST, EXCEPTING, EVERY, UNJUDGED].some((other) => other.test(piece)) || isName(piece))
      return [];
    return [[piece, about, gradeAt(stripped(piece, withoutNumbers(piece))).grade ?? opinion(piece)] as const];
  });
}

/** 停车不满意，哦不，一般吧: a grade in the place of what was doubted. */
function putRight(piece: string, state: Reading): boolean {
  const { grade, firm } = said(state, piece);
  if (!grade || !firm || REST.test(piece) || EVERY.test(piece)) return false;
  for (const direction of state.doubted.splice(0)) state.named[direction] = grade;
  return true;
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

/** A piece that names no direction: of all, of the rest, of what was named before it, or a fact that turns praise. */
function readBroad(piece: string, grade: Grade | null, rest: boolean, state: Reading): void {
  const weighed = grade ?? opinion(piece);
  const further = weighed === null && state.told && /(?:\p{Script=Han}.*){3}/u.test(piece);
  const meant = further ? described(`${state.telling},${piece}`, null) : weighed;
  if (grade && (rest || state.waiting || EVERY.test(piece))) {
    state.rest = grade;
    state.mocked = grade === 'satisfied' && /["“]/u.test(piece);
    if (!rest) state.pending = [];
  } else if (grade && state.except) state.rest ??= grade;
  else if (meant && state.pending.length > 0 && (grade || further || meant === 'dissatisfied'))
    for (const direction of state.pending.splice(0)) state.named[direction] = meant;
  else if (grade && FINALLY.test(piece) && sole(state))
    for (const direction of state.last) state.named[direction] = grade;
  else if (meant === 'dissatisfied' && state.suspect.length > 0)
    for (const direction of state.suspect) state.named[direction] = 'dissatisfied';
  else if (
    grade &&
    Object.keys(state.named).length === 0 &&
    !/除|唯独|就是|只有|不过|但|做人|应该/u.test(piece) &&
    general(piece, state)
  )
    state.rest ??= exclaimed(piece, grade, state);
}

/** Said of the whole, not of one thing that happened (电话永远占线). */
const general = (piece: string, state: Reading): boolean =>
  said(state, piece).firm ||
  !/(?:\p{Script=Han}.*){6}/u.test(piece) ||
  /物业|你们|你哋|小区|服务|管理|满意|啥|什么|哪|都|每|没一|全|样/u.test(piece);

/** 太棒了，报修十五天才登门: praise called out before a complaint is mockery; kept until something is blamed. */
function exclaimed(piece: string, grade: Grade, state: Reading): Grade {
  state.exclaimed =
    grade === 'satisfied' && /^[可真太好]?(?:是)?(?:[真太好])?(?:棒|厉害|牛|优秀|绝|赞)了?[啊呀哈哦]*$/u.test(piece);
  return grade;
}

/** 停车乱是乱，也理解，一般吧: a grade in the end, after one direction that was only described. */
const FINALLY = /^(?:给|评|打|选|算|就|还是|总之|最后|定)*(?:个)?(?:不满意|满意|一般|好|不好|差)(?:吧|了|啊|呗)*$/u;
const sole = (state: Reading): boolean =>
  Object.keys(state.named).length === 1 && state.last.length === 1 && !state.last.some((one) => state.firm.has(one));

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

function take(piece: string, about: readonly Direction[], grade: Grade | null, firm: boolean, state: Reading): void {
  if (!grade) {
    state.wished = WISHED.test(piece);
    const name = isName(piece);
    if (state.told && !state.wished) for (const direction of state.pending.splice(0)) state.vague.add(direction);
    const open = about.filter((direction) => !state.firm.has(direction));
    state.pending = name ? [...state.pending, ...open] : open;
    if (!name && /^(?:只有|唯有|也就|就)/u.test(piece)) for (const direction of open) state.excepted.add(direction);
    state.told = !name;
    state.telling = state.told ? piece : '';
    if (state.told && !state.wished) for (const direction of open) state.tales.set(direction, piece);
    return;
  }
  const before = state.pending.splice(0);
  if (state.told) for (const direction of before) state.vague.add(direction);
  const joined = state.told ? about : [...before, ...about];
  state.told = false;
  const mocking = grade === 'satisfied' && MOCKING.test(piece);
  if (mocking && state.blamed) return;
  state.blamed = grade === 'dissatisfied';
  if (about.length === 1 && about[0] === '13' && /总体|整体|总的/u.test(piece)) {
    state.rest ??= grade;
    state.named['13'] = grade;
  } else if (EVERY.test(piece) && about.length === 1 && about[0] === '1' && /服务/u.test(piece)) state.rest = grade;
  else
    for (const direction of joined) {
      if (!firm && state.firm.has(direction)) continue;
      const other = state.named[direction];
      const mixed = !firm && other && other !== grade;
      if (firm) state.firm.add(direction);
      state.named[direction] = mixed ? 'fairly' : grade;
    }
  state.last = joined;
  state.suspect = mocking ? joined : [];
}

/** Something wanted, of which no grade is left out (全部满意，希望多放垃圾桶). */
const WISHED = /来(?:修|看|弄|处理|换)一?[下趟]|派人|希望|建议|麻烦|请|叫|让|帮|能不能|最好能|喊|回个|联系/u;

/** Praise in the tone of mockery. */
const MOCKING = /(?<!得)真(?!的|心|诚|不)|好一个|好个|["“]|大赞/u;
