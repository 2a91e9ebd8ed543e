import { describe, expect, it } from 'vitest';
import { chatIn } from '../../../src/core/understand/command-chat.js';
import { finishedIn, registrationIn } from '../../../src/core/understand/command-register.js';
import { numbered, spokenOf, verdictOn } from '../../../src/core/understand/command-thread.js';

const ASKED = '【请审批】锦园《月回访汇总表》\n审批同意，请回复：通过 事41 意见；不同意请写：退回 事41 意见。';

describe('words about what was said before', () => {
  it.each([
    ['同意', '通过 事41 同意'],
    ['通过', '通过 事41'],
    ['同意，下月补上三栋', '通过 事41 下月补上三栋'],
    ['退回 请补三栋', '退回 事41 请补三栋'],
  ])('%s is a verdict on the one report that was handed in', (text, written) => {
    expect(verdictOn(text, ['好的', ASKED])).toBe(written);
  });

  it('are no verdict where none was asked for, or on two', () => {
    expect(verdictOn('同意', ['任务 12 已约在明天'])).toBeNull();
    expect(verdictOn('同意', [`${ASKED}\n通过 事42`])).toBeNull();
  });

  it('name the case or the task that was spoken of, where no number stands', () => {
    expect(spokenOf('这个案子给工程部办')).toBe('case');
    expect(numbered('这个案子给工程部办', 'case', 3)).toBe('案3 给工程部办');
    expect(spokenOf('这单改到后天')).toBe('task');
    expect(spokenOf('案3给工程部办')).toBeNull();
    expect(spokenOf('方案给工程部看')).toBeNull();
  });
});

describe('words that order nothing', () => {
  it.each([
    ['谢谢啦', 'thanks'],
    ['收到', 'heard'],
    ['👌', 'heard'],
    ['[微笑]', 'heard'],
    ['转人工', 'human'],
    ['满意', null],
    ['12', null],
    ['好的，改期 12 明天下午', null],
  ])('%s', (text, kind) => expect(chatIn(text)).toBe(kind));
});

describe('登记', () => {
  it('reads what, where and whether it is done; other words are none', () => {
    expect(registrationIn('报修 3栋2单元1204 客厅漏水')).toMatchObject({
      kind: 'repair',
      household: '3-2-1204',
      matter: '客厅漏水',
      isDone: false,
    });
    expect(registrationIn('投诉 3-2-1204 楼上噪音 已处理')).toMatchObject({ matter: '楼上噪音', isDone: true });
    expect(registrationIn('报修单交了')).toBeNull();
    expect(registrationIn('投诉的回访率')).toBeNull();
    expect(finishedIn('办完 dj-20261127-0412')).toBe('DJ-20261127-0412');
    expect(finishedIn('办完 12')).toBeNull();
  });
});
