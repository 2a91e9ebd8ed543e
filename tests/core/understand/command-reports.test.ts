import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { understandCommand } from '../../../src/core/understand/command.js';

const NOW = parseInstant('2026-10-10T10:00:00+08:00') as Instant;
const understood = (text: string) => understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园家园']);

describe('报表的口令', () => {
  it.each([
    ['通过 事13', { duty: 13, verdict: 'approve' }],
    ['通过 事13 同意，渗水要盯', { duty: 13, verdict: 'approve', opinion: '同意，渗水要盯' }],
    ['审核 事13 通过', { duty: 13, verdict: 'approve' }],
    ['事13 批准', { duty: 13, verdict: 'approve' }],
    ['退回 事13 三栋的数字不对', { duty: 13, verdict: 'return', opinion: '三栋的数字不对' }],
    ['审核 事13 退回，请补上三栋', { duty: 13, verdict: 'return', opinion: '请补上三栋' }],
    ['事13不同意：漏了一户', { duty: 13, verdict: 'return', opinion: '漏了一户' }],
  ])('%s', (text, args) => expect(understood(text)).toEqual({ kind: 'command', command: '审核', args }));

  it.each([
    ['档案', {}],
    ['归档', {}],
    ['看看档案', {}],
    ['档案 月回访汇总表 9月', { form: '月回访汇总表', period: '2026-09' }],
    ['档案 翠湖花园 2026Q3', { estate: '翠湖花园', period: '2026Q3' }],
    ['档案 12', { report: 12 }],
    ['档12', { report: 12 }],
    ['重发 档案 12', { report: 12 }],
  ])('%s is looked for in the archive', (text, args) =>
    expect(understood(text)).toEqual({ kind: 'command', command: '档案', args }),
  );

  it.each(['审核 12 通过', '退回 12 重填', '通过 12'])('%s is of a record', (text) =>
    expect(understood(text)).toMatchObject({ command: '审核', args: { task: 12 } }),
  );

  it('asks where it is only asked whether, and takes a report of archiving for no question', () => {
    expect(understood('事13 通过了吗')).toMatchObject({ kind: 'unclear' });
    expect(understood('已存档了')).not.toMatchObject({ command: '档案' });
  });
});
