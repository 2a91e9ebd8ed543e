/** What a message of staff names, in many phrasings: days, periods, colleagues, departments, counts, titles. */
import { describe, expect, it } from 'vitest';
import { understandCommand } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

const read = (text: string, now = '2026-11-24T10:00:00+08:00') =>
  understandCommand(text, instant(now), 'Asia/Shanghai', ['翠湖花园', '锦园', '枫林苑']);
const command = (name: string, args: object) => ({ kind: 'command', command: name, args });

describe('periods', () => {
  it.each([
    ['十一期间', '2026-10-01..2026-10-07'],
    ['国庆那周', '2026-10-01..2026-10-07'],
    ['大前天', '2026-11-21..2026-11-21'],
    ['前天', '2026-11-22..2026-11-22'],
    ['昨晚', '2026-11-23..2026-11-23'],
    ['9、10两个月', '2026-09-01..2026-10-31'],
    ['七月八月', '2026-07-01..2026-08-31'],
    ['九十月份', '2026-09-01..2026-10-31'],
    ['十一月', '2026-11'],
    ['本月1号到20号', '2026-11-01..2026-11-20'],
    ['上月15号到月底', '2026-10-15..2026-10-31'],
    ['上个月15号', '2026-10-15..2026-10-15'],
    ['上周末', '2026-11-21..2026-11-22'],
    ['半个月来', '2026-11-10..2026-11-24'],
    ['头三季度', '2026-01-01..2026-09-30'],
  ])('%s', (words, period) => {
    expect(read(`${words}的满意率`)).toEqual(command('满意率', { period }));
    expect(read(`查一下锦园${words}的不满意`)).toEqual(command('不满意', { period, estate: '锦园' }));
  });

  it('a theme is of a quarter or a month that is not over', () => {
    expect(read('1月主题换成"防冻防滑",锦园', '2026-12-31T22:30:00+08:00')).toEqual(
      command('主题', { period: '2027-01', estate: '锦园', text: '防冻防滑' }),
    );
    expect(read('领导交代 明年一季度主题就叫春季防汛')).toMatchObject({ args: { period: '2027Q1', text: '春季防汛' } });
  });
});

describe('days', () => {
  it.each([
    ['45改到圣诞节', { task: 45, date: '2026-12-25' }],
    ['45改到元旦那天上午', { task: 45, date: '2027-01-01', part: 'morning' }],
    ['45改到周四上午 对了今天下雨车不好开', { task: 45, date: '2026-11-26', part: 'morning' }],
    ['45 pls reschedule to下周一morning', { task: 45, date: '2026-11-30', part: 'morning' }],
    ['45挪到礼拜四后晌', { task: 45, date: '2026-11-26', part: 'afternoon' }],
  ])('%s', (text, args) => expect(read(text)).toEqual(command('改期', args)));

  it.each([
    ['我从二月四日起请假六天,由王秀兰同志代班。', { days: 6, date: '2027-02-04', person: '王秀兰' }],
    ['跟刘主管说好了 我十号请一天 她顶', { days: 1, date: '2026-12-10', person: '刘主管' }],
    ['国庆我歇七天 老伍顶班', { days: 7, date: '2027-10-01', person: '老伍' }],
    ['下周五我off一天,Kevin cover我', { days: 1, date: '2026-12-04', person: 'Kevin' }],
  ])('%s', (text, args) => expect(read(text)).toMatchObject(command('请假', args)));
});

describe('whom a task goes to', () => {
  it.each([
    ['45转给陆军', { person: '陆军' }],
    ['45给夜班小郑', { person: '小郑' }],
    ['45给桂花城的管家小芳', { person: '小芳' }],
    ['45请转给李建国老师傅', { person: '李建国' }],
    ['那个45转给那个那个何丽萍', { person: '何丽萍' }],
    ['45甩给周建国嘛', { person: '周建国' }],
    ['45 reassign给Cindy', { person: 'Cindy' }],
    ['45这是电梯的事,转电梯维保组', { department: '电梯维保组' }],
  ])('%s', (text, whom) => expect(read(text)).toEqual(command('转给', { task: 45, ...whom })));
});

describe('what else is named', () => {
  it.each([
    ['第3条制度执行情况', '执行率', { policy: 'p03' }],
    ['制度六的执行情况', '执行率', { policy: 'p06' }],
    ['抽查 6', '抽查', { count: 6 }],
    ['下午三点前我要去哪几家', '我的任务', { part: 'afternoon' }],
    ['发起一个针对5栋的加装电梯意愿调查,7天收', '发起调查', { target: '5栋', title: '加装电梯意愿调查', days: 7 }],
    ['搞一个关于停车的问卷发给锦园全体业主', '发起调查', { target: '全体', estate: '锦园', title: '停车' }],
    ['45号OK啦,批咗佢', '审核', { task: 45, verdict: 'approve' }],
    ['45记录不完整 退', '审核', { task: 45, verdict: 'return', opinion: '记录不完整' }],
    ['45没有人接电话', '无人应答', { task: 45 }],
    ['45这家在18楼 租户不接电话', '无人应答', { task: 45 }],
    ['45租客接的 说房东早不住这了', '已搬走', { task: 45 }],
  ])('%s', (text, name, args) => expect(read(text)).toMatchObject(command(name, args)));

  it.each(['绩效怎么算的', '上次的月报谁做的', '抽查标准是什么', '翠湖满意率达到了百分之九十'])(
    'is only spoken of: %s',
    (text) => expect(read(text)).toMatchObject({ kind: 'unclear' }),
  );
});
