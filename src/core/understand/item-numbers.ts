/** 项号: every way to write which of the fourteen items is meant → digits. */

const ORDER = '一二三四五六七八九十';
const NUMERAL = '十(?:[一二三四](?!般))?|[一二两三四五六七八九]|\\d{1,2}';
const ordinal = (word: string): number =>
  /^\d+$/u.test(word)
    ? Number(word)
    : word.startsWith('十')
      ? 10 + ORDER.indexOf(word[1] ?? '') + 1
      : ORDER.indexOf(word.replace('两', '二')) + 1;

const GRADED = '(?=都|全|均|不?满意|一般|不好|好|差|给|选|[abc])';
const FIRST = new RegExp(`(?:前|头)(?:面)?(${NUMERAL})(?:[项个条]|${GRADED})`, 'gu');
const LAST = new RegExp(`(?:最后|末尾?|后)(?:面)?(${NUMERAL})(?:[项个条]|${GRADED})`, 'gu');
const FROM_END = new RegExp(`倒数第(${NUMERAL})(?:[项个条])?`, 'gu');
const NTH = new RegExp(`第(${NUMERAL})(?:[项个条号])?(?![次回])`, 'gu');
const RANGE = new RegExp(
  `(?<![\\d一二三四五六七八九十])第?(${NUMERAL})[项个]?[到至~-]第?(${NUMERAL})(?![\\d点天个月年次])`,
  'gu',
);
const LISTED =
  /(?<![\p{Script=Han}\d])(十[一二三四]?|[一二三四五六七八九])(?=[、+和跟与]|项|号|都|不?满意|差(?!不多)|还行)|(?<=[、+和跟与])(十[一二三四]?|[一二三四五六七八九])(?=[、+和跟与,\s]|项|号|都|全|不?满意|差|一般|好|还行)/gu;

/** 14 项都 is all of them, 剩下 12 项 the rest, 8:3, 8=c or 8.3 a number and its mark. */
export function counted(text: string): string {
  const pairs = /^(?:\d{1,2}\s*[.、]\s*[123][\s,;]*){3,}$/u.test(text) ? text.replaceAll(/[.、]/gu, ':') : text;
  return pairs
    .replaceAll(
      /(?:这|以上|上面|全部|所有|总共|一共)*的?(?:14|十四)(?:个)?(?:大)?(?:项|条|样|题|方面|个|点)(?:内容|指标)?(?=都|全|均|统统|一律|满意|不满意|一般|选|没)/gu,
      '全部',
    )
    .replaceAll(/(剩下|其余|其他|其它|剩余|余下)的?(?:\d{1,2}|[一两二三四五六七八九十]{1,2})(?:项|个|条|样)/gu, '$1')
    .replaceAll(
      /(?<!\d)(\d{1,2})\s*[:=]\s*([123])(?!\d)/gu,
      (_, number: string, mark: string) => `${number}项${'abc'[Number(mark) - 1]},`,
    )
    .replaceAll(/(?<!\d)(\d{1,2})\s*[、.]\s*([abc])(?![a-z])/gu, '$1项$2,')
    .replaceAll(/(?<!\d)(\d{1,2})\s*-\s*(?=不?满意|一般|好|差|[abc])/gu, '$1项')
    .replaceAll(/(?<!\d)(\d{1,2})\s*[:=]\s*(?=[abc\p{Script=Han}])/gu, '$1项');
}

/** 第六项, 前六项, 后三项, 最后一项, 倒数第二, 一到五, 六和八, a-g → numbers. */
export function ordinals(text: string): string {
  return text
    .replaceAll(
      /(?<![a-z])([a-n])\s*[-~到至]\s*([a-n])(?![a-z])/gu,
      (_, from: string, to: string) => `${from.charCodeAt(0) - 96}-${to.charCodeAt(0) - 96}`,
    )
    .replaceAll(FROM_END, (_, n: string) => `${15 - ordinal(n)}项`)
    .replaceAll(FIRST, (_, n: string) => `1-${ordinal(n)}项`)
    .replaceAll(LAST, (_, n: string) => (ordinal(n) === 1 ? '14项' : `${15 - ordinal(n)}-14项`))
    .replaceAll(RANGE, (_, from: string, to: string) => `${ordinal(from)}-${ordinal(to)}`)
    .replaceAll(/(?<!\d)(\d{1,2})[项个]?(?:以后|之后|往后)的?/gu, '$1-14项')
    .replaceAll(/(?<![a-z\d项])([a-n])[\s、,]+(?=[a-n](?![a-z]))/gu, '$1+')
    .replaceAll(NTH, (_, n: string) => `${ordinal(n)}项`)
    .replaceAll(LISTED, (_, n?: string, m?: string) => `${ordinal(n ?? m ?? '')}项`);
}
