/** 审核 41 without a verdict: the record as its form has it, to whoever reviews it, who is asked for the verdict. */
import type { Context } from '../context.js';
import { newRecordSession } from '../core/record-talk/record-talk-types.js';
import { layoutOf } from '../core/record-talk/layout.js';
import { METHODS } from '../core/terms.js';
import type { RecordDraft } from '../core/visit-record.js';
import type { Tx } from '../store/db.js';
import { filesOfVisit } from '../store/files.js';
import { keepShown, shownTo } from '../store/reviews.js';
import { staffOf } from '../store/staff.js';
import { draftOf } from './record-draft.js';
import { recordFormOf } from './record-form.js';
import { recordToReview, type Found, type Review } from './review-record.js';
import { photosZh } from './staff-photos.js';

/** What they are told; what they were shown is kept, so that a verdict is on this record and on no later one. */
export async function showRecord(
  tx: Tx,
  ctx: Context,
  review: Pick<Review, 'staff' | 'no' | 'now'>,
): Promise<readonly string[]> {
  const { staff, no, now } = review;
  const found = await recordToReview(tx, ctx, review);
  if (typeof found === 'string') return [found];
  const { seen, asked } = await shownTo(tx, staff.userid, now);
  await keepShown(tx, staff.userid, { seen: { ...seen, [found.visit.no]: found.record.id }, asked }, now);
  const photos = (await filesOfVisit(tx, found.visit.no)).map(({ label }) => label);
  const shown = photos.length === 0 ? [] : [`照片：${photosZh(photos)}。看图请写：照片 ${no}`];
  return [
    [await laidOut(tx, ctx, found), ...shown].join('\n'),
    `通过请写「审核 ${no} 通过」，退回请写「审核 ${no} 退回 要改什么」。`,
  ];
}

async function laidOut(tx: Tx, ctx: Context, { visit, estate, event, record }: Found): Promise<string> {
  const maker = await staffOf(tx, record.by);
  const form = await recordFormOf(tx, ctx, { visit, estate, event }, { name: maker?.name ?? '住户在微信里回答' });
  const stands = await draftOf(tx, ctx, record);
  const { method } = record;
  const methods = stands.methods.length > 0 || !(method in METHODS) ? stands.methods : [method as keyof typeof METHODS];
  const draft: RecordDraft = { ...stands, methods };
  const isSigned = record.confirmedAt !== null && !stands.signed;
  return layoutOf(
    newRecordSession(draft, false),
    { ...form, task: visit.no, ...(isSigned ? { signedZh: '住户已在微信确认' } : {}) },
    record.at,
  );
}
