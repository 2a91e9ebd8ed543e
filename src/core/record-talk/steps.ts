/** 缺什么只问什么: what a record still misses, one thing at a time: first what a rule wants, then what the form asks about. */
import type { Instant } from '../calendar.js';
import { METHODS, type Method } from '../terms.js';
import { TOPICS } from '../policy/words.js';
import { gapZh } from '../record-words.js';
import { choicesOf, gapsOf, type Gap } from '../visit-record.js';
import type { Button, RecordForm, RecordSession, Step } from './record-talk-types.js';

const ORDER: readonly Step[] = [
  'method',
  'number',
  'grade',
  'items',
  'charge',
  'words',
  'finding',
  'needs',
  'promise',
  'photo',
  'proof',
];

/** The gap's own question. */
function stepOf(gap: Gap): Step {
  switch (gap.kind) {
    case 'no-method':
    case 'chat':
    case 'method':
    case 'other-method':
      return 'method';
    case 'need':
      return NEEDED[gap.need];
    case 'no-proof':
      return 'proof';
    case 'no-grade':
      return 'grade';
    case 'no-finding':
      return 'finding';
    case 'promise-over':
      return 'promise';
    default:
      return gap satisfies never;
  }
}

const NEEDED = {
  'number-called': 'number',
  photo: 'photo',
  'charge-checked': 'charge',
  'resident-signature': 'proof',
} as const;

/** What is to be asked now; `gap` where the record cannot do without it. Null: it is whole. */
export type Next = { readonly step: Step; readonly gap: Gap | null };

export function nextStep(session: RecordSession, form: RecordForm, now: Instant): Next | null {
  const { draft, passed } = session;
  const gaps = gapsOf(form.rules, form.meets, draft, now);
  const missing = new Map(gaps.toReversed().map((gap) => [stepOf(gap), gap] as const));
  for (const step of ORDER) {
    const gap = missing.get(step) ?? null;
    if (gap !== null || (!passed.includes(step) && isWanted(step, session, form))) return { step, gap };
  }
  return null;
}

/** What the policy has asked about on its visits (p02.8, p03.7, p04.4, p11.6), where the record says nothing of it. */
function isWanted(step: Step, { draft, corrects }: RecordSession, { content, meets, charged }: RecordForm): boolean {
  const { topics, graded } = content;
  if (!meets || corrects || draft.methods.every((method) => method === 'on-site')) return false;
  switch (step) {
    case 'items':
      return graded.some((topic) => draft.topics[topic] === undefined);
    case 'charge':
      return charged && draft.chargeAsQuoted === null;
    case 'words':
      return draft.remark === null;
    case 'needs':
      return topics.includes('needs') && draft.topics.needs === undefined;
    case 'method':
    case 'number':
    case 'grade':
    case 'finding':
    case 'promise':
    case 'photo':
    case 'proof':
    case 'review':
      return false;
    default:
      return step satisfies never;
  }
}

export type Question = { readonly text: string; readonly buttons: readonly Button[] };

/** A card holds six. */
const MOST_CHOICES = 5;
export const GIVE_UP: Button = { choice: 'cancel', text: '取消' };
export const methodsZh = (methods: readonly Method[]): string => methods.map((method) => METHODS[method].zh).join('和');

/** The question, with what can be tapped and what can be written. */
export function questionOf({ step, gap }: Next, { draft }: RecordSession, form: RecordForm): Question {
  const asks = (text: string, ...buttons: readonly Button[]): Question => ({
    text,
    buttons: [...buttons.slice(0, MOST_CHOICES), GIVE_UP],
  });
  const needed = gap === null ? '' : `还差：${gapZh(gap, form.asked)}`;
  const skip = (text: string): readonly Button[] => (gap === null ? [{ choice: `skip:${step}`, text }] : []);
  switch (step) {
    case 'method':
      return asks(`${needed}。点一下或写下来。`, ...methodButtons(form));
    case 'number':
      return asks(`${needed}，如 13800000000。`, ...phoneButtons(form));
    case 'grade':
      return asks(`${needed}。`, ...GRADE_BUTTONS);
    case 'items': {
      const names = form.content.graded.map((topic) => TOPICS[topic].zh);
      const text = `${names.join('、')}，逐项怎么样？不一样就写：${names.at(-1) ?? ''}一般，其余满意。`;
      return asks(text, { choice: 'items:satisfied', text: '都满意' }, ...skip('不评'));
    }
    case 'charge':
      return asks('收费与报价一致吗？', ...CHARGE_BUTTONS, ...skip('没有收费'));
    case 'words':
      return asks(wordsAsked(draft, form), ...skip('没说什么'), ...(draft.unfinished ? [] : [UNFINISHED]));
    case 'needs':
      return asks('住户还有什么需求？照原话写。', ...skip('没有'));
    case 'photo':
      return asks(`${needed}。直接发照片来，或写：照片 IMG_0312。`);
    case 'proof':
      return asks(`${needed}。直接发照片来，或写：照片 IMG_0312。`, { choice: 'unsigned', text: '还没签' });
    case 'finding':
      return asks(`${needed}${namedTopics(form)}。`);
    case 'promise':
    case 'review':
      return asks(`${needed}。`);
    default:
      return step satisfies never;
  }
}

const GRADE_BUTTONS: readonly Button[] = [
  { choice: 'grade:satisfied', text: '满意' },
  { choice: 'grade:fairly', text: '一般满意' },
  { choice: 'grade:dissatisfied', text: '不满意' },
];
const CHARGE_BUTTONS: readonly Button[] = [
  { choice: 'charge:right', text: '一致' },
  { choice: 'charge:wrong', text: '不一致' },
];
const UNFINISHED: Button = { choice: 'unfinished', text: '没有做完' };

/** Topics that are answered in the resident's words, in a word each. */
const IN_WORDS: Readonly<Partial<Record<string, string>>> = {
  quality: '质量',
  effect: '效果',
  attitude: '态度',
  timeliness: '及时',
  skill: '技能',
  shortcomings: '不足',
  problems: '问题',
  suggestions: '建议',
  use: '使用情况',
  theme: '本季主题',
};

function namedTopics({ content: { topics, graded } }: RecordForm): string {
  const about = topics.flatMap((topic) => (graded.includes(topic) ? [] : (IN_WORDS[topic] ?? [])));
  return about.length === 0 ? '' : `（${about.join('、')}）`;
}

function wordsAsked({ grade, unfinished }: RecordSession['draft'], form: RecordForm): string {
  const named = namedTopics(form);
  if (unfinished) return `哪里没有做完？照住户的原话写${named}。`;
  return grade === 'dissatisfied' ? `哪里不满意？照住户的原话写${named}。` : `住户怎么说？照原话写一两句${named}。`;
}

const methodButtons = ({ rules }: RecordForm): readonly Button[] =>
  choicesOf(rules).map((methods) => ({ choice: `method:${methods.join('+')}`, text: methodsZh(methods) }));

const phoneButtons = ({ callees }: RecordForm): readonly Button[] =>
  callees.slice(0, 3).map((name, nth) => ({ choice: `call:${nth}`, text: `打的是${name}登记的号码` }));
