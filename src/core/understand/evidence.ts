/** 依据: the opinions in a reply, clause by clause, with negation, irony, condition and whose service they speak of. */
import { type Clause, clausesOf } from './normalize.js';
import { scanWords, type WordClass } from './lexicon.js';
import type { Grade } from '../terms.js';

export type Opinion = Exclude<WordClass, 'none'>;
/** One opinion. `bare`: its clause says nothing else. `other`: of something that was not asked about. */
export type Evidence = {
  readonly cls: Opinion;
  readonly word: string;
  readonly clause: number;
  readonly bare: boolean;
  readonly other: boolean;
  readonly quoted: boolean;
  readonly asked: boolean;
};

/** Something else than this service; not where it only serves as a measure (比上次好). */
const OTHER =
  /(?<!比|不如|跟|和|像|同)(?:保安|门卫|门岗|物业费|停车|车位|邻居|隔壁|楼上|楼下|对门|绿化|保洁|清洁|上次|上回|上一次|上一个|上个|以前|之前|原来|从前|前天|前几天|别的|其他|其它|别人|人家|小区环境|我妈|我爸|我老公|我老婆|老公|老婆|我家人|收费标准|快递|游泳池|会所|电梯口|去年|另一个|另外一个|那个师傅)/u;
/** What only serves as a measure: 比上次那个师傅好. */
const MEASURE = /比[^,]{1,12}?(?=快|好|强|靠谱|干净|负责|专业|差|慢|贵)/u;
const THIS = /这次|这回|本次|此次|今天|现在|目前|光这|这个小|这个师傅|这位|新来的|维修|修理|师傅/u;
const CONDITION =
  /如果|要是|假如|假使|若是|倘若|的话|只要|除非|再[^,]{1,8}就|早点[^,]{0,6}就|快点[^,]{0,6}就|能[^,]{1,8}就(?:更|会)?(?:好|满意|完美)/u;
const ASKED =
  /[吗么]$|是不是|有没有|能不能|可不可以|是否|会不会|(?:怎么|咋|如何)(?:选|填|评|样才)|什么(?:叫|是)|还是.{0,4}呢$|算不算|只能|必须选/u;
/** Before a word, this turns it: groups 没有-like, weak and plain. */
const NOT =
  /(没有?|无|未)(?:什么|啥|任何|一点|半点|有|哪里|哪|觉得|感觉|感到|说|让我|那么|这么|可|的|地方|再|能|出现|发现|几个|人说|个)*$|(谈不上|说不上|算不上|称不上|不能说|不好说|不是说|并不是|也不是|倒不是|不是|不至于|不算|不算是|不能算|没那么|不觉得|不见得)(?:有多|多么|多|什么|很|太|特别|那么|这么|是|有|得|说|我)*$|(?:不|(?<!特|分|个|各|识|区|性|告|级|差)别|并不|并没有|并没|毫不|从不|非|不能|不会)(?:太|很|怎么|够|大|那么|这么|是|是很|能|算|会|觉得|感到|感觉|咋|特别|非常|十分|得|再|怎么样|咋个|再会|敢|敢说|让人|令人|太让人|可能)*$/u;
/** Still, again: with a fault, the purpose was missed. */
const STILL =
  /(?:还(?!有|不错|好)|又|仍|依旧|依然|照样|照|继续|更|反复|再次|经常|老是|总是|一直|天天|第二天|没几天|没两天|没过|不到|三天两头|越|修完|修了|修过|刚修|弄完|弄了|来过|始终)/u;
const AFTER_REPAIR = /修完|修了(?!吧)|修过|刚修|修好.{0,8}又|弄完|处理完|弄了/u;
const ALSO = /另外|顺便|还有|也(?:坏|漏|堵|不|不亮|要|有)|家里|[^不]知道/u;

/** Whole patterns that are facts or moods, each with its class; every one is linear in the clause. */
const FACTS: readonly (readonly [RegExp, Opinion])[] = [
  [/^(?:可|怪|真|很)?中(?:啊|嘞|了|的)?$/u, 'praise'],
  [/^(?:行|成|得|可)(?:吧|啊|呀|了|的|嘛)?$/u, 'lukewarm'],
  [
    /(?:一点|任何|什么|啥|半点)?(?:问题|毛病)(?:都|也)没|(?<!不是)(?<!并非)没有?(?:任何|一点|什么|啥|半点)(?:的)?(?:问题|毛病|意见)(?!解决|处理)|没有?比这(?:个|次)?更?好|不是很?好[,]?是(?:非常|特别|太)好/u,
    'praise',
  ],
  [/比不满意|凑合.{0,3}能用|好(?:一点|点儿?)有限/u, 'fairly'],
  [/要不是.{1,20}(?:早|就|都)/u, 'fairly'],
  [
    /等(?:了|我)?(?:都)?(?:快)?[一二两三四五六七八九十几半好多大\d]{1,4}(?:个)?(?:多)?(?:天|小时|钟头|星期|周|礼拜|月|下午|上午|晚上|年|分钟)/u,
    'blame',
  ],
  [
    /[一二两三四五六七八九十几半好多\d]{1,4}个?(?:多)?(?:天|小时|钟头|星期|周|礼拜|月)(?:后|以后|之后|了)?(?:都|还|也|才|没|来一次)/u,
    'blame',
  ],
  [
    /(?:打了|催了|报了|说了|跑了|投诉了|反映了|反应了|修了|来了|换了)(?:有|好|不下)?[二两三四五六七八九十几好多无数\d]{1,4}(?:多)?(?:次|遍|趟|回|个电话|次电话)/u,
    'blame',
  ],
  [/(?:修|来|弄)[一二三两\d]次(?:就)?(?:坏|漏|堵)[一二三两\d]次/u, 'failed'],
  [/拖了|一拖再拖|(?:晚上|半夜|下午|天黑|第二天|隔天|隔了.{1,4}天)才(?:来|到|修|弄)|慢到|慢得|慢死|跟蜗牛/u, 'blame'],
  [
    /(?:感谢|谢谢|多亏|托).{0,8}(?:让|害|叫)(?:我|咱|一家)(?!.{0,12}(?:用上|放心|省心|安心|满意|温暖|感动|开心|舒服))/u,
    'failed',
  ],
  [/比(?:原来|以前|之前|上次|没修|修之前|去年)(?:还|更)(?:暗|差|糟|坏|乱|慢|脏|漏|响|吵|严重|烂)/u, 'failed'],
  [
    /一(?:年|次|回|天)不如一(?:年|次|回|天)|越来越(?:差|少|慢|烂|糟|乱|贵|不)|还不如(?:我|自己|不修|外面|以前|找)/u,
    'blame',
  ],
  [
    /比(?:我|想象|预想|预期|外面|别人|以前|上次|之前|原来|隔壁).{0,8}(?:快|好|强|靠谱|便宜|干净|负责|专业|利索)(?:多|得|很|太|了|$|不少)/u,
    'praise',
  ],
  [
    /(?:[一二两三五十几\d]{1,3})(?:分钟|秒)(?:不到)?就(?:到|来|修|搞|弄|解决)|当天就|马上就(?:来|修|到)|随叫随到|说到做到|一(?:打|叫|说|个)(?:电话)?就(?:来|到|修)/u,
    'praise',
  ],
  [/(?:什么|神马|啥|这)(?:破|烂|狗屁|鬼|垃圾)(?:服务|物业|东西|玩意|态度|技术|师傅)?/u, 'blame'],
  [
    /(?:修|弄|搞|收拾|打扫|处理|擦)(?:得|的)(?:很|挺|真|特别|非常|蛮|可)?(?:干净|好|快|细|漂亮|利索|不错|结实|牢|仔细)|干干净净|清清爽爽/u,
    'praise',
  ],
  [/(?:不是|不止)一般的?(?:差|慢|烂|糟|坏)/u, 'blame'],
  [/(?:不是|不止)一般的?(?:好|棒|快)|(?:好|棒|满意)得?(?:不得了|没话说|不行|很)/u, 'praise'],
  [/(?:继续|再接再厉|继续保持|继续努力)/u, 'praise'],
];

/** All opinions of a normalised reply, in order, and its clauses. */
export function gatherEvidence(text: string): {
  readonly evidence: readonly Evidence[];
  readonly clauses: readonly Clause[];
} {
  const clauses = clausesOf(text);
  const repaired = AFTER_REPAIR.test(text);
  let other = false;
  const evidence = clauses.flatMap((clause, index) => {
    const here = OTHER.test(clause.text.replace(MEASURE, ''));
    other = here
      ? !/这次|这回|本次|此次|现在|今天|光这/u.test(clause.text)
      : other && !THIS.test(clause.text) && !/^(?:我|但|就是|不过)/u.test(clause.text);
    return ofClause(clause, index, other, repaired);
  });
  return { evidence, clauses };
}

function ofClause(clause: Clause, index: number, other: boolean, repaired: boolean): readonly Evidence[] {
  const { text } = clause;
  const asked = ASKED.test(text) || (/[?]/u.test(clause.end) && /什么|怎么|哪|谁|几/u.test(text));
  const conditional = CONDITION.test(text);
  const found: Evidence[] = [];
  const add = (cls: Opinion, word: string, at: number): void => {
    found.push({ cls, word, clause: index, other, asked, bare: isBare(text, word), quoted: isQuoted(text, word, at) });
  };
  const covered: (readonly [number, number])[] = [];
  for (const [fact, cls] of FACTS) {
    const hit = fact.exec(text);
    if (hit) {
      add(cls, hit[0], hit.index);
      covered.push([hit.index, hit.index + hit[0].length]);
    }
  }
  for (const { word, cls, at } of scanWords(text)) {
    if (cls === 'none' || covered.some(([from, to]) => at >= from && at < to)) continue;
    const turned = turn(cls, text.slice(Math.max(0, at - 14), at));
    add(placed(turned, text, conditional, repaired), word, at);
  }
  return found;
}

/** A fault that is still there is a failure; a grade under a condition is lukewarm. */
function placed(cls: Opinion, text: string, conditional: boolean, repaired: boolean): Opinion {
  if (cls === 'fault' && (STILL.test(text) || repaired) && !ALSO.test(text)) return 'failed';
  if (conditional && (cls === 'satisfied' || cls === 'praise' || cls === 'solved' || cls === 'dissatisfied'))
    return 'lukewarm';
  return cls;
}

function turn(cls: Opinion, before: string): Opinion {
  const not = NOT.exec(before);
  if (!not) return cls;
  const [, lacking, weak] = not;
  switch (cls) {
    case 'satisfied':
      return 'dissatisfied';
    case 'dissatisfied':
      return weak ? 'fairly' : 'satisfied';
    case 'praise':
    case 'ironic':
      return weak && !/^(?:不是|也不是|并不是|倒不是)/u.test(weak) ? 'lukewarm' : 'blame';
    case 'solved':
      return 'failed';
    case 'blame':
      return 'lukewarm';
    case 'failed':
    case 'fault':
      return lacking || /(?:不|没)(?:会|再)*$/u.test(before) ? 'solved' : cls;
    case 'fairly':
    case 'lukewarm':
    case 'mockery':
      return cls;
    default:
      return cls satisfies never;
  }
}

const FILLER =
  /^(?:我|给|是|就|说|选|评|觉得|感觉|认为|的|了|很|挺|非常|特别|相当|十分|真|蛮|太|还|还算|比较|基本|总体|整体|都|吧|啊|呀|呢|哦|嗯|嘛|呗|噢|应该|刚|那|算|打|对|当然|意思|本人|个|各|肯定|必须|确实|有点|极|极其|超|超级|更|"|“|”|'|…)*$/u;

function isBare(text: string, word: string): boolean {
  return FILLER.test(text.replace(word, ''));
}

function isQuoted(text: string, word: string, at: number): boolean {
  return /["“”'‘’「『]/u.test(text[at - 1] ?? '') && /["“”'‘’」』]/u.test(text[at + word.length] ?? '');
}

export const GRADE_OF: Readonly<Partial<Record<Opinion, Grade>>> = {
  satisfied: 'satisfied',
  fairly: 'fairly',
  dissatisfied: 'dissatisfied',
};
