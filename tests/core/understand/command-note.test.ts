import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const heard = (text: string) => {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
  return meant.kind === 'unclear' ? null : { command: meant.command, ...meant.args };
};

describe('what is noted at any time', () => {
  it.each([
    ['工程变更 一期装修 三楼隔断改玻璃', { command: '工程变更', title: '一期装修', text: '三楼隔断改玻璃' }],
    ['登记工程变更：GC-3，外墙改真石漆', { command: '工程变更', title: 'GC-3', text: '外墙改真石漆' }],
    ['工程变更 锦园 会所装修 灯具改LED', { command: '工程变更', title: '会所装修', text: '灯具改LED', estate: '锦园' }],
    ['工程变更', { command: '工程变更' }],
    ['重要信息 12 客户要求换人', { command: '重要信息', task: 12, text: '客户要求换人' }],
    ['重要信息：三栋多户反映服务超时', { command: '重要信息', text: '三栋多户反映服务超时' }],
    ['重要信息 锦园 客户要求换人', { command: '重要信息', estate: '锦园', text: '客户要求换人' }],
    ['重要信息', { command: '重要信息' }],
  ])('%s', (text, wanted) => expect(heard(text)).toEqual(wanted));

  it.each(['工程变更有哪些', '有重要信息吗', '这条信息很重要'])('%s notes nothing', (text) =>
    expect(['工程变更', '重要信息']).not.toContain(heard(text)?.command),
  );
});
