/** 谁、哪个部门、哪项制度: colleagues, departments and policies that staff name, and how many or what share. */
import { HAN_NUMBER, numberIn } from './command-task.js';

/** The usual surnames; the rarer ones are known beside a word that only a person stands beside. */
const SURNAMES =
  '牛王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤温常乔康洪翁柳柴裴庞樊殷翟颜倪芦俞章鲁葛伍聂邢岳梅庄祝祁耿牟詹苗凌靳童甄屈鲍覃霍隋柏柯阮桂闵冉饶刁瞿戚丘滕邬臧苟褚娄奚穆郎窦艾蓝巩虞佟栗巫桑荆岑蔺欧';
const TITLES = '(?:[sS]ir|总监?|工|姐|哥|师傅|经理|主管|主任|队长|班长|阿姨|叔|队)';
/** What follows a name in a sentence and is no part of one. */
const AFTER =
  '(?=$|[^\\p{Script=Han}]|[吧来去先做办跟那的了哈帮替代顶接跑看出上下本这今明后就行可她他也干说熟处负回弄盯值是在给嘛噻咯呗]|同志|老?师傅|经理|主管|主任|年|全年|三季|二季|一季|四季)';
/** 黄志明 at the end of a clause is one name, whatever 明 may begin elsewhere. */
const GIVEN =
  '(?:\\p{Script=Han}(?![吧了啊哈咯呗啦嘛去来做办跟处呢呀哦噻的先跑接看给行不可也都是在代替顶帮班值盯管])\\p{Script=Han}(?=$|[^\\p{Script=Han}])|\\p{Script=Han}{1,2}?)';
const CALLED = `(?:(?:上官|欧阳|司徒|诸葛|司马|夏侯|皇甫|尉迟|令狐|慕容)\\p{Script=Han}{1,2}?(?=$|[^\\p{Script=Han}]|[来去做办跟帮替代顶接跑的])|阿(?![姨公婆拉里])\\p{Script=Han}|[小老阿大][${SURNAMES}](?!\\p{Script=Han}*[时候板家师]$)|[${SURNAMES}]${TITLES}|[${SURNAMES}]${GIVEN}${AFTER})`;
/** A name, or what somebody is known by in WeCom. */
const ANYBODY = `${CALLED}|\\p{Script=Han}{2,4}(?=$|[\\s,，。、])|[a-z][\\w.@-]{2,}`;

/** Whoever is named before what they do. */
export const SUBJECT = `(?:[小老阿][${SURNAMES}]|阿(?![姨公婆拉里])\\p{Script=Han}|[${SURNAMES}](?:${TITLES}|\\p{Script=Han}{1,2}?))`;

/** Words that begin like a name and are none. */
const NO_NAME =
  /^(?:牛[奶肉逼气]|[到在给归]?[我俺咱]|任务|张[单表条]|周[一二三四五六日末巡]|何时|钟[未没]|都行|手(?!\p{Script=Han})|高不|方便|方面|方案|万一|金额|时间|马上|于是|向我|温馨|白天|江湖|许多|石材|田园|程序|余下|余额|严重|武装|史上|顾客|付款|付费|钱款|叶子(?!\p{Script=Han})|段时|龙头|常[常年来去见客]|章程|凌晨|桂花|蓝天|康复|洪水|梅雨|丘陵|祝[贺福]|童年|梅花|柏油|(?:工程|客服|品质|保洁|保安|安保|秩序|维修|绿化|财务|行政)$|全部|业主|住户|租客|客户|物业|领导|他们|她们|咱们|我们|你们|大家|别人|同事|主管|经理|谁)/u;

/** 保安老乔, 我徒弟小常: what somebody is, before the name. */
const ROLE =
  '(?:\\p{Script=Han}{1,2}区的?)?(?:我?的?(?:新来的?|隔壁的?|保安|保洁|门岗|同事|徒弟|管家|客服|前台|维修工?|值班|[夜白早中晚]班|副?队长?|组长|领班|(?:区域)?(?:主管|经理|主任|总监|师傅))*的?)';

export const isName = (word: string): boolean => !NO_NAME.test(word);

/** Who is to do it: 转给 王芳, 让小李跑一趟, 应该是马超的, 何军帮我看着. */
const DOERS: readonly RegExp[] = [
  new RegExp(
    `(?:交|挂|放|记|划|算|归|分|转|派|甩|推|丢|塞|安|弄|挪|搁|移)(?:到|在|给)?\\s*${ROLE}(${CALLED.replace(AFTER, '')}|\\p{Script=Han}{2,3})(?=名下|那边|那儿|那里|头上|手[里上])`,
    'u',
  ),
  new RegExp(
    `(?:[转交派分拨塞丢甩推移划让]给|配给|排给|转[到至]|(?:转交|移交|指派|改派)给?|交由|改由)了?\\s*[::]?\\s*(?:任务)?\\s*${ROLE}(${ANYBODY})`,
    'iu',
  ),
  /转\s+([a-z][\w.@-]{2,})/iu,
  /转(?![好给到交过一为成走出回来去工移我他她你您天个期约时]|[上下]午|[今明后周])(\p{Script=Han}{2})(?=吧?(?:$|[\s,，。]))/u,
  new RegExp(
    `(?:代班|带班|代理|顶班|替班|值班|接班|接手|代岗|顶岗|替岗)(?:人|的?是|给|由|请|找|叫|为|让|喊)?\\s*[::]?\\s*(${ANYBODY})`,
    'iu',
  ),
  new RegExp(
    `(?:由|请|让|给|归|叫|喊|找|安排|麻烦|辛苦|换成?|是(?=[^\\s,，。]{1,3}(?:的|$|[\\s,，]))|属于|托|转|予|交|派|推|甩|丢|改)\\s*(?:给|到|成|由)?\\s*${ROLE}(${CALLED})`,
    'u',
  ),
  new RegExp(
    `(${CALLED.replace(AFTER, '')})\\s*(?:会|可以|能|来|先|你|麻烦)?(?:给我|帮我|跟我)?(?:帮|替|代|带班|顶|接|跟|去|来|跑|做|负责|盯|值|(?<!主)管(?!家)|处理)`,
    'u',
  ),
  /(?:^|[\s,，])((?![叫让给由请找喊托])\p{Script=Han}{2,3}?|[a-z]\w{2,})\s*(?:来|会|可以|能)?(?:帮|替|顶|代)(?=我)/iu,
  /(?:给到?|转|让|叫|由|请|喊|交|找|麻烦|cue一?下|cue)\s*([a-z][a-z.]{2,})(?=$|[^a-z])/iu,
  /([a-z][a-z.]{2,})\s*(?:帮我|帮|替我|替|来)?(?:顶|代班|代|替班|接(?!到|了|通)|跟|去)/iu,
  /(?:^|[\d\s])to\s+([a-z]{3,})/iu,
  /@\s*(\p{Script=Han}{2,3}(?=$|[^\p{Script=Han}])|[a-z]\w+)/iu,
  new RegExp(
    `(?:给到?|让|叫|由|请|喊|交|找|麻烦|cue一?下|cue)\\s*(\\p{Script=Han}{1,2}?[姐哥叔姨总]|大[${SURNAMES}])(?=$|[^\\p{Script=Han}]|[吧了咯啦去来做办跟接顶替代帮得呗哈])`,
    'iu',
  ),
  /(?:^|[\s,，]|这\S{0,2}天)(\p{Script=Han}{1,2}[姐哥叔姨])(?:帮我|帮|替我|替|来)?(?:顶|代班|替班)/u,
  /(?:给|叫|让)(阿[a-z]\w+)/iu,
  /(阿[a-z]\w+)(?=[顶替代跟接去来]|$|[\s,，])/iu,
  /(?:给|让|由|请|叫|派)(?:\p{Script=Han}{0,5}的)?(?:管家|保洁|保安|客服|前台|门岗|维修|工程)的?([小老阿]\p{Script=Han})(?=$|[\s,，吧去来做])/u,
  /(?:叫|让|请|由|给|找|喊)(?!业主|住户|客户|师傅|他们)(\p{Script=Han}{2})(?=[替代顶帮])/u,
  /(?:叫|让|由|派|喊)(?!业主|住户|客户|租客|师傅|他们|她们|大家|人家|别人|同事|主管|经理|领导|孩子|家里|对方|邻居|维修|保[安洁]|工程|客服|物业|[我你他她您这那下后明今周])(\p{Script=Han}{2})(?=去\s*\d|[去跑](?:一趟|一下|吧|$|[\s,，])|接\s*(?:\d|吧|$))/u,
  new RegExp(`(?:^|[\\s,，、])(${CALLED})(?=$|[\\s,，、])`, 'u'),
];

/** Whose something is, or who is only named, is not said to do it. */
const ONLY_NAMED = 1;

/** Whether a text says by itself that a colleague is to do something. */
export const handsOn = (text: string): boolean =>
  doerIn(text.replaceAll(/是(?=\p{Script=Han}{2,4}的)/gu, ' '), DOERS.slice(0, -ONLY_NAMED)) !== null;

/** 不给小王给小张. */
const NOT_TO =
  /(?:不是?|别|甭|莫)(?:再)?(?:给|转给?|交给?|派给?|让|用|找)\p{Script=Han}{2,3}?[\s,，]*(?=给|转|交|派|让|换)/u;

/** The colleague whom a text names to do something. */
export function doerIn(named: string, doers: readonly RegExp[] = DOERS): string | null {
  const text = named.replace(NOT_TO, '').replace(new RegExp(`${DEPARTMENT.source}的?`, 'u'), '');
  for (const pattern of doers) {
    const name = pattern
      .exec(text)?.[1]
      ?.replace(/^(?:让|叫|给|由|请|找|喊|一下)(?=\p{Script=Han}{2})/u, '')
      .replace(/(?:来?(?:做|办|跟进|处理|回访)|吧|了|啦|哈|咯|呗)$/u, '');
    if (
      name !== undefined &&
      name !== '' &&
      !NO_NAME.test(name) &&
      !/[不没]|[在已说正]$|[我你您他她咱给叫让的了吗呢吧]/u.test(name) &&
      !DEPARTMENT.test(name)
    )
      return name;
  }
  return pronounIn(text);
}

/** 何经理要这个案子，68号交他跟进: whoever was named before. */
function pronounIn(text: string): string | null {
  const at = text.search(/(?:交|让|给|叫|请|转|归|过|派)给?[他她](?!们|的)/u);
  const name = at < 0 ? undefined : NAMED_FIRST.exec(text.slice(0, at))?.[1];
  return name === undefined || NO_NAME.test(name) || /[业住]/u.test(name) ? null : name;
}
const NAMED_FIRST = new RegExp(
  `(?:^|[^\\p{Script=Han}]|[是本来部认找跟和与问])(${CALLED.replace(AFTER, '(?=[要说是跟在和那来把想也都]|$|[^\\\\p{Script=Han}])')})`,
  'u',
);

const ALONE = new RegExp(`^(?:${CALLED})$`, 'u');

/** 管家孙燕, 李工拖了几单, 王姐带那片: the name without what its bearer is or does. */
const TITLED = new RegExp(
  `^(?:对|管家|客服|保安|保洁|前台|维修工?|主管|经理)?([${SURNAMES}](?:${TITLES}|\\p{Script=Han}{1,2}?))(?:带|管|拖|欠|跟|负责|名下|手[里上头下]|经手|做|访|打|办)?[着过了]?$`,
  'u',
);

/** A colleague in what is left of a question, standing alone; `left` holds nothing else that is understood. */
export function personLeft(left: string): string | null {
  const words = left.split(/[^\p{Script=Han}]+/u).map((word) => TITLED.exec(word)?.[1] ?? word);
  const latin = LATIN_NAME.exec(left)?.[0];
  if (latin !== undefined) return latin;
  return words.find((word) => ALONE.test(word) && !NO_NAME.test(word)) ?? null;
}

const LATIN_NAME =
  /(?<![A-Za-z])(?!(?:Excel|Word|App|Top|List|Help|Please|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Report|Task)(?:day|uary|ch|il|e|y|ust|tember|ober|ember|s)?(?![a-z]))[A-Z][a-z]{2,}(?![A-Za-z])/u;

/** Whose figures are asked for: 张伟上个月的回访率. Who only wants to know them (李总问, 给陈总看) is not meant. */
export const ASKER = new RegExp(
  `(?:给|跟|向)?(?:[${SURNAMES}]${TITLES}|领导|老板|经理|主管|主任|上级|上头|总部|集团|公司|甲方|(?:品质|财务|行政|工程|客服|人事)部|总经理)(?:急?着?(?:问|要|催|让|叫|想|在?等|说|查|看))`,
  'gu',
);

export const DEPARTMENT =
  /(?:工程|客服|品质|保洁|环境|安保|保安|秩序|维修|维保|电梯|设备|设施|水电|消防|监控|招商|绿化|财务|行政|人事|管理|运营|物业|服务|综合|事务)(?:维护|管理|服务|维修|维保)?(?:部门?|中心|科|组|班组?|处)/u;

/** 转保洁, 派给工程: a department without its last word, behind an order alone. */
const SHORT_DEPARTMENT =
  /(?<=[转交给派归]到?\s*)(?:工程|客服|品质|保洁|环境|安保|保安|秩序|维修|绿化|财务|行政)(?=$|[\s,，。吧了]|去?处理|去?办)/u;
export const departmentGiven = (text: string): string | null =>
  departmentIn(text) ?? SHORT_DEPARTMENT.exec(text)?.[0] ?? null;

/** The department whose figures are asked for, or that is to do it. */
export const departmentIn = (text: string): string | null => DEPARTMENT.exec(text)?.[0] ?? null;

/** What the policies are called in a word. */
const POLICY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/监理/u, 'p09'],
  [/居家服务的?(?:回访)?的?(?:那套)?(?:制度|流程|规定)/u, 'p04'],
  [/房屋维修(?:的)?回访的?(?:制度|流程)/u, 'p06'],
  [/工程保修|保修(?:管理|回访)/u, 'p07'],
  [/(?:小区)?(?:管理处)?服务回访(?:工作)?规程|小区管理处/u, 'p08'],
  [/标准规范/u, 'p05'],
  [/办公楼装修|装修工程/u, 'p10'],
  [/服务站/u, 'p11'],
  [/标准作业规程/u, 'p02'],
  [/新世界/u, 'p03'],
  [/(?<!房屋)维修[、和]?回访的?制度/u, 'p01'],
];

/** p03, or a policy by its name. */
export function policyIn(text: string): { readonly id: string; readonly words: string } | null {
  const named = /(?<![a-z0-9])p\s?[-_]?(\d{1,2}|十一?|[一二三四五六七八九])(?![\d.])(?:号|制度)?/iu.exec(text);
  if (named) return { id: `p${String(numberIn(named[1] ?? '')).padStart(2, '0')}`, words: named[0] };
  const counted = new RegExp(
    `第\\s*(\\d{1,2}|${HAN_NUMBER})\\s*[篇份个部条](?!人|月|季)的?(?:制度)?(?=的?(?:流程|执行|落实|制度|$))|制度\\s*(?:0?(?=\\d)(\\d{1,2})(?!\\d)|(${HAN_NUMBER})(?=的|执|落|$|[\\s,，]))|(\\d{1,2}|${HAN_NUMBER})号制度`,
    'u',
  ).exec(text);
  if (counted) {
    const no = numberIn(counted.slice(1).find((no) => no !== undefined) ?? '');
    return { id: `p${String(no).padStart(2, '0')}`, words: counted[0] };
  }
  for (const [pattern, id] of POLICY_WORDS) {
    const found = pattern.exec(text);
    if (found) return { id, words: found[0] };
  }
  return null;
}

const N = `\\d+|${HAN_NUMBER}`;
const PERCENT = new RegExp(`(?<![\\d.])(\\d{1,3})\\s*%|百分之\\s*(${N})`, 'u');
const TENTHS = /(?<!\d)([1-9一二两三四五六七八九])成([一二三四五六七八九半])?(?!功|交|立|了|为)/u;
/** 一半, 四分之一. */
export const FRACTION = /(?<![过下上])一半|([二两三四五六七八九十])分之([一二两三四五六七八九])/u;
const COUNT = new RegExp(`(${N})\\s*(?:户|条|个(?!月)|份|单|件|家|笔|宗|张)`, 'u');

/** 30%, 百分之三十. */
export function percentIn(text: string): number | null {
  const [, digits, inWords] = PERCENT.exec(text) ?? [];
  const [, tens, ones] = TENTHS.exec(text) ?? [];
  const tenths = asNumber(tens);
  return (
    asNumber(digits ?? inWords) ??
    (tenths === null ? null : tenths * 10 + (ones === '半' ? 5 : (asNumber(ones) ?? 0))) ??
    fractionIn(text)
  );
}

function fractionIn(text: string): number | null {
  const found = FRACTION.exec(text);
  if (found === null) return null;
  const [of, part] = [asNumber(found[1]), asNumber(found[2])];
  return of === null || part === null ? 50 : Math.round((100 * part) / of);
}

/** 5户, 十条. */
export function countIn(text: string): { readonly count: number; readonly words: string } | null {
  const found = COUNT.exec(text);
  const count = asNumber(found?.[1]);
  return found === null || count === null ? null : { count, words: found[0] };
}

function asNumber(text: string | undefined): number | null {
  const value = numberIn(text ?? '');
  return Number.isFinite(value) ? value : null;
}

/** 全体, 3栋, 3栋2单元: to whom something is sent. */
export function targetIn(text: string): { readonly target: string; readonly words: string } | null {
  const part = new RegExp(`(${N})\\s*(栋|幢|座|号楼)(?:\\s*(${N})\\s*单元)?`, 'u').exec(text);
  if (part) {
    const [words, building = '', word = '', unit] = part;
    const inUnit = unit === undefined ? '' : `${numberIn(unit)}单元`;
    return { target: `${numberIn(building)}${word}${inUnit}`, words };
  }
  const all = /全体(?:业主|住户)?|(?:所有|全部|全小区)(?:的)?(?:业主|住户|人|居民)?/u.exec(text);
  return all ? { target: '全体', words: all[0] } : null;
}

const OTHER_AWAY = new RegExp(
  `(${CALLED.replace(AFTER, '')}|他|她|师傅|同事|业主|住户)(?:说|也|都|要|想|今天|明天|昨天|后天|上午|下午|这周|下周)*(?:请.{0,3}假|休.{0,3}假|休息|不在|歇|不来|来不了)`,
  'u',
);

/** Somebody else is away, which is no request: 李四今天请假了. */
export function isOtherAway(text: string): boolean {
  if (/我(?:自己|本人)?(?:要|想|得|就|也)?(?:[上下]午|[今明后]天)?(?:请|休|歇|不在)/u.test(text)) return false;
  const name = OTHER_AWAY.exec(text)?.[1];
  return name !== undefined && (/^[他她师同业住]/u.test(name) || !NO_NAME.test(name));
}
