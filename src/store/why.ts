/** What is known of why a visit stands there, gathered from its rows. */
import type { Instant } from '../core/calendar.js';
import { KF_ZH } from '../core/contact.js';
import { contentZh } from '../core/policy/content.js';
import type { VisitRef, WhyFacts } from '../core/visit-why.js';
import { isReviewed } from '../core/visit.js';
import { placeZh } from '../core/visit-words.js';
import { archiveOfVisit } from './archives.js';
import type { Tx } from './db.js';
import { currentRecord } from './records.js';
import { approvalOf, lastReturn } from './reviews.js';
import { contentOfVisit, servedBy } from './visit-ties.js';
import { visitByNo, type StoredVisit } from './visits.js';

/** Null where there is no such visit. `titleOf` names a policy. */
export async function whyFactsOf(
  tx: Tx,
  no: number,
  about: {
    readonly zone: string;
    readonly titleOf: (policy: string) => string;
    /** Whom the record of a visit waits for; null where nobody is asked to review it. */
    readonly reviewedBy: (visit: StoredVisit) => Promise<readonly string[] | null>;
  },
): Promise<WhyFacts | null> {
  const visit = await visitByNo(tx, no);
  if (visit === null) return null;
  const content = await contentOfVisit(tx, visit);
  const { why } = visit;
  const channels = why.channels ?? [];
  return {
    no,
    place: placeZh(visit),
    zone: about.zone,
    policy: visit.policy,
    policyTitle: about.titleOf(visit.policy),
    clause: visit.clause,
    source: why.source,
    window: why.window ?? null,
    earliest: visit.earliest,
    due: visit.due,
    status: visit.status,
    rate: visit.rate,
    quota: visit.quota,
    how: visit.how,
    asks: contentZh(content),
    forms: content.forms,
    draw: await drawFacts(tx, visit),
    channel: channels.some(isFailure) ? null : visit.channel === 'wecom-kf' ? KF_ZH : visit.channel,
    refused: channels.filter((one) => one !== KF_ZH).map(refusalOf),
    messages: await messagesOf(tx, no),
    attempts: await tx.attempt.count({ where: { visitNo: no } }),
    signature: await signatureOf(tx, visit),
    appointment: visit.why.appointment ?? null,
    holder: await holderOf(tx, visit),
    review: await reviewOf(tx, visit, about.reviewedBy),
    archive: await archiveOf(tx, visit),
    exceptions: why.exceptions ?? [],
    serves: (await servedBy(tx, no)).map(({ no: other, clause }) => ({ no: other, clause })),
    servedBy: await refOf(tx, visit.servedBy),
    joinedTo: await refOf(tx, visit.joinedTo),
    replaces: await refOf(tx, await replacedBy(tx, no)),
  };
}

/** Chat was chosen, and did not reach the resident. */
const isFailure = (noted: string): boolean => noted.startsWith(KF_ZH) && noted !== KF_ZH;

/** Of a resident whom chat cannot reach, no more than why: the id stands before it. */
const refusalOf = (noted: string): string => (isFailure(noted) ? noted : noted.replace(/^[^：]+：/, '住户'));

async function drawFacts(tx: Tx, { drawId, drawPosition }: StoredVisit): Promise<WhyFacts['draw']> {
  const draw = drawId === null ? null : await tx.draw.findUnique({ where: { id: drawId } });
  if (draw === null) return null;
  const { period, size, chosen, keyHash } = draw;
  return { period, position: drawPosition, size, chosen, keyHash };
}

/** The question and its reminder, in their order. */
async function messagesOf(tx: Tx, visitNo: number): Promise<WhyFacts['messages']> {
  const rows = await tx.outbox.findMany({
    where: { visitNo, purpose: { in: ['ask', 'remind'] } },
    orderBy: { id: 'asc' },
    select: { purpose: true, sentAt: true, status: true },
  });
  return rows.map(({ purpose, sentAt, status }) => ({
    purpose: purpose as 'ask' | 'remind',
    at: sentAt === null ? null : (Number(sentAt) as Instant),
    status,
  }));
}

async function signatureOf(tx: Tx, { no, needsSignature }: StoredVisit): Promise<WhyFacts['signature']> {
  const record = needsSignature ? await currentRecord(tx, no) : null;
  if (record === null) return null;
  return record.confirmedAt === null ? 'waiting' : 'signed';
}

/** The record's review: its verdict, else whom it waits for. A visit that is served has the record of the one that leads. */
async function reviewOf(
  tx: Tx,
  visit: StoredVisit,
  reviewedBy: (visit: StoredVisit) => Promise<readonly string[] | null>,
): Promise<WhyFacts['review']> {
  const leads = visit.servedBy === null ? visit : await visitByNo(tx, visit.servedBy);
  if (leads === null) return null;
  if (leads.status === 'recorded') {
    const by = await reviewedBy(leads);
    return by === null ? null : { state: 'waiting', by };
  }
  const verdict = isReviewed(leads.status) ? await approvalOf(tx, leads.no) : await lastReturn(tx, leads.no);
  if (verdict === null) return null;
  const { by, at, opinion, approved } = verdict;
  const staff = await tx.staff.findUnique({ where: { userid: by }, select: { name: true } });
  return { state: approved ? 'approved' : 'returned', by: staff?.name ?? by, at, opinion };
}

async function archiveOf(tx: Tx, { no, servedBy: leader }: StoredVisit): Promise<WhyFacts['archive']> {
  const found = await archiveOfVisit(tx, leader ?? no);
  return found === null ? null : { at: found.archivedAt, until: found.keepUntil, deletedAt: found.deletedAt };
}

async function holderOf(tx: Tx, { assignee, assignedAt }: StoredVisit): Promise<WhyFacts['holder']> {
  if (assignee === null) return null;
  const staff = await tx.staff.findUnique({ where: { userid: assignee }, select: { name: true } });
  return { name: staff?.name ?? assignee, since: assignedAt };
}

async function refOf(tx: Tx, no: number | null): Promise<VisitRef | null> {
  const row = no === null ? null : await tx.visit.findUnique({ where: { no }, select: { no: true, clause: true } });
  return row;
}

async function replacedBy(tx: Tx, no: number): Promise<number | null> {
  const row = await tx.visit.findUnique({ where: { no }, select: { replaces: true } });
  return row?.replaces ?? null;
}
