import { describe, expect, test } from 'vitest';
import type { Stage } from './stand-in.js';
import { openStage } from './stand-in.js';

const text = (stage: Stage, touser: string, content: string, more: object = {}): object => ({
  touser,
  msgtype: 'text',
  agentid: stage.sandbox.settings.agentId,
  text: { content },
  ...more,
});
const card = (stage: Stage, touser: string, template_card: object, more: object = {}): object => ({
  touser,
  msgtype: 'template_card',
  agentid: stage.sandbox.settings.agentId,
  template_card,
  ...more,
});
const buttons = (task_id: string, more: object = {}): object => ({
  card_type: 'button_interaction',
  main_title: { title: '回访任务 12' },
  horizontal_content_list: [{ keyname: '房号', value: '3-2-1204' }],
  task_id,
  button_list: [
    { text: '领取', style: 1, key: 'claim:12' },
    { text: '改期', key: 'move:12' },
  ],
  ...more,
});

describe('message/send', () => {
  test('reaches the members named and names those who are not there', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const wang = stage.sandbox.staff('wangfang');
    const answer = await stage.app('message/send', text(stage, 'zhangwei|nobody', '您好'));
    expect(answer).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect(zhang.hears()).toEqual(['您好']);
    expect(wang.hears()).toEqual([]);
    await stage.app('message/send', text(stage, '@all', '全体'));
    expect(wang.hears()).toEqual(['全体']);
  });

  test('says what is wrong by errcode', async () => {
    await using stage = await openStage();
    stage.sandbox.staff('zhangwei');
    const send = async (body: object) => (await stage.app('message/send', body)).errcode;
    expect(await send(text(stage, 'nobody', 'x'))).toBe(81013);
    expect(await send(text(stage, '', 'x'))).toBe(82001);
    expect(await send(text(stage, 'zhangwei', 'x', { agentid: 7 }))).toBe(40056);
    expect(await send(text(stage, 'zhangwei', ''))).toBe(44004);
    expect(await send(text(stage, 'zhangwei', '满'.repeat(683)))).toBe(45002);
    expect(await send(text(stage, 'zhangwei', '满'.repeat(682)))).toBe(0);
    expect(await send(text(stage, 'zhangwei', 'x', { msgtype: 'riddle' }))).toBe(40008);
    expect(await send(text(stage, 'zhangwei', 'x', { msgtype: 'image', image: { media_id: 'none' } }))).toBe(40007);
    expect(await send(text(stage, Array.from({ length: 1001 }, (_, n) => `u${n}`).join('|'), 'x'))).toBe(40058);
    expect(await send(text(stage, 'zhangwei', 'x', { msgtype: 'textcard', textcard: { title: 't' } }))).toBe(40058);
  });

  test('with the duplicate check on, an equal message is shown once inside the interval', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const twice = text(stage, 'zhangwei', '请回访', { enable_duplicate_check: 1, duplicate_check_interval: 600 });
    const first = await stage.app('message/send', twice);
    expect(await stage.app('message/send', twice)).toMatchObject({ errcode: 0, msgid: first['msgid'] });
    expect(zhang.hears()).toEqual(['请回访']);
    stage.clock.now += 600_000;
    await stage.app('message/send', twice);
    await stage.app('message/send', text(stage, 'zhangwei', '请回访'));
    expect(zhang.hears()).toHaveLength(3);
    const tooLong = { ...twice, duplicate_check_interval: 14_401 };
    expect((await stage.app('message/send', tooLong)).errcode).toBe(40058);
  });

  test('drops silently what is over 30 a minute or over the hour’s limit of a member', async () => {
    await using stage = await openStage({ limits: { memberPerHour: 40 } });
    const zhang = stage.sandbox.staff('zhangwei');
    const send = async (count: number) => {
      for (let n = 0; n < count; n += 1)
        expect((await stage.app('message/send', text(stage, 'zhangwei', `第${n}条`))).errcode).toBe(0);
    };
    await send(32);
    expect(zhang.hears()).toHaveLength(30);
    stage.clock.now += 60_000;
    await send(12);
    expect(zhang.hears()).toHaveLength(40);
  });

  test('a recalled message is gone from the screen; after 24 hours it stays', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const { msgid } = await stage.app('message/send', text(stage, 'zhangwei', '发错了'));
    expect((await stage.app('message/recall', { msgid })).errcode).toBe(0);
    expect(zhang.hears()).toEqual([]);
    const later = await stage.app('message/send', text(stage, 'zhangwei', '留下'));
    stage.clock.now += 24 * 3_600_000;
    expect((await stage.app('message/recall', { msgid: later['msgid'] })).errcode).toBe(40058);
    expect(zhang.hears()).toEqual(['留下']);
  });
});

describe('template cards', () => {
  test('a tap comes back as template_card_event whose ResponseCode updates the card once', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const sent = await stage.app('message/send', card(stage, 'zhangwei', buttons('task-12')));
    expect(sent['response_code']).toMatch(/^response-/);
    expect(zhang.hears()).toEqual(['回访任务 12\n房号：3-2-1204']);

    const delivery = await zhang.taps('领取');
    expect(delivery.outcome).toBe('accepted');
    const plain = stage.product.received.at(-1)?.plain ?? '';
    for (const part of ['template_card_event', 'claim:12', 'task-12', 'button_interaction', 'zhangwei'])
      expect(plain).toContain(`<![CDATA[${part}]]>`);
    const response_code = /<ResponseCode><!\[CDATA\[(.*?)\]\]>/.exec(plain)?.[1];
    const agentid = stage.sandbox.settings.agentId;
    const update = { userids: ['zhangwei'], agentid, response_code, button: { replace_name: '已领取' } };
    expect((await stage.app('message/update_template_card', update)).errcode).toBe(0);
    expect((await stage.app('message/update_template_card', update)).errcode).toBe(40058);
    expect(zhang.last()?.replacedBy).toBe('已领取');
    await expect(zhang.taps('改期')).rejects.toThrow("no button '改期'");
    expect((await zhang.taps('改期', { stale: true })).outcome).toBe('accepted');
  });

  test('a response_code ends after 72 hours', async () => {
    await using stage = await openStage();
    stage.sandbox.staff('zhangwei');
    const { response_code } = await stage.app('message/send', card(stage, 'zhangwei', buttons('task-1')));
    stage.clock.now += 72 * 3_600_000;
    const agentid = stage.sandbox.settings.agentId;
    const update = { atall: 1, agentid, response_code, button: { replace_name: '已领取' } };
    expect((await stage.app('message/update_template_card', update)).errcode).toBe(40058);
  });

  test('choices on a card come back as SelectedItems', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const options = ['满意', '不满意'].map((text, n) => ({ id: `o${n}`, text }));
    const vote = {
      card_type: 'vote_interaction',
      main_title: { title: '打分' },
      task_id: 'vote-1',
      checkbox: { question_key: 'q', mode: 0, option_list: options },
      submit_button: { text: '提交', key: 'submit' },
    };
    expect((await stage.app('message/send', card(stage, 'zhangwei', vote))).errcode).toBe(0);
    await zhang.taps('提交', { selected: { q: ['o1'] } });
    expect(stage.product.received.at(-1)?.plain).toContain(
      '<SelectedItem><QuestionKey><![CDATA[q]]></QuestionKey><OptionIds><OptionId><![CDATA[o1]]></OptionId></OptionIds></SelectedItem>',
    );
  });

  test.each([
    ['no task_id', buttons('')],
    ['a task_id with a space', buttons('task 1')],
    ['a task_id of 129 bytes', buttons('t'.repeat(129))],
    ['seven buttons', buttons('t', { button_list: Array.from({ length: 7 }, (_, n) => ({ text: 'x', key: `${n}` })) })],
    ['a button without a key', buttons('t', { button_list: [{ text: 'x' }] })],
    ['seven facts', buttons('t', { horizontal_content_list: Array.from({ length: 7 }, () => ({ keyname: 'k' })) })],
    ['no title', buttons('t', { main_title: {} })],
    ['an unknown type', buttons('t', { card_type: 'poem' })],
    ['a notice without card_action', { card_type: 'text_notice', main_title: { title: 't' } }],
    [
      'a vote without options',
      { card_type: 'vote_interaction', main_title: { title: 't' }, task_id: 't', checkbox: { question_key: 'q' } },
    ],
  ])('a card with %s is refused', async (_, broken) => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    expect((await stage.app('message/send', card(stage, 'zhangwei', broken))).errcode).toBe(40058);
    expect(zhang.hears()).toEqual([]);
  });

  test('a task_id serves one card only, though a duplicate-checked repeat of the same card is fine', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    const checked = card(stage, 'zhangwei', buttons('task-9'), { enable_duplicate_check: 1 });
    expect((await stage.app('message/send', checked)).errcode).toBe(0);
    expect((await stage.app('message/send', checked)).errcode).toBe(0);
    expect((await stage.app('message/send', card(stage, 'zhangwei', buttons('task-9')))).errcode).toBe(40058);
    expect(zhang.seen()).toHaveLength(1);
  });
});

test('a notice that leads somewhere is taken; one with a link fact without its url is not', async () => {
  await using stage = await openStage();
  const zhang = stage.sandbox.staff('zhangwei');
  const notice = {
    card_type: 'text_notice',
    main_title: { title: '月报', desc: '9 月' },
    card_action: { type: 1, url: 'https://example.com/' },
  };
  expect((await stage.app('message/send', card(stage, 'zhangwei', notice))).errcode).toBe(0);
  const linked = { ...notice, horizontal_content_list: [{ keyname: '全文', type: 1 }] };
  expect((await stage.app('message/send', card(stage, 'zhangwei', linked))).errcode).toBe(40058);
  expect(zhang.hears()).toEqual(['月报\n9 月']);
});
