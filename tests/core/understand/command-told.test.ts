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
    '王芳讲45她不接',
    '45昨天改到周四了',
    '45差点改到周四',
    '45早跟业主约好改周三了，系统里头也改过了',
    '45让老张去，他不肯',
    '45给老张打个电话',
    '45让业主找老张',
    '我建议45转给小王',
    '45没人的话找物业开门',
    '45做完我就下班',
    '45业主出差了月底回',
    '系统自动把45改到明天了',
    '我批了45了',
    '请领导审批45',
    '45审核不通过咋办',
    '45退回来我重写了',
    '45应该没人在家',
    '销假要不要写条子',
    '明天我销假',
    '45明天上午十点开会',
    '45业主明天生日',
    '45给不给老周',
    '老周不肯接45',
    '45交给老周我不放心',
    '45转给小王不合适吧',
    '45没人签字',
    '45门没锁',
    '45通过电话联系的',
    '45重写了',
    '45送审了',
    '45同意书签了',
    '45隔壁搬走了',
    '我明天休息吗',
    '他明天不来',
    '请假批了',
    '全体业主都知道了',
    '重要信息要及时上报',
    '45险情排除了吗',
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
    ['45给过，以后写明几点到的', '审核'],
    ['本来想今天去的，45改明天早上', '改期'],
    ['45没人，听说回老家了', '无人应答'],
    ['45跟老杨说好了，归他', '转给'],
    ['请假作废，明天我照上', '销假'],
    ['明天那个假我不请了', '销假'],
  ])('leaves an order one: %s', (text, command) => expect(read(text)).toMatchObject({ command }));

  it.each(['逾期三天以上要扣钱的，都记住了', '绩效面谈定在周四，时间都留出来', '昨天那份季报我看过了，写得不错'])(
    'asks for no figure and no paper: %s',
    (text) => expect(read(text)).toMatchObject({ kind: 'unclear' }),
  );
});
