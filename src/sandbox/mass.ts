/** 客户联系 mass messages: nothing is sent until the member confirms it in WeCom. */
import type { Answer, Call } from './answer.js';
import { isObject, neededText, objectsAt, ok, refuse, textAt, textsAt } from './answer.js';
import type { MassMessage, ResidentState, World } from './state.js';
import { allow, changed, DAY, nextId } from './state.js';

const REMINDERS_A_DAY = 3;
const CHINA_MS = 8 * 3_600_000;

export function addMassMessage(world: World, call: Call): Answer {
  const ids = textsAt(call.json, 'external_userid', 10_000);
  const sender = neededText(call.json, 'sender');
  if (!world.staff.has(sender)) refuse(40003, 'invalid userid: sender');
  const text = isObject(call.json['text']) ? textAt(call.json['text'], 'content', 4000) : '';
  const attachments = objectsAt(call.json, 'attachments');
  if (attachments.length > 9) refuse(40058, 'invalid Request Parameter: attachments, at most 9');
  if (text === '' && attachments.length === 0) refuse(40058, 'missing parameter: text or attachments');
  const isFriend = (id: string): boolean => world.residents.get(id)?.friends.has(sender) === true;
  const fail_list = ids.filter((id) => !isFriend(id));
  const reachable = ids.filter(isFriend);
  if (reachable.length === 0) return refuse(41048, 'no valid external_userid');

  const msgid = nextId(world, 'mass');
  const results = new Map(reachable.map((id) => [id, 0 as const]));
  const reminders: number[] = [];
  const content = call.json;
  world.mass.set(msgid, { msgid, sender, at: world.now(), text, content, reminders, confirmedAt: null, results });
  changed(world, 'staff', sender);
  return ok({ fail_list, msgid });
}

const massOf = (world: World, msgid: string): MassMessage =>
  world.mass.get(msgid) ?? refuse(41061, 'invalid msgid of mass message');

export function massTask(world: World, call: Call): Answer {
  const mass = massOf(world, neededText(call.json, 'msgid'));
  const status = mass.confirmedAt === null ? 0 : 2;
  return ok({ task_list: [{ userid: mass.sender, status, ...sendTime(mass) }], next_cursor: '' });
}

export function massResult(world: World, call: Call): Answer {
  const mass = massOf(world, neededText(call.json, 'msgid'));
  const userid = mass.sender;
  const send_list = [...mass.results].map(([external_userid, status]) => ({
    external_userid,
    userid,
    status,
    ...(status === 1 && sendTime(mass)),
  }));
  return ok({ send_list, next_cursor: '' });
}

const sendTime = (mass: MassMessage) =>
  mass.confirmedAt === null ? {} : { send_time: Math.floor(mass.confirmedAt / 1000) };

export function remindMass(world: World, call: Call): Answer {
  const mass = massOf(world, neededText(call.json, 'msgid'));
  if (!allow(mass.reminders, world.now(), DAY, REMINDERS_A_DAY)) refuse(45009, 'remind out of limit: 3 in 24 hours');
  changed(world, 'staff', mass.sender);
  return ok();
}

/** The member's confirmation in WeCom: each customer gets it, has left, or has had this month's share. */
export function confirmMass(world: World, userid: string, msgid: string): void {
  const mass = world.mass.get(msgid);
  if (mass?.sender !== userid) throw new RangeError(`no mass message ${msgid} for ${userid}`);
  if (mass.confirmedAt !== null) return;
  mass.confirmedAt = world.now();
  for (const id of mass.results.keys()) {
    const resident = world.residents.get(id);
    mass.results.set(id, resident === undefined ? 2 : reach(world, resident, mass));
  }
}

function reach(world: World, resident: ResidentState, mass: MassMessage): 1 | 2 | 3 {
  if (!resident.friends.has(mass.sender)) return 2;
  const month = chinaMonth(world.now());
  if (resident.massSent.filter((at) => chinaMonth(at) === month).length >= world.settings.limits.massPerMonth) return 3;
  resident.massSent.push(world.now());
  const { msgid, text, content } = mass;
  resident.heard.push({ msgid, at: world.now(), via: 'mass', kind: 'text', text, options: [], content });
  changed(world, 'resident', resident.id);
  return 1;
}

/** The platform counts calendar months of China. */
const chinaMonth = (at: number): string => new Date(at + CHINA_MS).toISOString().slice(0, 7);
