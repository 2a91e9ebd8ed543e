/** 十四项: one reply → the grades of the fourteen directions, by number, letter, name, range, string, or all at once. */
import type { Direction, Grade } from '../terms.js';
import { ALL, directionsIn, withoutNumbers } from './item-directions.js';
import { CONTRARY, goesOn, readBroad } from './item-broad.js';
import {
  COMPARED,
  described,
  gradeAt,
  isBetrayed,
  isWellDone,
  KNOWN_JOINTLY,
  MARK,
  opinion,
  type Said,
  singledOut,
  soberly,
  stripped,
  UNJUDGED,
  ZEAL,
} from './item-grade.js';
import { graded, type Grades, opened, opposite, type Reading, said } from './item-reading.js';
import { ABOVE_ALL, goingOn, PRONOUN, putRight, sayOf, SUMMED, sumUp, takeBack, THANKED } from './item-back.js';
import { isOfEither, leaveOpen, passedOver } from './item-doubt.js';
import { counted } from './item-numbers.js';
import { readExcept, take, WISHED } from './item-take.js';
import { headOf, paired, rowOf } from './item-strings.js';
import { EVERY, EXCEPTING, isName, pieces, REST } from './item-text.js';
import { isJest, plainly } from './item-turns.js';

/** The grades that a normalised reply gives; empty where it gives none or a bare string has not fourteen. */
export function gradesOf(written: string): Readonly<Grades> {
  if (isJest(written)) return {};
  const given = plainly(written);
  const row = rowOf(given);
  if (row) return row === 'short' ? {} : listed(row);
  const text = counted(paired(given));
  const bare = text.replaceAll(/[\s,，、。.;；/|-]+/gu, '');
  if (/^\d+$/u.test(bare)) return {};
  const every =
    /^(?:你|帮我|请|就|那|给我|直接|麻烦|我)*(?:全部|全都|全|都|统统|所有|每项|每个|从头到尾|一路|一律|清一色)(?:都|全|均|选|是|给|打|填|评|个|按|照|算)*([123abc])(?:吧|啊|算|来)?$/u.exec(
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

/** What takes from praise says that it was meant (好得很，就是停车难). */
const TAKES = /但|就是|只是|不过|可惜|除|唯|美中|要说|非要|只有|其[他它余]|别的|剩/u;

function byClause(text: string): Grades {
  const state = opened();
  for (const piece of pieces(text, directionsIn)) read(piece, state);
  if (state.except && state.rest === null && state.pending.length > 0) return {};
  if (state.exclaimed && !TAKES.test(text) && Object.values(state.named).includes('dissatisfied')) state.rest = null;
  if (state.subject && Object.keys(state.named).length > 0) state.rest = null;
  if (state.mocked && Object.values(state.named).includes('dissatisfied')) return {};
  guessTales(state);
  if (!state.wished && state.pending.length < ALL.length)
    for (const direction of state.pending) if (!state.named[direction]) state.left.add(direction);
  for (const direction of passedOver(state)) state.left.add(direction);
  for (const direction of state.excepted)
    if (state.rest === 'dissatisfied' || state.rest === 'satisfied') state.left.delete(direction);
  const out: Grades = {};
  for (const direction of ALL) {
    const broad = state.excepted.has(direction) ? butFor(state) : state.rest;
    const grade = state.left.has(direction)
      ? null
      : (state.named[direction] ?? (state.vague.has(direction) ? null : broad));
    if (grade) out[direction] = grade;
  }
  return out;
}

/** What is excepted from a grade has the other one; from blame that was only weighed it is not known to be praise. */
const butFor = ({ rest, guessed }: Reading): Grade | null =>
  guessed && rest === 'dissatisfied' ? null : opposite(rest);

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

/** 有几项不行: of some, nobody knows which. */
const PARTLY = /^(?:还)?(?:有)?(?:[几一两三俩][项条](?![一二两三]|都|全)|个别|少数|小部分|少部分|某些|一半以上)/u;
/** What was said last does not hold. */
const SLIP = /^[哦啊呃噢]不$|^不{1,2}$|^(?:哦|啊|哎|等等)?(?:不对|错了|[打说写点按选]错了?|更正|不是|手滑了?|手误)$/u;
/** Somebody is called for, or a thing to be done beside: no direction is named by whom or what. */
const SUMMONED =
  /^(?:顺便|顺带)[^,]*(?:把|帮|给我|修|换|看)|^(?:另外|还有|对了|再就是|哦对)[^,]*(?:来看|来修|派人|麻烦|帮我|帮忙|修一下|看一?下|看看|处理一下|换一下)|^(?:找|叫|让|请|喊|派)(?:个|你们?)*(?:领导|经理|主任|主管|负责人|保安|师傅|人)[^,]{0,2}(?:来|出来|上来|谈|说|联系|跟)/u;

/** 别的楼电梯都换新了: of others. */
const ELSEWHERE = /^(?:别的|隔壁|人家|其他|旁边|对面)(?:的)?(?:小区|楼(?![道下上])|单元|院子)(?![^,]*不如)/u;

function read(piece: string, state: Reading): void {
  if (/^(?:刚才?|刚刚|之前|前面|上面|方才)(?:我)?(?:手滑|手误|打错|按错|写错|说错)了?$/u.test(piece)) return;
  if (SLIP.test(piece)) {
    state.doubted = [...state.last];
    state.restDoubted = state.last.length === 0;
    return;
  }
  if (SUMMONED.test(piece) || ELSEWHERE.test(piece)) return;
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
  if (!EVERY.test(piece))
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
  const unsaid = ZEAL.test(piece) || (about.length > 1 && COMPARED.test(piece));
  if (about.length > 0 && !rest && unsaid && !said(state, stripped(piece, words)).firm) {
    state.wished = state.rest !== null && WISHED.test(piece);
    if (!state.wished) for (const direction of about) state.left.add(direction);
    return;
  }
  if (about.length > 0 && !rest) {
    const dear =
      about[0] === '14' && /高|贵|涨/u.test(piece) && !/满意|一般|别|不要|莫|希望|不[高贵涨]|没[高贵涨]/u.test(piece);
    const { grade, firm } = dear
      ? { grade: 'dissatisfied' as const, firm: false }
      : takingBack(piece, state, ofNamed(piece, words, about, state));
    state.open = firm || isName(piece) ? '' : piece;
    if ((firm && isBetrayed(piece, stripped(piece, words), grade)) || (!firm && isOfEither(piece, about, grade))) {
      leaveOpen(about, state);
      return;
    }
    take(piece, about, grade, firm, state);
    return;
  }
  const tail = piece
    .replace(REST, '')
    .replace(/^(?:一溜儿?|清一色|一水儿?|的|都|全|就|均|皆|给|选|打|是|评|项|各|方面)+/u, '');
  const bare = words
    .replace(REST, '')
    .replace(/^(?:全部|一律|一溜儿?|清一色|一水儿?|通通|统统|所有|每项|每一项|各项|的|都|全|就|皆|均)+/u, '');
  const broad =
    (rest && /^[123abc]$/u.test(tail) ? graded(state, tail) : null) ?? graded(state, bare) ?? graded(state, words);
  const { grade } = soberly(piece, { grade: broad, firm: false });
  if (!rest && state.open && !EVERY.test(piece) && goesOn(piece, state)) return;
  if (isBetrayed(piece, piece, grade) || (grade === 'dissatisfied' && isWellDone(piece))) return;
  readBroad(piece, grade, rest, state);
}

/** 门口大爷倒是天天帮人: after blame it opens praise, whatever else the words are. */
const AT_LEAST = /倒(?:是|(?=[还不没挺蛮很也比新会能肯常勤好天隔逢一]))|好在/u;

/** The grade of a piece that names directions: said outright, or weighed by the rules and the model. */
function ofNamed(piece: string, words: string, about: readonly Direction[], state: Reading): Said {
  const { grade, firm } = soberly(piece, said(state, stripped(piece, words)));
  if ((firm && grade) || isName(piece)) return { grade, firm };
  const ruled = grade ?? opinion(piece);
  if (grade === 'dissatisfied' && isWellDone(piece)) return { grade: null, firm: false };
  const doubted = state.torn && ruled === null && about.some((direction) => state.pending.includes(direction));
  const alone = doubted ? null : described(piece, ruled);
  state.torn = alone === null && ruled !== null;
  const again =
    alone === null && !state.torn && state.told && about.every((direction) => state.pending.includes(direction));
  if (alone === 'dissatisfied' && state.blamed && AT_LEAST.test(piece)) return { grade: null, firm: false };
  return { grade: again ? described(`${state.telling},${piece}`, null, KNOWN_JOINTLY) : alone, firm: false };
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
