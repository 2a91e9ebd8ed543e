/**
 * Reads the files of forms 表单: the ones that come with the program in templates/forms, and a company's own folder
 * (FORMS_DIR), whose forms, templates and company take the place of ours by name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from './core/policy/source-file.js';
import { NO_COMPANY, readForms, type Company, type Form } from './core/report/form.js';
import { packageRoot } from './package-root.js';

export type TemplateType = 'xlsx' | 'docx';

export type FormLibrary = {
  readonly company: Company;
  /** By key, in the order of the files. */
  readonly forms: ReadonlyMap<string, Form>;
  /** Where a form's template of a type lies; null where there is none. */
  readonly templateFile: (form: Form, type: TemplateType) => string | null;
  readonly template: (form: Form, type: TemplateType) => Promise<Uint8Array>;
};

/** Files of forms that cannot be used: every fault, with file, line and field. */
export class FormFault extends Error {
  override readonly name = 'FormFault';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('\n'));
    this.faults = faults;
  }
}

export const ownForms = (): string => path.join(packageRoot(), 'templates', 'forms');

/** @throws FormFault when any file has a fault. */
export function readFormFiles(formsDir: string | null): FormLibrary {
  const folders = [ownForms(), ...(formsDir === null ? [] : [formsDir])];
  const read = folders.flatMap(textsOf).map(({ file, text }) => readForms(text, file));
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) throw new FormFault(faults);
  const forms = new Map<string, Form>();
  let company = NO_COMPANY;
  for (const one of read) {
    if ('faults' in one) continue;
    for (const form of one.forms) forms.set(form.key, form);
    company = one.company ?? company;
  }
  const templateFile: FormLibrary['templateFile'] = ({ template }, type) =>
    folders
      .toReversed()
      .map((folder) => path.join(folder, `${template}.${type}`))
      .find((file) => existsSync(file)) ?? null;
  return {
    company,
    forms,
    templateFile,
    async template(form, type) {
      const file = templateFile(form, type);
      if (file === null) throw new Error(`no template ${form.template}.${type}`);
      return readFile(file);
    },
  };
}

const textsOf = (folder: string): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(folder)
    .toSorted()
    .filter((one) => /\.ya?ml$/.test(one))
    .map((one) => ({ file: path.join(folder, one), text: readFileSync(path.join(folder, one), 'utf8') }));
