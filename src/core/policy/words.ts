/** The closed lists of words that a policy file may use beside those of terms.ts, each with its 中文. */
import type { EventKind, Term } from '../terms.js';

/** What a visit's window counts from. */
export const ANCHORS = {
  resolvedAt: { zh: '处理完毕' },
  reportedAt: { zh: '接到报告' },
  agreement: { zh: '协议期' },
  acceptedOn: { zh: '竣工验收' },
  /** T13, from the day after acceptance; with `each: warranty` every part's own, else the longest in months. */
  warranty: { zh: '保修期' },
  /** p10: from the signing of the warranty itself. */
  'signed-warranty': { zh: '自签署保修书起的保修期' },
  season: { zh: '雨季、台风季' },
  process: { zh: '特殊、关键过程完成' },
  /** T14: the first recorded end of rain after the repair. */
  rain: { zh: '雨停' },
} as const satisfies Record<string, Term>;
export type AnchorWord = keyof typeof ANCHORS;

/** What the end of an event is called, where 处理完毕 is not what people say. */
export const ENDS: Partial<Readonly<Record<EventKind, string>>> = {
  'home-service': '服务完成',
  help: '服务完成',
  'paid-service': '服务完成',
  'emergency-aid': '急救结束',
  publication: '发行',
  activity: '举办',
};

/** For what one visit rule is repeated. */
export const EACH = {
  warranty: { zh: '每个保修部位' },
  party: { zh: '每个单位' },
} as const satisfies Record<string, Term>;
export type EachWord = keyof typeof EACH;

/** The unit that a clause's sampling counts. */
export const UNITS = {
  event: { zh: '件' },
  household: { zh: '户' },
  recipient: { zh: '收到或参加的户' },
  agreement: { zh: '份' },
  'work-order': { zh: '张' },
  works: { zh: '次' },
} as const satisfies Record<string, Term>;
export type SamplingUnit = keyof typeof UNITS;

/** 居家服务的种类. */
export const HOME_SERVICES = {
  cleaning: { zh: '清洁' },
  repair: { zh: '维修' },
} as const satisfies Record<string, Term>;

/** What a round goes over. */
export const ROUND_UNITS = {
  households: { zh: '住户' },
  'key-households': { zh: '重点户' },
  /** Who use the works that the policy's visits are about just then. */
  users: { zh: '工程的使用人' },
  records: { zh: '上期记录' },
} as const satisfies Record<string, Term>;

export const PERIODS = {
  day: { zh: '日' },
  week: { zh: '周' },
  month: { zh: '月' },
  quarter: { zh: '季度' },
  'half-year': { zh: '半年' },
  year: { zh: '年' },
} as const satisfies Record<string, Term>;
export type Period = keyof typeof PERIODS;

/** 回访内容: what a visit asks about. */
export const TOPICS = {
  quality: { zh: '质量评价' },
  effect: { zh: '服务效果的评价' },
  satisfaction: { zh: '满意程度评价' },
  shortcomings: { zh: '缺点与不足评价' },
  suggestions: { zh: '建议的征集' },
  needs: { zh: '需求' },
  theme: { zh: '本季回访主题' },
  timeliness: { zh: '服务及时性' },
  skill: { zh: '服务技能' },
  attitude: { zh: '服务态度' },
  charge: { zh: '收费价格核实' },
  use: { zh: '使用情况' },
  problems: { zh: '存在的问题' },
  advice: { zh: '维护提醒与使用建议' },
  weather: { zh: '风、雨等特殊气候的影响' },
  measures: { zh: '防治措施是否有效' },
  improvements: { zh: '需要的改进措施' },
  performance: { zh: '四新技术的性能和使用效果' },
  benefit: { zh: '四新技术对工期、质量效益的影响' },
  control: { zh: '特殊、关键过程的控制效果' },
} as const satisfies Record<string, Term>;
export type Topic = keyof typeof TOPICS;

/** What sets a duty going; its window counts from that instant, or from the period's first day. */
export const TRIGGERS = {
  period: { zh: '每期' },
  planned: { zh: '回访计划排定' },
  accepted: { zh: '工程竣工验收' },
  notified: { zh: '通知回访人员' },
  'not-done': { zh: '通知后逾期未完成' },
  visited: { zh: '回访进行时' },
  recorded: { zh: '填写回访记录' },
  'handed-back': { zh: '交回回访记录' },
  nonconformity: { zh: '发现不合格' },
  promise: { zh: '承诺答复时间' },
  'contact-sheet': { zh: '签发工作联系单' },
  /** Always, once the step before it is done. */
  'handed-up': { zh: '上报之后' },
  /** The same, where nothing goes up: what was settled is carried out. */
  settled: { zh: '前一步办结之后' },
  /** Only where whoever has the step before it hands the case up. */
  referred: { zh: '需要上报时' },
  reported: { zh: '提交记录、分析报告' },
  received: { zh: '接到通知' },
  finding: { zh: '发现问题' },
  surveyed: { zh: '收回调查' },
  always: { zh: '随时' },
  'risk-remains': { zh: '回访后险情未除' },
  finished: { zh: '修理完毕' },
  approved: { zh: '批示之后' },
  'all-done': { zh: '全部回访结束' },
  expired: { zh: '保修期满' },
} as const satisfies Record<string, Term>;
export type Trigger = keyof typeof TRIGGERS;
/** What set a duty of the list going: a trigger, a handling deadline, or a spot check of records. */
export type DutyTrigger = Trigger | 'handling' | 'records';

/** What must be done within a handling deadline (p01), from reportedAt. */
export const HANDLINGS = {
  'on-site': { zh: '到达现场' },
  answered: { zh: '答复' },
  contacted: { zh: '联系有关单位' },
  inspected: { zh: '检查' },
  told: { zh: '说明情况' },
  arranged: { zh: '安排' },
  solved: { zh: '处理完毕' },
} as const satisfies Record<string, Term>;

/** What a rule of method wants noted or obtained. */
export const NEEDS = {
  'number-called': { zh: '注明回访电话号码' },
  photo: { zh: '现场照片' },
  'resident-signature': { zh: '受访方签名' },
  'charge-checked': { zh: '核实收费' },
} as const satisfies Record<string, Term>;
export type Need = keyof typeof NEEDS;

/** How ballots 票 go out and come back. */
export const BALLOT_WAYS = {
  paper: { zh: '纸质问卷' },
  page: { zh: '网页' },
  chat: { zh: '微信问卷' },
} as const satisfies Record<string, Term>;

/** The steps of the 回访流程图, in its order. */
export const STEPS = {
  plan: { zh: '计划与准备' },
  handle: { zh: '接报处理' },
  notify: { zh: '通知人员、领取表格' },
  visit: { zh: '进行回访' },
  record: { zh: '填写记录、签名确认' },
  review: { zh: '审核' },
  improve: { zh: '整改与跟进' },
  survey: { zh: '满意度调查' },
  analyse: { zh: '统计分析' },
  archive: { zh: '存档' },
} as const satisfies Record<string, Term>;
export type Step = keyof typeof STEPS;

/** 单位 of a parameter. */
export const PARAMETER_UNITS = {
  percent: { zh: '%' },
  days: { zh: '天' },
  weeks: { zh: '周' },
  hours: { zh: '小时' },
  minutes: { zh: '分钟' },
  months: { zh: '个月' },
  years: { zh: '年' },
  day: { zh: '日' },
  times: { zh: '次' },
  count: { zh: '' },
  roles: { zh: '' },
  methods: { zh: '' },
  'month-day': { zh: '' },
  'yes-no': { zh: '' },
  form: { zh: '' },
} as const satisfies Record<string, Term>;
export type ParameterUnit = keyof typeof PARAMETER_UNITS;
