/** 规整: widths, traditional characters, control characters, emoji, stickers, typos, pinyin and English → plain words. */
import { fromDialect } from './dialect.js';
import { fromLatin } from './latin.js';
import { simplify } from './traditional.js';

/** Characters of a reply that are read: its head and, for what is longer, its tail, where a conclusion stands. */
const HEAD = 1200;
const TAIL = 400;

/** Emoji and bracket stickers that carry a grade, as words; 〔寒暄〕 and 〔不明〕 carry none. */
const SIGNS: Readonly<Record<string, string>> = {
  满意: '👍 👌 💯 ❤ ♥ 💖 💕 😍 🥰 👏 💪 😘 🤩 🎉 [强] [赞] [鼓掌] [爱心] [心] [OK] [ok] [好] [胜利] [棒] [666] [色] [加油] [点赞] [比心] [thumbsup] [good] [good!]',
  不满意:
    '👎 💩 😡 😠 🤬 😤 🖕 😭 😢 💔 😞 😒 🤮 🤢 😾 [弱] [发怒] [怒] [便便] [骂] [抓狂] [大哭] [流泪] [吐] [呕吐] [鄙视] [咒骂] [炸弹] [心碎] [菜刀] [差劲] [拳头] [失望] [生气] [踩] [快哭了] [难过] [angry]',
  '〔寒暄〕':
    '🌹 🙏 😊 🤝 😄 😁 😀 😃 ☺ 🍵 ☕ 🎂 👋 🌺 🌷 💐 🧧 [玫瑰] [抱拳] [合十] [愉快] [呲牙] [握手] [可爱] [憨笑] [咖啡] [拥抱] [害羞] [庆祝] [福] [發] [发] [红包] [礼物] [太阳] [嘿哈] [耶] [笑脸] [偷笑] [蛋糕] [跳跳] [转圈] [rose]',
  '〔不明〕':
    '🙂 😅 😂 🤣 🙃 😶 🤔 😓 😑 😐 🙄 🤷 😳 😏 🤦 🐶 💀 👀 😴 🤡 ❓ ❔ [微笑] [捂脸] [汗] [尴尬] [流汗] [再见] [疑问] [发呆] [闭嘴] [睡] [困] [晕] [白眼] [斜眼] [衰] [笑哭] [旺柴] [苦涩] [裂开] [吃瓜] [叹气] [皱眉] [奸笑] [机智] [让我看看] [天啊] [社会社会] [哇] [破涕为笑] [撇嘴] [调皮] [得意] [惊讶] [敲打] [擦汗]',
};
const SIGN_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(SIGNS).flatMap(([word, signs]) => signs.split(' ').map((sign) => [sign, word] as const)),
);

/** Homophones and slips, each a stretch of text → what was meant. */
const TYPOS: readonly (readonly [RegExp, string])[] = [
  [/保[捷杰节劫]/gu, '保洁'],
  [/保[按岸俺案]/gu, '保安'],
  [/[挺廷亭]车/gu, '停车'],
  [/绿[画话](?![画话])/gu, '绿化'],
  [/消[访仿放](?=[栓通安]|[不满一])/gu, '消防'],
  [
    /(?<![修弄搞装换做不最更挺很还正刚说])好(?=乱|脏|差(?!评|不多|劲|点)|慢(?!慢)|贵|烂|臭|吵|烦|懒|凶|坑|旧|暗|敷衍|恶心|难(?!得|免|道))/gu,
    '很',
  ],
  [/[满慢瞒漫曼蛮馒][一义易异已意益艺议亿以忆译毅疑仪依]{1,2}(?![个次定直起样边下点共层楼号般为经])/gu, '满意'],
  [/满意意/gu, '满意'],
  [/一[搬班斑半搬版]+[般搬]?(?=$|[\s,。.!?吧啊的;、])|以般|亿般/gu, '一般'],
  [/(?<!是)不是满意/gu, '不满意'],
  [/[师狮][付父负富博]|师傅傅|是傅/gu, '师傅'],
  [/台(?=差|慢|贵|好|烂)|太(?=度)(?!度假)/gu, '太'],
  [/太度|态渡|态读/gu, '态度'],
  [/不[挫措搓]/gu, '不错'],
  [/[狠恨很][好号郝]/gu, '很好'],
  [/(?<=[挺真太非])[号郝]/gu, '好'],
  [/灰常|[菲飞灰][常长]|非长|灰长/gu, '非常'],
  [/肿么/gu, '怎么'],
  [/还形|还型/gu, '还行'],
  [/凑[和何合核]|湊合/gu, '凑合'],
  [/(?<=没|未|不)[休羞秀绣][好号]/gu, '修好'],
  [/[休羞秀绣](?=得|的[快好慢不]|完|了[两三半一])/gu, '修'],
  [/再(?=漏|滴|渗|响)/gu, '在'],
  [/(?:[布步补]|(?<!全)部)满意|不[满慢][一衣意]/gu, '不满意'],
  [/[叉茶查岔]评|差平|差苹/gu, '差评'],
  [/(?<=[\s,。太台很好真])[叉擦查茶](?=[\s,。了啊!]|$)/gu, '差'],
  [/推订|退[定钉丁顶盯]|腿订/gu, '退订'],
  [/维休|为修/gu, '维修'],
  [/人[功攻供弓]|人公(?!开)/gu, '人工'],
  [/没什么子|没嘛/gu, '没啥'],
  [/偶(?!尔|然|数)/gu, '我'],
  [/覅/gu, '不要'],
];

/** Asked back, not answered: 满意不满意, 满不满意, 满意与否. */
const EITHER =
  /(?<!不)满意不满意|满不满意|满意还是不满意|(?<!不)满意不(?!满意|是)|满意与否|满意没满意|是否满意|满意没有|修没修好?|修好没修好|好没好|漏没漏|通没通|来没来|满意或不满意|不满意还是满意/gu;

/** Nobody can be satisfied with that: a rhetorical form of 不满意. */
const RHETORICAL =
  /(?:怎么(?:可能|会|能)?|怎能|哪里|哪儿|哪能|哪会|咋能|咋会|岂能|凭什么|凭啥|何来|拿什么|让我怎么|叫我怎么)(?:让我|叫我|会|能|就|给|说|谈)?满意(?:了|得了|的|得起来)?|(?<!怎样|怎么|如何|才)(?:我|你|您|谁|^)(?:觉得|说|看|认为|们)*(?:我|谁|这)?(?:还|该|可)?(?:能|会)(?:让我|叫我|给|打|算)?满意(?:吗|么|嘛|不|(?=[?？]))|(?:你|您|你们)(?:觉得|说|看|认为)(?:我|谁)(?:还|该|可)?(?:能|会)满意(?=$)|(?:谁|哪个人|哪个业主)(?:能|会|敢|还能)(?:给|打|说)?满意|(?:这|那)(?:也|还|就|都)?(?:能)?(?:叫|算|也叫|配叫|是)满意(?=[?？吗么])|满意在哪|哪(?:点|里|一点|样|方面)(?:能|值得|让我|让人|叫人)满意|(?:没有?|无)(?:一|半|任何)?(?:个|处|点|样|项|件|次|分)(?:地方|方面|事|东西)?(?:是|能|让我|让人|叫人|值得|令人)*满意|(?<!不)(?:还|就这还|这还|这也)满意(?:呢|啊|个)|满意个(?:什么|[屁鬼毛头锤球啥鸟])|(?:别|甭|休|少|莫)(?:再|跟我|和我|给我|来)*(?:提|说|谈|讲|问)(?:什么)?满意了?|满意(?:什么|啥)(?:啊|呀|呢)?(?=[,，。!！?？]|$)|满意才怪|(?:从来|从|一直|根本)(?:就)?没(?:有)?满意过?|没(?:有)?满意|(?:谈|说|算|称|远|实在)(?:不上|不了|谈不上|说不上)(?:有多|多么|什么|很|太)?满意|不能(?:算|说)(?:是)?满意|(?:不|别)?要?让?我?满意(?:是)?(?:不可能|没门|做梦)|不可能满意|不至于不满意|难以满意|(?:没法|没办法|难说|恐怕不|不好说)(?:给|打|说|谈|算)*满意|(?:没有?|远没|还没)(?:有)?(?:到|达到)满意的?(?:程度|地步|标准)|很难满意|无法满意|并非满意|高兴不起来/gu;

/** Of course satisfied: a rhetorical form round 不满意 (怎么会不满意, 没有理由不满意). */
const SURELY =
  /不满意(?:是|那是|那)?(?:不可能|没门|不存在)的?|(?:怎么(?:会|能|可能|敢)?|咋(?:会|能)|哪(?:里|儿)?(?:会|能|敢|有)?|岂(?:会|能|敢)|何来|谁(?:说|会|能|敢|讲))(?:我|你|还|有|会|说)*不满意(?:呢|啊|的|了|吗|么)*|(?:没|没有|无)(?:任何|什么|啥|半点|一点)*(?:理由|道理|原因|必要|借口)(?:会|去|说|给)*(?:不满意|不好|差评)|(?:不(?:会|可能|至于会|能|得)|没法|无法|没办法|挑不出|找不出|说不出)(?:我|给|有)?(?:哪里|哪儿|什么|啥|任何)?(?:地方)?不满意/gu;

/** Satisfaction named, and withheld: 要我满意，先…; 满意度为零; 离满意差得远; 满意？不存在的. */
const WITHHELD =
  /(?:逼|催|强迫|要求|求|骗|哄)(?:着)?(?:我|业主)[^,]{0,4}(?:满意|好评|五星)|不给好评[^,]{0,4}(?:不|别|没)|(?:说|讲|给|打|选|回)(?:我)?(?:个)?满意(?:的话)?,?(?:那|就|才|都|真|纯|简直|等于)*(?:是|叫)?(?:在)?(?:骗|昧|违心|假话|瞎|自欺|哄|逗|扯|谎|没良心)[^,]*|满意[?？]+满意(?:什么|啥|个)[^,。]{0,3}|满意[^。不]{0,6}不满意(?:你们|又|还|也|有|能)+[^,]{0,6}(?:不管|没用|怎样|怎么样|咋样|如何|有用|什么用|咋)|(?<!不)满意(?:是|那是|那)(?:绝对|根本|完全|肯定)?(?:不可能|没门|不存在|没有|假)的?|(?:要|想)(?:让|叫|要)?(?:我|人|业主)(?:给|打|说)?满意(?=[,，。]|还|得|先|除非|可以)|(?:让|叫|要)我(?:还)?(?:怎么|咋|如何)[^,，]{0,4}满意|满意(?:度|率|程度)?(?:为|是|约等于|等于|基本|几乎)?(?:零|0(?!分)|负|很低|极低|太低|低)|(?:离|距|距离|和|跟)满意(?:还|仍|相|差|有|的)*(?:差得|很远|远|十万八千里|差太多|差很多|不沾边|无缘|无关)|满意(?:[?？]|这|那|两个字|俩字|二字|两字|字)+[^。]{0,8}(?:不存在|做梦|想得美|说不出|不可能|没门|呵|哪来|免谈|不配|想多|写不)/gu;
const NEARLY = /(?:离|距|距离)满意(?:还|仍|只|就)*(?:差|有)(?:一点|一步|一些|点|些|距离)*/gu;
/** An opinion held once and given up in the same breath: 本来想给满意，结果… */
const ONCE =
  /(?:原来|本来|原先|之前|一开始|起初|原)?(?:还|都)?(?:担心|以为|怕|生怕)[^,，。]{1,12}[,，](?=[^。]{0,4}(?:结果|没想到|后来|最后|居然|竟然|其实))|(?:差点|险些|几乎|本来要|都想|都要)(?:就|要|想|儿)*(?:给|打)?(?:个)?(?:差评|不满意|投诉)了?[,，](?=.*(?:幸好|好在|还好|后来|结果|没想到|亏得))|(?:本来|原本|原先|一开始|起初)[^,，。]{0,4}(?:气|火|不抱|没指望|没抱)[^,，。]{0,8}[,，](?=[^。]{0,4}(?:结果|没想到|后来|最后|居然|竟然))|(?:本来|原本|原想|前面评的|刚才评的|之前评的|前面的|刚才的|之前的)[^,，。]{0,6}(?:不满意|满意|一般)[^,，。]{0,4}[,，]/gu;

/** 要说多好也没有: neither. */
const NEITHER =
  /(?:要?说|要论)(?:有)?(?:多|多么|特别|很)?(?:好|满意|不好|差|坏)(?:也|吧|嘛|呢|倒)*(?:没有|没|谈不上|说不上|算不上|不至于|不见得|没那么)|(?:不好|满意|好)也?(?:不好)?说不上|(?:没有?|还没有?)(?:到|达到)不满意的?(?:程度|地步)|(?:说|谈|算)不上满意不满意/gu;

/** The reply in plain words: half width, simplified, lower case, without control characters; slips mended. */
export function normalize(reply: string): string {
  const cut = reply.length > HEAD + TAIL ? `${reply.slice(0, HEAD)}。${reply.slice(-TAIL)}` : reply;
  let text = simplify(signsToWords(cut).normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Mn}\u20e3\ufe0f]+/gu, (run) => (/[\n\r\t]/u.test(run) ? '\n' : ''))
    .replaceAll(/(?<=[\da-n项一二三四五六七八九十])\s*[—–−‐―〜～~]+\s*(?=[\da-n第一二三四五六七八九十])/gu, '-')
    .replaceAll(/[—…·•]+|\.{2,}|~+$/gu, ' ');
  if (/[a-z]{2}/u.test(text)) text = fromLatin(text);
  text = text.replace(/(?<=[打按点选发写填评]错了?)(?=[^了啦,，。\s吧啊呀人号])/gu, ',');
  if (/^(?:\p{Script=Han}[\s]+){1,4}\p{Script=Han}[^\p{L}]*$/u.test(text)) text = text.replaceAll(/\s+/gu, '');
  text = fromDialect(text);
  for (const [slip, meant] of TYPOS) text = text.replace(slip, meant);
  return text
    .replace(/不能(?:再|更)满意了?/gu, '满意')
    .replace(/好个[屁鬼毛锤头]|好(?:什么|啥)好|好你个/gu, '很差')
    .replaceAll(/(?:很|非常|超|挺|真|太)还行/gu, '很好')
    .replaceAll(/不还行/gu, '不行')
    .replace(ONCE, '')
    .replace(WITHHELD, '不满意')
    .replace(NEARLY, '一般')
    .replace(SURELY, '满意')
    .replace(NEITHER, '一般')
    .replace(RHETORICAL, '不满意')
    .replace(EITHER, (asked, at: number, all: string) => (all.split('满意').length > 5 ? asked : '〔两可〕'))
    .trim();
}

function signsToWords(text: string): string {
  return text
    .replaceAll(/[①-⑭](?=[①-⑭])/gu, '$&,')
    .replaceAll(/[✅✔☑]/gu, '√')
    .replaceAll(/[❌❎✖]/gu, '×')
    .replaceAll(/\[[^[\]]{1,8}\]/gu, (sign) => (SIGN_OF.has(sign) ? ` ${SIGN_OF.get(sign)} ` : sign))
    .replaceAll(/\p{Extended_Pictographic}/gu, (sign) => {
      const word = SIGN_OF.get(sign);
      return word ? ` ${word} ` : /[⭐🌟★]/u.test(sign) ? '⭐' : ' ';
    });
}

/** A clause and the sign that ends it. */
export type Clause = { readonly text: string; readonly end: string };

const BREAK = /[~\s,，。.!?;:；：、\n()（）/|]+/u;

/** The clauses of a normalised text, at most 120. Contrast words open a clause of their own. */
export function clausesOf(text: string): readonly Clause[] {
  const spaced = text.replaceAll(
    /(但是|但|(?<!一看|一听|这|那|也|不)就是(?!说)|只是|不过(?!关)|可是|然而|可惜|而且|另外|顺便|还有(?=.{2})|除了)/gu,
    ' $1',
  );
  const out: Clause[] = [];
  let rest = spaced;
  while (rest.length > 0 && out.length < 120) {
    const cut = BREAK.exec(rest);
    const piece = cut ? rest.slice(0, cut.index) : rest;
    if (piece) out.push({ text: piece, end: cut?.[0] ?? '' });
    rest = cut ? rest.slice(cut.index + cut[0].length) : '';
  }
  return out;
}
