/** 对话的场景: who is asked about what in a talk script, set by its first lines; what a line leaves out is the usual. */
import { DIRECTION_QUESTIONS, questionsZh, type Answers } from '../ballot.js';
import { HOUR, type Instant, parseInstant } from '../calendar.js';
import type { OpenTopic } from '../policy/content.js';
import type { Topic } from '../policy/words.js';
import type { RoundSpan } from '../rounds.js';
import type { Direction, EventKind } from '../terms.js';
import type { About, FreeSlot, More, Session, SurveyTalk } from './turn.js';
import { openTalk } from './visit-talk.js';

/** A line that no talk script can have; `message` says what was expected. */
export class TalkFault extends Error {
  override readonly name = 'TalkFault';
}

/** The instant that a line names. @throws TalkFault where it names none. */
export function instantIn(text: string): Instant {
  const at = parseInstant(text);
  if (at === null) throw new TalkFault(`应为带时区的时刻，例如 2026-03-10T10:00:00+08:00，现为 ${text || '空'}`);
  return at;
}

/** What is asked about where a script says nothing else. */
export const USUAL: About = {
  estateName: '翠湖花园',
  household: '3-2-1204',
  addressee: { name: '李敏', title: '女士' },
  kind: 'repair',
  description: '客厅天花渗水',
  resolvedAt: instantIn('2026-03-02T16:20:00+08:00'),
  zone: 'Asia/Shanghai',
  firstContact: false,
};

/** How a talk stands. `others` are the visits that are asked in the same conversation, from the second on. */
export type Stage = { session: Session; others: Session[]; now: Instant; wake: Instant | null };

/** A talk that has not begun, on a Tuesday morning with six days left. */
export const newStage = (): Stage => ({
  session: openTalk(USUAL, { due: instantIn('2026-03-16T00:00:00+08:00'), needsSignature: false }),
  others: [],
  now: instantIn('2026-03-10T10:00:00+08:00'),
  wake: null,
});

/** Carries out a line that says how things stand, and does nothing; false: it is another line. */
export function setStage(stage: Stage, word: string, value: string): boolean {
  const line = Object.hasOwn(LINES, word) ? LINES[word] : undefined;
  line?.(stage, value);
  return line !== undefined;
}

type Line = (stage: Stage, value: string) => void;

const about =
  (change: (value: string) => Partial<About>): Line =>
  (stage, value) => {
    stage.session = { ...stage.session, about: { ...stage.session.about, ...change(value) } };
  };

const visit =
  (change: (value: string, session: Session) => Partial<Session>): Line =>
  (stage, value) => {
    stage.session = { ...stage.session, ...change(value, stage.session) };
  };

const asksToo = (more: (value: string) => More): Line =>
  visit((value, session) => ({ more: [...(session.more ?? []), more(value)] }));

const LINES: Readonly<Record<string, Line>> = {
  now: (stage, value) => {
    stage.now = instantIn(value);
  },
  due: visit((value) => ({ due: instantIn(value) })),
  /** When a colleague is free (`slots 王芳 2026-03-11T09:00:00+08:00 …`); without a time: never. */
  slots: visit((value) => ({ free: freeIn(value) })),
  signature: visit(() => ({ needsSignature: true })),
  /** The supervisor has reviewed the record meanwhile. */
  reviewed: visit(() => ({ reviewed: true })),
  items: visit((value) => ({ more: [{ kind: 'items', topics: value.split(' ') as Topic[] }] })),
  charge: asksToo(() => ({ kind: 'charge' })),
  'open-topics': asksToo((value) => ({ kind: 'open-topics', topics: value.split(' ') as OpenTopic[] })),
  theme: asksToo((text) => ({ kind: 'theme', text })),
  also: another,
  estate: about((estateName) => ({ estateName })),
  household: about((household) => ({ household })),
  name: about((value) => ({ addressee: addresseeIn(value) })),
  nobody: about(() => ({ addressee: null })),
  first: about(() => ({ firstContact: true })),
  kind: about((kind) => ({ kind: kind as EventKind })),
  description: about((value) => ({ description: value || null })),
  resolved: about((value) => ({ resolvedAt: instantIn(value) })),
  worker: about((worker) => ({ worker })),
  promise: about((promise) => ({ promise })),
  survey: visit((value) => ({ survey: { ...SURVEY, anonymous: value !== 'named' } })),
  /** Questions of its own, by spaces, where the fourteen directions are not asked. */
  questions: visit((value, { survey }) => (survey === undefined ? {} : { survey: { ...survey, ...ownOf(value) } })),
  /** Filled in on the page meanwhile. */
  filled: visit((value, { survey }) =>
    survey === undefined ? {} : { survey: { ...survey, answers: satisfied(value) } },
  ),
  round: about((round) => ({ round: round as RoundSpan, kind: 'other', description: null, resolvedAt: null })),
};

/** A household is reminded two hours before. */
function freeIn(value: string): readonly FreeSlot[] {
  const [by = '', ...times] = value.split(/\s+/u);
  return times.map(instantIn).map((at) => ({ at, by, remindAt: (at - 2 * HOUR) as Instant }));
}

/** The fourteen directions, with a page. */
const SURVEY: SurveyTalk = {
  subject: null,
  questions: DIRECTION_QUESTIONS,
  anonymous: true,
  closesAt: instantIn('2026-07-01T00:00:00+08:00'),
  link: 'https://pm.example/s/token',
  answers: {},
};

function ownOf(value: string): Pick<SurveyTalk, 'questions' | 'subject'> {
  const questions = value.split(/\s+/u).map((text, at) => ({ item: String(at + 1) as Direction, text }));
  return { questions, subject: questionsZh(questions) };
}

const satisfied = (items: string): Answers =>
  Object.fromEntries(items.split(' ').map((item) => [item, 'satisfied' as const]));

/** 李敏 女士. */
function addresseeIn(value: string): About['addressee'] {
  const [name = '', title = ''] = value.split(/\s+/u);
  return title === '女士' || title === '先生' ? { name, title } : null;
}

/** One visit more in the same conversation; what is asked beside the grade is asked with the last. */
function another(stage: Stage, value: string): void {
  const { session, others } = stage;
  const [kind, description = null] = value.split(' ');
  const resolvedAt = instantIn('2026-03-04T09:00:00+08:00');
  const more = (session.more ?? []).length > 0 ? session.more : others.at(-1)?.more;
  stage.others = [
    ...others.map((one) => ({ ...one, more: [] })),
    {
      ...openTalk({ ...USUAL, kind: kind as EventKind, description, resolvedAt }, session),
      more: more ?? [],
      state: 'waiting',
    },
  ];
  stage.session = { ...session, more: [], ofSeveral: stage.others.length + 1 };
}
