/** A figure that is asked of no estate by whoever answers for several: each one's, beside each other. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { staffHears } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
  await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p03'] }]);
  const roles = ['cuihu', 'jin'].map((estate) => ({ estate, role: 'vice-president' }));
  await takeInStaff(test.ctx, [
    { userid: 'chen', name: '陈总', roles },
    {
      userid: 'qian',
      name: '钱进',
      roles: [
        { estate: 'cuihu', role: 'manager' },
        { estate: 'jin', role: 'steward' },
      ],
    },
  ]);
  await test.events({ id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-09T09:00:00+08:00' });
  await test.events({ id: 'C-2', kind: 'complaint', resolvedAt: '2026-03-05T09:00:00+08:00' });
  const [visit] = await test.visits('C-1');
  await makeVisit(test, visit?.no ?? 0, 'dissatisfied');
});
afterEach(() => test.close());

it.each([
  ['满意率 本月', /^翠湖花园 3 月满意率 0\.0%（回收 1/u, /\n锦园家园 3 月满意率 —（回收 0 /u],
  ['回访率 本月', /^翠湖花园 3 月回访率 50\.0%/u, /\n锦园家园 3 月回访率 —/u],
  ['执行率 本月', /^翠湖花园 3 月制度执行率 \d/u, /\n锦园家园 3 月制度执行率 —/u],
  ['逾期', /^翠湖花园逾期未办 \d+ 件。\n/u, /\n锦园家园没有逾期未办的。\n/u],
  ['不满意 本月', /^翠湖花园 3 月不满意 1 件，[^：]*。\n/u, /\n锦园家园 3 月没有不满意的回访。\n/u],
  ['档案', /^翠湖花园的档案里没有报表。\n/u, /\n锦园家园的档案里没有报表。\n/u],
])('%s of a vice-president is told of both estates in one message', async (text, first, second) => {
  const [answer = '', ...more] = await staffHears(test, 'chen', text);
  expect(more).toEqual([]);
  expect(answer).toMatch(first);
  expect(answer).toMatch(second);
  expect(answer).toMatch(new RegExp(`例如：${text.slice(0, 2)}.* 翠湖花园。$`, 'u'));
});

it('an estate whose figures are not theirs to see is left out; with one that is left, its whole answer comes', async () => {
  const [answer = ''] = await staffHears(test, 'qian', '逾期');
  expect(answer).toMatch(/^翠湖花园逾期未办 \d+ 件，最久的在前：\n/u);
  expect(answer).not.toContain('锦园家园');
});
