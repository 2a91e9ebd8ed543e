/** 1-2-702 没人: a household where a task's number is wanted is the open task that the person has there. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { householdIn, householdZh, parseHousehold } from '../core/household.js';
import { can } from '../core/permissions.js';
import { understandCommand, type Understood } from '../core/understand/command.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { eventOf } from '../store/events.js';
import { tasksOf, visitByNo, type StoredVisit } from '../store/visits.js';
import type { Asker } from './answer.js';
import { cut } from './tell-staff.js';

const MOST = 50;
const SHOWN = 5;
const MATTER_CHARS = 16;

type Words = { readonly text: string; readonly names: readonly string[]; readonly now: Instant };

/** The same words with the task's number, understood; the words that ask which; null where no household settles it. */
export async function byHousehold(ctx: Context, asker: Asker, said: Words): Promise<Understood | string | null> {
  const written = householdIn(said.text.normalize('NFKC'));
  if (written === null) return null;
  const code = parseHousehold(written);
  const there = (await openTasks(ctx, asker)).filter(({ household }) => household === code);
  return settled(ctx, asker, said, { written, place: householdZh(code), there });
}

/**
 * 702没人: the number of an order that is no open task of the person may be a room's, where they have tasks in one. Which
 * is meant is asked where there are several, or where a task has that number too; null where the words stand as they are.
 */
export async function byRoom(
  ctx: Context,
  asker: Asker,
  said: Words,
  understood: Understood,
): Promise<Understood | string | null> {
  const no = understood.kind === 'command' && 'task' in understood.args ? (understood.args.task ?? 0) : 0;
  if (no < LEAST_ROOM || no > MOST_ROOM) return null;
  const own = await openTasks(ctx, asker);
  const there = own.filter(({ household }) => household?.endsWith(`-${no}`));
  if (own.some((one) => one.no === no)) return null;
  const isTaskToo = (await visitByNo(ctx.db.read, no)) !== null;
  return settled(ctx, asker, said, { written: String(no), place: `${no} 室`, there, asks: isTaskToo });
}
const LEAST_ROOM = 101;
const MOST_ROOM = 9999;

/** Those that may be meant. */
async function openTasks(ctx: Context, { staff, estates }: Asker): Promise<readonly StoredVisit[]> {
  const mine = estates.map(({ id }) => id).filter((id) => can(staff, 'see own tasks', { estate: id }).allowed);
  return tasksOf(ctx.db.read, staff.userid, mine, MOST);
}

type Place = {
  readonly written: string;
  readonly place: string;
  readonly there: readonly StoredVisit[];
  /** Also of one task it is asked. */
  readonly asks?: boolean;
};

async function settled(
  ctx: Context,
  { zone }: Asker,
  { text, names, now }: Words,
  { written, place, there, asks = false }: Place,
): Promise<Understood | string | null> {
  const plain = text.normalize('NFKC');
  const withNo = (no: number): Understood =>
    understandCommand(plain.replace(written, ` ${no} `).trim(), now, zone, names);
  const [task, ...others] = there;
  if (task === undefined || !isOfTask(withNo(task.no), task.no)) return null;
  if (others.length === 0 && !asks) return withNo(task.no);
  const lines: string[] = [];
  for (const one of there.slice(0, SHOWN)) {
    const event = one.event === null ? null : await eventOf(ctx.db.read, one.estate, one.event);
    const matter = cut(matterZh(one, event?.description ?? null), MATTER_CHARS);
    lines.push(`· ${one.no} ${matter}${place.endsWith('室') ? `（${placeZh(one)}）` : ''}`);
  }
  const said = plain.replace(written, ' ').trim();
  return [`${place}有您 ${there.length} 件任务，说的是哪一件？请写任务号，如「${task.no} ${said}」：`, ...lines].join(
    '\n',
  );
}

const isOfTask = (understood: Understood, no: number): boolean =>
  understood.kind === 'command' && 'task' in understood.args && understood.args.task === no;
