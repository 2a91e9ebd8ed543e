/** Papers that list visits: 《回访计划》, 《回访记录签收表》 (p05.10), 《重点户明细及服务情况》 (p02.12). */
import { localDate, type Instant } from '../calendar.js';
import { shortTime, startTime } from '../day-words.js';
import { householdZh } from '../household.js';
import type { Policy } from '../policy/schema.js';
import { GRADES, METHODS, VISIT_STATUSES, type Grade, type Method } from '../terms.js';
import { matterZh, placeZh } from '../visit-words.js';
import { sentence } from './analysis.js';
import { dayOf, fullDay, headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { PlannedVisit } from './period-values.js';
import { recordNumber, type Paper } from './paper.js';

/** Says who a userid is. */
export type Names = (userid: string) => string;

const matterOf = (visit: PlannedVisit): string => matterZh(visit, visit.description);

/** What is due, who makes it and when. */
export function visitPlan(
  heading: Heading,
  policy: Pick<Policy, 'roles' | 'title'>,
  visits: readonly PlannedVisit[],
  names: Names,
): Paper {
  const { zone, madeAt } = heading;
  const roles: Readonly<Record<string, string>> = policy.roles;
  const nobody = visits.filter(({ assignee }) => assignee === null).length;
  return {
    form: 'visit-plan',
    number: null,
    fields: {
      ...headFields(heading),
      制度: policy.title,
      说明: sentence([`计划回访 ${visits.length} 件`, nobody === 0 ? '' : `其中 ${nobody} 件还没有派人`]),
    },
    lists: {
      计划: visits.map((visit, at) => ({
        序号: at + 1,
        任务: visit.no,
        受访方: placeZh(visit),
        事项: matterOf(visit),
        条款: visit.clause,
        回访方式: visit.how.map((method) => METHODS[method].zh).join('、'),
        最早: startTime(visit.earliest, zone, madeAt),
        最迟: shortTime(visit.due, zone, madeAt),
        负责: visit.assignee === null ? visit.by.map((role) => roles[role] ?? role).join('、') : names(visit.assignee),
        状态: VISIT_STATUSES[visit.status].zh,
      })),
    },
    charts: [],
  };
}

/** Forms taken at the office and signed for: a row for what one person took of one matter on one day. */
export function formSignOut(heading: Heading, visits: readonly PlannedVisit[], names: Names): Paper {
  const { zone } = heading;
  const groups = new Map<string, PlannedVisit[]>();
  for (const visit of visits) {
    if (visit.assignedAt === null || visit.assignee === null) continue;
    const key = [localDate(visit.assignedAt, zone), visit.assignee, visit.event ?? visit.startedBy].join('/');
    groups.set(key, [...(groups.get(key) ?? []), visit]);
  }
  const rows = [...groups.values()].map((taken, at) => {
    const [first] = taken as [PlannedVisit];
    return {
      序号: at + 1,
      回访表格编号: taken.map(numberOnForm).join('、'),
      领取人签收: first.assignee === null ? null : names(first.assignee),
      领取日期: dayOf(first.assignedAt, zone),
      回访事项: matterOf(first),
      回访人数: new Set(taken.map(({ counterparty }) => counterparty)).size,
      备注: '',
    };
  });
  return { form: 'form-sign-out', number: null, fields: headFields(heading), lists: { 签收: rows }, charts: [] };
}

const numberOnForm = ({ clause, no }: PlannedVisit): string =>
  recordNumber({ policy: clause.split('.')[0] ?? clause, no });

/** A visit to a key household, as its record says. */
export type KeyVisit = {
  readonly at: Instant;
  readonly by: string;
  readonly method: Method | 'paper';
  readonly matter: string;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly wishes: readonly string[];
};
/** `nextFrom`, `nextDue`: the window of its next visit; null where none is planned. */
export type KeyHouseholdValues = {
  readonly household: string;
  readonly reason: string | null;
  readonly since: Instant | null;
  readonly visits: readonly KeyVisit[];
  readonly next: { readonly from: Instant; readonly due: Instant } | null;
};

const REASONS: Readonly<Record<string, string>> = {
  'continuous-care': '持续关怀',
  'company-complaint': '公司级投诉',
};

export function keyHouseholdSheet(
  heading: Heading,
  policy: Pick<Policy, 'roles'>,
  households: readonly KeyHouseholdValues[],
  names: Names,
): Paper {
  const { zone, madeAt } = heading;
  const visited = households.filter(({ visits }) => visits.length > 0).length;
  return {
    form: 'key-households',
    number: null,
    fields: {
      ...headFields(heading),
      说明: `重点户 ${households.length} 户，本期已回访 ${visited} 户。`,
      经理意见: leftTo(titleOf(policy, 'manager')),
    },
    lists: {
      明细: households.map((one, at) => ({
        序号: at + 1,
        户: householdZh(one.household),
        列为重点户的原因: one.reason === null ? null : (REASONS[one.reason] ?? one.reason),
        列入日期: one.since === null ? null : fullDay(localDate(one.since, zone)),
        回访及服务情况:
          one.visits.length === 0 ? null : one.visits.map((visit) => visitZh(visit, heading, names)).join('\n'),
        愿望与要求: one.visits.flatMap(({ wishes }) => wishes).join('；') || null,
        下次回访:
          one.next === null
            ? null
            : `${startTime(one.next.from, zone, madeAt)}至 ${shortTime(one.next.due, zone, madeAt)}`,
      })),
    },
    charts: [],
  };
}

function visitZh({ at, by, method, matter, grade, remark }: KeyVisit, { zone, madeAt }: Heading, names: Names): string {
  const way = method === 'paper' ? '书面' : METHODS[method].zh;
  const said = [grade === null ? '' : GRADES[grade].zh, remark ?? ''].filter((one) => one !== '').join('，');
  return `${startTime(at, zone, madeAt)} ${way}，${matter}${said === '' ? '' : `：${said}`}（${names(by)}）`;
}
