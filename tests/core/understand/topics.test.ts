import { describe, expect, it } from 'vitest';
import { topicGrades, topicsIn } from '../../../src/core/understand/topics.js';

const ITEMS = ['timeliness', 'skill', 'attitude'] as const;

describe('a grade for each topic', () => {
  it.each([
    ['都满意', { timeliness: 'satisfied', skill: 'satisfied', attitude: 'satisfied' }],
    ['态度很好，技术一般', { skill: 'fairly', attitude: 'satisfied' }],
    ['技术不满意，其他都满意', { timeliness: 'satisfied', skill: 'dissatisfied', attitude: 'satisfied' }],
    ['嗯', {}],
  ])('%s', (reply, grades) => expect(topicGrades(reply, ITEMS)).toEqual(grades));
});

describe('what a remark is about', () => {
  const asked = ['quality', 'attitude', 'charge', 'suggestions'] as const;
  it.each([
    ['师傅态度很好，就是还漏', { attitude: '师傅态度很好', quality: '就是还漏' }],
    ['建议周末也能上门；收费有点贵，价格没说清', { suggestions: '建议周末也能上门', charge: '收费有点贵，价格没说清' }],
    ['谢谢', {}],
  ])('%s', (remark, topics) => expect(topicsIn(remark, asked)).toEqual(topics));

  it('is only what the visit was to ask about', () => expect(topicsIn('态度很好', ['quality'])).toEqual({}));
});
