/** 接着说: what a member of staff means who answers a question, accepts an offer, or says 这个案子 and 这一单. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can, canWork } from '../core/permissions.js';
import { isOtherOrder } from '../core/record-talk/meant.js';
import { PHOTO_LABELS } from '../core/record-talk/record-talk-types.js';
import { lacksHousehold, registrationIn } from '../core/understand/command-register.js';
import { isOrder } from '../core/understand/command-judge.js';
import { plainOf } from '../core/understand/command-plain.js';
import { tasksIn } from '../core/understand/command-task.js';
import {
  accepted,
  askedOf,
  completed,
  isTakenBack,
  numbered,
  numbersIn,
  spokenOf,
  verdictOn,
  WHICH_TASK,
  type Asked,
} from '../core/understand/command-thread.js';
import type { Command, Understood } from '../core/understand/command.js';
import { stepsOf } from '../store/duties.js';
import { openCasesAt } from '../store/follow-ups.js';
import { keepAskedBack, newestWords } from '../store/staff-threads.js';
import { tasksOf } from '../store/visits.js';
import { words, type Answer, type Asker, type Said } from './answer.js';

/** What somebody writes, and how it is read: by the names that they may mean. */
export type SaidByStaff = {
  readonly text: string;
  readonly names: readonly string[];
  readonly now: Instant;
  readonly read: (text: string) => Understood;
};

/** Words that stand for themselves now: what was meant is written out in them. */
export type InFull = { readonly text: string; readonly understood: Understood };

/** What was asked back is answered, accepted or taken back by these words; null where they are about something else. */
export function answersBack(
  asked: Asked | null,
  { text, read }: SaidByStaff,
  alone: Understood,
): InFull | Answer | null {
  if (asked === null) return null;
  const offered = accepted(asked, text.normalize('NFKC').trim());
  if (offered !== null) return { text: offered, understood: read(offered) };
  if (alone.kind === 'unclear' && isTakenBack(text)) return words('好的，没有办。');
  if (isOtherOrder(alone, text)) return null;
  const registration = `${asked.said} ${text}`;
  if (lacksHousehold(asked.said) && registrationIn(text) === null && !lacksHousehold(registration))
    return { text: registration, understood: read(registration) };
  const whole = completed(asked, text, read);
  return whole === null ? null : { text: whole.text, understood: whole.meant };
}

/** 这个案子, 这一单: with the number of what was spoken of last, or of the only one there is; else the words that ask which. */
export async function withNumber(ctx: Context, asker: Asker, said: SaidByStaff): Promise<InFull | string | null> {
  const plain = plainOf(said.text, said.names);
  const kind = spokenOf(plain);
  if (kind === null) return null;
  const [no, ...others] = await spokenOfLast(ctx, asker, kind, said.now);
  const name = (one: number): string => (kind === 'case' ? `案${one}` : `任务 ${one}`);
  if (no === undefined) return null;
  if (others.length > 0) {
    const example = numbered(plain, kind, no).replaceAll(/\s+/gu, ' ');
    return `说的是哪一件？${[no, ...others].slice(0, MOST_NAMED).map(name).join('、')}，请写上编号，如：${example}`;
  }
  const text = numbered(plain, kind, no);
  return { text, understood: said.read(text) };
}
const MOST_NAMED = 6;

/** 修后, after a photograph was put with a task by itself: which of the task's pictures it is. */
export async function photoNamed(ctx: Context, { staff }: Asker, said: SaidByStaff): Promise<InFull | null> {
  const [, label] = LABEL_ALONE.exec(said.text.trim()) ?? [];
  if (label === undefined) return null;
  const [newest = ''] = await newestWords(ctx.db.read, ctx.box, staff.userid, said.now);
  const no = PUT_WITH.exec(newest)?.[1];
  return no === undefined ? null : { text: `照片 ${no} ${label}`, understood: said.read(`照片 ${no} ${label}`) };
}
const LABEL_ALONE = new RegExp(
  `^(?:是|这是)?(?:维修|施工)?(${Object.values(PHOTO_LABELS).join('|')})的?(?:照片|图)?[。.]?$`,
  'u',
);
const PUT_WITH = /照片收下了，放在任务 (\d{1,9})/u;

/** 改期后天下午, 上报: an order that needs a number, about what was spoken of last: it is asked about first. */
export async function offered(ctx: Context, asker: Asker, said: SaidByStaff): Promise<Understood | null> {
  const plain = plainOf(said.text, said.names);
  if (tasksIn(plain).length > 0 || numbersIn(plain, 'case').length > 0 || plain.length < 2) return null;
  const newest = await newestWords(ctx.db.read, ctx.box, asker.staff.userid, said.now);
  const verdict = verdictOn(plain, newest);
  if (verdict !== null && said.read(verdict).kind === 'command')
    return { kind: 'unclear', asks: WHICH_TASK, suggest: [verdict] };
  for (const { kind, no } of lastOfEach(newest)) {
    const text = kind === 'case' ? `${plain} 案${no}` : `${plain} ${no}`;
    const meant = said.read(text);
    if (meant.kind === 'command' && isOrder(meant.command) && meant.command !== '办结')
      return { kind: 'unclear', asks: WHICH_TASK, suggest: [setForm(meant, no, plain, said.read) ?? text] };
  }
  return null;
}

/** The numbers in 帮助 stand for any. */
const HELP = /您可以这样写|」可以这样写：|全部说法是|^· 说明 案3/mu;
const isHelp = (text: string): boolean => HELP.test(text);

type Spoken = { readonly kind: 'case' | 'task'; readonly no: number };

/** The case and the task that were spoken of last, the later one first; neither where that message names several. */
function lastOfEach(newest: readonly string[]): readonly Spoken[] {
  const named = newest.flatMap((text) =>
    (['case', 'task'] as const).map((kind) => ({ kind, numbers: isHelp(text) ? [] : numbersIn(text, kind) })),
  );
  const spoken = named.filter(({ numbers }) => numbers.length > 0);
  const last = spoken.filter(({ kind }, nth) => spoken.findIndex((one) => one.kind === kind) === nth);
  return last.flatMap(({ kind, numbers: [no, ...others] }) =>
    no === undefined || others.length > 0 ? [] : [{ kind, no }],
  );
}

/** 后天下午: as it is written with the order's name in front; null where that would be another order. */
function setForm(meant: Command, no: number, plain: string, read: SaidByStaff['read']): string | null {
  if (meant.command === '跟进' || plain.startsWith(meant.command)) return null;
  const text = `${meant.command} ${no} ${plain}`;
  return JSON.stringify(read(text)) === JSON.stringify(meant) ? text : null;
}

/** The one that the newest message was about that names any; where none does, those that this person may work. */
async function spokenOfLast(
  ctx: Context,
  asker: Asker,
  kind: 'case' | 'task',
  now: Instant,
): Promise<readonly number[]> {
  const tx = ctx.db.read;
  for (const text of await newestWords(tx, ctx.box, asker.staff.userid, now)) {
    const numbers = isHelp(text) ? [] : numbersIn(text, kind);
    if (numbers.length > 0) return numbers;
  }
  const mine = asker.estates
    .map(({ id }) => id)
    .filter((id) => can(asker.staff, 'see own tasks', { estate: id }).allowed);
  if (kind === 'task') return (await tasksOf(tx, asker.staff.userid, mine, MOST_NAMED)).map(({ no }) => no);
  const found: number[] = [];
  for (const { id } of await openCasesAt(tx, mine)) {
    const steps = await stepsOf(tx, id);
    if (steps.some((step) => step.status === 'open' && canWork(asker.staff, step).allowed)) found.push(id);
  }
  return found;
}

/** The answer, which also keeps what it asks back; what was asked before is over, unless these words were not understood. */
export function keepingThread(
  ctx: Context,
  { staff }: Asker,
  before: Asked | null,
  { text, understood }: InFull,
  answer: Answer,
): Answer {
  const next =
    understood.kind === 'unclear' && understood.asks === undefined && before !== null && !isNew(text)
      ? before
      : askedOf(text, understood);
  if (next === null && before === null) return answer;
  return {
    ...answer,
    writes: async (tx, now) => {
      const said = (await answer.writes?.(tx, now)) ?? [];
      const asks = isAsking([...answer.texts, ...said]);
      if (asks || before !== null) await keepAskedBack(tx, ctx.box, staff.userid, asks ? next : null, now);
      return said;
    },
  };
}
/** An answer that asks nothing leaves nothing open. */
export const isAsking = (said: readonly Said[]): boolean =>
  said.some((one) => QUESTION.test(typeof one === 'string' ? one : one.description));
const QUESTION = /？|请写|可以写|可以点|回复「/u;
const isNew = (text: string): boolean => tasksIn(text).length > 0;
