/** 换说法: turns that hold a direction's name → its name and a plain grade, before the text is cut. */
import type { Direction } from '../terms.js';
import { NAME } from './item-names.js';

/** 刨去 6 和 8，都满意: other words for 除. */
const BUT_FOR = new RegExp(
  `(?:刨[去开掉除]|抛[开去掉除]|撇[开去除]|[扣减]掉|[扣减]去|剔[除去掉]|拿掉|排除|摘[掉去]|甩开|撂开|(?<![也都])不[算提看]|不说)了?(?=(?:${NAME}|第?[\\d一二三四五六七八九十])[^。;；!]{0,20}(?:都|全|其[他它余]|剩下|别的|[均皆]))`,
  'gu',
);
/** 保安√ 停车×: a name or a number and its tick. */
const TICKED = new RegExp(
  `((?:${NAME}|\\d项?|其[他它余]|剩下|别的)(?:的|那个|都|全)?)\\s*([√✓勾钩×✗x叉])(?=$|[\\s,，。;；!、])`,
  'gu',
);
/** 批评车库管理, 表扬门卫: said before the name. */
const BLAMED = new RegExp(`(?:批评|吐槽|差评给)(?:一下|下)?(${NAME})`, 'gu');
const PRAISED = new RegExp(`(?:表扬|夸夸?|点赞给?)(?:一下|下)?(${NAME})(?=$|[,，。;；!])`, 'gu');
/** 保洁例外: but for it. */
const NOT_SO = new RegExp(
  `(${NAME}|\\d{1,2}项?)(?:是)?(?:个)?(?:例外|不在此列|不在其中)(?![,，]?(?:我|要|就)?(?:给|是|选|打|评))`,
  'gu',
);
/** 13例外给1: and its own grade. */
const NOT_SO_BUT = new RegExp(
  `(${NAME}|\\d{1,2}项?)(?:是)?(?:个)?(?:例外|不在此列|不在其中)[,，]?(?=(?:我|要|就)?(?:给|是|选|打|评))`,
  'gu',
);
/** 停车先前说满意，现在改…: what was said before does not hold. */
const SAID_BEFORE =
  /(?:先前|之前|刚才|前面|原先|上次|早先)(?:我)?(?:说|给|选|评|打)(?:的是|的|了|成)?(?:个)?(?:不满意|满意|一般)[,，]?(?=现在|改|其实|应该)/gu;
/** 从投诉到绿化都满意, 停车往后都一般: a range by names. */
const NAME_RANGE = new RegExp(`从?(${NAME})[到至](${NAME})(?=都|全|统统|一律|均)`, 'gu');
const NAME_ON = new RegExp(`(${NAME})(?:往后|以后|之后)的?(?=都|全|统统|一律|均)`, 'gu');
const named = (directionsIn: (piece: string) => readonly Direction[], from: string, to = '其他'): string | null => {
  const [first] = directionsIn(from);
  const last = to === '其他' ? '14' : directionsIn(to)[0];
  return first && last && Number(first) < Number(last) ? `${first}-${last}项` : null;
};
/** At the head of a clause: 最满意保洁, 不满意停车. */
const HEADED_BY = new RegExp(
  `(^|[,，。;；!\\s])(?:我)?(?:(?:最|比较|很|就|只)?(不?满意)|最(差|好|烂|棒|糟))(?:的)?(?:是)?(?=(?:${NAME})(?:[、和跟与及](?:${NAME}))*(?:$|[,，。;；!\\s]))`,
  'gu',
);
const MOST: Readonly<Record<string, string>> = { 差: '不满意', 烂: '不满意', 糟: '不满意', 好: '满意', 棒: '满意' };
/** 以前停车差，现在好了: of then no more counts than what it was of. */
const FORMERLY =
  /(?:以前|原来|从前|过去|原先|早先|去年|刚搬来时?|之前)([^,，。]*)[,，](?=(?:现在|今年|如今|后来|眼下|这会儿))/gu;
/** 绿化🌹保洁🌹停车😡: a sign that grades nothing. */
const SIGNED = new RegExp(`(${NAME})〔寒暄〕(?=${NAME}|$)`, 'gu');

/** 红榜：保洁 黑榜：停车. */
const BOARD = new RegExp(
  `(?:(红榜|亮点|优点|加分(?:项|点)?|赞)|(?:黑榜|槽点|缺点|扣分(?:项|点)?|减分(?:项|点)?|踩))(?::|是)(?=${NAME})`,
  'gu',
);
/** 差评！停车！ */
const CALLED_OUT = new RegExp(`^(好评|差评)[!,，\\s]+(${NAME})(?=[!。\\s]*$)`, 'u');
/** 我就说一个满意的，绿化. */
const NAMING = new RegExp(
  `(?:我)?[就只]?(?:说|挑|选|提)[一两二三几]?[个项样处]?(不?满意|一般|好|差)的[,，:](?:就是|就|是)?(?=${NAME})`,
  'gu',
);

/** Turns that hold a name, each tried only where a sign of it stands in the text: the names are many. */
export function reworded(given: string, directionsIn: (piece: string) => readonly Direction[]): string {
  const turns: readonly (readonly [RegExp, (text: string) => string])[] = [
    [/[刨抛撇扣减剔拿排摘甩撂]|不[算提看说]/u, (text) => text.replaceAll(BUT_FOR, '除')],
    [
      /例外|此列|其中/u,
      (text) =>
        text
          .replaceAll(NOT_SO_BUT, (_, name: string) => (/\d$/u.test(name) ? `${name}项` : name))
          .replaceAll(NOT_SO, '除$1外,'),
    ],
    [/[√✓勾钩×✗x叉]/u, ticked],
    [/先前|之前|刚才|前面|原先|上次|早先/u, (text) => text.replaceAll(SAID_BEFORE, '')],
    [
      /[到至][^\d,，]{1,9}[都全统一均]/u,
      (text) =>
        text.replaceAll(NAME_RANGE, (whole, from: string, to: string) => named(directionsIn, from, to) ?? whole),
    ],
    [
      /往后|以后|之后/u,
      (text) => text.replaceAll(NAME_ON, (whole, from: string) => named(directionsIn, from) ?? whole),
    ],
    [
      /(?:以前|原来|从前|过去|原先|早先|去年|刚搬来|之前)[^,，。]*[,，](?:现在|今年|如今|后来|眼下|这会儿)/u,
      (text) => text.replaceAll(FORMERLY, (_, then: string) => `${directionsIn(then).join('+')}项`.replace(/^项/u, '')),
    ],
    [/〔寒暄〕/u, (text) => text.replaceAll(SIGNED, '$1跳过,')],
    [/[榜点分赞踩][:是]/u, (text) => text.replaceAll(BOARD, (_, good?: string) => (good ? '满意:' : '不满意:'))],
    [/^(?:好评|差评)/u, (text) => text.replace(CALLED_OUT, '$2$1')],
    [/[说挑选提]/u, (text) => text.replaceAll(NAMING, '$1:')],
    [/批评|吐槽|差评给/u, (text) => text.replaceAll(BLAMED, '$1不满意')],
    [/表扬|夸|点赞/u, (text) => text.replaceAll(PRAISED, '$1满意')],
    [
      /(?:^|[,，。;；!\s最较很就只我])(?:不?满意|[差好烂棒糟])(?![,，。;；!\s]|$)/u,
      (text) =>
        text.replaceAll(
          HEADED_BY,
          (_, at: string, word?: string, most?: string) => `${at}${most ? MOST[most] : word}:`,
        ),
    ],
  ];
  return turns.reduce((text, [sign, turn]) => (sign.test(text) ? turn(text) : text), given);
}

const ticked = (text: string): string =>
  text
    .replaceAll(TICKED, (_, name: string, tick: string) => `${name}${/[√✓勾钩]/u.test(tick) ? '满意' : '不满意'},`)
    .replaceAll(/(?:打(?:个)?|(?<=全|都))(?:钩|勾|√)/gu, '满意')
    .replaceAll(/(?:打(?:个)?|(?<=全|都))(?:叉|×|x)/gu, '不满意');
