/**
 * A conversation 会话 is a value: state + input → state + effects. The shell keeps the session as JSON between turns
 * and carries the effects out in one transaction; nothing here sends, stores or looks at a clock.
 */
import type { Answers, Question } from '../ballot.js';
import { HOUR, MINUTE, type Instant } from '../calendar.js';
import type { RoundSpan } from '../rounds.js';
import type { OpenTopic, TopicAnswers } from '../policy/content.js';
import type { Topic } from '../policy/words.js';
import type { EventKind, Grade } from '../terms.js';

/** What the person did, or that time passed without a word. */
export type Input =
  | { readonly kind: 'opened' }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'tapped'; readonly option: Option['id'] }
  | { readonly kind: 'sent-media'; readonly media: 'image' | 'voice' | 'video' | 'file' | 'location' | 'other' }
  /** `mute`: why no reminder may be written any more; null: it may. */
  | { readonly kind: 'silent'; readonly mute: 'quiet' | 'opted-out' | null };

/** A time that can be tapped: `slot-` and its minute since 1970; `slot-0`: none of those. */
export type SlotId = `slot-${number}`;
export const isSlotId = (id: Option['id']): id is SlotId => id.startsWith('slot-');

/** A choice that can be tapped; `id` is what comes back (the shell prefixes it with the visit's number). */
export type Option = {
  readonly id:
    | Grade
    | SlotId
    | 'confirm'
    | 'change'
    | 'human'
    | 'later'
    | 'stop'
    | 'none'
    | 'nothing'
    | 'all-good'
    | 'as-quoted'
    | 'not-as-quoted';
  readonly text: string;
};

/** A page that can be opened from a message. */
export type Link = { readonly url: string; readonly text: string };

export type Effect =
  | {
      readonly kind: 'say';
      readonly text: string;
      readonly options?: readonly Option[];
      readonly link?: Link;
      readonly purpose: SayPurpose;
    }
  /** A first answer: becomes the visit's record 回访记录. */
  | { readonly kind: 'record'; readonly grade: Grade; readonly remark: string | null; readonly why: readonly string[] }
  /** A later word that completes or changes the record: appended, never overwritten. */
  | {
      readonly kind: 'correct';
      readonly grade: Grade;
      readonly remark: string | null;
      readonly why: readonly string[];
    }
  /** Answers to a questionnaire: they go on its ballot, and the visit is recorded. */
  | {
      readonly kind: 'ballot';
      readonly answers: Answers;
      readonly remark: string | null;
      readonly why: readonly string[];
    }
  /** What was said to a topic 回访内容 beside the grade: added to the record. */
  | { readonly kind: 'topics'; readonly topics: TopicAnswers; readonly chargeAsQuoted?: boolean }
  /** The quarter's theme was put to the household, or the household had just spoken of it (p02.1). */
  | { readonly kind: 'theme-asked' }
  /** Its question follows that of another visit in the same conversation. */
  | { readonly kind: 'asked' }
  /** The resident chose when a person is to come or phone; they are reminded of it by this text then, if they can be. */
  | {
      readonly kind: 'appoint';
      readonly at: Instant;
      readonly reminder: { readonly at: Instant; readonly text: string } | null;
    }
  /** The resident's explicit confirmation of the record, which is the signature 签名确认 (p03.9, p05.8). */
  | { readonly kind: 'sign' }
  /** A dissatisfied grade 不合格: opens a follow-up and alerts the supervisor. */
  | { readonly kind: 'nonconformity'; readonly remark: string | null }
  | { readonly kind: 'hand-over'; readonly reason: HandOverReason; readonly words: string | null }
  /** `forVisitor`: whoever has the visit is told, and nobody has to see to it. */
  | { readonly kind: 'new-request'; readonly text: string; readonly forVisitor?: true }
  | { readonly kind: 'opt-out' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'wrong-person' }
  /** Call me again at this instant (as `silent`); at most one is pending: a new one replaces it, null clears it. */
  | { readonly kind: 'wake'; readonly at: Instant | null };

/**
 * `ask` is the question that opens the talk, `next` one that follows in the reply to the answer before, `remind` the reminder, `sign` asks for the signature on a record that a member
 * of staff made; all else answers what the resident wrote.
 */
export type SayPurpose = 'ask' | 'next' | 'remind' | 'sign' | 'clarify' | 'confirm' | 'thank' | 'reply';
/** `quiet`: no hour is left in the window in which one may write; `late`: the window is over. */
export type HandOverReason =
  | 'silent'
  | 'quiet'
  | 'late'
  | 'unclear'
  | 'asked-for-person'
  | 'postponed'
  | 'wrong-person'
  | 'opted-out';

/** The facts a visit's question speaks of; already in words a resident would use. */
export type About = {
  readonly estateName: string;
  readonly household: string;
  readonly addressee: { readonly name: string; readonly title: '女士' | '先生' } | null;
  readonly kind: EventKind;
  readonly description: string | null;
  /** When the service was finished. */
  readonly resolvedAt: Instant | null;
  /** Who did it, by name; absent or null where nobody is named. */
  readonly worker?: string | null;
  readonly zone: string;
  readonly firstContact: boolean;
  /** The period that a round asks about; absent or null: it is about one service. */
  readonly round?: RoundSpan | null;
  /**
   * What is decided about a complaint: who answers by when, as a whole sentence (工程主管会先看，今天 18:00 前给您答复。).
   * Absent or null: nothing is promised.
   */
  readonly promise?: string | null;
  /** What was done about what they had been dissatisfied with, and what they had said of it: they are told, and asked again. */
  readonly done?: string;
  readonly said?: string | null;
};

/** What a policy wants to know beside the grade; the theme's text is its question. */
export type More =
  | { readonly kind: 'items'; readonly topics: readonly Topic[] }
  | { readonly kind: 'charge' }
  | { readonly kind: 'theme'; readonly text: string }
  /** In a line of the reply that closes the talk; nothing waits for it. */
  | { readonly kind: 'open-topics'; readonly topics: readonly OpenTopic[] };

/**
 * A questionnaire in chat. Its answers stand on the ballot, its link is made from a key: the shell puts both in before a
 * step and keeps neither, so that nothing is left of them where talks are stored.
 */
export type SurveyTalk = {
  /** What it is about; null: the period of its round. */
  readonly subject: string | null;
  readonly questions: readonly Question[];
  readonly anonymous: boolean;
  readonly closesAt: Instant;
  readonly link: string | null;
  readonly answers: Answers;
};

/** A time at which a colleague is free, by name; and when the resident can be reminded of it, if they can. */
export type FreeSlot = { readonly at: Instant; readonly by: string; readonly remindAt: Instant | null };

/** A resident is asked about one service. */
export type Session = {
  readonly version: 1;
  readonly talk: 'visit';
  readonly state:
    | 'new'
    /** Its turn in a conversation about several visits is still to come. */
    | 'waiting'
    | 'asked'
    | 'clarifying'
    | 'reason'
    | 'more'
    | 'confirming'
    | 'changing'
    | 'done'
    | 'with-staff'
    | 'stopped';
  readonly about: About;
  /** The visit's window closes at this instant. */
  readonly due: Instant;
  /** A person must have it by then, so that a duty day is left to them. */
  readonly staffBy?: Instant;
  /** Whether the policy asks for the resident's signature on the record (p03.9, p05.8). */
  readonly needsSignature: boolean;
  readonly askedAt: Instant | null;
  readonly reminded: boolean;
  /** When it was asked about once more. */
  readonly remindedAt?: Instant;
  /** The question was repeated once after a word that was no answer; it is not repeated again. */
  readonly repeated?: boolean;
  /** How many visits the conversation is about, where there are several and this one is asked first. */
  readonly ofSeveral?: number;
  /** It was answered in one word with others: one confirmation counts for all. */
  readonly inOneWord?: boolean;
  /** What is still to be asked after the answer, and what of it is being asked. */
  readonly more?: readonly More[];
  readonly asking?: More | null;
  readonly survey?: SurveyTalk;
  readonly grade: Grade | null;
  /** The grade was read from free words, which may have been about something else: a tap, which names its visit, corrects it. */
  readonly inWords?: boolean;
  readonly remark: string | null;
  /** Why it was dissatisfied, before the grade was changed: whoever changes it back is not asked for it again. */
  readonly blamed?: string;
  /** What was told before there was an answer, without being one: it becomes the answer's remark. */
  readonly before?: string;
  /** The words of the answer, and when the last of them came: what follows within a minute is read together with them, and goes to staff where they did. */
  readonly told?: { readonly words: string; readonly at: Instant; readonly passedOn?: true };
  /** When they asked to change the answer, or were asked whether it has changed: whatever is asked after that comes first. */
  readonly changingAt?: Instant;
  /** What was said last has no menu: assent to it is no answer. */
  readonly asksNothing?: boolean;
  /** When something that is not words was last sent. */
  readonly mediaAt?: Instant;
  /** The resident asked to be asked later: that is promised, or was done. */
  readonly later?: 'promised' | 'asked';
  /** When they were told that they would be asked. */
  readonly laterAt?: Instant;
  /** When a person could come or phone; the shell puts it in before a step and keeps it nowhere. Absent: nobody is to. */
  readonly free?: readonly FreeSlot[];
  /** The times that stand on the last menu of them, in its order; and the one that was chosen. */
  readonly offered?: readonly Instant[];
  readonly appointedAt?: Instant;
  readonly signed: boolean;
  /** The record was reviewed 已审核: it stays as it is. The shell says so before a step, by how the visit stands. */
  readonly reviewed?: boolean;
  /** Parameters, in hours: 24 and 24 by default (policies.md §1 Counting). */
  readonly reminderAfterHours: number;
  readonly handOverAfterHours: number;
};

/** Whether the resident's next word is expected, and would answer what they were asked. */
export function isWaiting({ state }: Pick<Session, 'state'>): boolean {
  return state !== 'waiting' && state !== 'done' && state !== 'with-staff' && state !== 'stopped';
}

/** How long after a word of the answer the next one still belongs to it. */
export const TOGETHER_MS = MINUTE;

/** A talk goes on this long after its last word, as 微信客服 has it; what comes later begins something new. */
export const TALK_LASTS_MS = 48 * HOUR;

export type Turn = { readonly session: Session; readonly effects: readonly Effect[] };

/** Until when an answer in chat is waited for: as long as a person still has time to go after it. */
export const waitsUntil = ({ due, staffBy }: Pick<Session, 'due' | 'staffBy'>): Instant =>
  staffBy === undefined ? due : (Math.min(due, staffBy) as Instant);
