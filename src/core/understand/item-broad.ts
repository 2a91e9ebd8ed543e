/** 泛指: pieces about the fourteen that name no direction: of all, of the rest, or of what was named before them. */
import type { Grade } from '../terms.js';
import { described, gradeAt, isTurned, KNOWN_JOINTLY, opinion } from './item-grade.js';
import { THANKED } from './item-back.js';
import { type Reading, said } from './item-reading.js';
import { WISHED } from './item-take.js';
import { EVERY } from './item-text.js';

/** 电梯干净，就是等得久: what follows a praised direction without a name of its own takes from the praise. */
export function goesOn(piece: string, state: Reading): boolean {
  const [first] = state.last;
  if (first && state.named[first] === 'dissatisfied' && state.pending.length === 0) return softened(piece, state);
  if (!first || state.named[first] !== 'satisfied' || state.pending.length > 0) return false;
  const less = CONTRARY.test(piece) && /(?:\p{Script=Han}.*){3}/u.test(piece);
  const mocked = state.suspect.includes(first) && told(piece);
  if (!less && !mocked && !isTurned(`${state.open},${piece}`)) return false;
  const fairly = less || (gradeAt(piece).grade ?? opinion(piece)) === 'dissatisfied';
  for (const direction of state.last) {
    if (fairly) state.named[direction] = 'fairly';
    else state.left.add(direction);
  }
  return true;
}

/** 绿化“好”得很，草比人高: something is told that is no praise. */
const told = (piece: string): boolean =>
  /(?:\p{Script=Han}.*){3}/u.test(piece) &&
  gradeAt(piece).grade !== 'satisfied' &&
  !THANKED.test(piece) &&
  !WISHED.test(piece);

/** 保安认脸不认卡，进出方便: blame that was only weighed, and praise of what may be the same: not known. */
function softened(piece: string, state: Reading): boolean {
  if (gradeAt(piece).grade !== 'satisfied' || THANKED.test(piece) || WISHED.test(piece)) return false;
  if (described(`${state.open},${piece}`, 'dissatisfied', 1) !== null) return false;
  for (const direction of state.last) state.left.add(direction);
  return true;
}

/** What takes from the praise before it. */
export const CONTRARY = /^(?:但是?|就是(?!说)|只是|不过|可(?!以|好|能)|却|偏)(?!.*(?:谢|希望|建议|其|别的))/u;

/** A piece that names no direction: of all, of the rest, of what was named before it, or a fact that turns praise. */
export function readBroad(piece: string, grade: Grade | null, rest: boolean, state: Reading): void {
  const weighed = grade ?? opinion(piece);
  const { firm } = said(state, piece);
  const further = weighed === null && state.told && /(?:\p{Script=Han}.*){3}/u.test(piece);
  const meant = state.told && !firm ? described(`${state.telling},${piece}`, weighed, KNOWN_JOINTLY) : weighed;
  if (grade && (rest || state.waiting || EVERY.test(piece))) {
    if (rest && state.except && state.rest && state.rest !== grade) ownOf(state.rest, state);
    state.rest = grade;
    state.mocked = grade === 'satisfied' && /["“]/u.test(piece);
    if (!rest) dropPending(state);
  } else if (grade && state.except) state.rest ??= grade;
  else if (state.torn && state.pending.length > 0 && !firm) mocked(piece, meant, state);
  else if (meant && state.pending.length > 0 && (grade || further || meant === 'dissatisfied'))
    for (const direction of state.pending.splice(0)) state.named[direction] = meant;
  else if (grade && FINALLY.test(piece) && sole(state))
    for (const direction of state.last) state.named[direction] = grade;
  else if (meant === 'dissatisfied' && state.suspect.length > 0)
    for (const direction of state.suspect) state.named[direction] = 'dissatisfied';
  else if (
    grade &&
    Object.keys(state.named).length === 0 &&
    !/除|唯独|就是|只有|不过|但|做人|应该|恢复|停发|再发|继续发/u.test(piece) &&
    general(piece, state)
  ) {
    state.guessed = !firm;
    state.subject = SUBJECT.test(piece.replace(FUNCTION, ''));
    state.rest ??= exclaimed(piece, grade, state);
  }
}

/** 除了电梯，我给一般，其他都满意: what stood right behind the exception was its own grade. */
function ownOf(grade: Grade, state: Reading): void {
  for (const direction of state.excepted) state.named[direction] ??= grade;
}

/** 停车太方便了，绕四圈停到隔壁: praise that nobody believes, and a fact. */
function mocked(piece: string, meant: Grade | null, state: Reading): void {
  const fact = state.suspect.length > 0 && described(`${state.telling},${piece}`, meant, MOCKED) === 'dissatisfied';
  if (fact) for (const direction of state.suspect) state.named[direction] = 'dissatisfied';
  if (fact) state.pending = [];
}
const MOCKED = 0.6;

/** What was only named shares in a grade of all; what was told has one of its own, which is not known. */
function dropPending(state: Reading): void {
  if (state.told) for (const direction of state.pending) state.vague.add(direction);
  state.pending = [];
}

/** 灯满意，梯不满意: a grade of something that is no direction we know; of all only where no other is graded. */
const SUBJECT = /^(?!不?满意)\p{Script=Han}{1,6}(?<!不)(?:不?满意|一般|给[123])/u;
const FUNCTION =
  /^(?:我|俺|咱|们|本人|个人|家|大家|全家|总体|整体|总的来说|基本|基本上|大体|比较|非常|十分|特别|相当|还算|算|算是|挺|很|蛮|也|还|就|是|都|全|的|觉得|感觉|认为|表示|对|你们|物业|小区|服务|工作|这|半年|今年|这次|来说|上|嗯|哦|啊|那|反正|确实|真|真的|真心|打|给|选|评|个|勉强|只能说|说|一直|住得|没什么不)+/u;

/** Said of the whole, not of one thing that happened (电话永远占线). */
const general = (piece: string, state: Reading): boolean =>
  said(state, piece).firm ||
  (!INCIDENT.test(piece) && !/(?:\p{Script=Han}.*){6}/u.test(piece)) ||
  /物业|你们|你哋|小区|服务|管理|满意|啥|什么|哪|都|每|没一|全|样/u.test(piece);

/** What came to pass once: 人来得快, 修是修好了 (修好了很好 is what “all good” reads as). */
const INCIDENT = /修(?!好了很好)|活|电话|上门|师傅|等了|(?:人|来)(?:得|来)|换了|处理/u;

/** 太棒了，报修十五天才登门: praise called out before a complaint is mockery; kept until something is blamed. */
function exclaimed(piece: string, grade: Grade, state: Reading): Grade {
  state.exclaimed = grade === 'satisfied' && EXCLAIMED.test(piece);
  return grade;
}

const EXCLAIMED =
  /^(?=[可真太]|.*(?:棒|厉害|牛|优秀|绝|赞|得很|极了|得不得了|[啊呀哈哦呐哪噢喔嘞])).{0,2}(?:[真太好])?(?:棒|厉害|牛|优秀|绝|赞|好|不错|舒服|省心|方便|到位|专业|负责)(?:得很|极了|得不得了)?了?[啊呀哈哦呐哪噢喔嘞]*$/u;

/** 停车乱是乱，也理解，一般吧: a grade in the end, after one direction that was only described. */
const FINALLY = /^(?:给|评|打|选|算|就|还是|总之|最后|定)*(?:个)?(?:不满意|满意|一般|好|不好|差)(?:吧|了|啊|呗)*$/u;
const sole = (state: Reading): boolean =>
  Object.keys(state.named).length === 1 && state.last.length === 1 && !state.last.some((one) => state.firm.has(one));
