/** What two policies ask on each kind of event, compared: what is common to many kinds is said once. */
import { EVENT_KINDS, keysOf } from '../terms.js';
import type { EventKind } from '../terms.js';
import { visitsOn } from './diff-visits.js';
import type { Facet, VisitFacets } from './diff-visits.js';
import type { Policy } from './schema.js';

/** Lines of what changes, and the names of what does not. */
export type Diff = { readonly lines: readonly string[]; readonly same: readonly string[] };

type Pair = {
  readonly kind: EventKind;
  readonly before: readonly VisitFacets[];
  readonly after: readonly VisitFacets[];
};
/** One facet that changes alike in all visits of some kinds. */
type Common = { readonly label: string; readonly words: string; readonly kinds: readonly EventKind[] };

/** So many kinds that change alike are told together. */
const MANY = 3;

export function kindsDiff(a: Policy, b: Policy): Diff {
  const pairs = keysOf(EVENT_KINDS).map((kind) => ({ kind, before: visitsOn(a, kind), after: visitsOn(b, kind) }));
  const common = commonChanges(pairs);
  const found = pairs.map((pair) => {
    const said = new Set(common.filter(({ kinds }) => kinds.includes(pair.kind)).map(({ label }) => label));
    return { kind: pair.kind, said: said.size > 0, ...pairDiff(pair, said) };
  });
  const together = common.flatMap(({ label, words, kinds }) => [`${namesOf(kinds)}：`, `  ${label}：${words}`]);
  const same = found.filter(({ head, body, said }) => head !== '' && body.length === 0 && !said);
  return {
    lines: [...together, ...alikeTogether(found)],
    same: same.map(({ kind }) => `${EVENT_KINDS[kind].zh}回访`),
  };
}

/** Kinds of which the same is said, said once. */
function alikeTogether(found: readonly (Told & { readonly kind: EventKind })[]): readonly string[] {
  const groups = new Map<string, EventKind[]>();
  for (const { kind, head, body } of found) {
    if (body.length === 0) continue;
    const words = [head, ...body].join('\n');
    groups.set(words, [...(groups.get(words) ?? []), kind]);
  }
  return [...groups].flatMap(([words, kinds]) => `${namesOf(kinds)}${words}`.split('\n'));
}

const namesOf = (kinds: readonly EventKind[]): string => kinds.map((kind) => EVENT_KINDS[kind].zh).join('、');

function commonChanges(pairs: readonly Pair[]): readonly Common[] {
  const groups = new Map<string, Common>();
  for (const { kind, before, after } of pairs) {
    for (const label of labelsOf([...before, ...after])) {
      const [old, fresh] = [alike(before, label), alike(after, label)];
      if (!old || !fresh || old.same === fresh.same) continue;
      const words = `${old.shown} → ${fresh.shown}`;
      const group = groups.get(`${label} ${words}`);
      groups.set(`${label} ${words}`, { label, words, kinds: [...(group?.kinds ?? []), kind] });
    }
  }
  return [...groups.values()].filter(({ kinds }) => kinds.length >= MANY);
}

/** The facet that all of these visits have alike; null where they differ, or there are none. */
function alike(visits: readonly VisitFacets[], label: string): Facet | null {
  const found = visits.map(({ facets }) => facets.find((one) => one.label === label));
  const [first] = found;
  return first && found.every((one) => one?.same === first.same) ? first : null;
}

const labelsOf = (visits: readonly VisitFacets[]): readonly string[] => [
  ...new Set(visits.flatMap(({ facets }) => facets.map(({ label }) => label))),
];

/** What is said after a kind's name and below it; no head where neither policy visits, no body where nothing changes. */
type Told = { readonly head: string; readonly body: readonly string[] };

function pairDiff({ before, after }: Pair, said: ReadonlySet<string>): Told {
  if (before.length === 0 && after.length === 0) return { head: '', body: [] };
  if (before.length === 0) return { head: `（${idsOf(after)}）：新增回访`, body: listed('', after) };
  if (after.length === 0) return { head: `（${idsOf(before)}）：不再回访`, body: listed('', before) };
  const head = `（${idsOf(before)} → ${idsOf(after)}）`;
  const aligned = before.length === after.length && before.every(({ whom }, index) => whom === after[index]?.whom);
  if (!aligned) {
    const labels = new Set(['时间', ...changedLabels(before, after).filter((label) => !said.has(label))]);
    return { head, body: [...listed('原来', before, labels), ...listed('改为', after, labels)] };
  }
  const body = before.flatMap(({ whom, facets }, index) =>
    changedFacets(facets, after[index]?.facets ?? [])
      .filter(({ label }) => !said.has(label))
      .map(({ label, words }) => `  ${whom === '' ? '' : `${whom}，`}${label}：${words}`),
  );
  return { head, body };
}

const idsOf = (visits: readonly { readonly clause: string }[]): string =>
  [...new Set(visits.map(({ clause }) => clause))].join('、');

/** The labels whose facets are not the same in all of these visits. */
function changedLabels(before: readonly VisitFacets[], after: readonly VisitFacets[]): readonly string[] {
  const all = [...before, ...after];
  return labelsOf(all).filter((label) => alike(all, label) === null);
}

function listed(head: string, visits: readonly VisitFacets[], labels?: ReadonlySet<string>): readonly string[] {
  const lines = visits.map(({ whom, facets }) => {
    const said = facets.filter(({ label }) => labels?.has(label) ?? true).map(({ shown }) => shown);
    return `${whom === '' ? '' : `${whom}：`}${said.join('；')}`;
  });
  return lines.map((line, index) => `  ${head === '' ? '' : index === 0 ? `${head}：` : '　　　'}${line}`);
}

/** The facets that differ, in the words of both: `{ label: '时间', words: '… → …' }`. */
export function changedFacets(
  before: readonly Facet[],
  after: readonly Facet[],
): readonly { readonly label: string; readonly words: string }[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  return labels.flatMap((label) => {
    const [old, fresh] = [before, after].map((facets) => facets.find((one) => one.label === label));
    if ((old?.same ?? '') === (fresh?.same ?? '')) return [];
    return [{ label, words: `${old?.shown ?? '未规定'} → ${fresh?.shown ?? '未规定'}` }];
  });
}
