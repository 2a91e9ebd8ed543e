/** An entry of `kf/sync_msg`'s msg_list 微信客服, from a resident (wecom-protocol.md §5), read as a value. */
import type { Instant } from '../core/calendar.js';

/** What every entry has; what it leaves out is '' or null. */
export type KfHead = {
  readonly msgId: string;
  readonly openKfId: string;
  /** The resident's external_userid. */
  readonly person: string;
  readonly at: Instant | null;
  readonly origin: 'customer' | 'system' | 'servicer' | 'other';
  readonly servicer: string;
};

export type KfInbound =
  | (KfHead & (KfContent | KfEvent | KfUnknown))
  /** Not an object with a msgid. */
  | { readonly kind: 'unreadable' };

export type KfContent =
  /** `menuId` is set exactly when the resident tapped a menu item. */
  | { readonly kind: 'text'; readonly content: string; readonly menuId: string | null }
  | { readonly kind: 'image' | 'video' | 'file'; readonly mediaId: string }
  /** `words`: what was said, where the platform has written it down. */
  | { readonly kind: 'voice'; readonly mediaId: string; readonly words: string | null }
  | {
      readonly kind: 'location';
      readonly latitude: number | null;
      readonly longitude: number | null;
      readonly name: string;
      readonly address: string;
    }
  | { readonly kind: 'link'; readonly title: string; readonly description: string; readonly url: string }
  | { readonly kind: 'business-card'; readonly userid: string }
  | { readonly kind: 'miniprogram'; readonly title: string; readonly appId: string; readonly pagePath: string };

export type KfEvent =
  /** `welcomeCode` is good for one message within 20 seconds; '' if none may be sent. */
  | {
      readonly kind: 'enter-session';
      readonly scene: string;
      readonly sceneParam: string;
      readonly welcomeCode: string;
    }
  | { readonly kind: 'send-failed'; readonly failedMsgId: string; readonly failType: number | null }
  | { readonly kind: 'servicer-status'; readonly servicer: string; readonly status: number | null }
  | {
      readonly kind: 'session-status';
      /** 1 taken from the pool, 2 handed on, 3 ended, 4 taken again (as the platform counts). */
      readonly changeType: number | null;
      readonly newServicer: string;
      readonly msgCode: string;
    }
  | { readonly kind: 'recall'; readonly recalledMsgId: string };

export type KfUnknown = { readonly kind: 'unknown'; readonly type: string; readonly entry: unknown };

/** Reads one entry. Unknown types are kept whole; nothing is thrown. */
export function readKfMessage(entry: unknown): KfInbound {
  const msgId = text(entry, 'msgid');
  if (msgId === '') return { kind: 'unreadable' };
  const type = text(entry, 'msgtype');
  const event = type === 'event' ? field(entry, 'event') : undefined;
  const seconds = number(entry, 'send_time');
  const head: KfHead = {
    msgId,
    openKfId: text(entry, 'open_kfid') || text(event, 'open_kfid'),
    person: text(entry, 'external_userid') || text(event, 'external_userid'),
    at: seconds === null ? null : ((seconds * 1000) as Instant),
    origin: originOf(entry, type),
    servicer: text(entry, 'servicer_userid') || text(event, 'servicer_userid'),
  };
  const read = type === 'event' ? EVENTS.get(text(event, 'event_type')) : CONTENTS.get(type);
  if (read !== undefined) return { ...head, ...read(type === 'event' ? event : field(entry, type)) };
  return { ...head, kind: 'unknown', type: type === 'event' ? `event:${text(event, 'event_type')}` : type, entry };
}

const ORIGINS: ReadonlyMap<number, KfHead['origin']> = new Map([
  [3, 'customer'],
  [4, 'system'],
  [5, 'servicer'],
]);

/** An entry that does not say where it comes from: what is no event was written by the customer. */
function originOf(entry: unknown, type: string): KfHead['origin'] {
  const origin = number(entry, 'origin');
  if (origin === null) return type === 'event' ? 'system' : 'customer';
  return ORIGINS.get(origin) ?? 'other';
}

const CONTENTS: ReadonlyMap<string, (content: unknown) => KfContent> = new Map<string, (content: unknown) => KfContent>(
  [
    ['text', (c) => ({ kind: 'text', content: text(c, 'content'), menuId: text(c, 'menu_id') || null })],
    ['image', (c) => ({ kind: 'image', mediaId: text(c, 'media_id') })],
    ['voice', (c) => ({ kind: 'voice', mediaId: text(c, 'media_id'), words: text(c, 'recognition') || null })],
    ['video', (c) => ({ kind: 'video', mediaId: text(c, 'media_id') })],
    ['file', (c) => ({ kind: 'file', mediaId: text(c, 'media_id') })],
    [
      'location',
      (c) => ({
        kind: 'location',
        latitude: number(c, 'latitude'),
        longitude: number(c, 'longitude'),
        name: text(c, 'name'),
        address: text(c, 'address'),
      }),
    ],
    ['link', (c) => ({ kind: 'link', title: text(c, 'title'), description: text(c, 'desc'), url: text(c, 'url') })],
    ['business_card', (c) => ({ kind: 'business-card', userid: text(c, 'userid') })],
    [
      'miniprogram',
      (c) => ({ kind: 'miniprogram', title: text(c, 'title'), appId: text(c, 'appid'), pagePath: text(c, 'pagepath') }),
    ],
  ],
);

const EVENTS: ReadonlyMap<string, (event: unknown) => KfEvent> = new Map<string, (event: unknown) => KfEvent>([
  [
    'enter_session',
    (e) => ({
      kind: 'enter-session',
      scene: text(e, 'scene'),
      sceneParam: text(e, 'scene_param'),
      welcomeCode: text(e, 'welcome_code'),
    }),
  ],
  [
    'msg_send_fail',
    (e) => ({ kind: 'send-failed', failedMsgId: text(e, 'fail_msgid'), failType: number(e, 'fail_type') }),
  ],
  [
    'servicer_status_change',
    (e) => ({ kind: 'servicer-status', servicer: text(e, 'servicer_userid'), status: number(e, 'status') }),
  ],
  [
    'session_status_change',
    (e) => ({
      kind: 'session-status',
      changeType: number(e, 'change_type'),
      newServicer: text(e, 'new_servicer_userid'),
      msgCode: text(e, 'msg_code'),
    }),
  ],
  ['user_recall_msg', (e) => ({ kind: 'recall', recalledMsgId: text(e, 'recall_msgid') })],
]);

/** An own property; never one of the prototype's. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return Number.isSafeInteger(found) ? String(found) : typeof found === 'string' ? found : '';
}

/** Some write their numbers in quotes, and their ids without. */
function number(value: unknown, name: string): number | null {
  const found = field(value, name);
  if (typeof found === 'string') return /^\d{1,15}$/.test(found) ? Number(found) : null;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}
