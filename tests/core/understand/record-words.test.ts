import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant, type Instant } from '../../../src/core/calendar.js';
import { promiseIn, readRecordWords, withoutTerm } from '../../../src/core/understand/record-words.js';

describe('what a member of staff writes of a visit', () => {
  test.each([
    [
      '电话 13800000000 满意 师傅准时',
      { methods: ['phone'], numberCalled: '13800000000', grade: 'satisfied', remark: '师傅准时' },
    ],
    ['满意，电话 138-0000-0000，师傅准时', { methods: ['phone'], numberCalled: '13800000000', remark: '师傅准时' }],
    ['0755-8888 6666 电话 好', { methods: ['phone'], numberCalled: '075588886666', grade: 'satisfied' }],
    ['上门 不满意 还在漏', { methods: ['in-person'], grade: 'dissatisfied', remark: '还在漏', numberCalled: null }],
    ['面谈和看现场 一般', { methods: ['in-person', 'on-site'], grade: 'fairly', remark: null }],
    ['上门、现场查看，满意', { methods: ['in-person', 'on-site'], grade: 'satisfied' }],
    ['电话打了三次才来 上门 一般', { methods: ['in-person'], grade: 'fairly' }],
    ['上门 满意 收费一致', { chargeAsQuoted: true, grade: 'satisfied', remark: null }],
    ['上门 一般 多收了二十元', { chargeAsQuoted: false, grade: 'fairly' }],
    ['上门 满意 还没修完', { unfinished: true, grade: 'satisfied' }],
    ['上门 现场查看 满意 已签名 照片 IMG_7', { signed: true, photo: 'IMG_7', grade: 'satisfied', remark: null }],
    ['现场查看 照片 IMG_0231 完好', { methods: ['on-site'], photo: 'IMG_0231', grade: null, remark: '完好' }],
    ['现场查看 照片2 又漏了', { grade: null, unfinished: true, remark: '又漏了' }],
    ['打电话了 说还可以', { methods: ['phone'], grade: 'fairly' }],
    ['电话打的 满意', { methods: ['phone'], grade: 'satisfied', remark: null }],
    ['我上门看了 一般', { methods: ['in-person'], grade: 'fairly' }],
    ['座谈会 屋面有裂缝，已安排修补', { methods: ['meeting'], remark: '屋面有裂缝，已安排修补' }],
    ['不满意 还响', { grade: 'dissatisfied', remark: '还响' }],
    ['电话 不满意，还渗', { methods: ['phone'], grade: 'dissatisfied', remark: '还渗' }],
    ['电话 他说不满意，还响', { grade: 'dissatisfied', remark: '还响' }],
    ['电话 满意 挺好', { grade: 'satisfied', remark: '挺好' }],
    ['电话 满意 谢谢', { grade: 'satisfied', remark: null }],
    ['电话 一般 还有一点响', { methods: ['phone'], grade: 'fairly', remark: '还有一点响' }],
    ['电话 打完了', { methods: ['phone'], grade: null, remark: '打完了' }],
    ['都完成了', { grade: null, remark: '都完成了' }],
    ['上门 处理完毕', { methods: ['in-person'], grade: null, remark: '处理完毕' }],
    ['电话 打完了 他说满意', { methods: ['phone'], grade: 'satisfied' }],
    ['', { methods: [], grade: null, remark: null, unfinished: false, chargeAsQuoted: null, signed: false }],
  ])('%s', (line, words) => {
    expect(readRecordWords(line, 'repair')).toMatchObject(words);
  });
});

test.each([
  ['师傅准时 答复 周五下午', '师傅准时'],
  ['答复 3月12日', ''],
  ['楼道灯坏，答复：明天 15:00，急', '楼道灯坏，急'],
  ['答复太慢', '答复太慢'],
  ['一直没有答复 他很急', '一直没有答复 他很急'],
])('of %s, what was said is %s', (words, said) => {
  const now = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
  expect(withoutTerm(words, now, 'Asia/Shanghai')).toBe(said);
});

describe('by when an answer was promised', () => {
  const zone = 'Asia/Shanghai';
  // A Tuesday.
  const now = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
  test.each([
    ['电话 13800000000 不满意 楼道灯坏 答复 周五下午', '2026-03-13T18:00:00+08:00'],
    ['上门 一般，约定 3月12日 答复', '2026-03-13T00:00:00+08:00'],
    ['上门 一般，已约定周四 15:30 前解决', '2026-03-12T15:30:00+08:00'],
    ['上门 一般 3天内答复', '2026-03-14T00:00:00+08:00'],
    ['上门 不满意 承诺24小时内修好', '2026-03-11T10:00:00+08:00'],
    ['上门 不满意，明天上午给答复', '2026-03-11T12:00:00+08:00'],
    ['电话 138-0101-0102 答应尽快答复', null],
    ['上门 满意 明天再来拿钥匙', null],
    ['', null],
  ])('%s', (line, expected) => {
    const until = promiseIn(line, now, zone);
    expect(until === null ? null : formatInstant(until, zone)).toBe(expected);
  });
});
