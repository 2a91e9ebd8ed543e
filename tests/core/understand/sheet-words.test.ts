import { describe, expect, it } from 'vitest';
import { readSheetWords } from '../../../src/core/understand/sheet-words.js';

describe('what staff write of a questionnaire', () => {
  it('names where the paper is kept, and the items', () => {
    expect(readSheetWords('扫描件 2026-07-12 6不满意 8一般')).toEqual({
      paper: '2026-07-12',
      grades: { 6: 'dissatisfied', 8: 'fairly' },
      rest: '6不满意 8一般',
    });
  });

  it('knows a paper by any number, or by none; the first items are no number of it', () => {
    expect(readSheetWords('纸质 第7份 全部满意')).toMatchObject({ paper: '7', rest: '全部满意' });
    expect(readSheetWords('纸质问卷 12号 1满意 2不满意')).toMatchObject({
      paper: '12',
      grades: { 1: 'satisfied', 2: 'dissatisfied' },
    });
    const unnumbered = readSheetWords('纸质 1-2满意 3不满意');
    expect(unnumbered).toMatchObject({ paper: null, grades: { 1: 'satisfied', 2: 'satisfied', 3: 'dissatisfied' } });
    expect(unnumbered.rest).toContain('书面');
  });

  it('knows a paper whose number runs into its grades', () => {
    const joined = readSheetWords('纸质B-03都满意');
    expect(joined).toMatchObject({ paper: 'B-03', rest: '都满意' });
    expect(Object.keys(joined.grades ?? {})).toHaveLength(14);
    expect(readSheetWords('纸质1-2满意 3不满意')).toMatchObject({ paper: null, grades: { 3: 'dissatisfied' } });
  });

  it('reads the first items of a short questionnaire, and not the menu said back', () => {
    expect(readSheetWords('电话 1满意 2不满意 3一般').grades).toEqual({
      1: 'satisfied',
      2: 'dissatisfied',
      3: 'fairly',
    });
    expect(readSheetWords('电话 1满意 2一般满意 3不满意').grades).toBeNull();
  });

  it('of a call: the number called is no item', () => {
    expect(readSheetWords('电话 13800000000 8不满意')).toMatchObject({ paper: null, grades: { 8: 'dissatisfied' } });
  });

  it('a bare grade is about the whole, a grade for all about each', () => {
    expect(readSheetWords('电话 13800000000 满意').grades).toBeNull();
    expect(Object.keys(readSheetWords('电话 13800000000 都满意').grades ?? {})).toHaveLength(14);
  });
});
