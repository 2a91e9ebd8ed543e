import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { fillPaper } from '../../../src/core/report/filled-paper.js';
import { NO_COMPANY, readForms, type Form } from '../../../src/core/report/form.js';
import { BY_CHAT, signPapers, type Sign } from '../../../src/core/report/sign-paper.js';
import type { Role } from '../../../src/core/terms.js';

const ZONE = 'Asia/Shanghai';
const FORM = `
forms:
  month-summary:
    title: 月回访汇总表
    policies: [p02]
    about: period
    period: month
    body:
      - fields:
          - 数据分析
          - { name: 经理分析, lines: 3, fill: write }
          - { name: 审批意见, lines: 3, fill: write }
          - { name: 制表人签名, fill: sign }
          - { name: 审核人签名, fill: sign }
`;
const form = (): Form => {
  const read = readForms(FORM, 'forms.yaml');
  const found = 'forms' in read ? read.forms[0] : undefined;
  if (found === undefined) throw new Error(JSON.stringify(read));
  return found;
};
const paperWith = (fields: Record<string, string>) => {
  const paper = { form: 'month-summary', number: null, fields: { 数据分析: '略', ...fields }, lists: {}, charts: [] };
  return fillPaper(form(), paper, {
    company: NO_COMPANY,
    estate: '翠湖花园',
    period: '2026 年 3 月',
    date: '2026-03-24',
  });
};
const sign = (step: number, role: Role, [name, title]: readonly [string, string], opinion: string | null): Sign => ({
  step,
  role,
  what: 'passed',
  by: name,
  name,
  title,
  at: parseInstant(`2026-03-2${4 + step}T10:05:00+08:00`) as Instant,
  opinion,
});
const ALL: readonly [Sign, Sign, Sign] = [
  sign(0, 'supervisor', ['刘艳', '客服主管'], '已汇总 41 份'),
  sign(1, 'manager', ['孙国栋', '项目经理'], '漏水回修要盯'),
  sign(2, 'vice-president', ['郭建', '分管副总'], null),
];

describe('the signed copy', () => {
  it('has the signatures and the opinions in the places of the form, and the rest in its note', () => {
    const [paper] = signPapers([paperWith({})], ALL, 3, ZONE);
    expect(paper?.fields).toMatchObject({
      制表人签名: '刘艳 2026-03-24 10:05',
      审核人签名: '孙国栋 2026-03-25 10:05',
      经理分析: '漏水回修要盯',
      审批意见: '同意　郭建 2026-03-26 10:05',
    });
    expect(String(paper?.fields['说明']).split('\n')).toEqual(['客服主管：已汇总 41 份', BY_CHAT]);
  });

  it('fills the places that the paper leaves to somebody by their title', () => {
    const left = { 经理分析: '（由项目经理填写）', 审批意见: '（由分管副总填写）' };
    const [paper] = signPapers([paperWith(left)], ALL, 3, ZONE);
    expect(paper?.fields).toMatchObject({ 经理分析: '漏水回修要盯', 审批意见: '同意　郭建 2026-03-26 10:05' });
  });

  it('keeps every opinion with its day, where the report was returned', () => {
    const at = (day: number): Instant => parseInstant(`2026-03-${day}T16:00:00+08:00`) as Instant;
    const [made, manager, vice] = ALL;
    const again = { ...manager, at: at(27), opinion: '三栋已补齐' };
    const all = [
      made,
      manager,
      { ...vice, what: 'returned' as const, opinion: '三栋数字不对' },
      again,
      { ...vice, at: at(28) },
    ];
    const [paper] = signPapers([paperWith({})], all, 3, ZONE);
    expect(paper?.fields).toMatchObject({
      审核人签名: '孙国栋 2026-03-27 16:00',
      经理分析: '孙国栋 2026-03-25 10:05：漏水回修要盯\n孙国栋 2026-03-27 16:00：三栋已补齐',
      审批意见: '郭建 2026-03-26 10:05 退回：三栋数字不对\n郭建 2026-03-28 16:00：同意',
    });
  });

  it('is made again with what was seen to after the approval, in the place that is left for it', () => {
    const left = { 经理分析: '（由项目经理填写）', 审批意见: '（由品质管理部填写）' };
    const [first] = signPapers([paperWith(left)], ALL.slice(0, 2), 2, ZONE);
    const follow = { ...sign(2, 'quality', ['钱品', '品质管理部'], '三栋已复查'), what: 'followed' as const };
    const [paper] = signPapers(first === undefined ? [] : [first], [follow], 2, ZONE);
    expect(paper?.fields).toMatchObject({ 经理分析: '漏水回修要盯', 审批意见: '三栋已复查　钱品 2026-03-26 10:05' });
    expect(String(paper?.fields['说明']).match(/企业微信中确认/gu)).toHaveLength(1);
  });

  it('leaves places empty for whom nobody has signed', () => {
    const [paper] = signPapers([paperWith({})], ALL.slice(0, 1), 3, ZONE);
    expect(paper?.fields).toMatchObject({ 经理分析: '', 审批意见: '' });
    expect(String(paper?.fields['审核人签名'])).toContain('年');
  });
});
