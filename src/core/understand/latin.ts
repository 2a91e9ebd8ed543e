/** 拼音与英语: what residents write in Latin letters, as Chinese words. */

/** Words by their pinyin, without tones; the longest wins. */
const PINYIN: Readonly<Record<string, string>> = Object.fromEntries(
  `manyi满意 bumanyi不满意 yiban一般 yibanban一般般 yibanmanyi一般满意 hen很 hao好 henhao很好 tinghao挺好 hai还 haihao还好 haixing还行 haikeyi还可以 keyi可以 bucuo不错
   cha差 hencha很差 taicha太差 chaping差评 haoping好评 tai太 bu不 buhao不好 buxing不行 xing行 xie谢 xiexie谢谢 shifu师傅 le了 de的 ba吧 a啊 feichang非常 tebie特别 ting挺 zhen真 bijiao比较 jiben基本
   mei没 meiyou没有 xiu修 xiuhao修好 haole好了 meixiuhao没修好 meixiu没修 ren人 lai来 meirenlai没人来 lou漏 loushui漏水 zai在 hailou还漏 haizai还在 haishi还是 you又 huai坏 huaile坏了 man慢 taiman太慢 laji垃圾 wenti问题 meiwenti没问题
   tuiding退订 rengong人工 zhuanrengong转人工 kefu客服 baoxiu报修 wandian晚点 mingtian明天 zaishuo再说 mang忙 zaimang在忙 zaijian再见 nihao你好 ninhao您好 xinku辛苦 xinkule辛苦了 xiugai修改 huifu恢复 couhe凑合 mamahuhu马马虎虎 taidu态度 weixiu维修 fuwu服务 gan干 ganjing干净 kuai快 henkuai很快 jishi及时 shi是 wo我 women我们 nimen你们 ni你 ta他 dou都 quanbu全部 qita其他 qiyu其余 shengxia剩下 bie别 zaifa再发 biefa别发 bieZaifa别再发 fa发 yao要 buyao不要 ma吗 ne呢 zan赞 bang棒 lihai厉害 buzhidao不知道 jiaoren叫人 zhaoren找人 dating打听 jiejue解决 dian点 ye也 jiu就 zhe这 na那 ci次 zheci这次 shang上 xia下 meishi没事 yijian意见 meiyijian没意见 guaguajiao呱呱叫 zhuanye专业 shui水 deng灯 men门 baoan保安 baojie保洁 lvhua绿化 luhua绿化 tingche停车 weisheng卫生 chule除了 dao到`
    .trim()
    .split(/\s+/u)
    .map((entry) => {
      const han = entry.search(/[^a-zA-Z]/u);
      return [entry.slice(0, han).toLowerCase(), entry.slice(han)] as const;
    }),
);
const LONGEST_PINYIN = Math.max(...Object.keys(PINYIN).map((key) => key.length));

/** English as residents write it, longest first. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [
    /\bnot\s+(?:so\s+|very\s+|really\s+|too\s+|at all\s+)?(?:satisfied|happy|good|ok|okay|fine|great|satisfactory)\b/gu,
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
  for (let at = 0; at < letters.length;) {
    let taken = 0;
    for (let length = Math.min(LONGEST_PINYIN, letters.length - at); length > 0 && taken === 0; length--) {
      if (PINYIN[letters.slice(at, at + length)] !== undefined) taken = length;
    }
    if (taken === 0) return null;
    out += PINYIN[letters.slice(at, at + taken)];
    at += taken;
  }
  return out;
}
