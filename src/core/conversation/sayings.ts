/** 句子: every sentence that residents read, from templates/sayings.zh.yaml, typed, checked and filled. */
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';

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
  | 'description';

const QUESTION = ['greeting', 'estate', 'day', 'service', 'by'] as const;
const RECORD = ['service', 'household', 'grade', 'remark'] as const;
const VISITED = ['greeting', 'estate', 'visitor', ...RECORD] as const;
const SERVICE = ['description'] as const;

/** Every sentence there is, with the slots that it may use. */
const SAYINGS = {
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
  'confirm-all': ['text'],
  'ask-round': QUESTION,
  'first-contact': [],
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
  change: QUESTION,
  already: ['grade'],
  'already-other': ['grade'],
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
  'ask-later': QUESTION,
  'ask-later-round': QUESTION,
  added: ['remark'],
  'added-staff': ['remark'],
  'wrong-person': [],
  'passed-on': ['text'],
  'passed-on-short': [],
  'answer-who': QUESTION,
  'answer-what': QUESTION,
  'answer-what-round': QUESTION,
  'answer-how': [],
  'answer-other': [],
  chitchat: [],
  'chitchat-done': [],
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
  'more-noted': [],
  'more-sorry': [],
  'option-none': [],
  'option-all-good': [],
  'option-as-quoted': [],
  'option-not-as-quoted': [],
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
  'service-round-month': [],
  'service-round-quarter': [],
  'service-round-half-year': [],
  'service-round-year': [],
  'service-round-days': [],
} as const satisfies Record<string, readonly Slot[]>;

export type SayingKey = keyof typeof SAYINGS;
/** Every sentence, checked by `parseSayings`. */
export type Sayings = Readonly<Record<SayingKey, string>> & { readonly __checked: true };
/** `field` is the sentence's key; `line` counts from 1. */
export type SayingFault = {
  readonly line: number;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};

/** A sentence never needs more; what it is filled with is clipped to keep a message under 2,048 bytes. */
const MAX_CHARS = 150;
const OPTION_BYTES = 128;

/** The sentences of a sayings file, or all its faults: unknown, missing or twice given keys, slots that a sentence has not. */
export function parseSayings(
  text: string,
): { readonly sayings: Sayings } | { readonly faults: readonly SayingFault[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const broken = document.errors.map((error): SayingFault => ({
    line: counter.linePos(error.pos[0]).line,
    field: '',
    expected: '每行一句，写成「名字: 句子」',
    found: error.message.split('\n')[0] ?? '',
  }));
  if (broken.length > 0) return { faults: broken };
  if (!isMap(document.contents))
    return { faults: [{ line: 1, field: '', expected: '每行一句，写成「名字: 句子」', found: '不是这样的文件' }] };
  const found = new Map<string, string>();
  const faults = readMap(document.contents, found, (offset) => counter.linePos(offset).line);
  for (const key of Object.keys(SAYINGS)) {
    if (!found.has(key) && !faults.some((fault) => fault.field === key)) {
      faults.push({ line: counter.lineStarts.length, field: key, expected: '要有这一句', found: '没有' });
    }
  }
  return faults.length > 0 ? { faults } : { sayings: Object.fromEntries(found) as unknown as Sayings };
}

function readMap(map: YAMLMap, found: Map<string, string>, lineAt: (offset: number) => number): SayingFault[] {
  return map.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const line = lineAt(isScalar(key) && key.range ? key.range[0] : 0);
    const sentence = isScalar(value) && typeof value.value === 'string' ? value.value : null;
    if (sentence !== null) found.set(name, sentence);
    return faultsOf(name, sentence).map((fault) => ({ line, field: name, ...fault }));
  });
}

function faultsOf(name: string, sentence: string | null): readonly Pick<SayingFault, 'expected' | 'found'>[] {
  if (!Object.hasOwn(SAYINGS, name)) return [{ expected: '程序里有的句子名字', found: name }];
  if (sentence === null || sentence.trim() === '') return [{ expected: '一句话', found: '空的，或不是文字' }];
  const allowed: readonly string[] = SAYINGS[name as SayingKey];
  const wrong = [...sentence.matchAll(/\{([^{}]*)\}/gu)]
    .map((m) => m[1] ?? '')
    .filter((slot) => !allowed.includes(slot));
  const shown = allowed.length > 0 ? allowed.map((slot) => `{${slot}}`).join(' ') : '不用花括号';
  const faults = wrong.map((slot) => ({ expected: `只能用 ${shown}`, found: `{${slot}}` }));
  const tooLong =
    Array.from(sentence).length > MAX_CHARS ||
    (name.startsWith('option-') && Buffer.byteLength(sentence) > OPTION_BYTES);
  return tooLong
    ? [
        ...faults,
        {
          expected: `不超过 ${name.startsWith('option-') ? `${OPTION_BYTES} 字节` : `${MAX_CHARS} 字`}`,
          found: `${Array.from(sentence).length} 字`,
        },
      ]
    : faults;
}

/** A sentence with its slots filled; a slot that is not given stays empty. */
export function fill(sayings: Sayings, key: SayingKey, slots: Readonly<Partial<Record<Slot, string>>> = {}): string {
  return sayings[key].replaceAll(/\{([^{}]*)\}/gu, (_, slot: string) => slots[slot as Slot] ?? '');
}
