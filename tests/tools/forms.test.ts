/** LibreOffice turns every form into a PDF without complaint. Runs where SOFFICE names one (scripts/test-tools.mjs). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyPaper, fillPaper } from '../../src/core/report/filled-paper.js';
import { fieldsOf, listsOf, type Form } from '../../src/core/report/form.js';
import type { Paper } from '../../src/core/report/paper.js';
import { renderPapers } from '../../src/forms/render-papers.js';
import { readFormFiles } from '../../src/form-files.js';

const library = readFormFiles(null);
const LONG = '客厅天花渗水，修过以后还漏；'.repeat(29).slice(0, 400);

/** Each field filled as full as may be. */
function fullPaper(form: Form): Paper {
  const fields = fieldsOf(form).map(({ name, lines, fill }): [string, string] => [
    name,
    fill === 'code' ? 'https://pm.example/s/abcdef' : fill === 'print' ? (lines > 2 ? LONG : '𠮷野䶮') : '',
  ]);
  const lists = listsOf(form).map(({ list, columns }) => {
    const rows = Array.from({ length: 40 }, (_, at) => {
      const cells = columns.map(
        ({ name, width }, no) => [name, no === 0 ? at + 1 : width > 4 ? '=1+1 师傅准时' : '示例'] as const,
      );
      return Object.fromEntries(cells);
    });
    return [list, rows] as const;
  });
  return {
    form: form.key,
    number: 'P-1',
    fields: Object.fromEntries(fields),
    lists: Object.fromEntries(lists),
    charts: [],
  };
}

/** Only the field with the most room is filled. */
function remarkPaper(form: Form): Paper {
  const empty = emptyPaper(form, '');
  const [longest] = fieldsOf(form)
    .filter(({ fill }) => fill === 'print')
    .toSorted((a, b) => b.lines - a.lines);
  return { ...empty, fields: { ...empty.fields, 说明: '', [longest?.name ?? '说明']: LONG } };
}

let folder = '';
const files: string[] = [];
/** Those that are to be one page, also with a long remark. */
const onePage: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'huifang-forms-'));
  const heading = { company: library.company, estate: '翠湖花园', period: '2026 年 3 月', date: '2026-03-31' };
  for (const form of library.forms.values()) {
    const papers = [fullPaper(form), emptyPaper(form, '本期没有记录。')].map((one) => fillPaper(form, one, heading));
    for (const type of ['xlsx', 'docx'] as const) {
      if (!form.files.includes(type)) continue;
      const file = path.join(folder, `${form.key}-${type}.${type}`);
      writeFileSync(file, (await renderPapers(library, form, papers, type)) ?? new Uint8Array());
      files.push(file);
      if (listsOf(form).length > 0) continue;
      const remark = path.join(folder, `${form.key}-${type}-remark.${type}`);
      const paper = fillPaper(form, remarkPaper(form), heading);
      writeFileSync(remark, (await renderPapers(library, form, [paper], type)) ?? new Uint8Array());
      onePage.push(remark);
    }
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the printed forms', () => {
  it('become PDFs in LibreOffice, with every page of theirs', () => {
    const args = [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
    ];
    const ran = spawnSync(process.env['SOFFICE'] ?? 'soffice', [...args, ...files, ...onePage], { encoding: 'utf8' });
    // Without Java it says so, and needs none.
    const complaints = ran.stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('javaldx'));
    expect([ran.status, complaints]).toEqual([0, []]);
    expect(files.length).toBeGreaterThan(60);
    for (const file of files) {
      const { head, pages } = pdfOf(file);
      expect([path.basename(file), head, pages >= 2]).toEqual([path.basename(file), '%PDF-', true]);
    }
    expect(onePage.map((file) => [path.basename(file), pdfOf(file).pages])).toEqual(
      onePage.map((file) => [path.basename(file), 1]),
    );
  }, 600_000);
});

function pdfOf(file: string): { readonly head: string; readonly pages: number } {
  const pdf = readFileSync(file.replace(/\.\w+$/u, '.pdf'), 'latin1');
  return { head: pdf.slice(0, 5), pages: (pdf.match(/\/Type\s*\/Page[^s]/gu) ?? []).length };
}
