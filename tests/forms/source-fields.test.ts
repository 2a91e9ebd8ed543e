/**
 * Every form beside the source: the names that the source prints stand on the paper letter by letter, under the form's own
 * title, on A4 with margins, numbered pages and fonts that an office has; in sheets and in documents.
 */
import excel, { type Worksheet } from 'exceljs';
import PizZip from 'pizzip';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFormFiles } from '../../src/form-files.js';
import { emptyPaper, fillPaper, type FilledPaper } from '../../src/core/report/filled-paper.js';
import { fieldsOf, listsOf, NO_COMPANY, type Form } from '../../src/core/report/form.js';
import { plainText } from '../../src/forms/document.js';
import { renderPapers } from '../../src/forms/render-papers.js';

const library = readFormFiles(null);
const source = readFileSync(new URL('../data/source-policies.zh.txt', import.meta.url), 'utf8').replaceAll(/\s/gu, '');

/** A form's key, its title and policy, and its fields: those in `printed` the source prints itself. */
type Wanted = {
  readonly key: string;
  readonly title: string;
  readonly policies: readonly string[];
  readonly printed?: readonly string[];
  readonly fields: readonly string[];
};
const row = (
  key: string,
  title: string,
  policies: readonly string[],
  fields: readonly string[],
  printed: readonly string[] = [],
): Wanted => ({ key, title, policies, fields, printed });
const words = (text: string): readonly string[] => text.split(' ');

const TABLE: readonly Wanted[] = [
  row(
    'record-p02',
    '业主回访记录表',
    ['p02'],
    words(
      '房号 服务事项 服务效果 满意程度 建议 需求 本季主题 业主提出的问题 承诺解决时间 处理结果 回访人签名 客服主管审核',
    ),
  ),
  row(
    'record-p03',
    '回访记录表',
    ['p03'],
    words(
      '领表人签收 房号 服务事项 质量评价 服务效果 满意程度 缺点与不足 建议 住户签名 回访人签名 主管审核意见 经理处理情况',
    ),
  ),
  row(
    'record-p05',
    '回访记录表',
    ['p05'],
    ['处理情况'],
    words('no 单位 客户姓名 回访方式 预约时间 回访内容 客户签名/日期 回访人签名/日期 主管审核 项目经理意见 总经理意见'),
  ),
  ...(['p01', 'p08', 'p11'] as const).map((policy) =>
    row(`record-${policy}`, '回访记录表', [policy], words('房号 满意程度 缺点与不足 建议 回访人 处理情况')),
  ),
  row(
    'works-visit-record',
    '工程回访记录',
    ['p07'],
    words('工程名称 回访日期 回访地点 回访种类 受访单位 回访情况 措施 受访方签名'),
  ),
  row(
    'indoor-repair-record',
    '户内维修回访记录',
    ['p06'],
    words('派工日期 维修工单 抽取方式 回访方式 回访电话 维修质量 服务态度'),
    words('回访电话'),
  ),
  row(
    'month-summary',
    '月回访汇总表',
    ['p02'],
    words(
      '类别 处理宗数 回访宗数 回访率 满意 一般满意 不满意 满意率 问题 答复时限 状态 经理分析 审批意见 落实情况 客服主管签名 项目经理签名 分管副总签名 品质管理部签名',
    ),
  ),
  row(
    'key-households',
    '重点户明细及服务情况',
    ['p02'],
    words('户 列为重点户的原因 列入日期 回访及服务情况 愿望与要求 下次回访'),
  ),
  row('form-sign-out', '回访记录签收表', ['p05'], [], words('序号 回访表格编号 领取人签收 回访事项 回访人数 备注')),
  row(
    'visit-statistics',
    '回访统计表',
    ['p05'],
    [],
    words('年月日 no 投诉 维修项目 特约服务 处理宗数 回访宗数 回访率 回访结果分析'),
  ),
  row(
    'home-service-record',
    '居家服务回访记录表',
    ['p04'],
    words('房号 服务种类 服务人员 服务及时性 服务技能 服务态度 客户需求 回访方式'),
  ),
  row(
    'home-service-report',
    '居家服务情况统计分析报告',
    ['p04'],
    words('服务户数 抽样比例 满意率 需求汇总 问题 措施 新增服务 客服主管签名 部门经理签名 公司品质部签收'),
  ),
  row('weekly-round', '周巡查表', ['p06'], words('缺陷 部位 维修完成 巡查情况 巡查人 专项')),
  row(
    'repeat-complaint',
    '投访来访记录',
    ['p06'],
    words('来访人 来访时间 原维修 现存缺陷 报告时间 特殊回访与返修安排 约定完成时间 完成情况'),
  ),
  row(
    'warranty-certificate',
    '保修证书',
    ['p07'],
    words('建设单位验收签认 保修单位名称 地址 电话 联系部门 联系人'),
    words('工程简况 房屋使用管理要求 保修范围和内容 保修时间 保修说明 保修情况记录'),
  ),
  row(
    'fit-out-certificate',
    '装饰工程保修证书',
    ['p10'],
    words('业主验收签认 保修单位名称 地址 电话 联系部门 联系人'),
    words('工程简况 保修范围和内容 保修时间 保修说明 保修情况记录'),
  ),
  row(
    'supervision-record',
    '监理反馈信息表',
    ['p09'],
    words('工程名称 使用情况 存在的质量问题 维护提醒与使用建议 业主签字'),
  ),
  row('rectification-notice', '整改通知', ['p09'], words('致承建商 存在的问题 整改要求 整改期限 承建商答复 复查结论')),
  row(
    'works-work-record',
    '回访工作记录',
    ['p10'],
    words('工程名称 回访日期 回访地点 受访单位 存在的问题 使用人意见 措施 执行负责人签名'),
  ),
  row(
    'visit-minutes',
    '回访纪要',
    ['p07', 'p10'],
    words('事后措施 正反两方面的评价意见 使用人意见'),
    words('存在哪些问题'),
  ),
  row(
    'works-service-report',
    '回访服务报告',
    ['p10'],
    words('有关单位 概况 总体分析 缺陷原因 经验与教训 改进对策 执行负责人签名'),
  ),
  row(
    'repair-order',
    '维修工作单',
    ['p11'],
    words('工单号 维修人 到场时间 完成时间 服务态度 维修质量 维修用时 收费是否与报价一致 未完成或不满意的情况'),
  ),
  row('complaint-handling', '投诉处置表', ['p11'], words('投诉内容 处理经过 处理结果 满意程度')),
  row('contact-sheet', '工作联系单', ['p11'], words('致 事项 调查情况 要求完成时间 解决期限 答复')),
  row(
    'quarter-report',
    '季度统计分析报告',
    ['p03', 'p05'],
    words('处理宗数 回访宗数 不合格 重复投诉 重复维修 统计分析 审核意见 处理决定 统计人签名 审核人签名 经理签名'),
  ),
  row('survey-report', '综合回访报告', ['p08'], words('回访内容 意见分析 整改措施 公司主管领导意见')),
  row(
    'satisfaction-statistics',
    '满意率统计表',
    ['p08', 'p02'],
    words('满意 一般满意 不满意 满意率 合格线 综合评议满意率 意见'),
    words('发出票数 回收票数 国家规定的综合评议满意率'),
  ),
  row('ballot-paper', '调查表', ['p02', 'p08', 'p10'], words('满意 一般满意 不满意 意见 扫码填写')),
  row('visit-plan', '回访计划', ['p03', 'p05', 'p10'], words('受访方 事项 最早 最迟 负责')),
  row('complaint-month', '投诉回访月度统计分析', ['p08'], words('统计分析 总结 调度人员签名 负责人审阅')),
  row('function-visits', '职能回访分析与整改意见', ['p08'], words('统计分析 整改意见 职能主管签名')),
  row('repair-methods', '维修方法报告', ['p10'], words('部位 原因与维修方法 报告日期')),
  row('common-defects', '质量通病防治措施', ['p07'], words('质量通病 防治措施 回访所见')),
  row('corrective-measures', '纠正和预防措施记录', ['p05', 'p07'], words('发现的问题 原因 措施 责任人 期限 验证')),
  row('questionnaire-report', '问卷验证和总结报告', ['p10'], words('发出票数 回收票数 问题 处理 实施效果验证 总结')),
  row('hard-problems', '周例会疑难问题清单', ['p02'], words('问题 提出日期 方案 会议决定')),
  row('works-archive', '工程回访档案', ['p09', 'p10'], words('工程名称 参建单位 卷内目录')),
  row('service-card', '服务卡', ['p10'], words('服务说明 电话')),
  row('use-instructions', '使用说明', ['p10'], words('使用说明内容')),
  row('care-notes', '维修注意事项', ['p10'], words('注意事项')),
];

/** What the source writes otherwise than the paper, which cannot stand in a table as it is. */
const AS_IN_SOURCE: Readonly<Record<string, string>> = {
  回访电话: '客户的回访电话',
};

const HEADING = { company: NO_COMPANY, estate: '翠湖花园', period: '2026 年 3 月', date: '2026-03-31' };
function paperOf(form: Form, said: string | null = null): FilledPaper {
  const lists = listsOf(form).map(({ list, columns }) => {
    const rows = ['处理宗数', '回访宗数', '回访率'].map((first) =>
      Object.fromEntries(columns.map(({ name }, at) => [name, said ?? (at === 0 ? first : '示例')])),
    );
    return [list, rows] as const;
  });
  const paper = { ...emptyPaper(form, ''), number: 'N-1', lists: Object.fromEntries(lists) };
  // What the head of the paper takes over is left to it.
  const given = fieldsOf(form).flatMap(({ name, instead }) =>
    instead === undefined ? [[name, said ?? ''] as const] : [],
  );
  return fillPaper(form, { ...paper, fields: { ...Object.fromEntries(given), 说明: '' } }, HEADING);
}

async function sheetOf(form: Form, said: string | null = null): Promise<Worksheet> {
  const bytes = await renderPapers(library, form, [paperOf(form, said)], 'xlsx');
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes ?? []) as never);
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
}

const cellsOf = (sheet: Worksheet): readonly string[] => {
  const cells: string[] = [];
  sheet.eachRow((one) => one.eachCell((cell) => void (cell.master === cell && cells.push(cell.text))));
  return cells;
};
async function documentOf(form: Form, said: string | null = null): Promise<PizZip> {
  return new PizZip(Buffer.from((await renderPapers(library, form, [paperOf(form, said)], 'docx')) ?? []));
}
const paragraphsOf = (zip: PizZip): readonly string[] =>
  [...(zip.file('word/document.xml')?.asText() ?? '').matchAll(/<w:p[ >][\s\S]*?<\/w:p>/gu)].map(([xml]) =>
    plainText(xml),
  );

/** A name stands alone, or at the head with what it says. */
const stands = (name: string, cells: readonly string[]): boolean =>
  cells.some((cell) => cell === name || cell.startsWith(`${name}：`));

const formOf = ({ key }: Wanted): Form => {
  const form = library.forms.get(key);
  if (form === undefined) throw new Error(`no form ${key}`);
  return form;
};

describe('the table', () => {
  it('has every form but 绩效, 执行情况 and the flow chart, which are the product’s own', () => {
    const own = ['compliance', 'performance', 'flow-chart'];
    const keys = [...library.forms.keys()].filter((key) => !own.includes(key));
    expect(TABLE.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  });

  it('names as printed only what the source has letter by letter', () => {
    for (const { key, printed = [] } of TABLE)
      for (const name of printed)
        expect([key, name, source.includes(AS_IN_SOURCE[name] ?? name)]).toEqual([key, name, true]);
  });
});

describe.each(TABLE)('$title ($key)', (wanted) => {
  const form = formOf(wanted);
  const names = [...wanted.fields, ...(wanted.printed ?? [])];

  it('has its title and its policies', () => {
    expect([form.title, form.policies]).toEqual([wanted.title, wanted.policies]);
  });

  it('prints each name on a sheet of A4 with margins, page numbers and office fonts', async () => {
    const sheet = await sheetOf(form);
    const cells = cellsOf(sheet);
    expect(names.filter((name) => !stands(name, cells))).toEqual([]);
    for (const head of [wanted.title, '项目：翠湖花园']) expect(cells).toContain(head);
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: form.orientation,
      fitToWidth: 1,
      fitToHeight: 0,
    });
    const { left, right, top, bottom } = sheet.pageSetup.margins ?? { left: 0, right: 0, top: 0, bottom: 0 };
    expect(Math.min(left, right, top, bottom)).toBeGreaterThanOrEqual(0.5);
    expect(sheet.headerFooter.oddFooter).toContain('第 &P 页 共 &N 页');
    const fonts = new Set<unknown>();
    sheet.eachRow((one) => one.eachCell(({ font }) => fonts.add(font.name)));
    expect([...fonts].every((font) => ['宋体', '黑体', '仿宋'].includes(String(font)))).toBe(true);
  });

  it('prints the same in a document', async () => {
    const zip = await documentOf(form);
    const said = paragraphsOf(zip);
    expect(names.filter((name) => !stands(name, said))).toEqual([]);
    expect(said).toContain(wanted.title);
    const xml = zip.file('word/document.xml')?.asText() ?? '';
    const [w, h] = form.orientation === 'landscape' ? [16838, 11906] : [11906, 16838];
    expect(xml).toContain(`<w:pgSz w:w="${w}" w:h="${h}"`);
    expect(xml).toMatch(/<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/u);
    expect(zip.file('word/footer1.xml')?.asText()).toMatch(/PAGE[\s\S]*NUMPAGES/u);
    const fonts = new Set([...xml.matchAll(/w:eastAsia="([^"]+)"/gu)].map(([, font]) => font));
    expect([...fonts].every((font) => ['宋体', '黑体', '仿宋'].includes(font ?? ''))).toBe(true);
  });

  it.each(['=1+1', '@x', '+86', '𠮷䶮'])('keeps %s as it was written, and no cell computes', async (said) => {
    const sheet = await sheetOf(form, said);
    const kinds = new Set<number>();
    sheet.eachRow((one) => one.eachCell((cell) => void kinds.add(cell.type)));
    expect(kinds.has(excel.ValueType.Formula)).toBe(false);
    const own = fieldsOf(form).filter(({ instead, says, fill }) => !instead && !says && fill !== 'code').length;
    const count = (all: readonly string[]): number => all.filter((one) => one === said).length;
    expect(count(cellsOf(sheet))).toBeGreaterThanOrEqual(own);
    expect(count(paragraphsOf(await documentOf(form, said)))).toBeGreaterThanOrEqual(own);
  });
});
