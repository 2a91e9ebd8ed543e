/** Which policies an estate may adopt, and with which parameters. */
import type { Context } from '../context.js';
import type { FieldError } from '../core/event.js';
import { shown } from '../core/event-input.js';
import { valueFault } from '../core/policy/parameters.js';
import type { Policy } from '../core/policy/schema.js';
import type { Adoption } from '../store/adoptions.js';

type Wanted = { readonly id: string; readonly parameters?: Readonly<Record<string, unknown>> | undefined };

/** The list as it is kept, or what is wrong with it: unknown policies and parameters are named with those there are. */
export function readAdoptions(
  { policies, library }: Pick<Context, 'policies' | 'library'>,
  wanted: readonly Wanted[],
): { readonly adoptions: readonly Adoption[] } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const adoptions: Adoption[] = [];
  for (const [index, { id, parameters = {} }] of wanted.entries()) {
    const policy = policies.get(id);
    if (policy === undefined) {
      const known = [...policies.keys()].toSorted().join('、');
      errors.push({ field: `policies.${index}`, message: `没有制度 ${shown(id)}；现有：${known}` });
      continue;
    }
    const field = `policies.${index}.parameters`;
    const faults = parameterFaults(policy, parameters, field);
    errors.push(...faults);
    const version = faults.length === 0 ? library.versionOf(id, parameters) : null;
    if (version !== null) adoptions.push({ id, parameters, version });
    else if (faults.length === 0) errors.push({ field, message: `制度 ${id} 不接受这些参数` });
  }
  return errors.length > 0 ? { errors } : { adoptions };
}

function parameterFaults(
  policy: Policy,
  parameters: Readonly<Record<string, unknown>>,
  field: string,
): readonly FieldError[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined;
    if (parameter === undefined) {
      const known = Object.keys(policy.parameters).join('、');
      return [{ field: `${field}.${name}`, message: `制度 ${policy.id} 没有参数 ${shown(name)}；现有：${known}` }];
    }
    const wanted = valueFault(value, parameter);
    return wanted === null ? [] : [{ field: `${field}.${name}`, message: `应为${wanted}，收到 ${shown(value)}` }];
  });
}
