import { describe, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor.js';
import { openContext } from '../../src/cli/open-context.js';
import { readConfig } from '../../src/config.js';
import { openHousehold } from '../helpers/one-household.js';
import { openWorld } from '../helpers/world.js';

const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
/** The world's clock stands still, the doctor's does not. */
const ANY_AGE = { env: { WECOM_CALLBACK_MAX_AGE_S: '0' } };

/** What needs a hand. */
const faults = async (env: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await examine(readConfig(env))).filter(({ ok }) => !ok).map(({ text }) => text);

describe('huifang doctor', () => {
  it('finds a running server reachable at its address, and what is missing among staff', async () => {
    await using world = await openWorld(ANY_AGE);
    await world.runtime.bringMenu();
    await openHousehold(world);
    await world.sandbox.contacts.joins('zhouli', { name: '周丽' });
    await world.settle();
    const env = { ...world.env, PUBLIC_URL: `${world.url}/` };
    expect(await faults(env)).toEqual([expect.stringContaining('翠湖花园没有项目经理')]);
    const said = (await examine(readConfig(env))).map(({ text }) => text);
    expect(said).toContainEqual(expect.stringMatching(/翠湖花园的被投诉部门主管（p03）没有人，由客服主管.+代/u));
    expect(said).toEqual(expect.arrayContaining([`回调地址 ${world.url}/wecom/app 可用`, 'DATA_KEY 与数据库相符']));
    expect(said).toContainEqual(expect.stringContaining('通讯录里的周丽（zhouli）还没有岗位'));
  });

  it('says when nobody answers at the address, when the answer is wrong, and when there is no address', async () => {
    await using world = await openWorld(ANY_AGE);
    await world.runtime.bringMenu();
    const dead = await faults({ ...world.env, PUBLIC_URL: 'http://127.0.0.1:9' });
    expect(dead).toEqual([expect.stringContaining('/wecom/app 连不上'), expect.stringContaining('/wecom/kf 连不上')]);
    const other = await faults({ ...world.env, PUBLIC_URL: world.url, WECOM_APP_TOKEN: 'another' });
    expect(other).toEqual([expect.stringContaining('/wecom/app 的回答不对（HTTP 401）')]);
    const { PUBLIC_URL: _, ...without } = world.env as Readonly<Record<string, string>> & { PUBLIC_URL?: string };
    expect(await faults(without)).toEqual([expect.stringContaining('没有设置 PUBLIC_URL')]);
  });

  it('knows another DATA_KEY than the database was begun with, and goes no further with it', async () => {
    await using world = await openWorld(ANY_AGE);
    await world.runtime.bringMenu();
    const env = { ...world.env, PUBLIC_URL: world.url, DATA_KEY: OTHER_KEY };
    expect(await faults(env)).toEqual([expect.stringContaining('DATA_KEY 与这个数据库所用的不同')]);
  });
});

describe('a database command', () => {
  it('refuses a DATA_KEY that is not the database’s', async () => {
    await using world = await openWorld();
    await expect(openContext({ ...world.env, DATA_KEY: OTHER_KEY })).rejects.toThrow('DATA_KEY 与这个数据库所用的不同');
    await (await openContext(world.env)).close();
  });
});
