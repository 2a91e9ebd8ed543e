/** 备注: what a reply says beyond the grade, in the resident's own words. */
import { plainOf } from './normalize.js';
import { gradeByMark } from './score.js';

/** Words that only repeat or soften a grade, or are politeness: no remark of their own. */
const GENERIC = new RegExp(
  [
    '还是改成?|改成|改为|改回|现在(?:填|选|评)|算了|不满意|不太满意|满意度?|一般般?|不满|〔[^〕]*〕|差评|好评|满分|零分|负分|[零一二两三四五\\d]星|五颗星|不及格|及格|滚粗|滚|打分',
    '没(?:有|啥|什么|得|的|嘛|太大)*(?:问题|意见|毛病|说的|话说|挑|挑剔|不好|可挑|不满|讲|地方)|挑不出(?:毛病|刺)|无可挑剔',
    '不(?:怎么样|咋[地的样]|怎么|太|大|是|能|算|够|好|错|行|赖|差|坏|中|孬|成|得劲|安逸|像话|合格|敢恭维|得了|如以前|知道)|差劲|糟糕?|垃圾|拉[胯垮]|烂|坑[人爹]?|无语|失望|破(?:服务)?',
    '谈不上|说不上|算不上|称不上|并非?|没有?|再也?|才怪|个屁|哪里|怎么|可能|可以|还?行|凑合|凑活|将就|勉勉?强强?|马马?虎虎?|过得去|说得过去|普普?通通?|中规中矩|差不多|就?那样|就这样',
    '很|非常|特别|相当|十分|超级?|极其?|挺|蛮|老|贼|忒|真|太|好得|得很|不得了|极了|透了?|死了?|比较|基本|总体|整体|综合|还算|还|都|也|只|就|更|确实|绝对|必须|肯定|当然|实在|一点|有点|越来越|以前|比',
    '好|棒|赞|优秀?|完美|给力|牛|可|中|差|巴适|安逸|得劲|要得|唔错|几好|灵|杠杠的?|yyds|绝|嘎|点赞|nice|good|ok',
    '我(?:们|家)?|你(?:们)?|您|咱|是|的|地|得|了|吧|啊|呀|哦|嗯|呢|嘛|呗|哈|噢|额|唉|哎|诶|哟|么|吗|这|那|个|次|回|给|选|评价?|觉得|感觉|认为|想|说|回答|答案|第|号|项|要|会|算|打|让|跟|和|与|或|叫|有|在',
    '(?:以后)?(?:别|不要|不用)再?(?:给我)?发(?:消息|信息|了)?|谢谢|感谢|多谢|谢|辛苦|不客气|麻烦|您好|你好|打错|发错|按错|点错|选错|刚才?|不对|错了?|更正|意思|还用问|还能咋|用问|能咋|中间|之间|介于|上面|下面|前面|后面|最|服务|什么|啥|玩意儿?|转人工|人工|退订|不|没',
    '说实话|佛系|无功无过|平平无奇|无好无歹|差不离儿?|偏[上下]|e+m+|才对|重要的事说三遍|零蛋|写重了|及格线?上?(?:徘徊)?|[五六七八九]成|齐活|[前后]者|多打|漏了(?:一?个)?(?=[“"]?不)|写重|别算|不算|道理|抱怨|至于',
    "(?<![a-z])(?:it'?s?|i|guess|at|all|ever|service|the|is|was|are|an?|to|my|this|that|lah?|lol|so|just|think|would|say|pretty|overall|works?|job|not|too|very)(?![a-z])",
    '\\d{1,3}\\/(?:5|10|100)',
  ].join('|'),
  'gu',
);
const KEEP = /[\p{L}\p{N}]/gu;

/** The part of a reply that says more than its grade; null where nothing does. */
export function remarkOf(reply: string): string | null {
  const clean = reply.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  const pieces = [...clean.matchAll(/[^\s,，。.!！?？;；:：、…~～]+/gu)].slice(0, 120);
  const first = pieces.find((piece) => hasContent(piece[0]));
  if (!/\p{Script=Han}/u.test(clean)) return hasContent(clean) ? clip(clean) : null;
  if (!first) return null;
  const after = pieces.slice(pieces.indexOf(first) + 1);
  const last = after.findLast((piece) => hasContent(piece[0])) ?? first;
  const rest = clean.slice(trimmed(clean, first), last.index + last[0].length);
  return clip(
    /[!！]$/u.test(clean) || clean.endsWith(rest) ? rest : clean.slice(trimmed(clean, first)).replace(/[。.\s]+$/u, ''),
  );
}

/** Where the remark begins: after a grade that opens its first piece without a comma (不满意还在漏). */
function trimmed(clean: string, first: RegExpMatchArray): number {
  const grade = /^(?:我)?(?:很|非常|特别|太)?(?:一般满意|不满意|满意|不滿意|滿意)(?:了|的|啊|吧)?(?=.{2})/u.exec(
    first[0],
  );
  const at = first.index ?? 0;
  const rest = grade ? first[0].slice(grade[0].length) : '';
  return grade && hasContent(rest) && !/^[度的]/u.test(rest) ? at + grade[0].length : at;
}

function hasContent(piece: string): boolean {
  if (/^\p{Script=Han}{8,}$/u.test(piece) && piece.replace(GENERIC, '').length >= 6) return true;
  const text = plainOf(piece);
  if (gradeByMark(text)) return false;
  if (/修好|没修|修不好|弄好|解决|没来|没人|没(?:通|水|电|气|亮|热|响)|不(?:通|亮|热|响|转|制冷)/u.test(text))
    return true;
  const left = text.replace(GENERIC, '').match(KEEP) ?? [];
  return left.length >= 2 || (left.length === 1 && TELLING.test(left[0] ?? ''));
}

/** One character that names what is wrong, or how it went: 还响, 太慢. */
const TELLING = /[慢快贵脏臭漏坏吵堵响渗滴裂晃松断黑暗冷热潮湿霉锈歪停卡掉]/u;

/** A remark is kept whole up to 500 characters. */
function clip(text: string): string {
  const chars = Array.from(text.trim());
  return chars.length > 500 ? `${chars.slice(0, 499).join('')}…` : chars.join('');
}
