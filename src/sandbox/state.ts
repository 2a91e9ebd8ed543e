/**
 * Everything the sandbox platform knows, in memory, and the small questions asked of it everywhere.
 * Ids come from one counter, so that two equal runs give equal ids; time comes from `now` alone.
 */
import type { CallbackKeys } from './envelope.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Scope = 'app' | 'kf';
export type Json = { readonly [name: string]: unknown };

/** Numbers that the platform sets; every one can be overridden. Times in milliseconds. */
export type Limits = {
  readonly memberPerMinute: number;
  readonly memberPerHour: number;
  readonly tokenCallsPerMinute: number;
  readonly tokenlessPullsPerMinute: number;
  readonly robotPerMinute: number;
  readonly kfWindowMs: number;
  readonly kfMessagesPerWindow: number;
  readonly welcomeCodeMs: number;
  readonly massPerMonth: number;
  /** The largest page of kf/sync_msg, however much was asked for. */
  readonly syncPage: number;
};

export type Settings = {
  readonly corpId: string;
  readonly agentId: number;
  readonly agentSecret: string;
  readonly kfSecret: string;
  readonly kfAccount: string;
  readonly kfName: string;
  readonly app: CallbackKeys;
  readonly kf: CallbackKeys;
  readonly tokenLifetimeS: number;
  readonly callbackTimeoutMs: number;
  readonly retryDelayMs: number;
  readonly deliveries: number;
  readonly envelope: 'xml' | 'json';
  /** What the platform does with a kf msgid that it has seen: answer ok and show nothing, or refuse. */
  readonly repeatedMsgid: 'ok' | 'refuse';
  readonly limits: Limits;
};

export type MenuItem = { readonly id: string; readonly text: string };

/** What a resident sees in WeChat. */
export type ResidentHeard = {
  readonly msgid: string;
  readonly at: number;
  readonly via: 'kf' | 'event' | 'mass';
  readonly kind: string;
  /** Text, or a menu's head and tail. */
  readonly text: string;
  readonly options: readonly MenuItem[];
  readonly content: Json;
};

/** What a member of staff sees in WeCom. `content` is the part of the call named by the message type. */
export type StaffHeard = {
  readonly msgid: string;
  readonly at: number;
  readonly kind: string;
  text: string;
  content: Json;
  readonly mediaId: string | undefined;
  recalled: boolean;
  /** The words that took the buttons' place, once the card was updated. */
  replacedBy: string | undefined;
};

export type ResidentState = {
  readonly id: string;
  nickname: string;
  /** The last message of the resident; null: never wrote. */
  lastSaidAt: number | null;
  sentSince: number;
  /** 0 new, 1 assistant, 2 waiting, 3 with a person, 4 ended. */
  serviceState: 0 | 1 | 2 | 3 | 4;
  servicer: string | undefined;
  welcomedAt: number | null;
  known: boolean;
  readonly friends: Set<string>;
  readonly massSent: number[];
  readonly heard: ResidentHeard[];
};

export type StaffState = {
  readonly userid: string;
  name: string;
  department: number;
  active: boolean;
  readonly arrivals: number[];
  readonly heard: StaffHeard[];
};

export type Token = { readonly scope: Scope; readonly secret: string; readonly expiresAt: number };
export type Media = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
  readonly expiresAt: number;
};
export type KfEntry = { readonly msgid: string; readonly at: number; readonly body: Json };
export type EventCode = { readonly resident: string; readonly expiresAt: number; used: boolean };
export type ResponseCode = { readonly msgid: string; readonly expiresAt: number; used: boolean };
export type SentByApp = {
  readonly msgid: string;
  readonly at: number;
  readonly users: readonly string[];
  readonly content: string;
  readonly taskId: string | undefined;
};
export type MassMessage = {
  readonly msgid: string;
  readonly sender: string;
  readonly at: number;
  readonly text: string;
  readonly content: Json;
  readonly reminders: number[];
  confirmedAt: number | null;
  /** 0 not sent, 1 sent, 2 no longer a customer, 3 month's limit reached. */
  readonly results: Map<string, 0 | 1 | 2 | 3>;
};
export type Change = { readonly kind: 'resident' | 'staff' | 'delivery' | 'call'; readonly id: string };

export type World = {
  readonly settings: Settings;
  readonly now: () => number;
  ids: number;
  callbackBase: string | undefined;
  readonly tokens: Map<string, Token>;
  readonly tokenCalls: number[];
  readonly residents: Map<string, ResidentState>;
  readonly staff: Map<string, StaffState>;
  readonly departments: Map<number, { readonly name: string; readonly parent: number }>;
  readonly media: Map<string, Media>;
  /** The app's menu as it was made. */
  menu: Json | null;
  readonly kfLog: KfEntry[];
  readonly kfSent: Map<string, string>;
  readonly cursors: Map<string, number>;
  readonly pullTokens: Map<string, number>;
  readonly tokenlessPulls: number[];
  lastPageFrom: number;
  repeatPage: boolean;
  readonly eventCodes: Map<string, EventCode>;
  readonly responseCodes: Map<string, ResponseCode>;
  readonly sent: SentByApp[];
  readonly mass: Map<string, MassMessage>;
  readonly loginCodes: Map<string, { readonly identity: Json; readonly expiresAt: number }>;
  readonly robots: Map<string, { readonly arrivals: number[]; readonly heard: Json[] }>;
  readonly listeners: Set<(change: Change) => void>;
};

/** The next number of the one counter. */
export const nextNumber = (world: World): number => (world.ids += 1);

/** An id that says what it is of: `msg-17`. */
export const nextId = (world: World, what: string): string => `${what}-${nextNumber(world)}`;

export function changed(world: World, kind: Change['kind'], id: string): void {
  for (const listener of world.listeners) listener({ kind, id });
}

/** Counts this moment among `times` if fewer than `limit` fell into the last `spanMs`; false: too many. */
export function allow(times: number[], now: number, spanMs: number, limit: number): boolean {
  const recent = times.filter((at) => at > now - spanMs && at <= now);
  if (recent.length >= limit) return false;
  times.push(now);
  return true;
}

export const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');
