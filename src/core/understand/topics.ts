/** 回访内容 in a resident's words: which topic a remark is about, where that is plain, and grades topic by topic. */
import type { OpenTopic, TopicAnswers } from '../policy/content.js';
import { TOPICS, type Topic } from '../policy/words.js';
import type { Grade } from '../terms.js';
import { gradeOf } from './grade.js';
import { normalize } from './normalize.js';
import { remarkOf } from './remark.js';

/** Words that belong to one topic and no other; what has none of them is a remark and no more. */
const WORDS: readonly (readonly [Topic, RegExp])[] = [
  ['charge', /收费|价格|价钱|太贵|多收|报价|花了.{0,4}[元块]/u],
  ['attitude', /态度|礼貌|客气|耐心|热情|凶|不耐烦|脸色/u],
  ['timeliness', /及时|准时|按时|时间|速度|来得|等了|迟到|拖/u],
  ['skill', /技能|技术|手艺|水平|专业|熟练/u],
  ['suggestions', /建议|希望|最好能|应该/u],
  ['quality', /质量|还漏|又漏|又坏|没修好|没弄好|不牢/u],
];

const PIECES = /[，。；！？,;!?\n]+/u;

/** 其他都好: the rest, by no name. */
const REST = /^\s*(?:其[他它余]|别的|剩下|另外)(?:的|几样|两样)?/u;

const topicOf = (piece: string, topics: readonly Topic[]): Topic | null =>
  WORDS.find(([topic, words]) => topics.includes(topic) && words.test(piece))?.[0] ?? null;

/** The parts of a remark that are plainly about one of these topics, in the resident's own words. */
export function topicsIn(remark: string, topics: readonly Topic[]): TopicAnswers {
  const found: Partial<Record<Topic, string>> = {};
  for (const piece of remark.split(PIECES).map((part) => part.trim())) {
    const topic = piece === '' ? null : topicOf(piece, topics);
    if (topic !== null) found[topic] = found[topic] === undefined ? piece : `${found[topic]}，${piece}`;
  }
  return found;
}

/** Whether a reply says more of these topics than their names and grades. */
export function saysMoreOf(reply: string, topics: readonly Topic[]): boolean {
  const names = topics.map((topic) => TOPICS[topic].zh);
  const words = WORDS.flatMap(([topic, of]) => (topics.includes(topic) ? [of.source] : []));
  return remarkOf(reply.replaceAll(new RegExp([...names, ...words].join('|'), 'gu'), '')) !== null;
}

/** What a household wishes for, and what it needs; what is neither, and no fault, is a suggestion. */
const WISHES = /建议|希望|最好|应该|可以考虑|要是能/u;
const NEEDS = /需要|想要|想请|能不能|可不可以|能否|帮(?:我|忙|着)|麻烦|(?:要|得|该)(?:修|换|装|清|通|查)/u;
const FAULTS = /坏|漏|堵|不亮|不通|不行|不好|太[脏吵慢差暗]|[没不](?:热|凉|出水|来电|修好|到位)|问题|毛病/u;

/** The parts of a reply to what is left, by topic: each goes somewhere, to what it is about, else to what comes next. */
export function openTopicsIn(
  reply: string,
  asked: readonly OpenTopic[],
  { asksForWork, isBlame }: { readonly asksForWork: boolean; readonly isBlame: boolean },
): TopicAnswers {
  const found: Partial<Record<Topic, string>> = {};
  for (const piece of reply.split(PIECES).map((part) => part.trim())) {
    if (piece === '') continue;
    const about = aboutOf(piece, asksForWork, isBlame);
    const topic = about.find((one) => asked.includes(one));
    if (topic !== undefined) found[topic] = found[topic] === undefined ? piece : `${found[topic]}，${piece}`;
  }
  return found;
}

function aboutOf(piece: string, asksForWork: boolean, isBlame: boolean): readonly OpenTopic[] {
  if (WISHES.test(piece)) return WISHED;
  if (NEEDS.test(piece)) return NEEDED;
  if (FAULTS.test(piece) || isBlame) return LEFT;
  return asksForWork ? NEEDED : WISHED;
}

const WISHED: readonly OpenTopic[] = ['suggestions', 'needs', 'shortcomings', 'problems', 'effect'];
const NEEDED: readonly OpenTopic[] = ['needs', 'problems', 'shortcomings', 'effect', 'suggestions'];
const LEFT: readonly OpenTopic[] = ['problems', 'shortcomings', 'effect', 'needs', 'suggestions'];

/** The grade that a reply gives each topic: by its name, or all of them, or the rest at once; empty where it gives none. */
export function topicGrades(reply: string, topics: readonly Topic[]): Readonly<Partial<Record<Topic, Grade>>> {
  const named: Partial<Record<Topic, Grade>> = {};
  let rest: Grade | null = null;
  for (const piece of reply.split(PIECES)) {
    const { grade } = gradeOf(normalize(piece.replace(REST, '')));
    const about = topics.filter((topic) => WORDS.some(([of, words]) => of === topic && words.test(piece)));
    if (grade === null) continue;
    if (about.length === 0) rest ??= grade;
    for (const topic of about) named[topic] = grade;
  }
  return Object.fromEntries(
    topics.flatMap((topic) => {
      const grade = named[topic] ?? rest;
      return grade === null ? [] : [[topic, grade]];
    }),
  );
}
