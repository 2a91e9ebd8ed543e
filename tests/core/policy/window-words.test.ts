import { describe, expect, it } from 'vitest';
import { parseEvent, type Event } from '../../../src/core/event.js';
import { planOpenings } from '../../../src/core/policy/plan.js';
import { windowWords } from '../../../src/core/policy/window-words.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const { policies } = readPolicyFiles(null);

function wordsOf(id: string, given: object, zone = 'Asia/Shanghai'): readonly string[] {
  const policy = policies.get(id);
  const parsed = parseEvent({ id: 'E', estate: 'e', ...given });
  if (policy === undefined || 'errors' in parsed) throw new Error(JSON.stringify(parsed));
  return planOpenings(policy, parsed.event satisfies Event, zone).map(({ opening }) => windowWords(opening, zone));
}

describe('how a window came about', () => {
  it.each([
    [
      'three days after',
      'p03',
      { kind: 'complaint', resolvedAt: '2026-03-02T16:20:00+08:00' },
      '3 月 2 日 16:20 处理完毕，之后第 3 天（3 月 5 日）24:00 为止',
    ],
    [
      'from a week to a month, over a short February',
      'p03',
      { kind: 'repair', resolvedAt: '2026-01-31T10:00:00+08:00' },
      '1 月 31 日 10:00 处理完毕，之后第 7 天（2 月 7 日）0:00 起，满 1 个月之日（2 月 28 日）24:00 为止',
    ],
    [
      'over the turn of the year',
      'p01',
      { kind: 'repair', category: 'blockage', resolvedAt: '2026-12-31T23:30:00+08:00' },
      '12 月 31 日 23:30 处理完毕，之后第 1 天（2027 年 1 月 1 日）一整天',
    ],
    [
      'in hours',
      'p11',
      { kind: 'repair', resolvedAt: '2026-05-01T18:30:00+08:00' },
      '5 月 1 日 18:30 处理完毕，24 小时后（5 月 2 日 18:30）起，48 小时后（5 月 3 日 18:30）为止',
    ],
    [
      'after the month’s last day',
      'p02',
      { kind: 'repair', resolvedAt: '2026-12-30T08:05:00+08:00' },
      '12 月 30 日 8:05 处理完毕，当月最后一天后第 7 天（2027 年 1 月 7 日）24:00 为止',
    ],
  ])('%s', (_name, policy, event, words) => expect(wordsOf(policy, event)).toEqual([words]));

  it('of an agreement counts its days', () => {
    const event = { kind: 'contracted-service', agreement: { start: '2026-01-01', end: '2026-12-31' } };
    expect(wordsOf('p02', event)).toEqual([
      '协议期 2026 年 1 月 1 日至 2026 年 12 月 31 日（共 365 天），1/3 处（5 月 2 日）0:00 起，2/3 处（9 月 1 日）0:00 为止',
      '协议期 2026 年 1 月 1 日至 2026 年 12 月 31 日（共 365 天），期满次日（2027 年 1 月 1 日）0:00 起，期满次日后第 7 天（2027 年 1 月 8 日）0:00 为止',
    ]);
  });

  it('of a series names its stretch; of a second visit, that it waits for the first', () => {
    const works = { kind: 'works-completion', acceptedOn: '2026-01-15', warrantyMonths: 24 };
    expect(wordsOf('p09', works)[1]).toBe(
      '保修期 2026 年 1 月 16 日至 2028 年 1 月 15 日（共 730 天），每 6 个月一次，这一次 2026 年 7 月 16 日 0:00 起，2027 年 1 月 15 日 24:00 为止',
    );
    const crack = { kind: 'repair', category: 'wall-crack', resolvedAt: '2026-04-10T09:00:00+08:00' };
    expect(wordsOf('p01', crack)[1]).toBe(
      '4 月 10 日 9:00 处理完毕，满 1 个月之日（5 月 10 日）24:00 为止，第 1 次回访完成之后才做',
    );
  });

  it('goes by the estate’s own clock', () => {
    const event = { kind: 'complaint', resolvedAt: '2026-03-02T23:20:00+08:00' };
    expect(wordsOf('p03', event, 'Europe/London')).toEqual([
      '3 月 2 日 15:20 处理完毕，之后第 3 天（3 月 5 日）24:00 为止',
    ]);
  });
});
