import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const heard = (text: string) => {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
  return meant.kind === 'unclear' ? null : { command: meant.command, ...meant.args };
};

describe('发起调查', () => {
  it.each([
    ['发起调查 全体 抽样20%', { target: '全体', percent: 20 }],
    ['发起调查 抽样20%', { target: '全体', percent: 20 }],
    ['发起调查 3栋 抽样百分之三十 停车', { target: '3栋', percent: 30, title: '停车' }],
    ['发起调查 全体 抽样0%', { target: '全体', percent: 0 }],
    ['发起调查 全体 抽样101%', { target: '全体', percent: 101 }],
    ['发起调查 全体 抽样12.5%', { target: '全体', percent: 12.5 }],
    [
      '发起调查 锦园 全体 年度满意度调查 12月10日前',
      { target: '全体', estate: '锦园', title: '年度满意度调查', date: '2026-12-10' },
    ],
    ['发起调查 3栋2单元 电梯、门禁 7天', { target: '3栋2单元', title: '电梯、门禁', days: 7 }],
  ])('%s', (text, args) => expect(heard(text)).toEqual({ command: '发起调查', ...args }));

  it.each(['发起调查', '要不要发起调查', '发起调查 全体 抽样', '上次调查谁发的'])('%s sends nothing', (text) => {
    expect(heard(text)?.command).not.toBe('发起调查');
  });
});

describe('what is asked and done of a survey', () => {
  it.each([
    ['调查 进度', { act: 'progress' }],
    ['调查进度', { act: 'progress' }],
    ['看看调查 2 进度', { act: 'progress', survey: 2 }],
    ['问卷回收情况 锦园', { act: 'progress', estate: '锦园' }],
    ['调查 提醒 2', { act: 'remind', survey: 2 }],
    ['提醒没回的', { act: 'remind' }],
    ['结束调查', { act: 'end' }],
    ['结束调查 2', { act: 'end', survey: 2 }],
    ['调查 结果', { act: 'result' }],
    ['调查2结果', { act: 'result', survey: 2 }],
    ['确认发起 4821', { act: 'confirm-launch', code: 4821 }],
    ['确认发起', { act: 'confirm-launch' }],
    ['确认结束4821', { act: 'confirm-end', code: 4821 }],
  ])('%s', (text, args) => expect(heard(text)).toEqual({ command: '调查', ...args }));

  it.each(['结束调查了吗', '要不要结束调查', '确认发起吗 4821', '确认', '12 确认发起'])('%s is no order', (text) => {
    const meant = heard(text);
    expect(meant?.command === '调查' && 'act' in meant && meant.act !== 'progress' && meant.act !== 'result').toBe(
      false,
    );
  });
});
