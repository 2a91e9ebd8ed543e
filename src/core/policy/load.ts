/** YAML → Policy, or every fault at once, each with file, line, field, what was expected and what was found. */
import type { z } from 'zod';
import { checkClause, checkFollows } from './check.js';
import { runExample } from './examples.js';
import { at, faultsOf } from './faults.js';
import { readParameters, substitute, valuesOf } from './parameters.js';
import { clauseSchema, exampleSchema, headSchema, parameterSchema, visitSchema } from './schema.js';
import { matchSchema } from './schema-base.js';
import type { Clause, Head, Policy } from './schema.js';
import { readSource } from './source-file.js';
import type { Fault, SourceFile } from './source-file.js';

/**
 * Reads a policy file. `given` are an estate's own parameter values. The result is a policy that is whole, or its
 * faults; a fault in one place hides none elsewhere.
 */
export function loadPolicy(
  text: string,
  file: string,
  given: Readonly<Record<string, unknown>> = {},
): { readonly policy: Policy } | { readonly faults: readonly Fault[] } {
  const source = readSource(text, file);
  if (source.syntax.length > 0) return { faults: source.syntax };
  const parameters = readParameters(at(source.value, ['parameters']));
  const { values, faults } = valuesOf(parameters, given, source);
  const filled = substitute(source.value, values, parameters, source);
  const head = readHead(filled.value, source);
  const clauses = at(filled.value, ['clauses']);
  const read = (Array.isArray(clauses) ? clauses : []).map((raw, index) => readClause(raw, index, head.head, source));
  /** Examples speak of the file's own values. */
  const examples =
    Object.keys(given).length > 0
      ? []
      : read.flatMap(({ clause }, index) => disagreements(clause, index, head.head, source));
  /** Which clauses there are is known once each of them can be read. */
  const whole = read.flatMap(({ clause }) => clause ?? []);
  const follows = whole.length === read.length ? checkFollows(whole, source) : [];
  const all = distinct([
    ...filled.faults,
    ...faults,
    ...head.faults,
    ...read.flatMap((one) => one.faults),
    ...examples,
    ...follows,
    ...repeatedIds(clauses, source),
    ...unused(parameters, filled.used, source),
  ]);
  if (all.length > 0 || head.head === null) return { faults: all };
  return { policy: { ...head.head, clauses: whole, file } };
}

function readHead(raw: unknown, source: SourceFile): { readonly head: Head | null; readonly faults: readonly Fault[] } {
  const parsed = headSchema.safeParse(raw);
  if (parsed.success) return { head: parsed.data, faults: [] };
  return { head: null, faults: faultsOf(parsed.error.issues, source, [], raw, KEYS) };
}

/** One clause, also under a head that is at fault: then its words are checked, but nothing that needs the head. */
function readClause(
  raw: unknown,
  index: number,
  head: Head | null,
  source: SourceFile,
): { readonly clause: Clause | null; readonly faults: readonly Fault[] } {
  const path = ['clauses', index];
  const parsed = clauseSchema.safeParse(raw);
  if (!parsed.success) return { clause: null, faults: faultsOf(parsed.error.issues, source, path, raw, KEYS) };
  if (head === null) return { clause: null, faults: [] };
  const checked = checkClause(parsed.data, head, source, path);
  return checked.length > 0 ? { clause: null, faults: checked } : { clause: parsed.data, faults: [] };
}

function disagreements(clause: Clause | null, index: number, head: Head | null, source: SourceFile): readonly Fault[] {
  if (clause === null || head === null) return [];
  return clause.examples.flatMap((example, number) =>
    runExample(head, clause, example).map(({ path, expected, found }) =>
      source.fault(['clauses', index, 'examples', number, ...path], expected, `${found}（例：${example.name}）`),
    ),
  );
}

function repeatedIds(clauses: unknown, source: SourceFile): readonly Fault[] {
  const seen = new Set<string>();
  return (Array.isArray(clauses) ? clauses : []).flatMap((clause, index) => {
    const id = at(clause, ['id']);
    if (typeof id !== 'string') return [];
    const again = seen.has(id);
    seen.add(id);
    return again ? [source.fault(['clauses', index, 'id'], '未用过的条款号', `重复的“${id}”`)] : [];
  });
}

function unused(parameters: object, used: ReadonlySet<string>, source: SourceFile): readonly Fault[] {
  return Object.keys(parameters)
    .filter((name) => !used.has(name))
    .map((name) => source.fault(['parameters', name], `条款中用到的参数（写作 $${name}）`, '没有条款用它'));
}

/** One fault a field, the first found, in the order of the file. */
function distinct(faults: readonly Fault[]): readonly Fault[] {
  const first = new Map(faults.toReversed().map((fault) => [fault.field, fault]));
  return [...first.values()].toSorted((a, b) => a.line - b.line || (a.field < b.field ? -1 : 1));
}

/** All words that may stand left of a colon: what an unknown one was likely meant to be. */
const KEYS: ReadonlySet<string> = collectKeys();

function collectKeys(): ReadonlySet<string> {
  const shapes: readonly z.ZodObject[] = [
    headSchema,
    clauseSchema,
    visitSchema,
    matchSchema,
    parameterSchema,
    exampleSchema,
  ];
  return new Set(shapes.flatMap((schema) => Object.keys(schema.shape)));
}
