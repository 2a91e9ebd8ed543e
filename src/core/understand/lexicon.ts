/**
 * 词表: what residents' words weigh. A word has one class; the longest word at a place wins, so that an idiom hides the
 * words inside it. A new way of speaking is a word here and a line in tests/data/replies-own.jsonl.
 */

/**
 * satisfied, fairly, dissatisfied: an explicit grade. praise, blame, lukewarm: an opinion. failed: the purpose was missed.
 * fault: something is broken (failed if it still is, else a request). ironic: praise that turns with a bad fact.
 * mockery: no praise at all. solved: the purpose was reached. none: hides the words in it.
 */
export type WordClass =
  | 'satisfied'
  | 'fairly'
  | 'dissatisfied'
  | 'praise'
  | 'solved'
  | 'lukewarm'
  | 'blame'
  | 'failed'
  | 'fault'
  | 'ironic'
  | 'mockery'
  | 'none';

const WORDS: Readonly<Record<WordClass, string>> = {
  satisfied: '满意 称心 如意 satisfied 好评 五星 满分',
  fairly:
    '一般满意 一般般 一般 比较一般 中等 中评 马马虎虎 说不上好坏 不好不坏 不好也不坏 不上不下 一半一半 半满意 勉强满意 满意一般',
  dissatisfied: `不满意 不满 不够满意 不太满意 不怎么满意 不大满意 不是很满意 不很满意 不那么满意 不是特别满意 不算满意 不能满意 没满意 不咋满意
    差评 零分 负分 零星 一星 不及格 极不满意 满意个屁 满意个鬼 满意个毛 满意个头 满意才怪 不满意度 深感不满 dissatisfied unsatisfied`,
  praise: `好的很 好滴很 好得狠 好 很好 不错 挺好 蛮好 真好 还不错 没问题 没有问题 没毛病 没的说 没得说 没话说 没得挑 没的挑 没挑 没意见 没有意见 没啥意见 没什么意见
    没啥说的 没什么说的 没啥可挑 没可挑 挑不出毛病 挑不出刺 无可挑剔 无可挑剔的 无懈可击 棒 赞 点赞 优秀 完美 专业 及时 快速 迅速 麻利 利索 利落 干净 干净利落
    认真 负责 尽责 负责任 耐心 细心 细致 仔细 贴心 热情 热心 周到 礼貌 客气 和气 友好 良好 靠谱 给力 到位 高效 省心 放心 安心 舒心 开心 高兴 喜欢
    感动 温暖 表扬 好样 杠杠的 杠杠滴 刚刚的 顶呱呱 呱呱叫 顶级 一流 优质 优良 优 妥妥 妥当 稳当 地道 巴适 安逸 得劲 要得 唔错 几好 老好 嘎好 老灵 老灵额 邪气好 忒好 倍儿好
    倍儿棒 好得很 好得不得了 不要太好 好极了 没治了 可好 可美 得法 得行 攒劲 尿性 嫽 嫽扎咧 嫽得太 美得很 蛮灵 灵光 舒服 舒坦 满分 实诚 实在 厚道 还找他 还找你们 下回还找 下次还找 下次还叫他
    挺快 很快 真快 来得快 快多了 速度快 好快 快得很 手脚快 动作快 修得快 好多了 强多了 强太多 好太多 越来越好 比以前好 比上次好 比之前好 比上次强 比以前强 好使 好用 好评 值得 值了 超值
    yyds 绝绝子 绝了 牛 牛批 666 六六六 nice good great perfect excellent 可靠 手艺好 一次搞定 没话讲 冇得讲 冇得弹 冇问题 没得弹 不差 不赖 不孬 不坏 漂亮 暖心 走心 用心 尽心 尽力 没说的 还是挺好 省事 方便多了 正规 规范 公道 合理 便宜
    态度端正 上心 有效 有效率 没得话讲 出色 出乎意料 超出预期 超预期 惊喜 谢谢你们解决 非常感谢 十分感谢 万分感谢`,
  solved: `修好 修好了 弄好 弄好了 搞好了 搞定 处理好 处理好了 解决 解决了 好了 通了 亮了 不漏了 没再漏 没漏 没有漏 不再漏了 不堵了 不响了 不滴了 不渗了 能用了 可以用了 能用 恢复正常 正常了 正常 没再出现 没复发 有水了 有电了 来水了 来电了 装好了 装好 换好了 换好 疏通了 没问题了 没有问题了 不漏`,
  lukewarm: `还行 还可以 可以 凑合 凑活 将就 勉强 勉勉强强 勉强可以 勉强凑合 过得去 说得过去 马虎 普通 普普通通 中规中矩 平平 平平常常 平常 平淡 平庸 就那样 就这样 就那么回事 就那么着 也就那样 也就这样 差不多 差不离 还好 还成 还中 还得 还凑合 尚可 尚好
    不温不火 马马虎虎 将将就就 凑凑合合 能接受 可以接受 能用就行 能用就好 过关 及格 合格 有好有坏 有好有孬 不算差 不算好 好坏参半 五五开 无功无过 不功不过 没感觉 无感 不咸不淡 谈不上好 说不上好 谈不上差 不是不好 不能说不好 没差 没变化 没啥变化
    还过得去 还将就 也还行 差强人意 中不溜 一半半 不好不孬 湊合 有进步 有待提高 有待改进 有待加强 有限 也就一般 将将 中间 不至于差 过的去 说的过去`,
  blame: `还好意思 好意思问 好意思发 好意思说 不要脸 没脸 不办事 太久 好久才 拖太久 不好 不行 不咋地 不咋的 不咋样 不怎么样 不怎样 不怎么好 不太好 不太行 不大好 不是很好 不太理想 不理想 不中 不得劲 不得行 不安逸 不巴适 不要得 不赞 不棒 不靠谱 不专业 不负责 不及时 不到位 不干净 不认真 不耐心 不礼貌 不客气 不放心 不方便用 不好用 不好使 不值 不舒服 不开心 不高兴 不爽 不像话 不成 不敢恭维 不喜欢
    唔好 唔得 唔掂 差 差劲 很差 太差 好差 差得很 忒差 贼差 极差 超差 差到 更差 越来越差 越来越少 差点意思 差点 差远 差太远 不如 不如以前 一年不如一年 一次不如一次 还不如 烂 垃圾 辣鸡 拉胯 拉垮 坑 坑人 坑爹 骗 骗人 骗子 骗钱 坑钱 黑心 糟糕 糟 糟心 糟透 恶心 恶劣 恶心人 无语 无奈 失望 绝望 崩溃 破防 心寒 寒心 心累 火大 来气 生气 气死 气人 气愤 愤怒 恼火 窝火 可恶 过分 离谱 奇葩 服了你们 醉了
    慢 太慢 磨蹭 拖拉 拖沓 拖延 效率低 低效 懒 懒散 敷衍 糊弄 应付 马虎了事 不负责任 推卸 推脱 推诿 态度坏 态度差 凶 冷漠 冷淡 爱理不理 爱搭不理 不耐烦 臭脸 甩脸子 骂人 没礼貌 没素质 素质低 粗暴 粗糙 粗心 毛躁 潦草 脏 脏兮兮 乱 乱七八糟 一塌糊涂 一团糟 一地脏 不收拾 没收拾 没打扫 没清理 弄脏
    贵 太贵 乱收 乱收费 多收 收费高 黑 垃圾服务 破服务 烦 烦死 烦人 闹心 头疼 倒霉 后悔 丢人 可笑 好笑 呸 滚 滚粗 滚蛋 狗屁 屁用 扯淡 瞎搞 瞎弄 胡来 乱来 啥玩意 什么玩意 什么东西 什么破 投诉你 要投诉 我要投诉 投诉 举报 曝光 12345投诉 瓜兮兮 水货 不顶用 形同虚设 差火 瘪犊子 埋汰 磕碜 憋屈 腌臜 没谱 不着调 掉链子 稀烂 稀碎 bad terrible awful poor slow worst
    来晚 迟到 才来 才到 才修 才处理 才搞定 太晚 爽约 放鸽子 言而无信 说话不算话 不守时 不及以前 没诚意 不作为 没期待 没有任何期待 爱咋咋地 无法接受 不能接受 接受不了 受不了 忍无可忍 受够了 没法忍 不认可 不赞成 意见很大 意见大 有意见 问题多 问题很多 有问题 毛病多 一般的差 不敢再 不会再找 再也不 划伤 划痕 弄坏 更暗 还暗 不牢 不稳 不平 难看 丑 难用 难受`,
  failed: `没修好 没有修好 未修好 没修 没有修 修不好 没弄好 没搞好 没搞定 没处理 没处理好 未处理 没解决 没有解决 未解决 解决不了 没彻底 没修彻底 不彻底 没好 还没好 没人来 没人管 没人理 没人修 没人接 没人处理 没有人来 没有人管 没有人理 没见人 人没来 没见到人 根本没来 没来修 没来过 没来人 还没来 没来 不来 不管 谁也不管 都不管 没管 不理 不解决 不处理 不修 推来推去 踢皮球 白修 白来 白跑 白等 白搭 等于没修 等于没来 跟没修一样 和没修一样 修了跟没修 没效果 没有效果 毫无效果 没用 没有用 没卵用 没啥用 没什么用 不管用 不起作用 修了个寂寞 修了寂寞 修个寂寞 越修越 越弄越 又坏了 又坏 还坏 还是坏 照漏 照样漏 漏得更 更漏 更严重 更厉害 更糟 更坏 老样子 老毛病 复发 依旧如此 依然如故 原封不动 没变 一点没好 还没修 没动静 没下文 石沉大海 不了了之 泡了 摸黑 困人 没回应`,
  fault: `漏水 漏 渗水 渗 滴水 滴 冒水 返水 反水 反味 返味 臭 臭味 堵 堵了 堵塞 坏 坏了 不亮 不亮了 没亮 没水 没电 没热水 没暖气 停水 停电 断水 断电 不通 打不开 刷不开 用不了 锁不上 关不上 关不严 开不了 卡住 卡了 有水 积水 进水 淹了 爆了 爆管 掉了 脱落 掉皮 起皮 裂了 裂缝 松了 松动 晃 不转 不响 异响 吵 生锈 锈了 不制冷 不热 不凉 跳闸 没信号 没网 断了 失灵 短路 冒烟 冒火 着火 漏电 漏气 煤气味 发霉 霉 老化 故障 刷不了 进不去 出不来 困住 冲不下 不出水 水小 水压低 水压小 闪 忽明忽暗 三天没水 暗`,
  ironic:
    '佩服 厉害 真行 可真行 真棒 好棒 太好了 真是太好 了不起 真牛 牛逼 伟大 高 高效率 优秀啊 棒棒 真可以 能耐 多谢你们 真好啊 人才 真专业',
  mockery:
    '呵呵 嘿嘿嘿 叹为观止 佩服佩服 可真行 你们真行 真有你们的 服了 我谢谢你 谢谢您嘞 开了眼 大开眼界 长见识 笑死 笑了 好家伙 呵 甘拜下风 五体投地 真有意思 太逗',
  none: `万事如意 吉祥如意 没用过 没用上 好像 好几 好久 好长 好不容易 好歹 好多 好多天 好好 您好 你好 大家好 好不好 好吗 好意思 不好意思 不好说 不好讲 正好 刚好 只好 最好 更好 就更好 多好 好处 好奇 好友 好说 好的 好吧 好嘞 好呀 好啊 好滴 好人一生平安 说好 说好的 约好 讲好 好心 好话 好听 不说好
    一般都 一般来说 一般情况 一般人 一般是 一般不 一般在 一般要 贵物业 贵公司 贵司 贵小区 贵姓 贵处 宝贵 珍贵 尊贵 差事 出差 时差 误差 差别 偏差 麻烦 慢慢 慢走 慢慢来 黑色 天黑 黑了 漆黑 牛奶 高楼 高层 高度 提高 升高 高低 高压 高温 高空 高兴 高考 可以吗 可不可以 可以来 可以帮 可以不 可以再 可以给 可以让 可以把 可以换 可以改 可以在 可以安排 可以派 可以恢复 可以继续 可以发 可以重新 可以问 可以打 可以转 可以先 可以晚
    不管怎样 不管怎么 不管如何 不管是 没来得及 不来了 大坑 坑洼 坑坑 门坏人 优先 优惠 正常上班 正常情况 滚筒 滚动 打扰 晃眼 大晃 高速 渗透 暗示 堵车 吵架 骗我 有问题找 有问题再 有问题联系 有问题随时 如有问题 有问题会 有问题请 有意见再 投诉电话 投诉处理 解决方案 快点解决 尽快解决 及时解决 赶紧解决 怎么解决 能解决 何时解决 什么时候修好 没解决方案 尽快修好 赶紧修好 快点修好 一定修好 修好再 修好之后 修好后 好了再 及时来 及时处理 及时通知 及时修 要及时 更及时 再及时 正常使用 合理安排 一半 中间人 现在太晚 闪送 开闪 没问题吗 大概 高手 投诉了 早就投诉 负责人 负责的人 谁负责 专业公司 保持 上高 将就业 差不多时间 差不多了`,
};

const CLASS_OF: ReadonlyMap<string, WordClass> = new Map(
  (Object.entries(WORDS) as [WordClass, string][]).flatMap(([cls, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word) => [word, cls] as const),
  ),
);
const LONGEST = Math.max(...[...CLASS_OF.keys()].map((word) => word.length));
const LENGTHS_BY_FIRST: ReadonlyMap<string, readonly number[]> = lengthsByFirst();

/** A word of the table found in a text, at `at` (UTF-16 index). */
export type Found = { readonly word: string; readonly cls: WordClass; readonly at: number };

/** The longest words of the table, left to right, without overlap. Linear in the text's length. */
export function scanWords(text: string): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < text.length;) {
    const hit = wordAt(text, at);
    if (hit) found.push(hit);
    at += hit ? hit.word.length : 1;
  }
  return found;
}

function wordAt(text: string, at: number): Found | null {
  const lengths = LENGTHS_BY_FIRST.get(text[at] ?? '') ?? [];
  for (const length of lengths) {
    const word = text.slice(at, at + length);
    const cls = CLASS_OF.get(word);
    if (cls) return { word, cls, at };
  }
  return null;
}

function lengthsByFirst(): ReadonlyMap<string, readonly number[]> {
  const all = new Map<string, Set<number>>();
  for (const word of CLASS_OF.keys()) {
    const first = word[0] ?? '';
    all.set(first, (all.get(first) ?? new Set()).add(Math.min(word.length, LONGEST)));
  }
  return new Map([...all].map(([first, lengths]) => [first, [...lengths].sort((a, b) => b - a)]));
}
