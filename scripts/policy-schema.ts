/**
 * Writes docs/policy.schema.json, the policy file's format as a JSON Schema: an editor that reads it completes words,
 * explains them and marks what is wrong while one types. Run it after a change of src/core/policy/schema*.ts.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { VERBATIM } from '../src/core/policy/parameters.js';
import { clauseSchema, headSchema } from '../src/core/policy/schema.js';
import { packageRoot } from '../src/package-root.js';

type Node = { readonly [word: string]: unknown };

/** What stands in place of a value: the name of a parameter. */
const PARAMETER = {
  type: 'string',
  pattern: '^\\$[a-z][A-Za-z0-9]*$',
  description: '参数：$名称，值写在 parameters',
};

/** The format of a policy file, as `loadPolicy` reads it. What only the whole file shows, `huifang policy check` tells. */
export function policyFileSchema(): object {
  const file = headSchema.extend({
    clauses: z
      .array(clauseSchema.meta({ id: 'clause' }))
      .min(1)
      .describe('条款'),
  });
  const { $schema, $defs, ...root } = z.toJSONSchema(file, { io: 'input', override: asWritten }) as Node;
  return {
    $schema,
    title: '回访制度文件',
    description: '写法见 docs/policy-guide.zh-CN.md；写完用 huifang policy check 检查',
    ...withParameters(root),
    $defs: { parameter: PARAMETER, ...(withParameters({ properties: $defs })['properties'] as object) },
  };
}

/** One value may stand for a list of one: zod's preprocessing, which it leaves out of a JSON Schema. */
function asWritten({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { def } = zodSchema._zod;
  if (def.type !== 'pipe' || def.in._zod.def.type !== 'transform') return;
  const { items, ...list } = jsonSchema;
  for (const word of Object.keys(list)) delete jsonSchema[word];
  delete jsonSchema.items;
  jsonSchema.anyOf = [items as z.core.JSONSchema.BaseSchema, { ...list, items: items as z.core.JSONSchema.BaseSchema }];
}

/** A parameter's name may stand for every number, month and day, and list of words; not in text that is kept as it is. */
function withParameters(node: Node): Node {
  const { description, ...rest } = node;
  if (mayBeParameter(node)) {
    return { ...(description !== undefined && { description }), anyOf: [walked(rest), { $ref: '#/$defs/parameter' }] };
  }
  return walked(node);
}

const mayBeParameter = ({ type, items, pattern }: Node): boolean =>
  type === 'integer' ||
  type === 'boolean' ||
  (type === 'array' && (items as Node | undefined)?.['type'] !== 'object' && items !== undefined && !isShape(items)) ||
  (type === 'string' && typeof pattern === 'string' && pattern.startsWith('^(0'));

const SHAPES = ['match', 'visit', 'clause'].map((id) => `#/$defs/${id}`);
const isShape = (items: unknown): boolean => SHAPES.includes(String((items as Node)['$ref']));

function walked(node: Node): Node {
  return Object.fromEntries(
    Object.entries(node)
      .filter(([, value]) => Math.abs(value as number) !== Number.MAX_SAFE_INTEGER)
      .map(([word, value]) => {
        if (word === 'properties')
          return [word, mapValues(value as Node, (one, key) => (VERBATIM.has(key) ? one : deep(one)))];
        return [word, word === 'required' || word === 'enum' ? value : deep(value)];
      }),
  );
}

const deep = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(deep);
  return typeof value === 'object' && value !== null ? withParameters(value as Node) : value;
};

const mapValues = (node: Node, change: (value: unknown, key: string) => unknown): Node =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));

if (process.argv[1] === import.meta.filename) {
  const file = path.join(packageRoot(), 'docs', 'policy.schema.json');
  writeFileSync(file, `${JSON.stringify(policyFileSchema(), null, 2)}\n`);
  process.stdout.write(`${file}\n`);
}
