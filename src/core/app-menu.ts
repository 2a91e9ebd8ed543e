/**
 * 应用菜单: what the app's own menu in WeCom offers. An entry is a command as one would type it: its click is answered so,
 * with the same permissions.
 */

/** At most five entries under each of at most three names; names of at most 16 bytes, entries of 40, commands of 128. */
export type MenuPart = {
  readonly name: string;
  readonly entries: readonly { readonly name: string; readonly command: string }[];
};

export const APP_MENU: readonly MenuPart[] = [
  {
    name: '我的',
    entries: [
      { name: '我的任务', command: '我的任务' },
      { name: '本季主题', command: '主题' },
      { name: '我的绩效', command: '绩效 本月' },
      { name: '帮助', command: '帮助' },
    ],
  },
  {
    name: '待办',
    entries: [
      { name: '等我审核', command: '待办' },
      { name: '不满意 本月', command: '不满意 本月' },
      { name: '逾期', command: '逾期' },
      { name: '抽查', command: '抽查' },
      { name: '重点户', command: '重点户' },
    ],
  },
  {
    name: '数据',
    entries: [
      { name: '满意率 本月', command: '满意率 本月' },
      { name: '满意率 上月', command: '满意率 上月' },
      { name: '回访率 本月', command: '回访率 本月' },
      { name: '执行率 本月', command: '执行率 本月' },
      { name: '调查进度', command: '调查 进度' },
    ],
  },
];

/** The menu as the platform takes it. */
export const menuBody = (menu: readonly MenuPart[] = APP_MENU) => ({
  button: menu.map(({ name, entries }) => ({
    name,
    sub_button: entries.map((entry) => ({ type: 'click', name: entry.name, key: entry.command })),
  })),
});

/** Whether what the platform shows is this menu; whatever else it says of a button does not matter. */
export function isMenu(found: unknown, menu: readonly MenuPart[] = APP_MENU): boolean {
  const shape = (parts: unknown): unknown =>
    listOf(parts).map((part) => [
      textOf(part, 'name'),
      listOf(fieldOf(part, 'sub_button')).map((entry) => ['type', 'name', 'key'].map((name) => textOf(entry, name))),
    ]);
  return JSON.stringify(shape(fieldOf(found, 'button'))) === JSON.stringify(shape(menuBody(menu).button));
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
const textOf = (value: unknown, name: string): string => {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : '';
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
