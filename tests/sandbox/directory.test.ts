import { describe, expect, test } from 'vitest';
import { getJson, openStage } from './stand-in.js';

test('members and departments are listed', async () => {
  await using stage = await openStage();
  stage.sandbox.department(2, '工程部');
  stage.sandbox.department(3, '水电班', 2);
  stage.sandbox.staff('zhangwei', { name: '张伟', department: 3 });
  stage.sandbox.staff('wangfang', { name: '王芳' });
  expect(await stage.app('user/get?userid=zhangwei')).toMatchObject({ errcode: 0, name: '张伟', department: [3] });
  expect((await stage.app('user/get?userid=nobody')).errcode).toBe(60111);
  const names = async (query: string) =>
    ((await stage.app(`user/simplelist?${query}`))['userlist'] as { name: string }[]).map(({ name }) => name);
  expect(await names('department_id=1')).toEqual(['王芳']);
  expect(await names('department_id=2&fetch_child=1')).toEqual(['张伟']);
  expect((await stage.app('user/simplelist?department_id=9')).errcode).toBe(60123);
  expect((await stage.app('department/list'))['department']).toHaveLength(3);
  stage.sandbox.staff('zhangwei').departs();
  expect((await stage.app('user/list_id', {}))['dept_user']).toEqual([{ userid: 'wangfang', department: 1 }]);
});

test('a sign-in code names its person once, for five minutes', async () => {
  await using stage = await openStage();
  const code = stage.sandbox.loginCode({ userid: 'zhangwei' });
  expect(await stage.app(`auth/getuserinfo?code=${code}`)).toMatchObject({ errcode: 0, userid: 'zhangwei' });
  expect((await stage.app(`auth/getuserinfo?code=${code}`)).errcode).toBe(40029);
  const late = stage.sandbox.loginCode({ external_userid: 'wmLi' });
  stage.clock.now += 5 * 60_000;
  expect((await stage.app(`auth/getuserinfo?code=${late}`)).errcode).toBe(40029);
});

test('the sign-in pages send a member back with a code, whoever does not agree without one', async () => {
  await using stage = await openStage();
  const { sandbox } = stage;
  sandbox.staff('zhangwei', { name: '张伟' });
  sandbox.staff('gone').departs();
  sandbox.setCallbackBase('https://hf.example.com');
  const app = { appid: sandbox.settings.corpId, agentid: String(sandbox.settings.agentId), state: 'a1' };
  const back = 'https://hf.example.com/back?x=1';
  const desk = (change: Record<string, string> = {}) =>
    `${sandbox.url}/wwlogin/sso/login?${new URLSearchParams({ login_type: 'CorpApp', ...app, redirect_uri: back, ...change }).toString()}`;
  const inside = (change: Record<string, string> = {}) =>
    `${sandbox.url}/connect/oauth2/authorize?${new URLSearchParams({ ...app, redirect_uri: back, response_type: 'code', scope: 'snsapi_base', ...change }).toString()}`;
  for (const page of [desk, inside]) {
    const choice = await fetch(page());
    expect([choice.status, (await choice.text()).includes('张伟（zhangwei）')]).toEqual([200, true]);
    const chosen = await fetch(page({ as: 'zhangwei' }), { redirect: 'manual' });
    const to = new URL(chosen.headers.get('location') ?? '');
    expect([to.origin, to.searchParams.get('x'), to.searchParams.get('state')]).toEqual([
      'https://hf.example.com',
      '1',
      'a1',
    ]);
    expect(await stage.app(`auth/getuserinfo?code=${to.searchParams.get('code')}`)).toMatchObject({
      userid: 'zhangwei',
    });
    for (const as of ['', 'gone', 'nobody']) {
      const refused = await fetch(page({ as }), { redirect: 'manual' });
      expect(new URL(refused.headers.get('location') ?? '').searchParams.has('code')).toBe(false);
    }
    const wrong = [{ appid: 'other' }, { agentid: '9' }, { state: 'a-1' }, { redirect_uri: 'https://evil.example/' }];
    for (const change of wrong) expect((await fetch(page(change))).status).toBe(400);
  }
  expect((await fetch(desk({ login_type: 'ServiceApp' }))).status).toBe(400);
  expect((await fetch(inside({ scope: 'snsapi_privateinfo' }))).status).toBe(400);
});

test('a group robot takes 20 messages a minute and keeps to its byte limits', async () => {
  await using stage = await openStage();
  const robot = stage.sandbox.robot('key-1');
  const send = async (key: string, msgtype: string, content: string) => {
    const body = JSON.stringify({ msgtype, [msgtype]: { content } });
    return (await getJson(`${stage.sandbox.url}/cgi-bin/webhook/send?key=${key}`, { method: 'POST', body })).errcode;
  };
  expect(await send('key-2', 'text', '日报')).toBe(93000);
  expect(await send('key-1', 'text', '满'.repeat(683))).toBe(45002);
  expect(await send('key-1', 'markdown', '满'.repeat(1365))).toBe(0);
  for (let n = 1; n < 20; n += 1) expect(await send('key-1', 'text', '日报')).toBe(0);
  expect(await send('key-1', 'text', '日报')).toBe(45009);
  expect(robot.hears()).toHaveLength(20);
});

describe('mass messages', () => {
  test('send nothing by themselves; the member confirms, and the results say what happened to each', async () => {
    await using stage = await openStage({ limits: { massPerMonth: 1 } });
    const zhang = stage.sandbox.staff('zhangwei');
    const [li, chen] = ['wmLi', 'wmChen'].map((id) => stage.sandbox.resident(id));
    li?.befriends('zhangwei');
    chen?.befriends('zhangwei');
    const add = (content: string) =>
      stage.app('externalcontact/add_msg_template', {
        chat_type: 'single',
        external_userid: ['wmLi', 'wmChen', 'wmNobody'],
        sender: 'zhangwei',
        text: { content },
      });
    const first = await add('请打分');
    expect(first).toMatchObject({ errcode: 0, fail_list: ['wmNobody'] });
    expect(li?.hears()).toEqual([]);
    const results = async (msgid: unknown) => {
      const answer = await stage.app('externalcontact/get_groupmsg_send_result', { msgid, userid: 'zhangwei' });
      return (answer['send_list'] as { status: number }[]).map(({ status }) => status);
    };
    expect(await results(first['msgid'])).toEqual([0, 0]);
    expect(zhang.massWaiting()).toMatchObject([{ msgid: first['msgid'], text: '请打分' }]);
    chen?.leaves('zhangwei');
    zhang.confirms(String(first['msgid']));
    expect(await results(first['msgid'])).toEqual([1, 2]);
    expect(li?.hears()).toEqual(['请打分']);

    chen?.befriends('zhangwei');
    const second = await add('再请打分');
    zhang.confirms(String(second['msgid']));
    expect(await results(second['msgid'])).toEqual([3, 1]);
    const task = await stage.app('externalcontact/get_groupmsg_task', { msgid: second['msgid'] });
    expect(task['task_list']).toMatchObject([{ userid: 'zhangwei', status: 2 }]);
  });

  test('a member is reminded at most three times in 24 hours', async () => {
    await using stage = await openStage();
    stage.sandbox.staff('zhangwei');
    stage.sandbox.resident('wmLi').befriends('zhangwei');
    const { msgid } = await stage.app('externalcontact/add_msg_template', {
      external_userid: ['wmLi'],
      sender: 'zhangwei',
      text: { content: '请打分' },
    });
    const remind = async () => (await stage.app('externalcontact/remind_groupmsg_send', { msgid })).errcode;
    expect([await remind(), await remind(), await remind(), await remind()]).toEqual([0, 0, 0, 45009]);
    stage.clock.now += 24 * 3_600_000;
    expect(await remind()).toBe(0);
  });
});
