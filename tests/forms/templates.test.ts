/** The forms' files and their templates: ours know exactly what their forms print; a company's are checked. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import excel from 'exceljs';
import PizZip from 'pizzip';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookAtForms } from '../../src/cli/doctor-forms.js';
import { fieldsOf, placeholdersOf } from '../../src/core/report/form.js';
import { checkForm, checkTemplates, placeholdersIn } from '../../src/forms/check-template.js';
import { FormFault, ownForms, readFormFiles } from '../../src/form-files.js';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'huifang-forms-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const library = readFormFiles(null);
const templates = [...library.forms.values()].flatMap((form) =>
  (['xlsx', 'docx'] as const)
    .filter((type) => form.files.includes(type))
    .map((type) => ({ form, type, name: `${form.key}.${type}` })),
);

describe('our own forms', () => {
  it('have no fault', async () => expect(await checkTemplates(library)).toEqual([]));

  it.each(templates)('$name holds each of its fields, and no other', async ({ form, type }) => {
    const held = await placeholdersIn(await library.template(form, type), type);
    const replaced: readonly string[] = fieldsOf(form).flatMap(({ instead }) => instead ?? []);
    const wanted = [...placeholdersOf(form)].filter(
      (name) => (name !== '期间' || form.period !== 'none') && !replaced.includes(name),
    );
    expect([...held].toSorted()).toEqual(wanted.toSorted());
  });

  it.each(templates.filter(({ type }) => type === 'xlsx'))(
    '$name prints on A4, page by page',
    async ({ form, type }) => {
      const book = new excel.Workbook();
      await book.xlsx.load(Buffer.from(await library.template(form, type)) as never);
      const [sheet] = book.worksheets;
      expect(sheet?.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: form.orientation,
        fitToWidth: 1,
        fitToHeight: 0,
      });
      expect(sheet?.headerFooter.oddFooter).toContain('第 &P 页 共 &N 页');
      const fonts = new Set<unknown>();
      sheet?.eachRow((row) => row.eachCell((cell) => fonts.add(cell.font.name)));
      expect([...fonts].toSorted()).toEqual(['仿宋', '宋体', '黑体']);
    },
  );
});

const FORM = `company:
  名称: 翠湖物业服务有限公司
forms:
  record-p03:
    title: 回访单
    policies: [p03]
    about: record
    period: month
    files: [xlsx, docx]
    body:
      - fields: [客户姓名, 满意程度]
`;

describe('a company’s own forms', () => {
  it('take the place of ours by key, with the company’s name', () => {
    writeFileSync(path.join(folder, 'forms.yaml'), FORM);
    const own = readFormFiles(folder);
    expect(own.company.名称).toBe('翠湖物业服务有限公司');
    expect(own.forms.get('record-p03')?.title).toBe('回访单');
    expect(own.forms.size).toBe(library.forms.size);
  });

  it('are refused with file, line, field, what was expected and what was found', () => {
    writeFileSync(
      path.join(folder, 'forms.yaml'),
      FORM.replace('about: record', 'about: recrod').replace('period:', 'perod:'),
    );
    const faults = (() => {
      try {
        readFormFiles(folder);
      } catch (error) {
        if (error instanceof FormFault) return error.faults;
      }
      return [];
    })();
    expect(faults.map(({ line, field, found }) => [line, field, found])).toEqual(
      expect.arrayContaining([
        [7, 'forms.record-p03.about', '"recrod"（是否指 record？）'],
        [8, 'forms.record-p03.perod', '“perod”（是否指 period？）'],
      ]),
    );
  });

  it('name an unknown placeholder with its cell, also where it is not closed', async () => {
    const book = new excel.Workbook();
    await book.xlsx.readFile(path.join(ownForms(), 'record-p03.xlsx'));
    const sheet = book.worksheets[0];
    if (sheet === undefined) throw new Error('no sheet');
    sheet.getCell('A20').value = { richText: [{ text: '{{客户' }, { text: '名称}}', font: { bold: true } }] };
    sheet.getCell('B20').value = '{{房号}';
    await book.xlsx.writeFile(path.join(folder, 'record-p03.xlsx'));
    const own = readFormFiles(folder);
    const form = own.forms.get('record-p03');
    expect(form && (await checkForm(own, form))).toEqual([
      'record-p03.xlsx 回访记录表!A20：《回访记录表》没有「客户名称」（是否指 客户姓名？）',
      'record-p03.xlsx 回访记录表!B20：花括号没有成对，应写作 {{名称}}',
    ]);
    const findings = await lookAtForms(folder);
    expect(findings.map(({ ok }) => ok)).toEqual([false, false]);
    expect(findings[0]?.text).toContain('A20');
  });

  it('name an unknown placeholder with its paragraph, also where Word has cut it to pieces', async () => {
    const zip = new PizZip(readFileSync(path.join(ownForms(), 'record-p03.docx')));
    const xml = zip.file('word/document.xml')?.asText() ?? '';
    const cut = '<w:t xml:space="preserve">{{客</w:t></w:r><w:r><w:t>户名}}</w:t>';
    zip.file('word/document.xml', xml.replace('<w:t xml:space="preserve">{{客户姓名}}</w:t>', cut));
    writeFileSync(path.join(folder, 'record-p03.docx'), zip.generate({ type: 'nodebuffer' }));
    const own = readFormFiles(folder);
    const form = own.forms.get('record-p03');
    const [fault = '', ...more] = form === undefined ? [] : await checkForm(own, form);
    expect(more).toEqual([]);
    expect(fault).toMatch(/^record-p03\.docx 正文第 \d+ 段：《回访记录表》没有「客户名」/u);
  });

  it('a file that is no sheet at all is said to be none', async () => {
    writeFileSync(path.join(folder, 'record-p03.xlsx'), 'not a sheet');
    const own = readFormFiles(folder);
    const form = own.forms.get('record-p03');
    expect(form && (await checkForm(own, form))).toEqual(['record-p03.xlsx：打不开，应为 xlsx 文件']);
  });
});
