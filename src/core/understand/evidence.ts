/** 依据: the opinions in a reply, clause by clause, with negation, irony, condition and whose service they speak of. */
import { factsIn } from './facts.js';
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
  /(?<!比|不如|跟|和|像|同)(?:开发商|售楼|厂家|(?:上|前)(?:一?个|一家|任|一任)物业|前任|对(?:我家?的?)?新|机器人|这程序|世界杯|球赛|比赛|电视剧|电影院|儿媳妇?|对面(?!小区)|奶茶|装修公司|装修队|火锅店?|饭店|餐厅|饭馆|馆子|超市|便利店|菜场|那家店|外卖|学校|老师|幼儿园|医院|公交|地铁|电影|新手机|股票|房价|天气|球队|晚饭|新车|移动|电信|联通|宽带|燃气公司|自来水公司|供电局|居委会?|业委会|中介|对象|保安|门卫|门岗|(?<![收交缴涨的])物业费(?!.{0,6}(?:都|也)?白交|.{0,2}(?:年年|涨|收得|照收))|垃圾(?=[^,]{0,6}(?:没人|堆|满|不收|没收))|前一个|头一个|停车|车位|邻居|隔壁|楼上|楼下|对门|绿化|保洁|清洁|上次|上回|上一次|上一个|上个|以前|(?<!修)之前|原来(?!担心|以为|想|是|怕|说)|从前|前天|前几天|别的|其他|其它|别人|(?<!老)人家|小区环境|(?:我(?:妈|爸|老公|老婆|家人)|老公|老婆)(?!(?:也|都|就|他|她)*(?:说|讲|让我|叫我|觉得|很|挺|都|非常|特别|也))|收费标准|快递|游泳池|会所|电梯口|去年|垃圾桶|广场舞|快递柜|健身器材|绿化带|物业电话|另一个|另外一个|(?<!那个|嗯)那个师傅(?!来))/u;
/** What only serves as a measure: 比上次那个师傅好. */
const MEASURE =
  /(?:比|没有?(?!人)|不如|不及|像|跟|和)[^,]{1,12}?(?=快|好|强|靠谱|干净|负责|专业|差|慢|贵|一样|一个水平|差不多|没区别|亮|暗|$)/u;
const THIS =
  /这次|这回|本次|此次|今天(?!的?天气)|(?:这|可这)修|修(?:水|电|灯|门|管|锁|空调)|通下水道|修灯|这(?:单|活|事儿?|件事)|你们(?:师傅|维修|修)|现在|目前|光这|这个小|这个师傅|这位|新来的|维修|修理|修完|修了|后来|这个(?!小区|物业)|师傅|服务/u;
const CONDITION =
  /如果|要是|假如|假使|若是|倘若|的话|只要|除非|再[^,]{1,8}就|早点[^,]{0,6}就|快点[^,]{0,6}就|能[^,]{1,8}就(?:更|会)?(?:好|满意|完美)/u;
/** A condition of a clause of its own, and the clause that follows from it (如果再细致点，我会打满意). */
const IF = /^(?:如果|要是|假如|假使|若是?|倘若|只要|除非|等)|的话$/u;
const THEN = /^(?:我|那|那么)?(?:就|会|才|肯定|也会|还会|可以|能|一定|绝对|便|给你)/u;
const ASKED =
  /(?:是|会是|怕是)(?:个)?(?:骗子|诈骗|骗人的)(?:吧|吗|么)$|吗$|是不是|有没有|能不能|可不可以|是否|(?<!没有?|不|等了|了|好|这么|那么)多久|区别|差别|算[^,]{1,6}还是|会不会|会(?:怎样|怎么样|如何|怎么办)|(?:啥|什么)时候(?!都)|是什么(?!东西|玩意|态度|服务|素质)|(?:怎么|咋|如何)(?:选|填|评|样才|样?才?算)|哪(?:个|一个|项)(?:更|比较)?好|(?:什么|啥)(?:叫|是(?!东西|玩意))|(?:多少|几)分?(?:算|才)|哪(?:个|一个|项|一项|种)(?:是|算|代表|表示)|还是.{0,4}呢$|算不算|只能(?!说|讲|给|打|算)|必须选/u;
/** Of another's doing, but complained of before (广场舞还是吵): the complaint failed. */
const STILL_OURS = /还是|还在|照样|依旧|仍/u;
/** A choice that is only asked about: 选了不满意，会不会…. */
const LED = /^(?:我|要是|如果)*(?:选|评|给|打|填|点)了?["“]?(?:不?满意|一般|差评|好评|[123])/u;
/** Before a word, this turns it: groups 没有-like, weak and plain. */
const NOT =
  /(没有?|无|未|不存在|找不出|挑不出)(?:得到|获得|妥善|真正|完全|根本|全部|及时|有效|实际|遇到|碰到|任何|什么|啥|任何|一点|半点|有|哪里|哪|觉得|感觉|感到|说|让我|那么|这么|可|的|地方|再|能|出现|发现|几个|人说|个|特别|太|非常|很|(?:一|哪|任何|半)(?:个|次|处|项|样|件|回|位|条)(?:人|地方|师傅|事|活|让人|能让人|能|让我|值得)*|是|让我|觉得|修|弄|干|做|得)*$|(谈不上|说不上|算不上|称不上|不能说|不好说|不是说|并不是|也不是|倒不是|不是|不至于|不算|不算是|不能算|没那么|不觉得|不见得)(?:有多|多么|多|什么|很|太|特别|那么|这么|是|有|得|说|我|都|全|哪里|样样)*$|(?:不|(?<!特|分|个|各|识|区|性|告|级|差)别|并不|并没有|并没|毫不|从不|非|不能|不会)(?:太|很|怎么|够|大|那么|这么|是|是很|能|算|会|觉得|感到|感觉|咋|特别|非常|十分|得|再|怎么样|咋个|再会|敢|敢说|让人|令人|太让人|可能)*$/u;
/** Still, again: with a fault, the purpose was missed. */
const STILL =
  /(?:还(?!有|不错|好)|又|仍|依旧|依然|照样|照|继续|更|反复|再次|经常|老是|总是|一直|天天|第二天|没几天|没两天|没过|不到|三天两头|越|修完|修了|修过|刚修|弄完|弄了|来过|始终|压根)/u;
const AFTER_REPAIR = /修完|修了(?!吧)|修过|刚修|修好.{0,8}又|弄完|处理完|弄了/u;
const ALSO = /另外|顺便|还有|也(?:坏|漏|堵|不|不亮|要|有)|家里|[^不]知道/u;

/** A complaint that is what is spoken of, not made (投诉噪音这事办得快). */
const SUBJECT = /投诉(?:了)?[^,]{1,8}?的?(?:这|那)?(?:事|个事|件事|问题)|(?:上次|之前|上回|我)投诉(?:完|后|的)/u;

/** Feared or prevented, so it did not happen (怕弄脏). */
const AVERTED = /(?:(?<!恐)怕|免得|以免|生怕|担心|防止|避免)[^,]{0,4}$/u;
const BAD: ReadonlySet<WordClass> = new Set(['blame', 'failed', 'fault', 'dissatisfied']);

/** All opinions of a normalised reply, in order, and its clauses. */
export function gatherEvidence(text: string): {
  readonly evidence: readonly Evidence[];
  readonly clauses: readonly Clause[];
} {
  const clauses = clausesOf(text);
  const repaired = AFTER_REPAIR.test(text);
  let other = false;
  let condition = false;
  const evidence = clauses.flatMap((clause, index) => {
    const here = OTHER.test(
      clause.text.replace(MEASURE, '').replace(/(?:其他|其它|别的)[^,]{0,4}(?=都(?:能)?像)/u, ''),
    );
    other = here
      ? !/这次|这回|本次|此次|现在|今天(?!的?(?:天气|股票|彩票|晚饭|午饭|球|菜))|光这/u.test(clause.text)
      : other &&
        (/对(?:他|她|它)|^(?:对)?(?:这个|这点|这一点|这块|那个|那点)我(?!报|叫|找|修)/u.test(clause.text) ||
          !THIS.test(clause.text)) &&
        (/^我对(?:他|她|它)|^(?:对)?(?:这个|这点|这一点|这块|那个|那点)我(?!报|叫|找|修)/u.test(clause.text) ||
          !/^(?:我|但|就是|不过|这|给|选|评|光)/u.test(clause.text));
    const carried = condition && THEN.test(clause.text);
    condition = IF.test(clause.text);
    const led = LED.test(clause.text) && ASKED.test(clauses[index + 1]?.text ?? '');
    return ofClause(clause, index, other, repaired, carried, led);
  });
  return { evidence, clauses };
}

function ofClause(
  clause: Clause,
  index: number,
  other: boolean,
  repaired: boolean,
  carried: boolean,
  led: boolean,
): readonly Evidence[] {
  const { text } = clause;
  const asked = led || ASKED.test(text) || (/[?]/u.test(clause.end) && /么$|什么|怎么|哪|谁|几/u.test(text));
  const conditional = (carried || CONDITION.test(text)) && !/永远|绝不|打死/u.test(text);
  const found: Evidence[] = [];
  const add = (cls: Opinion, word: string, at: number): void => {
    const mine = other && !(cls === 'failed' && STILL_OURS.test(text));
    found.push({
      cls,
      word,
      clause: index,
      other: mine,
      asked,
      bare: isBare(text, word),
      quoted: isQuoted(text, word, at),
    });
  };
  const covered: (readonly [number, number])[] = [];
  for (const { cls, word, at } of factsIn(text)) {
    add(cls === 'fault' ? placed(cls, text, conditional, repaired) : cls, word, at);
    covered.push([at, at + word.length]);
  }
  const echoed = clause.end.startsWith('?') && text.length <= 4;
  for (const { word, cls, at } of scanWords(text)) {
    if (cls === 'none' || covered.some(([from, to]) => at >= from && at < to)) continue;
    const before = text.slice(Math.max(0, at - 14), at);
    if (word === '投诉' && SUBJECT.test(text)) continue;
    if ((echoed && !BAD.has(cls)) || (BAD.has(cls) && AVERTED.test(before))) continue;
    const turned = turn(cls, before);
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
      return weak || /没有?说(?:过|我|是|很|有多)*$/u.test(before) ? 'fairly' : 'satisfied';
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
