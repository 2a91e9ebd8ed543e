/** 拼音: words by their pinyin without tones, derived from what each character sounds like. */

/** Each syllable with its characters; the first stands for the syllable where no word is known. */
const SYLLABLES = `en嗯恩 a啊阿 ai爱 an安按案暗 ang昂 ao嗷 ba吧把八爸 bai白百 ban般半办班搬 bang帮棒 bao保报包 bei被倍北备 ben本 beng崩 bi比必 bian边变便遍 biao表 bie别 bing并病冰 bo播 bu不部步补
cai才菜财猜 cao操草 ce厕测 ceng层 cha差查茶 chai拆 chang场常长厂 chao吵超 che车 chen沉 cheng成程城称 chi吃迟持 chong充虫重 chou臭 chu处出除厨楚 chuan传船 chuang窗床 ci次词 cong从 cou凑 cuo错 cui催
da打大达 dai带待呆 dan但单 dang当 dao到道倒导 de的得德 deng等灯 di地第滴低点底 dian点电店 diao掉调 ding订定顶 diu丢 dong东动懂 dou都 du堵读度 duan短断段 dui对队 dun顿 duo多 e饿恶 er二儿而耳 fa发法 fan饭烦反返 fang房方防放 fei费非飞 fen分份 feng风封 fu服付负傅复夫父妇 fou否
gai改该 gan干感敢 gang刚 gao搞高告 ge个各格 gei给 gen跟 geng更 gong工公功供 gou够狗 gu顾故 gua刮挂呱 guai怪乖 guan管关官 guang光 gui贵归柜 guo过果国 ha哈 hai还孩海害 han喊 hang行 hao好号耗 he和合喝盒 hei黑 hen很 heng横 hou后候厚 hu户护呼虎 hua话花化画 huai坏 huan换还环缓 huang黄慌 hui会回灰恢 huo活火或货 ji几机急及极济记既基圾己 jia家加价假 jian见间件建检减 jiang将讲奖 jiao叫交教较脚 jie解接街结节姐界洁 jin进今近紧尽劲 jing经净静精 jiu就九久旧救 ju就局居据 jue决觉绝 jun均
ka卡 kai开 kan看 kao靠 ke可客课科 keng坑 kong空 kou口扣 ku哭苦 kua夸 kuai快块 kuang况 la拉垃 lai来 lan烂蓝懒 lang浪 lao老劳 le了乐 lei类累 leng冷 li里理力利礼离厉李丽 lia俩 lian联连脸 liang凉亮两量 liao了料 lin林 ling领零灵 liu六留流 long龙 lou漏楼 lu路 lv绿率 luan乱 lun轮 luo罗落
ma吗妈马骂嘛麻 mai买卖 man满慢蛮 mang忙 mao毛冒貌 me么 mei没每美 men们门 meng蒙 mi米 mian面免 ming明名 mo磨摸 mu目木母 na那拿哪 nai耐奶 nan难男 nao闹脑 ne呢 nei内 neng能 ni你 nian年 nin您 niu牛 nong弄农 nv女 nuan暖 ou偶 pa怕 pai派排拍 pan盼 pang旁 pao跑泡 pei配陪 peng碰 pi皮批 pian骗片便 piao漂票 pin品 ping评平苹 po破 pu普铺谱 qi其起期气七骑器齐 qian前钱千签 qiang强墙抢 qiao敲桥 qie且切 qin亲勤 qing请清情轻 qiong穷 qiu求球 qu去取区 quan全权 que确却 qun群 ran然 rang让 rao扰绕 re热 ren人认任仁 reng仍扔 ri日 rong容 ru如入 ruan软 san三散 sao骚扫 se色 sha啥沙杀 shai晒 shan山闪 shang上商伤 shao少稍烧 she设社 shen什神身深 sheng生声省剩升 shi是事师时十实识使室市式失石适试湿 shou手收受首售 shu书树熟数输 shua刷 shuai帅 shuang爽双 shui水谁睡 shun顺 shuo说 si四死私司思 song送松 sou搜 su速诉素宿 suan算酸 sui随虽岁 sun孙损 suo所锁
ta他她它踏塌 tai太态台抬 tan谈 tang堂糖趟 tao讨套 te特 teng疼 ti题提体替梯 tian天填甜 tiao条跳挑调 tie铁贴 ting挺听停庭厅 tong通同痛桶统 tou投头 tu图土 tui退推 tuo拖妥托 wai外歪 wan完晚万玩 wang忘网望往王 wei为维位未喂卫委味微谓 wen问文稳温 wo我 wu物无五屋务误午恶 xi喜希西洗细息系习 xia下夏 xian现先线显闲县 xiang想像向响项相乡 xiao小笑效消校 xie谢些写修 xin心信新辛 xing行性姓形兴星 xiong雄 xiu修休秀 xu需许续 xuan选 xue学 xun寻 ya呀压 yan言严验眼烟 yang样养氧 yao要药 ye也业爷夜 yi意一以已亦易义依议 yin因音引 ying应赢影硬 yong用永 you又有由友优油 yu与雨语于余预 yuan员院原愿元远 yue月约越阅 yun运 za杂 zai在再载 zan赞咱暂 zang脏 zao早糟造 ze责则 zen怎 zeng增 zha炸 zhai窄 zhan占站 zhang张长涨 zhao找照着 zhe这着者 zhen真振 zheng正整证政争 zhi只知之直值质治址至止 zhong中重终种 zhou周 zhu住主租助著 zhua抓 zhuan转专赚 zhuang装 zhun准 zhuo着 zi子自字资 zong总综 zou走 zu租组足 zui最 zuo做作坐昨左`;

/** Words that residents write in pinyin. */
const WORDS = `满意 不满意 一般 一般般 一般满意 很满意 非常满意 十分满意 挺满意 特别满意 比较满意 基本满意 还算满意 不太满意 不是很满意 很不满意 非常不满意 太不满意了 都满意 全部满意 都不满意 没有不满意 满意度 很好 挺好 挺好的 太好了 非常好 真好 蛮好 还好 还行 还可以 可以 不错 真不错 很不错 不好 不太好 不行 不怎么样 不怎么好 太差 太差了 很差 真差 非常差 差评 好评 差劲 垃圾 太垃圾了 失望 太失望了 恶心 无语 凑合 马马虎虎 将就 过得去 就那样 普通 中等 没问题 没意见 没毛病 没话说 没得说 点赞 棒 很棒 专业 很专业 及时 很及时 认真 负责 热情 礼貌 耐心 细心 干净 麻利 给力 靠谱 很快 真快 快 太慢 太慢了 很慢 真慢 慢死了 态度 态度好 态度很好 态度差 态度很差 态度不好 服务 服务好 服务很好 服务差 服务太差 师傅 师傅很好 师傅人好 辛苦 辛苦了 师傅辛苦了 谢谢 谢谢师傅 多谢 感谢 麻烦你了
修好 修好了 没修好 没修 还没修 还没修好 修了 修完了 修得好 修得很好 修得不好 又坏了 又漏了 还在漏 还漏水 还是漏 还是坏的 坏了 漏水 堵了 通了 好了 不漏了 解决 解决了 没解决 处理 没处理 没人来 没人管 没来 还没来 没来修 没人修 一直没来 不管 没用 能用 等了 等了半天 等了很久 等了三天 三天了 一个星期 两天 半天 打电话 没人接 电话打不通 收钱 乱收费 太贵 太贵了 贵 漏得更厉害 更严重 更差
退订 请勿打扰 不要再问 别再问 别问了 换人 停下 转客服 找个人 找个人跟我说 找个人来问我 满意个鬼 满意个屁 好个屁 好个鬼 不能再满意 不能再满意了 再满意不过 不怎么样 不要再发 不要发了 别再发 别再发了 别发了 别发 别打扰 别烦我 不要打扰 不要打电话 不要短信 停止 取消 取消订阅 拉黑 烦死了 骚扰 转人工 找人工 要人工 人工 人工客服 找人 叫人来 找客服 客服 叫经理 找经理 找领导 叫领导 主管 找你们经理 找你们领导 打电话给我 给我打电话 回电 回电话 联系我 有人吗 真人 我要人工 我要找人 我要投诉 投诉 机器人
晚点 晚点再说 晚点说 晚上再说 晚上回 明天 明天再说 明天说 改天 改天再说 等会 等会儿 等会再说 等一下 等下 待会 待会儿 一会儿 过会 过会儿 稍后 稍等 在忙 忙着 在开会 开会 开车 在开车 在上班 上班 上班呢 没空 没时间 不方便 有空再说 回头 回头再说 再说 过几天 过两天 在外地 出差 吃饭 睡觉
怎么 怎么评 怎么选 怎么填 怎么弄 怎么回事 怎么投诉 怎么报修 什么 什么意思 什么时候 什么时候来 为什么 多少钱 多少 几点 几点来 几时 哪里 哪个 哪位 谁 你是谁 你们是谁 是谁 收费吗 要钱吗 免费吗 可以吗 能来吗 有没有 是不是 能不能 来修 来人 快来 快来人 快点来 派人来 派个人来 叫师傅来 师傅什么时候来 马桶 马桶堵了 水管 水龙头 灯坏了 电梯 电梯坏了 门坏了 停水 停电 没水 没电 没热水 下水道 下水道堵了 空调 厨房 厕所 报修 维修 再修一次 再来一次 再来一趟
打错 打错了 发错 发错了 找错人 找错人了 搞错 搞错了 认错人 不是我 我不是业主 不是业主 不是本人 租客 我是租客 房东 房子卖了 已经卖了 搬走 搬走了 搬家了 不住 不住了 不住这里 不在这里住 没报修 没报过 没有报修 业主 你们 我们 他们 我 你 你好 您好 早 早上好 晚安 晚上好 新年好 新年快乐 好的 好吧 收到 知道了 嗯 再见 哈哈 厉害 更厉害 在哪里 哪儿 要钱 还没 非常 特别 比较 基本 还漏 还在 还是 叫人 打听 呱呱叫 来了 很久 照漏 晚上 回来 看看 帮我 有空 经理 领导 机器 回我 下午 不敢 太好 毛病 还用 在吗 不要发 派人 快点 搞定 说话 联系 很高 很烂 很失望 工作 准时 来回 新年 快乐 修改 选错了 点错了 按错了 恢复
喷一次药 喷一次 麻烦你们 灯泡 暖气 门禁 门锁 钥匙 路灯 楼道 蚊子 老鼠 蟑螂 打药 喷药 消毒 水压 水表 电表 水费 电费 收费 发票 快递 噪音 很吵 太吵 吵死了 半夜 装修 施工 邻居 楼上 楼下 隔壁 车位 充电 充电桩 道闸 监控 阳台 窗户 玻璃 天花板 渗水 滴水 返味 很臭 太臭 很脏 太脏 很乱 马上 立刻 当天 第二天 半小时 十分钟 技术好 手艺好 人很好 周到 敷衍 糊弄 没人理 没反应 没效果 没变化 又堵了 又停了 又坏 不亮 亮了 热了 暖和 不热 不制冷 不通 在外面 带孩子 上课 医院 火车 高铁 路上 不错啊 好评 真的好 很棒 太棒了 订阅 重新 改一下 换一个 喷一次 修一下 来看 看一下 检查 三次 几次 多次 一次 十天 五天 一周 一个月 小时 之后 后来 现在好了 物业 物业费 小区 保安 保洁 绿化 停车 停车场 卫生 消防 会所 设备 效率 综合 管理 投诉处理 全部 都 全都 其他 其余 剩下 剩下的 别的 除了 以外 都一般 都好 都行 到 和 第 项 现在 今天 昨天 上次 这次 下次 以后 已经 真的 就是 但是 不过 因为 所以 如果 没有 不是 不要 不用 不会 不能 不知道 不清楚 不记得 没事 随便 无所谓 你说呢 你猜 自己看 意思 有事 问题 有问题 还有问题 意见 建议 希望 时间 电话 手机 短信 信息 消息 微信`;

const SOUND_OF: ReadonlyMap<string, readonly string[]> = sounds();

/** Every word by its letters, and every syllable that has a character of its own. */
export const BY_SOUND: ReadonlyMap<string, string> = new Map([...syllables(), ...words()]);

function* rows(): Generator<readonly [string, string]> {
  for (const row of SYLLABLES.split(/\s+/u)) {
    const at = row.search(/[^a-z]/u);
    yield [row.slice(0, at), row.slice(at)];
  }
}

function sounds(): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, string[]>();
  for (const [sound, characters] of rows())
    for (const character of characters) out.set(character, [...(out.get(character) ?? []), sound]);
  return out;
}

function syllables(): readonly (readonly [string, string])[] {
  return [...rows()].map(([sound, characters]) => [sound, characters[0] ?? '']);
}

/** 长 sounds in two ways: a word is found by every way to say it, four of them at most. */
function words(): readonly (readonly [string, string])[] {
  return WORDS.split(/\s+/u).flatMap((word) => {
    let said: readonly string[] = [''];
    for (const character of word)
      said = said.flatMap((before) => (SOUND_OF.get(character) ?? []).map((sound) => before + sound)).slice(0, 4);
    return said.filter((letters) => letters !== '').map((letters) => [letters, word] as const);
  });
}
