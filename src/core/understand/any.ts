/** 先看有没有: many patterns as one that says whether any of them can match, so that most texts are tested once. */

/** Matches wherever one of the patterns does, and seldom elsewhere (what repeats a group may be anything there). */
export function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source.replaceAll(/\\[1-9]/gu, '.{0,4}')})`).join('|'), 'u');
}
