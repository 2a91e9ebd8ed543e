/** 几个项目: a figure asked of no estate in particular, by whoever answers for several, is told of each, beside each other. */
import type { Context } from '../context.js';
import { can, type Action } from '../core/permissions.js';
import type { Command, CommandName } from '../core/understand/command.js';
import type { Estate } from '../store/estates.js';
import { staffCalled, staffOfDepartment } from '../store/staff.js';
import { inMessages, words, type Answer, type Asker } from './answer.js';

/** What is told so, and who may see it of an estate. */
const FIGURES = {
  满意率: 'see rates',
  回访率: 'see rates',
  执行率: 'see compliance',
  逾期: 'see compliance',
  未覆盖: 'see uncovered events',
  不满意: 'see dissatisfied',
  绩效: 'see own figures',
  档案: 'see archive',
} as const satisfies Partial<Record<CommandName, Action>>;

type Figure = Extract<Command, { readonly command: keyof typeof FIGURES }>;

/** So many at once: each costs a dozen questions to the database. */
const MOST_ESTATES = 12;

/** The estates that are meant where none is named and there are several; null: it is answered as it stands. */
export async function overEstates(
  ctx: Context,
  asker: Asker,
  understood: Command,
  answer: (asker: Asker, of: Command) => Promise<Answer>,
): Promise<Answer | null> {
  if (!isFigure(understood) || 'report' in understood.args || understood.args.estate !== undefined) return null;
  const meant = await estatesMeant(ctx, asker, understood);
  const [first, ...others] = meant;
  if (first === undefined) return null;
  if (others.length === 0) return answer(asker, inEstate(understood, first));
  const lines: string[] = [];
  for (const estate of meant.slice(0, MOST_ESTATES)) {
    const { texts } = await answer({ ...asker, inWords: true }, inEstate(understood, estate));
    lines.push(...told(understood, texts.join('\n')));
  }
  const left = meant.length - MOST_ESTATES;
  const rest = left > 0 ? [`……另有 ${left} 个项目。`] : [];
  const more = understood.command === '档案' ? '' : '的明细和图';
  const foot = `看一个项目${more}，请写上项目，例如：${understood.command} ${first.name}。`;
  return words(...inMessages([...lines, ...rest, foot]));
}

const isFigure = (understood: Command): understood is Figure => Object.hasOwn(FIGURES, understood.command);

const inEstate = (understood: Figure, { name }: Estate): Command => ({
  ...understood,
  args: { ...understood.args, estate: name },
});

/** Their own estates of which they may see it; of a person or a department, those where there is one of that name. */
async function estatesMeant(
  ctx: Context,
  { staff, estates }: Asker,
  { command, args }: Figure,
): Promise<readonly Estate[]> {
  const own = estates.filter(({ id }) => staff.roles.some(({ estate }) => estate === id));
  const person = 'person' in args ? args.person : undefined;
  const department = 'department' in args ? args.department : undefined;
  if (person === undefined && department === undefined)
    return own.filter(({ id }) => can(staff, FIGURES[command], { estate: id }).allowed);
  const known: Estate[] = [];
  for (const estate of own) {
    const people =
      person === undefined
        ? await staffOfDepartment(ctx.db.read, estate.id, department ?? '')
        : await staffCalled(ctx.db.read, estate.id, person);
    if (people.length > 0) known.push(estate);
  }
  return known;
}

/** The figure itself; what is listed below it is told of one estate alone. */
function told({ command }: Figure, text: string): readonly string[] {
  const lines = text.split('\n');
  if (command === '满意率' || command === '回访率' || command === '绩效' || command === '档案') return lines;
  return lines.slice(0, 1).map((line) => line.replace(/(?:，最久的在前)?：$/u, '。'));
}
