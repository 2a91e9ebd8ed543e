/**
 * 口述记录: a record that a member of staff makes in chat is a value, as a resident's conversation is: state + input →
 * state + effects. The shell keeps the state as JSON, sealed, and says beside it what the visit's policy asks for.
 */
import { HOUR, type Instant } from '../calendar.js';
import type { Content } from '../policy/content.js';
import type { VisitRules } from '../policy/visit-rules.js';
import type { EventKind } from '../terms.js';
import type { RecordDraft } from '../visit-record.js';

/** What the form 回访记录 of a visit asks for, and what stands on it already: by the policy in force of that visit. */
export type RecordForm = {
  readonly task: number;
  /** The form's own name. */
  readonly title: string;
  readonly estate: string;
  readonly place: string;
  /** 房号, 受访方: what the place is. */
  readonly placeHead: string;
  /** Whom the visit asks: 住户, or the organisation by its name. */
  readonly asked: string;
  /** 住户的话, 翠湖业委会反映: the head of what was heard or seen. */
  readonly heardHead: string;
  readonly matter: string;
  readonly kind: EventKind;
  /** 预约时间: when it was to be made, as agreed with the household. */
  readonly appointment: Instant | null;
  readonly rules: readonly VisitRules[];
  readonly content: Pick<Content, 'topics' | 'graded'>;
  /** Whether somebody is met who can be asked. */
  readonly meets: boolean;
  /** Whether there is a charge to ask about (p11.6). */
  readonly charged: boolean;
  readonly signature: boolean;
  /** How the resident signed, where that is known and was not on paper. */
  readonly signedZh?: string;
  /** Whose numbers are on file; and whether a number is one of them, as far as any is. */
  readonly callees: readonly string[];
  readonly isOnFile: (phone: string) => boolean;
  readonly visitor: string;
  readonly zone: string;
};

/** One thing that is asked for; `review`: the record is shown back, to be confirmed. */
export type Step =
  | 'method'
  | 'number'
  | 'grade'
  | 'items'
  | 'charge'
  | 'words'
  | 'needs'
  | 'finding'
  | 'promise'
  | 'photo'
  | 'proof'
  | 'review';

/** A picture that was sent with it, by its file. */
export type SentPhoto = { readonly file: string; readonly label: PhotoLabel };
/** What a photograph shows. */
export const PHOTO_LABELS = {
  site: '现场',
  before: '修前',
  after: '修后',
  signed: '签名',
} as const;
export type PhotoLabel = keyof typeof PHOTO_LABELS;

export type RecordSession = {
  readonly state: 'open' | 'confirmed' | 'given-up' | 'put-aside';
  readonly draft: RecordDraft;
  readonly photos: readonly SentPhoto[];
  /** What was asked last. */
  readonly asked: Step | null;
  /** What was asked and had no answer, which is one too. */
  readonly passed: readonly Step[];
  /** How often it was shown back: a confirmation is of what was shown last. */
  readonly shown: number;
  /** It changes a record that this person made before. */
  readonly corrects: boolean;
};

export type RecordInput =
  | { readonly kind: 'begun' }
  | { readonly kind: 'said'; readonly text: string }
  /** A line that orders the record, 完成 12 …: it needs no confirmation where nothing is missing. */
  | { readonly kind: 'ordered'; readonly text: string }
  /** A button of a card, by its choice. */
  | { readonly kind: 'tapped'; readonly choice: string }
  | { readonly kind: 'sent-photo'; readonly file: string }
  /** Time has passed without a word. */
  | { readonly kind: 'silent' };

export type Button = { readonly choice: string; readonly text: string };
export type RecordEffect =
  /** Words, on a card where there are buttons. */
  | { readonly kind: 'say'; readonly text: string; readonly buttons: readonly Button[] }
  /** It was confirmed, and becomes the visit's record; who confirmed it has signed it. */
  | { readonly kind: 'record'; readonly draft: RecordDraft }
  /** A photograph shows this, as somebody has said. */
  | { readonly kind: 'label'; readonly file: string; readonly label: PhotoLabel }
  | { readonly kind: 'wake'; readonly at: Instant | null };
export type RecordTurn = { readonly session: RecordSession; readonly effects: readonly RecordEffect[] };

/**
 * Without a word for so long it is put aside; nothing is recorded. Long enough for the way back from a visit and a call in
 * between; whoever writes later is at something else, and would have their words taken for the old record.
 */
export const RECORD_TALK_LASTS_MS = 2 * HOUR;

/** Nothing given yet. */
export const EMPTY_DRAFT: RecordDraft = {
  methods: [],
  numberCalled: null,
  photo: null,
  grade: null,
  grades: null,
  remark: null,
  topics: {},
  unfinished: false,
  chargeAsQuoted: null,
  promisedAt: null,
  paper: null,
  signed: false,
};

export const newRecordSession = (draft: RecordDraft, corrects: boolean): RecordSession => ({
  state: 'open',
  draft,
  photos: [],
  asked: null,
  passed: [],
  shown: 0,
  corrects,
});
