/** 所指: the directions that a piece of a reply about the fourteen names, by number, range, letter or an everyday word. */
import { type Direction, DIRECTIONS, keysOf } from '../terms.js';
import { namedIn } from './item-names.js';

export const ALL: readonly Direction[] = keysOf(DIRECTIONS);

/** Only says when something was so: 碰到停电. */
const CIRCUMSTANCE =
  /(?:碰[到上]|遇[到上]|赶上|每逢)(?:个|一?次)?(?:停[电水]|火灾|漏水|暴雨|大雨|台风|电梯[困坏])|(?:上面|上级|区里|大)?领导(?:要|不|一|没)?(?:来|视察|参观|检查)(?:检查|视察|参观)?(?:时候?|那天|才|就|也)?/gu;

/** The directions that a piece names: 1-5, 第1、2项, c, or by everyday words. */
export function directionsIn(given: string): readonly Direction[] {
  const piece = given.replace(CIRCUMSTANCE, '');
  const numbers = [
    ...piece.matchAll(
      /(\d{1,2})(?:\s*[-~到至]\s*(\d{1,2}))?(?!\d|月|号楼|栋|单元|[层楼室户岁块毛米度台部辆只条盏棵%]|分|小时|门|天|年|次|点|元|个|星|颗)/gu,
    ),
  ].flatMap((m) => range(Number(m[1]), Number(m[2] ?? m[1])));
  if (numbers.length > 0) return numbers;
  const letters = /^([a-n](?:[+、]?[a-n])*)(?=[^a-z+、])|^([a-n](?:[+、][a-n])+)$|^([d-n])$/u.exec(piece);
  if (letters)
    return Array.from(letters[1] ?? letters[2] ?? letters[3] ?? '').flatMap((letter) =>
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

/** The piece without the numbers of its directions. */
export const withoutNumbers = (piece: string): string =>
  piece.replaceAll(/\d+(?![\d分星])(?:[-~到至]\d+)?(?:\+第?\d+)*项?/gu, ' ').trim();
