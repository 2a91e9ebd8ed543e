/** 句子的名字: every sentence there is, and what it may be filled with. Page sentences begin with `page-`. */

import { SURVEY_SAYINGS } from './survey-saying-keys.js';

/** What a sentence may be filled with. */
export type Slot =
  | 'greeting'
  | 'surname'
  | 'title'
  | 'estate'
  | 'day'
  | 'service'
  | 'by'
  | 'worker'
  | 'household'
  | 'grade'
  | 'remark'
  | 'promise'
  | 'visitor'
  | 'text'
  | 'count'
  | 'media'
  | 'when'
  | 'description'
  | 'missing'
  | 'date'
  | 'done'
  | 'said'
  | 'example';

const QUESTION = ['greeting', 'estate', 'day', 'service', 'by'] as const;
const RECHECK = ['greeting', 'estate', 'day', 'service', 'said', 'done'] as const;
const RECORD = ['service', 'household', 'grade', 'remark'] as const;
const VISITED = ['greeting', 'estate', 'visitor', ...RECORD] as const;
const SERVICE = ['description'] as const;

/** Every sentence there is, with the slots that it may use. */
export const SAYINGS = {
  greeting: [],
  'greeting-titled': ['surname', 'title'],
  ask: QUESTION,
  'ask-first': [...QUESTION, 'count'],
  'ask-next': QUESTION,
  'ask-next-round': QUESTION,
  service: QUESTION,
  'done-by': ['worker'],
  'noted-all': ['text'],
  'recorded-all': ['text'],
  'recorded-all-sorry': ['text'],
  'confirm-all': ['text'],
  'ask-round': QUESTION,
  'first-contact': [],
  said: ['remark'],
  'ask-recheck': RECHECK,
  'remind-recheck': RECHECK,
  'ask-again-recheck': RECHECK,
  'recorded-recheck': RECORD,
  remind: QUESTION,
  'remind-round': QUESTION,
  'ask-again': QUESTION,
  'ask-again-round': QUESTION,
  clarify: QUESTION,
  'clarify-failed': [],
  recorded: RECORD,
  'recorded-remark': RECORD,
  confirm: RECORD,
  'confirm-remark': RECORD,
  'confirm-again': [],
  'confirm-visit': VISITED,
  'confirm-visit-remark': VISITED,
  corrected: RECORD,
  'corrected-remark': RECORD,
  signed: [],
  'sorry-promise': ['remark', 'promise', 'service'],
  sorry: ['remark', 'service'],
  'sorry-reason': ['service'],
  'reason-noted': ['remark'],
  'reason-noted-promise': ['remark', 'promise'],
  'reason-none': [],
  'reason-again': [],
  change: QUESTION,
  already: ['grade'],
  'already-other': ['grade'],
  reviewed: [],
  'reviewed-passed-on': [],
  'reviewed-note': ['text'],
  'nothing-to-change': QUESTION,
  'nothing-to-change-round': QUESTION,
  'opted-out': [],
  'opted-out-recorded': ['grade'],
  resumed: [],
  human: [],
  'human-recorded': ['grade'],
  'human-sorry': ['grade'],
  postponed: [],
  'postponed-until': ['when'],
  slots: ['worker'],
  'slots-not-then': ['worker'],
  'slots-taken': ['when'],
  'slots-gone': ['when', 'date'],
  'slots-none': ['worker'],
  'no-slots': ['date'],
  'no-slots-note': ['text'],
  'slots-none-note': ['text'],
  'slot-booked': ['when', 'worker'],
  'slot-booked-plain': ['when', 'worker'],
  'slot-kept': ['when', 'worker'],
  'slot-reminder': ['greeting', 'when', 'worker', 'service'],
  'ask-later': QUESTION,
  'ask-later-round': QUESTION,
  added: ['remark'],
  'added-staff': ['remark'],
  'wrong-person': [],
  'wrong-person-died': [],
  'not-signed': [],
  'change-later': [],
  'passed-on': ['text'],
  'passed-on-short': [],
  'answer-who': QUESTION,
  'answer-what': QUESTION,
  'answer-what-round': QUESTION,
  'answer-worker': ['worker'],
  urgent: [],
  'answer-how': [],
  'answer-how-confirm': [],
  'answer-other': [],
  chitchat: [],
  'chitchat-done': [],
  'chitchat-sorry': [],
  'unclear-done': [],
  'with-staff': [],
  media: [],
  'media-round': [],
  'media-done': [],
  'media-reason': [],
  'media-note': ['media'],
  'media-lost': ['estate', 'household', 'media'],
  back: [],
  hello: ['estate'],
  'hello-again': [],
  'unknown-person': [],
  'unknown-staff': [],
  'option-satisfied': [],
  'option-fairly': [],
  'option-dissatisfied': [],
  noted: ['grade'],
  theme: ['text'],
  'theme-noted': [],
  items: ['text'],
  charge: [],
  'open-topics': ['text'],
  'open-or': [],
  'open-problems': [],
  'open-needs': [],
  'open-suggestions': [],
  'open-noted': [],
  'more-noted': [],
  'more-sorry': [],
  'option-none': [],
  'option-nothing': [],
  'option-all-good': [],
  'option-as-quoted': [],
  'option-not-as-quoted': [],
  'option-other-time': [],
  'option-confirm': [],
  'option-change': [],
  'grade-satisfied': [],
  'grade-fairly': [],
  'grade-dissatisfied': [],
  'media-image': [],
  'media-voice': [],
  'media-video': [],
  'media-file': [],
  'media-location': [],
  'media-other': [],
  'service-complaint': SERVICE,
  'service-repair': SERVICE,
  'service-contracted-service': SERVICE,
  'service-home-service': SERVICE,
  'service-help': SERVICE,
  'service-paid-service': SERVICE,
  'service-emergency-aid': SERVICE,
  'service-publication': SERVICE,
  'service-activity': SERVICE,
  'service-public-area-repair': SERVICE,
  'service-works-completion': SERVICE,
  'service-other': SERVICE,
  ...SURVEY_SAYINGS,
  'service-round-month': [],
  'service-round-quarter': [],
  'service-round-half-year': [],
  'service-round-year': [],
  'service-round-days': [],
} as const satisfies Record<string, readonly Slot[]>;
