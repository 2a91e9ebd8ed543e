/** The manager's board in a real browser, on a phone and at a desk: from the sign-in to one record and its audit. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { visitsOfEvent } from '../../src/store/visits.js';
import { makeVisit } from '../helpers/made-visit.js';
import { openWorld, type World } from '../helpers/world.js';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const DESK = { viewport: { width: 1280, height: 900 } } as const;

let browser: Browser;
let world: World;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await openWorld({ now: '2026-03-10T10:00:00+08:00' });
  for (const [id, name] of Object.entries({ cuihu: '翠湖花园', jin: '锦园家园' }))
    await world.post('/api/v1/estates', { id, name, policies: ['p03'] });
  const roles = (role: string, ...estates: readonly string[]) => estates.map((estate) => ({ estate, role }));
  await world.post('/api/v1/staff', { userid: 'sun', name: '孙国栋', roles: roles('manager', 'cuihu') });
  await world.post('/api/v1/staff', { userid: 'chen', name: '陈总', roles: roles('vice-president', 'cuihu', 'jin') });
  await world.post('/api/v1/staff', { userid: 'wangfang', name: '王芳', roles: roles('steward', 'cuihu') });
  for (const [userid, name] of [
    ['sun', '孙国栋'],
    ['chen', '陈总'],
    ['wangfang', '王芳'],
  ] as const)
    world.sandbox.staff(userid, { name });
  for (const [id, grade] of [
    ['C-1', 'satisfied'],
    ['C-2', 'dissatisfied'],
    ['C-3', null],
  ] as const)
    await complaint(id, grade);
});
afterEach(async () => {
  await context.close();
  await world[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

/** One that was handled last evening, and, where a grade is given, asked about this morning. */
async function complaint(id: string, grade: 'satisfied' | 'dissatisfied' | null): Promise<void> {
  const about = { id, estate: 'cuihu', household: '3-2-1204', kind: 'complaint', description: '楼道堆放杂物' };
  await world.post('/api/v1/events', { ...about, resolvedAt: '2026-03-09T20:00:00+08:00' });
  const { ctx } = world.runtime;
  const [visit] = await visitsOfEvent(ctx.db.read, 'cuihu', id);
  if (visit !== undefined && grade !== null) await makeVisit({ ctx }, visit.no, grade, 'wangfang');
}

/** Whatever the console complains of, or is asked of a host that is neither ours nor the platform's, is a fault. */
async function open(options: object): Promise<void> {
  context = await browser.newContext({ locale: 'zh-CN', ...options });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  page.on('request', (request) => {
    const ours = [world.url, world.sandbox.url, 'data:'].some((start) => request.url().startsWith(start));
    if (!ours) faults.push(request.url());
  });
}
async function signInAs(name: RegExp): Promise<void> {
  await page.goto(`${world.url}/`);
  await page.getByRole('heading', { name: '以谁的身份登录？' }).waitFor();
  await page.getByRole('link', { name }).click();
  await page.getByRole('link', { name: '回访看板' }).waitFor();
}
const heading = (name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor({ state: 'visible' });

/** What an accessibility checker finds serious or worse, and whether the page itself has to be pushed sideways. */
async function barriers(): Promise<readonly string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run(document)')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  return [
    ...(wide === true ? ['the page is wider than the screen'] : []),
    ...found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}`),
  ];
}

describe.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('on %s', (_where, options) => {
  it('one signs in, sees the figures, and goes from a figure to its records to one record and its audit', async () => {
    await open(options);
    await signInAs(/孙国栋/);
    await heading('翠湖花园 3 月');
    expect(await barriers()).toEqual([]);
    await page.locator('.tiles').getByRole('link', { name: '按时 2' }).click();
    await heading(/^按时 翠湖花园/);
    await page.getByText('共 2 条').waitFor();
    expect(await barriers()).toEqual([]);
    await page.goBack();
    await page.getByRole('link', { name: '翠湖花园不满意 1' }).click();
    await heading(/^评价：不满意/);
    await page.getByRole('link', { name: /^任务 \d+/ }).click();
    await heading(/^任务 \d+：3 栋 2 单元 1204/);
    const trail = page.getByRole('region', { name: '谁在什么时候做了什么' });
    await trail
      .getByRole('row')
      .filter({ hasText: '王芳' })
      .filter({ hasText: '已记录' })
      .waitFor({ state: 'visible' });
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: '退出' }).click();
    await heading('已退出');
    await page.goto(`${world.url}/board`);
    await page.getByRole('heading', { name: '以谁的身份登录？' }).waitFor();
  });

  it('is printed without what only a screen needs', async () => {
    await open(options);
    await signInAs(/孙国栋/);
    await heading('翠湖花园 3 月');
    await page.emulateMedia({ media: 'print' });
    await heading('翠湖花园 3 月');
    expect(await page.getByRole('button', { name: '退出' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: '查看' }).isVisible()).toBe(false);
    expect(await page.locator('.tiles').isVisible()).toBe(true);
  });

  it('a vice-president sees estates side by side, and goes into one of them', async () => {
    await open(options);
    await signInAs(/陈总/);
    await heading('2 个项目 3 月');
    await page.getByRole('region', { name: '各项目制度执行' }).getByRole('rowheader', { name: '锦园家园' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page
      .getByRole('region', { name: '各项目制度执行' })
      .getByRole('link', { name: '翠湖花园', exact: true })
      .click();
    await heading('翠湖花园 3 月');
    await page
      .getByRole('region', { name: /^按条款/ })
      .getByRole('rowheader', { name: /^p03\.1 / })
      .waitFor();
    expect(await barriers()).toEqual([]);
  });
});

describe('without a script', () => {
  it('periods and filters are chosen, and a form whose sign-in has ended leads through it to where it was going', async () => {
    await open({ ...PHONE, javaScriptEnabled: false });
    await signInAs(/孙国栋/);
    await page.getByLabel('期间', { exact: true }).selectOption('2026-02');
    await page.getByRole('button', { name: '查看' }).click();
    await heading('翠湖花园 2 月');
    await page.getByRole('link', { name: '回访', exact: true }).click();
    await page.getByLabel('类别').selectOption('投诉');
    await page.getByRole('button', { name: '筛选' }).click();
    await page.getByText('共 0 条').waitFor();
    await world.runtime.ctx.db.write((tx) => tx.signIn.deleteMany({}));
    await page.getByLabel('期间', { exact: true }).selectOption('2026-03');
    await page.getByRole('button', { name: '查看' }).click();
    await page.getByRole('link', { name: /孙国栋/ }).click();
    await heading('回访 翠湖花园 3 月');
    expect(new URL(page.url()).searchParams.get('kind')).toBe('complaint');
  });
});

it('goes by keyboard: past the head to the figures, and sideways in a table', async () => {
  await open(DESK);
  await signInAs(/孙国栋/);
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('跳到正文');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /^按条款/ }).focus();
  await page.keyboard.press('Tab');
  const figure = page.locator(':focus');
  expect(await figure.getAttribute('aria-label')).toMatch(/^p03\.\d+ \S+ \d+$/u);
  await page.keyboard.press('Enter');
  await heading(/p03\.\d+ 翠湖花园 3 月$/u);
});

it('tells a steward that it is for managers', async () => {
  await open(PHONE);
  await page.goto(`${world.url}/board`);
  await page.getByRole('link', { name: /王芳/ }).click();
  await heading('看板供项目负责人查看');
  expect(await barriers()).toEqual([]);
  faults = faults.filter((fault) => !fault.includes('403'));
});
