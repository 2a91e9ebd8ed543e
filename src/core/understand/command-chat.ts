/** 闲话: what staff write that orders nothing: thanks, 收到, a wave, or that they want a person. */

export type Chat = 'thanks' | 'heard' | 'human';

const TAIL = '[呀啊吧了哈啦哦嘞呢吗的您你]*[。.!！~～，,\\s]*';
const THANKS = new RegExp(
  `^(?:(?:非常|太|十分|多|万分)?(?:谢谢|感谢|多谢|谢了|谢啦|辛苦了?|麻烦了?|thanks?|thx)${TAIL})+$`,
  'iu',
);
const HEARD = new RegExp(
  `^(?:(?:好的?|好嘞|收到|知道|明白|了解|清楚|行|嗯+|哦+|噢|可以|没问题|没事|ok(?:ay)?|再见|拜拜|晚安|下班|已阅|1)${TAIL})+$`,
  'iu',
);
const HUMAN =
  /^(?:请|我要|我想|帮我|给我|麻烦)*(?:转|找|要|接|联系|换)?(?:个|一下|下)?(?:人工(?:客服|服务|台)?|真人|活人|客服(?:人员)?|管理员|你们?(?:的)?(?:领导|负责人))[呢吗吧啊。!！?？\s]*$|^(?:系统|机器人|你)(?:是不是)?(?:坏|出错|有问题|故障|卡|死机|不对)/u;
const SIGNS = /^[\p{Extended_Pictographic}\p{Emoji_Component}\p{P}\p{S}\s]+$/u;
/** A bare number is one, and so is a question mark that asks for help. */
const NO_SIGNS = /[\d?？]/u;

/** What kind of talk a message is that is no order; null for anything else. */
export function chatIn(text: string): Chat | null {
  const plain = text.normalize('NFKC').trim();
  if (HUMAN.test(plain)) return 'human';
  if (THANKS.test(plain)) return 'thanks';
  if (HEARD.test(plain) || /^\[[^[\]]{1,6}\]$/u.test(plain)) return 'heard';
  return plain !== '' && SIGNS.test(plain) && !NO_SIGNS.test(plain) ? 'heard' : null;
}

/** 谁能代我: who could stand in. */
const STANDS_IN =
  /^谁(?:能|可以|会|来|有空|方便)*(?:帮|替|给)?(?:我|咱)?(?:代|顶|替|换)(?:一?下|班|个班|岗)?(?:我|班)?(?:几天|一天|的?班)?[呢吗啊?？\s]*$|^(?:能|可以)?(?:找|让|叫)谁(?:帮我|来|给我)?(?:代|顶|替)(?:班|我|一?下)*[呢吗啊?？\s]*$/u;
export const asksForStandIn = (text: string): boolean => STANDS_IN.test(text.normalize('NFKC').trim());
