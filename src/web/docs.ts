/** /openapi.json, and /docs: the same description as a page without any script. */
import type { FastifyPluginCallback } from 'fastify';

type Schema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
};
type Parameter = {
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly description?: string;
};
type Content = {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly description?: string;
};
type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
};
type Description = {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** Both are public: they tell of shapes, not of anybody. */
export const docs: FastifyPluginCallback = (app, _options, done) => {
  app.get('/openapi.json', () => app.swagger());
  app.get('/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(app.swagger() as unknown as Description)),
  );
  app.get('/docs/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  done();
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page({ info, paths = {} }: Description): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method.toUpperCase(), path, operation)),
  );
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)}</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><main><h1>${escape(info.title)}</h1><p>${escape(info.description ?? '')}</p>
<p>除本页与 <a href="/openapi.json">openapi.json</a> 外，/api/v1 下的请求都要带上 <code>Authorization: Bearer &lt;令牌&gt;</code>。
出错时返回 <code>{"error":{"code","message","field"}}</code>。</p>
${operations.join('\n')}</main></body></html>`;
}

function section(
  method: string,
  path: string,
  { summary = '', parameters, requestBody, responses }: Operation,
): string {
  const query = (parameters ?? []).map(({ name, required, schema, description }) =>
    row(name, { ...schema, description: description ?? schema.description ?? '' }, required === true),
  );
  const body = schemaOf(requestBody);
  const answer = schemaOf(responses?.['200']);
  return `<section><h2><span class="${method.toLowerCase()}">${method}</span> <code>${escape(path)}</code> ${escape(summary)}</h2>
${query.length === 0 ? '' : `<h3>参数</h3>${table(query)}`}
${body === undefined ? '' : `<h3>正文：一个对象，或对象的数组</h3><p>${escape(body.description ?? '')}</p>${fields(body)}`}
${answer === undefined ? '' : `<h3>回答</h3>${fields(answer)}`}</section>`;
}

const schemaOf = (content: Content | undefined): Schema | undefined => content?.content?.['application/json']?.schema;

function fields(schema: Schema): string {
  const { properties = {}, required = [] } = schema.anyOf?.find((one) => one.properties !== undefined) ?? schema;
  return table(Object.entries(properties).map(([name, one]) => row(name, one, required.includes(name))));
}

const table = (rows: readonly string[]): string =>
  `<table><thead><tr><th>字段</th><th>必填</th><th>类型</th><th>说明</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;

function row(name: string, schema: Schema, required: boolean): string {
  const preset = schema.default === undefined ? '' : `默认 ${JSON.stringify(schema.default)}。`;
  const says = `${schema.description ?? ''} ${preset}`.trim();
  return `<tr><td><code>${escape(name)}</code></td><td>${required ? '是' : ''}</td><td>${escape(typeName(schema))}</td><td>${escape(says)}</td></tr>`;
}

function typeName(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeName))].join(' | ');
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeName).join(', ')}]`;
  if (schema.type === 'array') return schema.items === undefined ? 'array' : `(${typeName(schema.items)})[]`;
  if (schema.properties !== undefined) return `{${Object.keys(schema.properties).join(', ')}}`;
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' | ') ?? '');
}

const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:15px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2.5rem;border-top:1px solid #8884;padding-top:1.5rem}h3{font-size:.95rem}
h2 span{font-size:.8rem;padding:.15em .5em;border-radius:4px;color:#fff;background:#2563a8}h2 span.post{background:#1c7a4d}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid #8883}
td{overflow-wrap:anywhere}th{white-space:nowrap;font-weight:600}code{font-size:.92em}
`;
