/**
 * The road of a report 报表的流转, as the policy's duties tell it: who makes a form each period, who reviews and approves
 * it after them, and which duty archives it.
 */
import { addDays, DAY, localDate, startOfDay, type Instant, type LocalDate } from '../calendar.js';
import { openDuty } from './duties.js';
import { dutiesWith, type PlacedDuty } from './due-duties.js';
import { followRef } from './follow-ref.js';
import type { Clause, Policy } from './schema.js';
import type { Period } from './words.js';

export type ReportRoad = {
  /** The form's title, 月回访汇总表. */
  readonly form: string;
  /** Null: once for works or a survey (p10.4, p10.5), and not of a period. */
  readonly every: Period | null;
  /** Who makes it, then who reviews it, in their order; the last one approves it. */
  readonly steps: readonly PlacedDuty[];
  /** The duty that archives the form; else the one that archives the policy's records of such a period. */
  readonly archive: PlacedDuty | null;
};

/**
 * The roads of a policy. A form's calendar duties of one period are steps in the order of the file; what is `reported`
 * after one of them is the next. What follows the approval (`approved`) is about the report and no step of its road. A
 * report that is made once, as all visits to works are done or a survey is in, begins with its own duty.
 */
export function roadsOf(policy: Policy): readonly ReportRoad[] {
  const periodic = dutiesWith(policy, 'period').filter(({ duty }) => !duty.when && duty.every);
  const kept = periodic.filter(({ duty }) => duty.keepYears !== undefined);
  const roads = new Map<string, PlacedDuty[]>();
  for (const placed of periodic) {
    const { form, every, keepYears } = placed.duty;
    if (form === undefined || keepYears !== undefined) continue;
    roads.set(`${every} ${form}`, [...(roads.get(`${every} ${form}`) ?? []), placed]);
  }
  const ofPeriods = [...roads.values()].flatMap((first) => {
    const { form, every } = first[0]?.duty ?? {};
    if (form === undefined || every === undefined) return [];
    const steps = withFollowers(policy, first);
    const archive =
      kept.find(({ duty }) => duty.form === form && duty.every === every) ??
      kept.find(({ duty }) => duty.every === every) ??
      null;
    return [{ form, every, steps, archive }];
  });
  const once = dutiesWith(policy, 'all-done', 'surveyed').flatMap((placed) => {
    const { form } = placed.duty;
    return form === undefined ? [] : [{ form, every: null, steps: withFollowers(policy, [placed]), archive: null }];
  });
  return [...ofPeriods, ...once];
}

function withFollowers(policy: Policy, first: readonly PlacedDuty[]): readonly PlacedDuty[] {
  const steps = [...first];
  // A step that is added may be followed itself.
  for (const step of steps) {
    for (const next of dutiesWith(policy, 'reported')) {
      if (!steps.some((one) => isSame(one, next)) && followed(next).some((ref) => meets(policy, ref, step)))
        steps.push(next);
    }
  }
  return steps;
}

const followed = ({ duty }: PlacedDuty): readonly string[] => duty.follows ?? [];
const isSame = (a: PlacedDuty, b: PlacedDuty): boolean => a.clause.id === b.clause.id && a.index === b.index;

/** Without a number the last duty of the clause that follows nothing is meant. */
function meets(policy: Policy, ref: string, { clause, index }: PlacedDuty): boolean {
  const [id, item] = followRef(ref);
  return (
    id === clause.id && `duty:${index}` === (item ?? `duty:${lastOf(policy.clauses.find((one) => one.id === id))}`)
  );
}
const lastOf = (clause: Clause | undefined): number =>
  (clause?.duties ?? []).findLastIndex(({ follows }) => follows === undefined);

type Named = { readonly clause: string; readonly item: string };

/** At which step of which road a duty stands; null: it is no step. Of several roads that meet in it, the first with `form`. */
export function stepOf(
  policy: Policy,
  { clause, item }: Named,
  form: string | null = null,
): { readonly road: ReportRoad; readonly step: number } | null {
  for (const road of roadsOf(policy)) {
    if (form !== null && road.form !== form) continue;
    const step = road.steps.findIndex((one) => one.clause.id === clause && `duty:${one.index}` === item);
    if (step >= 0) return { road, step };
  }
  return null;
}

/** The road whose form a duty archives. */
export const archivedBy = (policy: Policy, { clause, item }: Named): ReportRoad | null =>
  roadsOf(policy).find(
    ({ archive, form }) =>
      archive?.clause.id === clause && `duty:${archive.index}` === item && archive.duty.form === form,
  ) ?? null;

/** What started the duty of a step, in the report's period: the period itself, or the step that it follows. */
export function startedByOf(policy: Policy, road: ReportRoad, step: number, period: string): string {
  const placed = road.steps[step];
  if (placed === undefined || placed.duty.trigger === 'period' || (road.every === null && step === 0)) return period;
  const before = road.steps.findIndex(
    (one, at) => at < step && followed(placed).some((ref) => meets(policy, ref, one)),
  );
  const clause = road.steps[before]?.clause.id ?? placed.clause.id;
  return `${clause}:${startedByOf(policy, road, Math.max(0, before), period)}`;
}

/** When a report is made: as the last day for making it begins, so that it tells of the whole time. */
export const makeAt = ({ earliest, due }: { readonly earliest: Instant; readonly due: Instant | null }): Instant =>
  due === null ? earliest : (Math.max(earliest, due - DAY) as Instant);

/** When a period's report goes into the archive: on the last day of the archive's time; null: as soon as it is approved. */
export function archiveAt({ archive }: ReportRoad, from: LocalDate, zone: string): Instant | null {
  const window = archive === null ? null : openDuty(archive.duty, startOfDay(from, zone), zone);
  if (window === null) return null;
  return startOfDay(addDays(localDate(window.due, zone), -1), zone);
}
