import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../src/core/calendar.js';
import { understandCommand } from '../../../src/core/understand/command.js';

const NOW = parseInstant('2026-11-24T10:00:00+08:00');
const read = (text: string): string => {
  if (NOW === null) throw new Error('no instant');
  const understood = understandCommand(text, NOW, 'Asia/Shanghai', ['翠湖花园', '锦园']);
  return understood.kind === 'unclear' ? 'unclear' : understood.command;
};

describe('what only sounds like an order is not carried out', () => {
  test.each([
    ['another’s leave', '老婆明天请三天假陪我去医院'],
    ['a rest of the rota', '大家周五轮着休半天，自己报'],
    ['one’s own record that was returned', '34又退回，烦死'],
    ['an approval of another thing', '29消防验收通过，好'],
    ['a return that was not made', '他让我退回18 我没退'],
    ['a leave that is only a matter', '各位领导周二好，请假一事已同人事沟通'],
    ['a resident who agrees', '88租户同意，换锁'],
    ['a thing that was moved', '19垃圾桶搬走了'],
    ['a colleague who moved', '19的管家小林搬到别的小区去了'],
    ['another’s unanswered telephone', '73业主说客服电话打不通'],
    ['a parcel that comes on a day', '64快递周五到'],
    ['a danger that came back', '上次60险情排除完又漏了'],
    ['a survey of others', '社区给3栋发了人口调查表'],
    ['a duty that is nearly done', '事12快办完了'],
    ['another’s leave that ends', '师傅假期结束了，周一来修'],
    ['the rain elsewhere', '老家雨停了'],
    ['a key that is fetched', '31我领钥匙去了'],
  ])('%s: %s', (_of, text) => {
    expect(read(text)).toBe('unclear');
  });

  test('a question of a task that one has taken tells of it', () => {
    expect(read('我拿的62号单限几天')).toBe('说明');
    expect(read('45派给我总得有个说法吧')).toBe('说明');
  });
});

describe('true orders in near words stay orders', () => {
  test.each([
    ['请假', '我老婆生孩子，27号起请假七天，老吴代班'],
    ['审核', '88退回，方案没写清'],
    ['审核', '88准，验收合格'],
    ['已搬走', '66业主搬走了，钥匙交给物业了'],
    ['转给', '66让小钱接，老何搬去南区了'],
    ['领取', '45还没人领？那我领了'],
    ['险情已除', '37号险情办完了'],
    ['险情未除', '19险情没处理好'],
    ['完成', '完成 85 上门 满意 险情那次处理得快'],
    ['完成', '85打通了，住户说满意，师傅挺好'],
    ['改期', '业主临时有事 63挪到礼拜六上午'],
    ['改期', '69改到本月最后一天'],
    ['转给', '麻烦把53号单转交给赵敏同事处理，多谢'],
    ['无人应答', '92 拨了三回 莫人接'],
    ['销假', '取消请假，明天照常上班'],
    ['办结', '事12搞定 通知发了'],
  ])('%s: %s', (command, text) => {
    expect(read(text)).toBe(command);
  });
});
