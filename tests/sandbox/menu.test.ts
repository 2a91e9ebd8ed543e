import { expect, test } from 'vitest';
import { openStage } from './stand-in.js';

const click = (name: string, key = name) => ({ type: 'click', name, key });
const MENU = {
  button: [
    { name: '我的', sub_button: [click('我的任务'), { type: 'view', name: '看板', url: 'https://hf.example.com' }] },
    click('帮助'),
  ],
};

test('a menu is made, seen, clicked and deleted', async () => {
  await using stage = await openStage();
  const { sandbox } = stage;
  const path = (name: string) => `menu/${name}?agentid=${sandbox.settings.agentId}`;
  expect((await stage.app(path('get'))).errcode).toBe(46003);
  expect(sandbox.menu()).toEqual([]);
  expect((await stage.app(path('create'), MENU)).errcode).toBe(0);
  expect(await stage.app(path('get'))).toMatchObject(MENU);
  expect(sandbox.menu().map(({ name, entries }) => [name, entries.map((entry) => entry.key)])).toEqual([
    ['我的', ['我的任务', '']],
    ['帮助', ['帮助']],
  ]);
  const zhang = sandbox.staff('zhangwei');
  const delivery = await zhang.clicks('我的任务');
  expect(delivery.plain).toContain('<Event><![CDATA[click]]></Event>');
  expect(delivery.plain).toContain('<EventKey><![CDATA[我的任务]]></EventKey>');
  await expect(zhang.clicks('工资')).rejects.toThrow("the app's menu has no '工资'");
  expect((await stage.app(path('delete'))).errcode).toBe(0);
  expect((await stage.app(path('get'))).errcode).toBe(46003);
});

test('what the platform does not take is refused by its errcode', async () => {
  await using stage = await openStage();
  const create = async (button: unknown, agent = stage.sandbox.settings.agentId) =>
    (await stage.app(`menu/create?agentid=${agent}`, { button })).errcode;
  const under = (...entries: object[]) => [{ name: '我的', sub_button: entries }];
  const many = (count: number) => Array.from({ length: count }, (_, at) => click(String(at)));
  expect(await create([])).toBe(40016);
  expect(await create(many(4))).toBe(40016);
  expect(await create(under(...many(6)))).toBe(40023);
  expect(await create([click('物业回访助手', 'k')])).toBe(40018);
  expect(await create(under(click('一'.repeat(14))))).toBe(40025);
  expect(await create(under(click('一', 'k'.repeat(129))))).toBe(40026);
  expect(await create(under({ type: 'scan', name: '一', key: 'k' }))).toBe(40024);
  expect(await create(under({ ...click('一'), sub_button: [click('二')] }))).toBe(40022);
  expect(await create(many(1), 1)).toBe(40056);
  expect(stage.sandbox.menu()).toEqual([]);
});
