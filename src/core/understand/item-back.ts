/** 回指: pieces about the fourteen that speak of what was said before them: 这俩, 这项, 不对, 尤其. */
import type { Direction } from '../terms.js';
import { NAME } from './item-names.js';
import { ordinal } from './item-numbers.js';
import { type Reading, said } from './item-reading.js';
import { EVERY, isName, REST } from './item-text.js';

/** 楼道脏、花园荒，这俩不满意: the last so many that were spoken of. */
export const SUMMED =
  /^(?:就)?(?:这|以上|上面|上述|前面(?=[这那]?[俩仨两二三四五六七八九十\d]))(?:[这那]?([俩仨两二三四五六七八九十\d]{1,2})|[几些]|都)?(?:[项样个条点块]|方面|处)?(?:我)?(?:都|全|均|我)*(?:给|打|选|评|算|是)?(?!里|次|回)(.{1,8})$/u;

/** 感谢管家: thanks after all of them were graded. */
export const THANKED = /^(?:感谢|谢谢|多谢|辛苦)(?:了)?/u;
/** 他那块给满意, 这项一般: of what was spoken of last. */
export const PRONOUN =
  /^(?:(?:他|她|它|这|那)们?[这那]?(?:一)?(?:块|个|项|条|方面)|这|那|[他她它]们?)(?:我)?(?:就|给|算|是|打|选)*(不?满意|一般(?:般|满意)?|[123abc]|差|好|还行)(?:吧|了|的)?$/u;

export function sayOf(words: string, state: Reading): boolean {
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

export function sumUp([, count, words = '']: RegExpExecArray, state: Reading): boolean {
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
export const ABOVE_ALL = /^(?:尤其|特别|包括|包含|连|甚至|主要)(?:是|系|就是)?/u;
/** 就说消防: all that follows is of it. */
const ONLY = /^(?:我)?(?:[就只光单](?:说说?|谈谈?|拿)|拿)/u;
/** A place that is only what something is done to (晚上关单元门). */
const DONE_TO = new RegExp(
  `(?:关|(?<![换修开配])锁|守|扶|拦|盯|查|按|帮[^,]{1,3}[搬拎提])(?:了|着|好)?(?:${NAME})`,
  'u',
);

/** 就说消防，楼道堆满了: the directions of a piece, or those that the piece before it opened and it goes on with. */
export function goingOn(piece: string, about: readonly Direction[], state: Reading): readonly Direction[] {
  const only = state.only;
  state.only = ONLY.test(piece) && isName(piece);
  const told = state.told && about.length > 0 && DONE_TO.test(piece);
  return about.length > 0 && state.pending.length > 0 && (only || told) && !isName(piece) ? [...state.pending] : about;
}

/** 停车不满意，哦不，一般吧: a grade in the place of what was doubted. */
export function putRight(piece: string, state: Reading): boolean {
  const { grade, firm } = said(state, piece);
  if (!grade || !firm || REST.test(piece) || EVERY.test(piece)) return false;
  for (const direction of state.doubted.splice(0)) state.named[direction] = grade;
  return true;
}

/** 不对: what was said last does not hold, unless one of it is put right (2、6、8一般，不对，6不满意). */
export function takeBack(about: readonly Direction[], state: Reading): void {
  const doubted = state.doubted.splice(0);
  if (about.some((direction) => doubted.includes(direction))) return;
  for (const direction of doubted) {
    state.spoken.splice(state.spoken.indexOf(direction), 1);
    delete state.named[direction];
    state.excepted.delete(direction);
  }
}
