import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/core/understand/index.js';

const gradesOf = (reply: string): Readonly<Record<string, string>> => {
  const meant = understand({ question: 'items14', reply, about: 'other' });
  return meant.kind === 'grades' ? meant.grades : {};
};
const all = (grade: string) => Object.fromEntries(Array.from({ length: 14 }, (_, index) => [index + 1, grade]));

describe('a reply about the fourteen', () => {
  it.each([
    ['冇边样唔满意', all('satisfied')],
    ['没哪项让我不满意的', all('satisfied')],
    ['没一样搞得好的', all('dissatisfied')],
    ['垃圾桶离谱，别的没踩过雷', { ...all('satisfied'), 6: 'dissatisfied' }],
    ['我不满意？我满意得很', all('satisfied')],
    ['都是3，保洁不容易给她1', { ...all('dissatisfied'), 6: 'satisfied' }],
    ['最差停车，最好保洁', { 8: 'dissatisfied', 6: 'satisfied' }],
    ['我就说一个满意的，绿化', { 7: 'satisfied' }],
    [
      '10前面的满意，11往后的不满意',
      { ...all('satisfied'), 11: 'dissatisfied', 12: 'dissatisfied', 13: 'dissatisfied', 14: 'dissatisfied' },
    ],
    ['擦雕像那帮人满意，剪草那帮人一般', { 7: 'fairly' }],
    ['非要说不满意的就是停车，硬要说满意的就是保洁', { 8: 'dissatisfied', 6: 'satisfied' }],
    ['红榜：保洁、绿化 黑榜：停车、会所', { 6: 'satisfied', 7: 'satisfied', 8: 'dissatisfied', 9: 'dissatisfied' }],
    [
      '前三 C，四五 B，其余 A',
      { ...all('satisfied'), 1: 'dissatisfied', 2: 'dissatisfied', 3: 'dissatisfied', 4: 'fairly', 5: 'fairly' },
    ],
    ['除了电梯和门岗，我给一般，其他都是满意', { ...all('satisfied'), 2: 'fairly', 4: 'fairly' }],
  ])('%s: a denial, an exception and the rest reach as far as a person would read them', (reply, grades) => {
    expect(gradesOf(reply)).toEqual(grades);
  });

  it.each([
    ['以前停车差，现在好了', { 8: 'satisfied' }],
    ['停车从不满意到满意', { 8: 'satisfied' }],
    ['谁说绿化不好，我看挺好', { 7: 'satisfied' }],
    ['原来想给保洁3，看她不容易，给1', { 6: 'satisfied' }],
    ['8满意？不，不满意', { 8: 'dissatisfied' }],
    ['别的小区停车都好，就我们差', { 8: 'dissatisfied' }],
  ])('%s: what was once so, once meant, denied or so elsewhere is no grade', (reply, grades) => {
    expect(gradesOf(reply)).toEqual(grades);
  });

  it.each([
    '一切都好，好到我准备搬家',
    '太满意了，水管漏了一个月都没人管呢',
    '惊喜不断，惊占九成九',
    '“非常满意”——你们要的答案',
    '三分之二满意',
    '前面的满意，后面的不满意',
    '要是电梯不坏，我就都满意',
    '保安和保洁是两个极端，一个满意一个不满意',
    '修是修好了，等了半个月',
  ])('%s: praise of all that nobody believes, or of some, grades nothing', (reply) => {
    expect(gradesOf(reply)).toEqual({});
  });

  it.each([
    ['保洁倒是天天扫雪', '6'],
    ['楼道灯坏了有人修', '2'],
    ['停车有位子了', '8'],
    ['门岗替我收了一年的药', '4'],
    ['保洁大姐过年都没歇，楼道没断过扫', '6'],
    ['电梯没以前那么爱坏了', '2'],
    ['灭火器刚换过一批', '5'],
  ])('%s: what is to its credit is not taken for blame', (reply, direction) => {
    expect(gradesOf(reply)[direction]).not.toBe('dissatisfied');
  });

  it.each([
    ['岗亭里睡得真香，雨声助眠吧', '4'],
    ['电梯天天给我惊喜，十八层爬得我腿都细了', '2'],
    ['效率好高哦，报修从立冬等到立春', '10'],
    ['保安要是有保洁一半勤快就好了', '4'],
    ['收费项项到位，服务项项缺席', '14'],
    ['好得很呐，半夜停水没人管', '1'],
  ])('%s: mockery and wishes are not taken for praise', (reply, direction) => {
    expect(gradesOf(reply)[direction]).not.toBe('satisfied');
  });
});
