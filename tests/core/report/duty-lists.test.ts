/** 《周例会疑难问题清单》 (p02.15): what was proposed, and what the meeting decided; 《维修方法报告》 (p10.13, p10.14). */
import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { parseEvent, type Event } from '../../../src/core/event.js';
import {
  HARD_FORM,
  hardProblems,
  repairMethods,
  type CaseStep,
  type FormDuty,
} from '../../../src/core/report/duty-lists.js';
import { headingOf } from '../../../src/core/report/period-head.js';
import type { PeriodCase } from '../../../src/core/report/period-values.js';
import { parsePeriod, type Period } from '../../../src/core/period.js';

const at = (text: string): Instant => parseInstant(text) as Instant;
const WEEK = parsePeriod('2026-06-08..2026-06-14') as Period;
const NOW = at('2026-06-15T09:00:00+08:00');
const HEADING = headingOf({ name: '翠湖花园', timezone: 'Asia/Shanghai' }, WEEK, NOW);
const CASE: PeriodCase = {
  id: 1,
  isOpen: true,
  outcome: null,
  kind: 'promise',
  household: '2-2-401',
  text: '收费没有提前说清楚',
  matter: null,
  eventKind: 'repair',
  promisedAt: null,
  openedAt: at('2026-06-11T17:00:00+08:00'),
  closedAt: null,
  assignee: null,
  visitNo: null,
  answer: null,
};
const step = (more: Partial<CaseStep>): CaseStep => ({
  item: 'p02.15#4',
  trigger: 'referred',
  says: '组织方案解决',
  doneAt: NOW,
  note: null,
  form: null,
  ...more,
});
const rowOf = (steps: readonly CaseStep[], more: Partial<PeriodCase> = {}) =>
  hardProblems(HEADING, { roles: { 'vice-president': '分管副总' } }, [{ case: { ...CASE, ...more }, steps }]).lists[
    '清单'
  ]?.[0];

describe('周例会疑难问题清单', () => {
  const proposal = step({ note: '管道老化，请公司立项更换' });

  it('leaves the decision to the vice-president until there is one', () => {
    const meeting = step({ form: HARD_FORM, doneAt: null });
    expect(rowOf([proposal, meeting])).toMatchObject({ 方案: proposal.note, 会议决定: '（由分管副总填写）' });
  });

  it('keeps the decision apart from the proposal, and what the department did from both', () => {
    const meeting = step({ form: HARD_FORM, note: '同意，七月更换' });
    const department = step({ form: HARD_FORM, trigger: 'handed-up', note: '已更换' });
    const steps = [proposal, proposal, meeting, department];
    const decided = { 方案: proposal.note, 会议决定: '同意，七月更换' };
    expect(rowOf(steps)).toMatchObject(decided);
    expect(rowOf(steps, { isOpen: false, outcome: '已更换' })).toMatchObject({ ...decided, 进度: '办结' });
  });
});

const eventOf = (given: object): Event => {
  const read = parseEvent({ estate: 'cuihu', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};

describe('维修方法报告', () => {
  const leak = eventOf({ id: 'R-1', kind: 'repair', description: '吊顶渗水' });
  const duty = (more: Partial<FormDuty>): FormDuty => ({
    no: 1,
    clause: 'p10.13',
    says: '归类',
    earliest: at('2026-06-09T09:00:00+08:00'),
    due: null,
    doneAt: at('2026-06-10T09:00:00+08:00'),
    doneBy: 'wei',
    note: '防水层施工不当',
    event: leak,
    ...more,
  });
  const rowsOf = (...duties: readonly FormDuty[]) => repairMethods(HEADING, duties, (who) => who).lists['报告'];
  const written = { no: 2, clause: 'p10.14', says: '书面报告' };

  it('is one for each repair, whose cause and method are told once', () => {
    const other = duty({ no: 3, event: eventOf({ id: 'R-2', kind: 'repair', description: '门锁松动' }) });
    const rows = rowsOf(duty({}), other, duty({ ...written, doneAt: at('2026-06-11T09:00:00+08:00') }));
    expect(rows?.map(({ 序号, 事项 }) => [序号, 事项])).toEqual([
      [1, '吊顶渗水'],
      [2, '门锁松动'],
    ]);
    expect(rows?.[0]).toMatchObject({
      报告内容: '归类\n书面报告',
      原因与维修方法: '防水层施工不当',
      报告日期: '2026-06-11',
      报告人: 'wei',
    });
  });

  it('says what is still to be reported', () => {
    expect(rowsOf(duty({}), duty({ ...written, doneAt: null, doneBy: null, note: null }))?.[0]).toMatchObject({
      报告内容: '归类\n书面报告（尚未办结）',
      原因与维修方法: '防水层施工不当',
      报告日期: '2026-06-10',
    });
  });
});
