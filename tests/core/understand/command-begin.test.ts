import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const NOW = instant('2026-11-24T10:00:00+08:00');
const heard = (text: string) => {
  const meant = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
  return meant.kind === 'unclear' ? null : { command: meant.command, ...meant.args };
};

describe('发起回访', () => {
  it.each([
    ['发起回访', {}],
    ['发起回访 GC-1 12月10日前', { title: 'GC-1', date: '2026-12-10' }],
    ['请发起一次期后回访 翠湖 一期屋面', { title: '一期屋面', estate: '翠湖花园' }],
    ['发起不定期回访 二期外墙 p09', { title: '二期外墙', policy: 'p09' }],
    ['安排期后回访 三号楼地下室 下周五前', { title: '三号楼地下室', date: '2026-12-04' }],
    ['发起回访 GC-1 下月15号前', { title: 'GC-1', date: '2026-12-15' }],
    ['一期屋面过保了，回访一下', { title: '一期屋面' }],
    ['一期屋面保修期已满，请安排回访 12月5日前', { title: '一期屋面', date: '2026-12-05' }],
    ['对三号楼地下室发起期后回访', { title: '三号楼地下室' }],
  ])('%s', (text, args) => expect(heard(text)).toEqual({ command: '发起回访', ...args }));

  it.each(['发起回访 12', '发起回访调查 全体', '要不要发起回访', '不用发起回访', '安排回访 12', '回访率 本月'])(
    '%s begins none',
    (text) => expect(heard(text)?.command).not.toBe('发起回访'),
  );
});

describe('发起回访 by a day that is none', () => {
  it.each(['发起回访 GC-1 2月30日前', '发起回访 GC-1 13月1日前'])('%s is asked about', (text) =>
    expect(understandCommand(text, NOW, 'Asia/Shanghai', [])).toMatchObject({
      kind: 'unclear',
      suggest: expect.arrayContaining(['发起回访 一期屋面 12月10日前']),
    }),
  );
});

describe('发放', () => {
  it.each([
    ['发放', {}],
    ['发放 12', { task: 12 }],
    ['发放 12 服务卡 使用说明', { task: 12, text: '服务卡 使用说明' }],
    ['12 送了服务卡和使用说明', { task: 12, text: '服务卡和使用说明' }],
    ['给12号发了维修注意事项', { task: 12, text: '维修注意事项' }],
    ['发了服务卡', { text: '服务卡' }],
    ['已发放纸质问卷 3栋', { target: '3栋', text: '纸质问卷' }],
    ['刚发放了30份纸质问卷 锦园 全体', { target: '全体', estate: '锦园', text: '30份纸质问卷' }],
  ])('%s', (text, args) => expect(heard(text)).toEqual({ command: '发放', ...args }));

  it.each(['服务卡发了吗', '发放问卷 3栋', '发放调查问卷给全体业主', '还没发服务卡', '12 送了一封感谢信'])(
    '%s writes none down',
    (text) => expect(heard(text)?.command).not.toBe('发放'),
  );
});
