/**
 * Whether a template says only what its form knows: every unknown placeholder, and every brace that closes nothing, with the
 * file, and the sheet and cell or the paragraph where it stands.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import PizZip from 'pizzip';
import type { FormLibrary, TemplateType } from '../form-files.js';
import { withHint } from '../core/policy/faults.js';
import { listsOf, placeholdersOf, type Form } from '../core/report/form.js';
import { plainText } from './document.js';
import { looseBraces, namesIn } from './placeholders.js';
import { textOf } from './sheet-rows.js';

type Place = { readonly where: string; readonly text: string };

/** The faults of all templates of the library, a sentence each; empty where all is well. */
export async function checkTemplates(library: FormLibrary): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const form of library.forms.values()) faults.push(...(await checkForm(library, form)));
  return faults;
}

/** The same of one form. */
export async function checkForm(library: FormLibrary, form: Form): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const type of ['xlsx', 'docx'] as const) {
    if (!form.files.includes(type)) continue;
    const file = library.templateFile(form, type);
    if (file === null) faults.push(`${form.template}.${type}：没有《${form.title}》的模板`);
    else faults.push(...(await checkTemplate(form, type, file)));
  }
  return faults;
}

/** What was found last, while neither the file nor the form has changed. */
const seen = new Map<string, { readonly form: Form; readonly changedMs: number; readonly faults: readonly string[] }>();

async function checkTemplate(form: Form, type: TemplateType, file: string): Promise<readonly string[]> {
  const { mtimeMs: changedMs } = await stat(file);
  const before = seen.get(file);
  if (before?.form === form && before.changedMs === changedMs) return before.faults;
  const faults = await lookAt(form, type, file);
  seen.set(file, { form, changedMs, faults });
  return faults;
}

async function lookAt(form: Form, type: TemplateType, file: string): Promise<readonly string[]> {
  const name = path.basename(file);
  let places: readonly Place[];
  try {
    places = await placesIn(await readFile(file), type);
  } catch {
    return [`${name}：打不开，应为 ${type} 文件`];
  }
  const known = placeholdersOf(form);
  const columns = listsOf(form).map(({ list }) => list);
  return places.flatMap(({ where, text }) => {
    const unknown = namesIn(text).filter((one) => !known.has(one));
    const loose = looseBraces(text) ? [`${name} ${where}：花括号没有成对，应写作 {{名称}}`] : [];
    const lists = new Set(
      namesIn(text)
        .map((one) => one.split('.')[0] ?? '')
        .filter((one) => columns.includes(one)),
    );
    const mixed = type === 'xlsx' && lists.size > 1 ? [`${name} ${where}：一行只能有一个列表`] : [];
    return [
      ...unknown.map((one) => `${name} ${where}：《${form.title}》没有${withHint(`「${one}」`, one, known)}`),
      ...loose,
      ...mixed,
    ];
  });
}

/** Every placeholder that a template holds. */
export async function placeholdersIn(bytes: Uint8Array, type: TemplateType): Promise<ReadonlySet<string>> {
  return new Set((await placesIn(bytes, type)).flatMap(({ text }) => namesIn(text)));
}

async function placesIn(bytes: Uint8Array, type: TemplateType): Promise<readonly Place[]> {
  return type === 'xlsx' ? cellsOf(bytes) : paragraphsOf(bytes);
}

async function cellsOf(bytes: Uint8Array): Promise<readonly Place[]> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  const places: Place[] = [];
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.master === cell) places.push({ where: `${sheet.name}!${cell.address}`, text: textOf(cell) });
      });
    });
  }
  return places;
}

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^word\/document\.xml$/u, '正文'],
  [/^word\/header\d*\.xml$/u, '页眉'],
  [/^word\/footer\d*\.xml$/u, '页脚'],
];

function paragraphsOf(bytes: Uint8Array): readonly Place[] {
  const zip = new PizZip(Buffer.from(bytes));
  return PARTS.flatMap(([pattern, part]) =>
    zip.file(pattern).flatMap((file) =>
      [...file.asText().matchAll(/<w:p[ >][\s\S]*?<\/w:p>/gu)].map(([xml], at) => ({
        where: `${part}第 ${at + 1} 段`,
        text: plainText(xml),
      })),
    ),
  );
}
