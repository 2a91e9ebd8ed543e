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
    ['15 电话 满意', { task: 15, text: '电话 满意' }],
    ['任务15：上门，一般满意，等了一个小时', { task: 15, text: '上门，一般满意，等了一个小时' }],
    ['15 不满意 又漏了', { task: 15, text: '不满意 又漏了' }],
    ['15号 現場查看 完好', { task: 15, text: '現場查看 完好' }],
  ])('%s is a record that is asked about first', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '完成', args, isGuess: true });
  });

  test.each([
    ['105纸质 都满意', { task: 105, text: '纸质 都满意' }],
    ['105 纸质 B-07 1-5满意 6不满意', { task: 105, text: '纸质 B-07 1-5满意 6不满意' }],
    ['106号纸质 一般', { task: 106, text: '纸质 一般' }],
    ['107 纸质 B-02 不满意 电梯老是坏', { task: 107, text: '纸质 B-02 不满意 电梯老是坏' }],
    ['108纸质B-03都满意', { task: 108, text: '纸质B-03都满意' }],
    ['任务105的纸质问卷收回来了，都满意', { task: 105, text: '纸质问卷，都满意' }],
    ['纸质 105 都满意', { task: 105, text: '纸质 都满意' }],
    ['纸质问卷 任务105 B-07 8不满意 其余满意', { task: 105, text: '纸质问卷 B-07 8不满意 其余满意' }],
  ])('%s: a sheet on paper is entered without 完成', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '完成', args });
  });

  test.each(['105 纸质', '105 纸质满意率', '105纸质 满意吗', '105 纸质问卷什么时候收', '已发放纸质问卷 3栋'])(
    '%s is no sheet',
    (text) => expect(read(text)).not.toMatchObject({ command: '完成' }),
  );

  test.each([
    '15 电话',
    '15 满意',
    '15 不满意',
    '15 满意吗',
    '15 电话没人接',
    '15 满意率',
    '15 不满意的原因',
    '上月 15 满意',
  ])('%s is no record', (text) => expect(read(text)).not.toMatchObject({ command: '完成' }));

  test.each([
    ['修改 12', { task: 12 }],
    ['修改 12 一般', { task: 12, text: '一般' }],
    ['更正任务12：住户改口说不满意', { task: 12, text: '住户改口说不满意' }],
  ])('%s corrects', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '完成', args });
  });

  test('修改 12 明天下午 may be another time: it is asked about', () => {
    expect(read('修改 12 明天下午')).toEqual({ kind: 'unclear', suggest: ['改期 12 明天下午', '修改 12 一般'] });
  });

  test.each([
    ['12今天下午去', '改期 12 今天下午'],
    ['12号我今天去', '改期 12 今天'],
    ['今天下午3点上门 12', '改期 12 今天下午3点'],
  ])('%s says what somebody means to do: whether it was agreed is asked', (text, suggestion) => {
    const understood = read(text);
    expect(understood).toMatchObject({ kind: 'unclear', asks: expect.stringContaining('12') });
    expect(understood.kind === 'unclear' && understood.suggest[0]).toBe(suggestion);
  });

  test.each(['12约了今天下午', '12改到今天下午', '12今天下午再去', '12 住户今天下午才在家'])(
    '%s is another time',
    (text) => expect(read(text)).toMatchObject({ command: '改期', args: { task: 12, part: 'afternoon' } }),
  );

  test.each([
    ['无人应答 12', null],
    ['無人應答 12', null],
    ['无人应答 12 电话', 'phone'],
    ['没人接 12', 'phone'],
    ['12号打了三次电话没人接', 'phone'],
    ['12 上门没人在家', 'in-person'],
    ['12去过了没人', 'in-person'],
    ['12跑了一趟没人', 'in-person'],
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
    ['我请假 3月12到14 代班王芳', { days: 3, date: '2026-03-12', person: '王芳' }],
    ['请假3.12-3.14', { days: 3, date: '2026-03-12' }],
    ['12到14号休假', { days: 3, date: '2026-03-12' }],
    ['请假 3月30-4月2号', { days: 4, date: '2026-03-30' }],
    ['请假到周五', { days: 4 }],
    ['请假', {}],
  ])('%s', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '请假', args });
  });

  test.each([
    ['打错了 78应该是不满意', 78, '不满意'],
    ['78 改成满意', 78, '满意'],
    ['填错了，任务78应为一般，来得慢', 78, '一般，来得慢'],
  ])('%s mends a record', (text, task, said) => {
    expect(read(text)).toEqual({ kind: 'command', command: '完成', args: { task, text: said } });
  });

  test.each(['12打错了', '12 号码打错了', '打错电话了 12', '12打错了，不是业主'])('%s is a wrong number', (text) => {
    expect(read(text)).toEqual({ kind: 'command', command: '找错人', args: { task: 12 } });
  });

  test.each([
    '电话 12',
    '看电话12',
    '12的电话',
    '12 住户电话',
    '查一下12的联系方式',
    '12 李阿姨家电话多少',
    '任务12电话是多少？',
    '12号业主的手机号',
  ])('%s asks for the number', (text) => {
    expect(read(text)).toEqual({ kind: 'command', command: '电话', args: { task: 12 } });
  });

  test.each([
    '12 电话',
    '12 电话没打通',
    '12 电话打不通',
    '完成 12 电话',
    '12 电话 满意',
    '电话 13800000000',
    '12 打了电话是多少都不接',
  ])('%s does not', (text) => expect(read(text)).not.toMatchObject({ command: '电话' }));

  test.each(['销假', '我提前回来了', '取消请假'])('%s', (text) => {
    expect(read(text)).toEqual({ kind: 'command', command: '销假', args: {} });
  });
});

describe('照片', () => {
  test.each([
    ['照片 12', { task: 12 }],
    ['照片12修前', { task: 12, label: 'before' }],
    ['看照片 12', { task: 12 }],
    ['照片 12 签名', { task: 12, label: 'signed' }],
  ])('%s', (text, args) => expect(read(text)).toEqual({ kind: 'command', command: '照片', args }));
});
