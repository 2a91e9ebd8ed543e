/** 谁的数字: whom a question about figures names, and whether whoever asks may see theirs (p02.19, p03.14). */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { parsePeriod, monthPeriod, periodRange, previousPeriod, type Period } from '../core/period.js';
import { can, type Action } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import { EVENT_KINDS } from '../core/terms.js';
import type { ContextArgs } from '../core/understand/command-context.js';
import { localDate } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { didWork, staffCalled, staffOfDepartment, type Staff } from '../store/staff.js';
import type { Whose } from '../store/whose.js';
import { estateAsked, refused, words, type Answer, type Asker } from './answer.js';

export type FigureArgs = Pick<ContextArgs, 'period' | 'estate' | 'kind' | 'person' | 'department' | 'policy'>;

/** What figures are asked of: `whose` null is the whole estate; `about` says whom and what in words. */
export type Asked = {
  readonly estate: Estate;
  readonly kind: NonNullable<FigureArgs['kind']> | null;
  readonly policy: string | null;
  readonly whose: (Pick<Whose, 'staff' | 'department'> & { readonly name: string }) | null;
  readonly period: Period;
  readonly before: Period;
  readonly labels: {
    readonly estate: string;
    readonly period: string;
    readonly previous: string;
    /** Of which kind or policy; null: of all. */
    readonly kind: string | null;
  };
  readonly rangeOf: (period: Period) => readonly [Instant, Instant];
  /** Whether a picture goes with the words. */
  readonly isDrawn: boolean;
};

type Question = {
  readonly command: string;
  readonly action: Action;
  readonly args: FigureArgs;
  /** Of whoever asks, by whatever name they are on the list. */
  readonly own?: boolean;
};

/** Reads it, or answers why there is nothing: which estate, nobody of that name, or who may see it. */
export async function figuresAsked(
  ctx: Context,
  asker: Asker,
  { command, action, args, own = false }: Question,
  now: Instant,
): Promise<Asked | Answer> {
  const estate = estateAsked(asker, args.estate, `${command} 本月`);
  if (typeof estate === 'string') return words(estate);
  const whose = own ? theirs(asker.staff) : await whoseAsked(ctx.db.read, estate, args);
  const wanted = own ? 'see own figures' : mayAsk(asker.staff, estate, whose, action, args);
  const allowed = can(asker.staff, wanted, { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, wanted, estate, allowed.who, now);
  if (whose !== null && 'says' in whose) return words(whose.says);
  const zone = estate.timezone;
  const today = localDate(now, zone);
  const period = (args.period === undefined ? null : parsePeriod(args.period)) ?? monthPeriod(today);
  const before = previousPeriod(period);
  const kind = args.kind ?? null;
  const named = [
    ...(args.policy === undefined ? [] : [` ${args.policy} `]),
    ...(kind === null ? [] : [EVENT_KINDS[kind].zh]),
  ];
  return {
    estate,
    kind,
    policy: args.policy ?? null,
    whose,
    period,
    before,
    labels: {
      estate: estate.name,
      period: periodLabel(period, today),
      previous: periodLabel(before, today),
      kind: named.length === 0 ? null : named.join(''),
    },
    rangeOf: (of) => periodRange(of, zone),
    isDrawn: asker.inWords !== true,
  };
}

type Named = NonNullable<Asked['whose']> & { readonly people: readonly Staff[] };

/** Their own, their department's, anybody's: the narrowest that the question is. */
function mayAsk(
  staff: Staff,
  estate: Estate,
  whose: Named | { readonly says: string } | null,
  whole: Action,
  { person, department }: FigureArgs,
): Action {
  if (person === undefined && department === undefined) return whole;
  if (whose === null || 'says' in whose) return 'see figures of staff';
  if (person !== undefined && whose.people.some(({ userid }) => userid === staff.userid)) return 'see own figures';
  const own = staff.department;
  const isOwn = own !== null && (whose.department === own || whose.people.some((one) => one.department === own));
  return isOwn && can(staff, 'see department figures', { estate: estate.id }).allowed
    ? 'see department figures'
    : 'see figures of staff';
}

/** Whoever did some work is known by their account, or by the name that another system gave. */
const theirs = (one: Staff): Named => ({
  name: one.name,
  staff: [one.userid, one.name],
  department: null,
  people: [one],
});

async function whoseAsked(
  tx: Tx,
  estate: Estate,
  { person, department }: FigureArgs,
): Promise<Named | { readonly says: string } | null> {
  if (person !== undefined) {
    const people = await staffCalled(tx, estate.id, person);
    const [one, ...others] = people;
    if (one !== undefined && others.length === 0) return theirs(one);
    if (one !== undefined)
      return {
        says: `有 ${people.length} 位「${person}」，请写账号：${people.map(({ userid }) => userid).join('，或 ')}。`,
      };
    // Whoever does the work need not be on the list: 王师傅 of a contractor.
    if (await didWork(tx, estate.id, { worker: person }))
      return { name: person, staff: [person], department: null, people: [] };
    return { says: `${estate.name}没有叫「${person}」的同事。` };
  }
  if (department === undefined) return null;
  const people = await staffOfDepartment(tx, estate.id, department);
  if (people.length === 0 && !(await didWork(tx, estate.id, { department })))
    return { says: `${estate.name}没有叫「${department}」的部门。` };
  const staff = people.flatMap(({ userid, name }) => [userid, name]);
  return { name: department, staff, department, people };
}
