import { describe, expect, it } from 'vitest';
import type { ComplianceLine } from '../../../src/core/compliance.js';
import { complianceReport, complianceWords } from '../../../src/core/report/compliance-report.js';

const line = (given: Partial<ComplianceLine>): ComplianceLine => ({
  policy: 'p03',
  clause: 'p03.1',
  title: '投诉回访',
  due: 0,
  inTime: 0,
  late: 0,
  open: 0,
  overdue: 0,
  excused: 0,
  reasons: {},
  ...given,
});
const LINES = [
  line({ due: 10, inTime: 9, open: 1, overdue: 1, reasons: { unreachable: 1 } }),
  line({ clause: 'p03.2', title: '维修回访', due: 8, inTime: 4, late: 2, excused: 2, reasons: { moved: 2 } }),
  line({ clause: 'p03.4', title: '求助回访', due: 5, inTime: 5 }),
  line({ policy: 'p08', clause: 'p08.4', title: '综合调查' }),
];
const TITLES = new Map([['p03', '回访管理规程']]);

describe('制度执行率 in words', () => {
  it('says the whole first, then each policy with its clauses that lack something, the worst first', () => {
    expect(complianceWords('翠湖花园 3 月', LINES, TITLES)).toEqual([
      '翠湖花园 3 月制度执行率 85.7%（按时 18 / 应办 23，补办 2、未办 1（逾期 1）、有理由 2）。',
      'p03 回访管理规程 85.7%（按时 18 / 应办 23，补办 2、未办 1（逾期 1）、有理由 2）',
      '· p03.2 维修回访 66.7%（按时 4 / 应办 8，补办 2、未办 0（逾期 0）、有理由 2：已搬走 2）',
      '· p03.1 投诉回访 90.0%（按时 9 / 应办 10，补办 0、未办 1（逾期 1）：联系不上 1）',
    ]);
  });

  it('says so where nothing fell due', () => {
    expect(complianceWords('翠湖花园 3 月', [line({})], TITLES)).toEqual([
      '翠湖花园 3 月制度执行率 —（没有到期的事）。',
    ]);
  });
});

describe('制度执行率 as a report', () => {
  it('has a row for every clause, and a dash where nothing had to be done', () => {
    const { tables, title } = complianceReport('翠湖花园 3 月', LINES, TITLES);
    expect(title).toBe('翠湖花园 3 月制度执行率');
    const [table] = tables;
    expect(table?.rows.every((row) => row.length === table.columns.length)).toBe(true);
    expect(table?.rows.map((row) => [row[1], row[9]])).toEqual([
      ['p03.1', '90.0%'],
      ['p03.2', '66.7%'],
      ['p03.4', '100.0%'],
      ['p08.4', null],
    ]);
  });
});
