/**
 * Environment → Config. The only place that reads `process.env`. Every variable has a sentence for missing and one for
 * malformed; all faults are told at once (contracts.md, Environment).
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isZone } from './core/calendar.js';

export const OFFICIAL_API_BASE = 'https://qyapi.weixin.qq.com';

export type AppConfig = {
  readonly agentId: number;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
};
export type KfConfig = {
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
  readonly account: string;
};

export type Config = {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly publicUrl: string | null;
  readonly logLevel: string;
  readonly defaultZone: string;
  readonly wecom: {
    readonly corpId: string;
    readonly apiBase: string;
    readonly callbackMaxAgeS: number;
    readonly app: AppConfig | null;
    readonly kf: KfConfig | null;
  };
  readonly apiTokens: readonly string[];
  readonly dataKey: Buffer;
  readonly policyDir: string | null;
  readonly formsDir: string | null;
};

/** Wrong or missing configuration: one message that names every variable at fault, and what it should be. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(faults: readonly string[]) {
    super(`配置有 ${faults.length} 处问题（见 .env.example）：\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

type Env = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const url = z.url({ protocol: /^https?$/ });
const aesKey = z.string().regex(/^[A-Za-z0-9+/]{43}$/);

/** Each variable: how it must look, and the words for a value that does not. */
const VARIABLES = {
  HOST: { shape: z.string().min(1), expected: '监听的地址，如 127.0.0.1 或 0.0.0.0' },
  PORT: { shape: z.coerce.number().int().min(0).max(65535), expected: '0–65535 的整数' },
  DATABASE_URL: {
    shape: z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)$/),
    expected: 'file:./data/huifang.db 或 postgresql://用户:密码@主机:5432/库名',
  },
  PUBLIC_URL: { shape: url, expected: '外网能访问的地址，如 https://huifang.example.com' },
  LOG_LEVEL: { shape: z.enum(LOG_LEVELS), expected: LOG_LEVELS.join('、') + ' 之一' },
  TZ_DEFAULT: { shape: z.string().refine(isZone), expected: '时区名，如 Asia/Shanghai' },
  WECOM_CORP_ID: { shape: z.string().min(1), expected: '企业ID：管理后台 → 我的企业 → 企业信息' },
  WECOM_API_BASE: { shape: url, expected: `企业微信接口地址，默认 ${OFFICIAL_API_BASE}` },
  WECOM_AGENT_ID: { shape: z.coerce.number().int().min(1), expected: '自建应用的 AgentId（整数）' },
  WECOM_AGENT_SECRET: { shape: z.string().min(1), expected: '自建应用的 Secret' },
  WECOM_APP_TOKEN: { shape: z.string().min(1), expected: '自建应用「接收消息」的 Token' },
  WECOM_APP_AES_KEY: { shape: aesKey, expected: '自建应用「接收消息」的 EncodingAESKey，43 位字母或数字' },
  WECOM_KF_SECRET: { shape: z.string().min(1), expected: '微信客服的 Secret' },
  WECOM_KF_TOKEN: { shape: z.string().min(1), expected: '微信客服「接收消息」的 Token' },
  WECOM_KF_AES_KEY: { shape: aesKey, expected: '微信客服「接收消息」的 EncodingAESKey，43 位字母或数字' },
  WECOM_KF_ACCOUNT: { shape: z.string().min(1), expected: '客服账号ID（open_kfid，以 wk 开头）' },
  WECOM_CALLBACK_MAX_AGE_S: { shape: z.coerce.number().int().min(0), expected: '秒数，0 表示不检查' },
  API_TOKENS: {
    shape: z.string().regex(/^[\x21-\x7e]{16,}$/),
    expected: '一个或多个令牌，逗号分隔，每个至少 16 个字符',
  },
  DATA_KEY: {
    shape: z.string().refine((text) => Buffer.from(text, 'base64').length === 32),
    expected: '32 个随机字节的 base64，可用 openssl rand -base64 32 生成',
  },
  POLICY_DIR: { shape: z.string().refine(existsSync), expected: '放公司自己制度文件的文件夹，须已存在' },
  FORMS_DIR: { shape: z.string().refine(existsSync), expected: '放公司自己表单和模板的文件夹，须已存在' },
} as const;

type Name = keyof typeof VARIABLES;

const DEFAULTS = {
  HOST: '127.0.0.1',
  PORT: '8080',
  DATABASE_URL: 'file:./data/huifang.db',
  LOG_LEVEL: 'info',
  TZ_DEFAULT: 'Asia/Shanghai',
  WECOM_API_BASE: OFFICIAL_API_BASE,
  WECOM_CALLBACK_MAX_AGE_S: '300',
} as const satisfies Partial<Record<Name, string>>;
const defaultOf = (name: Name): string | undefined => (DEFAULTS as Partial<Record<Name, string>>)[name];
const ALWAYS: readonly Name[] = ['WECOM_CORP_ID', 'API_TOKENS', 'DATA_KEY'];
/** A part is used as soon as one of its variables is set; then it needs them all. */
const PARTS: readonly (readonly Name[])[] = [
  ['WECOM_AGENT_ID', 'WECOM_AGENT_SECRET', 'WECOM_APP_TOKEN', 'WECOM_APP_AES_KEY'],
  ['WECOM_KF_SECRET', 'WECOM_KF_TOKEN', 'WECOM_KF_AES_KEY', 'WECOM_KF_ACCOUNT'],
];

/** Reads the configuration of `serve`. @throws ConfigFault */
export function readConfig(env: Env): Config {
  const faults: string[] = [];
  const given = (name: Name): string | undefined => (env[name]?.trim() ? env[name].trim() : defaultOf(name));
  const needed = new Set<Name>(ALWAYS);
  for (const part of PARTS)
    if (part.some((name) => given(name) !== undefined)) part.forEach((name) => needed.add(name));
  if (PARTS.every((part) => part.every((name) => given(name) === undefined))) {
    for (const part of PARTS) part.forEach((name) => needed.add(name));
  }
  const values = new Map<Name, unknown>();
  for (const name of Object.keys(VARIABLES) as Name[]) {
    const text = given(name);
    const { shape, expected } = VARIABLES[name];
    if (text === undefined) {
      if (needed.has(name)) faults.push(`${name}：没有设置。应为${expected}`);
      continue;
    }
    const parsed = (shape as z.ZodType).safeParse(text);
    if (parsed.success) values.set(name, parsed.data);
    else faults.push(`${name}：写法不对。应为${expected}`);
  }
  faults.push(...badTokens(values.get('API_TOKENS')));
  if (faults.length > 0) throw new ConfigFault(faults);
  return toConfig(<T>(name: Name) => values.get(name) as T);
}

function badTokens(tokens: unknown): readonly string[] {
  if (typeof tokens !== 'string') return [];
  const short = tokens.split(',').some((token) => token.length < 16);
  return short ? [`API_TOKENS：写法不对。应为${VARIABLES.API_TOKENS.expected}`] : [];
}

function toConfig(value: <T>(name: Name) => T): Config {
  const folder = (name: 'POLICY_DIR' | 'FORMS_DIR'): string | null => {
    const given = value<string | undefined>(name);
    return given === undefined ? null : path.resolve(given);
  };
  return {
    host: value('HOST'),
    port: value('PORT'),
    databaseUrl: value('DATABASE_URL'),
    publicUrl: value<string | undefined>('PUBLIC_URL') ?? null,
    logLevel: value('LOG_LEVEL'),
    defaultZone: value('TZ_DEFAULT'),
    wecom: {
      corpId: value('WECOM_CORP_ID'),
      apiBase: value('WECOM_API_BASE'),
      callbackMaxAgeS: value('WECOM_CALLBACK_MAX_AGE_S'),
      app: value('WECOM_AGENT_ID') === undefined ? null : appOf(value),
      kf: value('WECOM_KF_SECRET') === undefined ? null : kfOf(value),
    },
    apiTokens: value<string>('API_TOKENS').split(','),
    dataKey: Buffer.from(value<string>('DATA_KEY'), 'base64'),
    policyDir: folder('POLICY_DIR'),
    formsDir: folder('FORMS_DIR'),
  };
}

const appOf = (value: <T>(name: Name) => T): AppConfig => ({
  agentId: value('WECOM_AGENT_ID'),
  secret: value('WECOM_AGENT_SECRET'),
  token: value('WECOM_APP_TOKEN'),
  aesKey: value('WECOM_APP_AES_KEY'),
});

const kfOf = (value: <T>(name: Name) => T): KfConfig => ({
  secret: value('WECOM_KF_SECRET'),
  token: value('WECOM_KF_TOKEN'),
  aesKey: value('WECOM_KF_AES_KEY'),
  account: value('WECOM_KF_ACCOUNT'),
});

/** What the data commands and the demo read of the environment: no database, no WeCom. */
export function readLooseConfig(env: Env): {
  readonly policyDir: string | null;
  readonly formsDir: string | null;
  readonly port: number;
  readonly host: string;
  readonly zone: string | null;
} {
  const policyDir = env['POLICY_DIR']?.trim();
  const formsDir = env['FORMS_DIR']?.trim();
  const zone = env['TZ_DEFAULT']?.trim();
  const port = Number(env['PORT'] ?? DEFAULTS.PORT);
  return {
    policyDir: policyDir ? path.resolve(policyDir) : null,
    formsDir: formsDir ? path.resolve(formsDir) : null,
    port: Number.isInteger(port) && port >= 0 && port <= 65535 ? port : Number(DEFAULTS.PORT),
    host: env['HOST']?.trim() || '127.0.0.1',
    zone: zone !== undefined && isZone(zone) ? zone : null,
  };
}

/** The DATABASE_URL alone, for commands that need only the database. */
export function readDatabaseUrl(env: Env): string {
  const text = env['DATABASE_URL']?.trim() || DEFAULTS.DATABASE_URL;
  const { shape, expected } = VARIABLES.DATABASE_URL;
  if (!shape.safeParse(text).success) throw new ConfigFault([`DATABASE_URL：写法不对。应为${expected}`]);
  return text;
}

/** Reads `.env` of a folder into the environment: what is set already stays. False when there is none. */
export function loadEnvFile(folder: string): boolean {
  const file = path.join(folder, '.env');
  if (!existsSync(file)) return false;
  process.loadEnvFile(file);
  return true;
}

/** The environment that the program was started with. */
export const environment = (): Env => process.env;
