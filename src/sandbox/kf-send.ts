/**
 * `kf/send_msg` and `kf/send_msg_on_event`. A msgid is shown once: by default a second call with it answers ok with the
 * same msgid and shows nothing, whatever it holds and even when the window has closed since; with `repeatedMsgid: 'refuse'`
 * it is refused (40058), which some readers of the platform's documentation expect.
 */
import type { Answer, Call } from './answer.js';
import { neededText, objectAt, objectsAt, ok, refuse, textAt } from './answer.js';
import { checkAccount, customer } from './kf.js';
import { mediaFor } from './media.js';
import type { Json, MenuItem, ResidentHeard, ResidentState, World } from './state.js';
import { changed, nextId } from './state.js';

const KINDS = new Set(['text', 'image', 'voice', 'video', 'file', 'link', 'miniprogram', 'location', 'msgmenu']);
const MSGID = /^[0-9A-Za-z_-]{1,32}$/;
const LONGEST = 2048;
const HEAD = 1024;
const SMALL = 128;
const MOST_ITEMS = 10;

type Shown = { readonly kind: string; readonly text: string; readonly options: readonly MenuItem[] };

export function sendToResident(world: World, call: Call): Answer {
  checkAccount(world, textAt(call.json, 'open_kfid'));
  const resident = customer(world, neededText(call.json, 'touser'));
  const msgid = msgidOf(world, call.json);
  if (world.kfSent.has(msgid)) return repeated(world, msgid);
  const shown = checkContent(world, call.json);
  checkOpen(world, resident);
  resident.sentSince += 1;
  show(world, resident, msgid, 'kf', shown, call.json);
  return ok({ msgid });
}

export function sendOnEvent(world: World, call: Call): Answer {
  const code = world.eventCodes.get(neededText(call.json, 'code'));
  const msgid = msgidOf(world, call.json);
  if (world.kfSent.has(msgid)) return repeated(world, msgid);
  const shown = checkContent(world, call.json);
  if (shown.kind !== 'text' && shown.kind !== 'msgmenu') refuse(40008, 'invalid message type');
  if (code === undefined || code.used || code.expiresAt <= world.now())
    return refuse(95019, 'invalid code: unknown, used or expired');
  code.used = true;
  const resident = customer(world, code.resident);
  resident.welcomedAt = world.now();
  show(world, resident, msgid, 'event', shown, call.json);
  return ok({ msgid });
}

function msgidOf(world: World, json: Json): string {
  const given = textAt(json, 'msgid');
  if (given === '') return nextId(world, 'kfmsg');
  return MSGID.test(given) ? given : refuse(40058, 'invalid Request Parameter: msgid');
}

const repeated = (world: World, msgid: string): Answer =>
  world.settings.repeatedMsgid === 'ok' ? ok({ msgid }) : refuse(40058, 'invalid Request Parameter: msgid repeated');

/** 95018 by session state, 95001 outside the 48 hours, 95002 after five messages. */
function checkOpen(world: World, resident: ResidentState): void {
  const { kfWindowMs, kfMessagesPerWindow } = world.settings.limits;
  if (resident.serviceState > 1) refuse(95018, 'session state does not allow sending');
  if (resident.lastSaidAt === null || world.now() - resident.lastSaidAt > kfWindowMs)
    refuse(95001, 'send msg time limit: 48 hours since the last message of the customer');
  if (resident.sentSince >= kfMessagesPerWindow) refuse(95002, 'send msg count limit');
}

function show(
  world: World,
  resident: ResidentState,
  msgid: string,
  via: ResidentHeard['via'],
  shown: Shown,
  json: Json,
) {
  world.kfSent.set(msgid, resident.id);
  resident.heard.push({ msgid, at: world.now(), via, ...shown, content: objectAt(json, shown.kind) });
  changed(world, 'resident', resident.id);
}

function checkContent(world: World, json: Json): Shown {
  const kind = neededText(json, 'msgtype', 64, 40008);
  if (!KINDS.has(kind)) refuse(40008, 'invalid message type');
  const content = objectAt(json, kind);
  const plain = (text: string): Shown => ({ kind, text, options: [] });
  switch (kind) {
    case 'text':
      return plain(neededText(content, 'content', LONGEST, 44004));
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
      return plain(mediaFor(world, neededText(content, 'media_id', Infinity, 40007), kind).name);
    case 'link':
      neededText(content, 'url', LONGEST);
      mediaFor(world, neededText(content, 'thumb_media_id', Infinity, 40007), 'image');
      return plain(neededText(content, 'title', SMALL));
    case 'miniprogram':
      neededText(content, 'appid');
      neededText(content, 'pagepath');
      mediaFor(world, neededText(content, 'thumb_media_id', Infinity, 40007), 'image');
      return plain(textAt(content, 'title', 64));
    case 'location':
      return plain(textAt(content, 'name'));
    case 'msgmenu':
      return checkMenu(content);
    default:
      return refuse(40008, 'invalid message type');
  }
}

function checkMenu(menu: Json): Shown {
  const head = textAt(menu, 'head_content', HEAD);
  const tail = textAt(menu, 'tail_content', HEAD);
  const list = objectsAt(menu, 'list');
  if (list.length > MOST_ITEMS) refuse(95008, `menu list out of limit, at most ${MOST_ITEMS}`);
  if (list.length === 0 && head === '' && tail === '') refuse(40058, 'missing parameter: msgmenu.list');
  const options = list.flatMap(checkItem);
  const words = list.filter((item) => item['type'] === 'text').map((item) => textAt(objectAt(item, 'text'), 'content'));
  const text = [head, ...words, tail].filter((line) => line !== '').join('\n');
  return { kind: 'msgmenu', text, options };
}

function checkItem(item: Json): readonly MenuItem[] {
  const type = neededText(item, 'type', 64, 95009);
  switch (type) {
    case 'click': {
      const click = objectAt(item, 'click');
      return [{ id: textAt(click, 'id', SMALL), text: neededText(click, 'content', SMALL) }];
    }
    case 'view': {
      const view = objectAt(item, 'view');
      neededText(view, 'url', LONGEST);
      neededText(view, 'content', HEAD);
      return [];
    }
    case 'miniprogram': {
      const program = objectAt(item, 'miniprogram');
      for (const field of ['appid', 'pagepath']) neededText(program, field, HEAD);
      neededText(program, 'content', HEAD);
      return [];
    }
    case 'text':
      neededText(objectAt(item, 'text'), 'content', 256);
      return [];
    default:
      return refuse(95009, 'invalid menu item type');
  }
}
