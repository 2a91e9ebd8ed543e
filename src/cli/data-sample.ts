/** `huifang sample`: one clause's population, drawn with a key as at the period's close. */
import type { Event } from '../core/event.js';
import { clausesFor, countsHouseholds, drawUnits, ordersByDay, quotaOf, unitOf } from '../core/policy/population.js';
import type { Clause, Policy } from '../core/policy/schema.js';
import type { Quota, Unit } from '../core/sampling.js';
import { BadInput, newFaults } from './data-input.js';

export type SampleLine = { readonly line: number; readonly event: Event };
export type SampleOptions = {
  readonly file: string;
  readonly seed: string;
  readonly zone: string;
  readonly clause: string | undefined;
  readonly rate: number | null;
};

/** The lines that `sample` prints: each id with whether it is chosen, then the sum. Throws `BadInput`. */
export function sampleLines(policy: Policy, lines: readonly SampleLine[], options: SampleOptions): readonly object[] {
  const clause = clauseOf(policy, lines, options);
  const members = lines.filter(
    ({ event }) => clause !== null && clausesFor(policy, event, options.zone).includes(clause),
  );
  if (clause === null) return [{ population: 0, required: 0, chosen: 0, seed: options.seed }];
  const quota = quotaFor(policy, clause, options.rate);
  const units = unitsOf(clause, members, quota, options);
  const { population, required, chosen } = drawUnits(units, quota, options.seed);
  return [
    ...members.map(({ event }, index) => ({ id: event.id, chosen: chosen.has(units[index]?.id ?? '') })),
    { population, required, chosen: chosen.size, seed: options.seed },
  ];
}

/** The clause that is drawn for: the one named, or the only one in the file; null for an empty file. */
function clauseOf(policy: Policy, lines: readonly SampleLine[], { clause, file, zone }: SampleOptions): Clause | null {
  const drawn = policy.clauses.filter(({ visits }) => visits);
  if (clause !== undefined) {
    const found = drawn.find(({ id }) => id === clause);
    if (found) return found;
    throw new BadInput(`--clause ${clause}：${policy.id} 中可抽样的条款是 ${drawn.map(({ id }) => id).join('、')}`);
  }
  const faults = newFaults(file);
  const found = new Set<Clause>();
  for (const { line, event } of lines) {
    const clauses = clausesFor(policy, event, zone);
    if (clauses.length === 0)
      faults.add({ line, field: 'kind', message: `${policy.id} 没有条款要求回访这类事项（${event.kind}）` });
    for (const one of clauses) found.add(one);
  }
  faults.end();
  if (found.size <= 1) return [...found][0] ?? null;
  const ids = drawn.filter((one) => found.has(one)).map(({ id }) => id);
  throw new BadInput(`${file} 含有多个条款的总体：${ids.join('、')}；请用 --clause 指明其中一个`);
}

function quotaFor(policy: Policy, clause: Clause, rate: number | null): Quota {
  const set = quotaOf(clause);
  const given = quotaOf(clause, rate);
  if (given === null) {
    const who = clause.visits?.[0]?.rateBy?.map((role) => policy.roles[role]).join('、') ?? '负责人';
    throw new BadInput(`${clause.id} 的回访率由${who}确定，请用 --rate 给出百分比`);
  }
  if (rate === null || set === null) return given;
  if (set.kind !== 'percent') throw new BadInput(`--rate：${clause.id} 的抽样数量已由制度规定，不用另给`);
  if (rate < set.percent) throw new BadInput(`--rate：${clause.id} 规定的回访率是 ${set.percent}%，不能更低`);
  return given;
}

function unitsOf(
  clause: Clause,
  members: readonly SampleLine[],
  quota: Quota,
  { file, zone }: SampleOptions,
): readonly Unit[] {
  const faults = newFaults(file);
  const days = ordersByDay(
    members.map(({ event }) => event),
    zone,
  );
  const units = members.flatMap(({ line, event }, index) => {
    const unit = unitOf(clause, event, quota, zone);
    if (unit) return [{ ...unit, group: days[index] ?? unit.group }];
    const field = countsHouseholds(clause) ? 'household' : 'dispatchedAt';
    faults.add({ line, field, message: `缺少此项，${clause.id} 按${field === 'household' ? '户' : '派工日'}计算` });
    return [];
  });
  faults.end();
  return units;
}
