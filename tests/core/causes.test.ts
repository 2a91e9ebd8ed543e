import { describe, expect, it } from 'vitest';
import { readCauses } from '../../src/causes-file.js';
import { failedAgain, fileBlame, parseCauses, type Blame } from '../../src/core/causes.js';
import { causesZh, countCauses } from '../../src/core/report/cause-counts.js';
import { at } from '../helpers/estate.js';

const CAUSES = readCauses();
const blame = (words: string, more: Partial<Blame> = {}): Blame => ({
  words,
  kind: 'repair',
  direction: null,
  event: 'E1',
  at: at('2026-03-10T10:00:00+08:00'),
  ...more,
});
const filed = (words: string, more: Partial<Blame> = {}) =>
  fileBlame(CAUSES, blame(words, more)).map(({ cause, direction }) => [cause?.says ?? null, direction]);

describe('原因登记', () => {
  it('files words under every cause that they name', () => {
    expect(filed('又漏了，等了三天才来')).toEqual([
      ['再次渗水', '3'],
      ['超时', '10'],
    ]);
    expect(filed('来得有点慢')).toEqual([['超时', '10']]);
    expect(filed('收费和报价不一样')).toEqual([['收费不明', '1']]);
  });

  it('guesses no cause: what names none is filed by what it is about, else by the kind of service', () => {
    expect(filed('颜色不好看')).toEqual([[null, '3']]);
    expect(filed('颜色不好看', { kind: 'complaint' })).toEqual([[null, '1']]);
    expect(filed('颜色不好看', { kind: null })).toEqual([[null, '14']]);
    expect(filed('健身房关门太早', { kind: null })).toEqual([[null, '9']]);
  });

  it('a remark beside a question of a ballot stays with that question', () => {
    expect(filed('太慢', { kind: null, direction: '8' })).toEqual([['超时', '8']]);
  });

  it('counts the most named first, what names none last, with the words behind them', () => {
    const all = ['又漏了', '还漏', '颜色不好看', '颜色不好看', '颜色不好看', '太慢'].flatMap((words) =>
      fileBlame(CAUSES, blame(words)),
    );
    const counts = countCauses(all);
    expect(counts.map(({ cause, count }) => [cause, count])).toEqual([
      ['再次渗水', 2],
      ['超时', 1],
      [null, 3],
    ]);
    expect(counts[0]?.words).toEqual(['又漏了', '还漏']);
    expect(causesZh(counts)).toBe('住户说得最多的原因：再次渗水 2 次（“又漏了”）、超时 1 次（“太慢”）。');
    expect(causesZh([])).toBe('');
  });

  it('tells which repairs do not hold, once a remark', () => {
    const all = [blame('又漏了，又堵了'), blame('太慢', { event: 'E2' })].flatMap((one) => fileBlame(CAUSES, one));
    expect(failedAgain(all).map(({ event }) => event)).toEqual(['E1']);
  });
});

describe('the file of causes', () => {
  it('takes a direction with or without quotation marks', () => {
    const read = parseCauses('causes:\n  - { says: 甲, direction: 3, words: [乙] }\n', 'c.yaml');
    expect(read).toMatchObject({ causes: [{ says: '甲', direction: '3', again: false }] });
  });

  it('names every fault with its line', () => {
    const faults = (text: string): string => {
      const read = parseCauses(text, 'c.yaml');
      return 'faults' in read ? read.faults.map(({ message }) => message).join('\n') : '';
    };
    expect(faults('causes:\n  - { says: 甲, word: [乙] }\n')).toMatch(/c\.yaml:2.*word/s);
    expect(faults('causes:\n  - { says: 甲, direction: 15, words: [乙] }\n')).toContain('c.yaml:2');
    expect(faults('causes:\n  - { says: 甲, words: [乙] }\n  - { says: 甲, words: [丙] }\n')).toContain('重复的“甲”');
    expect(faults('causes: []\n')).not.toBe('');
    expect(faults('causes:\n  - { says: 甲, words: [乙] }\nkinds: { repairs: 3 }\n')).toContain('repair');
  });
});
