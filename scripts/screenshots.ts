/**
 * Makes the pictures of the README from the running demo: a conversation, the demo on a laptop, the demo on a phone.
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
const PHONE = { width: 390, height: 844 };

async function open(browser: Browser, url: string, viewport: typeof LAPTOP): Promise<Page> {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2, reducedMotion: 'reduce', colorScheme: 'light' });
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

/** Plays the line once contented and once not, and asks for the month's rate. */
async function play(page: Page): Promise<void> {
  const question = page.locator('#phone-resident .menu:not(.answered)');
  const graded = (words: string): Locator => page.locator('.record strong', { hasText: words }).first();
  await report(page, '投诉', '楼道堆放杂物');
  await question.getByRole('button', { name: '满意', exact: true }).click();
  await graded('满意').waitFor();
  await report(page, '投诉', '客厅天花还在渗水');
  await question.waitFor();
  await page.locator('#phone-resident').getByRole('textbox').fill('不满意，还在漏');
  await page.keyboard.press('Enter');
  await graded('不满意').waitFor();
  await page.locator('#phone-manager').getByRole('button', { name: '满意率 本月' }).click();
  await page.locator('#phone-manager .picture img').waitFor();
  await page.locator('#phone-steward').getByRole('button', { name: '我的任务' }).click();
  await page.locator('#phone-steward .them').first().waitFor();
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle').catch(() => undefined);
}

async function take(url: string, browser: Browser): Promise<void> {
  const laptop = await open(browser, url, LAPTOP);
  await play(laptop);
  await laptop.screenshot({ path: path.join(IMAGES, 'demo.png') });
  await laptop.locator('#phone-resident').screenshot({ path: path.join(IMAGES, 'conversation.png') });
  const phone = await open(browser, url, PHONE);
  await phone.screenshot({ path: path.join(IMAGES, 'demo-phone.png') });
  await phone.getByRole('tab', { name: '系统' }).click();
  await phone.screenshot({ path: path.join(IMAGES, 'demo-phone-system.png') });
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
