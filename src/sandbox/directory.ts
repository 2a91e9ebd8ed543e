/** Members and departments, sign-in, and group robots. */
import type { Answer, Call } from './answer.js';
import { neededText, objectAt, ok, refuse } from './answer.js';
import { mediaFor } from './media.js';
import type { StaffState, World } from './state.js';
import { allow, changed, MINUTE } from './state.js';

export function getUser(world: World, call: Call): Answer {
  const member = world.staff.get(call.query.get('userid') ?? '');
  if (member === undefined) return refuse(60111, 'userid not found');
  return ok({ ...brief(member), status: member.active ? 1 : 2, isleader: 0, enable: 1 });
}

const brief = (member: StaffState) => ({
  userid: member.userid,
  name: member.name,
  department: [member.department],
  open_userid: '',
});

export function listUsers(world: World, call: Call): Answer {
  const department = Number(call.query.get('department_id') ?? '1');
  if (!world.departments.has(department)) refuse(60123, 'invalid party id');
  const within = call.query.get('fetch_child') === '1' ? below(world, department) : new Set([department]);
  const members = [...world.staff.values()].filter((member) => member.active && within.has(member.department));
  return ok({ userlist: members.map(brief) });
}

export function listUserIds(world: World): Answer {
  const members = [...world.staff.values()].filter((member) => member.active);
  return ok({ dept_user: members.map(({ userid, department }) => ({ userid, department })), next_cursor: '' });
}

function below(world: World, top: number): ReadonlySet<number> {
  const found = new Set([top]);
  for (const id of found) for (const [child, { parent }] of world.departments) if (parent === id) found.add(child);
  return found;
}

export function listDepartments(world: World): Answer {
  const department = [...world.departments].map(([id, { name, parent }]) => ({
    id,
    name,
    parentid: parent,
    order: id,
  }));
  return ok({ department });
}

/** A code of the sign-in page is good once, for five minutes. */
export function getUserInfo(world: World, call: Call): Answer {
  const code = call.query.get('code') ?? '';
  const login = world.loginCodes.get(code);
  world.loginCodes.delete(code);
  return login !== undefined && login.expiresAt > world.now() ? ok(login.identity) : refuse(40029, 'invalid code');
}

const ROBOT_TEXT = 2048;
const ROBOT_MARKDOWN = 4096;

export function robotSend(world: World, call: Call): Answer {
  const key = call.query.get('key') ?? '';
  const robot = world.robots.get(key) ?? refuse(93000, 'invalid webhook url');
  const kind = neededText(call.json, 'msgtype', 64, 40008);
  const content = objectAt(call.json, kind);
  if (kind === 'text') neededText(content, 'content', ROBOT_TEXT, 44004);
  else if (kind === 'markdown') neededText(content, 'content', ROBOT_MARKDOWN, 44004);
  else if (kind === 'file') mediaFor(world, neededText(content, 'media_id'), 'file');
  else if (kind !== 'image' && kind !== 'news') refuse(40008, 'invalid message type');
  if (!allow(robot.arrivals, world.now(), MINUTE, world.settings.limits.robotPerMinute))
    refuse(45009, 'api freq out of limit');
  robot.heard.push({ msgtype: kind, ...content });
  changed(world, 'staff', key);
  return ok();
}
