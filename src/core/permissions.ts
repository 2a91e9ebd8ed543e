/** 权限: who may do what to which. The table reads as sentences; everything that acts for a person asks `can`. */
import type { Role } from './terms.js';

/** A member of staff and the roles that they hold, estate by estate. */
export type Actor = {
  readonly userid: string;
  readonly roles: readonly { readonly estate: string; readonly role: Role }[];
};

export type Action =
  | 'open board'
  | 'see rates'
  | 'see own figures'
  | 'see department figures'
  | 'see figures of staff'
  | 'send survey'
  | 'check records'
  | 'see own tasks'
  | 'see tasks of staff'
  | 'claim task'
  | 'explain task'
  | 'record visit'
  | 'hand on task'
  | 'pick visit'
  | 'begin visit'
  | 'hand out papers'
  | 'note works change'
  | 'report matter'
  | 'take leave'
  | 'see theme'
  | 'set company theme'
  | 'set estate theme'
  | 'see compliance'
  | 'see uncovered events'
  | 'see key households'
  | 'mark key household'
  | 'note influential resident'
  | 'see influential residents'
  | 'see agreed answers'
  | 'agree answer'
  | 'finish duty'
  | 'see archive'
  | 'review record'
  | 'see dissatisfied'
  | 'end danger'
  | 'keep watching'
  | 'report rain'
  | 'report event done'
  | 'hear of dissatisfaction'
  | 'make report'
  | 'make works paper'
  | 'see flow chart';

/** What is acted on. `assignee`: who has the task now, null if nobody. `by`: whose it is by its clause. */
export type Thing = { readonly estate: string; readonly assignee?: string | null; readonly by?: readonly Role[] };

/** `who`: the roles that may, most usual first, so that a refusal can name them. Empty: it is somebody else's own task. */
export type Allowed = { readonly allowed: true } | { readonly allowed: false; readonly who: readonly Role[] };

/** Those who go to residents: any of them may help with a visit (p02.5). */
const VISITORS: readonly Role[] = [
  'steward',
  'supervisor',
  'manager',
  'visit-officer',
  'dispatcher',
  'service-clerk',
  'cleaning-lead',
  'repair-lead',
  'function-head',
  'department-head',
  'warranty-lead',
  'works-team',
  'works-lead',
  'project-management',
  'supervision-team',
  'office',
  'customer-service-hq',
];
/**
 * Those who answer for figures: the estate's supervisor and manager (p02.16, p03.13), quality and the company's leaders
 * (p02.17, p08.4), the service headquarters that compares estates (p02.7). Function-heads analyse their own samples (p08.2)
 * and department-managers only their department: neither sees an estate's rates.
 */
const ACCOUNTABLE: readonly Role[] = [
  'supervisor',
  'manager',
  'quality',
  'customer-service-hq',
  'vice-president',
  'general-manager',
  'company-leader',
];

/** Those who answer for people (p02.19, p03.14): the headquarters compares estates, and nobody's work. */
const ANSWERS_FOR_STAFF = ACCOUNTABLE.filter((role) => role !== 'customer-service-hq');

const MAY: Readonly<Record<Action, readonly Role[]>> = {
  /** 看板: all that an estate's visits, cases and surveys are, down to a record and its audit. */
  'open board': ACCOUNTABLE,
  'see rates': ACCOUNTABLE,
  'see own figures': [...VISITORS, ...ACCOUNTABLE, 'department-manager'],
  /** Of the department that is their own. */
  'see department figures': ['department-manager', 'department-head', 'function-head'],
  'see figures of staff': ANSWERS_FOR_STAFF,
  /** The manager designs them (p08.4), the service headquarters hands them out (p02.7). */
  'send survey': ['manager', 'supervisor', 'customer-service-hq'],
  /** The manager of all (p02.13), the supervisor where their clause says so (p04.7). */
  'check records': ['manager', 'supervisor', 'general-manager'],
  'see own tasks': [...VISITORS, ...ACCOUNTABLE, 'department-manager'],
  'see tasks of staff': ACCOUNTABLE,
  'claim task': VISITORS,
  'record visit': VISITORS,
  'hand on task': VISITORS,
  'pick visit': ['supervisor', 'manager', 'customer-service-hq'],
  /** What a policy leaves to staff after a warranty (p07.13, p09.4): who looks after works, and who answers for the estate. */
  'begin visit': [
    'warranty-lead',
    'supervision-team',
    'works-lead',
    'project-management',
    'supervisor',
    'manager',
    'general-manager',
  ],
  'hand out papers': VISITORS,
  /** The register of works (p10.15). */
  'note works change': [
    'project-management',
    'works-lead',
    'warranty-lead',
    'supervision-team',
    'supervisor',
    'manager',
  ],
  /** What the department manager is to know at once (p04.10). */
  'report matter': VISITORS,
  'take leave': [...VISITORS, ...ACCOUNTABLE, 'department-manager'],
  'explain task': [...VISITORS, ...ACCOUNTABLE],
  'see theme': [...VISITORS, ...ACCOUNTABLE],
  'set company theme': ['customer-service-hq'],
  'see compliance': ACCOUNTABLE,
  'see uncovered events': ['supervisor', 'manager'],
  'see key households': [...VISITORS, ...ACCOUNTABLE],
  'mark key household': ['supervisor', 'manager'],
  'note influential resident': VISITORS,
  'see influential residents': ['manager'],
  'see agreed answers': [...VISITORS, ...ACCOUNTABLE],
  'agree answer': ['supervisor', 'manager'],
  'set estate theme': ['supervisor', 'manager', 'customer-service-hq'],
  /** The reports are theirs who make, approve and follow them (p02.16, p02.17), and who keep them (p03.14). */
  'see archive': ACCOUNTABLE,
  /** Beside whoever has it, and the roles of its clause. */
  'finish duty': ['supervisor', 'manager'],
  /** Beside the roles of the clause that asks for the review. */
  'review record': ['supervisor', 'manager', 'general-manager'],
  'see dissatisfied': ACCOUNTABLE,
  'end danger': ['supervisor', 'manager', 'general-manager'],
  'keep watching': VISITORS,
  'report rain': ['steward', 'supervisor', 'manager', 'repair-lead'],
  'report event done': [
    'repair-lead',
    'dispatcher',
    'steward',
    'service-clerk',
    'cleaning-lead',
    'supervisor',
    'manager',
  ],
  'hear of dissatisfaction': ['supervisor', 'manager'],
  /** Papers hold names, numbers and what was said: those who answer for them, beside those whose clause has them make it. */
  'make report': ACCOUNTABLE,
  /** Certificates, visits and archives of works (p07, p09, p10) belong to those who look after the works too. */
  'make works paper': [...ACCOUNTABLE, 'warranty-lead', 'works-lead', 'project-management', 'supervision-team'],
  /** A policy's flow chart tells of nobody. */
  'see flow chart': [...VISITORS, ...ACCOUNTABLE, 'department-manager'],
};

/** What a clause gives to roles of its own. */
const BY_CLAUSE: ReadonlySet<Action> = new Set(['finish duty', 'review record', 'make report', 'make works paper']);
/** Only these may take a task that somebody else has, or act on it. */
const MAY_TAKE_OVER: readonly Role[] = ['supervisor', 'manager'];
/** What is done with a task is done by whoever has it, and seen by them; of others' only by these. */
const OTHERS_TASK: Readonly<Partial<Record<Action, readonly Role[]>>> = {
  'claim task': MAY_TAKE_OVER,
  'record visit': MAY_TAKE_OVER,
  'hand on task': MAY_TAKE_OVER,
  'keep watching': MAY_TAKE_OVER,
  'explain task': ACCOUNTABLE,
};

/** 个案的步骤: whoever has it, whose it is by its clause, and those above them; nobody for somebody above themselves. */
export function canWork(actor: Actor, step: Thing): Allowed {
  const roles = actor.roles.filter((held) => held.estate === step.estate).map((held) => held.role);
  const by = step.by ?? [];
  if (roles.length > 0 && step.assignee === actor.userid) return { allowed: true };
  if (roles.some((role) => by.includes(role))) return { allowed: true };
  const needed = Math.max(1, ...by.map(rankOf));
  const isAbove = roles.some((role) => rankOf(role) >= needed && !(needed === TOP && !by.includes(role)));
  return isAbove ? { allowed: true } : { allowed: false, who: by };
}

/** Supervisor, manager, and the company's leaders; everybody else works what is theirs. */
const RANKS: Readonly<Partial<Record<Role, number>>> = {
  supervisor: 1,
  'department-manager': 2,
  manager: 2,
  'vice-president': 3,
  'general-manager': 3,
  'company-leader': 3,
};
const TOP = 3;
const rankOf = (role: Role): number => RANKS[role] ?? 0;

/** Whether a member of staff may do something; a role counts only in its own estate. */
export function can(actor: Actor, action: Action, thing: Thing): Allowed {
  const roles = actor.roles.filter((held) => held.estate === thing.estate).map((held) => held.role);
  const who = BY_CLAUSE.has(action) ? [...new Set([...(thing.by ?? []), ...MAY[action]])] : MAY[action];
  if (action === 'finish duty' && roles.length > 0 && thing.assignee === actor.userid) return { allowed: true };
  if (!roles.some((role) => who.includes(role))) return { allowed: false, who };
  const over = thing.assignee != null && thing.assignee !== actor.userid ? OTHERS_TASK[action] : undefined;
  if (over !== undefined && !roles.some((role) => over.includes(role))) return { allowed: false, who: over };
  return { allowed: true };
}
