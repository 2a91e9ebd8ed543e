/**
 * 回访记录 as a member of staff makes it: what it holds, what its visit's rules still miss of it, and a line that would be
 * whole. A record that keeps the rules is taken; one that does not is never half taken.
 */
import { exampleGrades } from './ballot.js';
import type { Instant } from './calendar.js';
import { askMethods, type MethodFault, type NeedOf, type VisitRules } from './policy/visit-rules.js';
import type { TopicAnswers } from './policy/content.js';
import type { Need } from './policy/words.js';
import { type Direction, type Grade, type Method, METHODS } from './terms.js';

/** What is recorded of a visit; null, empty or false where nothing was given. */
export type RecordDraft = {
  /** How it was made; empty only for a paper that does not say. */
  readonly methods: readonly Method[];
  readonly numberCalled: string | null;
  /** What a photograph is known by. */
  readonly photo: string | null;
  readonly grade: Grade | null;
  readonly grades: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
  /** By when the household was promised an answer to what could not be solved at once (p02.14). */
  readonly promisedAt: Instant | null;
  /** The paper form that it was copied from, and where that is kept. */
  readonly paper: string | null;
  /** Whether the resident signed on paper. */
  readonly signed: boolean;
};

export type Gap =
  | { readonly kind: 'no-method' }
  /** A resident answers in chat for themselves: nobody does it for them. */
  | { readonly kind: 'chat' }
  | ({ readonly kind: 'method' } & MethodFault)
  | { readonly kind: 'other-method'; readonly wanted: readonly Method[] }
  | ({ readonly kind: 'need' } & NeedOf)
  | { readonly kind: 'no-proof' }
  | { readonly kind: 'no-grade' }
  /** A promise for a time before the visit was made. */
  | { readonly kind: 'promise-over' }
  | { readonly kind: 'no-finding' };

/**
 * What is missing of a record, or wrong with it; empty where it is whole. Several rules: a visit that serves several.
 * `madeAt`: when the visit was made.
 */
export function gapsOf(
  rules: readonly VisitRules[],
  meetsSomebody: boolean,
  draft: RecordDraft,
  madeAt: Instant,
): readonly Gap[] {
  const gaps = [...methodGaps(rules, draft)];
  if (draft.promisedAt !== null && draft.promisedAt <= madeAt) gaps.push({ kind: 'promise-over' });
  if (draft.signed && draft.paper === null && draft.photo === null) gaps.push({ kind: 'no-proof' });
  const graded = draft.grade !== null || Object.keys(draft.grades ?? {}).length > 0;
  const met = meetsSomebody && draft.methods.some((method) => method !== 'on-site');
  if (!graded && (met || (meetsSomebody && draft.methods.length === 0))) gaps.push({ kind: 'no-grade' });
  else if (!graded && draft.remark === null && !draft.unfinished) gaps.push({ kind: 'no-finding' });
  return gaps;
}

function methodGaps(rules: readonly VisitRules[], draft: RecordDraft): readonly Gap[] {
  const { methods } = draft;
  if (methods.includes('chat')) return [{ kind: 'chat' }];
  // A paper that does not say how is a written answer.
  if (methods.length === 0 && draft.paper === null) return [{ kind: 'no-method' }];
  const made: readonly Method[] = methods.length === 0 ? ['written'] : methods;
  const asked = rules.map((one) => askMethods(one, made));
  const fault = asked.find((one) => one.fault !== null)?.fault;
  if (fault) return [{ kind: 'method', ...fault }];
  const ways = usualWays(rules);
  if (methods.length > 0 && ways.length > 0 && !methods.some((method) => ways.includes(method))) {
    return [{ kind: 'other-method', wanted: ways }];
  }
  const missing = new Map(
    asked.flatMap(({ needs }) => needs).flatMap((one) => (has(draft, one.need) ? [] : [[one.need, one] as const])),
  );
  return [...missing.values()].map((one) => ({ kind: 'need', ...one }));
}

/** Whether a record has what a rule wants noted. A signature is asked for once the record is made. */
function has(draft: RecordDraft, need: Need): boolean {
  switch (need) {
    case 'number-called':
      return draft.numberCalled !== null;
    case 'photo':
      return draft.photo !== null || draft.paper !== null;
    case 'charge-checked':
      return draft.chargeAsQuoted !== null;
    case 'resident-signature':
      return true;
    default:
      return need satisfies never;
  }
}

/** The ways that every one of the visits allows, without chat; those of the first where they agree on none. */
function usualWays(rules: readonly VisitRules[]): readonly Method[] {
  const [first, ...others] = rules.map(({ how }) => how.filter((method) => method !== 'chat'));
  const common = first?.filter((method) => others.every((other) => other.includes(method))) ?? [];
  return common.length > 0 ? common : (first ?? []);
}

/** The ways in which a visit under these rules is best made: what a rule wants, else the first usual one. */
export function waysFor(rules: readonly VisitRules[]): readonly Method[] {
  const usual = usualWays(rules);
  const taken = usual.find((method) => rules.every((one) => askMethods(one, [method]).fault === null));
  if (taken !== undefined) return [taken];
  const faults = rules.flatMap((one) => askMethods(one, usual.slice(0, 1)).fault ?? []);
  const together = faults.find((fault) => fault.together)?.wanted;
  return together ?? faults[0]?.wanted.slice(0, 1) ?? usual.slice(0, 1);
}

/** The ways in which a visit under these rules may be made, each by itself or, where a rule wants it so, together. */
export function choicesOf(rules: readonly VisitRules[]): readonly (readonly Method[])[] {
  const taken = usualWays(rules).filter((method) => rules.every((one) => askMethods(one, [method]).fault === null));
  if (taken.length > 0) return taken.map((method) => [method]);
  const faults = usualWays(rules).flatMap((method) => rules.flatMap((one) => askMethods(one, [method]).fault ?? []));
  const together = faults.find((fault) => fault.together)?.wanted;
  return together === undefined ? (faults[0]?.wanted ?? []).map((method) => [method]) : [together];
}

/** A line that would be whole for a questionnaire of so many questions, with where its paper is kept. */
export const exampleSheet = (questions: number, task: number): string =>
  `完成 ${task} 纸质 B-07 ${exampleGrades(questions)}`;

/** A line that would be whole for this visit: `完成 12 电话 13800000000 满意 师傅准时`. */
export function exampleLine(
  rules: readonly VisitRules[],
  meetsSomebody: boolean,
  task: number,
  methods = waysFor(rules),
): string {
  const needs = rules.flatMap((one) => askMethods(one, methods).needs.map(({ need }) => need));
  const met = meetsSomebody && methods.some((method) => method !== 'on-site');
  const words = [
    ...methods.map((method) => METHODS[method].zh),
    ...(needs.includes('number-called') ? ['13800000000'] : []),
    ...(needs.includes('photo') ? ['照片 IMG_0312'] : []),
    ...(met ? ['满意', ...(needs.includes('charge-checked') ? ['收费一致'] : []), '师傅准时'] : ['现场完好']),
  ];
  return `完成 ${task} ${words.join(' ')}`;
}
