import { describe, expect, it } from 'vitest';
import { parseEvent, type Event } from '../../src/core/event.js';
import { repeatsOf, repeatZh } from '../../src/core/repeats.js';
import { at } from '../helpers/estate.js';

const RULE = { complaints: 2, repairs: 3 };
const ZONE = 'Asia/Shanghai';
function repair(id: string, day: string, more: Record<string, unknown> = {}): Event {
  const reportedAt = `${day}T09:00:00+08:00`;
  const read = parseEvent({
    id,
    estate: 'cuihu',
    kind: 'repair',
    category: 'seepage',
    household: '3-2-1204',
    reportedAt,
    ...more,
  });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
}

describe('同一种维修三次以上 (p03.13)', () => {
  const two = [repair('A', '2026-01-10'), repair('B', '2026-02-10')];
  const failed = (event: string, day: string) => ({ event, at: at(`${day}T18:00:00+08:00`) });

  it('the third time is listed, the second is not', () => {
    expect(repeatsOf(two, RULE, ZONE)).toEqual([]);
    expect(repeatsOf([...two, repair('C', '2026-03-10')], RULE, ZONE)).toMatchObject([{ again: 0 }]);
  });

  it('a visit that heard that the last one does not hold is the third time', () => {
    const [found] = repeatsOf(two, RULE, ZONE, [failed('B', '2026-02-20')]);
    expect(found).toMatchObject({ again: 1, category: 'seepage' });
    if (found === undefined) return expect.fail('nothing was found');
    expect(repeatZh(found, '共')).toBe('3 栋 2 单元 1204 渗水维修本季共 2 次，另有 1 次回访称没有修好');
    return undefined;
  });

  it('not where another repair was made since, and not for another household', () => {
    expect(repeatsOf(two, RULE, ZONE, [failed('A', '2026-01-20')])).toEqual([]);
    expect(repeatsOf(two, RULE, ZONE, [failed('X', '2026-02-20')])).toEqual([]);
  });

  it('another quarter and another kind of repair are another matter', () => {
    expect(repeatsOf([...two, repair('C', '2026-04-10')], RULE, ZONE)).toEqual([]);
    expect(repeatsOf([...two, repair('C', '2026-03-10', { category: 'lighting' })], RULE, ZONE)).toEqual([]);
  });
});
