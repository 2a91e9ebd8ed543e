/** 说到假而不是请假: leave, rest and absence that are another's, past, wished, complained of, or the calendar's. */
import { SUBJECT } from './command-names.js';
import { clauseBefore } from './command-ordered.js';

/** Whose absence it is where it is not one's own. */
const OTHERS = new RegExp(
  `(?:老[婆公]|爱人|媳妇|[爸妈]|父母|孩子|儿子|女儿|阿姨|姐妹|同学|师傅|装修队|施工队|保安队?|保洁|(?<!打)工人|厂家(?:的人)?|电工|水工|食堂|前台(?:小妹)?|门岗|管家|店|银行|学校|社区|居委会|供应商|外包|他们?|她们?|人家|大家|全员|业主|住户|客户|租[客户]|(?:^|[^\\p{Script=Han}]|的)(?!周[一二三四五六日末天])${SUBJECT})(?:的人)?(?:说|也|都|要|想|得|又|就|还|从|今天|昨天|[明后]天|[上下]午|晚上|(?:下|这)?个?周[一二三四五六日天末]?|\\d+[号日]|起|开始)*(?:请(?!(?:我|他|她|您|你|帮|给))|休|调休|歇|不在|不来|来不了|不上班|出差|培训|外出|拉练)`,
  'u',
);
/** Done and over: 国庆休了五天, 刚休完假, 出差两天刚回来. */
const OVER =
  /(?:昨天|前天|上周|上个?月|国庆|春节|五一|中秋|去年|那会儿|那阵|那次|上次)\S{0,10}[请休歇]了|刚(?:刚)?(?:休|请)[完过]|[休请]完\S{0,3}假|刚回来|(?:没|没有)(?:请|休)(?:过)?(?:假)?(?:啊|呀|的)?$|我没请|我哪/u;
/** Wished for, complained of, or made a condition. */
const WISHED =
  /真想|好想|多想|恨不得|哪敢|哪[有能]|做梦|本想|本来|原想|等\S{1,10}(?:一定|就|再|才)|都(?:要|得)看|看脸色|都不(?:批|让|准)|行不通|批不下来|走不开|不好请|不敢请|都不敢|那会儿?|没法请|睡个够|累死|扣[了钱工]|再(?:回访|去|打电话|上门)|补回访|能不能不|要不要|可不可以不/u;
/** Of the rota or the calendar, announced to all, or of leave as a thing. */
const OF_ALL =
  /轮休|轮班|轮着|换着|你俩|你们|歇业|别都|倒班|值班表|排班|团建|通知大家|(?<!我\S{0,4})放假|全体|一人一天|人手|每人|举[个下]?手|请假(?:一|这件?|那件?|之)事|请假的(?:人|事|话|时候|举|都|请|记|流程|都)|[天假]的是|写着|表上|公告|考勤|听说|谁(?!懂)/u;
const WHEN =
  '(?:今天|[明后]天|[明后]后?[两二]天|大后天|[上下中]午|(?:下|这|本)?个?(?:周|星期|礼拜)[一二三四五六日末天]?|[\\d一二三四五六七八九十]+[月日号]|[到至\\-~、和]|[\\d一二两三四五六七八九十半]+(?:个?[天日周月]))';
/** One's own, or said as an order is. */
const ONES_OWN = new RegExp(
  `我|俺|本人|自己|请|[告报登]\\S{0,6}假|[调补倒年连]休|休\\S{0,2}假|[天年事病产婚丧]假|[代顶替]班|值班人|[顶代替](?:一?下|着|班|吧)?[。.!！]*$|(?:^|[\\s,，。;；])(?:${WHEN}|有事|想|要|得|就|都|也|先|申请|开始|从)*(?:休息?|歇|出差|培训|不在|不来|来不了|不上班)`,
  'u',
);
/** 我值班，周日休息: work of one's own, and a rest that is no leave. */
const AT_WORK = /我\S{0,2}(?:值|上|加)\S{0,2}班\S{0,2}[\s,，]+\S{0,4}(?:休息|歇)/u;
/** 小孙代班, 单子给孙丽: whoever stands in is no subject of the leave. */
const STANDS_IN = /(?:代班|顶班|替班)(?!的).*$/u;

/** What may stand before the words of a leave beside whose it is: when, and why. */
const BESIDE = new RegExp(
  `${WHEN}|今[天日儿]?|[明后]日|元旦|国庆|清明|端午|中秋|五一|春节|除夕|年[前后底]|然后|后面|[前后节末]|晚上?|我|俺|本人|自己|[想要得就也都先再需拟于兹爱补倒连拼]|申请|需要|开始|起|从|麻烦|帮|给|跟|能|可以|打算|因为?|有点?|急|事|家里?|的|个|报告|汇报|领导|经理|主管|主任|总|您?好|在|\\d`,
  'gu',
);
/** 发烧了, 回老家, 去看牙: why. */
const REASON =
  /[发高低]?烧|感冒|[疼痛病伤]|不舒服|不适|摔|扭|闪|肚子|牙|看|医院|手术|生(?!意)|产|陪|接|送|办|考|回|去|装修|搬家|结婚|婚礼|丧|葬|老家|收|起不来|实在|加班|打工人|了[一-龥]?$/u;
const WORDS = /[告报登休][^\s,，]{0,6}假|(?<!申)请|[病事年产婚丧调]?休|歇|[年事病产婚丧]假|不在|不来|来不了|出差/u;

/** 大家轮着休, 小范周五病假: somebody or something that is no reason stands before it. */
function isOfSomebody(plain: string): boolean {
  const clause = clauseBefore(plain, WORDS);
  const left = clause.replaceAll(BESIDE, '');
  return !/我|俺|本人|𠊎/u.test(clause) && left !== '' && !REASON.test(left);
}

/** 请假3天以上要不要经理批: asked of how it is done. */
const RULE_ASKED =
  /天以[上内]|要不要|怎么(?:请|走|办|写|填|扣)|咋(?:请|走|办|写|填|扣)|(?:找|问|由|归)谁[批签审]|谁[批签审]/u;

/** Whether words of a leave are only told or talked of. */
export function isLeaveDoubtful(plain: string): boolean {
  if (RULE_ASKED.test(plain)) return true;
  if (/^请假\s*(?:[\d一二两三四五六七八九十半]|从|到|[明后今下]|周)/u.test(plain) && !WISHED.test(plain)) return false;
  const own = plain.replace(STANDS_IN, ' ');
  const isMine =
    /我(?:自己|本人)?(?:也|就)?(?:要|想|得|需要|申请)?(?:从|今天|[明后]天|[上下]午|(?:下)?周[一二三四五六日天]|\d+[号日])*(?:起|开始)?(?:请|休)(?!完|了)/u.test(
      own,
    );
  return (
    (!isMine && OTHERS.test(own)) ||
    OVER.test(own) ||
    WISHED.test(own) ||
    OF_ALL.test(own) ||
    AT_WORK.test(own) ||
    isOfSomebody(own) ||
    !ONES_OWN.test(plain)
  );
}
