/** 说到通过或退回而不是审核: a verdict that another gave, of another thing, or that is only lamented or thanked for. */
import { clauseBefore } from './command-ordered.js';
import { isHeaded } from './command-rank.js';
import type { ReportVerdict } from './command-reports.js';
import type { ReviewArgs } from './command-review.js';
import { endOf, tasksIn } from './command-task.js';

const VERDICT = /(?:不予|不能|不|未|没)?(?:通过|同意|批准|退回?|打回|驳回?|重[写做填]|批|准|过|合格|放行)/u;
/** What stands between the record and a verdict on it; anything else is whose or of what the verdict is: 快递, 业主, 又, 被. */
const BESIDE =
  /号|单子?|任务|回访|记录|审核?|生核|审批|签|没(?:得)?(?:啥|什么)?(?:问题|毛病|意见)|属实|无误|应该|允许|予以|直接|全部|其他|其余|均|外|除|[这那个条份张户家的给就都也可能行得先再我俺看觉以让叫喊他她佢帮你您麻烦请把吧了哈嘛嗯不别照拿放关下来回去还是儿呃啊成中好写改全两三四五六七八九十、和与跟及\d:：-]/gu;
/** A record's own faults and merits. */
const OF_RECORD =
  /写|记|照片|签|(?<!装修)图|描述|时间|日期|电话号|原话|附|清楚|齐|太|缺|漏填|格式|内容|意见|整改|字|补|模糊|简单|详细|规范|按/u;
/** What nobody writes on the record of another: 我马上改, 烦死, 心累. */
const LAMENT =
  /^[\s,，。!！]*(?:我(?:就|去(?!看)|再(?!看)|马上|这就|来|重|得|又|改|补|已|记得|现在|下午|明天|今天)|烦|头[大疼]|心[累态]|气[死人]|服了|无语|没辙|郁闷|崩溃|冤|倒霉|白[写跑干]|委屈|开心|高兴|松口气|唉|哎|哈哈|不容易|谢谢?(?:主管|经理|领导|天)|咋办|怎么[办改弄]|早说|没(?:[,，]|有[,，]|$)|不让|不给进|收到|好的|知道了|急用|还在|业主$|这次|那[次回]|第[一二三四五六七八九]次|请你|实际)/u;
/** 88没退, 要退回: not, or not yet. */
const NOT_SO = /^\s*号?(?:没(?:退|批)|要(?:退|打)|你(?:退|打|驳)|放假)/u;
/** 他让我退回18 我没退: it was not done, whoever wanted it. */
const NOT_DONE = /(?:我|俺|就)没(?:有)?(?:退|批|签|同意|通过|给过)(?:他|回去?|了|啊|呢)*[。.!！]*$/u;
/** 退了物业费, 退货: something is given back. */
const GIVEN_BACK = /退(?:了|掉|给他)?(?:物业|押|[费款钱货房租票订定])/u;
/** 退回35块押金: a sum, and no record. */
const MONEY_BACK = /退回?(?:了|给\S{0,3})?\s*\d+\s*(?:块|元|斤|箱|公斤|押金)/u;
/** 问过，没意见; 吃过药: the verb before it was done once. */
const ONCE_DONE = /^[^通批关]*?[问说吃来路试经讲住用走聊谈打见跑]过(?!不去|.*(?:通过|退|批|[\s,，]过))/u;
/** 同意上门, 合格证: the word is of a visit or of a thing. */
const OF_A_VISIT = /^\s*号?同意(?:让|给)?(?:回访|上门|进|改|换|赔|修|调|加|拆|装|施工|约|等)|合格[证书]/u;
const OTHERS_GAVE = /(?:业主|住户|业委会|社区|领导|主管|经理)\S{0,2}(?:同意|批了?|通过)\S{0,2}$/u;

/** Whether a verdict is only told of. */
export function isVerdictDoubtful(args: ReviewArgs | ReportVerdict, plain: string): boolean {
  if (MONEY_BACK.test(plain)) return true;
  if (!('task' in args) || args.verdict === undefined || isHeaded(plain, '审核')) return false;
  const [first] = tasksIn(plain);
  if (first === undefined) return false;
  const behind = plain.slice(endOf(first));
  return (
    OTHERS_GAVE.test(plain.slice(0, first.at)) ||
    NOT_SO.test(behind) ||
    NOT_DONE.test(plain) ||
    GIVEN_BACK.test(behind) ||
    ONCE_DONE.test(behind) ||
    OF_A_VISIT.test(behind) ||
    LAMENT.test(args.opinion ?? '') ||
    isOfAnother(behind)
  );
}

function isOfAnother(behind: string): boolean {
  const clause = clauseBefore(behind, VERDICT);
  return clause.replaceAll(BESIDE, '') !== '' && !OF_RECORD.test(clause);
}
