/** 微信客服: pulling messages, session states, customers, accounts. Sending is in kf-send. */
import type { Answer, Call } from './answer.js';
import { neededText, ok, refuse, textAt, textsAt, wholeAt } from './answer.js';
import type { Json, ResidentState, World } from './state.js';
import { allow, changed, DAY, MINUTE, nextId, nextNumber } from './state.js';

const PULL_TOKEN_MS = 10 * MINUTE;
const KEPT_MS = 3 * DAY;
const MOST = 1000;

/** Adds a line to the account's log of messages; returns its msgid. */
export function record(world: World, entry: Json): string {
  const msgid = `kf${String(nextNumber(world)).padStart(24, '0')}`;
  const send_time = Math.floor(world.now() / 1000);
  world.kfLog.push({ msgid, at: world.now(), body: { msgid, send_time, ...entry } });
  return msgid;
}

/** An event of the account; the ids stand inside `event`, as on the platform. */
export const recordEvent = (world: World, resident: ResidentState, event: Json): string =>
  record(world, {
    origin: 4,
    msgtype: 'event',
    event: { open_kfid: world.settings.kfAccount, external_userid: resident.id, ...event },
  });

/** The Token that a callback carries, good for pulling without the strict limit for ten minutes. */
export function newPullToken(world: World): string {
  const token = nextId(world, 'pull');
  world.pullTokens.set(token, world.now() + PULL_TOKEN_MS);
  return token;
}

export function syncMessages(world: World, call: Call): Answer {
  checkAccount(world, textAt(call.json, 'open_kfid'));
  const limit = wholeAt(call.json, 'limit', [1, MOST], MOST);
  wholeAt(call.json, 'voice_format', [0, 1], 0);
  const cursor = textAt(call.json, 'cursor');
  const asked = cursor === '' ? firstKept(world) : (world.cursors.get(cursor) ?? refuse(40058, 'invalid cursor'));
  checkPullToken(world, textAt(call.json, 'token'));

  const from = world.repeatPage ? world.lastPageFrom : asked;
  world.repeatPage = false;
  world.lastPageFrom = from;
  const page = world.kfLog.slice(from, from + Math.min(limit, world.settings.limits.syncPage));
  const next = from + page.length;
  const next_cursor = `cursor-${next}-of-${world.settings.kfAccount}`;
  world.cursors.set(next_cursor, next);
  const has_more = next < world.kfLog.length ? 1 : 0;
  return ok({ next_cursor, has_more, msg_list: page.map((entry) => entry.body) });
}

const firstKept = (world: World): number => {
  const first = world.kfLog.findIndex((entry) => entry.at > world.now() - KEPT_MS);
  return first === -1 ? world.kfLog.length : first;
};

function checkPullToken(world: World, token: string): void {
  if (token === '') {
    if (!allow(world.tokenlessPulls, world.now(), MINUTE, world.settings.limits.tokenlessPullsPerMinute))
      refuse(45009, 'api freq out of limit');
  } else if ((world.pullTokens.get(token) ?? 0) <= world.now()) refuse(95007, 'invalid msg token');
}

export function checkAccount(world: World, id: string): void {
  if (id !== world.settings.kfAccount) refuse(95000, 'invalid open_kfid');
}

/** The resident of that id; 84061 where the account never met them. */
export function customer(world: World, id: string): ResidentState {
  const resident = world.residents.get(id);
  return resident?.known ? resident : refuse(84061, 'not external contact: no relation');
}

export function getState(world: World, call: Call): Answer {
  checkAccount(world, textAt(call.json, 'open_kfid'));
  const resident = customer(world, neededText(call.json, 'external_userid'));
  return ok({ service_state: resident.serviceState, servicer_userid: resident.servicer ?? '' });
}

const TRANSITIONS: { readonly [from: number]: readonly number[] } = {
  0: [1, 2, 3, 4],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
};

export function changeState(world: World, call: Call): Answer {
  checkAccount(world, textAt(call.json, 'open_kfid'));
  const resident = customer(world, neededText(call.json, 'external_userid'));
  const to = wholeAt(call.json, 'service_state', [0, 4], -1);
  if (TRANSITIONS[resident.serviceState]?.includes(to) !== true) refuse(95016, 'state transition not allowed');
  const servicer = textAt(call.json, 'servicer_userid');
  if (to === 3 && !world.staff.has(servicer)) refuse(95014, 'the servicer is not a servicer of this account');
  return ok(enterState(world, resident, to as ResidentState['serviceState'], servicer));
}

/** Moves the session; waiting and ending give a code for one message. */
export function enterState(world: World, resident: ResidentState, to: ResidentState['serviceState'], servicer: string) {
  resident.serviceState = to;
  resident.servicer = to === 3 ? servicer : undefined;
  changed(world, 'resident', resident.id);
  if (to !== 4 && to !== 2) return {};
  const life = to === 4 ? world.settings.limits.welcomeCodeMs : 2 * DAY;
  return { msg_code: newEventCode(world, resident, life) };
}

/** A code for one message by send_msg_on_event. */
export function newEventCode(world: World, resident: ResidentState, lifeMs: number): string {
  const code = nextId(world, 'code');
  world.eventCodes.set(code, { resident: resident.id, expiresAt: world.now() + lifeMs, used: false });
  return code;
}

export function customers(world: World, call: Call): Answer {
  const ids = textsAt(call.json, 'external_userid_list', 100);
  if (ids.length === 0) refuse(40058, 'missing parameter: external_userid_list');
  const known = ids.flatMap((id) => world.residents.get(id) ?? []).filter((resident) => resident.known);
  const customer_list = known.map(({ id, nickname }) => ({
    external_userid: id,
    nickname,
    avatar: '',
    gender: 0,
    unionid: `union-${id}`,
  }));
  const invalid_external_userid = ids.filter((id) => !known.some((resident) => resident.id === id));
  return ok({ customer_list, invalid_external_userid });
}

export function accounts(world: World): Answer {
  const { kfAccount, kfName } = world.settings;
  return ok({ account_list: [{ open_kfid: kfAccount, name: kfName, avatar: '', manage_privilege: true }] });
}

const SCENE = /^[0-9A-Za-z_-]{0,32}$/;

export function addContactWay(world: World, call: Call): Answer {
  checkAccount(world, neededText(call.json, 'open_kfid'));
  const scene = textAt(call.json, 'scene');
  if (!SCENE.test(scene)) refuse(40058, 'invalid Request Parameter: scene');
  const url = `https://work.weixin.qq.com/kfid/${world.settings.kfAccount}`;
  return ok({ url: scene === '' ? url : `${url}?enc_scene=${encodeURIComponent(scene)}` });
}
