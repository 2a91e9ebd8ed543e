import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THEME_CHARS, themeFault, themeInForce, themeQuestion, type Theme } from '../../src/core/theme.js';

const theme = (quarter: string, text: string, estate: string | null = null): Theme => ({ estate, quarter, text });
const LIFTS = theme('2026Q1', '电梯运行您还满意吗？');

describe('a theme', () => {
  it('is asked as it stands, or as a question made of it', () => {
    expect(themeQuestion(themeInForce(LIFTS, null))).toBe('电梯运行您还满意吗？');
    expect(themeQuestion(themeInForce(theme('2026Q1', '小区绿化。'), null))).toBe('小区绿化，您怎么看？');
    expect(themeQuestion(themeInForce(null, null))).toBeNull();
  });

  it('is followed by the estate’s own question, as long as that stands under it', () => {
    const own = theme('2026Q1', '3 号梯还卡吗？', 'cuihu');
    expect(themeQuestion(themeInForce(LIFTS, own))).toBe('电梯运行您还满意吗？3 号梯还卡吗？');
    expect(themeQuestion(themeInForce(theme('2026Q2', '绿化好看吗？'), own))).toBe('绿化好看吗？');
    expect(themeQuestion(themeInForce(null, own))).toBe('3 号梯还卡吗？');
  });

  it('is short enough to be asked in one breath, whatever is allowed', () => {
    const allowed = (whose: keyof typeof THEME_CHARS) =>
      fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => themeFault(text, whose) === null);
    fc.assert(
      fc.property(allowed('company'), allowed('own'), (company, own) => {
        const asked = themeQuestion(themeInForce(theme('2026Q1', company), theme('2026Q1', own, 'cuihu'))) ?? '';
        expect(Array.from(asked).length).toBeLessThanOrEqual(THEME_CHARS.company + THEME_CHARS.own + 12);
      }),
    );
  });

  it.each([
    ['', '要有一句话，不换行'],
    ['？？', '要有一句话，不换行'],
    ['电梯\n门禁', '要有一句话，不换行'],
    ['电'.repeat(29), '不超过 28 字，现在 29 字'],
    ['电'.repeat(28), null],
  ])('%j: %s', (text, fault) => expect(themeFault(text, 'company')).toBe(fault));
});
