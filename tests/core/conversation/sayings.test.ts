import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSayings } from '../../../src/core/conversation/sayings.js';

const TEXT = readFileSync(new URL('../../../templates/sayings.zh.yaml', import.meta.url), 'utf8');
const faultsOf = (text: string) => {
  const read = parseSayings(text);
  return 'faults' in read ? read.faults : [];
};

describe('the file of sentences', () => {
  it('as it comes has no faults, and nothing that voice.zh forbids', () => {
    expect(faultsOf(TEXT)).toEqual([]);
    const sentences = TEXT.replaceAll(/^#.*$|^unknown-staff: .*$/gmu, '');
    expect(sentences).not.toMatch(/任务|工单|抽样|回访率|亲|哦|！/u);
  });

  it('names the line of a sentence that is unknown, empty or uses a slot that it has not', () => {
    expect(faultsOf(`nonsense: 你好\n${TEXT}`)).toEqual([
      { line: 1, field: 'nonsense', expected: '程序里有的句子名字', found: 'nonsense' },
    ]);
    expect(faultsOf(TEXT.replace(/^human: .*$/mu, "human: ''"))).toMatchObject([
      { field: 'human', found: '空的，或不是文字' },
    ]);
    expect(faultsOf(TEXT.replace(/^chitchat: .*$/mu, 'chitchat: 谢谢{name}'))).toMatchObject([
      { field: 'chitchat', expected: '只能用 不用花括号', found: '{name}' },
    ]);
    expect(faultsOf(TEXT.replace('{estate}', '{estat}'))).toMatchObject([{ line: 5, field: 'ask', found: '{estat}' }]);
  });

  it('names every sentence that is missing', () => {
    expect(faultsOf(TEXT.replace(/^signed: .*\n/mu, ''))).toMatchObject([{ field: 'signed', found: '没有' }]);
  });

  it('is refused with a line when it is no YAML map', () => {
    expect(faultsOf('- a\n- b\n')).toHaveLength(1);
    expect(faultsOf("a: 'b\n")[0]?.line).toBeGreaterThan(0);
  });
});
