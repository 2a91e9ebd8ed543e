/** Messages to staff: `message/send`, `message/update_template_card`, `message/recall`. */
import type { Answer, Call } from './answer.js';
import { isObject, neededText, objectAt, objectsAt, ok, refuse, textAt, wholeAt } from './answer.js';
import { cardWords, checkCard, updatedUsers } from './cards.js';
import { mediaFor } from './media.js';
import type { Json, SentByApp, StaffHeard, StaffState, World } from './state.js';
import { allow, changed, DAY, HOUR, MINUTE, nextId } from './state.js';

const KINDS = new Set(['text', 'markdown', 'image', 'voice', 'video', 'file', 'textcard', 'news', 'template_card']);
const LONGEST = 2048;
const MOST_USERS = 1000;
const MOST_PARTIES = 100;
const DUPLICATE_DEFAULT_S = 1800;
const DUPLICATE_MOST_S = 4 * 3600;
const RESPONSE_CODE_MS = 72 * HOUR;

type Receivers = { readonly users: readonly StaffState[]; readonly invalid: readonly string[] };
type Checked = { readonly text: string; readonly mediaId?: string; readonly taskId?: string; readonly answers?: true };

export function sendMessage(world: World, call: Call): Answer {
  const json = call.json;
  checkAgent(world, json);
  const kind = neededText(json, 'msgtype', 64, 40008);
  if (!KINDS.has(kind)) refuse(40008, 'invalid message type');
  const receivers = receiversOf(world, json);
  if (receivers.users.length === 0) refuse(81013, 'user & party & tag all invalid');
  const content = objectAt(json, kind);
  const checked = checkContent(world, kind, content);

  const earlier = earlierSame(world, json, kind, content, receivers.users);
  if (earlier) return ok({ ...invalidPart(receivers), msgid: earlier.msgid });
  if (checked.taskId !== undefined && world.sent.some((sent) => sent.taskId === checked.taskId))
    refuse(40058, 'invalid Request Parameter: task_id repeated');

  const msgid = nextId(world, 'msg');
  const users = receivers.users.map((member) => member.userid);
  world.sent.push({ msgid, at: world.now(), users, content: sameness(kind, content), taskId: checked.taskId });
  for (const member of receivers.users) deliver(world, member, { msgid, kind, content, ...checked });
  const code = checked.answers ? { response_code: newResponseCode(world, msgid) } : {};
  return ok({ ...invalidPart(receivers), msgid, ...code });
}

const invalidPart = (receivers: Receivers): Json =>
  receivers.invalid.length === 0 ? {} : { invaliduser: receivers.invalid.join('|') };

function checkAgent(world: World, json: Json): void {
  if (Number(json['agentid']) !== world.settings.agentId) refuse(40056, 'invalid agentid');
}

function receiversOf(world: World, json: Json): Receivers {
  const [ids, parties, tags] = ['touser', 'toparty', 'totag'].map((field) => split(textAt(json, field)));
  if (!ids?.length && !parties?.length && !tags?.length) refuse(82001, 'touser, toparty, totag all empty');
  if ((ids?.length ?? 0) > MOST_USERS || (parties?.length ?? 0) > MOST_PARTIES || (tags?.length ?? 0) > MOST_PARTIES)
    refuse(40058, 'invalid Request Parameter: too many receivers');
  const active = [...world.staff.values()].filter((member) => member.active);
  if (ids?.includes('@all')) return { users: active, invalid: [] };
  const inParties = active.filter((member) => parties?.includes(String(member.department)));
  const named = active.filter((member) => ids?.includes(member.userid));
  const invalid = (ids ?? []).filter((id) => !named.some((member) => member.userid === id));
  return { users: [...new Set([...named, ...inParties])], invalid };
}

const split = (list: string): readonly string[] => list.split('|').filter((part) => part !== '');

function checkContent(world: World, kind: string, content: Json): Checked {
  switch (kind) {
    case 'text':
    case 'markdown':
      return { text: neededText(content, 'content', LONGEST, 44004) };
    case 'image':
    case 'voice':
    case 'video':
    case 'file': {
      const media = mediaFor(world, neededText(content, 'media_id', Infinity, 40007), kind);
      return { text: media.name, mediaId: media.id };
    }
    case 'textcard': {
      neededText(content, 'url', LONGEST);
      return { text: `${neededText(content, 'title', 128)}\n${neededText(content, 'description', 512)}` };
    }
    case 'news': {
      const articles = objectsAt(content, 'articles');
      if (articles.length < 1 || articles.length > 8) refuse(40058, 'invalid Request Parameter: articles, 1 to 8');
      return { text: articles.map((article) => neededText(article, 'title', 128)).join('\n') };
    }
    case 'template_card': {
      const taskId = checkCard(content);
      const answers = textAt(content, 'card_type').endsWith('_interaction');
      return { text: cardWords(content), ...(taskId && { taskId }), ...(answers && { answers: true }) };
    }
    default:
      return refuse(40008, 'invalid message type');
  }
}

const sameness = (kind: string, content: Json): string => JSON.stringify([kind, content]);

/** With the duplicate check on: an equal message to the same members inside the interval, which is then not sent. */
function earlierSame(world: World, json: Json, kind: string, content: Json, users: readonly StaffState[]) {
  if (json['enable_duplicate_check'] !== 1) return undefined;
  const interval = wholeAt(json, 'duplicate_check_interval', [1, DUPLICATE_MOST_S], DUPLICATE_DEFAULT_S) * 1000;
  const key = sameness(kind, content);
  const sameUsers = (sent: SentByApp) => users.every((member) => sent.users.includes(member.userid));
  return world.sent.find((sent) => sent.content === key && sent.at > world.now() - interval && sameUsers(sent));
}

type Delivered = { readonly msgid: string; readonly kind: string; readonly content: Json } & Checked;

/** To one member's WeCom, unless the member had 30 this minute or 1000 this hour: then it is dropped without a word. */
export function deliver(world: World, member: StaffState, message: Delivered): void {
  const { memberPerMinute, memberPerHour } = world.settings.limits;
  const hourCount = member.arrivals.filter((at) => at > world.now() - HOUR && at <= world.now()).length;
  if (hourCount >= memberPerHour || !allow(member.arrivals, world.now(), MINUTE, memberPerMinute)) return;
  member.heard.push({
    msgid: message.msgid,
    at: world.now(),
    kind: message.kind,
    text: message.text,
    content: message.content,
    mediaId: message.mediaId,
    recalled: false,
    replacedBy: undefined,
  });
  changed(world, 'staff', member.userid);
}

/** A code that lets the card be updated once within 72 hours. */
export function newResponseCode(world: World, msgid: string): string {
  const code = nextId(world, 'response');
  world.responseCodes.set(code, { msgid, expiresAt: world.now() + RESPONSE_CODE_MS, used: false });
  return code;
}

export function updateTemplateCard(world: World, call: Call): Answer {
  checkAgent(world, call.json);
  const code = world.responseCodes.get(neededText(call.json, 'response_code'));
  if (code === undefined || code.used || code.expiresAt <= world.now()) refuse(40058, 'invalid response_code');
  const button = isObject(call.json['button']) ? neededText(call.json['button'], 'replace_name') : undefined;
  const card = button === undefined ? objectAt(call.json, 'template_card') : undefined;
  if (card !== undefined) checkCard(card);

  const users = updatedUsers(call.json);
  const holders = [...world.staff.values()].filter((member) => cardOf(member, code.msgid) !== undefined);
  const chosen = holders.filter((member) => users === 'all' || users.includes(member.userid));
  code.used = true;
  for (const member of chosen) {
    const heard = cardOf(member, code.msgid);
    if (heard !== undefined) replaceCard(heard, button, card);
    changed(world, 'staff', member.userid);
  }
  const invalid = users === 'all' ? [] : users.filter((id) => !chosen.some((member) => member.userid === id));
  return ok(invalid.length === 0 ? {} : { invaliduser: invalid });
}

const cardOf = (member: StaffState, msgid: string): StaffHeard | undefined =>
  member.heard.find((heard) => heard.msgid === msgid && heard.kind === 'template_card');

function replaceCard(heard: StaffHeard, button: string | undefined, card: Json | undefined): void {
  heard.replacedBy = button ?? (card === undefined ? undefined : cardWords(card));
  if (card === undefined) return;
  heard.content = card;
  heard.text = cardWords(card);
  if (textAt(card, 'card_type').endsWith('_interaction')) heard.replacedBy = undefined;
}

export function recallMessage(world: World, call: Call): Answer {
  const msgid = neededText(call.json, 'msgid');
  const sent = world.sent.find((each) => each.msgid === msgid);
  if (sent === undefined || sent.at <= world.now() - DAY)
    return refuse(40058, 'invalid msgid: unknown or over 24 hours');
  for (const member of world.staff.values())
    for (const heard of member.heard) if (heard.msgid === msgid) heard.recalled = true;
  for (const userid of sent.users) changed(world, 'staff', userid);
  return ok();
}
