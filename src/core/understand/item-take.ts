/** 记一句: what a piece about the fourteen adds to what was read. */
import type { Direction, Grade } from '../terms.js';
import { directionsIn, withoutNumbers } from './item-directions.js';
import { described, stripped, UNJUDGED, ZEAL } from './item-grade.js';
import { graded, opposite, type Reading, said } from './item-reading.js';
import { EVERY, isName, REST } from './item-text.js';

const EXCEPTION =
  /^(.*?)(?:除(?:了|开|去|却|掉)?|唯独|不包括|不含)(.*?)(?:(?:以|之|除)?外(?![卖来面墙人])|(?=其[他它余]|别的|剩下|余下|都|全|均|皆|一律|统统|样样)|$)(.*)$/u;
/** Without a 除: 电梯之外都满意. */
const IN_FRONT = /^([^除]+?)()(?:之|以)外(.*)$/u;

/** 除了 X 都 Y, 除 X 一般外, X 除外: what is excepted has its own grade or the opposite of the rest. */
export function readExcept(piece: string, state: Reading): void {
  state.except = true;
  const [, before = '', inner = '', outer = ''] = IN_FRONT.exec(piece) ?? EXCEPTION.exec(piece) ?? [];
  const about = directionsIn(inner === '' ? before : inner);
  const own = inner === '' ? null : exceptedOwn(inner, state);
  for (const direction of about) {
    if (UNJUDGED.test(inner) || ZEAL.test(inner)) state.left.add(direction);
    else if (own) state.named[direction] = own;
    else if (state.named[direction]) state.named[direction] = opposite(state.named[direction]);
    else state.excepted.add(direction);
  }
  state.last = about;
  const rest = outer.replace(REST, '').replace(/^(?:,|的|都|全部|全|均|皆|就|项|各|方面)+/u, '');
  if (rest) state.rest = graded(state, rest) ?? state.rest;
}

/** 除 X 一般外, 除了绿化草比人高: the grade that stands with what is excepted, as far as it is said or the model thinks so too. */
function exceptedOwn(inner: string, state: Reading): Grade | null {
  const { grade, firm } = said(state, stripped(inner, withoutNumbers(inner)));
  return firm || grade === null ? grade : described(inner, grade);
}

export function take(
  piece: string,
  about: readonly Direction[],
  grade: Grade | null,
  firm: boolean,
  state: Reading,
): void {
  if (!grade) {
    state.wished = WISHED.test(piece);
    const name = isName(piece);
    if (state.told && !state.wished) for (const direction of state.pending.splice(0)) state.vague.add(direction);
    const open = about.filter((direction) => !state.firm.has(direction));
    state.pending = name ? [...state.pending, ...open] : open;
    if (!name && /^(?:只有|唯有|也就|就)/u.test(piece)) for (const direction of open) state.excepted.add(direction);
    state.told = !name;
    state.suspect = state.torn && MOCKING.test(piece) ? open : [];
    state.telling = state.told ? piece : '';
    if (state.told && !state.wished) for (const direction of open) state.tales.set(direction, piece);
    return;
  }
  if (grade === 'dissatisfied' && !firm) unsay(about, state);
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
      if (isBeside(direction, piece, about, state)) continue;
      const mixed = !firm && other && other !== grade;
      if (firm) state.firm.add(direction);
      state.named[direction] = mixed ? 'fairly' : grade;
    }
  state.last = joined;
  state.suspect = mocking ? joined : [];
}

/** 消防给满分，停车堵消防道零分: where another is graded one that has its grade may only be the place. */
const isBeside = (direction: Direction, piece: string, about: readonly Direction[], state: Reading): boolean =>
  about.length > 1 && state.firm.has(direction) && !/\d|[和跟与及、+]/u.test(piece);

/** What is all done by the same people: praise of one in a mocking tone does not outlive a fact about another. */
const OFFICE: ReadonlySet<Direction> = new Set(['1', '3', '10', '11', '12', '13']);

/** 效率好高哦，报修从立冬等到立春: the praise is taken back. */
function unsay(about: readonly Direction[], state: Reading): void {
  if (![...state.suspect, ...about].every((direction) => OFFICE.has(direction))) return;
  for (const direction of state.suspect) {
    delete state.named[direction];
    state.vague.add(direction);
  }
}

/** Something wanted, of which no grade is left out (全部满意，希望多放垃圾桶). */
export const WISHED =
  /来(?:修|看|弄|处理|换)一?[下趟]|派人|希望|建议|麻烦|请|(?<![没不])[叫让]|帮(?!我|人|老|他|她|业)|能不能|最好能|喊|回个|联系|^(?:就是|只要|但)?(?:求)?(?:别|不要|莫)(?:再|老|总|又)|(?:就好了?|多好|才好)$/u;

/** Praise in the tone of mockery. */
const MOCKING =
  /(?<!得)真(?!的|心|诚|不)|好一个|好个|["“]|大赞|好(?:厉害|高|快|棒|牛|负责|敬业|勤快|贴心|热心|及时|专业|积极)[的哦噢喔哟]|神了|感人|^[^,]{0,6}太(?!好)\p{Script=Han}{2,3}了$/u;
