/** 句子: every sentence that residents read, from templates/sayings.zh.yaml, typed, checked and filled. */
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { SAYINGS, type Slot } from './saying-keys.js';

export type { Slot } from './saying-keys.js';

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

/** A sentence with its slots filled; a slot that is not given stays empty. Words that end with a sign get no full stop after it. */
export function fill(sayings: Sayings, key: SayingKey, slots: Readonly<Partial<Record<Slot, string>>> = {}): string {
  return sayings[key].replaceAll(/\{([^{}]*)\}(。?)/gu, (_, slot: string, stop: string) => {
    const words = slots[slot as Slot] ?? '';
    return ENDS.test(words) ? words : `${words}${stop}`;
  });
}

const ENDS = /[。！？!?…]$/u;
