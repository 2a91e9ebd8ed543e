/** 调查表: blank ballots for those who have not answered, each with the QR code of its own page. */
import excel from 'exceljs';
import PizZip from 'pizzip';
import { afterEach, describe, expect, it } from 'vitest';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { renderPapers } from '../../../src/forms/render-papers.js';
import { estateOf } from '../../../src/store/estates.js';
import { openSurvey, type SurveyHome } from '../../helpers/survey-home.js';

let home: SurveyHome;
afterEach(() => home.world.close());

describe('调查表', () => {
  it('is one for each household that has not answered, with the link of its own page as a QR code', async () => {
    home = await openSurvey(['101', '102']);
    const { ctx } = home.world;
    await home.says('101', '全部满意');
    const form = ctx.forms.forms.get('ballot-paper');
    const estate = await estateOf(ctx.db.read, 'cuihu');
    if (form === undefined || estate === null) throw new Error('no form');
    const papers = (await makePapers(ctx, { form, estate, period: null, id: null, now: ctx.clock.now() })) ?? [];
    expect(papers).toHaveLength(1);
    expect(papers[0]?.codes).toEqual({ 扫码填写: `${ctx.publicUrl()}/s/${home.token('102')}` });
    // Who is not named does not sign.
    expect(papers[0]?.fields).toMatchObject({ 房号: '不记名', 填表人签名: '不记名，不用签名' });
    expect(papers[0]?.lists['调查项目']).toHaveLength(14);
    expect(papers[0]?.lists['调查项目']?.[12]).toMatchObject({ 序号: 13, 项目内容: '综合评议', 满意: '□', 意见: '' });
    const book = new excel.Workbook();
    const bytes = Buffer.from((await renderPapers(ctx.forms, form, papers, 'xlsx')) ?? []);
    await book.xlsx.load(bytes as never);
    // The fourteen items, the code and the foot are one page.
    expect(new PizZip(bytes).file(/^xl\/worksheets\/sheet\d+\.xml$/u)[0]?.asText()).not.toContain('<brk ');
    expect(book.worksheets[0]?.getImages()).toHaveLength(1);
    const zip = new PizZip(Buffer.from((await renderPapers(ctx.forms, form, papers, 'docx')) ?? []));
    expect(zip.file(/^word\/media\/.*\.png$/u)).toHaveLength(1);
    const xml = zip.file('word/document.xml')?.asText() ?? '';
    expect([xml.includes('<w:drawing>'), xml.includes('picture1\uE001')]).toEqual([true, false]);
  });
});
