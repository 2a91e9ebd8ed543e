import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant, type Instant } from '../../../src/core/calendar.js';
import { archivedAt, archiveRuleOf, keptUntil, strictest, type ArchiveRule } from '../../../src/core/policy/archive.js';
import { POLICY_IDS, policyOf } from '../../helpers/policies.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}:00+08:00`) as Instant;
const short = (instant: Instant | null): string =>
  instant === null ? '—' : formatInstant(instant, ZONE).slice(0, 16).replace('T', ' ');
const rule = (policy: string, record: string): ArchiveRule => {
  const found = archiveRuleOf(policyOf(policy), record);
  if (found === null) throw new Error(`${policy} archives nothing`);
  return found;
};
const away = (policy: string, record: string, madeAt: string, settledAt = madeAt): string =>
  short(archivedAt(rule(policy, record), { madeAt: at(madeAt), settledAt: at(settledAt) }, ZONE));

describe('存档', () => {
  it('p03.14、p05.14：下一季度十日之内；十日之后才了结的随下一季度', () => {
    expect(away('p03', '回访记录表', '2026-01-05T10:00')).toBe('2026-04-11 00:00');
    expect(away('p03', '回访记录表', '2026-03-31T23:59', '2026-04-10T23:59')).toBe('2026-04-11 00:00');
    expect(away('p05', '回访记录表', '2026-03-31T10:00', '2026-04-11T00:01')).toBe('2026-07-11 00:00');
  });

  it('p02.18：月底之内；月底之后才了结的随下月', () => {
    expect(away('p02', '业主回访记录表', '2026-02-10T10:00')).toBe('2026-03-01 00:00');
    expect(away('p02', '业主回访记录表', '2026-02-27T10:00', '2026-03-02T09:00')).toBe('2026-04-01 00:00');
    // A form that no date is given for goes with the policy's first.
    expect(away('p02', '重点户明细及服务情况', '2026-02-10T10:00')).toBe('2026-03-01 00:00');
  });

  it('没有写明日期的：审核完、个案了结之后三十天', () => {
    for (const policy of ['p01', 'p04', 'p06', 'p07', 'p08', 'p09', 'p10', 'p11']) {
      expect(away(policy, '表', '2026-02-10T10:00', '2026-03-02T09:00')).toBe('2026-04-02 00:00');
    }
  });

  it('p02、p03、p05 保管两年，自存档之日起；其余没有写，一直保管', () => {
    const years = POLICY_IDS.map((id) => archiveRuleOf(policyOf(id), '回访记录表')?.keepYears ?? null);
    expect(years).toEqual([null, 2, 2, null, 2, null, null, null, null, null, null]);
    expect(short(keptUntil(2, at('2026-04-11T00:00'), ZONE))).toBe('2028-04-12 00:00');
    expect(short(keptUntil(2, at('2024-02-29T10:00'), ZONE))).toBe('2026-03-01 00:00');
    expect(keptUntil(null, at('2026-04-11T00:00'), ZONE)).toBeNull();
  });

  it('几个制度共一份记录：保管最久的，有一个要交接就交接', () => {
    const [kept, silent] = [rule('p03', '回访记录表'), rule('p01', '回访记录表')];
    expect(strictest([silent, kept])).toEqual({ keepYears: 2, handOver: false });
    expect(strictest([silent, { ...kept, handOver: true }])).toEqual({ keepYears: 2, handOver: true });
    expect(strictest([silent])).toEqual({ keepYears: null, handOver: false });
  });

  it('什么都没有写的制度不存档', () => {
    const { archive: _archive, ...silent } = policyOf('p01');
    expect(archiveRuleOf(silent, '回访记录表')).toBeNull();
  });
});
