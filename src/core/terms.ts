/**
 * The glossary as data: every closed list of words that the program uses, each with its 中文 term and the everyday
 * words people write for it. Labels, commands, forms and prompts draw from here. Rests on policies.md §0 and contracts.md.
 */

/** One word of a closed list: its 中文 term and the other ways in which people write it. */
export type Term = { readonly zh: string; readonly also?: readonly string[] };

/** 服务事项的类别: what was done for the household or the estate. */
export const EVENT_KINDS = {
  complaint: { zh: '投诉' },
  repair: { zh: '维修', also: ['报修', '修理'] },
  'contracted-service': { zh: '特约服务', also: ['特约'] },
  'home-service': { zh: '居家服务', also: ['家政服务', '家政'] },
  help: { zh: '求助', also: ['求助服务'] },
  'paid-service': { zh: '有偿服务', also: ['有偿'] },
  'emergency-aid': { zh: '急救病人', also: ['急救'] },
  publication: { zh: '报刊杂志', also: ['报刊', '杂志'] },
  activity: { zh: '文体活动', also: ['活动'] },
  'public-area-repair': { zh: '公共区域维修', also: ['公共维修', '公区维修'] },
  'works-completion': { zh: '工程竣工', also: ['竣工'] },
  other: { zh: '其他管理服务', also: ['其他'] },
} as const satisfies Record<string, Term>;
export type EventKind = keyof typeof EVENT_KINDS;

/** 维修类别 (p01). */
export const REPAIR_CATEGORIES = {
  danger: { zh: '危及安全' },
  outage: { zh: '停水停电' },
  seepage: { zh: '渗水' },
  lighting: { zh: '照明' },
  'low-water-pressure': { zh: '水小' },
  'tv-reception': { zh: '电视收视' },
  'wall-crack': { zh: '墙裂缝' },
  fitting: { zh: '安装门锁龙头' },
  blockage: { zh: '堵塞漏水' },
  'appliance-simple': { zh: '家电简单维修' },
  'appliance-specialist': { zh: '家电专业维修' },
  other: { zh: '其他' },
} as const satisfies Record<string, Term>;
export type RepairCategory = keyof typeof REPAIR_CATEGORIES;

/** 投诉程度. */
export const SEVERITIES = { major: { zh: '重大' }, general: { zh: '一般' } } as const satisfies Record<string, Term>;
export type Severity = keyof typeof SEVERITIES;

/** 维修等级 (p01.12). */
export const REPAIR_CLASSES = {
  minor: { zh: '小事' },
  urgent: { zh: '急事' },
  general: { zh: '一般' },
  major: { zh: '重大' },
} as const satisfies Record<string, Term>;
export type RepairClass = keyof typeof REPAIR_CLASSES;

export const LOCATIONS = { indoor: { zh: '室内' }, public: { zh: '公共部位' } } as const satisfies Record<string, Term>;
export type Location = keyof typeof LOCATIONS;

/** 满意程度: the three grades a / b / c (p08.6). */
export const GRADES = {
  satisfied: { zh: '满意' },
  fairly: { zh: '一般满意' },
  dissatisfied: { zh: '不满意' },
} as const satisfies Record<string, Term>;
export type Grade = keyof typeof GRADES;
export const isGrade = (word: string): word is Grade => Object.hasOwn(GRADES, word);
/** Whether a grade is better than another. */
export const isBetter = (grade: Grade, than: Grade): boolean =>
  keysOf(GRADES).indexOf(grade) < keysOf(GRADES).indexOf(than);

/** 回访方式 (policies.md §1 Methods). */
export const METHODS = {
  chat: { zh: '微信' },
  phone: { zh: '电话' },
  'in-person': { zh: '上门' },
  'on-site': { zh: '现场查看' },
  'walk-round': { zh: '走访' },
  intercom: { zh: '对讲' },
  written: { zh: '书面' },
  meeting: { zh: '座谈会' },
} as const satisfies Record<string, Term>;
export type Method = keyof typeof METHODS;

/** 角色: per policy each title differs; these are the ones that it is mapped to (policies.md §0). */
export const ROLES = {
  manager: { zh: '项目经理', also: ['物业部经理', '项目处经理', '管理处负责人', '物业经理', '经理'] },
  supervisor: { zh: '客服主管', also: ['客服组主任', '项目经理助理', '服务站站长', '主管'] },
  steward: { zh: '管家', also: ['客服中心接待人员', '物业助理', '物管员', '前台', '客服部'] },
  'visit-officer': { zh: '回访专员', also: ['专职管理人员', '管理员'] },
  dispatcher: { zh: '调度人员', also: ['控制中心', '指挥中心'] },
  'service-clerk': { zh: '客服专员' },
  'cleaning-lead': { zh: '保洁班长' },
  'repair-lead': { zh: '工程主管', also: ['维修班长'] },
  'function-head': { zh: '职能主管' },
  'department-head': { zh: '被投诉部门主管' },
  'department-manager': { zh: '部门经理' },
  office: { zh: '管理处办公室' },
  'customer-service-hq': { zh: '客户服务部' },
  'vice-president': { zh: '分管副总' },
  'general-manager': { zh: '总经理' },
  'company-leader': { zh: '公司主管领导' },
  quality: { zh: '品质管理部', also: ['公司品质部'] },
  'warranty-lead': { zh: '保修负责人' },
  'works-team': { zh: '维修小组' },
  'works-lead': { zh: '执行负责人' },
  'project-management': { zh: '项目管理部' },
  'supervision-team': { zh: '监理回访小组', also: ['总工办', '原监理部'] },
} as const satisfies Record<string, Term>;
export type Role = keyof typeof ROLES;

/** 与户的关系. */
export const RELATIONS = {
  owner: { zh: '业主' },
  tenant: { zh: '租户', also: ['租客'] },
  family: { zh: '家属' },
  other: { zh: '其他' },
} as const satisfies Record<string, Term>;
export type Relation = keyof typeof RELATIONS;

/** 回访任务的状态 (contracts.md, Visit status). */
export const VISIT_STATUSES = {
  planned: { zh: '已计划' },
  'not-drawn': { zh: '未抽中' },
  drawn: { zh: '已抽中' },
  assigned: { zh: '已派人' },
  asked: { zh: '已询问' },
  postponed: { zh: '已改期' },
  'with-staff': { zh: '待人工回访' },
  recorded: { zh: '已记录' },
  reviewed: { zh: '已审核' },
  closed: { zh: '已归档' },
  unreachable: { zh: '联系不上' },
  replaced: { zh: '已换户' },
  cancelled: { zh: '已取消' },
} as const satisfies Record<string, Term>;
export type VisitStatus = keyof typeof VISIT_STATUSES;

/** 到访结果: how a drawn household's visit ended, a closed list. `replaced` names the visit that took its place. */
export const REACH_OUTCOMES = {
  'answered-chat': { zh: '微信回复' },
  'answered-phone': { zh: '电话回访' },
  /** In person, on site, walking round, at a meeting, by intercom. */
  'answered-door': { zh: '当面回访' },
  'answered-paper': { zh: '书面回访' },
  refused: { zh: '拒访' },
  silent: { zh: '无回复' },
  unreachable: { zh: '联系不上' },
  'wrong-person': { zh: '找错人' },
  moved: { zh: '已搬走' },
  replaced: { zh: '已换户' },
  cancelled: { zh: '已取消' },
  /** Its time is over, nobody can make it any more, and nobody had tried. */
  'not-done': { zh: '到期未回访' },
  'not-yet': { zh: '尚未回访' },
} as const satisfies Record<string, Term>;
export type ReachOutcome = keyof typeof REACH_OUTCOMES;
export const isAnswer = (outcome: ReachOutcome): boolean => outcome.startsWith('answered-');

/** 联系结果: how one attempt to reach a household ended. `delivered` is a question that still waits for a word. */
export const ATTEMPT_OUTCOMES = {
  delivered: { zh: '已送达，等待回复' },
  answered: { zh: '已回访' },
  'not-delivered': { zh: '未送达' },
  silent: { zh: '无回复' },
  'no-answer': { zh: '无人应答' },
  postponed: { zh: '另约时间' },
  refused: { zh: '拒访' },
  'wrong-person': { zh: '找错人' },
  moved: { zh: '已搬走' },
  'asked-for-person': { zh: '要求人工联系' },
  unclear: { zh: '没看懂' },
} as const satisfies Record<string, Term>;
export type AttemptOutcome = keyof typeof ATTEMPT_OUTCOMES;

/** 定向: the fourteen directions a…n of a satisfaction survey (p08.5), by their number 1…14. */
export const DIRECTIONS = {
  '1': { zh: '服务、投诉处理' },
  '2': { zh: '设备管理' },
  '3': { zh: '房屋维修保养' },
  '4': { zh: '安全保卫' },
  '5': { zh: '消防、防灾' },
  '6': { zh: '清洁卫生' },
  '7': { zh: '绿化、环境保护' },
  '8': { zh: '停车场管理' },
  '9': { zh: '会所及经营娱乐设施管理' },
  '10': { zh: '管理处员工工作效率' },
  '11': { zh: '管理处员工服务态度' },
  '12': { zh: '管理人员的文明程度、应变能力' },
  '13': { zh: '综合评议' },
  '14': { zh: '其他' },
} as const satisfies Record<string, Term>;
export type Direction = keyof typeof DIRECTIONS;
/** 综合评议, the overall rating, is direction m. */
export const OVERALL: Direction = '13';

/** The keys of a glossary table, in its order, typed. */
export function keysOf<T extends Record<string, unknown>>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table);
}

/** The key that a word names: the key itself, its 中文 term or one of its everyday words; null if none. */
export function termOf<T extends Record<string, Term>>(table: T, word: string): (keyof T & string) | null {
  const wanted = word.trim();
  for (const key of keysOf(table)) {
    const term: Term = table[key] as Term;
    if (key === wanted || term.zh === wanted || (term.also?.includes(wanted) ?? false)) return key;
  }
  return null;
}
