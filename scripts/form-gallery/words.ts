/** What the gallery's staff write: of a visit, by its kind and grade, and of what they did. */
import type { EventKind, Grade } from '../../src/core/terms.js';

const QUALITY: Readonly<Record<Grade, string>> = {
  satisfied: '质量好，使用正常',
  fairly: '能用，收口处不够平整',
  dissatisfied: '没有修好，同一处又出现',
};
const EFFECT: Readonly<Record<Grade, string>> = {
  satisfied: '问题已解决，住户认可',
  fairly: '问题已解决，时间偏长',
  dissatisfied: '问题没有解决',
};
const SHORT: Readonly<Record<Grade, readonly string[]>> = {
  satisfied: ['上门前最好先打电话'],
  fairly: ['来得有点慢', '修完没有清扫现场', '约好的时间推迟了半天'],
  dissatisfied: ['还在漏，来了两次没有修好', '等了三天没人答复', '收费没有提前说清楚'],
};
const SUGGESTIONS = ['希望提前一天约好时间', '希望留下师傅电话', '楼道多巡查', '建议加装充电桩'];
const NEEDS = ['希望周末也能上门', '希望增加月度保洁套餐', '需要油烟机清洗服务'];
const of = <T>(list: readonly T[], no: number): T => list[no % list.length] as T;

/** The topics and the remark of a record. */
export function visitWords(kind: EventKind | null, policy: string, grade: Grade, no: number): object {
  const shortcomings = grade === 'satisfied' && no % 3 > 0 ? '' : of(SHORT[grade], no);
  const topics = {
    quality: QUALITY[grade],
    effect: EFFECT[grade],
    ...(shortcomings === '' ? {} : { shortcomings }),
    ...(no % 2 === 0 ? { suggestions: of(SUGGESTIONS, no) } : {}),
    ...(no % 3 === 0 ? { needs: of(NEEDS, no) } : {}),
    theme: '对小区停车秩序基本满意',
  };
  if (kind === 'works-completion') return { topics: worksTopics(grade), remark: WORKS[grade] };
  const service = {
    timeliness: '约定时间内到达',
    skill: QUALITY[grade],
    attitude: grade === 'dissatisfied' ? '一般' : '耐心，有礼貌',
  };
  const remark = grade === 'satisfied' ? `${policy === 'p02' ? '住户在家，' : ''}对这次服务表示认可` : shortcomings;
  return { topics: { ...topics, ...service }, remark };
}

const WORKS: Readonly<Record<Grade, string>> = {
  satisfied: '屋面、外墙未见渗漏，水电运行正常',
  fairly: '地下车库排水沟有积水，其余正常',
  dissatisfied: '五层东侧窗边渗水，墙面起皮',
};
const worksTopics = (grade: Grade) => ({
  quality: grade === 'satisfied' ? '各部位质量良好' : '大部分良好，个别部位有缺陷',
  use: '设备运行正常，各房间已投入使用',
  problems: grade === 'satisfied' ? '未发现质量问题' : WORKS[grade],
  advice: '每年雨季前清理屋面落水口，插座回路不要超负荷使用',
  weather: '两场大雨后检查，未见新的渗漏',
  measures: '防治措施有效',
  improvements: '建议窗边密封胶两年更换一次',
  performance: '防水卷材粘结牢固，无空鼓',
  benefit: '缩短屋面工期约 5 天，验收一次合格',
  control: '蓄水试验 24 小时无渗漏，控制有效',
});

/** What was done, for the one who reads it afterwards. */
export function dutyNote(says: string, form: string | null, no: number): string {
  if (form === '投访来访记录') return '明天上午派两名师傅上门返修，已与住户约好';
  if (form === '维修方法报告') return '原因：接线端子松动。维修方法：更换端子并做绝缘测试，试运行 2 小时正常';
  if (form === '整改通知') return '窗边已重做防水，蓄水 48 小时无渗漏，请复查';
  if (form === '周巡查表') return '雨后检查，维修部位干燥，无渗漏';
  if (form === '纠正和预防措施记录') return '返修以后由工程主管当场试水，住户签字后再离开';
  if (form === '工作联系单') return '现场核实，楼上地漏返水造成，请工程部三天内处理';
  if (/分析|报告|汇总/u.test(says)) return '已分析并送审，本期重点是维修及时率';
  return of(['已办，住户认可', '已安排工程部返修，试水正常', '已当面说明并致歉，住户接受'], no);
}
