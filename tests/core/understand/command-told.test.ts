/** Words about an order are none: told of others, wished, forbidden, quoted, asked, half done. */
import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const read = (text: string) =>
  understandCommand(text, instant('2026-11-24T10:00:00+08:00'), 'Asia/Shanghai', ['翠湖花园', '锦园']);

describe('what is only told of', () => {
  it.each([
    '李四把45领了',
    '听王芳说45做完了',
    '45马上完成',
    '巴不得45今天就能通过',
    '45千万别转给李四',
    '45怕是没人接',
    '45完成一半业主有事',
    '昨天打45没人接 今天通了',
    '业主说“别再打了 改期吧” 45',
    '培训材料第一条：领取 45',
    '业主问能改成晚上吗 我还没答应 45',
    '45会不会拒访',
    '去年请了五天假',
    '业主说雨停了还漏',
    '领导说要给全体业主发起调查',
    '45退回的理由是什么',
    '退回45的原因是啥',
    '45打回的那条谁写的',
    '45退回来了',
    '45删掉',
    '转给 王芬 45 打错了 是王芳',
  ])('%s', (text) => {
    const understood = read(text);
    expect(understood.kind === 'unclear' || understood.command === '说明', text).toBe(true);
  });

  it('is asked about first, in the words in which it would be one', () => {
    expect(read('争取下班前把45完成')).toEqual({
      kind: 'unclear',
      suggest: ['完成 45', '说明 45'],
      asks: '这句话像是说到而不是要办，所以没有办。要办的话',
    });
    expect(read('李四想把45转给王芳')).toMatchObject({ suggest: ['转给 王芳 45', '说明 45'] });
  });

  it.each(['王芳把45完成了？', '45明天下午到底去不去', '谁领取了45'])(
    'tells how the task stands where that is asked: %s',
    (text) => expect(read(text)).toEqual({ kind: 'command', command: '说明', args: { task: 45 } }),
  );

  it.each([
    ['45业主说周六有空，改到周六', '改期'],
    ['能不能把45转给王芳', '转给'],
    ['45昨天打没人接', '无人应答'],
    ['45号昨天就做完了', '完成'],
    ['我想请三天假', '请假'],
    ['完成 45 业主说明天再来看看，想换个龙头', '完成'],
    ['退回45 业主说没人去过', '审核'],
  ])('leaves an order one: %s', (text, command) => expect(read(text)).toMatchObject({ command }));
});
