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

  it('of a call: the number called is no item', () => {
    expect(readSheetWords('电话 13800000000 8不满意')).toMatchObject({ paper: null, grades: { 8: 'dissatisfied' } });
  });

  it('a bare grade is about the whole, a grade for all about each', () => {
    expect(readSheetWords('电话 13800000000 满意').grades).toBeNull();
    expect(Object.keys(readSheetWords('电话 13800000000 都满意').grades ?? {})).toHaveLength(14);
  });
});
