import { describe, expect, it } from 'vitest';
import { contradictionsOf } from '../../../src/core/policy/contradictions.js';
import { POLICY_IDS, policyOf } from '../../helpers/policies.js';

const ZONE = 'Asia/Shanghai';
const found = (...ids: readonly string[]) =>
  contradictionsOf(
    ids.map((id) => policyOf(id)),
    ZONE,
  );
const named = (...ids: readonly string[]): readonly string[] =>
  found(...ids).map(({ kind, clauses }) => `${kind} ${clauses.join(' ')}`);

describe('contradictions between policies', () => {
  it('are windows on one event that never meet', () => {
    expect(named('p03', 'p11')).toEqual(['windows p03.2 p11.2']);
    expect(found('p03', 'p11')[0]?.message).toBe(
      '维修：p03.2 与 p11.2 的时间不相交，同一件事要分别回访。' +
        '前者：处理完毕后第 7 天起、1 个月之内。' +
        '后者：处理完毕满 24 小时起、48 小时之内。',
    );
    expect(named('p02', 'p03')).toEqual(['windows p02.4 p03.3']);
  });

  it('are not windows that meet on some days only: p03 ends on the day on which p05 begins', () => {
    expect(named('p03', 'p05')).toEqual(['windows p03.3 p05.3']);
    // p06 visits in the week after; a repair done on a Monday is visited from its seventh day on, as p03 asks.
    expect(named('p03', 'p06')).toEqual([]);
  });

  it('are told by the categories that they concern', () => {
    const seepage = found('p01', 'p03').find(({ clauses }) => clauses[0] === 'p01.3');
    expect(seepage?.message).toMatch(/^维修（渗水）：p01.3 与 p03.2 的时间不相交/);
    // A danger may still be visited on its seventh day, a wall crack within its month.
    expect(named('p01', 'p03').join()).not.toMatch(/p01\.1 |p01\.7 /);
  });

  it('are ways of visiting of which one policy demands what the other does not allow', () => {
    expect(named('p02', 'p05')).toEqual(['methods p02.2 p05.1', 'methods p02.3 p05.2', 'methods p02.4 p05.3']);
    expect(found('p05', 'p11').find(({ kind }) => kind === 'methods')?.message).toBe(
      '公共区域维修：p05.7 与 p11.4 的方式相斥。前者要求上门、现场查看一并进行，后者只许现场查看。',
    );
  });

  it('are not a stricter rate, a higher role, or presence where the phone would do', () => {
    expect(named('p02', 'p06', 'p08')).toEqual([]);
    expect(named('p03', 'p08')).toEqual([]);
    expect(named('p04', 'p03')).toEqual([]);
  });

  it('are looked for between all, each pair once, and never within one policy', () => {
    const all = contradictionsOf(
      POLICY_IDS.map((id) => policyOf(id)),
      ZONE,
    );
    const pairs = all.map(({ clauses, kind }) => `${kind} ${clauses.join(' ')}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { policies } of all) expect(policies[0]).not.toBe(policies[1]);
    for (const { message } of all) expect(message).not.toMatch(/undefined|null/);
    expect(named('p03', 'p03')).toEqual([]);
  });

  it('may go with an estate’s own parameters', () => {
    const own = policyOf('p11', { repairEndHours: 24 * 9 });
    expect(contradictionsOf([policyOf('p03'), own], ZONE)).toEqual([]);
  });
});
