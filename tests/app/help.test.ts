/** 帮助: whoever looks after an estate is told first how to decide and to see how it goes, and where the board is. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { staffHears } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

it('of a manager is a few lines by matter, and gives the address of the board', async () => {
  const texts = await staffHears(test, 'sun', '帮助');
  expect(texts).toHaveLength(1);
  const lines = (texts[0] ?? '').split('\n');
  expect(lines.length).toBeLessThan(14);
  expect(lines[1]).toBe('【审核】待办；审核 12 通过；通过 事13 同意');
  expect(texts[0]).toContain('满意率 本月');
  expect(texts[0]).toContain('https://pm.example/board');
  expect(lines.at(-1)).toContain('帮助 全部');
  expect(await staffHears(test, 'sun', '看板网址')).toEqual([
    '「看板」可以这样写：\n· 看板：在电脑或手机上打开 https://pm.example/board，数字点开就是明细\n· 帮助：看全部说法',
  ]);
});

it('of each matter that it names tells all, and 帮助 全部 leaves nothing out', async () => {
  const [short = ''] = await staffHears(test, 'sun', '帮助');
  const all = (await staffHears(test, 'sun', '帮助 全部')).join('\n').split('\n');
  const groups = [...short.matchAll(/【(.+?)】/gu)].map(([, name]) => name);
  const told = new Set<string>();
  for (const group of groups)
    for (const line of (await staffHears(test, 'sun', `帮助 ${group}`)).join('\n').split('\n')) told.add(line);
  const forms = all.filter((line) => line.startsWith('· ') && !line.startsWith('· 帮助'));
  expect(forms.length).toBeGreaterThan(30);
  expect(forms.filter((line) => !told.has(line))).toEqual([]);
});

it('of a steward begins with tasks, and tells of no board', async () => {
  const said = (await staffHears(test, 'zhangwei', '帮助')).join('\n');
  expect(said).toMatch(/^您可以这样写：\n· 我的任务；/u);
  expect(said).toContain('绩效 本月；绩效 上月');
  expect(said).not.toContain('/board');
});

it('gives its examples in clauses and policies of the estate itself', async () => {
  const said = (await staffHears(test, 'liuyan', '帮助 全部')).join('\n');
  expect(said).toContain('· 回访比例 p03.6 20%：定下制度留给您定的回访率');
  expect(said).toContain('· 流程图 p03：');
  await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p02'] }]);
  const without = (await staffHears(test, 'liuyan', '帮助 全部')).join('\n');
  expect(without).not.toContain('回访比例');
  expect(without).toContain('· 流程图 p02：');
  expect(without).toContain('· 抽取 12：指定一次回访');
});
