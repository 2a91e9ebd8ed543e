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
    ['今年前九个月', '2026-01-01..2026-09-30'],
    ['一季度到三季度', '2026-01-01..2026-09-30'],
    ['去年同期', '2025-11'],
    ['上个月头十天', '2026-10-01..2026-10-10'],
    ['上月最后一周', '2026-10-25..2026-10-31'],
    ['上上个季度', '2026Q2'],
    ['中秋期间', '2026-09-25..2026-09-27'],
    ['春节期间', '2026-02-15..2026-02-23'],
    ['双十一当天', '2026-11-11..2026-11-11'],
    ['十月以来', '2026-10-01..2026-11-24'],
    ['上周四到现在', '2026-11-19..2026-11-24'],
    ['第45周', '2026-11-02..2026-11-08'],
    ['1号到15号', '2026-11-01..2026-11-15'],
    ['这三天', '2026-11-22..2026-11-24'],
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

describe('new days by their feasts', () => {
  it.each([
    ['任务37 改到冬至上午', { date: '2026-12-22', part: 'morning' }],
    ['37改圣诞节上午', { date: '2026-12-25', part: 'morning' }],
    ['37改到元旦前一天', { date: '2026-12-31' }],
    ['37今天约好了又变卦，改下周二晚上', { date: '2026-12-01', part: 'evening' }],
    ['37提前到明天早上，业主后天要飞', { date: '2026-11-25', part: 'morning' }],
    ['37改周六早', { date: '2026-11-28', part: 'morning' }],
    ['37挪到周五晚', { date: '2026-11-27', part: 'evening' }],
    ['37改今天五点十分', { date: '2026-11-24', time: '17:10' }],
  ])('%s', (text, args) => expect(read(text)).toEqual(command('改期', { task: 37, ...args })));

  it.each([
    ['明天下午请半天，小唐代班', { days: 0.5, date: '2026-11-25', part: 'afternoon', person: '小唐' }],
    ['元旦前一天请个假', { days: 1, date: '2026-12-31' }],
    ['下午得去拔牙，请个半天假', { days: 0.5, date: '2026-11-24', part: 'afternoon' }],
  ])('%s', (text, args) => expect(read(text)).toEqual(command('请假', args)));
});

describe('what is said about an order', () => {
  it.each([
    ['周一例会要报数，锦园还有哪些逾期', '逾期', { estate: '锦园' }],
    ['业主原话都没写，63号打回去重来', '审核', { task: 63, verdict: 'return', opinion: '业主原话都没写' }],
    ['63同意，意见写“整改到位”', '审核', { task: 63, verdict: 'approve', opinion: '整改到位' }],
    ['63看过了，没毛病，通过', '审核', { task: 63, verdict: 'approve' }],
    [
      '翠湖12月主题：年底消防检查您满意吗',
      '主题',
      { estate: '翠湖花园', period: '2026-12', text: '年底消防检查您满意吗' },
    ],
    ['锦园的主题换成高空抛物，原来那个不用了', '主题', { estate: '锦园', text: '高空抛物' }],
    ['对锦园二栋发起调查《加装电梯意愿》', '发起调查', { target: '2栋', estate: '锦园', title: '加装电梯意愿' }],
    ['七十一号不行啊整改情况都没写你给他退回去', '审核', { task: 71, verdict: 'return', opinion: '整改情况都没写' }],
    ['九十一号刚从他家出来都弄好了业主挺满意的你记完成', '完成', { task: 91, text: '业主挺满意的' }],
    ['102回访完毕 业主很满意，夸了师傅', '完成', { task: 102, text: '业主很满意，夸了师傅' }],
  ])('%s', (text, name, args) => expect(read(text)).toEqual(command(name, args)));

  it.each([
    ['57完城', '完成', { task: 57 }],
    ['零取一百零五号', '领取', { task: 105 }],
    ['逾其的给我看', '逾期', {}],
    ['转几王芳 31', '转给', { task: 31, person: '王芳' }],
  ])('%s is heard by its sound', (text, name, args) => expect(read(text)).toEqual(command(name, args)));
});

describe('whom a task goes to', () => {
  it.each([
    ['45让工程部老陆去,技术问题他懂', { person: '老陆' }],
    ['45转前台小吴', { person: '小吴' }],
    ['45挂到张伟名下', { person: '张伟' }],
  ])('%s', (text, whom) => expect(read(text)).toEqual(command('转给', { task: 45, ...whom })));

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

describe('what is said in other words', () => {
  it.each([
    ['一百一那单没人接', '无人应答', { task: 110 }],
    ['一零七没人接', '无人应答', { task: 107 }],
    ['第七单上门扑空', '无人应答', { task: 7 }],
    ['把五十四张单改去周四上午', '改期', { task: 54, date: '2026-11-26', part: 'morning' }],
    ['93改到周四早上九点零五', '改期', { task: 93, date: '2026-11-26', time: '09:05' }],
    ['88换到下周四上午十一点，别明天了', '改期', { task: 88, date: '2026-12-03', time: '11:00' }],
    ['42不改周三了，改周五上午', '改期', { task: 42, date: '2026-11-27', part: 'morning' }],
    ['13不给小王给小张', '转给', { task: 13, person: '小张' }],
    ['28转保洁', '转给', { task: 28, department: '保洁' }],
    ['30号业主只认马姐，给她吧', '转给', { task: 30, person: '马姐' }],
    ['47审下来不过关，重新上门核实', '审核', { task: 47, verdict: 'return', opinion: '重新上门核实' }],
    ['47没签字，退', '审核', { task: 47, verdict: 'return', opinion: '没签字' }],
    ['78那份过，意见写:及时', '审核', { task: 78, verdict: 'approve', opinion: '及时' }],
    ['昨天前天大前天有没有不满意', '不满意', { period: '2026-11-21..2026-11-23' }],
    ['家政回访率，本月一号到昨天', '回访率', { kind: 'home-service', period: '2026-11-01..2026-11-23' }],
    ['刚过完的这个季度，季报拿给我', '季报', { period: '2026Q3' }],
    ['管家孙燕今年考核得多少分', '绩效', { person: '孙燕', period: '2026' }],
    ['发起调查，2栋，一半的人，水压低', '发起调查', { target: '2栋', percent: 50, title: '水压低' }],
    ['p04.2的回访比例，三成五', '回访比例', { clause: 'p04.2', percent: 35 }],
    ['把上个月家政的回访记录表导一下', '导出', { form: '回访记录表', kind: 'home-service', period: '2026-10' }],
    ['回访汇总表导出来，上个月，给吴总', '导出', { form: '回访汇总表', period: '2026-10' }],
    ['初四到初六…哦不是，1月4号到6号我请假', '请假', { date: '2027-01-04', days: 3 }],
  ])('%s', (text, name, args) => expect(read(text)).toEqual(expect.objectContaining(command(name, args))));

  it('knows a day of the first moon', () => {
    expect(read('23改到初五', '2027-01-04T08:50:00+08:00')).toEqual(command('改期', { task: 23, date: '2027-02-10' }));
  });
});
