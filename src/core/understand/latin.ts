/** 拼音与英语: what residents write in Latin letters, as Chinese words. */
import { BY_SOUND } from './pinyin.js';

/** Characters that stand alone often enough to be a word of a run that is all pinyin. */
const PLAIN = '我你他是的了吧啊吗呢很好不没有在来就都还也要太真给和又再人水修到项差快慢说行一二三赞棒烂';
/** Any other syllable; up to a third of a run may be such. */
const SYLLABLE =
  /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:uang|iang|iong|[iu]an|ong|eng|ang|ing|iao|[iu]e|uai|[aeiou]n|ai|ei|ui|ao|ou|iu|ia|ua|uo|a|e|i|o|u|v)/u;
const LONGEST_PINYIN = Math.max(...[...BY_SOUND.keys()].map((key) => key.length));

/** English as residents write it, longest first. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\bresume\b(?: please| it)?/gu, '恢复接收'],
  [/\b(?:resubscribe|subscribe again|turn (?:it|them) (?:back )?on)\b|^(?:re)?start[.!]*$/gu, '恢复接收'],
  [/^ok+(?:ay)?\s*的?[\s。.!]*$/gu, '挺好'],
  [
    /\b(?:i (?:want|need|would like) to )?(?:change|edit|correct) (?:my |the )?(?:answer|rating|grade|reply|choice)\b|\bwrong button\b/gu,
    '修改',
  ],
  [/\bnothing (?:is |was |i'?m |i am )*(?:satisf\w+|good|ok|fine|right)\b/gu, '全部不满意'],
  [/\b(?:the )?(?:first|top) (?:one|option)\b/gu, '1'],
  [/\b(?:the )?(?:second|middle) (?:one|option)\b/gu, '2'],
  [/\b(?:the )?(?:third|last|bottom) (?:one|option)\b/gu, '3'],
  [/\bfirst (?:ten|10)\b/gu, '前十项'],
  [/\blast (?:four|4)\b/gu, '最后四项'],
  [/\b(?:zero|no) results?\b/gu, '没修好'],
  [/\b(?:(?:the )?rest|others?)\s*[:=-]\s*/gu, '其他'],
  [
    /\b(?:i )?sold (?:that|the|my|this) (?:place|unit|apartment|flat|house)\b|\btenant here\b|\bask (?:the|my) (?:owner|landlord)\b/gu,
    '我不是业主',
  ],
  [
    /\b(?:far from|anything but|nowhere near|not exactly|hardly) (?:satisf\w+|happy|good|ok|okay|fine|great)\b/gu,
    '不满意',
  ],
  [
    /\b(?:leaks?|leaking|drips?|dripping) (?:even )?(?:more|worse)\b|\b(?:even worse|worse than (?:before|ever)|could(?:n'?t| not) be worse)\b|\b(?:must be|are you) (?:kidding|joking)\b|\bthank(?:s| you)? (?:\w+ ){0,2}for (?:nothing|breaking|ruining|wasting|flooding)\b/gu,
    '没修好',
  ],
  [/\bnever been better\b|\bnothing to complain(?: about)?\b/gu, '很好'],
  [/\bno good\b|\bnot (?:worth|recommended)\b|\bnever again\b/gu, '很差'],
  [/\bgoo+[dg]\b|\bgud\b/gu, 'good'],
  [/\b(?:one|1|0|zero|two|2)[ -]?stars?\b/gu, '1星'],
  [/\b(?:five|5|four|4)[ -]?stars?\b/gu, '5星'],
  [/\b(?:three|3)[ -]?stars?\b|\bnormal\b/gu, '一般'],
  [
    /\bcould(?:n'?t| not) be (?:better|happier|more (?:satisfied|pleased))\b|\b(?:could(?:n'?t| not)|can'?t) ask for more\b|\b(?:works?|good|looks?)(?: like| as)+ new\b|\bno (?:complaints?|problems?|issues?)\b|\bcan'?t complain\b/gu,
    '很好',
  ],
  [
    /\bcould be better\b|\bnot (?:too |that |so )?bad,? (?:but )?not (?:too |that |so )?(?:great|good)\b|\bnot (?:too |that |so )?(?:great|good),? (?:but )?not (?:too |that |so )?(?:terrible|bad)\b|\b(?:neutral|mediocre|passable|decent|medium|ordinary|nothing special)\b/gu,
    '一般',
  ],
  [
    /\bno more (?:messages?|texts?|sms)\b|\b(?:leave me alone|remove me|opt[ -]?out|take me off|quit (?:texting|messaging)|cancel (?:my |the )?subscription|un ?sub|block you)\b|^(?:quit|block)[.!]*$|\bno (?:more )?(?:surveys?|calls?)\b|\bno longer (?:want|wish) to\b/gu,
    '退订',
  ],
  [
    /(?<!don'?t |do not |never |stop )\b(?:representative|supervisor|helpline|hotline|call ?back|(?:call|phone|ring|contact|reach) (?:me|us)(?: back| by phone)?|give (?:me|us) a (?:call|ring)|put me through|connect me|(?:is )?(?:there )?any(?:one|body) (?:there|here|home|around))\b(?:[^,.!?\p{Script=Han}]*\b(?:person|someone|supervisor|manager|agent|human)\b)?|\b(?:please )?(?:call|phone|ring) me\b|\b(?:(?:can|could|may) i |get me |give me |i (?:want|need|would like) to |let me )?(?:talk|speak) (?:to|with) (?:a |an |the |your )?(?:real |actual )?(?:human|person|manager|someone|somebody|agent|staff|boss)\b|\b(?:customer service|live agent)\b/gu,
    '转人工',
  ],
  [
    /\b(?:i )?(?:have |already )*(?:moved (?:out|away)|sold (?:the|my) (?:house|flat|apartment))\b|\bnot (?:the|an?) owner\b|\bdon'?t live (?:here|there)\b|\b(?:i'?m|i am) (?:just )?(?:a |the )?tenant\b|\bwho is this for\b|\bnot me\b/gu,
    '我不是业主',
  ],
  [
    /\b(?:please )?(?:send (?:someone|somebody|a (?:worker|plumber|repairman))|come (?:again|back|and (?:fix|check))|(?:need|want) (?:a |to )?(?:repair|fix))\b|\bplease (?:fix|repair|check)\b|\b(?:i |we )?need (?:a |an |some )?(?:plumber|electrician|repairman|worker|someone to)\b/gu,
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
  [/\b(?:very |really |quite |so |completely |totally )*(?:satisf(?:ied|y|ying|actory)|happy)\b/gu, '满意'],
  [
    /\b(?:very |really |so |pretty )*(?:good|great|nice|perfect|excellent|awesome|wonderful|amazing|fantastic|well done|cool|best|love it|lovely|goodjob)\b(?:\s+job)?/gu,
    '很好',
  ],
  [/\bfixed\b|\bsolved\b/gu, '修好了'],
  [/(?<=(?:[都全\d]|全部|所有|统统|样样)\s*)(?:ok|okay|fine)\b/gu, '好'],
  [/\beverything(?:'s| is)? (?:ok|okay|fine|good)\b/gu, '全部好'],
  [/\b(?:the )?(?:rest|others?)(?:'s| is| are)? (?:ok|okay|fine|good)\b/gu, '其他好'],
  [/\b(?:ok|okay|okey|fine|alright)\b/gu, '还行'],
  [/\b(?:thank you|thanks|thank u|thx|3q|tks)\b/gu, '谢谢'],
  [
    /\b(?:unsubscribe|stop|td|do not disturb|don'?t (?:text|message|contact|disturb|bother)(?: me)?)\b|^(?:t|n)$/gu,
    '退订',
  ],
  [/\b(?:human|agent|operator|real person|manager please|manual service)\b/gu, '人工'],
  [/\b(?:later|busy|tomorrow)\b/gu, '晚点'],
  [/\b(?:hello|hi|hey)\b/gu, '你好'],
  [/\bwrong (?:number|person)\b/gu, '打错人了'],
  [/\bparking(?: lot| space)?\b|\bgarage\b/gu, '停车'],
  [/\b(?:cleaning|cleaners?|cleanliness|hygiene)\b/gu, '保洁'],
  [/\b(?:security|guards?|gate)\b/gu, '保安'],
  [/\b(?:elevators?|lifts?|facilit(?:y|ies)|equipment)\b/gu, '电梯'],
  [/\b(?:green(?:ing|ery)?|garden(?:ing|s)?|landscap\w+|plants?|environment)\b/gu, '绿化'],
  [/\b(?:fire(?: safety| control)?)\b/gu, '消防'],
  [/\b(?:repairs?|maintenance)\b/gu, '维修'],
  [/\b(?:club ?house|gym|pool|swimming pool)\b/gu, '会所'],
  [/\battitude\b/gu, '态度'],
  [/\befficiency\b/gu, '效率'],
  [/\b(?:managers?|management)\b/gu, '管理人员'],
  [/\boverall\b/gu, '综合'],
  [/\b(?:(?:all )?(?:the )?others?|(?:the )?rest|everything else)\b/gu, '其他'],
  [/\b(?:everything|all|every item)\b/gu, '全部'],
  [/,?\s*\b(?:except(?: for)?|apart from|but for|besides)\b(?:\s+the\b)?/gu, ',除了'],
  [/(?<=\d)\s*\b(?:is|are)\b\s*(?=[123abc]\b)/gu, '是'],
  [/\b(?:but|however)\b/gu, '但是'],
];

/** Latin letters with tones (mǎn yì, lü) without them, and syllables with a figure for the tone (man3 yi4). */
export function withoutTones(text: string): string {
  return text
    .replaceAll(/[ü\u01d6\u01d8\u01da\u01dc]/gu, 'v')
    .replaceAll(/[\u00c0-\u024f]/gu, (letter) => letter.normalize('NFD')[0] ?? letter)
    .replaceAll(/(?<![a-z])[a-z]{2,6}[1-4](?:\s*[a-z]{1,6}[1-4])+(?![a-z\d])/gu, (run) => run.replaceAll(/\d/gu, ''));
}

/** A text with its Latin words put into Chinese; what is no known word stays as it is. */
export function fromLatin(text: string): string {
  return english(
    text
      .replaceAll(/\bquan bu man yi\b/gu, '〔两可〕')
      .replaceAll(/[a-z]+(?:[ '][a-z]+)*/gu, (run) => pinyin(run) ?? run),
  );
}

function english(text: string): string {
  let out = text;
  for (const [word, meant] of ENGLISH) out = out.replace(word, meant);
  return out
    .replaceAll(/(不?满意|太慢|很[好差]|一般|还行)\s*\b(?:on|with|at|in|about|for)\s+(\p{Script=Han}+)/gu, '$2$1')
    .replaceAll(/(?<=[a-z]{2} )a(?= )/gu, '');
}

/** The whole run as pinyin words, or null. Longest match with one step back, so it is linear. */
function pinyin(run: string): string | null {
  const letters = run.replaceAll(/[ ']/gu, '').slice(0, 200);
  if (letters.length < 2 || /^[abc]+$/u.test(letters)) return null;
  let out = '';
  let unknown = 0;
  let known = 0;
  for (let at = 0; at < letters.length;) {
    let taken = 0;
    for (let length = Math.min(LONGEST_PINYIN, letters.length - at); length > 0 && taken === 0; length--) {
      if (BY_SOUND.has(letters.slice(at, at + length))) taken = length;
    }
    if (taken === 0) {
      const syllable = SYLLABLE.exec(letters.slice(at, at + 6))?.[0];
      if (!syllable) return null;
      at += syllable.length;
      unknown += syllable.length;
    } else {
      const word = BY_SOUND.get(letters.slice(at, at + taken)) ?? '';
      if (word.length === 1 && !PLAIN.includes(word)) unknown += taken;
      if (word.length > 1) known += taken;
      out += word;
      at += taken;
    }
  }
  return unknown * 3 > letters.length && known * 5 < letters.length * 2 ? null : out;
}
