/** 换说法: turns of a whole reply about the fourteen → plain words, before anything is counted, named or cut. */

/** 不是每项都满意: some are not, and it is not said which. */
const NOT_ALL =
  /(?:不能说|不敢说|不是|并非|谈不上|说不上|不见得)(?:每一?[项个样]|全部|全|样样|项项)*(?:都)?(?<=每一?[项个样]|全部|全|样样|项项|都)(?:很)?满意吧?/gu;
/** 没挑出一项…, 没数到一个…. */
const SOUGHT = '(?:[挑数找看选翻排想][\\p{Script=Han}]?(?:出来?|到|见|着))?';
const ANY = `没(?:有|得)?${SOUGHT}(?:任何|哪|边|啥子?|什么|一|半)(?:一)?(?:样|项|个|处|点|条|方面|块)?(?:是|系|能|会|叫|让|令|我|人|感到|觉得|可以|值得|配|够|敢|打|说|给|评|称|算|得上|上)*`;
/** 没哪样不满意 (冇边样唔满意). */
const NONE_BAD = new RegExp(`${ANY}不(?:满意|好|行|中|称心|合格)的?`, 'gu');
/** 没一样搞得好的, 没一项像样. */
const NONE_GOOD = new RegExp(
  `${ANY}(?:搞|做|弄|办|干)?得?(?:好|像样|似样|像话|行|满意|中意|合格|及格|能看|上心|拿得出手)(?!挑|说|讲|评|意思)的?`,
  'gu',
);
/** 没踩过雷: nothing went wrong. */
const NO_MISHAP = /没(?:有)?(?:踩过?[雷差坑]|翻过?车|掉过?链子|拉胯|槽点|短板|出过?岔子|硬伤)/gu;
/** 打错了不是3是1. */
const SLIPPED = /(?:打|按|点|选|写|填)错了?[,，\s]*(?:不是|不该是)[123abc][,，\s]*(?:应该|应|而)?是([123abc])/gu;
/** 第一个3，后面…: an ordinal and its mark. */
const NTH_MARK = /第([一二三四五六七八九十]{1,2}|\d{1,2})[个项条](?:给|是|选|打|:)?([123])(?=$|[,，。;；\s])/gu;
const MARK: Readonly<Record<string, string>> = { '1': 'a', '2': 'b', '3': 'c' };

/** 从不满意到满意: where it has come to. */
const COME_TO =
  /(?:从|由)(?:去年|上次|以前|原来|之前)?的?(?:不?满意|一般|差|好|不行|不错)(?:到|变成?|升到|升成|涨到|跌到|降到|掉到|成)了?(?=不?满意|一般|差|好|不错)/gu;
/** 原来想给保洁3: what was once meant. */
const ONCE_MEANT =
  /(?:原来|本来|原本|一开始|起初|起先)(?:我)?(?:是)?(?:想|打算|准备|要)(?:给|打|选|评)*([^,，。]{0,6}?)(?:都|全|给|打|选|评|个)*(?:[123]|不?满意|一般|差评?|好评?)(?=[,，])/gu;
/** 谁说绿化不好，我看挺好: what others say. */
const OTHERS_SAY =
  /(?:谁说|都说|(?:别人|人家|大家|他们|邻居)(?:都|全)*说)([^,，。]{1,8}?)(?:不?好|不?行|不?满意|不?错|差)(?=[,，](?:我|俺|可我|其实))/gu;
/** 保安好不好？好！: asked by oneself. */
const SELF_ASKED = /(?:好不好|好没好|行不行|怎么样|咋样|如何)[?](?=(?:不|没|很|挺|非常|太)?(?:好|行|差|满意|一般))/gu;

/** 我不满意？我满意得很: what is only taken up to be denied. */
const TAKEN_UP = /(?:我)?不?满意[?][,，\s]*(?=(?:我)?(?:是)?(?:很|非常|十分|挺|太)?不?满意)/gu;
/** 说不上哪项差. */
const NONE_WORSE =
  /(?:说不上|说不出|挑不出|找不出|想不出|没觉得)(?:来)?哪(?:一)?(?:项|样|个|点|块|里)(?:做得|特别|很)?(?:不好|差|不行|不满意)/gu;
/** 要是电梯不坏，我就都满意: praise for what is not so. */
const IF_SO =
  /(?:要是|假如|如果|若是|倘若)[^,，。]*[,，](?:我)?(?:就|才)(?:都|全|给|打|肯|会)*(?:满意|好评|[1a])(?![^,，。])|(?:否则|不然)(?:免谈|别想|休想|不谈)满意/gu;
/** 把8治好了13就满意: so too of one, which keeps its name and gets no grade. */
const ONCE_MENDED =
  /(?:(?:要是|假如|如果|若是|倘若|只要|等|除非|哪天)[^,，。]{1,14}|把[^,，。]{1,6}(?:好|掉|走|通|完|净|改|换|开)了?)[,，]?[^,，。]{0,6}(?:就|才|便)(?:是|都|全|会|能|给|算|我|打|选|十四个|14个)*(?:满意|好评)了?(?=$|[,，。;；!])/gu;
/** 13不满意是因为8: the cause has no grade of its own. */
const CAUSED = /(?<=满意|一般|差|[123])[,，]?(?:就|都|主要|全|只)?(?:是|系)?(?:因为|由于|怪|赖)[^,，。;；!]*/gu;
/** 没有比这更差的停车: the worst. */
const NO_WORSE =
  /(?:没有?|找不到|再没有?)(?:什么)?比(?:这|那|它|这儿|这里|你们|我们这儿?)(?:个|里)?(?:还|更|再)+(差|烂|糟|乱|脏|慢|坑|好|棒|强|干净|负责)的(?=([^,，。;；!]{1,5}))/gu;
const noWorse = (_: string, word: string): string => (/[好棒强净责]/u.test(word) ? '满意:' : '不满意:');
/** 停车谁满意谁是关系户, 鬼才满意. */
const NOBODY =
  /(?:谁(?:要是|会|能|说|敢说)?满意(?=谁)|(?:谁|鬼|傻子|瞎子|神仙)才(?:会|能|说|觉得)*满意)[^,，。;；!]*/gu;
/** 没有不满，只有绝望. */
const BEYOND =
  /没有?(?:不满|失望|意见|怨言|抱怨)(?:意)?[,，]?(?:只有|只剩下?|就剩)(?:绝望|无奈|失望|心寒|心凉|死心|恶心|愤怒|麻木|恨)/gu;
/** 逗你呢，都满意: all before it was a joke. */
const JOKED =
  /^.*(?:逗你(?:呢|玩|的)+|开(?:个)?玩笑(?:呢|的|啦)*|骗你(?:的|呢)|闹着玩(?:的|呢)?|说着玩(?:的|呢)?)[,，。!…\s]+(?=.{2,})/su;
/** 别跟我说哪项不好: of what others might say. */
const UNHEARD = /(?:别|不要|甭|莫|少)再?(?:跟|和|对|来|问)我?(?:们)?(?:说|讲|提|扯|问)[^,，。;；!]*/gu;
/** 岗亭没人不满意: nobody is in it. */
const UNMANNED =
  /((?:岗亭|门岗|前台|窗口|值班室|监控室|柜台|办公室|服务台)(?:老|总|常|经常|总是|半夜|晚上|白天)*没人)(?=不满意)/gu;
/** 上次选过不满意，现在改成满意. */
const CHOSEN_ONCE =
  /(?:上半年|上次|上回|上个月|去年|之前|以前|原来)(?:我)?(?:都|全)*(?:选|给|打|评|填)(?:过|的|了)(?:是)?(?:不?满意|一般)[,，]?(?=现在|这次|今年|这回|如今)/gu;
/** 别的找不出不好. */
const NO_FAULT =
  /[找挑想][^,，。]?不出(?:来)?(?:一?[个项处点])?(?:不好|毛病|不满意|问题|缺点)(?:的|来)?(?=$|[,，。;；!])/gu;

/** 一个满意一个不满意: which is which is not said. */
const ONE_EACH =
  /一(?:个|边|样|头)(?:是)?(?:不?满意|好|差|天上)[,，]?(?:另)?一(?:个|边|样|头)(?:是)?(?:不?满意|好|差|地下)/gu;

/** 三分之二满意: of some, nobody knows which. */
const SHARE = /(?:[一二三四五六七八九]分之[一二三四五六七八九]|[五六七八九]成|半数|过半)(?:都|是|的|项)*(?:很)?满意/gu;
/** 别的小区停车都好，就我们差. */
const ELSEWHERE =
  /(?:别的|隔壁|人家|其他|旁边|对面)(?:的)?(?:小区|楼盘|物业|院子)(?:的)?([^,，]{0,5}?)(?:都|也)?(?:很|挺|比我们)?(?:好|强|行|不错)[,，](?=就|我们|咱)/gu;

/** The reply in words that the pieces are cut from. */
export function plainly(written: string): string {
  return written
    .replace(JOKED, '')
    .replaceAll(UNHEARD, '')
    .replaceAll(UNMANNED, '$1,')
    .replaceAll(CHOSEN_ONCE, '')
    .replaceAll(BEYOND, '全部不满意')
    .replaceAll(NO_FAULT, '满意')
    .replaceAll(NOBODY, '不满意')
    .replaceAll(NO_WORSE, noWorse)
    .replaceAll(CAUSED, '')
    .replaceAll(NOT_ALL, ' ')
    .replaceAll(NONE_BAD, '全部满意')
    .replaceAll(NONE_GOOD, '全部不满意')
    .replaceAll(TAKEN_UP, '')
    .replaceAll(NONE_WORSE, '全部还行')
    .replaceAll(SHARE, ' ')
    .replaceAll(ELSEWHERE, '$1')
    .replaceAll(IF_SO, ' ')
    .replaceAll(ONCE_MENDED, ' ')
    .replaceAll(ONE_EACH, '说不好')
    .replaceAll(/不(?:打|给)差评(?=[,，])/gu, ' ')
    .replaceAll(COME_TO, '')
    .replaceAll(ONCE_MEANT, '$1')
    .replaceAll(OTHERS_SAY, '$1')
    .replaceAll(SELF_ASKED, ',')
    .replaceAll(NO_MISHAP, '没毛病')
    .replaceAll(SLIPPED, '$1')
    .replaceAll(/(?<![a-z])([abc])[+-](?=$|[\s,，。;；])/gu, '$1')
    .replaceAll(NTH_MARK, (_, nth: string, mark: string) => `第${nth}项${MARK[mark]}`)
    .replaceAll(/(?:14|十四)[项个条](?:也|实在|真)?(?:太多|好多|多死了)/gu, ' ')
    .replaceAll(/(?<=都|全|样样|项项)中(?=$|[\s,，。!嘞])/gu, '好')
    .replaceAll(/(满意|一般|[123abc])(不对|错了)(?=[\s,，])/gu, '$1,$2');
}

/** “全部满意”四个字是你们教的: of the words. */
const TOLD_WORDS =
  /["“](?:全部|全|都|非常|很)?满意["”](?:(?:这)?[一二三四两几]个?字|[,\s—-]*(?:这|就|才)*(?:是)?你们(?:要|教|想))/u;
/** 满意到我连房子都挂中介了: praise that is carried to what gives it the lie; idioms of praise (好到没话说) are none. */
const CARRIED =
  /(?:满意|好|优秀|棒|完美|惊喜|感动|舒服|高兴)到(?!底|家|位|极|顶|爆|飞|点|没|无|不行|不得了|了|心|现在|挑不|[我你让]*(?:没|无|挑不|想不|说不|都没|不知道说))(?:\p{Script=Han}.*){3}/u;

/** 前面的满意，后面的不满意: where the one ends and the other begins is not said. */
const HALVES =
  /^(?:前面|前头|上面)的?(?:都|全)?(?:不?满意|一般|好|差)[,，\s]*(?:后面|后头|下面)的?(?:都|全)?(?:不?满意|一般|好|差)[。!]?$/u;

/** No grade of the fourteen can be in it: it speaks of the words, its praise is carried too far, or it says of halves which they are not. */
export const isJest = (written: string): boolean => [TOLD_WORDS, CARRIED, HALVES].some((jest) => jest.test(written));
