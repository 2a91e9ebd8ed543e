/** The chats as their phones show them: what a person said and what they heard, in the order in which it happened. */
import { isObject, objectsAt, textAt } from './answer.js';
import { buttonsOf } from './cards.js';
import type { StaffSeen } from './staff.js';
import type { Json, ResidentHeard } from './state.js';
import type { Sandbox } from './wecom-server.js';

export type ChatOption = { readonly id: string; readonly text: string };
export type ChatMessage = {
  readonly id: string;
  readonly at: number;
  readonly from: 'me' | 'them';
  readonly kind: 'text' | 'menu' | 'card' | 'image' | 'file';
  readonly text: string;
  readonly options: readonly ChatOption[];
  /** Pages that the message opens. */
  readonly links?: readonly { readonly url: string; readonly text: string }[];
  /** What a task card shows above its text, and the facts below. */
  readonly title?: string;
  readonly facts?: readonly { readonly name: string; readonly value: string }[];
  /** The words that took the card's buttons' place. */
  readonly done?: string;
};

/** Whether 微信客服 may write to a resident: for 48 hours and 5 messages after their last word (wecom-protocol.md §5). */
export type KfWindow = { readonly open: boolean; readonly until: number | null; readonly left: number };

export type Chat = {
  said(text: string, at: number): void;
  messages(): readonly ChatMessage[];
};
export type Chats = {
  resident(externalUserId: string): Chat;
  staff(userid: string): Chat;
  window(externalUserId: string): KfWindow;
  /** A picture or file that a phone received: it stays there after the platform has forgotten it. */
  file(msgid: string): { readonly name: string; readonly bytes: Buffer } | undefined;
};

const MOST_LINES = 200;

/** The platform remembers what was heard; this remembers what was said, and between which messages. */
export function newChats(sandbox: Sandbox, now: () => number): Chats {
  const residents = new Map<string, Chat>();
  const staff = new Map<string, Chat>();
  const files = new Map<string, { readonly name: string; readonly bytes: Buffer }>();
  const staffSeen = (userid: string): readonly StaffSeen[] => {
    const seen = sandbox.staff(userid).seen();
    for (const { msgid, file } of seen) if (file !== undefined) files.set(msgid, file);
    return seen;
  };
  const resident = (id: string): Chat =>
    entry(residents, id, () => newChat(() => sandbox.resident(id).seen(), residentMessage));
  return {
    resident,
    staff: (userid) => entry(staff, userid, () => newChat(() => staffSeen(userid), staffMessage)),
    window: (id) => windowOf(sandbox, resident(id).messages(), now()),
    file: (msgid) => files.get(msgid),
  };
}

function newChat<T extends { readonly msgid: string }>(
  heard: () => readonly T[],
  show: (each: T) => ChatMessage,
): Chat {
  /** A line of the chat: a message of one's own, or the id of one received. */
  const lines: (ChatMessage | string)[] = [];
  const known = new Set<string>();
  let sayings = 0;
  /** Notes what arrived since the last look, so that the next words come after it. */
  const look = (): ReadonlyMap<string, T> => {
    const byId = new Map(heard().map((each) => [each.msgid, each]));
    for (const id of byId.keys()) if (!known.has(id)) lines.push(id);
    for (const id of byId.keys()) known.add(id);
    return byId;
  };
  return {
    said(text, at) {
      look();
      sayings += 1;
      lines.push({ id: `said-${sayings}`, at, from: 'me', kind: 'text', text, options: [] });
    },
    messages() {
      const byId = look();
      return lines.slice(-MOST_LINES).flatMap((line) => {
        if (typeof line !== 'string') return [line];
        const each = byId.get(line);
        return each === undefined ? [] : [show(each)];
      });
    },
  };
}

function windowOf(sandbox: Sandbox, messages: readonly ChatMessage[], now: number): KfWindow {
  const { kfWindowMs, kfMessagesPerWindow } = sandbox.settings.limits;
  const last = messages.findLastIndex((message) => message.from === 'me');
  const said = messages[last];
  if (said === undefined) return { open: false, until: null, left: 0 };
  const left = Math.max(0, kfMessagesPerWindow - (messages.length - 1 - last));
  const until = said.at + kfWindowMs;
  return { open: now <= until && left > 0, until, left };
}

const residentMessage = (heard: ResidentHeard): ChatMessage => ({
  id: heard.msgid,
  at: heard.at,
  from: 'them',
  kind: heard.options.length > 0 ? 'menu' : 'text',
  text: heard.text,
  options: heard.options,
  ...linksOf(heard.content),
});

/** The items of a menu that open a page. */
function linksOf(menu: Json): Pick<ChatMessage, 'links'> {
  const views = objectsAt(menu, 'list').flatMap((item) => (isObject(item['view']) ? [item['view']] : []));
  const links = views.map((view) => ({ url: textAt(view, 'url', 2048), text: textAt(view, 'content', 1024) }));
  return links.length === 0 ? {} : { links };
}

function staffMessage(heard: StaffSeen): ChatMessage {
  const base = { id: heard.msgid, at: heard.at, from: 'them', text: heard.text, options: [] } as const;
  if (heard.kind === 'image') return { ...base, kind: 'image' };
  if (heard.kind === 'file') return { ...base, kind: 'file' };
  return heard.kind === 'template_card'
    ? { ...base, ...cardParts(heard.content), ...doneOf(heard) }
    : { ...base, kind: 'text' };
}

const doneOf = ({ replacedBy }: StaffSeen) => (replacedBy === undefined ? {} : { done: replacedBy });

function cardParts(card: Json) {
  const title = isObject(card['main_title']) ? card['main_title'] : {};
  const facts = objectsAt(card, 'horizontal_content_list');
  return {
    kind: 'card',
    title: textAt(title, 'title'),
    text: [textAt(title, 'desc'), textAt(card, 'sub_title_text')].filter((part) => part !== '').join('\n'),
    facts: facts.map((fact) => ({ name: textAt(fact, 'keyname'), value: textAt(fact, 'value') })),
    options: buttonsOf(card).map(({ key, text }) => ({ id: key, text })),
  } as const;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
