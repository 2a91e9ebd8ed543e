/** A world with an estate, its people and one household, for tests of what staff do and write. */
import type { Attempt } from '../../src/core/reach.js';
import { attemptsOf } from '../../src/store/attempts.js';
import { visitByNo, type StoredVisit } from '../../src/store/visits.js';
import { openWorld, type World, type WorldOptions } from './world.js';

export type StaffedWorld = World & {
  /** Takes in an event of the household and lets what is due happen; the number of its first visit. */
  happens(event: Record<string, unknown>): Promise<number>;
  /** A member of staff writes; the last thing that they hear after it. */
  tells(userid: string, text: string): Promise<string>;
  visit(no: number): Promise<StoredVisit>;
  attempts(no: number): Promise<readonly Attempt[]>;
};

export const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] },
  { userid: 'zhaoqiang', name: '赵强', roles: [{ estate: 'cuihu', role: 'repair-lead' }] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
  { userid: 'qian', name: '钱进', roles: [{ estate: 'cuihu', role: 'quality' }] },
];

type Given = WorldOptions & {
  readonly policies?: readonly unknown[];
  /** Whether the resident has written to 微信客服, so that chat reaches them. */
  readonly chat?: boolean;
  readonly estate?: Readonly<Record<string, unknown>>;
  readonly staff?: readonly Record<string, unknown>[];
};

/** 李敏 of 3-2-1204; 王芳 (steward), 赵强 (repair-lead), 刘艳 (supervisor), 孙国栋 (manager), 钱进 (quality). */
export async function openStaffedWorld(given: Given = {}): Promise<StaffedWorld> {
  const { policies = ['p03'], chat = false, estate = {}, staff = STAFF, ...options } = given;
  const world = await openWorld(options);
  for (const { userid, name } of staff) world.sandbox.staff(String(userid), { name: String(name) });
  await world.post('/api/v1/estates', { id: 'cuihu', name: '翠湖花园', policies, ...estate });
  await world.post('/api/v1/staff', staff);
  await world.post('/api/v1/residents', {
    id: 'r-1',
    estate: 'cuihu',
    household: '3-2-1204',
    name: '李敏',
    externalUserId: 'wmLi',
    consent: true,
  });
  if (chat) await world.sandbox.resident('wmLi').says('你好');
  await world.settle();
  const { ctx } = world.runtime;
  return {
    ...world,
    async happens(event) {
      await world.post('/api/v1/events', { estate: 'cuihu', household: '3-2-1204', ...event });
      await world.settle();
      const row = await ctx.db.read.visit.findFirst({
        where: { eventId: String(event['id']) },
        orderBy: { no: 'asc' },
      });
      if (row === null) throw new Error('the event asks for no visit');
      return row.no;
    },
    async tells(userid, text) {
      await world.sandbox.staff(userid).says(text);
      await world.settle();
      return world.sandbox.staff(userid).hears().at(-1) ?? '';
    },
    async visit(no) {
      const visit = await visitByNo(ctx.db.read, no);
      if (visit === null) throw new Error(`there is no visit ${no}`);
      return visit;
    },
    attempts: (no) => attemptsOf(ctx.db.read, ctx.box, no),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
