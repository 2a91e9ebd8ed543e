/** What a survey by order asks of the database, from its preview to its end, on each database that the tests run on. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeSurveys } from '../../src/app/close-surveys.js';
import { takeInResidents } from '../../src/app/take-in-people.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p08']);
});
afterEach(() => test.close());

const says = (text: string): Promise<string> => staffSays(test, 'sun', text);
const codeIn = (text: string): string => /确认(?:发起|结束) (\d{4})/u.exec(text)?.[1] ?? '';

it('is previewed, sent out, followed, reminded of, ended and told', async () => {
  const residents = [201, 202, 203, 204].map((room) => ({
    id: `r-${room}`,
    estate: 'cuihu',
    household: `5-1-${room}`,
    name: '李敏',
    externalUserId: `wm${room}`,
    consent: room !== 204,
  }));
  await takeInResidents(test.ctx, residents);
  const shown = await says('发起调查 全体 抽样50%');
  expect(shown).toContain('翠湖花园全体 5 户，要问 2 户\n抽样：从 4 户中抽 50%');
  expect(shown).toContain('微信客服 0，微信联系不到、转同事送问卷 2，退订或没有同意、不问 1。');
  expect(await says(`确认发起 ${codeIn(shown)}`)).toContain('已发起调查 1');
  expect(await says('调查 进度')).toContain('回收 0／发出 0（—），共 2 户\n还没有回来的：还没轮到问 2 户');
  expect(await says('调查 提醒')).toContain('没有要提醒的');
  expect(await says(`确认结束 ${codeIn(await says('结束调查'))}`)).toContain('已停止收卷');
  expect(await says('结束调查 1')).toContain('已经结束');
  test.moveTo(at('2026-03-10T11:00:00+08:00'));
  await closeSurveys(test.ctx, test.ctx.clock.now());
  expect(await says('调查 进度 1')).toContain('已结束（3 月 10 日 11:00）');
  expect(await says('调查 结果')).toContain('回收不足 5 份，不记名调查不显示结果');
  expect(await test.ctx.db.read.visit.count({ where: { status: 'unreachable' } })).toBe(2);
});
