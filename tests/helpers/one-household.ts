/** 翠湖花园 with a steward, a supervisor and one resident who has written to 客服: what most world tests begin with. */
import type { World } from './world.js';

export const CUIHU = { id: 'cuihu', name: '翠湖花园', policies: ['p03'], timezone: 'Asia/Shanghai' };
export const WANG_FANG = { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] };
export const LIU_YAN = { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] };
export const LI_MIN = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  externalUserId: 'wmLi',
  consent: true,
};

/** Registers them, and has the resident say 你好: 微信客服 is open to them then. */
export async function openHousehold(world: World, policies: readonly string[] = CUIHU.policies): Promise<void> {
  for (const { userid, name } of [WANG_FANG, LIU_YAN]) world.sandbox.staff(userid, { name });
  await world.post('/api/v1/estates', { ...CUIHU, policies });
  await world.post('/api/v1/residents', LI_MIN);
  await world.post('/api/v1/staff', [WANG_FANG, LIU_YAN]);
  await residentSays(world, '你好');
}

/** A complaint of the household was dealt with. */
export async function complaint(
  world: World,
  id: string,
  resolvedAt: string,
  description = `噪音 ${id}`,
): Promise<void> {
  const event = { id, estate: 'cuihu', kind: 'complaint', household: '3-2-1204', description, resolvedAt };
  await world.post('/api/v1/events', event);
  await world.settle();
}

export async function residentSays(world: World, text: string): Promise<void> {
  await world.sandbox.resident('wmLi').says(text);
  await world.settle();
}

type Item = Readonly<Record<string, unknown>>;
const items = async (world: World, route: string): Promise<readonly Item[]> =>
  ((await world.get(route)).json as { readonly items: readonly Item[] }).items;

/** The visits about its complaints; a policy may ask for others too, such as each quarter's. */
export const visitsOf = async (world: World): Promise<readonly Item[]> =>
  (await items(world, '/api/v1/visits?estate=cuihu')).filter(({ event }) => event !== null);
export const recordsOf = (world: World): Promise<readonly Item[]> => items(world, '/api/v1/records?estate=cuihu');

/** What the resident heard last. */
export const lastWord = (world: World): string => world.sandbox.resident('wmLi').last()?.text ?? '';
