import { describe, expect, it } from 'vitest';
import { findingZh } from '../../src/core/record-words.js';

const nothing = { grade: null, grades: null, remark: null, unfinished: false, chargeAsQuoted: null };

describe('a record in a line', () => {
  it.each([
    [{ ...nothing, grade: 'satisfied' }, '满意'],
    [{ ...nothing, grade: 'dissatisfied', remark: '又漏了', unfinished: true }, '不满意，又漏了，没有做完'],
    [{ ...nothing, grade: 'fairly', chargeAsQuoted: false }, '一般满意，收费与报价不一致'],
    [{ ...nothing, grade: 'fairly', grades: { '1': 'satisfied', '13': 'fairly' } }, '问卷 2 项，总评一般满意'],
    [nothing, ''],
  ] as const)('%o', (record, words) => expect(findingZh(record)).toBe(words));
});
