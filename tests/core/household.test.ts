import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { householdMatch, householdZh, parseHousehold, parseHouseholdPattern } from '../../src/core/household.js';

describe('a household is read from the ways in which it is written', () => {
  it.each([
    ['3栋2单元1204', '3-2-1204'],
    ['3 栋 2 单元 1204 室', '3-2-1204'],
    ['３号楼２单元１２０４', '3-2-1204'],
    ['3幢2单元1204号', '3-2-1204'],
    ['3—2—1204', '3-2-1204'],
    ['3-2-1204', '3-2-1204'],
    ['A座1204', 'A-1204'],
    ['5栋301室', '5-301'],
    ['5#301', '5-301'],
    ['1204', '1204'],
    ['底商 张记面馆', '底商 张记面馆'],
  ])('%s is %s', (written, code) => {
    expect(parseHousehold(written)).toBe(code);
  });

  it('what was read once is read the same again', () => {
    fc.assert(fc.property(fc.string(), (text) => parseHousehold(parseHousehold(text)) === parseHousehold(text)));
  });

  it('a code and its Chinese name are the same household', () => {
    const part = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 3 }), (parts) => {
        const code = parts.join('-');
        return parseHousehold(householdZh(code)) === code;
      }),
    );
  });

  it('is said in Chinese with its parts apart', () => {
    expect(householdZh('3-2-1204')).toBe('3 栋 2 单元 1204');
    expect(householdZh('5-301')).toBe('5 栋 301');
    expect(householdZh('底商')).toBe('底商');
  });
});

describe('patterns of households', () => {
  it.each([
    ['3栋', '3-*'],
    ['3栋2单元', '3-2-*'],
    ['3-*', '3-*'],
    ['全体', '*'],
    ['3栋2单元1204', '3-2-1204'],
  ])('%s is the pattern %s', (written, pattern) => {
    expect(parseHouseholdPattern(written)).toBe(pattern);
  });

  it('the closest one counts, an exact code most, and no patterns answer for everyone', () => {
    expect(householdMatch(['3-*', '3-2-*'], '3-2-1204')).toBe(4);
    expect(householdMatch(['3-*'], '3-2-1204')).toBe(2);
    expect(householdMatch(['3-2-1204'], '3-2-1204')).toBe(9);
    expect(householdMatch([], '3-2-1204')).toBe(0);
    expect(householdMatch(['13-*', '3'], '3-2-1204')).toBeNull();
    expect(householdMatch(['3-*-12*'], '3-2-1204')).not.toBeNull();
    expect(householdMatch(['3-*4*4'], '3-2-1204')).toBeNull();
  });

  it('hostile patterns take no time', () => {
    expect(householdMatch([`${'*a'.repeat(30)}*b`], 'a'.repeat(60))).toBeNull();
  });
});
