import { expect, it } from 'vitest';
import { askedZh, heardZh, matterZh, placeZh, questionnaireTitle } from '../../src/core/visit-words.js';

it.each([
  [{ household: '3-2-1204', counterparty: '3-2-1204' }, '3 栋 2 单元 1204'],
  [{ household: null, counterparty: 'quality-inspection:市质检站' }, '市质检站'],
  [{ household: null, counterparty: '翠湖置业' }, '翠湖置业'],
  [{ household: null, counterparty: '' }, '公共区域'],
])('the place of %j is %s', (visit, place) => expect(placeZh({ kind: 'repair', ...visit })).toBe(place));

it('works of no known owner are nowhere', () =>
  expect(placeZh({ household: null, counterparty: '', kind: 'works-completion' })).toBe('—'));

it.each([
  [{ household: '3-2-1204', counterparty: '3-2-1204' }, '住户', '住户的话'],
  [{ household: null, counterparty: 'contractor:宏达建筑' }, '宏达建筑', '宏达建筑反映'],
  [{ household: null, counterparty: 'supervision:' }, '监理单位', '监理单位反映'],
  [{ household: null, counterparty: '' }, '受访方', '受访方反映'],
])('of works, %j asks %s, and its words stand under %s', (visit, asked, heard) => {
  expect(askedZh(visit)).toBe(asked);
  expect(heardZh({ kind: 'works-completion', ...visit })).toBe(heard);
});

it('of what was repaired for all somebody says what they saw', () =>
  expect(heardZh({ household: null, counterparty: '', kind: 'public-area-repair' })).toBe('看到的情况'));

const VISIT = { event: 'R-1', startedBy: 'R-1', kind: 'repair', record: '回访记录表' } as const;
it('an event speaks in its own words, else by its kind', () => {
  expect(matterZh(VISIT, '客厅天花渗水')).toBe('客厅天花渗水');
  expect(matterZh(VISIT, null)).toBe('维修');
});

it.each([
  ['2026Q1', '2026 年一季度《业主回访记录表》'],
  ['2026H2', '2026 年下半年《业主回访记录表》'],
  ['2026-03', '2026 年 3 月《业主回访记录表》'],
  ['follow-up:3', '《业主回访记录表》'],
  ['2026-11/survey-3', '调查 3《业主回访记录表》'],
])('a round of %s is called %s', (startedBy, matter) => {
  expect(matterZh({ ...VISIT, event: null, startedBy, record: '业主回访记录表' }, null)).toBe(matter);
});

it.each([
  ['半年调查表', '调查表', '半年调查表'],
  ['质量问卷调查', '质量问卷', '质量问卷调查'],
  ['全面综合回访与报告', '调查表', '全面综合回访与报告 调查表'],
])('the questionnaire of %s on %s is called %s', (title, form, called) => {
  expect(questionnaireTitle({ title }, form)).toBe(called);
});
