/**
 * Parameters: every number, role, method and date of a policy has a name, an origin and limits. A clause names one as
 * `$name`; an estate may give its own value.
 */
import { shown } from '../event-input.js';
import { METHODS, ROLES } from '../terms.js';
import { withHint } from './faults.js';
import { parameterSchema } from './schema.js';
import type { Parameter } from './schema.js';
import type { Fault, Path, SourceFile } from './source-file.js';
import type { ParameterUnit } from './words.js';

export type Values = Readonly<Record<string, Parameter['value']>>;

/** Text that stands as it is: a `$` there is no parameter. */
export const VERBATIM: ReadonlySet<string> = new Set([
  'source',
  'says',
  'assumed',
  'examples',
  'title',
  'parameters',
  'context',
]);

/** The parameters whose words are right; the others are faults of the file's head. */
export function readParameters(raw: unknown): Readonly<Record<string, Parameter>> {
  if (typeof raw !== 'object' || raw === null) return {};
  const read = Object.entries(raw).map(([name, one]) => [name, parameterSchema.safeParse(one)] as const);
  return Object.fromEntries(read.flatMap(([name, { success, data }]) => (success ? [[name, data] as const] : [])));
}

/** The value of every parameter: the estate's own, else the file's. Faults where one breaks its unit or limits. */
export function valuesOf(
  parameters: Readonly<Record<string, Parameter>>,
  given: Readonly<Record<string, unknown>>,
  source: SourceFile,
): { readonly values: Values; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const values: Record<string, Parameter['value']> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.value;
    const wanted = valueFault(value, parameter);
    if (wanted !== null) faults.push(source.fault(['parameters', name, 'value'], wanted, shown(value)));
    else values[name] = value as Parameter['value'];
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(parameters, name)) continue;
    const found = withHint(`“${name}”`, name, Object.keys(parameters));
    faults.push(source.fault(['parameters'], '此制度已有的参数', found));
  }
  return { values, faults };
}

/** What the value should have been, or null if it is right. Null as a value says: not set. */
export function valueFault(value: unknown, { unit, min, max }: Parameter): string | null {
  if (value === null) return null;
  if (unit === 'roles') return wordList(value, ROLES) ? null : '岗位列表';
  if (unit === 'methods') return wordList(value, METHODS) ? null : '回访方式列表';
  if (unit === 'month-day') {
    return typeof value === 'string' && /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value)
      ? null
      : '月日（如 05-01）';
  }
  if (unit === 'form') return typeof value === 'string' && value.trim() !== '' ? null : '表名';
  const [low, high] = [min ?? 0, max ?? TOP[unit] ?? Number.MAX_SAFE_INTEGER];
  if (Number.isInteger(value) && (value as number) >= low && (value as number) <= high) return null;
  return high === Number.MAX_SAFE_INTEGER ? `不小于 ${low} 的整数` : ` ${low} 到 ${high} 的整数`;
}

const TOP: Partial<Record<ParameterUnit, number>> = { percent: 100, day: 31 };

const wordList = (value: unknown, table: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((word) => typeof word === 'string' && Object.hasOwn(table, word));

/** A file's value with each `$name` replaced by its value; `used` are the names found. */
export function substitute(
  value: unknown,
  values: Values,
  known: readonly string[],
  source: SourceFile,
): { readonly value: unknown; readonly used: ReadonlySet<string>; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const used = new Set<string>();
  const walk = (node: unknown, here: Path): unknown => {
    if (typeof node === 'string' && node.startsWith('$')) {
      const name = node.slice(1);
      used.add(name);
      if (!known.includes(name))
        faults.push(source.fault(here, 'parameters 中已有的参数', withHint(node, name, known)));
      return values[name] === undefined ? null : values[name];
    }
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...here, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => [key, VERBATIM.has(key) ? child : walk(child, [...here, key])]),
    );
  };
  return { value: walk(value, []), used, faults };
}
