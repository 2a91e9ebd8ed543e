/** The line against a platform that shares nothing with the sandbox but the protocol: a real process, a real clock. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.js';
import { ESTATE, handled, neighbour, STAFF } from '../helpers/killed-line.js';
import { openOtherPlatform, type OtherPlatform, type Shown } from '../helpers/other-platform.js';
import { API_TOKEN, startServer, type ServerProcess } from '../helpers/server-process.js';

/** contracts.md, Timing: a question within about 5 seconds, a reply within about 2. */
const QUESTION_MS = 5_000;
const REPLY_MS = 2_000;
const LI = 'wm@Li.0-_é';

let platform: OtherPlatform;
let server: ServerProcess;
let folder = '';
let url = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-other-'));
  platform = await openOtherPlatform();
  server = startServer({ ...platform.env, DATABASE_URL: `file:${path.join(folder, 'other.db')}` });
  url = await server.ready;
  platform.setProduct(url);
});
afterAll(async () => {
  await server.kill();
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

async function call(route: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
  const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${url}${route}`, { headers, ...init });
  expect([route, response.status]).toEqual([route, 200]);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

type Menu = {
  readonly head_content: string;
  readonly list: readonly { readonly click: { readonly id: string; readonly content: string } }[];
};
const wordsOf = ({ body }: Shown): string => {
  const words = body['content'] ?? body['head_content'];
  return typeof words === 'string' ? words : '';
};

/** What comes to a customer after `count` messages, and that it comes in time. */
async function nextTo(count: number, withinMs: number): Promise<Shown> {
  const begun = performance.now();
  const shown = await eventually('the next message', () => platform.customerSees(LI)[count], withinMs + 3_000);
  expect(shown.at - begun).toBeLessThan(withinMs);
  return shown;
}

describe('the same line on another platform', () => {
  it('takes estate, staff and resident in, and greets whoever writes first', async () => {
    await call('/api/v1/estates', ESTATE);
    await call('/api/v1/staff', STAFF);
    const resident = { id: 'r-1', estate: 'cuihu', household: '3-1-100', name: '李敏', phone: '13800001000' };
    await call('/api/v1/residents', { ...resident, relation: 'owner', externalUserId: LI, consent: true });
    expect(await platform.customerWrites(LI, '你好')).toBe(200);
    expect(wordsOf(await nextTo(0, REPLY_MS))).toContain('翠湖花园');
  });

  it('asks within five seconds of the event, and records the tap of a menu', async () => {
    const who = neighbour(0);
    await call('/api/v1/events', handled(who, 0));
    const question = await nextTo(1, QUESTION_MS);
    expect(wordsOf(question)).toContain(who.matter);
    const item = (question.body as unknown as Menu).list.find(({ click }) => click.content === '满意');
    expect(await platform.customerWrites(LI, '满意', item?.click.id ?? '')).toBe(200);
    expect(wordsOf(await nextTo(2, REPLY_MS))).toContain('已记下');
    const { items } = await call('/api/v1/records?estate=cuihu');
    expect(items).toMatchObject([{ event: who.event, grade: 'satisfied', remark: null, method: 'chat' }]);
  });

  it('records typed words, and alerts the supervisor', async () => {
    const who = neighbour(1);
    await call('/api/v1/events', handled(who, 0));
    await nextTo(3, QUESTION_MS);
    await platform.customerWrites(LI, '不满意，还在漏');
    expect(wordsOf(await nextTo(4, REPLY_MS))).toContain('还在漏');
    const alert = await eventually('the alert', () => platform.memberSees('liuyan')[0], REPLY_MS);
    expect(wordsOf(alert)).toContain('还在漏');
    const { items } = await call(`/api/v1/records?estate=cuihu&event=${who.event}`);
    expect(items).toMatchObject([{ grade: 'dissatisfied', remark: '还在漏' }]);
  });

  it('tells the manager the rate in words and as a picture', async () => {
    const before = platform.memberSees('sun').length;
    expect(await platform.memberWrites('sun', '满意率 本月')).toBe(200);
    const answers = () =>
      platform
        .memberSees('sun')
        .slice(before)
        .filter(({ kind, body }) => kind === 'image' || JSON.stringify(body).includes('满意率'));
    const text = await eventually('the figures', () => answers()[0], REPLY_MS);
    expect(text.kind).toBe('text');
    expect(wordsOf(text)).toMatch(/满意率 50\.0%（回收 2 \/ 发出 2，满意 1、一般 0、不满意 1）/);
    const picture = await eventually('the picture', () => answers()[1], REPLY_MS);
    expect([picture.kind, picture.body['media_id']]).toEqual(['image', '3@1-_x']);
    expect(platform.uploads()[0]?.includes(Buffer.from('PNG'))).toBe(true);
  });

  it('was refused nothing on the way, and stops cleanly', async () => {
    expect(platform.refused()).toEqual([]);
    expect(await server.stop()).toBe(0);
  });
});
