/** A policy in Chinese, clause by clause: what the source says, what is done, what was added (默认). */
import { ROLES } from '../terms.js';
import { describeDuty, describeRest } from './describe-rest.js';
import { describeVisit } from './describe.js';
import { valueWords } from './parameters.js';
import type { Clause, Parameter, Policy } from './schema.js';

/** The whole policy as text, for a person who never saw the file. */
export function explainText(policy: Policy): string {
  const roles = Object.entries(policy.roles).map(([role, title]) => {
    const word = wordOf(ROLES, role);
    return title.includes(word) ? title : `${title}（${word}）`;
  });
  return [
    `${policy.id}  ${policy.title}`,
    `出处：${policy.article}`,
    `岗位：${roles.join('、')}`,
    '',
    ...policy.clauses.flatMap((clause) => [...explainClause(policy, clause), '']),
    '参数（可按项目调整）',
    ...Object.entries(policy.parameters).map(([name, parameter]) => explainParameter(policy, name, parameter)),
  ].join('\n');
}

/** One clause, its lines. Also what `说明` shows beside a task. */
export function explainClause(policy: Policy, clause: Clause): readonly string[] {
  const many = (clause.visits?.length ?? 0) > 1;
  return [
    `【${clause.id}】${clause.title}`,
    ...clause.source.map((text) => `  原文：${text}`),
    `  规则：${clause.says}`,
    ...(clause.visits ?? []).flatMap((rule, index) => [
      ...(many ? [`  第 ${index + 1} 次`] : []),
      ...describeVisit(policy, clause, rule).map((line) => `  ${line}`),
    ]),
    ...(clause.duties ?? []).map((duty) => `  职责：${describeDuty(policy, duty)}`),
    ...describeRest(policy, clause).map((line) => `  ${line}`),
    ...(clause.assumed ?? []).map((text) => `  默认：${text}`),
    ...clause.examples.map(({ name }) => `  例：${name}`),
  ];
}

function explainParameter({ roles }: Policy, name: string, parameter: Parameter): string {
  const origin = parameter.origin === 'default' ? '默认' : '原文';
  return `  ${origin}  ${name} = ${valueWords(parameter.value, parameter.unit, roles)}  ${parameter.says}`;
}

const wordOf = (table: Readonly<Record<string, { readonly zh: string }>>, word: string): string =>
  table[word]?.zh ?? word;
