/**
 * Papers that list what staff did on a form: 《周巡查表》 (p06.2), 《维修方法报告》 (p10.14), 《质量通病防治措施》 (p07.14),
 * 《纠正和预防措施记录》 (p05.12, p07.15), 《周例会疑难问题清单》 (p02.15).
 */
import type { Instant } from '../calendar.js';
import { shortTime } from '../day-words.js';
import type { Event } from '../event.js';
import { householdZh } from '../household.js';
import type { Policy } from '../policy/schema.js';
import { GRADES, LOCATIONS, isGrade } from '../terms.js';
import { caseKindZh, caseStateZh } from './month-summary.js';
import { dayOf, headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { PeriodCase } from './period-values.js';
import type { Names } from './visit-lists.js';
import { saidOnce, type Paper, type PaperRow } from './paper.js';
import type { Cell } from './report.js';

/** A duty of the form, with the event that it is about. */
export type FormDuty = {
  readonly no: number;
  readonly clause: string;
  readonly says: string;
  readonly earliest: Instant;
  readonly due: Instant | null;
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
  readonly note: string | null;
  readonly event: Event | null;
};

const placeOf = (event: Event | null): Cell => {
  if (event === null) return null;
  if (event.household !== null) return householdZh(event.household);
  return event.location === null ? event.works : LOCATIONS[event.location].zh;
};
const byOf = ({ doneBy }: Pick<FormDuty, 'doneBy'>, names: Names): Cell => (doneBy === null ? null : names(doneBy));
const paper = (form: string, heading: Heading, list: string, rows: readonly PaperRow[]): Paper => ({
  form,
  number: null,
  fields: headFields(heading),
  lists: { [list]: rows },
  charts: [],
});
const numbered = (rows: readonly PaperRow[]): readonly PaperRow[] => rows.map((row, at) => ({ 序号: at + 1, ...row }));

/** What was seen each week of a big defect in public areas, until it is closed. */
export const weeklyRound = (heading: Heading, looks: readonly FormDuty[], names: Names): Paper =>
  paper(
    'weekly-round',
    heading,
    '专项',
    numbered(
      looks.map((look) => ({
        缺陷: look.event?.description ?? null,
        部位: placeOf(look.event),
        维修完成: dayOf(look.event?.resolvedAt ?? null, heading.zone),
        巡查日期: dayOf(look.doneAt, heading.zone),
        巡查情况: look.doneAt === null ? '尚未巡查' : look.note,
        巡查人: byOf(look, names),
      })),
    ),
  );

/** Why, where and how a repair under warranty was made: one report for each, whose cause and method may be told apart. */
export const repairMethods = (heading: Heading, duties: readonly FormDuty[], names: Names): Paper =>
  paper(
    'repair-methods',
    heading,
    '报告',
    numbered(
      byRepair(duties).map((own) => {
        const done = own.filter(({ doneAt }) => doneAt !== null).toSorted((a, b) => (a.doneAt ?? 0) - (b.doneAt ?? 0));
        const event = own[0]?.event ?? null;
        return {
          事项: event?.description ?? event?.id ?? null,
          部位: placeOf(event),
          报告内容: own.map(({ says, doneAt }) => `${says}${doneAt === null ? '（尚未办结）' : ''}`).join('\n'),
          原因与维修方法:
            saidOnce(
              own.map(({ note }) => note),
              '\n',
            ) || null,
          报告日期: dayOf(done.at(-1)?.doneAt ?? null, heading.zone),
          报告人:
            saidOnce(
              done.map(({ doneBy }) => (doneBy === null ? null : names(doneBy))),
              '、',
            ) || null,
        };
      }),
    ),
  );

/** What is asked of one repair, together. */
function byRepair(duties: readonly FormDuty[]): readonly (readonly FormDuty[])[] {
  const repairs = new Map<string | number, FormDuty[]>();
  for (const duty of duties) {
    const key = duty.event?.id ?? duty.no;
    repairs.set(key, [...(repairs.get(key) ?? []), duty]);
  }
  return [...repairs.values()];
}

/** What a visit during and after construction saw of the works. */
export type WorksVisit = {
  readonly event: string;
  readonly at: Instant;
  readonly asked: string;
  readonly grade: string | null;
  readonly remark: string | null;
};

/** The common defects of each works, the measures written beforehand, and what visits found. */
export const commonDefects = (heading: Heading, works: readonly Event[], visits: readonly WorksVisit[]): Paper =>
  paper(
    'common-defects',
    heading,
    '措施',
    numbered(
      works.flatMap((event) =>
        event.commonDefects.map(({ defect, measure }) => ({
          工程: event.works ?? event.description ?? event.id,
          质量通病: defect,
          防治措施: measure,
          回访所见:
            visits
              .filter((one) => one.event === event.id && one.remark !== null)
              .map((one) => `${shortTime(one.at, heading.zone, heading.madeAt)} ${one.asked}：${one.remark ?? ''}`)
              .join('\n') || null,
        })),
      ),
    ),
  );

/** A finding with what was done of it, from its case or from a duty of its own. */
export type Corrective = {
  readonly finding: string | null;
  readonly at: Instant;
  readonly measure: string | null;
  readonly by: string | null;
  readonly until: Instant | null;
  readonly doneAt: Instant | null;
  /** What the household said when it was asked again. */
  readonly answer: string | null;
};

/** 纠正和预防措施: causes are for whoever answers for them to write. */
export const correctiveMeasures = (
  heading: Heading,
  policy: Pick<Policy, 'roles'>,
  found: readonly Corrective[],
  names: Names,
): Paper =>
  paper(
    'corrective-measures',
    heading,
    '措施',
    numbered(
      found.map((one) => ({
        提出日期: dayOf(one.at, heading.zone),
        发现的问题: one.finding,
        原因: leftTo(titleOf(policy, 'manager')),
        措施: one.measure,
        责任人: one.by === null ? null : names(one.by),
        期限: one.until === null ? null : shortTime(one.until, heading.zone, heading.madeAt),
        完成日期: dayOf(one.doneAt, heading.zone),
        验证: one.answer === null ? null : answerZh(one.answer),
      })),
    ),
  );

const answerZh = (answer: string): string =>
  isGrade(answer) ? `再问住户：${GRADES[answer].zh}` : answer === 'not-reached' ? '再问住户：没有联系上' : answer;

/** A step of a case, as its duty says. */
export type CaseStep = {
  readonly item: string;
  readonly trigger: string;
  readonly says: string;
  readonly doneAt: Instant | null;
  readonly note: string | null;
  readonly form: string | null;
};

/** 疑难问题: how far each has come on its way to the meeting and back. */
export function hardProblems(
  heading: Heading,
  policy: Pick<Policy, 'roles'>,
  problems: readonly { readonly case: PeriodCase; readonly steps: readonly CaseStep[] }[],
): Paper {
  const { zone, madeAt } = heading;
  const rows = problems.map(({ case: one, steps }) => ({
    问题: one.text ?? one.matter,
    户: one.household === null ? null : householdZh(one.household),
    类别: caseKindZh(one.kind),
    提出日期: dayOf(one.openedAt, zone),
    方案: proposalZh(steps),
    进度: one.isOpen ? progressZh(steps) : '办结',
    状态: caseStateZh(one, madeAt),
    会议决定: decisionOf(steps) ?? (one.isOpen ? leftTo(titleOf(policy, 'vice-president')) : one.outcome),
  }));
  return paper('hard-problems', heading, '清单', numbered(rows));
}

/** What was written before it came to the meeting, each once. */
const proposalZh = (steps: readonly CaseStep[]): string | null =>
  saidOnce(steps.map(({ form, note }) => (form === HARD_FORM ? null : note))) || null;

/** What was approved at the meeting. */
const decisionOf = (steps: readonly CaseStep[]): string | null =>
  steps.findLast(({ form, trigger, note }) => form === HARD_FORM && trigger === 'referred' && note !== null)?.note ??
  null;

/** 提出 → 上会 → 批准、转部门 → 办结 (p02.15): the last step that stands on the list's form. */
function progressZh(steps: readonly CaseStep[]): string {
  const onForm = steps.filter(({ form }) => form === HARD_FORM);
  const meeting = onForm.find(({ trigger }) => trigger === 'referred');
  const handed = onForm.find(({ trigger }) => trigger === 'handed-up');
  if (handed !== undefined) return handed.doneAt === null ? '已批准，转部门办理' : '部门已办';
  if (meeting === undefined) return '提出';
  return meeting.doneAt === null ? '待上会' : '已批准';
}
export const HARD_FORM = '周例会疑难问题清单';
