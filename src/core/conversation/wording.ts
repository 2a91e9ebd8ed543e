/** 措辞: the facts of a visit put into the sentences that a resident reads. */
import { exampleGrades } from '../ballot.js';
import { localDate, type Instant } from '../calendar.js';
import { householdZh } from '../household.js';
import type { Grade } from '../terms.js';
import { fill, type SayingKey, type Sayings, type Slot } from './sayings.js';
import type { About, Effect, Link, Option, SayPurpose, Session } from './turn.js';

/** A question is at most this long, the 退订 line not counted (voice.zh.md). */
const QUESTION_CHARS = 60;
const MENU_BYTES = 1000;
const TEXT_BYTES = 2000;
const COMPOUND =
  /^(?:欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐)/u;

/** A message with the visit's facts filled in; `menu` adds the options. */
export function say(
  session: Session,
  sayings: Sayings,
  key: SayingKey,
  purpose: SayPurpose,
  menu?: 'grades' | 'confirm',
  more: Readonly<Partial<Record<Slot, string>>> = {},
): Effect {
  const text = worded(session, sayings, key, more);
  return {
    kind: 'say',
    text: cutBytes(text, menu ? MENU_BYTES : TEXT_BYTES),
    purpose,
    ...(menu ? { options: optionsOf(sayings, menu) } : {}),
  };
}

/** The first question: ≤ 60 characters, then on first contact the line on how to stop. */
export function question(session: Session, sayings: Sayings): Effect {
  const several = session.ofSeveral ?? 1;
  if (session.survey !== undefined) return surveyQuestion(session, sayings);
  const isFirstOfMany = several > 1 && session.about.round == null;
  const text = worded(session, sayings, isFirstOfMany ? 'ask-first' : 'ask', { count: COUNTS[several] ?? '几' });
  const whole = session.about.firstContact ? `${text}\n${sayings['first-contact']}` : text;
  return { kind: 'say', text: cutBytes(whole, MENU_BYTES), purpose: 'ask', options: optionsOf(sayings, 'grades') };
}

/** The questionnaire's question: what a tap means, how to answer item by item, and that nobody sees whose it is. */
function surveyQuestion(session: Session, sayings: Sayings): Effect {
  const lines = [
    worded(session, sayings, 'ask'),
    ...surveyLines(session, sayings),
    ...(session.about.firstContact ? [sayings['first-contact']] : []),
  ];
  const text = cutBytes(lines.join('\n'), MENU_BYTES);
  return { kind: 'say', text, purpose: 'ask', options: optionsOf(sayings, 'grades'), ...linkOf(session, sayings) };
}

function surveyLines({ survey, about }: Session, sayings: Sayings): readonly string[] {
  if (survey === undefined) return [];
  const date = dayZh({ resolvedAt: (survey.closesAt - 1) as Instant, zone: about.zone });
  const unnamed = survey.anonymous ? [fill(sayings, 'ballot-unnamed', { date })] : [];
  const count = survey.questions.length;
  const inWords = count === 1 ? 'one-question-words' : 'ballot-words';
  return [fill(sayings, inWords, { count: String(count), example: exampleGrades(count) }), ...unnamed];
}

/** The page of the questionnaire, where there is one. */
export const linkOf = ({ survey }: Session, sayings: Sayings): { readonly link?: Link } =>
  survey?.link == null ? {} : { link: { url: survey.link, text: sayings['ballot-open'] } };

const COUNTS = ['', '一', '两', '三'];

/** The question that follows on the answer to another. */
export const nextQuestion = (session: Session, sayings: Sayings): string =>
  [worded(session, sayings, 'ask-next'), ...surveyLines(session, sayings)].join('\n');

/** What was done, as a resident would say it. */
export const serviceZh = (session: Session, sayings: Sayings): string =>
  fill(sayings, 'service', slotsOf(session, sayings, shortened(session.about.description ?? '')));

/** What is said otherwise of a round: there is no day on which it was done, and no one thing that came of it. */
const OF_ROUND: Readonly<Partial<Record<SayingKey, SayingKey>>> = {
  ask: 'ask-round',
  'ask-next': 'ask-next-round',
  remind: 'remind-round',
  'ask-again': 'ask-again-round',
  'nothing-to-change': 'nothing-to-change-round',
  'answer-what': 'answer-what-round',
  media: 'media-round',
  'ask-later': 'ask-later-round',
};

/** And of a questionnaire: a tap counts for every item. */
const OF_SURVEY: typeof OF_ROUND = {
  ...OF_ROUND,
  remind: 'remind-ballot',
  ask: 'ask-ballot',
  'ask-next': 'ask-next-ballot',
  'ask-again': 'ask-again-ballot',
  'nothing-to-change': 'ask-again-ballot',
  'ask-later': 'ask-later-ballot',
  clarify: 'clarify-ballot',
  media: 'media-ballot',
  'answer-what': 'answer-what-ballot',
  'answer-how': 'answer-how-ballot',
};

/** And of a questionnaire that asks one thing: there is no item by item. */
const OF_ONE_QUESTION: typeof OF_ROUND = {
  ...OF_SURVEY,
  remind: 'remind-one-question',
  ask: 'ask-one-question',
  'ask-next': 'ask-next-one-question',
  'ask-again': 'ask-again-one-question',
  'nothing-to-change': 'ask-again-one-question',
  'ask-later': 'ask-later-one-question',
  clarify: 'clarify-one-question',
  media: 'media-one-question',
  'answer-what': 'answer-what-one-question',
  'answer-how': 'answer-how-one-question',
};

/** And of what was put right: it is told what was done. */
const OF_RECHECK: typeof OF_ROUND = {
  ask: 'ask-recheck',
  remind: 'remind-recheck',
  'ask-again': 'ask-again-recheck',
  'ask-later': 'ask-again-recheck',
  'nothing-to-change': 'ask-again-recheck',
  'answer-what': 'ask-again-recheck',
  recorded: 'recorded-recheck',
  'recorded-remark': 'recorded-recheck',
};

function sentencesOf({ survey, about }: Session): typeof OF_ROUND {
  if (survey !== undefined) return survey.questions.length === 1 ? OF_ONE_QUESTION : OF_SURVEY;
  return about.round ? OF_ROUND : about.done ? OF_RECHECK : {};
}

/** Fills a sentence; where it would be a question too long, who did it gives way, then the description. */
export function worded(
  session: Session,
  sayings: Sayings,
  key: SayingKey,
  more: Readonly<Partial<Record<Slot, string>>> = {},
): string {
  const { about } = session;
  const description = shortened(about.description ?? '');
  const sentence = sentencesOf(session)[key] ?? key;
  const asks = sayings[sentence].includes('{day}');
  const put = (cut: string, by: string): string =>
    fill(sayings, sentence, { ...slotsOf(session, sayings, cut), by, ...more });
  const isShort = (text: string): boolean => !asks || Array.from(text).length <= QUESTION_CHARS;
  const whole = put(description, about.worker ? fill(sayings, 'done-by', { worker: about.worker }) : '');
  if (isShort(whole)) return whole;
  for (let length = Array.from(description).length; ; length = length > 12 ? length - 1 : length > 0 ? 0 : -1) {
    const text = put(cutChars(description, length), '');
    if (isShort(text) || length <= 0) return text;
  }
}

function slotsOf(session: Session, sayings: Sayings, description: string): Readonly<Partial<Record<Slot, string>>> {
  const { about, grade } = session;
  return {
    greeting: greetingOf(about, sayings),
    estate: about.estateName,
    day: dayZh(about),
    service: session.survey?.subject ?? serviceOf(about, sayings, description),
    household: householdZh(about.household),
    ...(session.survey
      ? { count: String(session.survey.questions.length), example: exampleGrades(session.survey.questions.length) }
      : {}),
    ...(about.worker ? { worker: about.worker } : {}),
    ...(about.done === undefined ? {} : { done: cutChars(lines(about.done), TOLD_CHARS) }),
    ...(about.said
      ? { said: fill(sayings, 'said', { remark: cutChars(lines(about.said), TOLD_CHARS) }) }
      : { said: '' }),
    ...(grade ? { grade: gradeZh(sayings, grade) } : {}),
  };
}

export const gradeZh = (sayings: Sayings, grade: Grade): string => sayings[`grade-${grade}`];

function greetingOf({ addressee }: About, sayings: Sayings): string {
  if (addressee === null) return sayings.greeting;
  const surname = COMPOUND.exec(addressee.name)?.[0] ?? Array.from(addressee.name)[0] ?? '';
  return surname ? fill(sayings, 'greeting-titled', { surname, title: addressee.title }) : sayings.greeting;
}

/** 您家客厅天花渗水的维修; without a description 您家的维修. */
function serviceOf(about: About, sayings: Sayings, description: string): string {
  if (about.round) return sayings[`service-round-${about.round}`];
  return fill(sayings, `service-${about.kind}`, { description });
}

/** 3 月 2 日; empty without a day. */
export function dayZh({ resolvedAt, zone }: Pick<About, 'resolvedAt' | 'zone'>): string {
  if (resolvedAt === null) return '';
  const [, month, day] = localDate(resolvedAt, zone).split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
}

/** What a question repeats of what was said, and of what was done. */
const TOLD_CHARS = 40;
const lines = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/[。.；;]+$/u, '');

/** The first so many characters; what was cut is shown by an ellipsis. */
function cutChars(text: string, length: number): string {
  const chars = Array.from(text);
  return length >= chars.length ? text : length <= 0 ? '' : `${chars.slice(0, length).join('')}…`;
}

/** A description as one clause: its first sentence, without line breaks or trailing signs. */
function shortened(description: string): string {
  const clean = description.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return (clean.split(/[，。；！？,;!?]/u)[0] ?? '').trim();
}

const MENUS = {
  grades: ['satisfied', 'fairly', 'dissatisfied'],
  confirm: ['confirm', 'change'],
  items: ['all-good'],
  charge: ['as-quoted', 'not-as-quoted'],
  theme: ['none'],
  'open-topics': ['nothing'],
} as const;

export function optionsOf(sayings: Sayings, menu: keyof typeof MENUS): readonly Option[] {
  return MENUS[menu].map((id) => ({ id, text: sayings[`option-${id}`] }));
}

/** At most so many bytes of UTF-8, never half a character. */
export function cutBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let out = '';
  let size = 0;
  for (const char of text) {
    size += Buffer.byteLength(char);
    if (size > bytes - 3) break;
    out += char;
  }
  return `${out}…`;
}
