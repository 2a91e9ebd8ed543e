/** 像口令而未必是: the words of an order in a message of something else: another's doing, a lament, another thing. */
import { isLeaveDoubtful } from './command-doubts-leave.js';
import { isVerdictDoubtful } from './command-doubts-review.js';
import { type ActedName, isHeaded } from './command-rank.js';
import { ACTED } from './command-signals-acts.js';
import { SUBJECT } from './command-names.js';
import { endOf, tasksIn } from './command-task.js';
import { asked } from './command-told.js';
import type { Command, CommandName, Scene, Understood } from './command.js';

/** What is read of an order only where nothing in the message makes it doubtful; else it is asked about. Pure. */
export function heeded(read: Understood, plain: string, scene: Scene): Understood {
  if (read.kind === 'unclear') return read;
  if (read.command === '领取' && isQuestionOf(plain))
    return { kind: 'command', command: '说明', args: { task: read.args.task } };
  if (read.command === '完成' && !isHeaded(plain, '完成') && DANGER.test(plain) && !OF_THE_VISIT.test(plain)) {
    const { task } = read.args;
    return { kind: 'unclear', suggest: [`险情已除 ${task}`, `险情未除 ${task}`, `完成 ${task}`], asks: OF_DANGER };
  }
  return isDoubtful(read, plain) ? asked(read, scene) : read;
}

const DANGER = /险情|排险|除险|抢险|危险|隐患|警报|脱险|危房/u;
const OF_THE_VISIT = /满意|一般|回访|业主|住户|客户/u;
const OF_DANGER = '这句话说到险情，没有办。险情排除了还是还在，请写明';

function isDoubtful(read: Command, plain: string): boolean {
  if (read.command === '审核') return isVerdictDoubtful(read.args, plain);
  if (read.command === '主题') return 'text' in read.args && THEME_OF_ANOTHER.test(plain);
  if (COMPARED.test(plain)) return true;
  if (read.command === '请假') return isLeaveDoubtful(plain);
  if (isActed(read.command) && isHeaded(plain, read.command)) return false;
  return DOUBTS[read.command]?.(plain) === true;
}
const isActed = (command: string): command is ActedName => command in ACTED;

/** 完成 vs 完美: words about words. */
const COMPARED = /^\S{2,4}\s*(?:vs|VS)\s*\S/u;

/** 45我来做的话要注意什么, 我拿的62号单限几天, 45派给我总得有个说法: asked of a task, whoever has taken it. */
const ASKED_OF =
  /什么(?!都|好)|(?<!不管\S{0,6}|没)啥|怎么|咋|凭|为何|干嘛|哪[里儿户家栋个天一位条项]|[几多][天号楼点少层]|[吗么](?=$|[?？,，\s。])|谁(?!都|也|懂)|说法|理由|道理|依据|缘由|原因|讲清|说清|讲讲|(?:做|跑|领|接|来|去)的话/u;
const HAVING_TAKEN =
  /(?:派|分|交|转|轮|塞)(?:给|到)?我(?:的(?!吧)|(?:这|那)(?:个|单|张)?的)|我(?:刚|昨天|今天|上午|下午|已经)?(?:领|接|拿|认领|抢)(?:到|下|走)?(?:了|过)?的(?!话|吧)(?:那|这)?(?:个|单|张|户|家)?|我(?:要|得|来)?(?:领|接|拿|抢|跟|做|负责|跑|去|认领)(?:的|过的|了的)(?:那个|这个|那单|这单)?\s*\d/u;
/** 45怎么没人接，我接了吧; 45还没人领？那我领了: the order stands by itself, and at the end. */
const TAKEN_AT_LAST =
  /(?:^|[\s,，。?？!！]|\d\s*号?)(?:那|就|还是|要不)*(?:我|给我|归我|算我)(?:头上|名下)?(?:都|来|去|就|先)?(?:来|去|接|领|认领|拿|包|跑|做|办)?(?:下|走)?(?:了|吧|呗|好了|得了|算了)*[。.!！~]*$/u;
const isQuestionOf = (plain: string): boolean =>
  !isHeaded(plain, '领取') &&
  !TAKEN_AT_LAST.test(plain) &&
  !/(?:不管|无论).{0,8}我/u.test(plain) &&
  !ORDER_FIRST.test(plain) &&
  (ASKED_OF.test(plain) || HAVING_TAKEN.test(plain));
/** 45我认领，什么情况到了再说. */
const ORDER_FIRST =
  /^\D{0,3}\d+\s*(?:号|单)*(?:我(?:来)?(?:领|认领|接|拿|包|领取)(?:下|走)?(?:了|吧)?|(?:我来|给我|归我)(?:吧|了|好了))[,，。!！\s](?!.*(?:[吗么?？]|是(?:什么|啥|干)|几[天号楼]|凭|怎么|咋))/u;

/** 31我领钥匙去了, 31我拿快递给业主了, 31我领了可是去不了. */
const TAKES_A_THING =
  /我(?:去|来)?(?:领|拿|接|收)(?:了|到|个|下)?(?:钥匙|快递|材料|配件|工具|通知|孩子|电话|东西|门禁|合同|报表|包裹|外卖|水)|可是?去不了|但是?(?:我)?去不了|换人吧|我(?:做主|领(?:导|班)|负责人|跑[步题]|接[触受])|我[去来](?:总部|公司|培训|开会|出差|医院|北京|外地)|过(?:会儿|一会|阵子?)我去/u;

/** 19垃圾桶搬走了, 把沙发搬走了, 管家小林搬到别处去了, 办公室搬到一楼: not the household. */
const THINGS =
  '(?:桶|杂物|沙发|车|箱|柜|家具|东西|床|桌|椅|机|电梯|垃圾|货|材料|空调|花盆|鞋架|亭|桩|店铺?|商铺|超市|公司|健身房|餐馆|站点?|幼儿园|办公室|服务中心|工位|物业|前台|仓库|岗亭|值班室|管家|同事|保安|保洁|领导|主管|经理|师傅|负责人|邻居|隔壁|楼上|楼下|对门)';
const MOVED_THING = new RegExp(
  `${THINGS}(?:的?${SUBJECT})?(?:他|们|家|今天|昨天|都|已经?|早就?|全|也|要|给|被|说)*搬(?!家公司)|(?:把|将)\\S{1,6}搬|(?:^|[^\\p{Script=Han}]|的|管家|同事)(?:${SUBJECT}|我)(?:他|都|已经?|早就?|今天|昨天)*(?:搬|不在这)|(?:^|[\\s,，])(?:今天|最近|这两天|刚)搬家`,
  'u',
);
const NOT_MOVED =
  /没说\S{0,2}搬|(?:周[一二三四五六日末天]|[明后]天|下(?:个?月|周)|月底|年后|年底)(?:就|要|才|准备|打算)?(?:搬(?!了)|退租)|别信|搬[走家]的(?:东西|是|时候|事|话|人)|搬家(?:师傅|工人?|车)|搬[去到]\S{0,2}(?:住院|医院)|搬回来/u;

/** 上次险情排除完又漏了, 别写已除. */
const GONE_OR_NOT =
  /又(?:漏|裂|掉|松|冒|出|有|坏)|还(?:在)?(?:漏|冒|掉|裂|没|有)|别(?:写|点|报|填)|上次|明天|后天|争取|尽快|准备|打算|快要?[解排消处除]|(?:完|好|除|掉|消)了?(?:再|才|就)|要是|如果|万一|等.{1,12}(?:再|才|我)|以为|应该|估计|可能|(?<!已经?|都)(?:要|得)(?:排|解|消|处)/u;

/** 57维修完成了，等着回访; 57做完了给我说一声. */
const ONLY_REPAIRED =
  /(?:施工|保洁|装修|绿化|安装|手续|入住|师傅)\S{0,6}(?:[完好]|结束)了?(?!.*(?:满意|回访|业主))|(?:等着?|还没|再|就等|可以|该|准备|没)(?:去|做|打)?回访|(?:完|好)了?(?:给我|跟我|和我)[说讲发打]/u;

/** 3打通了，住户说满意，师傅挺好: what the household said of it. */
const SAID_OF_IT = /满意|一般|打通/u;

/** 64快递周五到, 64业主明天住院, 64维修改到周五了: of another day than that of the visit. */
const MOVED =
  /改(?!造)|推|挪|缓|延|拖|换|约|再|才|另|提前|调|往后|以后|之?前|[早晚中]上?[\d一二三四五六七八九十]+点|就(?:\d+[号日]|今天|周)/u;
const OTHER_EVENT =
  /快递|住院|出院|手术|交房|搬家|搬走|修(?!改)|装(?!修好)|验收|最后|结婚|嫁|娶|开学|考试|高考|体检|缴费|到期|截止|停[水电气]|上班(?!第|前|后)|值班|送[货到来]|拆|回老家|出殡|过寿|出差|发工资|到货|加班|太[早晚]|检查|抽检/u;
const ANOTHER_MOVED =
  /(?:维修|施工|安装|交房|培训|会议|开会|检修|停水|停电|年检|体检|考试|聚餐|手术|婚礼)(?:时间)?(?:的事)?(?:又|都|也|已经?)?(?:改|推|挪|延|提前)/u;
function isOfAnotherDay(plain: string): boolean {
  const [first] = tasksIn(plain);
  const rest = first === undefined ? plain : `${plain.slice(0, first.at)} ${plain.slice(endOf(first))}`;
  return ANOTHER_MOVED.test(rest) || (!MOVED.test(rest) && OTHER_EVENT.test(rest));
}

/** 73业主说客服电话打不通, 73维修没人来修: nobody of ours, and not the household. */
const NO_ANSWER_ELSEWHERE =
  /(?:客服|前台|物业|保安|门岗|维修|师傅|管家|报修|监控室|值班室?|咱们?|我们)(?:中心|处|部|室)?(?:的)?(?:电话|热线)?(?:总|老|都|一直|也|又|就|半天)?(?:没人|打不通|没接|不接|不通)|(?:业主|住户|客户)\S{0,2}(?:说|投诉|反映|抱怨)\S{0,6}没人(?!在家)|没人(?:投诉|来修|跟我|和我|闹|吵|来(?:看|弄|处理|管)|修|换|管|回[他她我])|群里|下水|空号那次|没接到|没接(?:孩子|小孩|娃|老[人婆]|任务|单)|没(?:有)?信号|打不通过|没反应过来/u;

/** 82保安不让我进门, 82不想回访，太远了, 82说周末别打电话. */
const NOT_REFUSED = new RegExp(
  `(?:保安|门岗|门卫|岗亭)\\S{0,3}(?:不让|不给|不许)|(?:[没未]|不算|不是)(?:有)?拒访|${SUBJECT}说\\S{0,3}拒访|我(?:也|都|就|真)?不[想愿]|不想(?:去)?回访[\\s,，]+(?:太|路|天|好|要|下雨|没车)|(?:太[晚早]了?|周末|中午|晚上|早上|白天|上班|今天|[明后]天|这两天|休息|睡觉|节假日)(?:时间?|的时候)?(?:就|先|请)?(?:不要|别|莫|甭|勿)(?:再)?(?:打|来|上门|去)|别(?:再)?(?:打电话|上门)[\\s,，]*(?:发|加|用|打)?个?(?:微信|短信|消息|电话)`,
  'u',
);

/** 他的假取消了, 假期取消了，全员加班, 领导不让销假: no return of one's own. */
const OTHERS_LEAVE_ENDS = new RegExp(
  `(?:他|她|他们|别人|业主|住户|客户|师傅|孩子|学生|${SUBJECT})(?:们|家|的|明天|昨天|今天|说|那)*(?:[暑寒]?[休年病事]?假)|全员|大家|等我?销假|不让|退回来|通知|公告|不给|领导把|老板把|公司把`,
  'u',
);

/** 销假怎么弄, 销假要写什么: asked of how it is done. */
const HOW_IT_IS_DONE = /怎么|咋|点[搞样做整]|要不要|流程|什么|啥|找谁/u;

/** 社区给3栋发了调查表, 全体业主都收到问卷了, 给3栋发问卷要谁批: of others, of what was sent, or asked. */
const SURVEY_OF_OTHERS =
  /(?:社区|居委会?|街道|派出所|公安|警察|民警|业委会(?!要求)|消防|政府|统计局|物价局?|卫健|疾控|学校|开发商|业主自己|人口|[普排]查|侦查|小偷|案件|取证)\S{0,16}(?:调查|问卷)|调查(?:小偷|取证|案|事故|原因|盗)|(?:收到|填了|发了|白发|回收了?|没人填|发过|发完|已经?发)\S{0,4}(?:问卷|调查)|(?:问卷|调查)\S{0,4}(?:收到|填完|已经?发|没人填|白发|发过|(?<!可以|能|该)发了)|(?:问卷|调查)的(?:事|时候|人)|(?:要|得|该|归|让)谁|谁(?:负责|批|发)|^(?:先|都)?别|题目?错|大会调|发给\S{1,8}的(?:问卷|调查)|你觉得|怎么样[呢?？]*$|行不行得通|缓缓|缓一缓/u;

/** 会议主题, 主题墙, 主题是小王定的: no theme of the visits. */
const THEME_OF_ANOTHER = new RegExp(
  `(?:上个?月|上周|上次|去年|之前)\\S{0,4}主题\\S{0,2}是|(?:会议?|课|党课|班会|海报|比赛|培训|讲座|演讲|朗诵|晚会|年会|论文|作文|展板|板报|宣传栏|活动周|团建|座谈|沙龙|婚礼|生日|电影|聊天|群)的?主题|主题(?:墙|班会|公园|党日|酒店|餐厅|曲|乐园|邮局|演讲|征文|照片|教育|活动|色|海报|[是由](?:${SUBJECT}|领导|谁|别人)(?:定|选|想|取|起|写))`,
  'u',
);

/** 老家雨停了. */
const RAIN_ELSEWHERE = /(?:老家|娘家|外地|家里那|你们?那|他们?那|市里|县里|乡下|山上|北京|上海|广州)\S{0,4}雨/u;

/** What makes each doubtful, where it is not said in the set form. */
const DOUBTS: { readonly [Name in CommandName]?: (plain: string) => boolean } = {
  已搬走: (plain) => MOVED_THING.test(plain) || NOT_MOVED.test(plain),
  险情已除: (plain) => !plain.startsWith('险情已除') && GONE_OR_NOT.test(plain),
  领取: (plain) => TAKES_A_THING.test(plain),
  完成: (plain) => ONLY_REPAIRED.test(plain) && !SAID_OF_IT.test(plain),
  改期: isOfAnotherDay,
  无人应答: (plain) => NO_ANSWER_ELSEWHERE.test(plain),
  拒访: (plain) => NOT_REFUSED.test(plain),
  销假: (plain) => OTHERS_LEAVE_ENDS.test(plain) || HOW_IT_IS_DONE.test(plain),
  发起调查: (plain) => !plain.startsWith('发起调查') && SURVEY_OF_OTHERS.test(plain),
  雨停: (plain) => RAIN_ELSEWHERE.test(plain),
};
