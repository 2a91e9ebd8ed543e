/** 审计链的一行怎么说: who did what, and what changed by it, for whoever looks at a record. */
import { formatInstant, type Instant } from './calendar.js';
import { ATTEMPT_OUTCOMES, EVENT_KINDS, GRADES, METHODS, REACH_OUTCOMES, VISIT_STATUSES } from './terms.js';

/** Everything that is done to a visit, a duty, a case or a survey. */
const ACTIONS: Readonly<Record<string, string>> = {
  'visit.draw': '抽样',
  'visit.assign': '派人',
  'visit.ask': '发出询问',
  'visit.remind': '提醒',
  'visit.postpone': '改期',
  'visit.hand-over': '转人工回访',
  'visit.record': '记录',
  'visit.correct': '更正',
  'visit.give-up': '多次联系不上，结束',
  'visit.excuse': '不能回访，结束',
  'visit.lapse': '到期未完成，结束',
  'visit.replace': '换户',
  'visit.review': '审核',
  'visit.close': '归档',
  'visit.cancel': '取消',
  'visit.replan': '重排时限',
  'visit.revive': '恢复',
  'visit.merge': '合并回访',
  'visit.silent': '无回复',
  'visit.begin': '员工发起回访',
  'visit.hand-outs': '发放资料',
  'survey.hand-outs': '发放纸质问卷',
  'record.record': '填写回访记录',
  'record.correct': '更正回访记录',
  'record.sign': '签名确认',
  'record.review': '审核回访记录',
  'record.topics': '补记回访内容',
  'record.archive': '归档，留存指纹',
  'record.hand-over': '移交档案',
  'record.delete': '保存期满，删除内容',
  'record.read': '查看',
  'phone.read': '查看号码',
  'media.kept': '收存住户发来的图片或语音',
  'media.lost': '住户发来的文件没有取到',
  'media.placed': '放入照片',
  'media.given': '转发图片或语音',
  'duty.done': '办结',
  'duty.reopen': '重新打开',
  'duty.cancel': '取消',
  'case.take': '接手',
  'case.give': '转交',
  'case.opinion': '写意见',
  'case.finding': '抽查不实，立案',
  'case.close': '结案',
  'case.answer': '住户再次评价',
  'case.reopen': '住户仍不满意，重新办理',
  'notice.issue': '签发通知',
  'survey.launch': '发出调查',
  'survey.remind': '催收',
  'survey.end': '提前结束',
  'survey.close': '结束调查',
  'check.draw': '抽查记录',
  'check.verdict': '抽查结论',
  'event.created': '登记事项',
  'event.register': '在聊天里登记事项',
  'event.finish': '在聊天里记下办完',
  'event.updated': '更新事项',
  'round.open': '周期回访开始',
  'report.make': '导出表单',
  'report.download': '下载表单',
};

/** What is sent, by its purpose: `ask.delivered`, `task.refused`, … */
const SENT: Readonly<Record<string, string>> = {
  ask: '询问',
  remind: '提醒',
  task: '任务',
  reply: '回复',
  alert: '通知',
};
const SENT_HOW: Readonly<Record<string, string>> = { delivered: '已送达', refused: '没有送达', failed: '没有送达' };

/** 填写回访记录; what was refused says so. */
export function actionZh(action: string): string {
  const known = ofOwn(ACTIONS, action);
  if (known !== undefined) return known;
  if (action.startsWith('refused.')) return '没有权限，未予办理';
  const [purpose = '', how = ''] = action.split('.');
  const [what, outcome] = [ofOwn(SENT, purpose), ofOwn(SENT_HOW, how)];
  return what === undefined || outcome === undefined ? action : `${what}${outcome}`;
}

/** 王芳, 住户, 系统, or 其他系统 for what came by intake or by the API. */
export function actorZh(actor: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(actor);
  if (name !== undefined) return name;
  if (actor === 'system') return '系统';
  if (actor.startsWith('resident:')) return '住户';
  return actor === 'intake' || actor.startsWith('api') ? '其他系统' : actor;
}

const WORDS: Readonly<Record<string, { readonly zh: string }>> = {
  ...EVENT_KINDS,
  ...VISIT_STATUSES,
  ...GRADES,
  ...METHODS,
  ...ATTEMPT_OUTCOMES,
  ...REACH_OUTCOMES,
  approve: { zh: '通过' },
  return: { zh: '退回' },
  silent: { zh: '无回复' },
  paper: { zh: '书面' },
  'wecom-kf': { zh: '微信客服' },
  'wecom-app': { zh: '企业微信' },
};

const KEYS: Readonly<Record<string, string>> = {
  grade: '评价',
  method: '方式',
  outcome: '结果',
  reason: '原因',
  verdict: '结论',
  until: '改到',
  earliest: '时限起',
  due: '时限止',
  by: '由',
  with: '换为',
  into: '并入任务',
  visit: '任务',
  step: '事',
  round: '第几次办理',
  answer: '评价',
  attempts: '联系次数',
  needed: '应联系次数',
  number: '文号',
  form: '表单',
  label: '照片',
  channel: '渠道',
  issued: '发出',
  returned: '回收',
  households: '户数',
  records: '记录',
  drawn: '抽出',
  kind: '类别',
  visits: '要回访',
  keepUntil: '保存到',
};
const WHO: ReadonlySet<string> = new Set(['by', 'to', 'assignee']);
const WHEN: ReadonlySet<string> = new Set(['until', 'earliest', 'due', 'keepUntil']);

export type AuditScene = { readonly zone: string; readonly names: ReadonlyMap<string, string> };

/** What changed, in words: 已派人 → 已记录，方式 电话. What is only for machines is left out. */
export function detailZh(detail: Readonly<Record<string, unknown>>, { zone, names }: AuditScene): string {
  const { from, to, ...rest } = detail;
  // A visit that is given to somebody says to whom instead of what it is then.
  const isStatus = typeof to === 'string' && Object.hasOwn(VISIT_STATUSES, to);
  const moved = typeof from === 'string' && isStatus && from !== to ? [`${wordZh(from)} → ${wordZh(to)}`] : [];
  const receiver = typeof to === 'string' && !isStatus ? [`给${actorZh(to, names)}`] : [];
  const others = Object.entries(rest).flatMap(([key, value]) => {
    const label = ofOwn(KEYS, key);
    if (label === undefined || value === '' || (typeof value !== 'string' && typeof value !== 'number')) return [];
    if (WHEN.has(key) && typeof value === 'number')
      return [
        `${label} ${formatInstant(value as Instant, zone)
          .slice(0, 16)
          .replace('T', ' ')}`,
      ];
    return [`${label} ${WHO.has(key) ? actorZh(String(value), names) : wordZh(String(value))}`];
  });
  return [...moved, ...receiver, ...others].join('，');
}

const wordZh = (word: string): string => ofOwn(WORDS, word)?.zh ?? word;

const ofOwn = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
