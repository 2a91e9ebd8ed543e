/** 一句一评: the grade of one piece of a reply about the fourteen: a mark, a grade, an opinion, or a description. */
import type { Grade } from '../terms.js';
import { gradeOf } from './grade.js';
import { namedIn } from './item-names.js';
import { gradeNamed } from './item-strings.js';
import { leaningOf } from './leaning.js';
import { featuresOf } from './signs.js';

/** Nothing is said of how good it is: never been there, no opinion. */
export const UNJUDGED =
  /没去过|(?:从|也)?不(?:去|进|逛)会所|我(?:是)?(?:个)?外行|门外汉|看不懂|没去过|一个都不认(?:得|识)|不打分|没见过(?!.{0,4}(?:次|回|人|影|动|谁))|没用过|没车(?!位)|没评|没法评|不了解|不清楚|不知道(?!.{0,3}(?:多久|几天|干什么))|没接触|不评|无法评|没进去|没怎么(?:去|用|接触|关注)|跳过|弃权|不好评|不懂(?!技)|没法说|没注意|没关注|没概念|不熟(?!练)|没体验|没打过交道|空着|不填|不选|略过|懒得(?:填|评|写|打|说|选|弄|点)|不发表|说不好|不好说|没有?(?:意见可|什么可)?评|不适用|用不到|用不着|没有?会所|没这(?:个|项)|评不了|没(?:有)?(?:了解|留意|体会|在意)|说不上来|不便评价|不作评价|不予评价|不评价|没(?:有)?报过修|判断不了|没资格|没发言权|:?无$|从来?不去|不常去|不参与|没遇到过?$|没碰到过?$|没开放|没买车|车没买|没开过|没停过|^[\d项]*没有$|懒得(?:细|一一)/u;

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
const PLAIN = /^(?:不?满意|一般|很?好|差)$/u;

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
const KNOWN = 0.75;
/** Where the opposite is this likely, the direction is left out: the rules' word is doubted, never turned. */
const DOUBTFUL = 0.4;

/** The grade of what describes a direction: the rules' word where the model does not doubt it, else the model's. */
export function described(piece: string, ruled: Grade | null): Grade | null {
  if (/^(?:以前|原来|从前|过去|原先|早先)/u.test(piece)) return null;
  const leant = leaningOf(describedBy(piece, ruled));
  if (!leant) return ruled;
  const { leaning, sure } = leant;
  if (ruled === null) {
    const meant = leaning === 'satisfied' || leaning === 'fairly' || leaning === 'dissatisfied' ? leaning : null;
    return meant && sure >= KNOWN && /(?:\p{Script=Han}.*){5}/u.test(piece) ? meant : null;
  }
  const against = ruled === 'satisfied' ? 'dissatisfied' : ruled === 'dissatisfied' ? 'satisfied' : null;
  return against && leant.likely(against) >= DOUBTFUL ? null : ruled;
}

/** How sure of the other grade than the rest's one must be, and of the same. */
const OTHER_WAY = 0.6;
const SAME_WAY = 0.8;

/** The grade of a description that stands beside a grade for all others: the other one sooner than the same. */
export function singledOut(piece: string, rest: Grade): Grade | null {
  const leant = leaningOf(describedBy(piece, null));
  if (!leant) return null;
  const [good, fair, bad] = [leant.likely('satisfied'), leant.likely('fairly'), leant.likely('dissatisfied')];
  const all = good + fair + bad;
  if (all < 0.3) return null;
  if (bad / all >= (rest === 'satisfied' ? OTHER_WAY : SAME_WAY)) return 'dissatisfied';
  return good / all >= (rest === 'satisfied' ? SAME_WAY : OTHER_WAY) ? 'satisfied' : null;
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

/** More of it than one would wish, or as much as one could: 保安没少睡, 地没少扫. */
const NO_LESS = /没少(?:(种|扫|擦|来|跑|帮|操心|巡|修|打扫|浇|剪|费心|出力)|\p{Script=Han})/u;

const FAULTY =
  /慌|抓瞎|束手无策|手忙脚乱|成山|[浇弄溅喷滴甩扔洒]到(?:了)?我|荒(?:了|着|草|废|芜)|老化|太低|低下|低$|慢(?!慢|走)|拖|贵|不行|没水|过期|睡觉|睡得|缺席|不够|不足|不清|没人|难(?!得|免|怪)|乱|光秃|枯|死了|坏|偷|脏|臭|丢|没换|停满|占|不亮|困|形同虚设|拖沓|随便进|谁都能进|(?:蚊|虫|鼠|螂|垃圾|灰|屎|烟头|飞线)[^,]{0,3}多|紧张|暗|有点味|味儿|味道大|漏|关门|罢工|摆设|吓人|三天两头|趴窝|横|看不见|找不到|堵|自如|大摇大摆|呵呵|无语|一言难尽|锈|浑|破|旧|裂|塌|歪|黑漆|忽悠|糊弄|白交|不透明|老停|睡着|睡大觉|打牌|聊天|刷手机|打瞌睡|玩手机|吵死/u;

/** A want or an excess: of a direction it is blame, whatever is missing. */
const LACKING =
  /不|没|无|缺|少|太|老是|总是|总被|随便|随意|常年|天天|半年|空的|过期|被占|堆|满(?!意|分)|全是|到处|一堆|又[黑脏潮臭]|[要需待该得](?:改进|整改|提高|加强|改善|注意|管管|规范)/u;

export function opinion(piece: string): Grade | null {
  if (/(?:不|没|没有|从不|从没)(?:怎么)?(?:脏|乱|臭|堵|贵|慢|拖|坏|丢|吵)(?!$|过)/u.test(piece)) return 'satisfied';
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
