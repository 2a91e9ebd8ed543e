/** 按表显示: a record as its form has it, a line for each field; what nobody said is a dash. */
import type { Instant } from '../calendar.js';
import { shortTime } from '../day-words.js';
import { maskedPhone } from '../reach.js';
import { topicsIn } from '../understand/topics.js';
import { TOPICS, type Topic } from '../policy/words.js';
import { GRADES, isGrade, METHODS } from '../terms.js';
import type { RecordDraft } from '../visit-record.js';
import { PHOTO_LABELS, type RecordForm, type RecordSession } from './record-talk-types.js';

/** What a record says to each topic of its form: the items, and the parts of the remark that are plainly about one. */
export function withTopics(
  draft: RecordDraft,
  { content: { topics, graded } }: Pick<RecordForm, 'content'>,
): RecordDraft {
  const inWords = topics.filter((topic) => !graded.includes(topic));
  const said = draft.remark === null ? {} : topicsIn(draft.remark, inWords);
  const overall = topics.includes('satisfaction') && draft.grade !== null ? { satisfaction: draft.grade } : {};
  return { ...draft, topics: { ...overall, ...said, ...draft.topics } };
}

/** The whole form, filled in as far as it is. */
export function layoutOf({ draft, photos, corrects }: RecordSession, form: RecordForm, now: Instant): string {
  const { title, task, estate, place, matter, content, zone, visitor } = form;
  const { methods, numberCalled, grade, remark, unfinished, chargeAsQuoted, promisedAt, photo, paper } = draft;
  const { topics } = withTopics(draft, form);
  const line = (name: string, value: string | null): string => `${name}：${value ?? '—'}`;
  const also = (name: string, value: string | null): readonly string[] => (value === null ? [] : [line(name, value)]);
  const ways = methods.map((method) => METHODS[method].zh).join('、');
  return [
    `《${title}》任务 ${task}${corrects ? '（更正）' : ''}`,
    line('单位', estate),
    line(form.placeHead, place),
    line('事项', matter),
    line('回访方式', ways === '' ? null : ways),
    ...also('预约时间', form.appointment === null ? null : shortTime(form.appointment, zone)),
    ...also('回访电话', numberCalled === null ? null : numberZh(numberCalled, form)),
    ...(form.meets
      ? [line('满意程度', grade === null ? null : GRADES[grade].zh)]
      : also('满意程度', grade === null ? null : GRADES[grade].zh)),
    ...content.topics
      .filter((topic) => !ELSEWHERE.includes(topic))
      .map((topic) => line(TOPICS[topic].zh, topicZh(topics[topic]))),
    line(form.heardHead, remark),
    ...also('未完成', unfinished ? '是' : null),
    ...also('收费', chargeAsQuoted === null ? null : chargeAsQuoted ? '与报价一致' : '与报价不一致'),
    ...also('约定答复', promisedAt === null ? null : `${shortTime(promisedAt, zone)} 前`),
    ...also('照片', photosZh(photo, photos)),
    ...also('纸质记录', paper),
    ...(form.signature ? [line(`${form.asked}签名`, draft.signed ? '已在纸上签名' : (form.signedZh ?? '待签'))] : []),
    line('回访人签名', `${visitor} ${shortTime(now, zone)}`),
  ].join('\n');
}

/** What has a line of its own. */
const ELSEWHERE: readonly Topic[] = ['satisfaction', 'charge'];

const topicZh = (value: string | undefined): string | null =>
  value === undefined ? null : isGrade(value) ? GRADES[value].zh : value;

function photosZh(named: string | null, photos: RecordSession['photos']): string | null {
  if (photos.length === 0) return named;
  return `${photos.length} 张（${photos.map(({ label }) => PHOTO_LABELS[label]).join('、')}）`;
}

const numberZh = (number: string, { isOnFile }: RecordForm): string =>
  `${maskedPhone(number)}${isOnFile(number) ? '' : '（不是登记的号码）'}`;
