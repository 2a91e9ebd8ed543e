/** An empty platform: its settings with their defaults, and nothing in it. */
import type { CallbackKeys } from './envelope.js';
import type { Limits, Settings, World } from './state.js';
import { HOUR } from './state.js';

export type SandboxOptions = {
  readonly port?: number;
  readonly corpId?: string;
  readonly agentId?: number;
  readonly agentSecret?: string;
  readonly kfSecret?: string;
  /** open_kfid */
  readonly kfAccount?: string;
  readonly kfName?: string;
  readonly app?: CallbackKeys;
  readonly kf?: CallbackKeys;
  /** The product's base URL; `setCallbackBase` sets it later. */
  readonly callbackBase?: string;
  /** Epoch milliseconds; the machine's clock by default. */
  readonly now?: () => number;
  readonly tokenLifetimeS?: number;
  /** How long a callback's answer is waited for, and the pause before the next attempt; real milliseconds. */
  readonly callbackTimeoutMs?: number;
  readonly retryDelayMs?: number;
  /** Attempts in all for one callback. */
  readonly deliveries?: number;
  readonly envelope?: Settings['envelope'];
  readonly repeatedMsgid?: Settings['repeatedMsgid'];
  readonly limits?: Partial<Limits>;
  /** Ids count from here. A product that keeps its database beside a new sandbox needs one that never was used. */
  readonly idsFrom?: number;
};

const LIMITS: Limits = {
  memberPerMinute: 30,
  memberPerHour: 1000,
  tokenCallsPerMinute: 100,
  tokenlessPullsPerMinute: 60,
  robotPerMinute: 20,
  kfWindowMs: 48 * HOUR,
  kfMessagesPerWindow: 5,
  welcomeCodeMs: 20_000,
  massPerMonth: 4,
  syncPage: 1000,
};

/** Keys that show at a glance that they are the sandbox's. */
const sampleKeys = (token: string): CallbackKeys => ({ token, aesKey: `${token}${'0'.repeat(43)}`.slice(0, 43) });

export function newWorld(options: SandboxOptions): World {
  return {
    settings: newSettings(options),
    now: options.now ?? Date.now,
    ids: options.idsFrom ?? 0,
    callbackBase: options.callbackBase,
    tokens: new Map(),
    tokenCalls: [],
    residents: new Map(),
    staff: new Map(),
    departments: new Map([[1, { name: '物业服务中心', parent: 0 }]]),
    media: new Map(),
    menu: null,
    kfLog: [],
    kfSent: new Map(),
    cursors: new Map(),
    pullTokens: new Map(),
    tokenlessPulls: [],
    lastPageFrom: 0,
    repeatPage: false,
    eventCodes: new Map(),
    responseCodes: new Map(),
    sent: [],
    mass: new Map(),
    loginCodes: new Map(),
    robots: new Map(),
    listeners: new Set(),
  };
}

const newSettings = (options: SandboxOptions): Settings => ({
  corpId: options.corpId ?? 'wwsandbox0000000001',
  agentId: options.agentId ?? 1000002,
  agentSecret: options.agentSecret ?? 'sandbox-agent-secret',
  kfSecret: options.kfSecret ?? 'sandbox-kf-secret',
  kfAccount: options.kfAccount ?? 'wksandbox000000001',
  kfName: options.kfName ?? '物业客服',
  app: options.app ?? sampleKeys('sandboxapp'),
  kf: options.kf ?? sampleKeys('sandboxkf'),
  tokenLifetimeS: options.tokenLifetimeS ?? 7200,
  callbackTimeoutMs: options.callbackTimeoutMs ?? 5000,
  retryDelayMs: options.retryDelayMs ?? 1000,
  deliveries: options.deliveries ?? 3,
  envelope: options.envelope ?? 'xml',
  repeatedMsgid: options.repeatedMsgid ?? 'ok',
  limits: { ...LIMITS, ...options.limits },
});
