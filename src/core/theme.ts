/**
 * 季度主题 (p02.9): the company sets a theme for each quarter, an estate may add its own question under it. Where a
 * quarter has none of its own, the last one stays.
 */

/** `estate` null: the whole company. */
export type Theme = {
  readonly estate: string | null;
  /** `2026Q2` */
  readonly quarter: string;
  readonly text: string;
};

export type ThemeInForce = { readonly company: Theme | null; readonly own: Theme | null };

/** Both in one breath: with what leads to it, a question of at most 60 characters (voice.zh.md). */
export const THEME_CHARS = { company: 28, own: 24 } as const;

export const isQuarter = (text: string): boolean => /^\d{4}Q[1-4]$/.test(text);

/** What is wrong with a theme's text, in words; null if nothing is. */
export function themeFault(text: string, whose: keyof typeof THEME_CHARS): string | null {
  if (!/\p{L}/u.test(text) || /\p{Cc}/u.test(text)) return '要有一句话，不换行';
  const length = Array.from(text).length;
  return length > THEME_CHARS[whose] ? `不超过 ${THEME_CHARS[whose]} 字，现在 ${length} 字` : null;
}

/** An estate's question counts as long as the theme does that it stands under. */
export function themeInForce(company: Theme | null, own: Theme | null): ThemeInForce {
  const isUnder = own !== null && (company === null || own.quarter >= company.quarter);
  return { company, own: isUnder ? own : null };
}

/** What residents are asked; null where no theme is set. */
export function themeQuestion({ company, own }: ThemeInForce): string | null {
  const texts = [company, own].flatMap((theme) => (theme === null ? [] : [asQuestion(theme.text)]));
  return texts.length === 0 ? null : texts.join('');
}

const asQuestion = (text: string): string =>
  /[？?]$/u.test(text) ? text : `${text.replace(/[。.]+$/u, '')}，您怎么看？`;
