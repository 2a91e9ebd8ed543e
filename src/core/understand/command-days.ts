/** 口语里的日子: dates and regional words as staff write them, put as the other readers know them. */
import { addDays, type LocalDate } from '../calendar.js';
import { NUMERAL, numberOf } from './appointment.js';
import { comingFeast, FEAST, lunarDays } from './feasts.js';

/** Words of the regions that stand in orders, the longer ones first. */
const SPOKEN: readonly (readonly [RegExp, string | ((words: string) => string)])[] = [
  [/元月(?!旦)/gu, '1月'],
  [/(?<!好|么么|萌萌|乖)哒(?![哒])/gu, '了'],
  [/几多/gu, '多少'],
  [
    /(?<=[推延顺]|推[迟后]|延[后迟期]|顺延|往后)\s*(24|48|72)\s*个?小时/gu,
    (hours) => `${Number(/\d+/u.exec(hours)?.[0]) / 24}天`,
  ],
  [/为[甚嘛](?!么)/gu, '为什么'],
  [/凭[嘛甚]/gu, '凭什么'],
  [/[喽啰]|咯(?=$|[\s,，。!！])/gu, '了'],
  [/(?<![双二三四五六七八九])十一(?=黄金周|小?长假|放假|假期|那[几七]天|当天|前后)/gu, '国庆'],
  [
    /^(?:大家|各位|领导)?[\s,，]*(?:[早上中下晚]?[上午安]|早晨|早)(?:好|安)?啊?(?=[\s,，!！。~])|[早上中下晚][上午]好[啊呀]?|[早午晚]安|(?<=^|[\s,，])早噻/gu,
    ' ',
  ],
  [/下半晌|后半晌/gu, '下午'],
  [/[上头前]半晌/gu, '上午'],
  [/傍黑天?|擦黑/gu, '傍晚'],
  [/夜晚/gu, '晚上'],
  [/刚(?:刚|才)?(?:过去|过完|结束|翻篇)的?(?:[这那]?一?个?)(?=[月季周]|星期|礼拜)/gu, '上个'],
  [/刚(?:刚|才)?(?:过去|过完|结束|翻篇)的?(?:[这那]?一?)年/gu, '去年'],
  [/晌午头?|晌饭/gu, '中午'],
  [/(?<=有|率|了|百分之)好多(?=[单个户家条]?(?:没|[?？嘛啊]|$))/gu, '多少'],
  [/百分百/gu, '100%'],
  [/哪样(?!的?都)/gu, '什么'],
  [/(?<=[看瞧瞄查盯帮讲说念催记])哈(?!哈)/gu, '下'],
  [/要得不|得不得行|得行不/gu, '行不行'],
  [/晓得/gu, '知道'],
  [/屋头|屋里头/gu, '家里'],
  [/(?<![一-龥])莫(?=[再先让要急催管慌])/gu, '别'],
  [/冇得|莫得/gu, '没有'],
  [/莫(?=人)/gu, '没'],
  [/(?<=[改推挪延换调约移]到?)(?:这个?|本|当)?月的?最后一天/gu, '月底'],
  [/(?<=[改推挪延换调约移]到?)(?:这个?|本|当)月(?=\d{1,2}[号日])/gu, ''],
  [/(?<=给(?![我你他她咱])[^\s的]{2,3})同事(?=[处负去跟接\s,，。]|$)/gu, ''],
  [/不称心|不顺心|不如意|惹毛|惹恼|惹火/gu, '不满意'],
  [/p零(?=[一二三四五六七八九])/giu, 'p0'],
  [/(?<=p0)[一二三四五六七八九]/giu, (han) => String('零一二三四五六七八九'.indexOf(han))],
  [/(?<=p)(?:一十|十|一零)(?=$|[^一二三])/giu, '10'],
  [/(?<=[^\p{L}]|^)(?:嘿|喂|哎呀?|诶|欸|额)[,，\s]+/gu, ''],
  [/(?<=^|[\s,，给到叫让是])(?:(?:那个|呃|额(?!外|度)|嗯+)[.。,，、…\s]*)+(?=\S)(?![月季周礼星])/gu, ' '],
  [/纪录(?=表|单|本)/gu, '记录'],
  [/赶明儿?/gu, '明天'],
  [/嘞(?=个[月季礼星周])/gu, '这'],
  [/(?<=[上本这\d一二三四五六七八九十])月报(?=$|[\s,，给发出看吧呢])/gu, '月月报'],
  [/[过后]晌午?/gu, '下午'],
  [/头晌午?/gu, '上午'],
  [/上[只支]月/gu, '上月'],
  [/(?<=月)\s*report/giu, '月报'],
  [/(?<=季度?)\s*report/giu, '季报'],
  [/(?<![a-z])off(?=[半一二两三\d])/giu, '请假'],
  [/(?<=[a-z])\s*cover(?=\s*我)/giu, '替'],
  [/今朝早/gu, '今天早上'],
  [/今朝/gu, '今天'],
  [/明朝(?!代)/gu, '明天'],
  [/上半[天日]/gu, '上午'],
  [/下半[天日]/gu, '下午'],
  [/夜里(?:厢|头|向)?/gu, '晚上'],
  [/听朝/gu, '明天早上'],
  [/听晚/gu, '明晚'],
  [/听日/gu, '明天'],
  [/[寻琴]日/gu, '昨天'],
  [/晏昼|下昼/gu, '下午'],
  [/上昼|朝早/gu, '上午'],
  [/今儿个?/gu, '今天'],
  [/明儿个?/gu, '明天'],
  [/后儿个?/gu, '后天'],
  [/昨儿个?/gu, '昨天'],
  [/[畀俾]/gu, '给'],
  [/冇/gu, '没'],
  [/莫得/gu, '没得'],
  [/(?<=[交转派])(?:拨|把(?=[^\s,，]{2,4}(?:$|[\s,，去来])))/gu, '给'],
  [/(?<!取)消(?=假(?!的|话))/gu, '销'],
  [/满一(?=[率律度])/gu, '满意'],
  [/帮手(?=[转改领查])/gu, '帮我'],
  [/己(?=经|完成|处理|回访|阅|办)/gu, '已'],
  [/査/gu, '查'],
  [/唔该晒?/gu, '谢谢'],
  [/[唔不]好(?=再|[来打发催])/gu, '不要'],
  [/同埋/gu, '和'],
  [/(?<=[他她佢]|业主|住户|人家)话(?=[唔不要冇没好满以下听明])/gu, '说'],
  [/返(?=[来嚟])/gu, '回'],
  [/唔得(?!闲|掂)/gu, '不行'],
  [/打返转头/gu, '打回去'],
  [/相(?=[唔不冇没])|(?<=的)相(?=[发看睇拿给]|$)/gu, '照片'],
  [/呢(?=个(?:月|季|礼拜|星期|周|年))|(?<=^|[\s,，])呢(?=[个单户家条份])|[迭格](?=个(?:月|季|礼拜|号头))/gu, '这'],
  [/嗰/gu, '那'],
  [/睇/gu, '看'],
  [/搵/gu, '找'],
  [/攞/gu, '拿'],
  [/[而依]家(?=[\s,，有几还咋怎的]|$)/gu, '现在'],
  [/(?<=[上下这本]个?)号头/gu, '月'],
  [/阿拉(?!伯)/gu, '我们'],
  [/侬|恁/gu, '你'],
  [/后日子/gu, '后天'],
  [/拿(?=\s*(?:任务)?\s*\d+\s*号?[^\d]{0,4}(?:调|改|转|推|挪|退|约))/gu, '把'],
  [/(?<=[搞整弄办做])(?:归一|巴适|安逸|醒豁|伸抖|妥帖|停当|利索|[罢毕])/gu, '好'],
  [/啷个/gu, '怎么'],
  [/何解|(?<!怎|什|那|多|这)么事(?=[要派又])/gu, '为什么'],
  [/唔/gu, '不'],
  [/喺/gu, '在'],
  [/屋企/gu, '家'],
  [/人听(?=$|[\s,，])/gu, '人接'],
  [/勿(?=[对是在来])/gu, '不'],
  [/把得(?=\p{Script=Han}{2,4}[去来做办搞跑])/gu, '给'],
  [/朝晨/gu, '早上'],
  [/天光日|明朝子/gu, '明天'],
  [/嘅/gu, '的'],
  [/咗/gu, '了'],
  [/嚟/gu, '来'],
  [/佢/gu, '他'],
  [/边个/gu, '谁'],
  [/搞掂/gu, '搞定'],
  [/俩(?=天|个?(?:礼拜|星期)|周)/gu, '两'],
  [/(?:→|->|=>)(?=\s*(?:周|星期|礼拜|[今明后]|大后|下|\d))/gu, '改到'],
  [/→|->|=>/gu, '转给'],
  [/(?<=说明|领取|完成|改期|审核|任务)\s*[-—]+\s*(?=\d)/gu, ' '],
  [/点解/gu, '为什么'],
  [/为啥子|为么子/gu, '为什么'],
  [/啥子|么子|乜嘢/gu, '什么'],
  [/咋个/gu, '怎么'],
  [/一哈(?![哈])|一哈子/gu, '一下'],
  [/俺(?!们)/gu, '我'],
  [/(?<![a-z])wo(?=的|今|明|要|还|有)/giu, '我'],
  [/(?:往|向|朝)后(?:顺|推|延|挪|拖|移|错|调|放|摆|靠)?(?=\s*[\d一二两三四五六七八九十半])/gu, '往后'],
];
const LATER_BY = new RegExp(
  `(?<!提前|往)(?:推后?|顺|挪|移|错开?|押后|压后)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const SOONER_BY = new RegExp(
  `(?:往前(?:提|挪|移|推|赶)?|(?<!推|赶)早)(?=${NUMERAL}\\s*个?\\s*(?:天|日|周|星期|礼拜))`,
  'gu',
);
const HALF_MONTH = /(?<=推[迟后]?|往后|延[期后迟]?|顺延|晚|拖|缓)\s*半个?月/gu;

/** 二零二六年: the figures of a year. */
const YEAR = /二[零〇○][一二三四][零〇○一二三四五六七八九](?=年)/gu;

/** Commands in the letters of their sounds, or in English. */
const IN_LETTERS: readonly (readonly [RegExp, string])[] = (
  [
    ['wo ?de ?ren ?wu|my tasks?|to-?do(?: list)?', '我的任务'],
    ['bu ?man ?yi', '不满意'],
    ['man ?yi ?(?:lv|lü|du)', '满意率'],
    ['hui ?fang ?(?:lv|lü)', '回访率'],
    ['zhi ?xing ?(?:lv|lü)', '执行率'],
    ['bang ?zhu', '帮助'],
    ['yue ?bao', '月报'],
    ['ji ?bao', '季报'],
    ['hui ?zong(?: ?biao)?', '汇总表'],
    ['tong ?ji(?: ?biao)?', '统计表'],
    ['qing ?jia', '请假'],
    ['gai ?qi', '改期'],
    ['ling ?qu', '领取'],
    ['wan ?cheng', '完成'],
    ['zhuan ?gei', '转给'],
    ['shen ?he', '审核'],
    ['tong ?guo', '通过'],
    ['tui ?hui', '退回'],
    ['shuo ?ming', '说明'],
    ['dai ?ban', '待办'],
    ['yu ?qi', '逾期'],
    ['chou ?cha', '抽查'],
    ['ji ?xiao', '绩效'],
    ['liu ?cheng ?tu', '流程图'],
    ['zhong ?dian ?hu', '重点户'],
    ['yu ?ting', '雨停'],
    ['zhu ?ti', '主题'],
    ['dao ?chu', '导出'],
    ['wu ?ren ?ying ?da', '无人应答'],
    ['ben ?yue', '本月'],
    ['shang ?yue', '上月'],
    ['ming ?tian', '明天'],
    ['satisfaction(?: rate)?', '满意率'],
    ['(?:monthly|month) report', '月报'],
    ['(?:quarterly|quarter) report', '季报'],
    ['surveys?', '调查'],
    ['send(?= ?(?:一|个|调查))', '发'],
    ['export', '导出'],
    ['overdue', '逾期'],
    ['approved?(?= *\\d|$)', '通过'],
    ['reject(?:ed)?|send back', '退回'],
    ['(?:re-?)?assign(?= ?[给到])', '转'],
    ['(?:re-?assign|assign|transfer|forward) (\\d+) to', '转给 $1 '],
    ['reschedule', '改期'],
    ['delay|postpone', '推迟'],
    ['claim(?= *\\d)', '领取'],
    ['day ?off', '请假'],
    ['last month', '上月'],
    ['this month', '本月'],
    ['last week', '上周'],
    ['this week', '本周'],
    ['tomorrow', '明天'],
    ['today', '今天'],
    ['morning', '上午'],
    ['afternoon', '下午'],
    ['evening', '晚上'],
    ['pls|please', '请'],
  ] as const
).map(([letters, meant]) => [new RegExp(`(?<![a-z])(?:${letters})(?![a-z])`, 'giu'), meant] as const);

/** 元月三号, 听日晏昼, 往后顺一个礼拜: in the words of the rest of the country. */
export const spoken = (text: string): string =>
  [...SPOKEN, ...IN_LETTERS]
    .reduce((left, [words, meant]) => left.replaceAll(words, meant as string), text)
    .replaceAll(LATER_BY, '推迟')
    .replaceAll(SOONER_BY, '提前')
    .replaceAll(HALF_MONTH, '15天')
    .replaceAll(YEAR, (words) =>
      Array.from(words, (sign) => '零一二三四五六七八九'.indexOf(sign.replace(/[〇○]/u, '零'))).join(''),
    );

/** 改到元旦, 元旦那天, 中秋前一天: a feast as a day, not the time after it. */
const FEAST_DAY = new RegExp(
  `(${FEAST})节?(?:(?:的?([前后])([一两二三1-3])天)|(前[夕夜])|(?=(?:那|当|一)[天日]|当日|[上下]午|[早晚]上|中午|(?!.*\\d[号日])(?:[\\s,，]*(?:请|休)|[我俺](?:请|休|歇|不))))|(?<=[到至约改成是])(?:在|成)?(${FEAST})节?(?!后|过|假|期间|前)`,
  'gu',
);
const feastsAsDays = (text: string, today: LocalDate): string =>
  lunarDays(text, today).replaceAll(
    FEAST_DAY,
    (words, name?: string, side?: string, days?: string, eve?: string, alone?: string) => {
      const day = comingFeast(name ?? alone ?? '', today);
      if (day === null) return words;
      const shift = eve !== undefined ? -1 : (side === '前' ? -1 : 1) * (days === undefined ? 0 : numberOf(days));
      const [, month, date] = addDays(day, shift).split('-').map(Number);
      return `${month}月${date}日`;
    },
  );

/** 11/29, 7.21, 冬至: a month and a day with any sign between them, or by the feast's name. */
export const dated = (text: string, today: LocalDate): string =>
  feastsAsDays(text, today).replaceAll(
    /(?<![\d./:-])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?![\d./:%]|\s*(?:元|块|分|折|米))[号日]?/gu,
    '$1月$2日',
  );
