import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { understandCommand } from '../../../src/core/understand/command.js';

const NOW = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const args = (text: string) => {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园']);
  return meant.kind === 'command' && meant.command === '跟进' ? meant.args : meant;
};

describe('个案的口令', () => {
  it.each([
    ['案12', { case: 12, act: 'show' }],
    ['说明 案12', { case: 12, act: 'show' }],
    ['案12怎么样了？', { case: 12, act: 'show' }],
    ['领取 案12', { case: 12, act: 'take' }],
    ['意见 案12 已核实，返修不彻底', { case: 12, act: 'opinion', text: '已核实，返修不彻底' }],
    ['案12 上报 请经理定', { case: 12, act: 'hand-up', text: '请经理定' }],
    ['办结 案12 已重新疏通，试水正常', { case: 12, act: 'close', text: '已重新疏通，试水正常' }],
    ['办结案12 已换阀门', { case: 12, act: 'close', text: '已换阀门' }],
    ['批准 案12', { case: 12, act: 'close' }],
    [
      '转给 工程部 案12 3月15日前 重做防水',
      { case: 12, act: 'give', department: '工程部', date: '2026-03-15', text: '重做防水' },
    ],
    ['把案12转给工程部 3天内', { case: 12, act: 'give', department: '工程部', days: 3 }],
    [
      '案12让工程部3月15号前返修门锁',
      { case: 12, act: 'give', department: '工程部', date: '2026-03-15', text: '返修门锁' },
    ],
    [
      '给工程部发个联系单，案12，下周五前清掉楼道杂物',
      { case: 12, act: 'give', department: '工程部', date: '2026-03-20', text: '清掉楼道杂物' },
    ],
    ['转给 王芳 案12', { case: 12, act: 'give', department: '王芳' }],
    [
      '整改 宏达建筑 案12 3月20日前 屋面重做防水',
      { case: 12, act: 'contractor', department: '宏达建筑', date: '2026-03-20', text: '屋面重做防水' },
    ],
    ['整改 案12 3月20日前', { case: 12, act: 'contractor', date: '2026-03-20' }],
  ])('%s', (text, wanted) => expect(args(text)).toEqual(wanted));

  it.each(['案12 办结了吗？', '方案12 不错', '结案 12', '案例3'])('%s is no order about a case', (text) => {
    const meant = understandCommand(text, NOW, 'Asia/Shanghai', []);
    expect(meant.kind === 'command' && meant.command === '跟进' && meant.args.act !== 'show').toBe(false);
  });
});
