/** A message to the app 自建应用, from staff and managers (wecom-protocol.md §2), read from the inbox as a value. */
import type { Instant } from '../core/calendar.js';
import { type Element, child, childrenNamed, leafFields, readElement, textOf } from './element.js';

/** What every message has. A field that the message leaves out is '' (texts) or null (times, numbers). */
export type AppHead = {
  readonly from: string;
  readonly corpId: string;
  readonly agentId: string;
  readonly msgId: string;
  readonly at: Instant | null;
};

export type AppInbound =
  | (AppHead & AppBody)
  /** Not XML or JSON as the platform writes it: kept, and answered with nothing. */
  | { readonly kind: 'unreadable' };

export type AppBody = AppMessage | AppEvent | AppUnknown;

export type AppMessage =
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'image'; readonly mediaId: string; readonly picUrl: string }
  | { readonly kind: 'voice'; readonly mediaId: string; readonly format: string }
  | { readonly kind: 'video'; readonly mediaId: string; readonly thumbMediaId: string }
  | { readonly kind: 'file'; readonly mediaId: string; readonly name: string }
  | {
      readonly kind: 'location';
      readonly latitude: number | null;
      readonly longitude: number | null;
      readonly scale: number | null;
      readonly label: string;
    }
  | {
      readonly kind: 'link';
      readonly title: string;
      readonly description: string;
      readonly url: string;
      readonly picUrl: string;
    };

export type AppEvent =
  | { readonly kind: 'subscribe' | 'unsubscribe' | 'enter-agent' }
  | { readonly kind: 'menu-click'; readonly eventKey: string }
  | { readonly kind: 'menu-view'; readonly url: string }
  | { readonly kind: 'position'; readonly latitude: number | null; readonly longitude: number | null }
  | CardClick
  | { readonly kind: 'taskcard-click'; readonly eventKey: string; readonly taskId: string }
  | {
      readonly kind: 'contact-change' | 'customer-change';
      readonly changeType: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'job-result' | 'approval-change'; readonly fields: Readonly<Record<string, string>> }
  /** 微信客服 has something to pull; the token lives 10 minutes. */
  | { readonly kind: 'kf-notice'; readonly openKfId: string; readonly token: string };

/** A button or a choice on a template card 模板卡片. */
export type CardClick = {
  readonly kind: 'card-click' | 'card-menu-click';
  readonly eventKey: string;
  readonly taskId: string;
  readonly cardType: string;
  /** Good for one update of the card. */
  readonly responseCode: string;
  readonly selected: readonly { readonly questionKey: string; readonly optionIds: readonly string[] }[];
};

/** A type or event that this program has no word for; `type` is `MsgType`, or `event:` and the event's name. */
export type AppUnknown = {
  readonly kind: 'unknown';
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** Reads a decrypted message, XML or JSON. Unknown types are kept as such; nothing is thrown. */
export function readMessage(plain: string): AppInbound {
  const root = readElement(plain);
  if (root === null || root.children.length === 0) return { kind: 'unreadable' };
  const type = textOf(root, 'MsgType');
  const body = type === 'event' ? readEvent(root) : (MESSAGES.get(type)?.(root) ?? unknown(root, type));
  return { ...headOf(root), ...body };
}

function headOf(root: Element): AppHead {
  const seconds = textOf(root, 'CreateTime');
  return {
    from: textOf(root, 'FromUserName'),
    corpId: textOf(root, 'ToUserName'),
    agentId: textOf(root, 'AgentID'),
    msgId: textOf(root, 'MsgId'),
    at: /^\d{1,11}$/.test(seconds) ? ((Number(seconds) * 1000) as Instant) : null,
  };
}

const MESSAGES: ReadonlyMap<string, (root: Element) => AppMessage> = new Map<string, (root: Element) => AppMessage>([
  ['text', (m) => ({ kind: 'text', content: textOf(m, 'Content') })],
  ['image', (m) => ({ kind: 'image', mediaId: textOf(m, 'MediaId'), picUrl: textOf(m, 'PicUrl') })],
  ['voice', (m) => ({ kind: 'voice', mediaId: textOf(m, 'MediaId'), format: textOf(m, 'Format') })],
  ['video', (m) => ({ kind: 'video', mediaId: textOf(m, 'MediaId'), thumbMediaId: textOf(m, 'ThumbMediaId') })],
  ['file', (m) => ({ kind: 'file', mediaId: textOf(m, 'MediaId'), name: textOf(m, 'FileName') })],
  [
    'location',
    (m) => ({
      kind: 'location',
      latitude: numberOf(m, 'Location_X'),
      longitude: numberOf(m, 'Location_Y'),
      scale: numberOf(m, 'Scale'),
      label: textOf(m, 'Label'),
    }),
  ],
  [
    'link',
    (m) => ({
      kind: 'link',
      title: textOf(m, 'Title'),
      description: textOf(m, 'Description'),
      url: textOf(m, 'Url'),
      picUrl: textOf(m, 'PicUrl'),
    }),
  ],
]);

/** Event names come in capitals and without; both are taken. */
function readEvent(root: Element): AppEvent | AppUnknown {
  const event = textOf(root, 'Event');
  return EVENTS.get(event.toLowerCase())?.(root) ?? unknown(root, `event:${event}`);
}

const EVENTS: ReadonlyMap<string, (root: Element) => AppEvent> = new Map<string, (root: Element) => AppEvent>([
  ['subscribe', () => ({ kind: 'subscribe' })],
  ['unsubscribe', () => ({ kind: 'unsubscribe' })],
  ['enter_agent', () => ({ kind: 'enter-agent' })],
  ['click', (e) => ({ kind: 'menu-click', eventKey: textOf(e, 'EventKey') })],
  ['view', (e) => ({ kind: 'menu-view', url: textOf(e, 'EventKey') })],
  ['location', (e) => ({ kind: 'position', latitude: numberOf(e, 'Latitude'), longitude: numberOf(e, 'Longitude') })],
  ['template_card_event', (e) => cardClick('card-click', e)],
  ['template_card_menu_event', (e) => cardClick('card-menu-click', e)],
  ['taskcard_click', (e) => ({ kind: 'taskcard-click', eventKey: textOf(e, 'EventKey'), taskId: textOf(e, 'TaskId') })],
  ['change_contact', (e) => ({ kind: 'contact-change', changeType: textOf(e, 'ChangeType'), fields: leafFields(e) })],
  [
    'change_external_contact',
    (e) => ({ kind: 'customer-change', changeType: textOf(e, 'ChangeType'), fields: leafFields(e) }),
  ],
  ['batch_job_result', (e) => ({ kind: 'job-result', fields: leafFields(e) })],
  ['open_approval_change', (e) => ({ kind: 'approval-change', fields: leafFields(e) })],
  ['kf_msg_or_event', (e) => ({ kind: 'kf-notice', openKfId: textOf(e, 'OpenKfId'), token: textOf(e, 'Token') })],
]);

function cardClick(kind: CardClick['kind'], root: Element): CardClick {
  const items = child(root, 'SelectedItems');
  return {
    kind,
    eventKey: textOf(root, 'EventKey'),
    taskId: textOf(root, 'TaskId'),
    cardType: textOf(root, 'CardType'),
    responseCode: textOf(root, 'ResponseCode'),
    selected: items === null ? [] : childrenNamed(items, 'SelectedItem').map(selection),
  };
}

function selection(item: Element): CardClick['selected'][number] {
  const options = child(item, 'OptionIds');
  return {
    questionKey: textOf(item, 'QuestionKey'),
    optionIds: options === null ? [] : childrenNamed(options, 'OptionId').map((option) => option.text),
  };
}

function unknown(root: Element, type: string): AppUnknown {
  return { kind: 'unknown', type, fields: leafFields(root) };
}

function numberOf(parent: Element, name: string): number | null {
  const text = textOf(parent, name).trim();
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}
