/** Which policies an estate may adopt, and with which parameters. */
import { createHash } from 'node:crypto';
import type { Context } from '../context.js';
import type { FieldError } from '../core/event.js';
import { shown } from '../core/event-input.js';
import type { Parameter, Policy } from '../core/policy/schema.js';
import type { Adoption } from '../store/estates.js';

type Wanted = { readonly id: string; readonly parameters?: Readonly<Record<string, unknown>> | undefined };

/** The list as it is kept, or what is wrong with it: unknown policies and parameters are named with those there are. */
export function readAdoptions(
  { policies, policyFor }: Pick<Context, 'policies' | 'policyFor'>,
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
    if (faults.length === 0 && policyFor(id, parameters) === null) {
      errors.push({ field, message: `制度 ${id} 不接受这些参数` });
    }
    adoptions.push({ id, parameters, version: policyVersion(policy) });
  }
  return errors.length > 0 ? { errors } : { adoptions };
}

/** The hash under which a policy is adopted: the same text, wherever its file lies. */
export function policyVersion(policy: Policy): string {
  const rules = JSON.stringify({ ...policy, file: undefined });
  return createHash('sha256').update(rules).digest('hex');
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
    const message = valueFault(parameter, value);
    return message === null ? [] : [{ field: `${field}.${name}`, message }];
  });
}

/** A number within its bounds, a text or a list of texts, as the policy's own value is; null leaves it open. */
function valueFault({ value: own, min, max }: Parameter, value: unknown): string | null {
  if (value === null) return null;
  if (typeof own === 'string') return typeof value === 'string' ? null : `应为文字，收到 ${shown(value)}`;
  if (Array.isArray(own)) {
    const texts = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return texts ? null : `应为文字列表，收到 ${shown(value)}`;
  }
  if (own === null && typeof value === 'string') return null;
  if (typeof value !== 'number' || !Number.isInteger(value)) return `应为整数，收到 ${shown(value)}`;
  if (value < (min ?? 0)) return `不应小于 ${min ?? 0}，收到 ${value}`;
  return max !== undefined && value > max ? `不应大于 ${max}，收到 ${value}` : null;
}
