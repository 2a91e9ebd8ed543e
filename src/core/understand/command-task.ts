/** 任务号: the number of a task in what staff write, told from days, times, households, counts and percentages. */

/** A number in Chinese numerals: 二十三, 一百零三. */
const HAN_DIGITS = '零一二三四五六七八九';
const NUMERALS = '一二两三四五六七八九十百千零';
export const HAN_NUMBER = `[${NUMERALS}]+`;
const N = `(?:\\d+|${HAN_NUMBER})`;

/** What a number in digits or in Chinese numerals is; NaN for none. */
export function numberIn(text: string): number {
  if (/^\d+$/u.test(text)) return Number(text);
  if (!new RegExp(`^${HAN_NUMBER}$`, 'u').test(text)) return Number.NaN;
  let total = 0;
  let digit: number | null = null;
  for (const character of text.replaceAll('两', '二')) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[character];
    if (unit === undefined)
      digit = (digit ?? 0) * (digit === null || digit === 0 ? 1 : 10) + HAN_DIGITS.indexOf(character);
    else {
      total += (digit ?? (total === 0 || unit === 10 ? 1 : Number.NaN)) * unit;
      digit = null;
    }
  }
  // 一百一 is 110.
  return total + (digit ?? 0) * (/百[一二三四五六七八九]$/u.test(text) ? 10 : 1);
}

/** Stretches whose numbers are no task's, longer forms first. */
const NO_TASK: readonly RegExp[] = [
  /(?<!\d)1[3-9]\d{9}(?!\d)|0\d{2,3}-?\d{7,8}/gu,
  /(?<![\d-])\d{1,3}(?:-\d{1,4}){1,3}(?=\D|$)(?![-.]\d)/gu,
  new RegExp(`${N}\\s*(?:栋|幢|座|号楼|单元)(?:[\\d栋幢座号楼单元层室房-]*)`, 'gu'),
  /p\d{2}(?:\.\d+)?/giu,
  /(?<=\p{Script=Han}|^)\d{1,2}\s*[楼层](?!上|下|道)/gu,
  /\d+\s*(?:路(?!口)|号线)/gu,
  new RegExp(
    `(?<![\\d.])\\d{1,3}(?:\\.\\d+)?\\s*%|百分之\\s*${N}|(?<![\\d${NUMERALS}])[\\d一二两三四五六七八九十]\\s*成(?!功|交|立|了)`,
    'gu',
  ),
  /20\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?)?|20\d{2}\s*(?:[qh]\d|年)/giu,
  new RegExp(`${N}\\s*月${N}[日号]?\\s*(?:到|至|-|~)\\s*(?:${N}月)?${N}[日号]?`, 'gu'),
  new RegExp(`${N}\\s*月\\s*(?:${N}[日号]?|份|底|初)?`, 'gu'),
  /\d{1,2}\s*[::]\s*\d{2}/gu,
  /(?<![\d/])\d{1,2}\/\d{1,2}(?![\d/])[号日]?/gu,
  new RegExp(`${N}\\s*(?:点|时(?![间候常段长代]))(?:半|一刻|三刻|${N}分?)?(?:钟|前|左右)?`, 'gu'),
  new RegExp(
    `(?<![第\\d${NUMERALS}])${N}(?:多|来)?(?:\\s*(?:天(?!花)|次|遍|小时|分钟|个月)|个(?!号)|日|周(?![围一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|分(?![给派配])|年|回(?![访房])|户(?!没|不|业|主|的|刚|已|说|还|是|改|转|退|通|完)|家(?!里|中|属|问|没|的|人|住|说|关|锁|业|不|出|电|号|联|刚|搬|也|都|那)|条|份|张(?<!(?:^|[将把])\\s*${N}张(?=单))|块|元|人(?!去楼|没|不|也|都|已|呢|家|见|在|说|找)|趟|位|层|级|套|件|通(?!过)|声|轮|道|遭)(?!\\s*(?:记录)?\\s*(?:不?通过|退回|打回|驳回|审核|批准|不?同意))`,
    'gu',
  ),
  new RegExp(`(?:了|有|共|剩)\\s*${N}\\s*单`, 'gu'),
  new RegExp(`第\\s*${N}\\s*[次回趟遍]`, 'gu'),
  /第\s*\d+\s*[项季]|第?[一二三四1-4]季度?|q[1-4]/giu,
];
/** A day of the month beside a word for a change of day. */
const DAY = new RegExp(
  `(?:改到|改成|改约|推到|拖到|延到|挪到|约在|约到|定在|顺延到|下个?月|这个?月|本月)\\s*${N}\\s*[号日]`,
  'gu',
);

/** How a task is named, the plainest first. */
const NAMED: readonly RegExp[] = [
  new RegExp(
    `(?:任务|单子|工单|单号|#|№|(?<![a-z])t-?|no\\.?|编号)\\s*[::]?\\s*(\\d+|${HAN_NUMBER}(?=号|$|[\\s,，。]))\\s*(?:号|单)?`,
    'giu',
  ),
  new RegExp(
    `(?<![\\d.])(\\d+|${HAN_NUMBER}(?=\\s*号))\\s*号?\\s*(?:单子?(?!元)|任务|工单|[这那](?:个|单|户|家|条|张|份|笔)|户(?=回访))`,
    'gu',
  ),
  new RegExp(`(?<![\\d.])(${N})\\s*号`, 'gu'),
  /(?<![\d.a-z-])(\d{1,7})(?![\d%]|(?!ok|done)[a-z]|[.:-]\d)/giu,
  new RegExp(`(?<=^|[\\s,，、:：])(${HAN_NUMBER})(?=$|[\\s,，、。!！?？])`, 'gu'),
];

export type NamedTask = { readonly task: number; readonly words: string; readonly at: number };

/** Where the words of a task end; the text's begin where there is none. */
export const endOf = (task: NamedTask | undefined): number => (task === undefined ? 0 : task.at + task.words.length);

/** The tasks that a text names, in the order in which they stand; what only may be one is left out where a plainer is. */
export function tasksIn(text: string): readonly NamedTask[] {
  const masked = [...NO_TASK, DAY].reduce((left, pattern) => left.replaceAll(pattern, blank), text);
  const found: NamedTask[] = [];
  let left = masked;
  for (const [index, pattern] of NAMED.entries()) {
    if (index >= 4 && found.length > 0) break;
    left = left.replaceAll(pattern, (words: string, digits: string, at: number) => {
      const task = numberIn(digits);
      if (Number.isSafeInteger(task) && task > 0 && task < 10_000_000) found.push({ task, words, at });
      return blank(words);
    });
  }
  return found.toSorted((a, b) => a.at - b.at);
}

const blank = (words: string): string => '□'.repeat(words.length);

/** 叁拾柒, 廿五, 幺二, 二〇一: other ways of writing numerals. */
const OTHER_NUMERALS: readonly (readonly [RegExp, string])[] = [
  [/[壹幺]/gu, '一'],
  [/[贰]/gu, '二'],
  [/[叁]/gu, '三'],
  [/[肆]/gu, '四'],
  // 老伍, 陆军 are names.
  [/(?<=[拾佰十百零])伍|伍(?=[拾佰十百号])/gu, '五'],
  [/(?<=[拾佰十百零])陆|陆(?=[拾佰十百号])/gu, '六'],
  [/[柒]/gu, '七'],
  [/[捌]/gu, '八'],
  [/[玖]/gu, '九'],
  [/[拾]/gu, '十'],
  [/[佰]/gu, '百'],
  [/廿/gu, '二十'],
  [/卅/gu, '三十'],
  [/[〇○]/gu, '零'],
];
/** What makes of a numeral a time, a length, a count or a place. */
const MEASURE =
  '(?:天|个|点|月|日|周|星期|礼拜|年|户|次|遍|趟|回|分|块|元|岁|栋|幢|座|楼|单元|层|成(?!空|了)|家(?!里)|时(?![间候])|人|位|小时|秒|米|度|多|几|来|余|%|季|套|期|项|声|轮|\\.)';
/** Such as only a number can be: 三十七, 一百零二; 李四十二 is 李四 and 12. */
const LONG = new RegExp(
  `(?<![月周期近百分之几数\\d${NUMERALS}]|[李王张赵孙钱](?=[三四五六七八九]))(?:第)?([一二三四五六七八九]?[十百][${NUMERALS}]*|[两]百[${NUMERALS}]*|[一二三四五六七八九][十百][${NUMERALS}]*)(?!\\s*${MEASURE})(?![${NUMERALS}])`,
  'gu',
);

/** 一零七, 七三零六: figure by figure. */
const FIGURES = new RegExp(
  `(?<![月年\\d${NUMERALS}])(?!二零[一二三]|二[一二三]零)[一二三四五六七八九](?:[一二三四五六七八九]*零[一二三四五六七八九零]*)(?!\\s*${MEASURE})(?![${NUMERALS}])`,
  'gu',
);
/** 六一六驳回, 申领七二一: figure by figure, beside an order. */
const BESIDE_ORDER =
  /(?<![一二三四五六七八九十百千零\d月年])[一二三四五六七八九][一二三四五六七八九零]{2}(?=\s*(?:驳回?|退回|通过|改期|我来|我领|转给|无人|没人|完成|做完|号单?))|(?<=(?:领取?|完成|改期|审核|说明|转给|驳回|退回)\s*)[一二三四五六七八九][一二三四五六七八九零]{2}(?=$|[\s,，。])/gu;
/** 事三十一, 案八: what is no 两案 and no 十件事. */
const OF_A_KIND = new RegExp(
  `(?<=(?:^|[\\s,，。把将了])(?:事项?|案)\\s*)(?!一(?![号\\s,，]|$))${HAN_NUMBER}(?!\\s*${MEASURE}(?!号|单))`,
  'gu',
);
/** 第七单. */
const ORDINAL = new RegExp(`(?<=(?<!\\p{Script=Han})第)(?!一单)${HAN_NUMBER}(?=\\s*(?:单(?!元)|号单|张单))`, 'gu');

/** 四十七月底再去: more than any month's number. */
const BEFORE_MONTH_END = /(?:[二三四五六七八九]十|百)[一二三四五六七八九]?(?=月[底末初])/gu;

/** 六十八号, 领取 二十三, 把三十七转给王芳: numbers in digits, where what stands around them makes them no length and no time. */
export const digits = (text: string): string =>
  OTHER_NUMERALS.reduce((left, [sign, plain]) => left.replaceAll(sign, plain), text)
    .replaceAll(
      new RegExp(
        `(?<![月\\d${NUMERALS}])${HAN_NUMBER}(?=\\s*号(?!楼)|[这那](?:单|户|家|条|张|份))|(?<=^|[\\s,，、:：])${HAN_NUMBER}(?=$|[\\s,，、。!！?？])`,
        'gu',
      ),
      inDigits,
    )
    .replaceAll(
      /(?<=[李王张赵](?:三|四|五|六))十[一二三四五六七八九]?(?![年月日天点户次])/gu,
      (words) => ` ${inDigits(words)}`,
    )
    .replaceAll(BEFORE_MONTH_END, (words) => `${inDigits(words)} `)
    .replaceAll(ORDINAL, inDigits)
    .replaceAll(OF_A_KIND, inDigits)
    .replaceAll(FIGURES, inDigits)
    .replaceAll(BESIDE_ORDER, inDigits)
    .replaceAll(LONG, (words, number: string) => words.replace(number, inDigits(number)));

function inDigits(words: string): string {
  const value = numberIn(words);
  return Number.isSafeInteger(value) && value > 0 ? String(value) : words;
}
