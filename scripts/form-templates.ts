/**
 * `npx tsx scripts/form-templates.ts [KEY …]`: makes the default templates of the forms in templates/forms from their
 * entries, all in one look. What a clerk has changed there is overwritten: a company's own templates belong in FORMS_DIR.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import PizZip from 'pizzip';
import { ownForms, readFormFiles } from '../src/form-files.js';
import { documentTemplate } from './form-templates/document.js';
import { sheetTemplate } from './form-templates/sheet.js';

/** The same bytes for the same form: archives carry no time of their making. */
function steady(bytes: Uint8Array): Uint8Array {
  const zip = new PizZip(Buffer.from(bytes));
  const again = new PizZip();
  for (const name of Object.keys(zip.files).toSorted()) {
    const file = zip.files[name];
    if (file === undefined || file.dir) continue;
    const text = name === 'docProps/core.xml' ? file.asText().replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, MADE) : null;
    again.file(name, text ?? file.asUint8Array(), { date: new Date(MADE) });
  }
  return again.generate({ type: 'uint8array', compression: 'DEFLATE' });
}
const MADE = '2026-01-01T00:00:00Z';

const wanted = new Set(process.argv.slice(2));
for (const form of readFormFiles(null).forms.values()) {
  if (wanted.size > 0 && !wanted.has(form.key)) continue;
  const made = { xlsx: sheetTemplate, docx: documentTemplate } as const;
  for (const type of ['xlsx', 'docx'] as const) {
    if (!form.files.includes(type)) continue;
    writeFileSync(path.join(ownForms(), `${form.template}.${type}`), steady(await made[type](form)));
  }
}
