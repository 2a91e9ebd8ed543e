import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant, type Instant, type LocalDate } from '../../../src/core/calendar.js';
import {
  archiveAt,
  archivedBy,
  makeAt,
  roadsOf,
  startedByOf,
  stepOf,
  type ReportRoad,
} from '../../../src/core/policy/report-roads.js';
import { POLICY_IDS, policyOf } from '../../helpers/policies.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}:00+08:00`) as Instant;
const short = (instant: Instant | null): string =>
  instant === null ? '—' : formatInstant(instant, ZONE).slice(0, 16).replace('T', ' ');
const road = (policy: string, form: string): ReportRoad => {
  const found = roadsOf(policyOf(policy)).find((one) => one.form === form);
  if (found === undefined) throw new Error(`${policy} has no road for ${form}`);
  return found;
};
const told = (policy: string, form: string): string => {
  const { steps, archive, every } = road(policy, form);
  const each = steps.map(({ clause, index, duty }) => `${clause.id}#${index + 1} ${duty.by.join('/')}`);
  return `${every}: ${each.join(' → ')}${archive === null ? '' : ` ⇒ ${archive.clause.id}#${archive.index + 1}`}`;
};

describe('the road of a report', () => {
  it.each([
    ['p02', '月回访汇总表', 'month: p02.16#1 supervisor → p02.16#2 manager → p02.16#3 vice-president ⇒ p02.18#2'],
    ['p03', '季度统计分析报告', 'quarter: p03.13#1 steward → p03.13#2 supervisor → p03.13#3 manager ⇒ p03.14#1'],
    ['p05', '季度统计分析报告', 'quarter: p05.12#1 steward → p05.12#2 supervisor → p05.12#3 manager ⇒ p05.14#1'],
    ['p05', '回访统计表', 'quarter: p05.13#1 steward ⇒ p05.14#1'],
    [
      'p04',
      '居家服务情况统计分析报告',
      'quarter: p04.8#1 service-clerk/dispatcher → p04.9#1 supervisor → p04.9#2 department-manager',
    ],
    ['p08', '投诉回访月度统计分析', 'month: p08.1#1 dispatcher → p08.3#1 manager'],
    ['p08', '职能回访分析与整改意见', 'month: p08.2#1 function-head → p08.3#1 manager'],
    ['p08', '综合回访报告', 'half-year: p08.4#1 manager'],
  ])('%s《%s》：%s', (policy, form, wanted) => expect(told(policy, form)).toBe(wanted));

  it('is of no record, of nothing that is watched, and of each form once', () => {
    for (const id of POLICY_IDS) {
      const forms = roadsOf(policyOf(id)).map(({ every, form }) => `${every} ${form}`);
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms.some((form) => /回访记录表|周巡查表/.test(form))).toBe(false);
    }
  });

  it('knows the step of a duty, and of two that meet in one the form that is asked for', () => {
    const p08 = policyOf('p08');
    expect(stepOf(policyOf('p02'), { clause: 'p02.16', item: 'duty:1' })).toMatchObject({ step: 1 });
    expect(stepOf(p08, { clause: 'p08.3', item: 'duty:0' }, '职能回访分析与整改意见')).toMatchObject({
      step: 1,
      road: { form: '职能回访分析与整改意见' },
    });
    expect(stepOf(p08, { clause: 'p08.3', item: 'duty:1' })).toBeNull();
    expect(stepOf(policyOf('p02'), { clause: 'p02.17', item: 'duty:0' })).toBeNull();
  });

  it('knows what started each step: the period, or the step before it', () => {
    const policy = policyOf('p02');
    const of = road('p02', '月回访汇总表');
    const starts = [0, 1, 2].map((step) => startedByOf(policy, of, step, '2026-03'));
    expect(starts).toEqual(['2026-03', '2026-03', 'p02.16:2026-03']);
    const p03 = road('p03', '季度统计分析报告');
    expect(startedByOf(policyOf('p03'), p03, 2, '2026Q1')).toBe('p03.13:p03.13:2026Q1');
  });

  it('ends in the archive of its own form, on the last day of that time', () => {
    expect(archivedBy(policyOf('p02'), { clause: 'p02.18', item: 'duty:1' })?.form).toBe('月回访汇总表');
    expect(archivedBy(policyOf('p02'), { clause: 'p02.18', item: 'duty:0' })).toBeNull();
    expect(archivedBy(policyOf('p03'), { clause: 'p03.14', item: 'duty:0' })).toBeNull();
    const month = archiveAt(road('p02', '月回访汇总表'), '2026-02-01' as LocalDate, ZONE);
    expect(short(month)).toBe('2026-02-28 00:00');
    const quarter = archiveAt(road('p03', '季度统计分析报告'), '2026-10-01' as LocalDate, ZONE);
    expect(short(quarter)).toBe('2027-01-10 00:00');
    expect(archiveAt(road('p08', '综合回访报告'), '2026-07-01' as LocalDate, ZONE)).toBeNull();
  });

  it('is made as the last day for it begins', () => {
    expect(short(makeAt({ earliest: at('2026-03-01T00:00'), due: at('2026-03-25T00:00') }))).toBe('2026-03-24 00:00');
    expect(short(makeAt({ earliest: at('2026-03-24T09:30'), due: at('2026-03-25T00:00') }))).toBe('2026-03-24 09:30');
    expect(short(makeAt({ earliest: at('2026-03-24T09:30'), due: null }))).toBe('2026-03-24 09:30');
  });
});
