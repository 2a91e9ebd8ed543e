/** 一句一评: the grade of one piece of a reply about the fourteen: a mark, a grade, an opinion, or a description. */
import type { Grade } from '../terms.js';
import { gradeOf } from './grade.js';
import { namedIn } from './item-names.js';
import { gradeNamed } from './item-strings.js';
import { leaningOf, type Leant } from './leaning.js';
import { featuresOf } from './signs.js';

/** Nothing is said of how good it is: never been there, no opinion. */
export const UNJUDGED =
  /没去过|(?:从|也)?不(?:去|进|逛)会所|我(?:是)?(?:个)?外行|门外汉|看不懂|没去过|一个都不认(?:得|识)|不打分|没见过(?!.{0,4}(?:次|回|人|影|动|谁))|没用过|没车(?!位)|没评|没法评|不了解|不清楚|不知道(?!.{0,3}(?:多久|几天|干什么))|没接触|不评|无法评|没进去|没逛过|^车没有$|没怎么(?:去|用|接触|关注)|跳过|弃权|不好评|不懂(?!技)|没法说|没注意|没关注|没概念|不熟(?!练)|没体验|没打过交道|空着|不填|不选|略过|懒得(?:填|评|写|打|说|选|弄|点)|不发表|说不好|不好说|没有?(?:意见可|什么可)?评|不适用|用不到|用不着|没有?会所|没这(?:个|项)|评不了|没(?:有)?(?:了解|留意|体会|在意)|说不上来|不便评价|不作评价|不予评价|不评价|没(?:有)?报过修|判断不了|没资格|没发言权|:?无$|从来?不去|不常去|不参与|没遇到过?$|没碰到过?$|没开放|没买车|车没买|没开过|没停过|^[\d项]*没有$|懒得(?:细|一一)/u;

/** The grade of an option. */
export const MARK: Readonly<Record<string, Grade>> = {
  '1': 'satisfied',
  a: 'satisfied',
  '2': 'fairly',
  b: 'fairly',
  '3': 'dissatisfied',
  c: 'dissatisfied',
};

/** What needs no weighing. */
const PLAIN = /^(?:不?满意|一般|很?好|差|优|良)$/u;

/** 没让人省心过: praise that was not given cause for. */
const NOT_LET =
  /(?:没|不|没有|从没|从来没|不能|别想)(?:能)?(?:让|叫|给|令)(?:过)?(?:人|我们?|你|咱们?|大家|业主|住户)(?:怎么)?(?:省过?心|放过?心|满意|舒心|高兴|好过|安生)/u;

/** In the middle, where a grade is expected: 5-8中, 剩下普通. */
const MIDDLING =
  /^(?:都|全|算|就|给个?|取个?|是|还|也|嘛|说)*(?:取个中|中等|普通|平平|般般|一般般|将就|平常|普普通通|不功不过|不好不坏|没感觉|那么回事儿?|说得过去|过得去|马马虎虎|中不溜|那样|正常发挥)(?:吧|啊|了|的|算)*$/u;

/** A grade, and whether it was said outright (a mark, a grade's name) or only weighed. */
export type Said = { readonly grade: Grade | null; readonly firm: boolean };

/** One grade of a stretch: a lone mark or its words. */
export function gradeAt(text: string): Said {
  const mark = /^(?:选|给|都|全|是|评|填|打|项|号|必须|肯定|只能|坚决|均|皆|为|算)*([abc123])(?:吧|啊|:)*$/u.exec(text);
  if (mark) return { grade: MARK[mark[1] ?? ''] ?? null, firm: true };
  if (/^no$/u.test(text)) return { grade: 'dissatisfied', firm: true };
  if (/^好{2,}$/u.test(text)) return { grade: 'satisfied', firm: true };
  if (MIDDLING.test(text)) return { grade: 'fairly', firm: true };
  const given = /^(?:选|给|打|评|算|个|全|都|是)+(良|优|中|优秀|良好)$/u.exec(text);
  if (given) return { grade: gradeNamed(given[1] ?? ''), firm: true };
  if (NOT_LET.test(text)) return { grade: 'dissatisfied', firm: false };
  if (PLAIN.test(text)) return { grade: gradeNamed(text), firm: true };
  const { grade, explicit } = gradeOf(
    text.replace(/^(?:全部|都|全|统统|所有|每项|其余|其他)+(?:都|是|给|打|选)*(?=\d)/u, ''),
  );
  return { grade, firm: explicit };
}

/** What the model weighs of a piece that names a direction, beside what the rules made of it. */
export function describedBy(piece: string, ruled: Grade | null): ReadonlySet<string> {
  return new Set([...featuresOf('items14', piece, gradeOf(piece), new Map()), `=i${ruled}`]);
}

/** The model must be this sure of a grade that no rule knows. */
const KNOWN = 0.93;
/** Of two pieces together it must be surer: what it weighs of the second may be no opinion at all. */
export const KNOWN_JOINTLY = 0.98;
/** Where the model is less sure of it than this, or of its opposite surer than that, the rules' word is doubted. */
const AGREED = 0.5;
const DOUBTFUL = 0.12;

/** The grade of what describes a direction: the rules' word where the model agrees, or the model's where it is sure; else none. */
export function described(piece: string, ruled: Grade | null, known = KNOWN): Grade | null {
  if (BEFORE.test(piece)) return null;
  const leant = leaningOf(describedBy(piece, ruled));
  if (!leant) return ruled;
  const { leaning, sure } = leant;
  const against = ruled === 'satisfied' ? 'dissatisfied' : ruled === 'dissatisfied' ? 'satisfied' : null;
  if (ruled && (!against || agrees(leant, ruled, against))) return isSolelyBlamed(piece, ruled) ? null : ruled;
  if (OF_TWO.test(piece)) return null;
  const meant = leaning === 'satisfied' || leaning === 'fairly' || leaning === 'dissatisfied' ? leaning : null;
  return ruled === null && meant && sure >= known && /(?:\p{Script=Han}.*){5}/u.test(piece) ? meant : null;
}

/** Of the three grades the ruled one and the middle one weigh more than the opposite. */
function agrees({ likely }: Leant, ruled: Grade, against: Grade): boolean {
  const all = likely('satisfied') + likely('fairly') + likely('dissatisfied');
  return all > HEARD && (likely(ruled) + likely('fairly')) / all >= AGREED && likely(against) / all < DOUBTFUL;
}
/** 停车比老物业规矩: which of the two is praised the model does not know. */
const OF_TWO = /比(?:老|前|上(?:一)?家|原来|以前|之前)(?:的|那个?)*(?:物业|公司|管家|开发商)/u;

/**
 * Blame that only a want or a fault speaks for (没人拦): the model, that learnt to believe the rules, is asked without them;
 * where it then gives praise this much of the three, it is not known.
 */
function isSolelyBlamed(piece: string, ruled: Grade): boolean {
  if (ruled !== 'dissatisfied' || gradeAt(piece).grade !== null || FAULTY.test(piece)) return false;
  const leant = leaningOf(describedBy(piece, null));
  if (!leant) return false;
  const good = leant.likely('satisfied');
  return good / (good + leant.likely('fairly') + leant.likely('dissatisfied')) >= PRAISED;
}
const PRAISED = 0.2;

/** Less than this for the three together says nothing of a grade. */
const HEARD = 0.1;

/** A grade and the words around it that add nothing to it: what is left of 停车我觉得还算满意吧 is no more. */
const NO_MORE =
  /不?满意|一般般?|[很挺太]?[好差](?:评)?|不错|不行|还行|可以|[优良中]|我|俺|咱|们|你|他|她|它|这|那|个|项|条|样|位|块|方面|都|全部?|统统|一律|一概|均|皆|所有|各|每|还|也|就|才|是|算|的|地|得|了|吧|啊|呀|呢|嘛|哈|哦|啦|给|打|选|评|填|写|定|觉得|感觉|认为|比较|非常|十分|特别|相当|真|确实|基本|勉强|其[他它余]|剩下?|余下|别|提|说|到|和|跟|与/gu;
/** Where the opposite of a grade said outright beside other words is this likely of the three, it is not taken. */
const VETO = 0.5;

/** 停车谁满意谁是关系户: a grade's name in words that rather say the opposite; `left`: the piece without the direction's name. */
export function isBetrayed(piece: string, left: string, grade: Grade | null): boolean {
  if (
    (grade !== 'satisfied' && grade !== 'dissatisfied') ||
    !/(?:\p{Script=Han}.*){2}/u.test(left.replaceAll(NO_MORE, ''))
  )
    return false;
  const leant = leaningOf(describedBy(piece, grade));
  if (!leant) return false;
  const all = leant.likely('satisfied') + leant.likely('fairly') + leant.likely('dissatisfied');
  return leant.likely(grade === 'satisfied' ? 'dissatisfied' : 'satisfied') >= VETO * all && all > HEARD;
}

/** 电梯干净，就是等得久: whether what follows turns the praise before it. */
export const isTurned = (joined: string): boolean =>
  (leaningOf(describedBy(joined, 'satisfied'))?.likely('dissatisfied') ?? 0) >= TURNING;
const TURNING = 0.2;

/** Of another time: 以前, 老陈在的时候. */
const BEFORE =
  /^(?:以前|原来|从前|过去|原先|早先)|(?:还是|要数|数)[^,]{0,8}(?:的时候|那会儿?|那时候?|那阵|以前|原来)[^,]{0,3}(?:好|强)/u;

/** How sure of the other grade than the rest's one must be, and of the same. */
const OTHER_WAY = 0.8;
const SAME_WAY = 0.8;
/** Of what is blamed this much at most speaks for praise, and of what is praised for blame. */
const CLEARLY = 0.1;
/** Where the rules see the other one in it. */
const SEEN = 0.1;

/** The grade of a description that stands beside a grade for all others: the other one sooner than the same. */
export function singledOut(piece: string, rest: Grade): Grade | null {
  const leant = leaningOf(describedBy(piece, null));
  if (!leant) return null;
  const [good, fair, bad] = [leant.likely('satisfied'), leant.likely('fairly'), leant.likely('dissatisfied')];
  const all = good + fair + bad;
  if (all < 0.3) return null;
  const seen = gradeAt(piece).grade ?? opinion(piece);
  const least = seen === 'dissatisfied' ? SEEN : OTHER_WAY;
  if (bad / all >= (rest === 'satisfied' ? least : SAME_WAY)) return good / all < CLEARLY ? 'dissatisfied' : null;
  if (seen === 'dissatisfied') return null;
  return good / all >= (rest === 'satisfied' ? SAME_WAY : OTHER_WAY) && bad / all < CLEARLY ? 'satisfied' : null;
}

/** 岗亭里睡得真香: praise of a sleep that should not have been. */
const DOZING =
  /(?:岗亭|门岗|值班室?|门卫室?|监控室|传达室|上班|当班|保安(?:大[爷哥叔])?|巡逻的?)(?:里|内|上|的|时)?(?![^,]*没)[^,]{0,4}睡/u;
/** 门岗扣鸡腿. */
const FINED = /扣(?:鸡腿|工资|奖金|钱)/u;
/** 保安要是有保洁一半勤快: two directions weighed against each other; which grade either has is not said. */
export const COMPARED = /比|不如|赶不上|比得上|要是有|能有|[没有]有?[^,]*一半|一样[^,]*就/u;
/** 收费最积极: zeal in what nobody wants more of; 给我惊喜, 哪天烧起来就热闹了. */
export const ZEAL =
  /(?:收(?!拾)|催|罚|贴条|锁车)[^,]{0,8}(?:积极|(?<!不)到位|准时|快|勤|及时|利索|麻利|热情|专业|认真|负责|效率)|惊喜|(?:哪天|万一|要是|真要)[^,]{0,8}(?:热闹|好看|精彩)|(?:要是|如果|假如|若是|能)[^,]*(?:就好了?|多好|才好|就满意了?)$|得(?:只|就|光)剩/u;

/** What the rules weigh of a piece, but for praise that is none. */
export function soberly(piece: string, { grade, firm }: Said): Said {
  if (firm) return { grade, firm };
  if (DOZING.test(piece) || FINED.test(piece)) return { grade: 'dissatisfied', firm };
  return { grade: grade === 'satisfied' && ZEAL.test(piece) ? null : grade, firm };
}

/** The opinion without the direction's name, which may hold words of its own (停车乱). */
export function stripped(piece: string, words: string): string {
  const out = namedIn(/^[a-n](?!:)/u.test(piece) ? words.replace(/^[a-n]+(?=[^a-z]|$)/u, '') : words).left;
  return (
    out
      .replaceAll(/^\s*(?:和|跟|与|这块|那块|方面|这项|项|的|第|嘛|:|[一两三四五六七八九十\d][样项个])+/gu, '')
      .trim() || (/垃圾|漏水|乱停|推三阻四|拖拖拉拉/u.test(piece) ? piece : '')
  );
}

/** What is spared us, or done without fail: 不漏了, 没断过扫, 每周不落. */
const SPARED =
  /(?:不|没|没有|从不|从没|不再|没再|不会)(?:怎么|那么|再|有)?(?:脏|乱|臭|堵|贵|慢|拖|坏|丢|吵)(?!$|过)|(?:不|不再|没再|没|不会再)(?:怎么)?(?:漏|堵|臭|脏|黑|卡|抖|晃|响|吵|乱|滴|渗|困|坏|瘆|排队|积水|打滑|绕)(?:人)?了$|不(?:瘆人|打滑|呛人|刺鼻|吓人)|没(?:断过|歇着?|停过(?=扫|巡|擦)|落下|耽误|误过|晚过|含糊|推辞|二话|嫌|少过)|从不(?:落|缺|误|推|晚)|(?:每[周天月次回晚]|一[天次])(?:都)?不落|一[天次]没(?:落|缺|误)|没(?:有)?(?:人|谁|处|哪|一个|一处|半个)\p{Script=Han}{0,2}(?:偷懒|摸鱼|脏乱|脏|乱|马虎|敷衍|糊弄|推诿|甩脸|骂人|瞎停|堵)|没(?:有)?(?:坏|漏|堵|停|断|黑|丢|睡|偷|骂|吵|误|拖|推|躲|敷衍|糊弄|红)过(?:一[回次]|懒|觉|人|脸|$)|没放进(?:过|来)?一?[个只辆]|没有?(?:断档|架子)|没(?:有)?(?:以前|从前|去年|原来|之前)(?:那么|这么|那样)?爱?(?:凶|坏|慢|脏|臭|乱|堵|吵|横|懒|贵|黑|差|拖|挤|漏)|像换了[批个拨]人|抹了蜜|连(?:片|根|个|一|点|张)?[^,]{0,3}(?:落叶|烟头|纸屑?|灰|头发|垃圾|痰|水渍|树叶|毛)[^,]{0,2}(?:都|也)(?:没|看不|找不|见不|寻不)|(?:大家|都|人人|老人|孩子|娃)[^,]{0,3}(?:抢着(?:去|来|用|报)|爱(?:去|来))|没(?:有)?(?:屎|狗屎|异味|臭味|垃圾|烟头|积水|蚊子|苍蝇|蟑螂|老鼠|杂草|小广告|噪音|灰)了?$/u;
/** 楼道灯坏了有人修: what breaks is seen to. */
const SEEN_TO =
  /(?:坏|漏|堵|脏|黑|丢|停|断|爆|乱|满|掉|报|说|喊|叫)了?(?:就|马上|当天|立马|立刻|很快|总|都)*(?:有人|就有人|就|马上就?|当天就?|立马就?|立刻就?)(?:来|给|能|会)?(?:修|换|补|扫|清|管|通|弄|收|处理)(?!不)/u;
/** 停车有位子了, 新换的灯: better than it was. */
const BETTER =
  /^(?!.*(?:没|未|才|还没|不|却|又|等|催|也该|要是|能不能|该|本|哪|谁|收|涨)).*(?:(?:终于|总算|现在|可算)?有(?:位子?|地方停|人管|人扫|人修|暖气|热水|灯|电梯|座位?|扶手|信号)了|新(?:换|装|加|添|刷|铺|种|买|修|栽)(?:了|的)|(?:换|刷|装|铺|补|翻)(?:了|成|上)新|补种|修过枝|把[^,]{0,4}(?:枯|死|坏|破|旧|烂|脏|裂|锈|老)[^,]{0,4}(?:换|清|修|补|铲|拆|挪|刷|拔)|(?:刚|新近|前阵子?|上个?月|上周|今年)(?:都|全|给)*(?:换|修|装|检|刷|补|加|种)(?:过|了|上|好)|(?:加|添|增)(?:了|装)[^,]{0,4}(?:扶手|凳|椅|灯|监控|桶|探头|车位|桩|摄像头))/u;
/** 天天扫雪, 帮我推轮椅: work and help, of those who do it. */
const DONE =
  /^(?!.*(?:没|不(?!怕|嫌|落)|才|光|只|假|装|乱|却|偷)).*(?:(?:天天|每天|日日|每晚|每周|夜夜|年年|月月|定期|按期|按时|准时|隔天|一天[两三几]遍|大清早|天不亮)[^,]{0,5}(?:扫|擦|拖|巡|浇|剪|清运|消毒|检|查|测|保养|打扫|收拾|铲|帮我|帮老人)|(?:帮|替|给)(?:我|人(?!家)|老人|俺|咱|老太太|我妈|我爸|老婆婆|邻居|业主|娃|孩子)[^,]{0,5}(?:拎|搬|扶|推|抱|提|抬|背|收(?!费|钱)|取|拿|送|撑伞|搭把手|开门|叫车|送到))/u;
/** More of it than one would wish, or as much as one could: 保安没少睡, 地没少扫. */
const NO_LESS = /没少(?:(种|扫|擦|来|跑|帮|操心|巡|修|打扫|浇|剪|费心|出力)|\p{Script=Han})/u;

const FAULTY =
  /[\d两三四五六七八九十百][次回遍趟][^,]{0,3}[开通来应成修好行][一半两][次回遍趟]|慌|抓瞎|束手无策|手忙脚乱|成山|[浇弄溅喷滴甩扔洒]到(?:了)?我|荒(?:了|着|草|废|芜)|老化|瘫|太低|低下|低$|慢(?!慢|走)|拖|贵|不行|没水|过期|睡觉|睡得|缺席|不够|不足|不清|没人|难(?!得|免|怪)|乱|光秃|枯|死了|坏|偷|脏|臭|丢|没换|停满|占|不亮|困|形同虚设|拖沓|随便进|谁都能进|(?:蚊|虫|鼠|螂|垃圾|灰|屎|烟头|飞线)[^,]{0,3}多|紧张|暗|有点味|味儿|味道大|漏|关门|罢工|摆设|吓人|三天两头|趴窝|横|看不见|找不到|堵|自如|大摇大摆|呵呵|无语|一言难尽|锈|浑|破|旧|裂|塌|歪|黑漆|忽悠|糊弄|白交|不透明|老停|睡着|着睡|睡大觉|打牌|聊天|刷手机|打瞌睡|打盹|打呼|打鼾|嗑瓜子|追剧|打游戏|玩手机|吵死|隐身|失踪|龟速|零分|摆烂|躺平|堪忧|捉急/u;

/** A want or an excess: of a direction it is blame, whatever is missing. */
const LACKING =
  /不|没|无|缺|少|太|老是|总是|总被|随便|随意|常年|天天|半年|空的|过期|被占|堆|满(?!意|分)|全是|到处|一堆|又[黑脏潮臭]|[要需待该得](?:改进|整改|提高|加强|改善|注意|管管|规范)/u;

/** What is told of it is to its credit, whatever single words in it say. */
export const isWellDone = (piece: string): boolean => [SPARED, SEEN_TO, BETTER, DONE].some((good) => good.test(piece));

export function opinion(piece: string): Grade | null {
  if (isWellDone(piece)) return 'satisfied';
  const often = NO_LESS.exec(piece);
  if (often) return often[1] ? 'satisfied' : 'dissatisfied';
  if (/不能说.*不(?!能)/u.test(piece)) return null;
  if (/多亏|幸亏|亏得/u.test(piece)) return 'satisfied';
  if (FAULTY.test(piece)) return 'dissatisfied';
  if (/请|尽快|赶紧|赶快|派人|快来|快点|抓紧/u.test(piece)) return null;
  if (/很?最好|最棒|稳得住|镇定|沉着|有条不紊|清澈|负责|辛苦|整洁|干净|漂亮|快|及时/u.test(piece)) return 'satisfied';
  return LACKING.test(piece) && !/[吗?]|哪|什么|怎么|多少|如何|谁|还是|没意见|没啥|不错|(.)不\1/u.test(piece)
    ? 'dissatisfied'
    : null;
}
