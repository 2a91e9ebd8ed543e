import { describe, expect, test } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { understandCommand } from '../../../src/core/understand/command.js';

const NOW = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const read = (text: string) => understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园']);

describe('what staff write of their visits', () => {
  test.each([
    ['完成 12', { task: 12 }],
    ['完成 12 不满意', { task: 12, text: '不满意' }],
    ['完成 12 电话 13800000000 满意 师傅准时', { task: 12, text: '电话 13800000000 满意 师傅准时' }],
    ['完成任务12：上门，不满意，还在漏', { task: 12, text: '上门，不满意，还在漏' }],
    ['12 完成了，上门 满意', { task: 12, text: '上门 满意' }],
    ['任务 7 做完了 现场查看 满意', { task: 7, text: '现场查看 满意' }],
    ['完成 12 为什么满意率低，因为来得慢', { task: 12, text: '为什么满意率低，因为来得慢' }],
    ['完成 12 没人接电话，改天上门 一般', { task: 12, text: '没人接电话，改天上门 一般' }],
  ])('%s', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '完成', args });
  });

  test.each([
    ['无人应答 12', null],
    ['無人應答 12', null],
    ['无人应答 12 电话', 'phone'],
    ['没人接 12', 'phone'],
    ['12号打了三次电话没人接', 'phone'],
    ['12 上门没人在家', 'in-person'],
    ['无人应答 12 对讲', 'intercom'],
  ])('%s', (text, method) => {
    expect(read(text)).toEqual({ kind: 'command', command: '无人应答', args: { task: 12 }, method });
  });

  test.each([
    ['拒访 12', '拒访'],
    ['12 住户不接受回访', '拒访'],
    ['已搬走 12', '已搬走'],
    ['12搬走了', '已搬走'],
    ['找错人 12', '找错人'],
    ['12 电话打错人了', '找错人'],
  ])('%s is %s', (text, command) => {
    expect(read(text)).toMatchObject({ kind: 'command', command, args: { task: 12 } });
  });

  test.each([
    ['改期 12 明天下午', { task: 12, date: '2026-03-11', part: 'afternoon' }],
    ['12改到周六上午', { task: 12, date: '2026-03-14', part: 'morning' }],
    ['改期 12 11月28日 15:00', { task: 12, date: '2026-11-28', time: '15:00' }],
    ['推迟 12 两天', { task: 12, shiftDays: 2 }],
    ['改期 12 下周末吧', { task: 12 }],
  ])('%s', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '改期', args });
  });

  test.each(['转给 王芳 12', '把12转给王芳', '12 交给王芳来做', '转给王芳12'])('%s', (text) => {
    expect(read(text)).toEqual({ kind: 'command', command: '转给', args: { task: 12, person: '王芳' } });
  });

  test.each([
    ['12转给我', { command: '领取', args: { task: 12 } }],
    ['接 12', { command: '领取', args: { task: 12 } }],
    ['回访完成率 本月', { command: '回访率', args: { period: '2026-03' } }],
    ['满意率 12月', { command: '满意率', args: { period: '2025-12' } }],
    ['说明 12', { command: '说明', args: { task: 12 } }],
  ])('%s stays what it was', (text, command) => {
    expect(read(text)).toEqual({ kind: 'command', ...command });
  });

  test.each(['完成', '完成 满意', '11月完成了多少', '改期', '转给王芳', '13800000000 没人接', '无人应答'])(
    '%s names no task, and is answered by how to write it',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'unclear' });
    },
  );
});

describe('what staff write of their days', () => {
  test.each([
    ['请假 3天 代班 李四', { days: 3, person: '李四' }],
    ['请假三天，由王芳代班', { days: 3, person: '王芳' }],
    ['请病假两天', { days: 2 }],
    ['明天请假', { days: 1, date: '2026-03-11' }],
    ['下周一请假 2天 代班 赵强', { days: 2, date: '2026-03-16', person: '赵强' }],
    ['请假 3月12日到3月14日', { days: 3, date: '2026-03-12' }],
    ['请假到周五', { days: 4 }],
    ['请假', {}],
  ])('%s', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '请假', args });
  });

  test.each(['销假', '我提前回来了', '取消请假'])('%s', (text) => {
    expect(read(text)).toEqual({ kind: 'command', command: '销假', args: {} });
  });
});
