import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const read = (text: string) => understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
const command = (name: string, args: object) => ({ kind: 'command', command: name, args });

describe('duties', () => {
  it.each([
    ['办结 12', '办结', { duty: 12 }],
    ['办结12', '办结', { duty: 12 }],
    ['办结 事12 已汇总 41 份', '办结', { duty: 12, text: '已汇总 41 份' }],
    ['办结 事3 分析已写好', '办结', { duty: 3, text: '分析已写好' }],
    ['办结 事3 天花已补', '办结', { duty: 3, text: '天花已补' }],
    ['办结：12，推荐了 Haier 门店', '办结', { duty: 12, text: '推荐了 Haier 门店' }],
    ['事12 办结了，已报经理', '办结', { duty: 12, text: '已报经理' }],
    ['完成 事12', '办结', { duty: 12 }],
    ['已办好事12', '办结', { duty: 12 }],
    ['結案 事12 三周未漏', '结案', { duty: 12, text: '三周未漏' }],
    ['结案 12', '结案', { duty: 12 }],
    ['停止观察 12', '结案', { duty: 12 }],
    ['说明 事12', '说明', { duty: 12 }],
    ['事12 是什么依据', '说明', { duty: 12 }],
    ['为什么有事项12', '说明', { duty: 12 }],
  ])('%s', (text, name, args) => expect(read(text)).toEqual(command(name, args)));

  it('leave visits alone: 完成 12 and 说明 12 are of a visit', () => {
    expect(read('完成 12 上门 满意')).toEqual(command('完成', { task: 12, text: '上门 满意' }));
    expect(read('说明 12')).toEqual(command('说明', { task: 12 }));
    expect(read('为什么 12')).toEqual(command('说明', { task: 12 }));
  });

  it.each(['办结', '办结 下周三', '结案'])('%s lacks its number', (text) => {
    expect(read(text)).toMatchObject({ kind: 'unclear', suggest: [expect.stringMatching(/ 12$/u), '我的任务'] });
  });
});

describe('dangers', () => {
  it.each([
    ['险情已除 12', '险情已除'],
    ['12 险情已经排除', '险情已除'],
    ['任务 12 危险解除了', '险情已除'],
    ['险情未除 12', '险情未除'],
    ['12 险情还没排除', '险情未除'],
  ])('%s', (text, name) => expect(read(text)).toEqual(command(name, { task: 12 })));
});

describe('rain', () => {
  it.each([
    ['雨停', {}],
    ['雨停了', {}],
    ['雨已经停了。', {}],
    ['雨停 翠湖', { estate: '翠湖花园' }],
    ['雨停了，锦园', { estate: '锦园' }],
    ['不下雨了', {}],
  ])('%s', (text, args) => expect(read(text)).toEqual(command('雨停', args)));

  it('of a place that nobody knows is asked about', () => {
    expect(read('雨停 碧水花园')).toEqual({ kind: 'unclear', suggest: ['雨停 翠湖花园', '雨停 锦园'] });
  });

  it.each(['雨停了再修', '等雨停了去看', '下雨了', '又下雨了', '外面下大雨'])('%s is no report of it', (text) => {
    expect(read(text)).not.toMatchObject({ command: '雨停' });
  });
});
