/** 1-2-702 没人: a household where a task's number is wanted is the open task that the person has there. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { householdZh, parseHousehold } from '../core/household.js';
import { can } from '../core/permissions.js';
import { understandCommand, type Understood } from '../core/understand/command.js';
import { matterZh } from '../core/visit-words.js';
import { eventOf } from '../store/events.js';
import { tasksOf } from '../store/visits.js';
import type { Asker } from './answer.js';
import { cut } from './tell-staff.js';

/** A household as it is written: 1-2-702, 1栋2单元702室. */
const WRITTEN =
  /(?<![\d-])\d{1,3}(?:-\d{1,4}){1,2}(?![\d-])|\d{1,3}\s*(?:栋|幢|座|号楼)\s*(?:\d{1,2}\s*单元\s*)?\d{2,4}(?:室|号房|房|号)?(?!\d)/u;
const MOST = 50;
const SHOWN = 5;
const MATTER_CHARS = 16;

/** The same words with the task's number, understood; the words that ask which; null where no household settles it. */
export async function byHousehold(
  ctx: Context,
  { staff, estates, zone }: Asker,
  { text, names, now }: { readonly text: string; readonly names: readonly string[]; readonly now: Instant },
): Promise<Understood | string | null> {
  const plain = text.normalize('NFKC');
  const [written] = WRITTEN.exec(plain) ?? [];
  if (written === undefined) return null;
  const withNo = (no: number): Understood =>
    understandCommand(plain.replace(written, ` ${no} `).trim(), now, zone, names);
  const code = parseHousehold(written);
  const mine = estates.map(({ id }) => id).filter((id) => can(staff, 'see own tasks', { estate: id }).allowed);
  const tasks = (await tasksOf(ctx.db.read, staff.userid, mine, MOST)).filter(({ household }) => household === code);
  const [task, ...others] = tasks;
  if (task === undefined || !isOfTask(withNo(task.no), task.no)) return null;
  if (others.length === 0) return withNo(task.no);
  const lines: string[] = [];
  for (const one of tasks.slice(0, SHOWN)) {
    const event = one.event === null ? null : await eventOf(ctx.db.read, one.estate, one.event);
    lines.push(`· ${one.no} ${cut(matterZh(one, event?.description ?? null), MATTER_CHARS)}`);
  }
  const said = plain.replace(written, ' ').trim();
  return [
    `${householdZh(code)}有您 ${tasks.length} 件任务，说的是哪一件？请写任务号，如「${task.no} ${said}」：`,
    ...lines,
  ].join('\n');
}

const isOfTask = (understood: Understood, no: number): boolean =>
  understood.kind === 'command' && 'task' in understood.args && understood.args.task === no;
