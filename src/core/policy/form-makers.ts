/** 制表人: whom a policy has make, review, follow or keep a form, so that they may have it printed. */
import type { Form } from '../report/form.js';
import type { Role } from '../terms.js';
import type { Clause, Policy } from './schema.js';

/**
 * The roles that the policies name for a form: the steward of the quarter's analysis (p03.13), the dispatcher of the
 * complaints' month (p08.1), the function-heads of their samples (p08.2). A form that is one visit's record is its
 * visitor's alone, and all of them together are for whoever has a period of them to see to, such as to archive them.
 */
export function formMakers(
  policies: readonly Pick<Policy, 'id' | 'clauses'>[],
  form: Pick<Form, 'title' | 'also' | 'about' | 'policies'>,
): readonly Role[] {
  const names: readonly string[] = [form.title, ...form.also];
  const roles = policies
    .filter(({ id }) => form.policies.includes(id))
    .flatMap(({ clauses }) => clauses.flatMap((clause) => stepsOf(clause, form.about === 'record')))
    .flatMap(({ form: of, by = [] }) => (of !== undefined && names.includes(of) ? by : []));
  return [...new Set(roles)];
}

type Step = { readonly form?: string | undefined; readonly by?: readonly Role[] | undefined };

const stepsOf = ({ duties = [], handle = [] }: Clause, isRecord: boolean): readonly Step[] =>
  isRecord ? duties.filter(({ trigger }) => trigger === 'period') : [...duties, ...handle];
