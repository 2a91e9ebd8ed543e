/** 明摆着不是要办: what no weighing of words makes an order: told of, asked, supposed, tried already. */
import { isLeaveTakenBack } from './command-leave.js';
import { SUBJECT } from './command-names.js';

/** 约好改周三了，系统里也改过了: done, and nothing to do. */
export const ALREADY_MOVED = /(?:已经?|早就?|都|也|刚刚?|我)改(?:过|好|完)[了咯啦]?(?=$|[\s,，。!！])/u;
/** 让老张去，他不肯; 我建议转给小王; 以后这种都给小王: tried, proposed, or a rule. */
export const UNWILLING =
  /(?:不肯|不愿意?|不想)(?:去|接|跑|做|来)|(?:给|让)\S{2,4}我?(?:不放心|不同意)|我建议|建议(?:把|转|给|由|让|改)|以后\S{0,6}(?:这种|这类|都)|(?:给|让|转)\S{2,4}不(?:合适|妥|太?好|公平|行)|(?:给|让)\S{2,4}了[\s,，]*(?:[他她](?:说|嫌|没|还|又|问)|结果|还没|怎么|没人)|^[^转给交派让换归]*(?:跟|做|接|跑|办|访)的[。.!！]*$|(?:给|让|找|叫)\S{2,4}?[去来跑接]?[\s,，]*[他她](?:又|还|都|死活|也)?(?:不肯|不去|没去|不干|不接|不愿意?|推了?)(?=$|[\s,，。])/u;

/** 差点改到周四, 要是没人就退: told of, supposed or asked, whatever its words weigh. */
const PLAINLY_TOLD =
  /差一?点(?=[就没]?[改转退完领])|被\S{1,4}(?:驳回?|退回?|打回|转走|领走|接走)了?(?=$|[\s,，。])|(?:没人|没接|不接|不在|不通|没空|做完|办完|弄完)(?:的话|(?:我|他|你)?就(?:给|留|找|让|叫|不管|算|换|发|贴|联系|下班))|(?:可不可以|能不能|该不该|要不要)\S{0,3}(?:通过|过|批|退回?)[吗?？]*$|(?:在哪|哪里|哪儿)[里儿]?[?？。]*$|[做办弄跑]了一半|我(?:已经?|刚|早)?(?:批|审|退|过)了\S{0,6}了(?=$|[\s,，。!！])|(?:答应|同意|知道|[去转改领接做访批退])了?没有?[?？。]*$|(?:昨[天晚儿日]|前天|前几天|上周|上次|上回|当时|早就)[^\s,，。;；]{0,6}(?:[改转退批领推挪]|交给|接走|派给|通过|请假)[^\s,，。;；]{0,6}[了过](?=$|[\s,，。])/u;
/** Asked or only supposed, in an order that has no words of one's own behind it. */
const PLAINLY_ASKED = /要是|如果|万一|假如|假若|除非|要不要|该不该|用不用|([转改退去领接批给让来])不\1/u;
/** 12明天小王去, 上午没人下午有人: when somebody goes or is there, and nothing is moved. */
const GOES = new RegExp(
  `(?:[今明后]天|周.|[上下]午)${SUBJECT}(?:去|来|跑|上门)[。!]?$|没人\\S{0,6}(?<!没)有人|(?<!没)有人\\S{0,6}没人`,
  'u',
);
const ANOTHER_MATTER =
  /(?:点|半|[上下]午|[今明后]天|周.)\S{0,2}(?:开会|例会|培训|生日|聚餐|结婚|团建)[。.!！]*$|^(?:告诉|通知|跟|和)\S{0,8}(?:我|我们)(?:[今明后]天|周.|[上下]午)到[。.!！]*$/u;
const STATES: ReadonlySet<string> = new Set(['险情已除', '险情未除', '抽取']);
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['改期', '转给', '领取', '请假', '无人应答']);
/** Whether an order is only told of, asked or supposed. */
export const isPlainlyTold = (plain: string, command: string): boolean =>
  (command !== '发起调查' && command !== '雨停' && PLAINLY_TOLD.test(plain)) ||
  (WITHOUT_WORDS.has(command) && PLAINLY_ASKED.test(plain)) ||
  (command === '找错人' && /对不对|是不是|[吗么][?？]?$/u.test(plain)) ||
  ((command === '转给' || command === '领取') && /谁(?!懂|都|家|也)/u.test(plain)) ||
  (command === '转给' && UNWILLING.test(plain)) ||
  (command === '销假' && /[明后]天|下周/u.test(plain) && !isLeaveTakenBack(plain)) ||
  (STATES.has(command) && /(?:吗|么|没有?)[?？]?$|谁|什么时候|几[天号时]|是不是|吧[?？]/u.test(plain)) ||
  (command === '请假' && /(?<![行好成可以])[吗么][?？]?$/u.test(plain) && !/可以|能/u.test(plain)) ||
  (command === '领取' && /没人[领接要][。!！]*$/u.test(plain)) ||
  (command === '无人应答' &&
    /(?:是|估计|可能|大概)\S{1,4}吧[?？。]*$|(?:应该|估计|可能|大概|怕是)(?:都|也|是)?(?:没人|没在|不在)|的(?:原因|理由)/u.test(
      plain,
    )) ||
  (command === '改期' &&
    (ALREADY_MOVED.test(plain) ||
      /是不是/u.test(plain) ||
      ANOTHER_MATTER.test(plain) ||
      (GOES.test(plain) && !/[改推挪延约换]/u.test(plain))));
