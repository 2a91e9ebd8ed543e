/** Cases 个案 and surveys 调查 in lists. */
import type { Context } from '../../context.js';
import { householdZh } from '../../core/household.js';
import { periodRange, type Period } from '../../core/period.js';
import { percent } from '../../core/report/report.js';
import { caseNumbers, type CasesOf } from '../../store/board/cases.js';
import { surveysWithin } from '../../store/board/surveys.js';
import type { Estate } from '../../store/estates.js';
import { caseById } from '../../store/follow-ups.js';
import { staffNames } from '../../store/reach-ledger.js';
import { ballotsOfSurvey, figuresOf, type SurveyFigures } from '../../store/survey-figures.js';
import { CASE_KINDS, stateOf } from '../case-text.js';
import { keysOfEach, timeText, withEstate, type BoardLine, type BoardList } from './list.js';

/** The newest first, estate by estate. */
export async function caseList(
  ctx: Context,
  estates: readonly Estate[],
  period: Period,
  of: CasesOf,
): Promise<BoardList> {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const keys = await keysOfEach(estates, (estate) =>
    caseNumbers(read, { estate: estate.id, range: periodRange(period, estate.timezone), now }, of),
  );
  const lines = async (from: number, count: number): Promise<readonly BoardLine[]> => {
    const names = await staffNames(read);
    const found: BoardLine[] = [];
    for (const { estate, key } of keys.slice(from, from + count)) {
      const one = await caseById(read, key);
      if (one === null) continue;
      const cells = [
        `案${one.id}`,
        ...withEstate(estates, estate.name),
        one.household === null ? '' : householdZh(one.household),
        CASE_KINDS[one.kind],
        stateOf(one, estate),
        timeText(one.openedAt, estate),
        timeText(one.closedAt, estate),
        one.assignee === null ? '' : (names.get(one.assignee) ?? one.assignee),
        one.text ?? '',
      ];
      found.push({ of: { kind: 'case', no: one.id }, cells });
    }
    return found;
  };
  const heads = ['编号', ...withEstate(estates, '项目'), '受访户', '类别', '进度', '开立', '办结', '负责人', '内容'];
  return { heads, total: keys.length, lines };
}

/** Why nothing is told of how an anonymous survey was answered. */
export const WITHHELD = { open: '不记名，结束后公布', few: '份数太少，不公布' } as const;

export const surveyRateZh = ({ rate, withheld }: Pick<SurveyFigures, 'rate' | 'withheld'>): string =>
  withheld === null ? percent(rate) : WITHHELD[withheld];

/** The surveys whose time touches the period. */
export async function surveyList(ctx: Context, estates: readonly Estate[], period: Period): Promise<BoardList> {
  const { read } = ctx.db;
  const keys = await keysOfEach(estates, (estate) =>
    surveysWithin(read, estate.id, periodRange(period, estate.timezone)),
  );
  const lines = async (from: number, count: number): Promise<readonly BoardLine[]> => {
    const found: BoardLine[] = [];
    for (const { estate, key: survey } of keys.slice(from, from + count)) {
      const figures = figuresOf(survey, await ballotsOfSurvey(read, ctx.box, survey.id));
      const cells = [
        survey.title,
        ...withEstate(estates, estate.name),
        survey.clause,
        survey.anonymous ? '不记名' : '记名',
        timeText(survey.openedAt, estate),
        timeText(survey.closedAt ?? survey.closesAt, estate, true),
        survey.closedAt === null ? '进行中' : '已结束',
        String(figures.issued),
        String(figures.returned),
        surveyRateZh(figures),
      ];
      found.push({ of: { kind: 'survey', id: survey.id }, cells });
    }
    return found;
  };
  const heads = [
    '调查',
    ...withEstate(estates, '项目'),
    '条款',
    '方式',
    '开始',
    '结束',
    '状态',
    '发出',
    '回收',
    '综合评议满意率',
  ];
  return { heads, total: keys.length, lines };
}
