/** 回访内容: what the visits of a clause ask about, and on which forms it is written down. */
import type { Clause, Policy } from './schema.js';
import { TOPICS, type Topic } from './words.js';

export type Content = {
  readonly topics: readonly Topic[];
  /** Those of them that are graded one by one. */
  readonly graded: readonly Topic[];
  /** Forms that the clause names beside the record itself. */
  readonly forms: readonly string[];
};

/** Topics that a household answers in words of its own, and what each asks for: a problem that is left, a need, a suggestion. */
export const OPEN_TOPICS = {
  effect: 'problems',
  problems: 'problems',
  shortcomings: 'problems',
  needs: 'needs',
  suggestions: 'suggestions',
} as const satisfies Partial<Record<Topic, string>>;
export type OpenTopic = keyof typeof OPEN_TOPICS;

/** Those of a content's topics that are asked in words, problems first. */
export const openTopicsOf = ({ topics, graded }: Pick<Content, 'topics' | 'graded'>): readonly OpenTopic[] =>
  (Object.keys(OPEN_TOPICS) as readonly OpenTopic[]).filter(
    (topic) => topics.includes(topic) && !graded.includes(topic),
  );

/** What was said to each topic: the grade where it was graded, else the words. */
export type TopicAnswers = Readonly<Partial<Record<Topic, string>>>;

/** A clause's own content; where it has none, what the policy says of its visits in general (p02.8, p03.7, p11.6). */
export function contentOf(policy: Pick<Policy, 'clauses'>, clauseId: string): Content {
  const clause = policy.clauses.find(({ id }) => id === clauseId);
  const from = clause?.content ? [clause] : policy.clauses.filter((one) => one.content && !asksVisits(one));
  return {
    topics: union(from.map(({ content }) => content ?? [])),
    graded: union(from.filter(({ graded }) => graded).map(({ content }) => content ?? [])),
    forms: clause?.forms ?? [],
  };
}

const asksVisits = ({ visits, rounds }: Clause): boolean => visits !== undefined || rounds !== undefined;

/** What a merged visit asks: everything that any of its clauses wants to know, once. */
export const mergedContent = (contents: readonly Content[]): Content => ({
  topics: union(contents.map(({ topics }) => topics)),
  graded: union(contents.map(({ graded }) => graded)),
  forms: union(contents.map(({ forms }) => forms)),
});

const union = <T>(lists: readonly (readonly T[])[]): readonly T[] => [...new Set(lists.flat())];

/** A topic in a word or two, for a list of what to ask. */
const SHORT: Readonly<Partial<Record<Topic, string>>> = {
  quality: '质量',
  effect: '效果',
  satisfaction: '是否满意',
  shortcomings: '不足',
  suggestions: '建议',
  theme: '本季主题',
  timeliness: '及时性',
  skill: '技能',
  attitude: '态度',
  charge: '收费是否与报价一致',
  problems: '问题',
  advice: '提醒维护',
  weather: '风雨影响',
};

/** `质量、效果、是否满意`; those that are graded say so. */
export function contentZh({ topics, graded }: Pick<Content, 'topics' | 'graded'>): string {
  const zh = (topic: Topic): string => SHORT[topic] ?? TOPICS[topic].zh;
  const others = topics.filter((topic) => !graded.includes(topic)).map(zh);
  const each = graded.length === 0 ? [] : [`${graded.map(zh).join('、')}（逐项评分）`];
  return [...others, ...each].join('、');
}
