import { expect, test } from 'vitest';
import type { Api, Stage } from './stand-in.js';
import { getJson, openStage } from './stand-in.js';

async function upload(
  stage: Stage,
  type: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  field = 'media',
): Promise<Api> {
  const form = new FormData();
  form.set(field, new Blob([bytes]), name);
  const url = `${stage.sandbox.url}/cgi-bin/media/upload?access_token=${await stage.token('app')}&type=${type}`;
  return getJson(url, { method: 'POST', body: form });
}

test('a file goes up by multipart, is sent, and comes down with the same bytes, for three days', async () => {
  await using stage = await openStage();
  const zhang = stage.sandbox.staff('zhangwei');
  const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
  const up = await upload(stage, 'file', '满意率 9月.xlsx', bytes);
  expect(up).toMatchObject({ errcode: 0, type: 'file', created_at: expect.stringMatching(/^\d+$/) });

  const send = { touser: 'zhangwei', msgtype: 'file', agentid: stage.sandbox.settings.agentId };
  await stage.app('message/send', { ...send, file: { media_id: up['media_id'] } });
  expect(zhang.hears()).toEqual(['满意率 9月.xlsx']);
  expect(zhang.last()?.file?.bytes.equals(bytes)).toBe(true);
  const asImage = { ...send, msgtype: 'image', image: { media_id: up['media_id'] } };
  expect((await stage.app('message/send', asImage)).errcode).toBe(40007);

  const get = `${stage.sandbox.url}/cgi-bin/media/get?media_id=${String(up['media_id'])}&access_token=`;
  const down = await fetch(get + (await stage.token('app')));
  expect(Buffer.from(await down.arrayBuffer()).equals(bytes)).toBe(true);
  expect(down.headers.get('content-disposition')).toContain('xlsx');
  stage.clock.now += 3 * 86_400_000;
  expect((await getJson(get + (await stage.token('app')))).errcode).toBe(40007);
});

test('sizes and types are checked', async () => {
  await using stage = await openStage();
  const some = new Uint8Array(10);
  const code = async (...args: [string, string, Uint8Array<ArrayBuffer>]) => (await upload(stage, ...args)).errcode;
  expect(await code('file', 'a.txt', new Uint8Array(5))).toBe(40006);
  expect(await code('image', 'a.png', new Uint8Array(10 * 1024 * 1024 + 1))).toBe(40006);
  expect(await code('voice', 'a.amr', new Uint8Array(2 * 1024 * 1024 + 1))).toBe(40006);
  expect(await code('image', 'a.svg', some)).toBe(40004);
  expect(await code('voice', 'a.mp3', some)).toBe(40004);
  expect(await code('song', 'a.mp3', some)).toBe(40005);
  expect(await code('image', 'a.PNG', some)).toBe(0);
  expect((await upload(stage, 'file', 'a.txt', some, 'file')).errcode).toBe(41005);
  expect((await stage.app('media/upload?type=file', { no: 'form' })).errcode).toBe(41005);
});
