/**
 * A printed form 表单 as its files in `templates/forms/*.yaml` describe it: what it is called, what one paper is about, and
 * what stands on it, in order. Papers are checked against it, templates are made and checked by it.
 */
import { z } from 'zod';
import { faultsOf } from '../policy/faults.js';
import { readSource, type Fault } from '../policy/source-file.js';

/** What one paper is about: a whole period, or one thing whose number or id is given. */
export const ABOUT = {
  period: '一个期间',
  record: '一次回访',
  event: '一个事项',
  case: '一件个案',
  works: '一项工程',
  household: '一户',
  survey: '一次调查',
  policy: '一项制度',
} as const satisfies Record<string, string>;
/** The period over which a form is made when none is given. */
export const FORM_PERIODS = {
  none: '不分期',
  day: '日',
  week: '周',
  month: '月',
  quarter: '季',
  'half-year': '半年',
  year: '年',
} as const satisfies Record<string, string>;
export const FILE_TYPES = ['xlsx', 'docx', 'csv', 'png', 'svg'] as const;
export type FileType = (typeof FILE_TYPES)[number];
export const isFileType = (word: string): word is FileType => (FILE_TYPES as readonly string[]).includes(word);

const words = <T extends Record<string, string>>(table: T) => z.enum(Object.keys(table) as [keyof T & string]);
/** Braces and dots would break a placeholder `{{名}}`, `{{表.列}}`. */
const name = z.string().regex(/^[^\s{}.]+$/u, '不含空格、点和花括号的名称');

/** What every form says at its head, and which of it a field may say instead, as `no` does for 编号. */
export const HEAD_FIELDS = ['编号', '制表日期'] as const;
export type HeadField = (typeof HEAD_FIELDS)[number];

/** `sign`: a place for a signature and its date; `write`: for somebody to write by hand; `code`: a link shown as a QR code. */
const field = z.union([
  name.transform((only) => ({ name: only, lines: 1, fill: 'print' as const })),
  z.strictObject({
    name,
    lines: z.int().min(1).max(40).default(1),
    fill: z.enum(['print', 'sign', 'write', 'code']).default('print'),
    instead: z.enum(HEAD_FIELDS).optional(),
    width: z.number().min(0.5).max(20).optional(),
    says: z.string().min(1).optional(),
  }),
]);
const column = z.union([
  name.transform((only) => ({ name: only, width: 2, fill: 'print' as const })),
  z.strictObject({
    name,
    width: z.number().min(0.5).max(20).default(2),
    fill: z.enum(['print', 'sign', 'write']).default('print'),
  }),
]);
/**
 * Blocks from top to bottom: fields beside each other, a table, charts, printed words. `across`: how many short fields a row
 * takes; `group`: what they are called together, at their left; `least`: so many rows a table has for people to write in.
 */
const block = z.union([
  z.strictObject({ fields: z.array(field).min(1), across: z.int().min(1).max(4).default(2), group: name.optional() }),
  z.strictObject({
    list: name,
    columns: z.array(column).min(1),
    heading: z.boolean().default(true),
    least: z.int().min(1).max(30).default(1),
  }),
  z.strictObject({ charts: z.literal(true) }),
  z.strictObject({ text: z.string().min(1) }),
]);

const key = z.string().regex(/^[a-z][a-z0-9-]*$/, '小写字母、数字和连字符组成的编号');
const formShape = z.strictObject({
  title: z.string().min(1),
  /** Other names by which people ask for it. */
  also: z.array(z.string().min(1)).default([]),
  policies: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/, '制度编号，如 p03')),
  about: words(ABOUT),
  period: words(FORM_PERIODS),
  /** Where it does not say: sheet, document and table, and a picture of what has charts. */
  files: z.array(z.enum(FILE_TYPES)).min(1).optional(),
  orientation: z.enum(['portrait', 'landscape']).default('portrait'),
  /** The template's name without its ending; the key where it is not given. */
  template: z
    .string()
    .regex(/^[^/\\.]+$/u, '不带扩展名的文件名')
    .optional(),
  body: z.array(block).min(1),
});

const companyShape = z.strictObject({
  名称: z.string().default(''),
  地址: z.string().default(''),
  电话: z.string().default(''),
  联系部门: z.string().default(''),
  联系人: z.string().default(''),
});
const fileShape = z.strictObject({ company: companyShape.optional(), forms: z.record(key, formShape).default({}) });

export type Field = {
  readonly name: string;
  readonly lines: number;
  readonly fill: 'print' | 'sign' | 'write' | 'code';
  readonly instead?: HeadField | undefined;
  /** Of fields in a row, how wide this one is beside the others. */
  readonly width?: number | undefined;
  /** What stands there on every paper, as the company says it. */
  readonly says?: string | undefined;
};
export type FormColumn = { readonly name: string; readonly width: number; readonly fill: 'print' | 'sign' | 'write' };
export type Block =
  | { readonly fields: readonly Field[]; readonly across: number; readonly group?: string | undefined }
  | {
      readonly list: string;
      readonly columns: readonly FormColumn[];
      readonly heading: boolean;
      readonly least: number;
    }
  | { readonly charts: true }
  | { readonly text: string };
export type Form = Omit<z.output<typeof formShape>, 'body' | 'files' | 'template'> & {
  readonly key: string;
  readonly files: readonly FileType[];
  readonly template: string;
  readonly body: readonly Block[];
};
/** 公司: what every paper carries of the company, and a warranty certificate the rest of; empty where it is not said. */
export type Company = z.output<typeof companyShape>;

export const NO_COMPANY: Company = companyShape.parse({});

/** What every form may carry beside its own fields. */
export const STANDARD_FIELDS = ['公司', '标题', '项目', '编号', '期间', '制表日期', '说明'] as const;
export const CHARTS_FIELD = '图表';

export const fieldsOf = ({ body }: Pick<Form, 'body'>): readonly Field[] =>
  body.flatMap((one) => ('fields' in one ? one.fields : []));
export type List = Extract<Block, { readonly list: string }>;
export const listsOf = ({ body }: Pick<Form, 'body'>): readonly List[] =>
  body.flatMap((one) => ('list' in one ? [one] : []));

/** Every placeholder that a template of the form may hold, without braces. */
export const placeholdersOf = (form: Pick<Form, 'body'>): ReadonlySet<string> =>
  new Set([
    ...STANDARD_FIELDS,
    ...fieldsOf(form).map(({ name: one }) => one),
    ...listsOf(form).flatMap(({ list, columns }) => columns.map((one) => `${list}.${one.name}`)),
    ...(form.body.some((one) => 'charts' in one) ? [CHARTS_FIELD] : []),
  ]);

/** Reads a file of forms: all of it, or every fault with file, line, field, what was expected and what was found. */
export function readForms(
  text: string,
  file: string,
): { readonly company: Company | null; readonly forms: readonly Form[] } | { readonly faults: readonly Fault[] } {
  const source = readSource(text, file);
  if (source.syntax.length > 0) return { faults: source.syntax };
  const parsed = fileShape.safeParse(source.value);
  if (!parsed.success) {
    return { faults: faultsOf(parsed.error.issues, source, [], source.value, KEYS, '表单文件认识的词') };
  }
  const forms = Object.entries(parsed.data.forms).map(([id, form]) => ({
    ...form,
    key: id,
    template: form.template ?? id,
    files: form.files ?? filesOf(form.body.some((one) => 'charts' in one)),
  }));
  const faults = forms.flatMap((form) =>
    repeated(form).map((one) => source.fault(['forms', form.key, 'body'], '各不相同的名称', `重复的“${one}”`)),
  );
  return faults.length > 0 ? { faults } : { company: parsed.data.company ?? null, forms };
}

const filesOf = (hasCharts: boolean): readonly FileType[] => [
  ...(['xlsx', 'docx', 'csv'] as const),
  ...(hasCharts ? (['png', 'svg'] as const) : []),
];

/** Names that stand twice on a form, or would hide one that every form has. */
function repeated(form: Form): readonly string[] {
  const lists = listsOf(form);
  const names = [
    ...STANDARD_FIELDS,
    CHARTS_FIELD,
    ...fieldsOf(form).map((one) => one.name),
    ...lists.map(({ list }) => list),
  ];
  const columns = lists.flatMap(({ list, columns: of }) => of.map((one) => `${list}.${one.name}`));
  const all = [...names, ...columns];
  return all.filter((one, at) => all.indexOf(one) !== at);
}

const KEYS: ReadonlySet<string> = new Set([
  ...'company forms name lines fill instead says width fields across group list columns heading least charts text'.split(
    ' ',
  ),
  ...Object.keys(formShape.shape),
  ...Object.keys(companyShape.shape),
]);
