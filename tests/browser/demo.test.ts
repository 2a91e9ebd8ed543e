/** What a newcomer does after `npm start`, in a real browser. Waits for what shows, never for time. */
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDemo } from './open-demo.js';
import type { OpenDemo } from './open-demo.js';

let browser: Browser;
let demo: OpenDemo;
let page: Page;
let faults: string[];

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await openDemo();
  await open({ width: 1440, height: 900 });
});
afterEach(async () => {
  await page.close();
  await demo.close();
  expect(faults).toEqual([]);
});

/** Opens the page; whatever its console complains of, or it asks of another host, is a fault. */
async function open(viewport: { readonly width: number; readonly height: number }): Promise<void> {
  page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  page.on('request', (request) => request.url().startsWith(demo.url) || faults.push(`asks for ${request.url()}`));
  await page.goto(demo.url);
  await page.locator('#who option').first().waitFor({ state: 'attached' });
}

const phone = (part: 'resident' | 'steward' | 'manager'): Locator => page.locator(`#phone-${part}`);
const openQuestion = (): Locator => phone('resident').locator('.menu:not(.answered)');
const newestVisit = (): Locator => page.locator('.visit').first();
const shows = (locator: Locator, hasText: string | RegExp): Promise<void> =>
  locator.filter({ hasText }).first().waitFor({ state: 'visible' });

async function reportComplaint(description: string): Promise<void> {
  await page.getByRole('button', { name: '＋ 报告办完的事' }).click();
  await page.getByLabel('投诉').check({ force: true });
  await page.getByLabel('什么事').fill(description);
  await page.getByRole('button', { name: '已经办完，登记' }).click();
}

async function writeAs(part: 'resident' | 'steward' | 'manager', text: string): Promise<void> {
  await phone(part).getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
}

/** Moves the clock; what fell due has been done when it resolves. */
async function aWeekOn(): Promise<void> {
  const moved = page.waitForResponse((answer) => answer.url().endsWith('/demo/clock'));
  await page.getByRole('button', { name: '+1 周' }).click();
  await moved;
}

/** The newest visit of that clause, as the server has it now. */
async function statusOf(clause: string): Promise<string | undefined> {
  const state = await page.request.get(`${demo.url}/demo/state`);
  const { view } = (await state.json()) as { view: { visits: { clause: string; status: string }[] } };
  return view.visits.find((visit) => visit.clause === clause)?.status;
}

describe('on a laptop', () => {
  it('the menu of the app is at the foot of the phones of staff, and a click is answered as the command', async () => {
    const menu = phone('steward').locator('.app-menu');
    await menu.getByText('我的', { exact: true }).click();
    await menu.getByRole('button', { name: '帮助' }).click();
    await shows(phone('steward').locator('.them .bubble'), /您可以这样写/);
    const figures = phone('manager').locator('.app-menu');
    await figures.getByText('数据', { exact: true }).click();
    await figures.getByRole('button', { name: '回访率 本月' }).click();
    await shows(phone('manager').locator('.them .bubble'), /回访率/);
  });

  it('a complaint is handled, the resident taps 满意, it is recorded, and the manager’s 满意率 本月 shows it with a chart', async () => {
    await reportComplaint('楼道堆放杂物');
    await openQuestion().getByRole('button', { name: '满意', exact: true }).click();
    await shows(phone('resident').locator('.them .bubble'), /已记录/);
    await shows(newestVisit().locator('.record strong'), /^满意$/);
    await shows(page.locator('.visit blockquote'), /p03\.1.*投诉事件的回访/s);

    await phone('manager').getByRole('button', { name: '满意率 本月' }).click();
    await shows(phone('manager').locator('.them .bubble'), /满意率\s*100\.0%.*回收\s*1\s*\/\s*发出\s*1/s);
    await phone('manager').locator('.picture img').waitFor();
    const width = phone('manager')
      .locator('.picture img')
      .evaluate((img) => (img as { naturalWidth?: number }).naturalWidth);
    expect(await width).toBeGreaterThan(100);
  });

  it('不满意，还在漏 typed is recorded as dissatisfied with its remark, and the supervisor is alerted', async () => {
    await reportComplaint('客厅天花渗水');
    await openQuestion().waitFor();
    await writeAs('resident', '不满意，还在漏');
    await shows(newestVisit().locator('.record.dissatisfied strong'), '不满意');
    await shows(newestVisit().locator('.record q'), '还在漏');

    await page.getByRole('button', { name: '主管', exact: true }).click();
    await shows(phone('manager').locator('.them .bubble'), '还在漏');
  });

  it('the clock moves on by a week, and a repair that was drawn has then been asked about', async () => {
    await page.getByRole('button', { name: '＋ 报告办完的事' }).click();
    await page.getByLabel('维修').check({ force: true });
    await page.getByRole('button', { name: '已经办完，登记' }).click();
    await shows(newestVisit().locator('cite'), 'p03.2');
    await aWeekOn();
    // The month that began meanwhile has brought visits of its own.
    const repair = page
      .locator('.visit')
      .filter({ has: page.locator('cite', { hasText: 'p03.2' }) })
      .first();
    // A household that a round of the new month has asked already is left in peace for a week more.
    if ((await statusOf('p03.2')) === 'assigned') await aWeekOn();
    await shows(repair.locator('.badge'), /已询问|未抽中/);
  });

  it('a resident who never writes cannot be asked in chat: the page says so, and the steward gets the task', async () => {
    await page.getByLabel('换一位住户').selectOption('r-8');
    await shows(phone('resident').locator('.banner'), '还没有写过消息');
    await reportComplaint('夜间噪音');
    await phone('steward').locator('.card').waitFor();
  });

  it('can be played with the keyboard alone', async () => {
    const enter = async (target: Locator): Promise<void> => {
      await target.focus();
      await page.keyboard.press('Enter');
    };
    await enter(page.locator('#step-report button'));
    await enter(page.getByRole('button', { name: '已经办完，登记' }));
    await openQuestion().waitFor();
    await enter(page.locator('#step-answer button'));
    await page.keyboard.press('Enter');
    await shows(newestVisit().locator('.record strong'), /^满意$/);
  });
});

describe('on a phone', () => {
  it('shows one phone at a time behind tabs, and nothing wider than the screen', async () => {
    await page.close();
    await open({ width: 390, height: 844 });
    for (const [tab, part] of [
      ['住户', 'resident'],
      ['管家', 'steward'],
      ['经理', 'manager'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await phone(part).waitFor();
      expect(await page.locator('.phone:visible').count()).toBe(1);
    }
    await page.getByRole('tab', { name: '系统' }).click();
    await page.locator('#totals').waitFor();
    expect(
      await page.locator('html').evaluate((root) => (root as unknown as { scrollWidth: number }).scrollWidth),
    ).toBe(390);
  });
});
