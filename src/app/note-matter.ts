/**
 * 随时登记: what a policy has noted whenever it happens, as a duty that is done as it is written: a change of works
 * (p10.15), and what somebody is to know at once (p04.10). It has a number, and whoever the clause names hears of it.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { dueDuty, dutiesWith, type PlacedDuty } from '../core/policy/due-duties.js';
import type { Policy } from '../core/policy/schema.js';
import { ROLES } from '../core/terms.js';
import type { NoteCommand } from '../core/understand/command-note.js';
import type { Tx } from '../store/db.js';
import { dutyOf, saveDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf, worksOfEstate } from '../store/events.js';
import { visitByNo } from '../store/visits.js';
import { permitted, written, type Answer, type Asker } from './answer.js';
import { nameOfWorks, worksNamed } from './begin-visit.js';
import { finishDuty } from './finish-duty.js';
import type { Acting } from './keep-act.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

export async function answerNote(
  ctx: Context,
  asker: Asker,
  { command, args }: NoteCommand,
  now: Instant,
): Promise<Answer> {
  const action = command === '工程变更' ? 'note works change' : 'report matter';
  const of = 'task' in args && args.task !== undefined ? await visitByNo(ctx.db.read, args.task) : null;
  const name = of === null ? args.estate : asker.estates.find(({ id }) => id === of.estate)?.name;
  const found = permitted(ctx, asker, action, { name, example: command, now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  const noting = { staff: asker.staff, estate };
  return written((tx, at) =>
    command === '工程变更'
      ? noteChange(tx, ctx, { ...noting, now: at }, args)
      : report(tx, ctx, { ...noting, now: at }, args),
  );
}

type Placed = { readonly policy: Policy; readonly placed: PlacedDuty };

/** The first clause that has something noted at any time: of works, or of the services. */
const placedFor = (ctx: Context, estate: Estate, ofWorks: boolean): Placed | undefined =>
  policiesOfEstate(ctx, estate)
    .flatMap((policy) => dutiesWith(policy, 'always').map((placed) => ({ policy, placed })))
    .find(({ placed: { clause } }) => (clause.on !== undefined) === ofWorks);

type ChangeArgs = Extract<NoteCommand, { readonly command: '工程变更' }>['args'];
async function noteChange(tx: Tx, ctx: Context, noting: Acting, { title, text }: ChangeArgs): Promise<string> {
  const { estate } = noting;
  const found = placedFor(ctx, estate, true);
  if (found === undefined) return `${estate.name}采用的制度没有要求登记工程变更。`;
  const all = await worksOfEstate(tx, estate.id);
  const [works, ...others] = title === undefined ? [] : worksNamed(all, title);
  if (works === undefined || others.length > 0) {
    const names = (others.length > 0 && works !== undefined ? [works, ...others] : all).slice(0, MOST_NAMED);
    const head = title === undefined || others.length > 0 ? '' : `没有叫「${title}」的工程。`;
    const known =
      names.length === 0 ? '' : `登记过的有：${names.map((one) => `${nameOfWorks(one)}（${one.id}）`).join('、')}。`;
    return `${head}哪项工程，改了什么？请写：工程变更 一期装修 三楼隔断改玻璃。${known}`;
  }
  if (text === undefined) return `改了什么？请写：工程变更 ${nameOfWorks(works)} 三楼隔断改玻璃。`;
  const no = await note(tx, ctx, noting, found, { event: works, text });
  return `已登记${nameOfWorks(works)}的变更（事${no}）：${text}。记入《${found.placed.duty.form ?? '工程回访档案'}》。`;
}
const MOST_NAMED = 8;

type ReportArgs = Extract<NoteCommand, { readonly command: '重要信息' }>['args'];
async function report(tx: Tx, ctx: Context, noting: Acting, { task, text }: ReportArgs): Promise<string> {
  const { estate } = noting;
  const found = placedFor(ctx, estate, false);
  if (found === undefined) return `${estate.name}采用的制度没有要求这样报告。要跟进的事请告诉客服主管。`;
  if (text === undefined) return `报告什么？请写：重要信息 ${task ?? 12} 客户要求更换服务人员。`;
  const visit = task === undefined ? null : await visitByNo(tx, task);
  if (task !== undefined && visit?.estate !== estate.id) return `没有您可以报告的任务 ${task}。`;
  const event = visit?.event == null ? null : await eventOf(tx, estate.id, visit.event);
  const about = visit === null ? {} : { event, visitNo: visit.no, household: visit.household };
  const no = await note(tx, ctx, noting, found, { ...about, text });
  const to = (found.placed.duty.to ?? []).map((role) => found.policy.roles[role] ?? ROLES[role].zh).join('、');
  return `已报告${to}（事${no}）：${text}。`;
}

type Noted = {
  readonly event?: Event | null;
  readonly visitNo?: number;
  readonly household?: string | null;
  readonly text: string;
};

/** Its number. */
async function note(
  tx: Tx,
  ctx: Context,
  { staff, estate, now }: Acting,
  { policy, placed }: Placed,
  noted: Noted,
): Promise<number> {
  const nth = (await tx.duty.count({ where: { estateId: estate.id, clause: placed.clause.id } })) + 1;
  const start = { startedBy: `noted:${nth}`, period: null, at: now, zone: estate.timezone };
  const due = dueDuty(policy, placed, start);
  const { text, ...about } = noted;
  await openDuties(tx, ctx, { estate, policy }, [due], about, now);
  const opened = await dutyOf(tx, { ...due, estate: estate.id });
  if (opened === null) throw new Error('what was noted was not stored');
  await saveDuty(tx, { ...opened, assignee: staff.userid }, now);
  await finishDuty(tx, ctx, { ...opened, assignee: staff.userid }, { at: now, by: staff.userid, note: text }, now);
  return opened.no;
}
