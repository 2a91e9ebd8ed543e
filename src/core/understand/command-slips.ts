/** 错别字: command words and estates' names written with a character that sounds like the right one. */
import { soundAlike } from './sounds-alike.js';

/** Characters that sound alike, or nearly so, to whoever types by sound or has their voice written down. */
const ALIKE = `满慢瞒漫曼蛮馒 意义易异已益艺议亿忆译毅疑依 率旅律绿虑履吕屡侣 回会惠汇灰徽绘慧 访坊方房放仿纺防芳
执直职值只之植指质 行形型刑兴性醒 领令灵零玲另岭铃凌龄 取去曲区趣渠娶屈 完玩万晚碗弯湾顽丸 成城程称诚承呈乘橙
改盖该概丐钙 期其七齐骑奇器气旗棋企起 转专砖赚传装撰 请清情轻晴青庆 假家价嫁加驾架佳甲 无五物吴午雾误吾务勿
应英鹰硬赢映因 答达打大搭 审身深神申沈婶 核合和河何贺盒 待代带戴袋呆 办半伴般板 逾玉雨余鱼语预愈渝育与羽宇
月约乐越阅 报抱保宝暴爆 季记几既继技寄纪计绩积机基鸡迹及急极集 总综种宗 统同通桶童痛 导倒到道岛 出初除处 抽丑臭愁 查茶察叉插
效笑校晓孝肖小消销 过国果锅 退推腿 主住注煮猪组 题提体替踢 说硕 明名命鸣铭 停听亭庭挺廷婷 重中种众终 点店电典
户护互虎沪 流留刘 图涂土突徒 任人认仁忍 超抄 园圆元原源员圈 苑院愿怨 湖胡狐壶 翠脆粹 锦紧景仅 枫风丰峰锋 林临琳
花画华话 荆京晶精经 云运匀 栖西溪希 桂贵柜 滨宾彬斌 江姜 龙隆 嘉家佳 平坪萍 里理礼 阳杨洋 紫子 海 金今津 枫封 苑苑院远 城程成 庭廷停 景井 湾弯 府付 居具 调掉吊 假价 班般 逾于`;

const SOUNDS: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(ALIKE)].map((character) => [character, ALIKE.split(/\s+/u).filter((row) => row.includes(character))]),
);
const alike = (a: string, b: string): boolean => a === b || (SOUNDS.get(a)?.some((row) => row.includes(b)) ?? false);

/** Long enough to be known anywhere in a message. */
const ANYWHERE =
  '满意率 满意度 不满意 回访率 执行率 执行情况 汇总表 统计表 流程图 重点户 无人应答 我的任务 发起调查'.split(' ');
/** Known only where a message begins with them: two characters sound like many others. */
const AT_FIRST = '领取 完成 改期 转给 请假 审核 待办 逾期 月报 季报 绩效 抽查 主题 说明 雨停 导出'.split(' ');

/** The text with command words and estates' names as they are meant; a right word is never touched. */
export function mendSlips(text: string, estates: readonly string[]): string {
  let mended = text;
  for (const word of [...ANYWHERE, ...estates.flatMap(namesOf)]) mended = mendAnywhere(mended, word);
  if (mended.startsWith('审核') || /^[审身深神申沈婶][核合和河何贺盒]\s*\d/u.test(mended))
    for (const word of ['通过', '退回']) mended = mendAnywhere(mended, word);
  for (const word of AT_FIRST) {
    const head = mended.slice(0, word.length);
    const isAlone = /^(?:$|\s*\d|\s)/u.test(mended.slice(word.length));
    if (
      head !== word &&
      soundsLike(head, word, isAlone) &&
      !AT_FIRST.includes(head) &&
      !/^\p{Script=Han}{2,}/u.test(
        mended
          .slice(word.length)
          .replace(/^了|^的?(?:清单|名单|列表|一览|情况)$|^的?(?:清单|名单|列表|一览|情况)(?=[\s,，])/u, ''),
      )
    )
      return word + mended.slice(word.length);
  }
  return mended;
}

/** What an estate is called: its whole name, and its first two characters. */
const namesOf = (name: string): readonly string[] => (name.length > 2 ? [name, name.slice(0, 2)] : [name]);

function mendAnywhere(text: string, word: string): string {
  if (word.length < 2 || text.includes(word)) return text;
  for (let at = 0; at + word.length <= text.length; at += 1) {
    const heard = text.slice(at, at + word.length);
    if (soundsLike(heard, word)) return text.slice(0, at) + word + text.slice(at + word.length);
  }
  return text;
}

/** At least half of a word must be right, where it does not stand alone; a character of its own in the wrong place is no slip. */
function soundsLike(heard: string, word: string, isAlone = false): boolean {
  if (heard.length !== word.length) return false;
  const wrong = Array.from(word).filter((character, at) => character !== heard[at]).length;
  return (
    wrong > 0 &&
    (isAlone || wrong * 2 <= word.length) &&
    Array.from(word).every((character, at) => alike(character, heard[at] ?? ''))
  );
}

/** What a message that says nothing as it stands may have meant: any of its words, anywhere. */
const ORDERS =
  '满意率 满意度 不满意 回访率 执行率 汇总表 统计表 记录表 流程图 重点户 台账 问卷 调查 领取 完成 改期 转给 请假 审核 待办 逾期 月报 季报 绩效 抽查 主题 说明 雨停 导出 任务 通过 退回 打回 回访 帮助 办结 汇总 推迟 代班 差评 超期'.split(
    ' ',
  );
/** Words of their own that sound like one of those. */
const WORDS_OF_THEIR_OWN = new Set(
  '预期 与其 于其 余期 自行 领去 领区 改起 该期 改几 约明 主体 住提 计报 期效 到出 倒出 回放 回房 帮住 弯成 晚成 台长 推回家 传给 装给 砖给 该起 请加 打会 完程 完称 通果 身和 申和 深和'.split(
    ' ',
  ),
);

/** The text with every word of an order that is one character off by its sound. */
export const mendLoosely = (text: string): string =>
  ORDERS.reduce((mended, word) => {
    for (let at = 0; at + word.length <= mended.length; at += 1) {
      const heard = mended.slice(at, at + word.length);
      if (isOneOff(heard, word)) return mended.slice(0, at) + word + mended.slice(at + word.length);
    }
    return mended;
  }, text);

function isOneOff(heard: string, word: string): boolean {
  let wrong = -1;
  for (let at = 0; at < word.length; at += 1) {
    if (heard[at] === word[at]) continue;
    if (wrong >= 0) return false;
    wrong = at;
  }
  return (
    wrong >= 0 &&
    soundAlike(heard[wrong] ?? '', word[wrong] ?? '') &&
    !WORDS_OF_THEIR_OWN.has(heard) &&
    !ORDERS.includes(heard)
  );
}
