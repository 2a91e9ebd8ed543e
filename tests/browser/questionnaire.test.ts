/** The questionnaire on a phone, in a real browser: with and without a script, by keyboard, through a broken network, for a screen reader. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { opened, tokenOf } from '../../src/store/ballots.js';
import { openWorld, type World } from '../helpers/world.js';

const PHONE = { width: 360, height: 640 };
const SLOW_PHONE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 };
const BALLOT = 'cuihu:p08.4:2026H2:1-1-101';
const BLAME = 'dissatisfied';

let browser: Browser;
let world: World;
let context: BrowserContext;
let page: Page;
let url: string;
let faults: string[];
let bodies: Promise<Buffer>[];

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await openWorld({ now: '2026-07-06T10:00:00+08:00' });
  const policies = [{ id: 'p08', parameters: { functionRate: 0 } }];
  await world.post('/api/v1/estates', { id: 'cuihu', name: '翠湖花园', policies });
  const resident = { id: 'r-1', estate: 'cuihu', household: '1-1-101', name: '李敏', relation: 'owner', consent: true };
  await world.post('/api/v1/residents', resident);
  await openPeriods(world.runtime.ctx, world.now());
  url = `${world.url}/s/${tokenOf(world.runtime.ctx.box, BALLOT)}`;
});
afterEach(async () => {
  await context.close();
  await world[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

/** Opens the page on a phone; whatever its console complains of, or it asks of another host, is a fault. */
async function open(options: { readonly javaScriptEnabled?: boolean } = {}): Promise<void> {
  context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, locale: 'zh-CN', ...options });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  faults = [];
  bodies = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('ERR_INTERNET_DISCONNECTED')) faults.push(line.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(world.url) && !request.url().startsWith('data:')) faults.push(request.url());
  });
  page.on('response', (response) => {
    if (response.url().startsWith(world.url)) bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  await page.goto(url);
}

const ballot = async () => {
  const { ctx } = world.runtime;
  const row = await ctx.db.read.ballot.findUniqueOrThrow({ where: { id: BALLOT } });
  return {
    answers: opened<Record<string, string>>(ctx.box, row.answers),
    remarks: opened<Record<string, string>>(ctx.box, row.remark),
  };
};
const status = async (): Promise<string> =>
  (await world.runtime.ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p08.4' } })).status;
const choose = (item: number, grade: string): Promise<void> =>
  page.locator(`input[name=q${item}][value=${grade}]`).check();
const says = (text: string | RegExp): Promise<void> =>
  page.locator('#state').filter({ hasText: text }).waitFor({ state: 'visible' });

/** What an accessibility checker finds serious or worse. */
async function barriers(): Promise<readonly string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run(document)')) as {
    readonly violations: readonly { readonly id: string; readonly impact: string; readonly help: string }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help }) => `${id}: ${help}`);
}

describe('on a phone', () => {
  it('saves as one goes, and says how far one is; sent in, it thanks, and can be changed', async () => {
    await open();
    await choose(1, 'satisfied');
    await says(/已答 1\/14.*已保存/);
    await choose(6, BLAME);
    await page.getByText('说说原因').nth(5).click();
    await page.getByRole('textbox', { name: /^6\./ }).fill('楼道没人扫');
    await says(/已答 2\/14.*已保存/);
    await expect.poll(ballot).toEqual({ answers: { 1: 'satisfied', 6: BLAME }, remarks: { 6: '楼道没人扫' } });
    expect(await status()).not.toBe('recorded');
    await page.getByRole('button', { name: '提交问卷' }).click();
    await page.getByRole('heading', { name: '问卷已收到，谢谢您' }).waitFor();
    expect(await status()).toBe('recorded');
    await page.getByRole('link', { name: '查看或修改' }).click();
    await says('已答 2/14');
    await choose(6, 'fairly');
    await says('已保存');
    expect((await ballot()).answers).toEqual({ 1: 'satisfied', 6: 'fairly' });
  });

  it('works without a script: the form is sent, and what was sent is shown again', async () => {
    await open({ javaScriptEnabled: false });
    await page.getByText('已答 0/14').waitFor();
    await choose(13, 'satisfied');
    await page.getByRole('button', { name: '先保存，以后再填' }).click();
    await page.getByText('已答 1/14').waitFor();
    expect(await page.locator('input[name=q13][value=satisfied]').isChecked()).toBe(true);
    expect(await status()).not.toBe('recorded');
    await choose(8, BLAME);
    await page.getByLabel('其他意见和建议（可不填）').fill('车位太少');
    await page.getByRole('button', { name: '提交问卷' }).click();
    await page.getByRole('heading', { name: '问卷已收到，谢谢您' }).waitFor();
    expect(await ballot()).toEqual({ answers: { 8: BLAME, 13: 'satisfied' }, remarks: { 0: '车位太少' } });
    expect(await status()).toBe('recorded');
  });

  it('keeps answers on the phone while the network is gone, through a reload, and sends them when it is back', async () => {
    await open();
    await choose(1, 'satisfied');
    await says('已保存');
    await context.setOffline(true);
    await choose(2, 'fairly');
    await says('网络不通，答案已存在手机里');
    await choose(3, 'satisfied');
    await page.getByRole('button', { name: '提交问卷' }).click();
    expect((await ballot()).answers).toEqual({ 1: 'satisfied' });
    await context.setOffline(false);
    await page.getByRole('heading', { name: '问卷已收到，谢谢您' }).waitFor();
    expect((await ballot()).answers).toEqual({ 1: 'satisfied', 2: 'fairly', 3: 'satisfied' });
    expect(await status()).toBe('recorded');
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });

  it('shows what waited on the phone when the page is opened again, and sends it', async () => {
    await open();
    await context.setOffline(true);
    await choose(4, BLAME);
    await says('网络不通');
    await context.setOffline(false);
    await page.goto(url);
    await says(/已答 1\/14/);
    expect(await page.locator(`input[name=q4][value=${BLAME}]`).isChecked()).toBe(true);
    await expect.poll(async () => (await ballot()).answers).toEqual({ 4: BLAME });
  });

  it('shows what was being saved while the page was opened again, though the page was made before', async () => {
    await open();
    let save = (): void => undefined;
    const made = new Promise<void>((done) => (save = done));
    const saved = page.waitForResponse((response) => response.request().method() === 'POST');
    await context.route(url, async (route) => {
      if (route.request().method() === 'POST') {
        await made;
        await route.continue();
        return;
      }
      const response = await route.fetch();
      save();
      await (await saved).finished();
      await expect.poll(async () => (await ballot()).answers).toEqual({ 4: BLAME });
      await route.fulfill({ response });
    });
    await choose(4, BLAME);
    await says('正在保存');
    await page.goto(url);
    await says(/已答 1\/14/);
    expect(await page.locator(`input[name=q4][value=${BLAME}]`).isChecked()).toBe(true);
  });

  it('is filled in by keyboard alone', async () => {
    await open();
    for (let item = 1; item <= 14; item += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.name')).toBe(`q${item}`);
      await page.keyboard.press('Space');
      if (item === 5) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    }
    await page.keyboard.press('Tab');
    await page.keyboard.type('谢谢');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '问卷已收到，谢谢您' }).waitFor();
    const { answers, remarks } = await ballot();
    expect(Object.keys(answers)).toHaveLength(14);
    expect(answers['5']).toBe('fairly');
    expect(remarks).toEqual({ 0: '谢谢' });
  });

  it('has no serious barrier for a screen reader, on any of its pages, and nothing wider than the screen', async () => {
    await open();
    expect(await barriers()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    const sizes = (await page.evaluate(
      '[...document.querySelectorAll("label span, summary, button")].map((one) => one.getBoundingClientRect().height)',
    )) as readonly number[];
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(48);
    const letters = (await page.evaluate('parseFloat(getComputedStyle(document.body).fontSize)')) as number;
    expect(letters).toBeGreaterThanOrEqual(20);
    await choose(1, 'satisfied');
    await page.getByRole('button', { name: '提交问卷' }).click();
    await page.getByRole('heading', { name: '问卷已收到，谢谢您' }).waitFor();
    expect(await barriers()).toEqual([]);
    const answer = await page.goto(`${url.slice(0, -3)}xxx`);
    expect(answer?.status()).toBe(404);
    faults = faults.filter((fault) => !fault.includes('404'));
    expect(await barriers()).toEqual([]);
  });

  it('weighs no more than 50 KB, and is there soon on a slow network', async () => {
    await open();
    await says('已答 0/14');
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
    expect(bodies).toHaveLength(3);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(50 * 1024);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW_PHONE);
    await page.reload();
    await says('已答 0/14');
    const loaded = (await page.evaluate(
      'performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart',
    )) as number;
    expect(loaded).toBeLessThan(5_000);
  });
});
