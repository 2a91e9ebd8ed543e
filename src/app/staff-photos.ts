/**
 * 现场照片: pictures that staff send, before and after a repair, of a signed paper, are fetched at once and kept sealed with
 * the visit that they are about: the record that is being made, the one made just before, else the task that is named.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import {
  EMPTY_DRAFT,
  PHOTO_LABELS,
  RECORD_TALK_LASTS_MS,
  type PhotoLabel,
} from '../core/record-talk/record-talk-types.js';
import { keysOf } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { looseFilesOf, placeFile, staffFilesOf, filesOfVisit } from '../store/files.js';
import { enqueue } from '../store/outbox.js';
import { currentRecord, lastRecorded } from '../store/records.js';
import { openRecordTalk } from '../store/record-talks.js';
import type { Staff } from '../store/staff.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { keepAskedBack } from '../store/staff-threads.js';
import type { MediaType } from '../wecom/client.js';
import type { Said } from './answer.js';
import { stepRecord } from './dictate-record.js';
import { labelPhoto, wantStaffMedia } from './fetch-media.js';
import { openTask } from './open-task.js';
import { recordVisit } from './record-visit.js';
import { recordedZh } from './recorded-words.js';
import { asSeenBy, keepUnseen } from './seen-by.js';
import { newKey } from './tell-staff.js';

/** What comes so soon after a record, or before a task is named, belongs to it: as long as the record's dialogue would wait. */
const SOON_MS = RECORD_TALK_LASTS_MS;

type Sent = { readonly mediaId: string; readonly kind: MediaType; readonly msgId: string };

/** A picture of a member of staff: what they are told of it. */
export async function staffSent(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  { mediaId, kind, msgId }: Sent,
  now: Instant,
): Promise<readonly Said[]> {
  const file = newKey();
  const open = await openRecordTalk(tx, ctx.box, staff.userid);
  const before = open === null ? await lastRecorded(tx, staff.userid, (now - SOON_MS) as Instant) : open.visitNo;
  const visit = before === null ? null : await visitByNo(tx, before);
  const estate = visit?.estate ?? staff.roles[0]?.estate;
  if (estate === undefined) return [];
  const about = { estate, household: visit?.household ?? null, visitNo: visit?.no ?? null };
  await wantStaffMedia(tx, ctx, { mediaId, media: kind, ...about, file, sentBy: staff.userid }, msgId, now);
  if (open !== null) return stepRecord(tx, ctx, { staff, no: open.visitNo }, { kind: 'sent-photo', file }, now);
  if (visit === null) {
    await keepAskedBack(tx, ctx.box, staff.userid, OF_WHICH, now);
    return ['照片收下了。是哪项任务的？写任务号就行，也可以写：照片 12 修前（或修后、现场、签名）'];
  }
  return [await afterRecord(tx, staff, visit, file)];
}

/** A number alone is the task of the photograph that was just sent. */
const OF_WHICH = { said: '照片', suggest: ['照片 12 现场'], isOffered: false } as const;

/** Sent after the record was made: the paper that it waits for, or one more picture. */
async function afterRecord(tx: Tx, { userid }: Staff, visit: StoredVisit, file: string): Promise<Said> {
  const record = await currentRecord(tx, visit.no);
  const other = `要放到别的任务，请写：照片 ${visit.no + 1} 修前`;
  const waits = visit.needsSignature && record?.confirmedAt === null && record.by === userid;
  if (!waits) return `照片收下了，放在任务 ${visit.no}。是修前、修后的，请写一声：修后。${other}`;
  return {
    taskId: `p${visit.no}-${newKey().slice(0, 8)}`,
    title: `任务 ${visit.no} 的照片`,
    description: `照片收下了，放在任务 ${visit.no}。这份记录还等住户签名，照片上是签了名的纸吗？${other}`,
    facts: [],
    buttons: [
      { key: `rec:${visit.no}:paper:${file}`, text: '是，住户已签名' },
      { key: `rec:${visit.no}:site:${file}`, text: '只是现场照片' },
    ],
  };
}

/** The tap that says what such a picture is: 签了名的纸 closes the record's signature. */
export async function namePhoto(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  no: number,
  { file, isPaper }: { readonly file: string; readonly isPaper: boolean },
  now: Instant,
): Promise<string> {
  const label = isPaper ? 'signed' : 'site';
  const found = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in found) return found.text;
  await labelPhoto(tx, file, { label }, now);
  if (!isPaper) return `好的，记为现场照片（任务 ${no}）。`;
  const draft = { ...EMPTY_DRAFT, signed: true, photo: file };
  return recordedZh(await recordVisit(tx, ctx, { visit: no, by: staff, at: null, draft }, now), no);
}

/** 照片 12 修前: those that were sent just before go to that task; 照片 12: its pictures are shown. */
export async function answerPhotos(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  { task, label }: { readonly task: number; readonly label?: PhotoLabel },
  now: Instant,
): Promise<readonly Said[]> {
  const visit = await visitByNo(tx, task);
  if (visit === null || !can(staff, 'explain task', await asSeenBy(tx, staff, visit)).allowed) {
    const about = { staff, action: 'explain task', estate: visit?.estate ?? null, subject: `visit:${task}` } as const;
    await keepUnseen(tx, ctx, about, now);
    return [`没有您可以查看的任务 ${task}。`];
  }
  const no = visit.servedBy ?? visit.no;
  const loose = await looseFilesOf(tx, staff.userid, (now - SOON_MS) as Instant);
  if (label !== undefined || loose.length > 0) {
    const found =
      loose.length > 0 ? loose : (await staffFilesOf(tx, staff.userid, (now - SOON_MS) as Instant)).slice(0, 1);
    if (found.length === 0)
      return [`没有刚发来的照片。请先发照片，再写：照片 ${task} ${PHOTO_LABELS[label ?? 'site']}`];
    const place = { label: label ?? 'site', visitNo: no, household: visit.household } as const;
    for (const { id } of found) await placeFile(tx, id, place);
    const entry = {
      at: now,
      actor: staff.userid,
      action: 'media.placed',
      estate: visit.estate,
      subject: `visit:${no}`,
    };
    await appendAudit(
      tx,
      ctx.db,
      found.map(({ id }) => ({ ...entry, detail: { file: id, label: place.label } })),
    );
    return [`已放到任务 ${no}：${PHOTO_LABELS[place.label]}照片 ${found.length} 张。看图请写：照片 ${no}`];
  }
  return show(tx, ctx, staff, { ...visit, no }, now);
}

const MOST_SHOWN = 9;

/** Sends them, the newest, each giving in the audit log. */
async function show(tx: Tx, ctx: Context, staff: Staff, visit: StoredVisit, now: Instant): Promise<readonly Said[]> {
  const files = (await filesOfVisit(tx, visit.no)).slice(-MOST_SHOWN);
  if (files.length === 0) return [`任务 ${visit.no} 还没有照片。`];
  const to = { channel: 'wecom-app', to: staff.userid, purpose: 'reply', visitNo: visit.no } as const;
  const messages = files.map(({ id, media }) => ({ ...to, key: newKey(), content: { kind: media, file: id } }));
  await enqueue(tx, ctx, now, messages);
  const given = { at: now, actor: 'system', action: 'media.given', estate: visit.estate, subject: `visit:${visit.no}` };
  await appendAudit(
    tx,
    ctx.db,
    files.map(({ id }) => ({ ...given, detail: { file: id, to: staff.userid } })),
  );
  return [`任务 ${visit.no}：${photosZh(files.map(({ label }) => label))}。`];
}

/** 修前 1 张、修后 2 张, and what the household sent. */
export function photosZh(labels: readonly (string | null)[]): string {
  const of = (label: string | null): number => labels.filter((one) => one === label).length;
  const named = keysOf(PHOTO_LABELS).flatMap((label) =>
    of(label) === 0 ? [] : [`${PHOTO_LABELS[label]} ${of(label)} 张`],
  );
  return [...named, ...(of(null) === 0 ? [] : [`住户发来 ${of(null)} 件`])].join('、');
}
