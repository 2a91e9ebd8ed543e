/** 拼音与英语: what residents write in Latin letters, as Chinese words. */

/** Words by their pinyin, without tones; the longest wins. */
const PINYIN: Readonly<Record<string, string>> = Object.fromEntries(
  `manyi满意 bumanyi不满意 yiban一般 yibanban一般般 yibanmanyi一般满意 hen很 hao好 henhao很好 tinghao挺好 hai还 haihao还好 haixing还行 haikeyi还可以 keyi可以 bucuo不错
   cha差 hencha很差 taicha太差 chaping差评 haoping好评 tai太 bu不 buhao不好 buxing不行 xing行 xie谢 xiexie谢谢 shifu师傅 yisi意思 shenmeyisi什么意思 lihai厉害 genglihai更厉害 zhangfei张飞 jidian几点 nali哪里 zainali在哪里 naer哪儿 shouqian收钱 yaoqian要钱 gengyanzhong更严重 haimei还没 haimeilai还没来 quan全 quanbumanyi全不满意 quandou全都 le了 de的 ba吧 a啊 feichang非常 tebie特别 ting挺 zhen真 bijiao比较 jiben基本
   mei没 meiyou没有 xiu修 xiuhao修好 haole好了 meixiuhao没修好 meixiu没修 ren人 lai来 meirenlai没人来 lou漏 loushui漏水 zai在 hailou还漏 haizai还在 haishi还是 you又 huai坏 huaile坏了 man慢 taiman太慢 laji垃圾 wenti问题 meiwenti没问题
   tuiding退订 rengong人工 zhuanrengong转人工 kefu客服 baoxiu报修 wandian晚点 mingtian明天 zaishuo再说 mang忙 zaimang在忙 kaihui开会 zaikaihui在开会 kaiche开车 shangban上班 chifan吃饭 zaijian再见 nihao你好 ninhao您好 xinku辛苦 xinkule辛苦了 xiugai修改 huifu恢复 couhe凑合 mamahuhu马马虎虎 taidu态度 weixiu维修 fuwu服务 gan干 ganjing干净 kuai快 henkuai很快 jishi及时 shi是 wo我 women我们 nimen你们 ni你 ta他 dou都 quanbu全部 qita其他 qiyu其余 shengxia剩下 bie别 zaifa再发 biefa别发 bieZaifa别再发 fa发 yao要 buyao不要 ma吗 ne呢 zan赞 bang棒 lihai厉害 buzhidao不知道 jiaoren叫人 zhaoren找人 dating打听 jiejue解决 dian点 ye也 jiu就 zhe这 na那 ci次 zheci这次 shang上 xia下 meishi没事 yijian意见 meiyijian没意见 guaguajiao呱呱叫 zhuanye专业 shui水 deng灯 men门 baoan保安 baojie保洁 lvhua绿化 luhua绿化 tingche停车 weisheng卫生 chule除了 dao到 gei给 ji几 tian天 lai来 laile来了 deng等 dengle等了 jiu久 henjiu很久 bantian半天 henman很慢 zhenman真慢 zhaolou照漏 chuli处理 dianhua电话 dadianhua打电话 wanshang晚上 huilai回来 kankan看看 bang帮 bangwo帮我 kong空 meikong没空 youkong有空 bufangbian不方便 quxiao取消 shenme什么 zenme怎么 duoshao多少 weishenme为什么 yezhu业主 zuke租客 banzou搬走 banzoule搬走了 cuo错 dacuole打错了 zhaocuo找错 zhaocuoren找错人 jingli经理 lingdao领导 zhuguan主管 jiqi机器 dianti电梯 matong马桶 dule堵了 huiwo回我 xiawu下午 zuotian昨天 jintian今天 xianzai现在 dengyixia等一下 denghui等会 bugan不敢 zhenhao真好 zhencha真差 taihao太好 feichanghao非常好 feichangcha非常差 feichangmanyi非常满意 henmanyi很满意 tingmanyi挺满意 bijiaomanyi比较满意 jibenmanyi基本满意 butaimanyi不太满意 butaihao不太好 buzenmeyang不怎么样 yibanman一般满 maoyi毛病 meimaobing没毛病 nengyong能用 jiejuele解决了 meijiejue没解决 xiuhaole修好了 buloule不漏了 youloule又漏了 youhuaile又坏了 yong用 haiyong还用 zaima在吗 zaoshanghao早上好 wanan晚安 biezaifale别再发了 buyaofa不要发 buyaozaifa不要再发 bieraowo别扰我 paigeren派个人 pairen派人 kuai快 kuailai快来 kuaidian快点 guanmenma关门吗 shouji手机 xinxi信息 duanxin短信 xiaoxi消息 gao搞 gaoding搞定 rang让 jiao叫 zhao找 he和 gen跟 shuo说 shuohua说话 lianxi联系 lianxiwo联系我 youwenti有问题 hengao很高 heng很 henlan很烂 lan烂 chajin差劲 shiwang失望 henshiwang很失望 jiagei加给 gongzuo工作 renzhen认真 fuze负责 reqing热情 limao礼貌 naixin耐心 zhunshi准时 laihui来回 hen很 ganxie感谢 duoxie多谢 xinnian新年 kuaile快乐 xinniankuaile新年快乐`
    .trim()
    .split(/\s+/u)
    .map((entry) => {
      const han = entry.search(/[^a-zA-Z]/u);
      return [entry.slice(0, han).toLowerCase(), entry.slice(han)] as const;
    }),
);
/** Any other syllable; up to a third of a run may be such. */
const SYLLABLE =
  /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:uang|iang|iong|[iu]an|ong|eng|ang|ing|iao|[iu]e|uai|[aeiou]n|ai|ei|ui|ao|ou|iu|ia|ua|uo|a|e|i|o|u|v)/u;
const LONGEST_PINYIN = Math.max(...Object.keys(PINYIN).map((key) => key.length));

/** English as residents write it, longest first. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\b(?:one|1|0|zero|two|2)[ -]?stars?\b/gu, '1星'],
  [/\b(?:five|5|four|4)[ -]?stars?\b/gu, '5星'],
  [/\b(?:three|3)[ -]?stars?\b|\bnormal\b/gu, '一般'],
  [
    /\bcould(?:n'?t| not) be (?:better|happier|more (?:satisfied|pleased))\b|\bno (?:complaints?|problems?|issues?)\b|\bcan'?t complain\b/gu,
    '很好',
  ],
  [
    /\bcould be better\b|\bnot (?:too |that |so )?(?:great|good),? (?:but )?not (?:too |that |so )?(?:terrible|bad)\b|\b(?:neutral|mediocre|passable|decent|medium|ordinary|nothing special)\b/gu,
    '一般',
  ],
  [
    /\bno more (?:messages?|texts?|sms)\b|\b(?:leave me alone|remove me|opt[ -]?out|take me off|quit (?:texting|messaging))\b|\bno longer (?:want|wish) to\b/gu,
    '退订',
  ],
  [
    /\b(?:please )?(?:call|phone|ring) me\b|\b(?:talk|speak) (?:to|with) (?:a |an |the |your )?(?:real |actual )?(?:human|person|manager|someone|somebody|agent|staff|boss)\b|\b(?:customer service|live agent)\b/gu,
    '转人工',
  ],
  [
    /\b(?:i )?(?:have |already )*(?:moved (?:out|away)|sold (?:the|my) (?:house|flat|apartment))\b|\bnot (?:the|an?) owner\b|\bdon'?t live (?:here|there)\b|\b(?:i'?m|i am) (?:just )?(?:a |the )?tenant\b|\bwho is this for\b/gu,
    '我不是业主',
  ],
  [
    /\b(?:please )?(?:send (?:someone|somebody|a (?:worker|plumber|repairman))|come (?:again|back|and (?:fix|check))|(?:need|want) (?:a |to )?(?:repair|fix))\b|\bplease (?:fix|repair|check)\b/gu,
    '请来修',
  ],
  [
    /\b(?:works?|working|worked) (?:fine|well|perfectly|great|again|now)(?: now)?\b|\ball (?:good|set|fine|done)\b/gu,
    '修好了很好',
  ],
  [
    /\b(?:does|do|did|is|was|are)(?:n'?t| not) (?:work|fix|solve|repair)\w*|\b(?:broken|broke|leak\w*) again\b|\bno (?:response|reply|answer|help|one (?:showed|helped|cared))\b|\bnever (?:came|showed|fixed|called)\b|\bnobody (?:showed|helped|cares?)\b/gu,
    '没修好',
  ],
  [
    /\b(?:rude|impolite|waste of (?:time|money)|(?:took|takes) (?:too|so|very) long|too late|unacceptable|unprofessional|careless|lazy|dirty|messy|hate it|ridiculous|a joke|waited (?:too|so|\w+ (?:hours?|days?|weeks?))\w*)\b/gu,
    '很差',
  ],
  [
    /\b(?:quick(?:ly)?|fast|prompt(?:ly)?|professional|friendly|polite|helpful|clean|on time|efficient|thumbs? up|impressed|recommend(?:ed)?|pleased|super|brilliant|top notch)\b/gu,
    '很好',
  ],
  [/\b(?:what|why|how|when|where|who|which|can i|do i|is it|are you|do you)\b[^,.!?]*(?:\?|$)/gu, '请问什么'],
  [/\b(?:in a meeting|not now|driving|another time|next week|tonight|give me (?:a|some) (?:minute|time))\b/gu, '晚点'],
  [/\bstill (?:leaking|leaks|broken|dripping|clogged|not (?:fixed|working))\b/gu, '没修好'],
  [/\b(?:leak(?:s|ing)?|dripping|clogged|broken)\b/gu, '漏水'],
  [
    /\b(?:good (?:morning|evening|night|afternoon)|happy (?:new year|holidays?|birthday)|merry christmas|have a (?:nice|good) (?:day|one|weekend))\b/gu,
    '你好',
  ],
  [
    /\b(?:not|isn'?t|wasn'?t|aren'?t|never|hardly)\s+(?:so\s+|very\s+|really\s+|too\s+|at all\s+|that\s+)?(?:satisfied|happy|pleased|impressed|professional|helpful|friendly|polite|clean|good|ok|okay|fine|great|satisfactory)\b/gu,
    '不满意',
  ],
  [/\b(?:dis|un)satisf(?:ied|actory)\b|\bunhappy\b/gu, '不满意'],
  [/\bnot\s+(?:so\s+|too\s+|that\s+)?bad\b/gu, '不错'],
  [
    /\b(?:not|never|still not|isn'?t|wasn'?t|hasn'?t been|didn'?t get)\s+(?:been\s+)?(?:fixed|repaired|solved|working|done)\b|\bno one (?:came|come)\b|\bnobody (?:came|come)\b|\bstill (?:leaking|leaks|broken|dripping)\b/gu,
    '没修好',
  ],
  [
    /\b(?:very |so |too |really |just )*(?:bad|terrible|awful|horrible|poor|worst|rubbish|garbage|shit|sucks?|disappointed|disappointing|useless)\b/gu,
    '很差',
  ],
  [/\bslow\b/gu, '太慢'],
  [/\b(?:just\s+)?so[\s-]?so\b|\baverage\b|\bfair(?:ly)?\b|\bmeh\b|\bacceptable\b/gu, '一般'],
  [/\bnot\s+(?:very|so|too|really)\b/gu, '不太'],
  [/\b(?:very |really |quite |so |completely |totally )*(?:satisfied|satisfactory|happy)\b/gu, '满意'],
  [
    /\b(?:very |really |so |pretty )*(?:good|great|nice|perfect|excellent|awesome|wonderful|amazing|fantastic|well done|cool|best|love it|lovely|goodjob)\b(?:\s+job)?/gu,
    '很好',
  ],
  [/\bfixed\b|\bsolved\b/gu, '修好了'],
  [/\b(?:ok|okay|okey|fine|alright)\b/gu, '还行'],
  [/\b(?:thank you|thanks|thank u|thx|3q|tks)\b/gu, '谢谢'],
  [
    /\b(?:unsubscribe|stop|td|do not disturb|don'?t (?:text|message|contact|disturb|bother)(?: me)?)\b|^(?:t|n)$/gu,
    '退订',
  ],
  [/\b(?:human|agent|operator|real person|manager please)\b/gu, '人工'],
  [/\b(?:later|busy|tomorrow)\b/gu, '晚点'],
  [/\b(?:hello|hi|hey)\b/gu, '你好'],
  [/\bwrong (?:number|person)\b/gu, '打错人了'],
  [/\bbut\b/gu, '但是'],
];

/** A text with its Latin words put into Chinese; what is no known word stays as it is. */
export function fromLatin(text: string): string {
  return english(text.replaceAll(/[a-z]+(?:[ '][a-z]+)*/gu, (run) => pinyin(run) ?? run));
}

function english(text: string): string {
  let out = text;
  for (const [word, meant] of ENGLISH) out = out.replace(word, meant);
  return out;
}

/** The whole run as pinyin words, or null. Longest match with one step back, so it is linear. */
function pinyin(run: string): string | null {
  const letters = run.replaceAll(/[ ']/gu, '').slice(0, 200);
  if (letters.length < 2 || /^[abc]+$/u.test(letters)) return null;
  let out = '';
  let unknown = 0;
  for (let at = 0; at < letters.length;) {
    let taken = 0;
    for (let length = Math.min(LONGEST_PINYIN, letters.length - at); length > 0 && taken === 0; length--) {
      if (PINYIN[letters.slice(at, at + length)] !== undefined) taken = length;
    }
    if (taken === 0) {
      const syllable = SYLLABLE.exec(letters.slice(at, at + 6))?.[0];
      if (!syllable) return null;
      at += syllable.length;
      unknown += syllable.length;
    } else {
      out += PINYIN[letters.slice(at, at + taken)];
      at += taken;
    }
  }
  return unknown * 3 > letters.length ? null : out;
}
