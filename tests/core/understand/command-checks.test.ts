import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const heard = (text: string) => {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
  return meant.kind === 'unclear' ? null : { command: meant.command, ...meant.args };
};

describe('抽查', () => {
  it.each([
    ['抽查', {}],
    ['抽查 5份 上月 锦园', { count: 5, period: '2026-10', estate: '锦园' }],
    ['抽查 20% 维修', { percent: 20, kind: 'repair' }],
    ['抽查 12.5%', {}],
    ['抽查 12 属实', { task: 12, verdict: 'approve' }],
    ['抽查12没问题', { task: 12, verdict: 'approve' }],
    ['抽查 12 不属实 住户说没有接到电话', { task: 12, verdict: 'return', opinion: '住户说没有接到电话' }],
    ['抽查 12 有假，没去过', { task: 12, verdict: 'return', opinion: '没去过' }],
    ['抽查2 有出入 住户说只是发了微信', { task: 2, verdict: 'return', opinion: '住户说只是发了微信' }],
    ['抽查 12 对不上', { task: 12, verdict: 'return' }],
    ['12 属实', { task: 12, verdict: 'approve' }],
    ['12号的记录核实过了，属实', { task: 12, verdict: 'approve' }],
    ['2 不实 住户说没有接到过电话', { task: 2, verdict: 'return', opinion: '住户说没有接到过电话' }],
    ['2号的记录是假的，住户说没人打过电话', { task: 2, verdict: 'return', opinion: '住户说没人打过电话' }],
  ])('%s', (text, args) => expect(heard(text)).toEqual({ command: '抽查', ...args }));

  it.each(['抽查 12 属实吗', '抽查 5份 属实', '12 满意 属实', '12 一致'])('%s decides nothing', (text) => {
    const meant = heard(text);
    expect(meant !== null && 'verdict' in meant).toBe(false);
  });
});
