/**
 * 登记: staff put a matter on the list in chat, where no other system does: 报修 3-2-1204 客厅漏水, asked about first; and
 * say when it is done, from which its visits run.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../context.js';
import { formatInstant, localDate, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { parseEvent, type Event, type FieldError } from '../core/event.js';
import { householdZh } from '../core/household.js';
import { can } from '../core/permissions.js';
import { EVENT_KINDS } from '../core/terms.js';
import { confirmedForm, finishedIn, registrationIn, type Registration } from '../core/understand/command-register.js';
import { REGISTER_FIRST } from '../core/understand/command-thread.js';
import { estateIn } from '../core/understand/command-context.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { visitsOfEvent } from '../store/visits.js';
import { permitted, words, type Answer, type Asker } from './answer.js';
import type { InFull, SaidByStaff } from './staff-thread.js';
import { takeInOwn } from './take-in-events.js';

/** What is answered to a registration: the question first, what became of it once it was confirmed; null for other words. */
export async function registered(ctx: Context, asker: Asker, said: SaidByStaff): Promise<InFull | Answer | null> {
  const finished = finishedIn(said.text);
  if (finished !== null) return finish(ctx, asker, finished, said.now);
  const named = estateIn(said.text, said.names);
  const text = named === null || named === 'many' ? said.text : said.text.replace(named.words, ' ');
  const asked = registrationIn(text);
  if (asked === null || isOrder(asked, said)) return null;
  const found = permitted(ctx, asker, 'report event done', {
    name: named === null || named === 'many' ? undefined : named.name,
    example: `${asked.word} ${asked.household ?? ''} ${asked.matter}`,
    now: said.now,
  });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  if (asked.household === null && asked.kind !== 'public-area-repair')
    return words(
      `是哪一户？请写房号：${asked.word} 3-2-1204 ${asked.matter}。公共区域的写：公共维修 ${asked.matter}。`,
    );
  if (asked.isConfirmed) return register(ctx, asker, estate, asked, said.now);
  const whole = confirmedForm(asked);
  const suggest = [asker.estates.length > 1 ? `${whole} ${estate.name}` : whole];
  return {
    text: said.text,
    understood: { kind: 'unclear', suggest, asks: `${REGISTER_FIRST}：${shown(estate, asked)}` },
  };
}

/** 维修 满意率 本月: what names no household and reads as an order is that order. */
const isOrder = (
  { household, isConfirmed }: Registration & { readonly isConfirmed: boolean },
  said: SaidByStaff,
): boolean => household === null && !isConfirmed && said.read(said.text).kind === 'command';

const shown = ({ name }: Estate, { kind, household, matter, isDone }: Registration): string =>
  `${name}${household === null ? '' : ` ${householdZh(household)}`} ${EVENT_KINDS[kind].zh}「${matter}」，${isDone ? '已经办完' : '还没有办完'}`;

/** Once, however often it is said on one day. */
async function register(
  ctx: Context,
  asker: Asker,
  estate: Estate,
  asked: Registration,
  now: Instant,
): Promise<Answer> {
  const { id, there } = await numberFor(ctx, estate, asked, now);
  if (there !== null) {
    const stands = there.resolvedAt === null ? `办完写：办完 ${id}` : '已经办完。';
    return words(`今天已经登记过：${id}，没有再登记。${stands}`);
  }
  const at = formatInstant(now, estate.timezone);
  const parsed = parseEvent({
    id,
    estate: estate.id,
    kind: asked.kind,
    ...(asked.household === null ? { location: 'public' } : { household: asked.household }),
    description: asked.matter,
    reportedAt: at,
    ...(asked.isDone ? { resolvedAt: at } : {}),
  });
  if ('errors' in parsed) return words(`没有登记上：${faultsZh(parsed.errors)}。`);
  const by = { actor: asker.staff.userid, action: 'event.register' };
  const made = (before: Event | null): Event | null => (before === null ? parsed.event : null);
  const taken = await takeInOwn(ctx, { estate: estate.id, id, made, by });
  // Somebody else was given the number in the same moment: what they registered is there now.
  if (taken === null) return register(ctx, asker, estate, asked, now);
  if (taken.status === 'rejected') return words(`没有登记上：${faultsZh(taken.errors)}。`);
  const then = asked.isDone ? await visitsZh(ctx, estate, id) : `办完请写：办完 ${id}，从那时起安排回访。`;
  return words(`已登记 ${id}：${shown(estate, asked)}。${then}`);
}

const faultsZh = (errors: readonly FieldError[]): string => errors.map(({ message }) => message).join('；');

/** A number made of what it is, by which it is known again; where another matter of the day has that one, the next. */
async function numberFor(
  ctx: Context,
  { id: estate, timezone }: Estate,
  { kind, household, matter }: Registration,
  now: Instant,
): Promise<{ readonly id: string; readonly there: Event | null }> {
  const day = localDate(now, timezone).replaceAll('-', '');
  const digest = createHash('sha256').update([estate, kind, household, matter].join('\n')).digest();
  for (let nth = 0; nth < NUMBERS; nth += 1) {
    const id = `DJ-${day}-${String((digest.readUInt32BE(0) + nth) % NUMBERS).padStart(4, '0')}`;
    const there = await eventOf(ctx.db.read, estate, id);
    const isSame = there?.kind === kind && there.household === household && there.description === matter;
    if (there === null || isSame) return { id, there };
  }
  throw new Error(`all numbers of ${day} are taken`);
}
const NUMBERS = 10_000;

/** 办完 DJ-…: the work is done now; its visits run from here. */
async function finish(ctx: Context, asker: Asker, id: string, now: Instant): Promise<Answer> {
  for (const estate of asker.estates) {
    if (!can(asker.staff, 'report event done', { estate: estate.id }).allowed) continue;
    if ((await eventOf(ctx.db.read, estate.id, id)) === null) continue;
    const by = { actor: asker.staff.userid, action: 'event.finish' };
    const made = (there: Event | null): Event | null =>
      there === null || there.resolvedAt !== null ? null : { ...there, resolvedAt: now };
    const taken = await takeInOwn(ctx, { estate: estate.id, id, made, by });
    if (taken === null) return words(`${id} 早已办完，不用再写。`);
    if (taken.status === 'rejected') return words(`没有记上：${faultsZh(taken.errors)}。`);
    return words(`已记下 ${id} 办完。${await visitsZh(ctx, estate, id)}`);
  }
  return words(`没有您可以办的 ${id}。`);
}

/** What comes of it now. */
async function visitsZh(ctx: Context, { id, timezone }: Estate, event: string): Promise<string> {
  const visits = (await visitsOfEvent(ctx.db.read, id, event)).filter(({ servedBy }) => servedBy === null);
  const drawn = visits.filter(({ status }) => !['planned', 'not-drawn', 'cancelled'].includes(status));
  const [first] = drawn;
  if (first !== undefined)
    return `要回访：任务 ${drawn.map(({ no }) => no).join('、')}，${shortTime(first.due, timezone)} 前。`;
  return visits.length > 0 ? '这一类按比例抽样回访，这件没有抽中或还没有抽。' : '已采用的制度不要求回访这一类。';
}
