/** 闲话与求助: thanks, 收到, who wants a person, who asks for a stand-in, and who hands a task to 同事 without a name. */
import type { Context } from '../context.js';
import { can } from '../core/permissions.js';
import { ROLES, type Role } from '../core/terms.js';
import { asksForStandIn, chatIn } from '../core/understand/command-chat.js';
import { plainOf } from '../core/understand/command-plain.js';
import { tasksIn } from '../core/understand/command-task.js';
import { NOT_CARRIED_OUT } from '../core/understand/command-told.js';
import type { Understood } from '../core/understand/command.js';
import { eventOf } from '../store/events.js';
import { staffWithRole, type Staff } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { words, type Answer, type Asker } from './answer.js';
import { ableBeside } from './hand-on.js';
import type { InFull } from './staff-thread.js';

/** What is answered to words that are no order; null where they may be one. */
export async function answerChat(ctx: Context, asker: Asker, text: string): Promise<Answer | null> {
  const chat = chatIn(text);
  if (chat === 'thanks') return words('不客气。');
  if (chat === 'heard') return words('好的。要办什么直接写，发「帮助」看全部说法。');
  if (chat === 'human') return words(await whoHelps(ctx, asker));
  return asksForStandIn(text) ? words(await whoStandsIn(ctx, asker)) : null;
}

const HELPERS: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** There is nobody behind the app: whom to ask in the house. */
async function whoHelps({ db }: Context, { staff }: Asker): Promise<string> {
  const there = new Set(staff.roles.map(({ estate }) => estate));
  const own = new Set(staff.roles.map(({ role }) => role));
  const above = own.has('supervisor') ? HELPERS.slice(1) : HELPERS;
  const names = new Set<string>();
  for (const role of above) {
    for (const estate of there)
      for (const { userid, name } of await staffWithRole(db.read, estate, role))
        if (userid !== staff.userid) names.add(`${ROLES[role].zh}${name}`);
    if (names.size > 0) break;
  }
  const whom = names.size === 0 ? '请联系系统管理员' : `业务上的事请找${[...names].join('、')}`;
  return `这里是回访助手，没有人工坐席。${whom}；怎么写请发「帮助」，看一件事请发「帮助 改期」。`;
}

/** Colleagues with one of the same roles. */
async function whoStandsIn({ db }: Context, { staff }: Asker): Promise<string> {
  const able = new Map<string, Staff>();
  for (const { estate, role } of staff.roles)
    for (const one of await staffWithRole(db.read, estate, role))
      if (one.userid !== staff.userid) able.set(one.userid, one);
  const [first, ...others] = [...able.values()].map(({ name }) => name);
  if (first === undefined)
    return '没有与您同岗位的同事。请假时您的回访由主管代办：请假 3天；只转一件请写：转给 刘艳 12。';
  return `同岗位的有${[first, ...others].join('、')}。请假请写：请假 3天 代班 ${first}；只转一件请写：转给 ${first} 12。`;
}

/** 56让同事去吧: to whom it may go, and the order that waits for the name; null where it is no such thing. */
export async function toWhom(
  ctx: Context,
  { staff, estates }: Asker,
  { text, names }: { readonly text: string; readonly names: readonly string[] },
  understood: Understood,
): Promise<InFull | null> {
  if (understood.kind !== 'unclear' || understood.asks !== undefined || !understood.suggest[0]?.startsWith('转给'))
    return null;
  const [task, ...others] = tasksIn(plainOf(text, names));
  if (task === undefined || others.length > 0) return null;
  const visit = await visitByNo(ctx.db.read, task.task);
  const estate = estates.find(({ id }) => id === visit?.estate);
  if (visit === null || estate === undefined || !can(staff, 'hand on task', visit).allowed) return null;
  const event = visit.event === null ? null : await eventOf(ctx.db.read, visit.estate, visit.event);
  const able = (await ableBeside(ctx.db.read, staff, { visit, estate, event })).map(({ name }) => name);
  if (able.length === 0) return null;
  const [named, ...more] = able.filter((name) => text.includes(name));
  if (named !== undefined && more.length === 0)
    return { text, understood: { kind: 'unclear', suggest: [`转给 ${named} ${task.task}`], asks: NOT_CARRIED_OUT } };
  const suggest = able.slice(0, MOST_NAMED).map((name) => `转给 ${name} ${task.task}`);
  const asks = `任务 ${task.task} 转给谁？只写名字也行`;
  return { text: `转给 ${task.task}`, understood: { kind: 'unclear', suggest, asks } };
}
const MOST_NAMED = 4;
