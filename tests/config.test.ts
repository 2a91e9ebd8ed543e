import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigFault, loadEnvFile, readConfig, readDatabaseUrl, readLooseConfig } from '../src/config.js';

const APP = {
  WECOM_AGENT_ID: '1000002',
  WECOM_AGENT_SECRET: 'app-secret',
  WECOM_APP_TOKEN: 'app-token',
  WECOM_APP_AES_KEY: 'a'.repeat(43),
};
const KF = {
  WECOM_KF_SECRET: 'kf-secret',
  WECOM_KF_TOKEN: 'kf-token',
  WECOM_KF_AES_KEY: 'b'.repeat(43),
  WECOM_KF_ACCOUNT: 'wkABC',
};
const NEEDED = {
  WECOM_CORP_ID: 'ww0123456789abcdef',
  API_TOKENS: '0123456789abcdef',
  DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const ENV = { ...NEEDED, ...APP, ...KF };

function messageOf(env: Readonly<Record<string, string>>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration', () => {
  it('takes the defaults for what is not set', () => {
    expect(readConfig(ENV)).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: 'file:./data/huifang.db',
      publicUrl: null,
      logLevel: 'info',
      defaultZone: 'Asia/Shanghai',
      policyDir: null,
      apiTokens: ['0123456789abcdef'],
      wecom: {
        corpId: 'ww0123456789abcdef',
        apiBase: 'https://qyapi.weixin.qq.com',
        callbackMaxAgeS: 300,
        app: { agentId: 1000002, secret: 'app-secret', token: 'app-token', aesKey: 'a'.repeat(43) },
        kf: { secret: 'kf-secret', token: 'kf-token', aesKey: 'b'.repeat(43), account: 'wkABC' },
      },
    });
    expect(readConfig(ENV).dataKey).toEqual(Buffer.alloc(32, 7));
  });

  it('takes what is set, blanks around it left away, and reads an empty value as not set', () => {
    const config = readConfig({
      ...ENV,
      PORT: ' 9000 ',
      HOST: '',
      API_TOKENS: '0123456789abcdef,fedcba9876543210',
      WECOM_CALLBACK_MAX_AGE_S: '0',
      DATABASE_URL: 'postgres://u:p@db/huifang',
    });
    expect(config).toMatchObject({
      port: 9000,
      host: '127.0.0.1',
      apiTokens: ['0123456789abcdef', 'fedcba9876543210'],
      databaseUrl: 'postgres://u:p@db/huifang',
      wecom: { callbackMaxAgeS: 0 },
    });
  });

  it('needs one part of WeCom, and that part whole', () => {
    expect(readConfig({ ...NEEDED, ...APP }).wecom).toMatchObject({ app: { agentId: 1000002 }, kf: null });
    expect(readConfig({ ...NEEDED, ...KF }).wecom).toMatchObject({ app: null, kf: { account: 'wkABC' } });
    expect(messageOf({ ...NEEDED, ...APP, WECOM_KF_TOKEN: 't' })).toBe(
      `配置有 3 处问题（见 .env.example）：
  WECOM_KF_SECRET：没有设置。应为微信客服的 Secret
  WECOM_KF_AES_KEY：没有设置。应为微信客服「接收消息」的 EncodingAESKey，43 位字母或数字
  WECOM_KF_ACCOUNT：没有设置。应为客服账号ID（open_kfid，以 wk 开头）`,
    );
  });

  it('names everything that is missing from an empty environment, in one message', () => {
    const names = [...messageOf({}).matchAll(/^ {2}(\w+)：没有设置。应为.+$/gm)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(Object.keys(ENV).toSorted());
    expect(messageOf({})).toContain('配置有 11 处问题（见 .env.example）：');
  });

  it('names every variable at fault and what it should be, in one message, without its value', () => {
    const message = messageOf({
      ...ENV,
      PORT: '65536',
      DATABASE_URL: 'mysql://root:geheim@db/x',
      PUBLIC_URL: 'huifang.example.com',
      LOG_LEVEL: 'loud',
      TZ_DEFAULT: 'Asia/Peking',
      WECOM_API_BASE: 'ftp://x',
      WECOM_AGENT_ID: 'one',
      WECOM_APP_AES_KEY: 'geheim',
      WECOM_CALLBACK_MAX_AGE_S: '-1',
      API_TOKENS: '0123456789abcdef,geheim',
      DATA_KEY: 'geheim',
      POLICY_DIR: '/nowhere/at/all',
    });
    expect(message).toBe(
      `配置有 12 处问题（见 .env.example）：
  PORT：写法不对。应为0–65535 的整数
  DATABASE_URL：写法不对。应为file:./data/huifang.db 或 postgresql://用户:密码@主机:5432/库名
  PUBLIC_URL：写法不对。应为外网能访问的地址，如 https://huifang.example.com
  LOG_LEVEL：写法不对。应为trace、debug、info、warn、error、fatal、silent 之一
  TZ_DEFAULT：写法不对。应为时区名，如 Asia/Shanghai
  WECOM_API_BASE：写法不对。应为企业微信接口地址，默认 https://qyapi.weixin.qq.com
  WECOM_AGENT_ID：写法不对。应为自建应用的 AgentId（整数）
  WECOM_APP_AES_KEY：写法不对。应为自建应用「接收消息」的 EncodingAESKey，43 位字母或数字
  WECOM_CALLBACK_MAX_AGE_S：写法不对。应为秒数，0 表示不检查
  DATA_KEY：写法不对。应为32 个随机字节的 base64，可用 openssl rand -base64 32 生成
  POLICY_DIR：写法不对。应为放公司自己制度文件的文件夹，须已存在
  API_TOKENS：写法不对。应为一个或多个令牌，逗号分隔，每个至少 16 个字符`,
    );
  });
});

describe('what needs less', () => {
  it('the database commands read DATABASE_URL alone', () => {
    expect(readDatabaseUrl({})).toBe('file:./data/huifang.db');
    expect(readDatabaseUrl({ DATABASE_URL: 'file:/tmp/x.db' })).toBe('file:/tmp/x.db');
    expect(() => readDatabaseUrl({ DATABASE_URL: 'x.db' })).toThrow(/DATABASE_URL：写法不对。应为file:/);
  });

  it('the data commands and the demo take any environment', () => {
    expect(readLooseConfig({})).toEqual({ policyDir: null, formsDir: null, port: 8080, host: '127.0.0.1', zone: null });
    expect(readLooseConfig({ PORT: 'x', HOST: '0.0.0.0', POLICY_DIR: '/p', TZ_DEFAULT: 'Asia/Urumqi' })).toEqual({
      policyDir: '/p',
      formsDir: null,
      port: 8080,
      host: '0.0.0.0',
      zone: 'Asia/Urumqi',
    });
  });
});

describe('a .env file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'huifang-test-'));
  });
  afterEach(async () => {
    delete process.env['HUIFANG_TEST_A'];
    delete process.env['HUIFANG_TEST_B'];
    await rm(folder, { recursive: true, force: true });
  });

  it('adds to the environment, and what is set already stays', async () => {
    expect(loadEnvFile(folder)).toBe(false);
    await writeFile(path.join(folder, '.env'), 'HUIFANG_TEST_A=one\nHUIFANG_TEST_B=two\n');
    process.env['HUIFANG_TEST_A'] = 'mine';
    expect(loadEnvFile(folder)).toBe(true);
    expect([process.env['HUIFANG_TEST_A'], process.env['HUIFANG_TEST_B']]).toEqual(['mine', 'two']);
  });
});
