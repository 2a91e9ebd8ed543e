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
    ['冇嘢唔满意', all('satisfied')],
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

  it.each([
    ['停车谁满意谁是关系户', { 8: 'dissatisfied' }],
    ['会所谁满意谁去', { 9: 'dissatisfied' }],
    ['绿化傻子才会满意', { 7: 'dissatisfied' }],
    ['挑花了眼也没挑出一项能打满意的', all('dissatisfied')],
    ['翻来覆去没找到一项值得满意的', all('dissatisfied')],
    ['没有比这更差的停车，没有比这更好的保洁', { 8: 'dissatisfied', 6: 'satisfied' }],
    ['找不到比这更慢的维修', { 3: 'dissatisfied' }],
    ['我对你们没有不满，只有绝望', all('dissatisfied')],
    ['消防我给满分，停车堵消防道零分', { 5: 'satisfied', 8: 'dissatisfied' }],
    ['除了那个绿化草长得比人高其他的都满意', { ...all('satisfied'), 7: 'dissatisfied' }],
    ['别的找不出不好，停车差', { ...all('satisfied'), 8: 'dissatisfied' }],
    ['员工态度没得说', { 11: 'satisfied' }],
  ])('%s: a grade’s name has the grade that its sentence gives it', (reply, grades) => {
    expect(gradesOf(reply)).toEqual(grades);
  });

  it.each([
    ['全3，打错，全1，停车才是3', { ...all('satisfied'), 8: 'dissatisfied' }],
    ['满意给我，不满意给保洁，逗你呢，都满意', all('satisfied')],
    ['都是3，逗你玩的，都是1', all('satisfied')],
    ['全部给好，别跟我说哪项不好', all('satisfied')],
    ['1-14全是2，13例外给1', { ...all('fairly'), 13: 'satisfied' }],
    ['全部满意，8例外给3', { ...all('satisfied'), 8: 'dissatisfied' }],
    ['都一般，保洁例外，给1', { ...all('fairly'), 6: 'satisfied' }],
    ['电梯不满意，都怪停车', { 2: 'dissatisfied' }],
    ['13不满意是因为8', { 13: 'dissatisfied' }],
    ['上次选过不满意，现在改成满意', all('satisfied')],
  ])('%s: a correction, a joke, a cause and an exception with its own grade are read as such', (reply, grades) => {
    expect(gradesOf(reply)).toEqual(grades);
  });

  it.each([
    '把8治好了13就满意',
    '要是停车能管管我就全给满意',
    '只要电梯修好就都满意',
    '把会所开了我就打满意',
    '哪天绿化像样了，我才给满意',
  ])('%s: what would be so on a condition is no grade', (reply) => {
    expect(gradesOf(reply)).toEqual({});
  });

  it.each([
    ['停车有回应，维修有结果，就是会所没东西，剩下都好', '3'],
    ['保安没睡过觉', '4'],
    ['门岗没放进一个发传单的', '4'],
    ['没人偷懒，没处脏乱，没啥可改', '6'],
  ])('%s: where only a want speaks for blame, none is taken for granted', (reply, direction) => {
    expect(gradesOf(reply)[direction]).not.toBe('dissatisfied');
  });

  it('楼梯口电动车堵得推不出去: of two in one tale neither is blamed, nor praised with the rest', () => {
    const grades = gradesOf('楼梯口电动车堵得轮椅都推不出去，其他满意');
    expect([grades['6'], grades['8']]).not.toContain('dissatisfied');
    expect(grades['10']).toBe('satisfied');
  });

  it.each([
    ['保洁干净得只剩灰', '6'],
    ['保安睡得真香，别的没意见', '4'],
    ['门岗扣鸡腿', '4'],
    ['绿化“好”得很，草比我儿子高', '7'],
  ])('%s: praise that mocks is none', (reply, direction) => {
    expect(gradesOf(reply)[direction]).not.toBe('satisfied');
  });
});
