/** 转给: a task goes to a colleague who may make it, and did not do the work. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import type { Tx } from '../store/db.js';
import { activeAt, staffCalled, type Staff } from '../store/staff.js';
import { ownedAnew } from './assign-visits.js';
import { moveVisit } from './move-visit.js';
import { openTask, type OpenTask } from './open-task.js';
import { tellTask } from './tell-staff.js';

/** Hands a task to whoever is meant by a name or a userid; answers what the giver is told. */
export async function handOn(
  tx: Tx,
  ctx: Context,
  { staff, task: no, now }: { readonly staff: Staff; readonly task: number; readonly now: Instant },
  person: string,
): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'hand on task', now });
  if ('kind' in task) return task.text;
  const { visit, estate, event } = task;
  const named = await staffCalled(tx, estate.id, person);
  const [to, ...others] = named;
  if (to === undefined) return nobodyOf(person, await ableBeside(tx, staff, task), task);
  if (others.length > 0) {
    return `有 ${named.length} 位「${person}」，请写账号：${named.map(({ userid, name }) => `转给 ${userid} ${no}（${name}）`).join('，或 ')}。`;
  }
  if (to.userid === event?.worker) return `这件事是${to.name}办的，回访要由别人来做。`;
  if (!can(to, 'record visit', { estate: estate.id, assignee: to.userid }).allowed) {
    return `${to.name}的岗位不做回访，请转给别的同事。`;
  }
  if (visit.assignee === to.userid) return `任务 ${no} 已经在${to.name}名下。`;
  const command = { kind: 'assign', to: to.userid } as const;
  const moved = await moveVisit(tx, ctx, visit, {
    command,
    actor: staff.userid,
    now,
    change: { why: ownedAnew(visit.why) },
  });
  if (moved === null) return `任务 ${no} 已经结束，不用再转。`;
  await tellTask(tx, ctx, { estate, visit: moved, event }, 'handed-on', null, now);
  return `任务 ${no} 已转给${to.name}。`;
}

/** Colleagues who may make the visit, those of the giver's own post first: neither the giver nor whoever did the work. */
export async function ableBeside(tx: Tx, giver: Staff, { estate, event }: OpenTask): Promise<readonly Staff[]> {
  const able = (await activeAt(tx, estate.id)).filter(
    (one) =>
      one.userid !== giver.userid &&
      one.userid !== event?.worker &&
      can(one, 'record visit', { estate: estate.id, assignee: one.userid }).allowed,
  );
  const isPeer = ({ roles }: Staff): boolean => roles.some(({ role }) => giver.roles.some((own) => own.role === role));
  return able.toSorted((a, b) => Number(isPeer(b)) - Number(isPeer(a)));
}

const MOST_NAMED = 6;
function nobodyOf(person: string, able: readonly Staff[], { estate }: OpenTask): string {
  const names = able.slice(0, MOST_NAMED).map(({ name }) => name);
  const others = names.length === 0 ? '' : `；可以转给${names.join('、')}${able.length > names.length ? '等' : ''}`;
  return `${estate.name}没有叫「${person}」的同事${others}。`;
}
