import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { parseInstant } from '../../../src/core/calendar.js';

const NOW = parseInstant('2026-11-24T10:00:00+08:00');
if (NOW === null) throw new Error('no instant');
const read = (text: string) => understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);

describe('what those write who answer for an estate’s policies', () => {
  it.each([
    ['执行率', { command: '执行率', args: {} }],
    ['制度执行率 上月', { command: '执行率', args: { period: '2026-10' } }],
    ['执行率 9月 翠湖', { command: '执行率', args: { period: '2026-09', estate: '翠湖花园' } }],
    ['看看锦园三季度制度执行情况', { command: '执行率', args: { period: '2026Q3', estate: '锦园' } }],
    ['逾期', { command: '逾期', args: {} }],
    ['逾期 本月', { command: '逾期', args: { period: '2026-11' } }],
    ['有哪些逾期的', { command: '逾期', args: {} }],
    ['未覆盖 锦园', { command: '未覆盖', args: { estate: '锦园' } }],
    ['重点户', { command: '重点户', args: {}, mark: null }],
    ['重点户 3-2-1204 持续关怀', { command: '重点户', args: { target: '3-2-1204' }, mark: 'continuous-care' }],
    ['重点户 3栋2单元1204 公司级投诉', { command: '重点户', args: { target: '3-2-1204' }, mark: 'company-complaint' }],
    ['取消重点户 3-2-1204', { command: '重点户', args: { target: '3-2-1204' }, mark: 'cancel' }],
    ['重点户 3-2-1204', { command: '重点户', args: { target: '3-2-1204' }, mark: null }],
    ['有影响的业主', { command: '有影响', args: {} }],
    [
      '有影响 3-2-1204 王阿姨，热心楼道事务',
      { command: '有影响', args: { household: '3-2-1204', text: '王阿姨，热心楼道事务' } },
    ],
    [
      '取消有影响 3-2-1204 王阿姨',
      { command: '有影响', args: { household: '3-2-1204', text: '王阿姨' }, mark: 'cancel' },
    ],
    [
      '3-2-1204 王阿姨不再是有影响的业主',
      { command: '有影响', args: { household: '3-2-1204', text: '王阿姨' }, mark: 'cancel' },
    ],
    ['口径', { command: '口径', args: {} }],
    [
      '口径 电梯年检：每年三月做，证书贴在轿厢里',
      { command: '口径', args: { title: '电梯年检', text: '每年三月做，证书贴在轿厢里' } },
    ],
  ])('%s', (text, meant) => expect(read(text)).toEqual({ kind: 'command', ...meant }));

  it('asks for what was seen of a resident', () => {
    expect(read('有影响 3-2-1204')).toMatchObject({ kind: 'unclear' });
    expect(read('取消重点户')).toMatchObject({ kind: 'unclear' });
    expect(read('取消有影响')).toMatchObject({ kind: 'unclear' });
  });

  it('leaves the rates what they were', () => {
    expect(read('满意率 本月')).toMatchObject({ command: '满意率' });
    expect(read('回访率 9月')).toMatchObject({ command: '回访率' });
    expect(read('说明 12')).toEqual({ kind: 'command', command: '说明', args: { task: 12 } });
  });
});
