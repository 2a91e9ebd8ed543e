import { describe, expect, it } from 'vitest';
import { confirmedForm, registrationIn } from '../../../src/core/understand/command-register.js';

describe('登记', () => {
  it.each([
    ['报修 3-2-1204 客厅漏水 已修好', '客厅漏水'],
    ['报修 3-2-1204 灯坏了修好了', '灯坏了'],
    ['报修 3-2-1204 灯坏了，刚修好', '灯坏了'],
    ['投诉 3-2-1204 楼上噪音 处理好了', '楼上噪音'],
    ['投诉 3-2-1204 楼上噪音已处理。', '楼上噪音'],
  ])('reads that the work is done: %s', (text, matter) => {
    expect(registrationIn(text)).toMatchObject({ household: '3-2-1204', matter, isDone: true });
  });

  it.each([
    ['报修 3-2-1204 水管还没修好', '水管还没修好'],
    ['投诉 3-2-1204 漏水没有解决', '漏水没有解决'],
    ['投诉 3-2-1204 漏水一直未处理', '漏水一直未处理'],
    ['投诉 3-2-1204 催了三次不解决', '催了三次不解决'],
    ['报修 3-2-1204 什么时候能修好', '什么时候能修好'],
    ['报修 3-2-1204 下水道堵了 要求今天修好', '下水道堵了 要求今天修好'],
    ['求助 3-2-1204 请尽快处理', '请尽快处理'],
  ])('leaves what is not done as it was said: %s', (text, matter) => {
    expect(registrationIn(text)).toMatchObject({ matter, isDone: false });
  });

  it('is confirmed in words that mean the same', () => {
    for (const text of ['报修 3-2-1204 水管还没修好', '报修 3-2-1204 客厅漏水 已修好', '公共维修 大堂灯不亮']) {
      const said = registrationIn(text);
      expect(said).not.toBeNull();
      if (said !== null) expect(registrationIn(confirmedForm(said))).toEqual({ ...said, isConfirmed: true });
    }
  });
});
