/** 项号: every way to write which of the fourteen items is meant → digits. */

const ORDER = '一二三四五六七八九十';
const NUMERAL = '十(?:[一二三四](?!般))?|[一二两三四五六七八九]|\\d{1,2}';
/** 十一, 11, 两 → the number. */
export const ordinal = (word: string): number =>
  /^\d+$/u.test(word)
    ? Number(word)
    : word.length > 1
      ? 10 + ORDER.indexOf(word[1] ?? '') + 1
      : ORDER.indexOf(word.replace('两', '二')) + 1;

const GRADED = '(?=\\s*(?:都|全|均|不?满意|一般|不好|好|差|给|选|[abc](?![a-z])))';
const SINGLED = /(\d{1,2}[项号]?)(?:单独|单单|单)(?=[给选打])/gu;
/** A mark right behind which items it is for (前十三个1). */
const MARKED = '(?:\\s*(?:[:=是给选打]|都|全)*([123])(?=$|[\\s,，。;；!后末最剩其]))?';
const FIRST = new RegExp(`(?<!后)(?:前|头)(?:面|头)?(?:的)?(${NUMERAL})(?:[项个条样]${MARKED}|${GRADED})`, 'gu');
const LAST = new RegExp(
  `(?:最后|末尾?|末了|尾上|后)(?:面|头)?(?:的)?(${NUMERAL})(?:[项个条样]${MARKED}|${GRADED})`,
  'gu',
);
/** 前三个…中间八个…后三个: the middle ones follow the first. */
const MIDDLE = new RegExp(
  `(?:前|头)(?:面)?(${NUMERAL})([项个条样]?[^\\d].*?)(?:中间|当中)(?:的|这|那)?(${NUMERAL})[项个条样]`,
  'u',
);
/** 前三个…最后三个…中间的: all between. */
const MIDST = /中间(?:的|那些|那几[项个])?(?=都|全|[^\d]{0,3}(?:满意|一般|凑合|还行|好|差|不行|将就))/u;
const LAST_SAID = /最后|末|后[一二两三四五六七八九十\d]/u;
const midst = (text: string): string =>
  /[前头]/u.test(text) && (LAST_SAID.test(text) || text.includes('1+14项')) ? text.replace(MIDST, '其他') : text;
/** 后头2 3 2 2: the last ones by their marks. */
const TAIL_ROW = /(?:后|最后|末)(?:头|面|尾)?(?:的)?\s*((?:[123][\s,、]?){2,12})$/u;
const tailRow = (_: string, marks: string): string => {
  const row = marks.match(/[123]/gu) ?? [];
  return row.map((mark, at) => `${15 - row.length + at}项${MARK[mark]},`).join('');
};
const ODD = /(?:逢|第)?(?:单数|奇数|单号)(?:的|项|题)*/gu;
const EVEN = /(?:逢|第)?(?:双数|偶数|双号)(?:的|项|题)*/gu;
/** 十三项满意，剩一项会所: as many as there are but for what follows. */
const ALL_BUT = new RegExp(
  `(?<![第前头后末\\d一二三四五六七八九十到至~-])(${NUMERAL})[项个条样](?:都|全|是)*(不?满意|一般|很?好|差)([,，]?)(?:还)?(?:剩|就|只|有)(?:下|有|了)*(${NUMERAL})[项个条样]?(?:就是|是)?`,
  'gu',
);
/** 十四项里十三项满意，第五项不满意: thirteen of them are the rest. */
const MOST =
  /^(?:14|十四)[项个条样](?:里面?|中|当中)?(?:有)?(?:13|十三|12|十二)[项个条样](?:都|是|全)*(不?满意|一般|很?好|差)[,，]/u;
const FROM_END = new RegExp(`倒数第(${NUMERAL})(?:[项个条])?`, 'gu');
const NTH = new RegExp(`第(${NUMERAL})(?:[项个条号])?(?![次回天年周月日遍趟批任层期栋]|个月|星期)`, 'gu');
const RANGE = new RegExp(
  `(?<![\\d一二三四五六七八九十])第?(${NUMERAL})[项个号]?\\s*[到至~-]\\s*第?(${NUMERAL})(?![\\d点天个月年次])`,
  'gu',
);
const LISTED =
  /(?<![\p{Script=Han}\d])(十[一二三四]?|[一二三四五六七八九])(?=[、+和跟与]|项|号(?![楼门梯机栋])|都|不?满意|差(?!不多)|还行)|(?<=[、+和跟与])(十[一二三四]?|[一二三四五六七八九])(?=[、+和跟与,\s]|项|号|都|全|不?满意|差|一般|好|还行)|(?<=满意|一般|不错|还行|可以|嗯|呃|额|那|就|号|项|除|除了)(十[一二三四]?|[一二三四五六七八九])(?=号(?![楼门梯机栋])|项|不?满意|一般|不好|差|都|全|均|以?外|和|、|给|选)/gu;

/** 十、十一突出，八滞后: numerals whose grade is in a word that no other list knows. */
const NUMERAL_OF =
  /(?<=[一二三四五六七八九十项][、和])(十[一二三四]?|[一二三四五六七八九])(?=突出|优秀|滞后|拉胯|垫底|欠佳|最|太|很|挺|特别|不错)|(?<=^|[,，。;；\s])(十[一二三四]?|[一二四五六七八九])(?=突出|优秀|滞后|拉胯|垫底|欠佳|太差|最差|很差|很好|挺好|不错|凑合|将就|中等)/gu;

/** 四 八 不满意: a list of numerals. */
const SPACED =
  /(?<=^|[,，。;；\s])(十?[一二三四五六七八九十])\s+(?=(?:十?[一二三四五六七八九十]\s+)*十?[一二三四五六七八九十]\s*(?:都|不?满意|一般|不好|差|好))/gu;

/** 十项以前, 十项往后. */
const BEFORE_IT =
  /(?<![\d第一二三四五六七八九十到至])(十[一二三四]?|[一二三四五六七八九])[项个条](?:以前|之前|往前)的?/gu;
const AFTER_IT =
  /(?<![\d第一二三四五六七八九十到至])(十[一二三四]?|[一二三四五六七八九])[项个条](?:以后|之后|往后|开始|起(?=[都全]))的?/gu;

/** 四五六一般, 七八两项不满意: one item a numeral, where they rise. */
const HAN_RUN =
  /(?<![第\d一二三四五六七八九十到至])([一二三四五六七八九]{2,6})(?:[两三四五几]?[项样条])?(?=\s*(?:都|全|不?满意|一般(?!般)|不好|不行|差|好|[abc](?![a-z])))/gu;

function hanRun(whole: string, run: string): string {
  const numbers = Array.from(run, ordinal);
  const rising = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
  return rising ? `${numbers.join('+')}项` : whole;
}

/** A run of figures that is no item by itself is one item a figure (68 → 6+8, 123 → 1+2+3), where a grade follows. */
const RUN =
  /(?<![\d.:=-])([1-9]{2,9})(?=(?:项|都|全|均|以外|之外|外)*\s*(?:不?满意|一般|不好|好|差|不行|还行|都|全|外|给|选|[abc](?![a-z])))/gu;
const MARK: Readonly<Record<string, string>> = { '1': 'a', '2': 'b', '3': 'c', 一: 'a', 二: 'b', 三: 'c' };

const marked = (mark: string | undefined): string => (mark ? `${MARK[mark]},` : '');

function middle(whole: string, first: string, between: string, count: string): string {
  const from = ordinal(first) + 1;
  const to = ordinal(first) + ordinal(count);
  return to < 14 ? `前${first}${between}${from}-${to}项` : whole;
}

function allBut(whole: string, count: string, grade: string, comma: string, left: string): string {
  return ordinal(count) + ordinal(left) === 14 ? `其他${grade}${comma || ','}` : whole;
}

function runOf(run: string): string {
  const figures = Array.from(run);
  const rising = figures.every((figure, index) => index === 0 || figure > (figures[index - 1] ?? ''));
  return rising && Number(run) > 14 ? `${figures.join('+')}项` : run;
}

/** 14 项都 is all of them, 剩下 12 项 the rest, 8:3, 8=c or 8.3 a number and its mark; 都1 and 其余选2 a mark. */
export function counted(text: string): string {
  const pairs = /^(?:\d{1,2}\s*[.、)]\s*[123][\s,;]*){3,}$|^(?:\d{1,2}-[123][\s,;]+){4,}\d{1,2}-[123]$/u.test(text)
    ? text.replaceAll(/[.、)-]/gu, ':')
    : text;
  return unlettered(pairs)
    .replaceAll(/(?<=[\d一二三四五六七八九十])(?:小题|题目?|小项)(?!材)/gu, '项')
    .replaceAll(/(?<=其[他它余]|剩下|别的)(?:题目?|小项|条目)/gu, '')
    .replaceAll(/首尾|头尾(?:两[项个])?/gu, '1+14项')
    .replaceAll(/首项/gu, '1项')
    .replaceAll(/末项/gu, '14项')
    .replace(/^其[他它](?:方面|意见|建议)?[:：](?!都|全|不?满意|一般|[123abc好差])/u, '14项')
    .replaceAll(
      /(?<=^|[,，。;；\s])(十[一二三四]?|[二三四五六七八九])(?=一般(?!般)|不?满意)/gu,
      (_, n: string) => `${ordinal(n)}项`,
    )
    .replaceAll(/(\d)\s*(?:to|thru|through)\s*(?=\d)/gu, '$1-')
    .replaceAll(/(\d)\s*and\s*(?=\d)/gu, '$1+')
    .replaceAll(SINGLED, '$1')
    .replace(MOST, '其他$1,')
    .replaceAll(ALL_BUT, allBut)
    .replaceAll(
      /(?<![\d.])(\d{1,2})(?:是|选|给|打|评|要|改成?)([123])吧?(?=$|[\s,，。;；!])/gu,
      (_, number: string, mark: string) => `${number}项${MARK[mark]},`,
    )
    .replaceAll(
      /(?<![-~到至\d第和、+]\s?)(?:这|以上|上面|全部|所有|总共|一共)*的?(?:14|十四)(?:个)?(?:大)?(?:项|条|样|题|方面|个|点)(?:内容|指标|工作|服务)?(?:我)?(?=都|全|均|统统|通通|通统|皆|一律|满意|不满意|一般|选|没)/gu,
      '全部',
    )
    .replaceAll(
      /(剩下|其余|其他|其它|剩余|余下|别的)(?:的)?(?:\d{1,2}|[一两二三四五六七八九十]{1,2}|[几各])(?:项|个|条|样)/gu,
      '$1',
    )
    .replaceAll(RUN, runOf)
    .replaceAll(
      /(都|全|全部|统统|通通|一律|均|其[他它余]|别的|剩下|剩余|余下|后面|另外)(的)?\s*((?:[:=是给选打评填算为]|都|全|统统|通通|一律)*)\s*([123])(?=$|[\s,，。;；!吧啊呗除])/gu,
      (_, word: string, of: string | undefined, given: string, mark: string) =>
        `${word}${of ?? ''}${given.replaceAll(/[:=]/gu, '')}${MARK[mark]}`,
    )
    .replaceAll(
      /((?:都|全|其[他它余]|剩下)[^,，。;]{0,2}[给选打])([一二三])(?=$|[\s,，。;；!吧啊呗])/gu,
      (_, word: string, mark: string) => word + MARK[mark],
    )
    .replaceAll(
      /((?:\d{1,2}|十[一二三四]?|[一二三四五六七八九])[项号]|\d{1,2}[-~至到]\d{1,2}(?!\d)项?)\s*(?:[:=是给选打评都全均皆为]+|\s)*([123])(?=$|[\s,，。;；!])(?!\s*[-~到至项])/gu,
      (_, number: string, mark: string) => `${number}${MARK[mark]},`,
    )
    .replaceAll(
      /(?<!\d)(\d{1,2})\s*[:=]\s*([123])(?!\d)/gu,
      (_, number: string, mark: string) => `${number}项${MARK[mark]},`,
    )
    .replaceAll(/(?<!\d)(\d{1,2})\s*[、.]\s*([abc])(?![a-z])/gu, '$1项$2,')
    .replaceAll(/(?<!\d)(\d{1,2})\s*-\s*(?=不?满意|一般|好|差|[abc])/gu, '$1项')
    .replaceAll(/(?<!\d)(\d{1,2})\s*[:=]\s*(?=[abc\p{Script=Han}])/gu, '$1项');
}

const LETTER = '(?<![a-z])([a-n])';
const LETTER_RANGE = new RegExp(
  `${LETTER}\\s*[-~到至]\\s*([a-n])(?![a-z])(?:\\s*(?:[:=是给选打]|都|全)*([123abc])(?![\\da-z]))?`,
  'gu',
);
/** b和h, h、i、j: a list of letters that rise, said of directions. */
const LETTER_LIST = /(?<![a-z])([a-n](?:\s*(?:[和跟与、+&]|and)\s*[a-n])+)(?![a-z\d])/gu;
const LETTER_MARK = new RegExp(`(?<![a-z])([d-n])\\s*(?:[:=是给选打评]\\s*)*([123abc])(?![\\da-z])`, 'gu');
const LETTER_EXCEPTED = /(?<=除(?:了|开|去)?)([a-n])(?![a-z])/gu;
const number = (letter: string): number => letter.charCodeAt(0) - 96;

/** a-g, b和h, 除了 c, h是c: letters that stand for directions → numbers. */
function unlettered(text: string): string {
  if (!/(?<![a-z])[a-n](?![a-z])/u.test(text)) return text;
  return text
    .replaceAll(LETTER_RANGE, (whole, from: string, to: string, mark?: string) =>
      from < to ? `${number(from)}-${number(to)}项${mark ? `${MARK[mark] ?? mark},` : ''}` : whole,
    )
    .replaceAll(LETTER_LIST, (whole, list: string) => {
      const numbers = (list.replaceAll('and', '+').match(/[a-n]/gu) ?? []).map(number);
      const rising = numbers.every((one, index) => index === 0 || one > (numbers[index - 1] ?? 0));
      return rising ? `${numbers.join('+')}项` : whole;
    })
    .replaceAll(LETTER_EXCEPTED, (_, letter: string) => `${number(letter)}项`)
    .replaceAll(LETTER_MARK, (_, letter: string, mark: string) => `${number(letter)}项${MARK[mark] ?? mark},`);
}

/** 第六项, 前六项, 后三项, 最后一项, 倒数第二, 一到五, 六和八, a-g → numbers. */
export function ordinals(text: string): string {
  return midst(text)
    .replaceAll(ODD, '1+3+5+7+9+11+13项')
    .replaceAll(EVEN, '2+4+6+8+10+12+14项')
    .replaceAll(/(?<=\+1[34]项)([123])(?=$|[,，。;；\s])/gu, (_, mark: string) => `${MARK[mark]},`)
    .replaceAll(SPACED, '$1、')
    .replaceAll(/(?:前|上)(?:面)?(?:的)?(?:一半|半(?:段|部分|截)?)(?![天夜年月小个])(?:的)?/gu, '1-7项')
    .replaceAll(/(?:后|下)(?:面)?(?:的)?(?:一半|半(?:段|部分|截)?)(?![天夜年月小个])(?:的)?/gu, '8-14项')
    .replaceAll(/(?<!\d)(?:第)?(?:14|十四)项?\s*[(:、,]?\s*其[他它]\)?/gu, '14项')
    .replace(TAIL_ROW, tailRow)
    .replaceAll(HAN_RUN, hanRun)
    .replaceAll(FROM_END, (_, n: string) => `${15 - ordinal(n)}项`)
    .replace(MIDDLE, middle)
    .replaceAll(FIRST, (_, n: string, mark?: string) => `1-${ordinal(n)}项${marked(mark)}`)
    .replaceAll(
      LAST,
      (_, n: string, mark?: string) => `${ordinal(n) === 1 ? '14项' : `${15 - ordinal(n)}-14项`}${marked(mark)}`,
    )
    .replaceAll(RANGE, (_, from: string, to: string) => `${ordinal(from)}-${ordinal(to)}`)
    .replaceAll(/(?<![a-z\d项选给打都全部是评])([a-n])[\s、,]+(?=[a-n](?![a-z]))/gu, '$1+')
    .replaceAll(NTH, (_, n: string) => `${ordinal(n)}项`)
    .replaceAll(BEFORE_IT, (_, n: string) => `1-${ordinal(n)}项`)
    .replaceAll(AFTER_IT, (_, n: string) => `${ordinal(n)}-14项`)
    .replaceAll(
      /(?<![\d-])(\d{1,2})[项个]?(?:以后|之后|往后|后面|后头|开始|起(?=[都全]|不?满意|一般|[abc]))(?:\(含\d{1,2}\))?的?/gu,
      '$1-14项',
    )
    .replaceAll(/(?<![\d-])(\d{1,2})[项个]?(?:以前|之前|往前|前面)的?(?!比|好|差)/gu, '1-$1项')
    .replaceAll(NUMERAL_OF, (_, n?: string, m?: string) => `${ordinal(n ?? m ?? '')}项`)
    .replaceAll(LISTED, (_, n?: string, m?: string, o?: string) => `${ordinal(n ?? m ?? o ?? '')}项`)
    .replaceAll('项号', '项');
}
