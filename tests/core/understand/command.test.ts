import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const ESTATES = ['翠湖花园', '锦园'];
const read = (text: string, estates: readonly string[] = ESTATES) =>
  understandCommand(text, NOW, 'Asia/Shanghai', estates);

describe('rates', () => {
  it.each([
    ['满意率', {}],
    ['满意率 本月', { period: '2026-11' }],
    ['满意率 上月 翠湖 维修', { period: '2026-10', estate: '翠湖花园', kind: 'repair' }],
    ['帮我看看上个月翠湖的维修满意率', { period: '2026-10', estate: '翠湖花园', kind: 'repair' }],
    ['满意率 9月', { period: '2026-09' }],
    ['满意率 12月', { period: '2025-12' }],
    ['九月份投诉满意率是多少', { period: '2026-09', kind: 'complaint' }],
    ['满意率 2026-09', { period: '2026-09' }],
    ['满意率 2026年9月', { period: '2026-09' }],
    ['满意率 本季', { period: '2026Q4' }],
    ['上季度满意率', { period: '2026Q3' }],
    ['满意率 2026Q3 锦园', { period: '2026Q3', estate: '锦园' }],
    ['三季度满意率', { period: '2026Q3' }],
    ['上半年满意率', { period: '2026H1' }],
    ['去年满意率', { period: '2025' }],
    ['满意率 上周', { period: '2026-11-16..2026-11-22' }],
    ['满意率 2026-11-02..2026-11-08', { period: '2026-11-02..2026-11-08' }],
    ['满意率 11月2日到8日', { period: '2026-11-02..2026-11-08' }],
    ['近三个月满意率', { period: '2026-08-25..2026-11-24' }],
    ['最近半年满意率', { period: '2026-05-25..2026-11-24' }],
    ['过去一年满意率', { period: '2025-11-25..2026-11-24' }],
    ['满意率 近12月', { period: '2025-11-25..2026-11-24' }],
    ['近十二个月满意率', { period: '2025-11-25..2026-11-24' }],
    ['满意率 12月', { period: '2025-12' }],
    ['9到11月满意率', { period: '2026-09-01..2026-11-30' }],
    ['满意率 11月到1月', { period: '2025-11-01..2026-01-31' }],
    ['满意率 9月-10月', { period: '2026-09-01..2026-10-31' }],
    ['滿意率 上個月', { period: '2026-10' }],
    ['满意率 第8项 本月', { period: '2026-11', item: '8' }],
    ['停车满意率', { item: '8' }],
    ['公共区域维修满意率', { kind: 'public-area-repair' }],
  ])('%s', (text, args) => {
    expect(read(text)).toEqual({ kind: 'command', command: '满意率', args });
  });

  it('回访率 takes the same arguments', () => {
    expect(read('回访率 上月 翠湖')).toEqual({
      kind: 'command',
      command: '回访率',
      args: { period: '2026-10', estate: '翠湖花园' },
    });
  });

  it.each(['每个管家的满意率', '谁的满意率最低', '各部门满意率', '按人看回访率'])('%s is no figure of all', (text) =>
    expect(read(text)).toMatchObject({ kind: 'unclear', suggest: expect.arrayContaining(['绩效 本月']) }),
  );

  it.each([
    ['王芳满意率', { person: '王芳' }],
    ['满意率 本月 李四', { person: '李四', period: '2026-11' }],
    ['工程部上个月的满意率', { department: '工程部', period: '2026-10' }],
  ])('%s is a person’s or a department’s', (text, args) =>
    expect(read(text)).toMatchObject({ command: '满意率', args }),
  );

  it('never answers for another estate than was asked: an unknown or doubtful name is asked about', () => {
    expect(read('满意率 本月 碧水花园')).toMatchObject({ kind: 'unclear' });
    expect(read('满意率 翠湖', ['翠湖一期', '翠湖二期'])).toEqual({
      kind: 'unclear',
      suggest: ['满意率 翠湖一期', '满意率 翠湖二期'],
    });
  });
});

describe('themes', () => {
  it.each([
    ['主题', {}],
    ['本季主题是什么', { period: '2026Q4' }],
    ['主题 下季', { period: '2027Q1' }],
    ['主题 电梯运行您还满意吗？', { text: '电梯运行您还满意吗？' }],
    ['主题 2027Q2 电梯运行您还满意吗?', { period: '2027Q2', text: '电梯运行您还满意吗？' }],
    ['设定主题：下季度 绿化', { period: '2027Q1', text: '绿化' }],
    ['主题 一季度 绿化', { period: '2027Q1', text: '绿化' }],
    ['主题 四季度 绿化', { period: '2026Q4', text: '绿化' }],
    ['主题 2026年第四季度 3号楼门禁好用吗？', { period: '2026Q4', text: '3号楼门禁好用吗？' }],
    ['主题 翠湖 新门禁好用吗？', { estate: '翠湖花园', text: '新门禁好用吗？' }],
    ['主题 2027Q1 锦园 停车够用吗', { period: '2027Q1', estate: '锦园', text: '停车够用吗' }],
    ['主题 4号楼的保洁，满意率怎么样？', { text: '4号楼的保洁，满意率怎么样？' }],
  ])('%s', (text, args) => expect(read(text)).toEqual({ kind: 'command', command: '主题', args }));
});

describe('tasks and help', () => {
  it.each([
    ['帮助', '帮助', {}],
    ['我的任务', '我的任务', {}],
    ['领取 12', '领取', { task: 12 }],
    ['领取12号任务', '领取', { task: 12 }],
    ['说明 12', '说明', { task: 12 }],
    ['为什么 12', '说明', { task: 12 }],
    ['説明 １２', '说明', { task: 12 }],
  ])('%s', (text, command, args) => {
    expect(read(text)).toEqual({ kind: 'command', command, args });
  });

  it('says how to write what lacks its number', () => {
    expect(read('领取')).toEqual({ kind: 'unclear', suggest: ['领取 12', '我的任务'] });
  });

  it('gives no other period’s figure for a date that is none', () => {
    for (const text of ['满意率 2026-13', '满意率 13月', '回访率 2026Q7'])
      expect(read(text).kind, text).toBe('unclear');
  });

  it('suggests commands for what it does not understand', () => {
    expect(read('今天天气不错')).toMatchObject({ kind: 'unclear', suggest: expect.arrayContaining(['帮助']) });
  });

  it('takes any text without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => void read(text)));
  });
});

describe('an estate or a breakdown that is not known', () => {
  it.each(['满意率 锦园', '各栋满意率'])('gets no figure of another: %s', (text) => {
    expect(read(text, ['翠湖花园'])).toEqual({
      kind: 'unclear',
      suggest: ['满意率 翠湖花园'],
    });
  });
});

describe('draws', () => {
  it.each([
    ['回访比例 p03.6 20%', { clause: 'p03.6', percent: 20 }],
    ['P03.6的回访比例定为２０％', { clause: 'p03.6', percent: 20 }],
    ['p05.7 回访率改为百分之30 翠湖花园', { clause: 'p05.7', percent: 30, estate: '翠湖花园' }],
    ['回访比例 p11.5 15', { clause: 'p11.5', percent: 15 }],
    ['回访比例 xinghe-2.3 100%', { clause: 'xinghe-2.3', percent: 100 }],
    ['回访比例 p03.6 120%', null],
    ['回访比例 p03.6', null],
  ])('%s', (text, args) => {
    expect(read(text)).toMatchObject(
      args === null ? { kind: 'unclear' } : { kind: 'command', command: '回访比例', args },
    );
  });

  it('a task is picked by its number; 回访率 of a month stays a question', () => {
    expect(read('抽取 12')).toEqual({ kind: 'command', command: '抽取', args: { task: 12 } });
    expect(read('回访率 9月')).toMatchObject({ command: '回访率', args: { period: '2026-09' } });
  });
});

describe('suggestions', () => {
  it.each([
    ['67 满意', '完成 67 上门 满意'],
    ['67那户快递收到了', '完成 67 上门 满意'],
    ['案2的业主来过', '办结 案2 已重新疏通'],
  ])('%s is answered with its own number: %s', (text, suggestion) => {
    expect(read(text)).toMatchObject({ kind: 'unclear', suggest: expect.arrayContaining([suggestion]) });
  });

  it("an order in words of one's own is carried out", () => {
    expect(read('把45给赵磊 我今天没空')).toMatchObject({ command: '转给', args: { person: '赵磊', task: 45 } });
    expect(read('案2处理好了 已经劝停装修')).toMatchObject({
      command: '跟进',
      args: { case: 2, act: 'close', text: '已经劝停装修' },
    });
  });

  it('keeps its own where no task is named', () => {
    expect(read('住户都抱怨啥')).toMatchObject({ suggest: ['满意率 本月', '我的任务', '帮助'] });
    expect(read('季度分析报告')).toMatchObject({ command: '季报' });
  });
});
