/** 我的任务, 说明: what a member of staff has to do, and why. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { lateZh, shortTime } from '../core/day-words.js';
import { householdZh } from '../core/household.js';
import { can } from '../core/permissions.js';
import type { Method } from '../core/terms.js';
import type { ContextArgs } from '../core/understand/command-context.js';
import { whyLines } from '../core/visit-why.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { dutiesOf, type StoredDuty } from '../store/duties.js';
import { estates } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { casesOfVisit } from '../store/follow-ups.js';
import { agreedAnswers } from '../store/key-households.js';
import { filesOfVisit } from '../store/files.js';
import { lastReturn } from '../store/reviews.js';
import { staffOf } from '../store/staff.js';
import { tasksOf, visitByNo, type StoredVisit } from '../store/visits.js';
import { whyFactsOf } from '../store/why.js';
import { fit, fitted, words, type Answer, type Asker } from './answer.js';
import { stateOf } from './case-text.js';
import { narrowedTo, whoseTasks } from './whose-tasks.js';
import { reviewedBy } from './waiting-reviews.js';
import { errandZh, gathered } from './errands.js';
import { photosZh } from './staff-photos.js';
import { asSeenBy, unseen } from './seen-by.js';
import { taskSheet, type TaskRow } from './task-sheet.js';
import { lineOf } from './tell-duties.js';
import { cut, mayCall } from './tell-staff.js';

/** No message holds more lines than these; the sheet beside it has the others, up to so many. */
const MOST_LINES = 40;
const MOST_TASKS = 5_000;
/** What a line repeats of a matter, in characters: the household and the time matter more. */
const MATTER_CHARS = 20;

/** What somebody has to do, or a colleague, on the days and of the kind that are named. */
export async function myTasks(ctx: Context, asker: Asker, args: ContextArgs, now: Instant): Promise<Answer> {
  const { zone } = asker;
  const whose = await whoseTasks(ctx, asker, args, now);
  if ('texts' in whose) return whose;
  const { staff, estates: mine, called } = whose;
  const narrowed = narrowedTo(args, { timezone: zone }, now);
  const all = await tasksOf(ctx.db.read, staff.userid, mine, MOST_TASKS);
  const others = await dutiesOf(ctx.db.read, staff.userid, mine, now, MOST_TASKS);
  const tasks = narrowed === null ? all : all.filter(narrowed.task);
  const duties = narrowed === null ? others : others.filter(narrowed.duty);
  const apart = duties.filter((duty) => !isOfVisit(duty, tasks));
  const left = all.length + others.filter((duty) => !isOfVisit(duty, all)).length - tasks.length - apart.length;
  const rest = left === 0 ? [] : [`其余 ${left} 件不在内，全部的请发「${called === '您' ? '我' : called}的任务」。`];
  if (tasks.length === 0 && duties.length === 0)
    return words(
      [`${called}${narrowed === null ? '现在' : narrowed.zh}没有待办的回访，也没有要办的事。`, ...rest].join(''),
    );
  const { alone, errands } = await gathered(ctx.db.read, tasks);
  const placeOf = await placesOf(ctx, [...tasks, ...apart]);
  const list = await listsOf(ctx, { tasks: alone, duties: apart, doors: duties }, zone, now, {
    called,
    zh: narrowed?.zh ?? '',
    where: IN_THE_SHEET,
  });
  const sent = errands.map((errand) => `${placeOf(errand.tasks[0])}${errandZh(errand, zone, now)}`);
  if (!list.isCut && sent.length === 0) return words(...list.texts, ...rest);
  const rows = [
    ...(await Promise.all(tasks.map((task) => taskRow(ctx, task, { doors: duties, zone, now })))),
    ...(await Promise.all(apart.map((duty) => dutyRow(ctx, duty, zone, now)))),
  ];
  return { texts: [...list.texts, ...sent, ...rest], files: [await taskSheet(rows)] };
}

/** 逾期上门: it is done with its visit, and stands in the visit's line where that is listed. */
const isOfVisit = ({ trigger, visitNo }: StoredDuty, tasks: readonly StoredVisit[]): boolean =>
  trigger === 'not-done' && tasks.some(({ no }) => no === visitNo);

const IN_THE_SHEET = '都在下面的表里。';
const FIRST_ONES = '先办前面的。';

/** What else is to be done, in a message of its own. */
export const dutyList = async (
  ctx: Context,
  duties: readonly StoredDuty[],
  zone: string,
  now: Instant,
): Promise<readonly string[]> =>
  (await listsOf(ctx, { tasks: [], duties, doors: [] }, zone, now, { called: '您', zh: '', where: FIRST_ONES })).texts;

type Heads = { readonly called: string; readonly zh: string; readonly where: string };

/** The visits, then the duties, each in a message; whether a message had no room for all of its own. */
async function listsOf(
  ctx: Context,
  {
    tasks,
    duties,
    doors,
  }: {
    readonly tasks: readonly StoredVisit[];
    readonly duties: readonly StoredDuty[];
    readonly doors: readonly StoredDuty[];
  },
  zone: string,
  now: Instant,
  { called, zh, where }: Heads,
): Promise<{ readonly texts: readonly string[]; readonly isCut: boolean }> {
  const placeOf = await placesOf(ctx, [...tasks, ...duties]);
  const visitLines = tasks.slice(0, MOST_LINES).map(async (task) => {
    const [no, due, place, matter, state] = await taskRow(ctx, task, { doors, zone, now });
    return `${no}. ${due} ${placeOf(task)}${place} ${cut(matter, MATTER_CHARS)}（${state}）`;
  });
  const dutyLines = duties.slice(0, MOST_LINES).map(async (duty) => {
    const event = duty.event === null ? null : await eventOf(ctx.db.read, duty.estate, duty.event);
    return `${placeOf(duty)}${lineOf(duty, event?.description ?? null, zone)}${lateZh(duty.due, now)}`;
  });
  const fitted = [
    { head: `${called}${zh}的回访，按截止时间：`, lines: await Promise.all(visitLines), total: tasks.length },
    {
      head: `${called}${zh}要办的事，${called === '您' ? '办好后请写「办结 事号」' : '按截止时间'}：`,
      lines: await Promise.all(dutyLines),
      total: duties.length,
    },
  ]
    .filter(({ total }) => total > 0)
    .map(({ head, lines, total }) => {
      const rest = (shown: number): string => `……还有 ${total - shown} 件，${where}`;
      return { ...fit(head, lines, { rest, total }), total };
    });
  return { texts: fitted.map(({ text }) => text), isCut: fitted.some(({ shown, total }) => shown < total) };
}

/** The estate's name before each, where they are of several. */
async function placesOf(
  { db }: Context,
  all: readonly { readonly estate: string }[],
): Promise<(one: { readonly estate: string }) => string> {
  const ids = [...new Set(all.map(({ estate }) => estate))];
  if (ids.length < 2) return () => '';
  const names = new Map((await estates(db.read)).map(({ id, name }) => [id, `${name} `]));
  return ({ estate }) => names.get(estate) ?? '';
}

/** The cells of a task: number, until when, where, what, how it stands. */
async function taskRow(
  ctx: Context,
  task: StoredVisit,
  { doors, zone, now }: { readonly doors: readonly StoredDuty[]; readonly zone: string; readonly now: Instant },
): Promise<TaskRow> {
  const event = task.event === null ? null : await eventOf(ctx.db.read, task.estate, task.event);
  const door = doors.find((duty) => isOfVisit(duty, [task]));
  const stands = await stateZh(ctx, task, zone, now);
  const isToVisit = stands === toVisit(task.how);
  const isWithheld = isToVisit && !(await mayCall(ctx.db.read, task));
  const todo = isWithheld ? NOT_AGREED : isToVisit && door !== undefined ? `请上门跟进，事${door.no}` : stands;
  const state = `${todo}${lateZh(task.due, now)}${await heldZh(ctx, task)}`;
  const matter = matterZh(task, event?.description ?? null);
  return [String(task.no), `${shortTime(task.due, zone, now)} 前`, placeZh(task), matter, state];
}

async function dutyRow(ctx: Context, duty: StoredDuty, zone: string, now: Instant): Promise<TaskRow> {
  const event = duty.event === null ? null : await eventOf(ctx.db.read, duty.estate, duty.event);
  const due = duty.due === null ? '' : `${shortTime(duty.due, zone, now)} 前`;
  const place = duty.household === null ? '' : householdZh(duty.household);
  const what = event?.description == null ? duty.says : `${duty.says}（${event.description}）`;
  return [`事${duty.no}`, due, place, what, lateZh(duty.due, now).replace('，', '')];
}

/** For whom it is held, while they are away. */
async function heldZh({ db }: Context, { why: { heldFor } }: StoredVisit): Promise<string> {
  if (heldFor === undefined) return '';
  return `，代${(await staffOf(db.read, heldFor))?.name ?? heldFor}`;
}

const TO_VISIT = '请上门或致电';
/** Where the policy knows one way only. */
const ONLY: Readonly<Partial<Record<Method, string>>> = {
  phone: '请致电',
  'in-person': '请上门',
  'on-site': '请到现场查看',
};
function toVisit(how: readonly Method[]): string {
  const [first, ...others] = how.filter((method) => method !== 'chat');
  return first === undefined || others.length > 0 ? TO_VISIT : (ONLY[first] ?? TO_VISIT);
}
const NOT_AGREED = '住户没有同意回访，结束写「拒访」';

/** What is to be done for a task now. */
async function stateZh(
  { db }: Context,
  { no, status, how, why, household }: StoredVisit,
  zone: string,
  now: Instant,
): Promise<string> {
  const returned = status === 'with-staff' ? await lastReturn(db.read, no) : null;
  if (returned !== null) return `审核退回：${cut(returned.opinion, MATTER_CHARS)}，请补正`;
  const isAgreed = status === 'postponed' || (status === 'with-staff' && (why.appointment ?? 0) > now);
  if (why.appointment !== undefined && isAgreed) return `已约 ${shortTime(why.appointment, zone)}`;
  if (status === 'with-staff') return toVisit(how);
  // No organisation is asked by chat.
  if (household === null) return `到时${toVisit(how)}`;
  return how.includes('chat') ? '到时先发微信询问' : '到时请当面回访';
}

/** 说明: why a visit stands there, and what was agreed to answer to hard questions. */
export async function explained(ctx: Context, { staff, estates, zone }: Asker, no: number): Promise<Answer> {
  const visit = await visitByNo(ctx.db.read, no);
  const own = visit !== null && can(staff, 'explain task', await asSeenBy(ctx.db.read, staff, visit)).allowed;
  const about = { staff, action: 'explain task', estate: visit?.estate ?? null, subject: `visit:${no}` } as const;
  if (visit === null || !own) return unseen(ctx, about, `没有您可以查看的任务 ${no}。`);
  const estate = estates.find(({ id }) => id === visit.estate);
  const facts = await whyFactsOf(ctx.db.read, no, whyAbout(ctx, estate?.timezone ?? zone));
  if (facts === null) return words(`没有您可以查看的任务 ${no}。`);
  const cases = (await casesOfVisit(ctx.db.read, no)).map(
    (of) => `跟进：案${of.id} ${estate === undefined ? '' : stateOf(of, estate)}，发「说明 案${of.id}」看步骤`,
  );
  const agreed = await agreedAnswers(ctx.db.read, visit.estate);
  const photos = (await filesOfVisit(ctx.db.read, visit.servedBy ?? no)).map(({ label }) => label);
  const shown = photos.length === 0 ? [] : [`照片：${photosZh(photos)}。看图请写：照片 ${no}`];
  return words(
    fitted([
      ...whyLines(facts),
      ...cases,
      ...shown,
      ...agreed.map(({ question, answer }) => `口径「${question}」：${answer}`),
    ]),
  );
}

/** What the reasons of a visit are told with. */
export const whyAbout = (ctx: Context, zone: string): Parameters<typeof whyFactsOf>[2] => ({
  zone,
  titleOf: titleIn(ctx),
  reviewedBy: reviewedBy(ctx.db.read, ctx, ctx.clock.now()),
});

/** A policy's title; of one that is not on file any more its id. */
export const titleIn =
  ({ policies }: Pick<Context, 'policies'>) =>
  (policy: string): string =>
    policies.get(policy)?.title ?? policy;
