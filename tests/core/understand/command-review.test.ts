import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const read = (text: string) => understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);

const approved = (task: number, opinion?: string) => ({
  command: '审核',
  args: { task, verdict: 'approve', ...(opinion === undefined ? {} : { opinion }) },
});
const returned = (task: number, opinion?: string) => ({
  command: '审核',
  args: { task, verdict: 'return', ...(opinion === undefined ? {} : { opinion }) },
});

describe('审核', () => {
  it.each([
    ['审核 12 通过', approved(12)],
    ['审核12通过', approved(12)],
    ['审核 任务12 通过了', approved(12)],
    ['12号审核通过', approved(12)],
    ['12 审核通过。', approved(12)],
    ['审核通过 12', approved(12)],
    ['通过 12', approved(12)],
    ['12 通过', approved(12)],
    ['12号没问题，通过', approved(12)],
    ['审核 12 同意', approved(12)],
    ['審核 １２ 通過', approved(12)],
    ['审核 12 通过 处理及时', approved(12, '处理及时')],
    ['审核 12 通过，意见：下次写清电话', approved(12, '下次写清电话')],
    ['审核 12 退回 没写整改情况', returned(12, '没写整改情况')],
    ['12 退回，重填', returned(12, '重填')],
    ['12退回重填', returned(12, '重填')],
    ['12号退回：电话没接通也写了满意', returned(12, '电话没接通也写了满意')],
    ['退回 12 没人在家要写明', returned(12, '没人在家要写明')],
    ['审核 12 不通过 改期的时间没写', returned(12, '改期的时间没写')],
    ['12 审核不通过，原因：没写完成时间', returned(12, '没写完成时间')],
    ['驳回12，理由 满意率要写清楚', returned(12, '满意率要写清楚')],
    ['审核 12 退回', returned(12)],
    ['把12退回去，没写师傅是谁', returned(12, '没写师傅是谁')],
  ])('%s', (text, meant) => expect(read(text)).toEqual({ kind: 'command', ...meant }));

  it('keeps an opinion in its own characters', () => {
    expect(read('審核 12 退回 沒寫整改情況')).toMatchObject({ args: { task: 12, verdict: 'return' } });
    expect(read('审核 12 退回 請寫明經辦人')).toMatchObject({ args: { opinion: '請寫明經辦人' } });
  });

  it.each([
    ['审核 12 13 15 通过', [12, 13, 15], 'approve'],
    ['12、13、15 都通过', [12, 13, 15], 'approve'],
    ['12号和13号审核通过', [12, 13], 'approve'],
    ['审核通过：12，13，12', [12, 13], 'approve'],
    ['审核 12、13 退回', [12, 13], 'return'],
  ])('%s is about several', (text, tasks, verdict) =>
    expect(read(text)).toEqual({ kind: 'command', command: '审核', args: { tasks, verdict } }),
  );

  it.each([
    '全部通过',
    '都通过',
    '全部审核通过',
    '审核 全部 通过',
    '以上都没问题，通过',
    '所有记录都同意',
    '全部都通过吧',
  ])('%s is about all that were listed', (text) =>
    expect(read(text)).toEqual({ kind: 'command', command: '审核', args: { all: true, verdict: 'approve' } }),
  );

  it.each([
    ['除了21 41都通过', [21, 41]],
    ['除21外全部通过', [21]],
    ['除21、41以外都通过', [21, 41]],
    ['21以外都通过', [21]],
    ['除了任务21，其他都过', [21]],
    ['21不算 其他都通过', [21]],
    ['21先别过，剩下的都通过吧', [21]],
    ['全部通过，21除外', [21]],
    ['都通过 除了21和41', [21, 41]],
  ])('%s leaves these out', (text, except) =>
    expect(read(text)).toEqual({ kind: 'command', command: '审核', args: { all: true, verdict: 'approve', except } }),
  );

  it.each([
    '不要通过21',
    '21别通过',
    '21先不过',
    '21先别过',
    '21先不过 签名没有',
    '21先不要批',
    '除了21那份没签字的，其他的都通过',
  ])('%s approves nothing', (text) =>
    expect(read(text)).toEqual({
      kind: 'unclear',
      suggest: ['审核 21 通过', '审核 21 退回 没写整改情况', '待办'],
    }),
  );

  it('takes what stands in an opinion, or is no verdict, for what it is', () => {
    expect(read('审核 12 通过 已清除杂物')).toMatchObject({ args: { task: 12, opinion: '已清除杂物' } });
    expect(read('12 退回 除了12月的照片，其他的都没写')).toMatchObject({ args: { task: 12, verdict: 'return' } });
    expect(read('12别过去了，住户不在家')).not.toMatchObject({ command: '审核' });
  });

  it('shows the record where no verdict is given', () => {
    for (const text of ['审核 12', '审核12号', '审核任务 12'])
      expect(read(text), text).toEqual({ kind: 'command', command: '审核', args: { task: 12 } });
  });

  it('asks for the verdict where several are given without one, and takes a question for none', () => {
    for (const text of ['审核 12 通过了吗', '12 通过了没有？', '审核 12 13 通过 14 退回', '12 通过，退回 13'])
      expect(read(text), text).toEqual({
        kind: 'unclear',
        suggest: ['审核 12 通过', '审核 12 退回 没写整改情况', '待办'],
      });
    expect(read('审核 12 通过不了')).not.toMatchObject({ command: '审核' });
    expect(read('全部退回')).toMatchObject({ kind: 'unclear', suggest: expect.arrayContaining(['待办']) });
  });

  it('leaves what visitors write of their own visits as it was', () => {
    expect(read('完成 12 电话 13800000000 满意 审核通过')).toMatchObject({ command: '完成' });
    expect(read('12 通过电话联系不上，没人接')).toMatchObject({ command: '无人应答', args: { task: 12 } });
    expect(read('改期 12 明天下午')).toMatchObject({ command: '改期' });
    expect(read('拒访 12')).toMatchObject({ command: '拒访' });
    expect(read('12 同意改期到明天下午')).toMatchObject({ command: '改期' });
  });
});

describe('待办', () => {
  it.each([
    '待办',
    '我的待办',
    '看看待办',
    '待办事项',
    '待审核',
    '待审核的记录',
    '有哪些要审核的',
    '有什么要我审批的吗',
    '审核',
  ])('%s', (text) => expect(read(text)).toEqual({ kind: 'command', command: '待办', args: {} }));

  it('is not 我的任务', () => {
    expect(read('我的任务')).toMatchObject({ command: '我的任务' });
    expect(read('任务列表')).toMatchObject({ command: '我的任务' });
  });
});

describe('不满意', () => {
  it.each([
    ['不满意', {}],
    ['不满意 本月', { period: '2026-11' }],
    ['不满意的有哪些', {}],
    ['看看上个月不满意的记录', { period: '2026-10' }],
    ['不满意 9月 翠湖', { period: '2026-09', estate: '翠湖花园' }],
    ['锦园本季度有多少户不满意', { period: '2026Q4', estate: '锦园' }],
  ])('%s', (text, args) => expect(read(text)).toEqual({ kind: 'command', command: '不满意', args }));

  it('is neither a rate nor words about somebody', () => {
    expect(read('满意率 本月')).toMatchObject({ command: '满意率' });
    expect(read('不满意率 本月')).toMatchObject({ command: '满意率' });
    expect(read('12 不满意')).toMatchObject({ kind: 'unclear' });
    expect(read('王阿姨不满意怎么办')).toMatchObject({ kind: 'unclear' });
    expect(read('完成 12 电话 13800000000 不满意 又漏了')).toMatchObject({ command: '完成' });
  });
});
