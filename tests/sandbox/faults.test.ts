import { expect, test } from 'vitest';
import type { Stage } from './stand-in.js';
import { openStage } from './stand-in.js';

/** A resident whose window is open, and a way to write to them that gives errcode, HTTP fault or broken connection. */
async function openTalk() {
  const stage = await openStage();
  const li = stage.sandbox.resident('wmLi');
  await li.says('您好');
  const token = await stage.token('kf');
  const send = async (msgid: string): Promise<string> => {
    const url = `${stage.sandbox.url}/cgi-bin/kf/send_msg?access_token=${token}`;
    const { kfAccount: open_kfid } = stage.sandbox.settings;
    const body = JSON.stringify({ touser: 'wmLi', open_kfid, msgid, msgtype: 'text', text: { content: msgid } });
    try {
      const response = await fetch(url, { method: 'POST', body });
      const text = await response.text();
      return `${response.status} ${text.startsWith('{') ? (JSON.parse(text) as { errcode: number }).errcode : text.slice(0, 5)}`;
    } catch {
      return 'broken';
    }
  };
  return { stage, li, send, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

const outcomes = (stage: Stage) =>
  stage.sandbox.calls('/cgi-bin/kf/send_msg').map(({ worked, outcome }) => `${worked ? 'worked' : 'not'} ${outcome}`);

test('errcodes, statuses and HTML come instead of the work, as often as ordered', async () => {
  await using talk = await openTalk();
  talk.stage.sandbox.fail('kf/send_msg', { errcode: -1, times: 2 });
  talk.stage.sandbox.fail('/cgi-bin/kf/send_msg', { status: 502 });
  talk.stage.sandbox.fail('*', { html: true });
  const seen: string[] = [];
  for (let n = 0; n < 5; n += 1) seen.push(await talk.send('m1'));
  expect(seen).toEqual(['200 -1', '200 -1', '502 error', '200 <html', '200 0']);
  expect(talk.li.hears()).toEqual(['m1']);
  expect(outcomes(talk.stage)).toEqual([...Array<string>(4).fill('not answered'), 'worked answered']);
});

test('an answer lost or cut after the work is harmless under the same msgid', async () => {
  await using talk = await openTalk();
  talk.stage.sandbox.fail('kf/send_msg', { dropAfterWork: true });
  talk.stage.sandbox.fail('kf/send_msg', { cutAnswer: true });
  talk.stage.sandbox.fail('kf/send_msg', { dropBeforeWork: true });
  const seen: string[] = [];
  for (const msgid of ['m1', 'm1', 'm2', 'm1', 'm2']) seen.push(await talk.send(msgid));
  expect(seen).toEqual(['broken', 'broken', 'broken', '200 0', '200 0']);
  expect(talk.li.hears()).toEqual(['m1', 'm2']);
  expect(outcomes(talk.stage)).toEqual(['worked cut', 'worked cut', 'not cut', 'worked answered', 'worked answered']);
});

test('a call can be held before and after its work', async () => {
  await using talk = await openTalk();
  const before = talk.stage.sandbox.hold('kf/send_msg');
  const first = talk.send('m1');
  await before.reached;
  expect(talk.li.hears()).toEqual([]);
  before.abandon();
  expect(await first).toBe('broken');
  expect(talk.li.hears()).toEqual([]);

  const after = talk.stage.sandbox.hold('kf/send_msg', 'after-work');
  const second = talk.send('m1');
  await after.reached;
  expect(talk.li.hears()).toEqual(['m1']);
  after.release();
  expect(await second).toBe('200 0');
});

test('a delayed call is answered in the end, and closing does not wait for one', async () => {
  await using talk = await openTalk();
  talk.stage.sandbox.fail('kf/send_msg', { delayMs: 20 });
  expect(await talk.send('m1')).toBe('200 0');
  talk.stage.sandbox.fail('kf/send_msg', { delayMs: 3_600_000 });
  const pending = talk.send('m2');
  await talk.stage.sandbox.close();
  expect(await pending).toBe('broken');
  expect(talk.li.hears()).toEqual(['m1']);
});

test('cleared faults are forgotten and every call is in the log with its body', async () => {
  await using talk = await openTalk();
  talk.stage.sandbox.fail('kf/send_msg', { errcode: 45033, times: 9 });
  expect(await talk.send('m1')).toBe('200 45033');
  talk.stage.sandbox.clearFaults();
  expect(await talk.send('m1')).toBe('200 0');
  expect(talk.stage.sandbox.calls('kf/send_msg').at(-1)).toMatchObject({
    path: 'kf/send_msg',
    body: { msgid: 'm1' },
    errcode: 0,
    outcome: 'answered',
  });
  expect(talk.stage.sandbox.calls().map(({ path }) => path)).toContain('gettoken');
});
