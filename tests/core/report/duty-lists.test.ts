/** 《周例会疑难问题清单》 (p02.15): what was proposed, and what the meeting decided. */
import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { HARD_FORM, hardProblems, type CaseStep } from '../../../src/core/report/duty-lists.js';
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
