import { describe, expect, it } from 'vitest';
import { oneByOne } from '../../../src/core/understand/command-several.js';

const suggested = (text: string) => oneByOne(text, ['翠湖花园'])?.suggest ?? null;

describe('several tasks in one message', () => {
  it.each([
    ['39 69 67都做了，都满意', ['完成 39 满意', '完成 69 满意', '完成 67 满意']],
    ['完成 39 67 上门 满意', ['完成 39 上门 满意', '完成 67 上门 满意']],
    ['39、67 都打了电话，都一般', ['完成 39 电话 一般满意', '完成 67 电话 一般满意']],
    ['39和67都完成了', ['完成 39', '完成 67']],
    ['24和33都没人接', ['无人应答 24 电话', '无人应答 33 电话']],
    ['24、33 上门了，没人', ['无人应答 24 上门', '无人应答 33 上门']],
    ['满意率 8月 9月', null],
    ['39 都满意', null],
    ['3-2-1204 和 3-2-1205 都满意', null],
  ])('%s', (text, written) => expect(suggested(text)).toEqual(written));
});
