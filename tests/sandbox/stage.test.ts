import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoStage } from '../../src/sandbox/stage.js';
import type { StageState } from '../../src/sandbox/stage-state.js';
import { openFakeWorld } from './fake-world.js';
import type { FakeWorld } from './fake-world.js';

const MORNING = Date.parse('2026-03-10T10:05:00+08:00');
const HOUR = 3_600_000;

let world: FakeWorld;
let app: FastifyInstance;
beforeEach(async () => {
  world = await openFakeWorld(MORNING);
  app = fastify();
  await app.register(demoStage(world));
});
afterEach(async () => {
  await app.close();
  await world.close();
});

const state = async (scope = 'household'): Promise<StageState> => {
  await world.settled();
  return (await app.inject(`/demo/state?scope=${scope}`)).json<StageState>();
};
const post = (url: string, payload: object | string) => app.inject({ method: 'POST', url, payload });
const words = (messages: StageState['phones']['resident']['messages']) =>
  messages.map(({ from, text }) => `${from}: ${text}`);
const complaint = { kind: 'complaint', household: '3-2-1204', description: '楼道堆放杂物' };

/** Reports a complaint, and the question that the resident then has. */
async function asked() {
  expect((await post('/demo/report', complaint)).statusCode).toBe(200);
  const { phones } = await state();
  const question = phones.resident.messages.find(({ kind }) => kind === 'menu');
  if (question === undefined) throw new Error('the resident was not asked');
  return question;
}

describe('the page', () => {
  it.each([
    ['/', 'text/html'],
    ['/demo/demo.css', 'text/css'],
    ['/demo/demo.js', 'text/javascript'],
    ['/demo/demo-report.js', 'text/javascript'],
    ['/demo/demo-talk.js', 'text/javascript'],
    ['/demo/demo-phone.js', 'text/javascript'],
    ['/demo/demo-system.js', 'text/javascript'],
  ])('%s is served as %s, under a policy that allows nothing from outside', async (url, type) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    expect(answer.body).not.toMatch(/(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//);
    expect(answer.body).not.toMatch(/\sstyle="|<style|\sonclick=/);
  });
});

describe('the phones', () => {
  it('show the resident greeting first, so that the chat account may answer', async () => {
    await state();
    const { phones, resident } = await state();
    expect(words(phones.resident.messages)[0]).toBe('me: 你好');
    expect(resident.window).toEqual({ open: true, until: MORNING + 48 * HOUR, left: 4 });
  });

  it('keep what was said and what was heard in the order in which it happened', async () => {
    await state();
    const question = await asked();
    await post('/demo/tap', { as: 'resident', message: question.id, option: 'v1:satisfied' });
    const { phones } = await state();
    const said = words(phones.resident.messages);
    expect(said.slice(2, 4)).toEqual([`them: ${question.text}`, 'me: 满意']);
    expect(said[4]).toContain('them: 已记下：满意');
  });

  it('keep a chart on the manager’s phone after the platform has forgotten the file', async () => {
    await post('/demo/say', { as: 'manager', text: '满意率 本月' });
    const chart = (await state()).phones.manager.messages.find(({ kind }) => kind === 'image');
    await post('/demo/clock', { advance: 'P1W' });
    await state();
    const picture = await app.inject(`/demo/media/${chart?.id}`);
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    expect((await app.inject('/demo/media/msg-0')).statusCode).toBe(404);
  });

  it('sends a photograph from a staff phone, and from no resident’s', async () => {
    expect((await post('/demo/photo', { as: 'steward' })).statusCode).toBe(200);
    expect(words((await state()).phones.steward.messages)).toContain('me: ［照片］');
    expect((await post('/demo/photo', { as: 'resident' })).json<{ message: string }>().message).toContain('steward');
  });

  it('show the steward who answers for the household that is played', async () => {
    expect((await state()).phones.steward.name).toBe('王芳');
    await post('/demo/resident', { id: 'r-5' });
    const after = await state();
    expect(after.phones.steward.name).toBe('赵磊');
    expect(after.resident.id).toBe('r-5');
  });
});

describe('the app’s menu', () => {
  it('stands on the phones of staff, and its entries are clicked there; nothing else is', async () => {
    expect((await state()).menu).toEqual([]);
    const { settings, url } = world.sandbox;
    const secret = new URLSearchParams({ corpid: settings.corpId, corpsecret: settings.agentSecret }).toString();
    const answer = (await (await fetch(`${url}/cgi-bin/gettoken?${secret}`)).json()) as { access_token: string };
    const query = `access_token=${answer.access_token}&agentid=${settings.agentId}`;
    const button = [{ name: '数据', sub_button: [{ type: 'click', name: '满意率', key: '满意率 本月' }] }];
    await fetch(`${url}/cgi-bin/menu/create?${query}`, { method: 'POST', body: JSON.stringify({ button }) });
    expect((await state()).menu).toEqual([{ name: '数据', entries: [{ name: '满意率', key: '满意率 本月' }] }]);
    expect((await post('/demo/click', { as: 'manager', key: '满意率 本月' })).statusCode).toBe(200);
    const clicked = world.sandbox.deliveries().at(-1);
    expect(clicked?.plain).toContain('<EventKey><![CDATA[满意率 本月]]></EventKey>');
    expect((await post('/demo/click', { as: 'manager', key: '工资' })).json()).toEqual({
      message: '菜单里没有这一项。',
    });
    expect((await post('/demo/click', { as: 'resident', key: '满意率 本月' })).statusCode).toBe(400);
  });
});

describe('the line, played on the page', () => {
  it('has everybody else of the staff to choose from, also of the second estate', async () => {
    const { others, phones } = await state();
    expect(others.map(({ name }) => name)).toEqual(['何伟', '高军', '吴越', '钱进', '周敏', '郑洁', '秦刚']);
    expect(others.find(({ name }) => name === '周敏')).toMatchObject({ id: 'zhoumin', estate: '锦园' });
    expect((await post('/demo/say', { as: 'wuyue', text: '帮助' })).statusCode).toBe(200);
    expect(words((await state()).phones['wuyue']?.messages ?? [])[0]).toBe('me: 帮助');
    expect(phones['qianjin']?.name).toBe('钱进');
  });

  it('a dissatisfied word is recorded with its remark, and the supervisor hears of it', async () => {
    await state();
    await asked();
    await post('/demo/say', { as: 'resident', text: '不满意，还在漏' });
    const { view, phones, reported } = await state();
    const [visit] = view.visits;
    expect(visit).toMatchObject({
      event: reported[0],
      clause: 'p03.1',
      kindName: '投诉',
      gradeName: '不满意',
      statusName: '已记录',
    });
    expect(visit?.record).toMatchObject({ grade: 'dissatisfied', remark: '还在漏' });
    expect(phones.supervisor.messages.at(-1)?.text).toContain('还在漏');
  });

  it('a resident who never writes is not asked in chat: the steward gets a card', async () => {
    await post('/demo/resident', { id: 'r-8' });
    await post('/demo/report', { ...complaint, household: '6-1-501' });
    const { phones, resident, view } = await state();
    expect(resident).toMatchObject({ keepsChatting: false, window: { open: false, until: null } });
    expect(phones.resident.messages).toEqual([]);
    expect(view.visits[0]?.status).toBe('with-staff');
  });

  it('a repair is asked about after its week, because the resident keeps the chat open meanwhile', async () => {
    await state();
    await post('/demo/report', { ...complaint, kind: 'repair', description: '客厅天花渗水' });
    await post('/demo/clock', { advance: 'P1W' });
    const { phones, view, now } = await state();
    expect(now).toBe(MORNING + 7 * 24 * HOUR);
    expect(view.visits[0]).toMatchObject({ clause: 'p03.2', status: 'asked' });
    expect(phones.resident.messages.at(-1)?.kind).toBe('menu');
  });

  it('a question that waits for its answer is never answered by a greeting of the page', async () => {
    await state();
    await asked();
    await post('/demo/clock', { advance: 'P3D' });
    expect((await state()).phones.resident.messages.filter(({ from }) => from === 'me')).toHaveLength(1);
  });
});

describe('the clock', () => {
  it('moves no further when the demo ends, which waits for the step that is under way', async () => {
    let ended = false;
    let stepped = (): void => undefined;
    const underWay = new Promise<void>((done) => (stepped = done));
    let letGo = (): void => undefined;
    const held = new Promise<void>((done) => (letGo = done));
    const steps: number[] = [];
    const other = fastify();
    other.addHook('preClose', (done) => {
      setImmediate(letGo);
      done();
    });
    const advance = async (ms: number): Promise<void> => {
      stepped();
      await held;
      expect(ended).toBe(false);
      steps.push(ms);
    };
    await other.register(demoStage({ ...world, advance }));
    const moved = other.inject({ method: 'POST', url: '/demo/clock', payload: { advance: 'P1W' } });
    await underWay;
    const closed = other.close().then(() => (ended = true));
    await Promise.all([closed, moved]);
    expect(steps).toEqual([6 * HOUR]);
  });

  it.each([
    ['PT1H', HOUR],
    ['P1D', 24 * HOUR],
    ['P1W', 7 * 24 * HOUR],
    ['P1DT2H30M', 26.5 * HOUR],
  ])('%s moves it on by %i ms', async (advance, ms) => {
    await post('/demo/clock', { advance });
    expect(world.now()).toBe(MORNING + ms);
  });

  it.each(['', 'P', 'PT', '1D', 'P-1D', 'P1M', 'P1Y', 'PT0H', 'P1DT', 'P9999W'])(
    'refuses «%s» in words',
    async (advance) => {
      const answer = await post('/demo/clock', { advance });
      expect(answer.statusCode).toBe(400);
      expect(answer.json<{ message: string }>().message).toContain('不认识的时长');
      expect(world.now()).toBe(MORNING);
    },
  );

  it('does two moves one after the other', async () => {
    await Promise.all([post('/demo/clock', { advance: 'P1D' }), post('/demo/clock', { advance: 'P1D' })]);
    expect(world.now()).toBe(MORNING + 48 * HOUR);
  });

  it('says when questions wait for the morning', async () => {
    expect((await state()).quiet).toMatchObject({ on: false, minutesLeft: 0 });
    await post('/demo/clock', { advance: 'PT12H' });
    expect((await state()).quiet).toEqual({ on: true, hours: ['21:00', '09:00'], minutesLeft: 10 * 60 + 55 });
  });
});

describe('what cannot be done', () => {
  it.each([
    ['/demo/say', { as: 'mayor', text: '你好' }, '角色应为'],
    ['/demo/say', { as: 'resident', text: '  ' }, '消息不能为空'],
    ['/demo/say', {}, '消息应为文字'],
    ['/demo/tap', { as: 'resident', message: 'msg-1', option: 'v1:satisfied' }, '没有这个选项'],
    ['/demo/tap', { as: 'steward', message: 'msg-1', option: '领取' }, '没有这个按钮'],
    ['/demo/report', { ...complaint, kind: 'works-completion' }, '类型应为'],
    ['/demo/report', { ...complaint, household: '9-9-9' }, '没有这个房号'],
    ['/demo/resident', { id: 'r-999' }, '没有可以扮演的住户'],
  ])('%s with %j is refused with a reason', async (url, body, reason) => {
    const answer = await post(url, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ message: string }>().message).toContain(reason);
  });
});

it('tells an open page that something changed, and lets go of it when the server closes', async () => {
  const url = await app.listen({ port: 0 });
  const stream = await fetch(`${url}/demo/events`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  await post('/demo/say', { as: 'manager', text: '帮助' });
  while (!heard.includes('event: changed')) heard += (await reader?.read())?.value ?? '';
  await app.close();
  let last = await reader?.read();
  while (last?.done === false) last = await reader?.read();
  expect(last?.done).toBe(true);
});
