/** How papers say days, people, topics and signatures. */
import { formatInstant, localDate, type Instant } from '../../core/calendar.js';
import type { Topic } from '../../core/policy/words.js';
import { GRADES, isGrade, METHODS, type Grade } from '../../core/terms.js';
import { staffNames } from '../../store/reach-ledger.js';
import type { PrintedRecord, RecordFacts } from '../../store/record-facts.js';
import type { Tx } from '../../store/db.js';
import type { Case } from '../../store/follow-ups.js';

/** Says things in an estate's time and with its people's names. */
export type PaperWords = {
  readonly day: (at: Instant | null) => string;
  readonly time: (at: Instant | null) => string;
  /** The name of a userid, or of whoever else an actor is. */
  readonly person: (actor: string | null) => string;
};

export async function paperWords(tx: Tx, zone: string): Promise<PaperWords> {
  const names = await staffNames(tx);
  const known = (userid: string): string => names.get(userid) ?? userid;
  return {
    day: (at) => (at === null ? '' : localDate(at, zone)),
    time: (at) => (at === null ? '' : formatInstant(at, zone).slice(0, 16).replace('T', ' ')),
    person: (actor) => (actor === null ? '' : actor.startsWith('resident:') ? '住户本人' : known(actor)),
  };
}

export const gradeZh = (grade: Grade | null): string => (grade === null ? '' : GRADES[grade].zh);
export const methodZh = (method: PrintedRecord['method']): string => (method === 'paper' ? '纸质' : METHODS[method].zh);

/** What was said to a topic: its grade in words, or the words themselves; empty where nothing was. */
export function topicZh(record: PrintedRecord | null, topic: Topic): string {
  const said = record?.topics[topic];
  if (said === undefined) return '';
  return isGrade(said) ? GRADES[said].zh : said;
}

/** Several topics in the order given, the first that anything was said to. */
export const firstTopic = (record: PrintedRecord | null, ...topics: readonly Topic[]): string =>
  topics.map((topic) => topicZh(record, topic)).find((said) => said !== '') ?? '';

/** The signature of whoever was visited, as it was given: in chat, on the visitor's screen, on paper. */
export function residentSigned({ record, resident }: RecordFacts, { time, person }: PaperWords): string {
  if (record?.confirmedAt == null || record.confirmedBy === null) return '';
  const [, way = 'resident', by = ''] = /^(paper|screen|resident):(.+)$/u.exec(record.confirmedBy) ?? [];
  const how = { paper: '纸质签名', screen: `在${person(by)}手机上签名` }[way] ?? '微信确认';
  return `${resident?.name ?? ''}（${how}）\n${time(record.confirmedAt)}`;
}

/** Whoever made the record stands for it from then on. */
export function visitorSigned({ record, visit }: RecordFacts, { time, person }: PaperWords): string {
  if (record === null) return '';
  const by = record.by.startsWith('resident:') ? visit.assignee : record.by;
  if (by !== null) return `${person(by)}\n${time(record.at)} 记录`;
  return `微信回访\n${time(record.at)} 记录`;
}

export function reviewZh({ record }: RecordFacts, { time, person }: PaperWords): string {
  if (record?.review == null) return '';
  const { opinion, by, at } = record.review;
  return `${opinion}\n${person(by)} ${time(at)}`;
}

/** 已办结, or 办理中. */
export const caseStateZh = ({ isOpen }: Pick<Case, 'isOpen'>): string => (isOpen ? '办理中' : '已办结');

/** What became of it: each case with its state and its outcome. */
export function handlingZh({ cases }: RecordFacts, { time, person }: PaperWords): string {
  return cases
    .map(({ id, text, isOpen, outcome, closedAt, closedBy }) => {
      const end = isOpen ? '办理中' : `${outcome ?? '已办结'}（${person(closedBy)} ${time(closedAt)}）`;
      return `案${id} ${text ?? ''}：${end}`.replace(' ：', '：');
    })
    .join('\n');
}
