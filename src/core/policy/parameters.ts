/**
 * Parameters: every number, role, method and date of a policy has a name, an origin and limits. A clause names one as
 * `$name`, its sentences as `{name}`; an estate may give its own value, and both say it.
 */
import { shown } from '../event-input.js';
import { METHODS, ROLES } from '../terms.js';
import type { Role } from '../terms.js';
import { at, withHint } from './faults.js';
import { parameterSchema } from './schema.js';
import type { Parameter } from './schema.js';
import type { Fault, Path, SourceFile } from './source-file.js';
import { PARAMETER_UNITS } from './words.js';
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
/** Of those, sentences of ours: a `{name}` in them is said as `3 天`, `30%`, `管家`. */
const SENTENCES: ReadonlySet<string> = new Set(['says', 'assumed', 'title']);
const NAMED = /\{([a-z][A-Za-z0-9]*)\}/g;

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
  if (unit === 'yes-no') return typeof value === 'boolean' ? null : 'true 或 false';
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

/** A value in Chinese, with its unit; roles by the policy's own titles. */
export function valueWords(
  value: Parameter['value'],
  unit: ParameterUnit,
  roles: Readonly<Partial<Record<Role, string>>>,
): string {
  if (value === null) return '未定';
  const words: Readonly<Record<string, string | undefined>> = roles;
  const terms: Readonly<Record<string, { readonly zh: string }>> = unit === 'roles' ? ROLES : METHODS;
  if (Array.isArray(value)) return value.map((word) => words[word] ?? terms[word]?.zh ?? word).join('、');
  if (unit === 'yes-no') return value === true ? '是' : '否';
  if (unit === 'month-day') return monthDayWords(String(value));
  const { zh } = PARAMETER_UNITS[unit];
  return `${value}${zh === '' || zh === '%' ? zh : ` ${zh}`}`;
}

/** `05-01` → `5 月 1 日`. */
export const monthDayWords = (monthDay: string): string => `${monthDay.split('-').map(Number).join(' 月 ')} 日`;

/** A file's value with each `$name` replaced by its value, in sentences each `{name}`; `used` are the names of `$`. */
export function substitute(
  value: unknown,
  values: Values,
  parameters: Readonly<Record<string, Parameter>>,
  source: SourceFile,
): { readonly value: unknown; readonly used: ReadonlySet<string>; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const used = new Set<string>();
  const known = Object.keys(at(value, ['parameters']) ?? {});
  const roles = at(value, ['roles']) ?? {};
  const unknown = (name: string, found: string, here: Path): void => {
    if (known.includes(name)) return;
    faults.push(source.fault(here, 'parameters 中已有的参数', withHint(found, name, known)));
  };
  const said = (text: string, here: Path): string =>
    text.replaceAll(NAMED, (found, name: string) => {
      unknown(name, found, here);
      const parameter = parameters[name];
      return parameter ? valueWords(values[name] ?? null, parameter.unit, roles) : found;
    });
  const sentence = (node: unknown, here: Path): unknown => {
    if (typeof node === 'string') return said(node, here);
    return Array.isArray(node) ? node.map((item, index) => sentence(item, [...here, index])) : node;
  };
  const walk = (node: unknown, here: Path): unknown => {
    if (typeof node === 'string' && node.startsWith('$')) {
      const name = node.slice(1);
      used.add(name);
      unknown(name, node, here);
      return values[name] === undefined ? null : values[name];
    }
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...here, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => {
        if (SENTENCES.has(key)) return [key, sentence(child, [...here, key])];
        return [key, VERBATIM.has(key) ? child : walk(child, [...here, key])];
      }),
    );
  };
  return { value: walk(value, []), used, faults };
}
