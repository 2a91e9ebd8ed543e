/** 回访记录表: what the record of a visit asks for, by the policies in force of that visit and of those that it serves. */
import type { Context } from '../context.js';
import { rulesOf, type VisitRules } from '../core/policy/visit-rules.js';
import type { RecordForm } from '../core/record-talk/record-talk-types.js';
import type { Method } from '../core/terms.js';
import { askedZh, heardZh, matterZh, placeHeadZh, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { phonesOnFile } from '../store/people.js';
import type { Staff } from '../store/staff.js';
import { contentOfVisit, recordedWith } from '../store/visit-ties.js';
import type { OpenTask } from './open-task.js';
import { policyOfVisit } from './policies-of-estate.js';

/** The rules of the visit's own policy, and of those whose visits it serves too. */
export async function rulesOfTask(
  tx: Tx,
  ctx: Context,
  { visit, estate, event }: OpenTask,
  also: readonly Method[] = [],
): Promise<readonly VisitRules[]> {
  return (await recordedWith(tx, visit)).map((one) => {
    const how = [...(one.no === visit.no ? visit.how : one.how), ...also];
    return rulesOf(policyOfVisit(ctx, estate, one), { clause: one.clause, how }, event, estate.timezone);
  });
}

export async function recordFormOf(
  tx: Tx,
  ctx: Context,
  task: OpenTask,
  visitor: Pick<Staff, 'name'>,
): Promise<RecordForm> {
  const { visit, estate, event } = task;
  const content = await contentOfVisit(tx, visit);
  const onFile = visit.household === null ? [] : await phonesOnFile(tx, visit.estate, visit.household);
  return {
    task: visit.no,
    title: visit.record,
    estate: estate.name,
    place: placeZh(visit),
    placeHead: placeHeadZh(visit),
    asked: placeHeadZh(visit) === '受访方' ? askedZh(visit) : '住户',
    heardHead: heardZh(visit),
    matter: matterZh(visit, event?.description ?? null),
    kind: visit.kind,
    appointment: visit.why.appointment ?? null,
    rules: await rulesOfTask(tx, ctx, task),
    content,
    meets: visit.household !== null,
    charged: content.topics.includes('charge') && (visit.kind === 'paid-service' || event?.charge != null),
    signature: visit.needsSignature,
    callees: onFile.map(({ name }) => name),
    isOnFile: (phone) => onFile.length === 0 || onFile.some(({ phoneHash }) => phoneHash === ctx.box.hash(phone)),
    visitor: visitor.name,
    zone: estate.timezone,
  };
}
