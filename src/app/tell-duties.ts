/**
 * 提醒: whoever has a duty is told as it begins, when it is due soon and when it is overdue; then the supervisor, and
 * whoever holds its case, too.
 * All that one person is to be told at a moment is one message, outside quiet hours unless it is urgent.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { isUrgent, momentNow, nextTelling, tellingAt, type Moment } from '../core/duty-telling.js';
import { householdZh } from '../core/household.js';
import type { Event } from '../core/event.js';
import { lateStep } from '../core/policy/case-steps.js';
import { ladderOf } from '../core/policy/ladder.js';
import { keysOf, type Role } from '../core/terms.js';
import { CHECK } from '../store/checks.js';
import { claimDueDuties, estatesWithDueDuties } from '../store/due-duties.js';
import { saveDuty, type StoredDuty } from '../store/duties.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { caseById } from '../store/follow-ups.js';
import { enqueue } from '../store/outbox.js';
import { staffOf, staffWithRole, type Staff } from '../store/staff.js';
import { sendCheckCards } from './check-cards.js';
import { cancelDuty } from './finish-duty.js';
import { tellingRules } from './duty-days.js';
import { holderOf, openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { isAway } from './stand-ins.js';
import { cut, newKey } from './tell-staff.js';
import { goToDoor } from './wait-for-visitor.js';

/** So many duties of an estate are told in one transaction. */
const AT_ONCE = 500;

/** Tells of what has come; answers for how many duties. */
export async function tellDuties(ctx: Context, now: Instant): Promise<number> {
  let told = 0;
  for (const id of await estatesWithDueDuties(ctx.db.read, now)) {
    told += await ctx.db.write(async (tx) => {
      const estate = await estateOf(tx, id);
      return estate === null ? 0 : tellEstate(tx, ctx, estate, now);
    });
  }
  return told;
}

/** Why a person hears of a duty. */
const HEADS = {
  overdue: '【逾期】',
  soon: '【即将到期】',
  begins: '【要办的事】',
  done: '【已办结】',
  /** What was noted as it happened: nothing was to be done. */
  told: '【报告】',
} as const satisfies Record<Moment['kind'] | 'done' | 'told', string>;
type Head = keyof typeof HEADS;
const doneHead = ({ trigger }: StoredDuty): Head => (trigger === 'always' ? 'told' : 'done');
const isDone = (head: Head): boolean => head === 'done' || head === 'told';

type Lines = Map<string, { readonly head: Head; readonly text: string }[]>;

async function tellEstate(tx: Tx, ctx: Context, estate: Estate, now: Instant): Promise<number> {
  const rules = tellingRules(ctx, estate);
  const lines: Lines = new Map();
  const checks: { readonly duty: StoredDuty; readonly to: ReadonlySet<string> }[] = [];
  const duties = await claimDueDuties(tx, ctx.db, estate.id, now, AT_ONCE);
  for (const duty of duties) {
    const event = duty.event === null ? null : await eventOf(tx, estate.id, duty.event);
    const urgent = isUrgent(event);
    const at = tellingAt(urgent, rules, now, duty.due);
    if (at > now) {
      await saveDuty(tx, { ...duty, nextAt: at }, now);
      continue;
    }
    const held = await heldDuty(tx, ctx, estate, duty, now);
    // The task's own card says it, and goes to whoever is to go to the door.
    if (held.trigger === 'not-done' && held.status === 'open' && momentNow(held, urgent, now) === 'begins') {
      await takeToDoor(tx, ctx, estate, held, now);
      continue;
    }
    if (held.status === 'open' && momentNow(held, urgent, now) === 'overdue')
      await handUpLate(tx, ctx, estate, held, event, now);
    const head = held.status === 'done' ? doneHead(held) : held.status === 'open' ? momentNow(held, urgent, now) : null;
    if (head !== null) {
      const text = lineOf(held, event?.description ?? null, estate.timezone);
      const hearers = await hearersOf(tx, estate, held, head);
      if (head === 'begins' && held.item.startsWith(CHECK)) checks.push({ duty: held, to: hearers });
      for (const userid of hearers) {
        lines.set(userid, [...(lines.get(userid) ?? []), { head, text }]);
      }
    }
    const nextAt = held.status === 'open' ? nextTelling(held, urgent, rules, now) : null;
    await saveDuty(tx, { ...held, nextAt }, now);
  }
  await send(tx, ctx, estate, lines, now);
  await sendCheckCards(tx, ctx, estate, checks, now);
  return duties.length;
}

/** A duty that is overdue goes up, where its clause says to whom; once. */
async function handUpLate(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  duty: StoredDuty,
  event: Event | null,
  now: Instant,
): Promise<void> {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === duty.policy);
  const step = policy === undefined ? null : lateStep(policy, duty, estate.timezone);
  if (policy === undefined || step === null) return;
  const { visitNo, household, due, assignee, followUp } = duty;
  const who = assignee === null ? '没有人负责' : ((await staffOf(tx, assignee))?.name ?? assignee);
  const note = `事${duty.no}（${who}）到 ${due === null ? '' : shortTime(due, estate.timezone)} 没有办结`;
  await openDuties(tx, ctx, { estate, policy }, [step], { event, visitNo, household, note, followUp }, now);
}

async function takeToDoor(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty, now: Instant): Promise<void> {
  const held = await goToDoor(tx, ctx, estate, duty, now);
  if (held === null) return cancelDuty(tx, ctx, duty, 'system', now);
  const rules = { zone: estate.timezone, quietHours: estate.quietHours };
  await saveDuty(tx, { ...held, nextAt: nextTelling(held, false, rules, now) }, now);
}

/** With somebody who is there: one who left or is away, or had nobody, goes to the next of its roles. */
async function heldDuty(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty, now: Instant): Promise<StoredDuty> {
  if (duty.status !== 'open') return duty;
  const holder = duty.assignee === null ? null : await staffOf(tx, duty.assignee);
  if (holder !== null && isOf(holder, estate) && !(await isAway(tx, holder.userid, now))) return duty;
  const ladder = ladderOf(ctx.policies.get(duty.policy) ?? null, duty.by);
  const next = await holderOf(tx, estate.id, ladder, { household: duty.household, at: now });
  if (next === null) ctx.log.error({ estate: estate.id, duty: duty.no }, 'a duty that nobody has');
  return { ...duty, assignee: next?.userid ?? null };
}

const isOf = ({ active, roles }: Staff, { id }: Estate): boolean => active && roles.some(({ estate }) => estate === id);

const SUPERVISORS: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

async function hearersOf(tx: Tx, estate: Estate, duty: StoredDuty, head: Head): Promise<ReadonlySet<string>> {
  const hearers = new Set<string>();
  if (isDone(head)) {
    for (const role of duty.to) for (const { userid } of await staffWithRole(tx, estate.id, role)) hearers.add(userid);
    if (duty.doneBy !== null) hearers.delete(duty.doneBy);
    return hearers;
  }
  if (duty.assignee !== null) hearers.add(duty.assignee);
  if (head !== 'overdue') return hearers;
  const answerable = await caseHolder(tx, estate, duty);
  if (answerable !== null) hearers.add(answerable);
  for (const role of SUPERVISORS) {
    const people = await staffWithRole(tx, estate.id, role);
    for (const { userid } of people) hearers.add(userid);
    if (people.length > 0) return hearers;
  }
  return hearers;
}

/** Who looks after the case that a duty is a step of (p02.14): they hear that it is late, whoever was to do it. */
async function caseHolder(tx: Tx, estate: Estate, { followUp }: StoredDuty): Promise<string | null> {
  const assignee = followUp === null ? null : ((await caseById(tx, followUp))?.assignee ?? null);
  const holder = assignee === null ? null : await staffOf(tx, assignee);
  return holder !== null && isOf(holder, estate) ? holder.userid : null;
}

/** What is to be done, by when, about what: as it stands in messages and lists. */
export function lineOf(duty: StoredDuty, description: string | null, zone: string): string {
  const place = duty.household === null ? '' : `${householdZh(duty.household)} `;
  const about = description === null ? '' : `（${place}${cut(description, 24)}）`;
  const until = duty.due === null ? '' : `${shortTime(duty.due, zone)} 前，`;
  const form = duty.form === null || duty.says.includes(duty.form) ? '' : `，《${duty.form}》`;
  const note = duty.note === null ? '' : `。${cut(duty.note, 120)}`;
  const of = duty.followUp === null ? '' : `（案${duty.followUp}）`;
  return `事${duty.no}${of}：${until}${duty.says}${form}${about}${note}（${duty.clause}）`;
}

async function send(tx: Tx, ctx: Context, estate: Estate, all: Lines, now: Instant): Promise<void> {
  const messages = [...all].map(([to, lines]) => {
    const content = { kind: 'text' as const, text: textOf(estate, lines) };
    return { key: newKey(), channel: 'wecom-app' as const, to, content, purpose: 'alert' as const, estate: estate.id };
  });
  await enqueue(tx, ctx, now, messages);
}

const MOST_BYTES = 1_800;

/** Under a head for each reason; what a message does not hold is counted. */
function textOf(estate: Estate, lines: readonly { readonly head: Head; readonly text: string }[]): string {
  const kept: string[] = [];
  let [bytes, left] = [0, 0];
  for (const head of keysOf(HEADS)) {
    for (const [index, { text }] of lines.filter((line) => line.head === head).entries()) {
      const words = index === 0 ? `${HEADS[head]}${estate.name}\n${text}` : text;
      bytes += Buffer.byteLength(words) + 1;
      if (bytes > MOST_BYTES) left += 1;
      else kept.push(words);
    }
  }
  const more = left === 0 ? [] : [`……还有 ${left} 件，发「我的任务」可看全部。`];
  const asks = lines.some(({ head }) => !isDone(head)) ? ['办好后请回复：办结 事号 说明'] : [];
  return [...kept, ...more, ...asks].join('\n');
}
