/**
 * Makes the pictures of the README from the running demo: a conversation, the demo on a laptop, the demo on a phone, the
 * manager's board.
 * Needs a Chromium (CHROMIUM_PATH, else /usr/bin/chromium) and a Chinese font: `npx tsx scripts/screenshots.ts`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { startDemo } from '../src/cli/demo.js';
import { packageRoot } from '../src/package-root.js';

const IMAGES = path.join(packageRoot(), 'docs', 'images');
const LAPTOP = { width: 1440, height: 900 };
/** Tall enough for a whole talk. */
const TALL = { width: 1440, height: 1090 };
const PHONE = { width: 390, height: 844 };

async function open(browser: Browser, url: string, viewport: typeof LAPTOP): Promise<Page> {
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  await page.goto(url);
  await page.locator('#who option').first().waitFor({ state: 'attached' });
  return page;
}

async function report(page: Page, kind: string, description: string): Promise<void> {
  await page.getByRole('button', { name: '＋ 报告办完的事' }).click();
  await page.getByLabel(kind).check({ force: true });
  await page.getByLabel('什么事').fill(description);
  await page.getByRole('button', { name: '已经办完，登记' }).click();
}

const question = (page: Page): Locator => page.locator('#phone-resident .menu:not(.answered)');

/** A contented resident, to the end of the talk. */
async function playContented(page: Page): Promise<void> {
  await report(page, '投诉', '楼道堆放杂物');
  await question(page).getByRole('button', { name: '满意', exact: true }).click();
  await question(page).getByRole('button', { name: '确认' }).click();
  await page.locator('#phone-resident .line.them:last-child p.bubble').waitFor();
  await page.mouse.move(0, 0);
}

/** One who is not; and the manager asks for the month's rate. */
async function playDissatisfied(page: Page): Promise<void> {
  await report(page, '投诉', '客厅天花还在渗水');
  await question(page).waitFor();
  await page.locator('#phone-resident').getByRole('textbox').fill('不满意，还在漏');
  await page.keyboard.press('Enter');
  await page.locator('.record.dissatisfied').first().waitFor();
  await page.locator('#phone-manager').getByRole('button', { name: '满意率 本月' }).click();
  await page.locator('#phone-manager .picture img').waitFor();
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

async function take(url: string, browser: Browser): Promise<void> {
  const laptop = await open(browser, url, TALL);
  await playContented(laptop);
  await laptop.locator('#phone-resident').screenshot({ path: path.join(IMAGES, 'conversation.png') });
  await laptop.setViewportSize(LAPTOP);
  await playDissatisfied(laptop);
  await laptop.screenshot({ path: path.join(IMAGES, 'demo.png') });
  const phone = await open(browser, url, PHONE);
  await phone.screenshot({ path: path.join(IMAGES, 'demo-phone.png') });
  await phone.getByRole('tab', { name: '系统' }).click();
  await phone.screenshot({ path: path.join(IMAGES, 'demo-phone-system.png') });
  await takeBoard(url, browser);
}

/** The board as the manager sees it after signing in. */
async function takeBoard(url: string, browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: LAPTOP, deviceScaleFactor: 2, colorScheme: 'light', locale: 'zh-CN' });
  await page.goto(`${url}/board`);
  await page.getByRole('link', { name: '孙国栋' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: path.join(IMAGES, 'board.png') });
}

const folder = await mkdtemp(path.join(tmpdir(), 'huifang-pictures-'));
await mkdir(IMAGES, { recursive: true });
await using demo = await opened();
await take(demo.url, demo.browser);

/** The demo and a browser, both closed and cleared away at the end. */
async function opened() {
  const running = await startDemo({
    host: '127.0.0.1',
    port: 0,
    policyDir: null,
    file: path.join(folder, 'demo.db'),
    month: true,
  });
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    url: running.url,
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
