/** The platform's paths: which secret's token each needs, and what carries it out. */
import type { Answer, Call } from './answer.js';
import { isObject, ok, refuse } from './answer.js';
import { getUser, getUserInfo, listDepartments, listUserIds, listUsers, robotSend } from './directory.js';
import { sendOnEvent, sendToResident } from './kf-send.js';
import { accounts, addContactWay, changeState, customers, getState, syncMessages } from './kf.js';
import { addMassMessage, massResult, massTask, remindMass } from './mass.js';
import { download, upload } from './media.js';
import { createMenu, deleteMenu, getMenu } from './menu.js';
import { recallMessage, sendMessage, updateTemplateCard } from './messages.js';
import type { Json, Scope, World } from './state.js';
import { demandScope, getToken, scopeOf } from './tokens.js';

type Route = {
  readonly needs: Scope | 'any' | 'none';
  readonly run: (world: World, call: Call) => Answer | Promise<Answer>;
};

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['gettoken', { needs: 'none', run: getToken }],
  ['webhook/send', { needs: 'none', run: robotSend }],
  ['get_api_domain_ip', { needs: 'any', run: () => ok({ ip_list: ['127.0.0.1'] }) }],
  ['message/send', { needs: 'app', run: sendMessage }],
  ['message/update_template_card', { needs: 'app', run: updateTemplateCard }],
  ['message/recall', { needs: 'app', run: recallMessage }],
  ['menu/create', { needs: 'app', run: createMenu }],
  ['menu/get', { needs: 'app', run: getMenu }],
  ['menu/delete', { needs: 'app', run: deleteMenu }],
  ['media/upload', { needs: 'any', run: upload }],
  ['media/get', { needs: 'any', run: download }],
  ['kf/sync_msg', { needs: 'kf', run: syncMessages }],
  ['kf/send_msg', { needs: 'kf', run: sendToResident }],
  ['kf/send_msg_on_event', { needs: 'kf', run: sendOnEvent }],
  ['kf/service_state/get', { needs: 'kf', run: getState }],
  ['kf/service_state/trans', { needs: 'kf', run: changeState }],
  ['kf/customer/batchget', { needs: 'kf', run: customers }],
  ['kf/account/list', { needs: 'kf', run: accounts }],
  ['kf/add_contact_way', { needs: 'kf', run: addContactWay }],
  ['user/get', { needs: 'any', run: getUser }],
  ['user/simplelist', { needs: 'any', run: listUsers }],
  ['user/list_id', { needs: 'any', run: listUserIds }],
  ['department/list', { needs: 'any', run: listDepartments }],
  ['auth/getuserinfo', { needs: 'app', run: getUserInfo }],
  ['user/getuserinfo', { needs: 'app', run: getUserInfo }],
  ['externalcontact/add_msg_template', { needs: 'any', run: addMassMessage }],
  ['externalcontact/get_groupmsg_task', { needs: 'any', run: massTask }],
  ['externalcontact/get_groupmsg_send_result', { needs: 'any', run: massResult }],
  ['externalcontact/remind_groupmsg_send', { needs: 'any', run: remindMass }],
]);

/** Every path there is, without `/cgi-bin/`. */
export const paths: readonly string[] = [...ROUTES.keys()];

/** Carries a call out: token first, then the work. Throws a Refusal. */
export async function carryOut(world: World, call: Omit<Call, 'json' | 'scope'>): Promise<Answer> {
  const route = ROUTES.get(call.path) ?? refuse(40066, 'invalid url');
  const scope = route.needs === 'none' ? 'none' : scopeOf(world, call);
  if (route.needs !== 'none' && route.needs !== 'any' && scope !== 'none') demandScope(world, scope, route.needs);
  return route.run(world, { ...call, scope, json: jsonOf(call) });
}

/** The body as an object; an upload and an empty body are `{}`. */
function jsonOf(call: Pick<Call, 'bytes' | 'contentType'>): Json {
  if (call.bytes.length === 0 || call.contentType.startsWith('multipart/')) return {};
  const json = parse(call.bytes.toString('utf8'));
  return isObject(json) ? json : refuse(47001, 'data format error: the body should be a JSON object');
}

/** JSON or undefined. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
