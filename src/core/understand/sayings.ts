/** 俗语: sayings that residents answer with and that say nothing of the service by themselves; what they hint at is asked. */

const SAYINGS = `王婆卖瓜 自卖自夸 金杯银杯不如口碑 金杯银杯不如老百姓的口碑 一分钱一分货 一分价钱一分货 好酒不怕巷子深 酒香不怕巷子深 一个巴掌拍不响 你品你细品 细品 天机不可泄露 天机不可泄漏
  山重水复疑无路 柳暗花明又一村 路遥知马力 日久见人心 事实胜于雄辩 公道自在人心 人心都是肉长的 群众的眼睛是雪亮的 群众眼睛雪亮 百闻不如一见 是骡子是马拉出来遛遛 是骡子是马拉出来溜溜 萝卜白菜各有所爱 众口难调 仁者见仁智者见智
  家家有本难念的经 清官难断家务事 公说公有理婆说婆有理 三个和尚没水喝 远亲不如近邻 远水解不了近渴 心急吃不了热豆腐 慢工出细活 罗马不是一天建成的 冰冻三尺非一日之寒 只可意会不可言传 此时无声胜有声 无声胜有声 一切尽在不言中 尽在不言中 懂的都懂 懂得都懂 不可说
  说来话长 一言难尽啊 人在做天在看 天知地知你知我知 你懂的 你猜 你们猜 猜猜看 你说呢 你觉得呢 自己体会 自行体会 随缘 看心情 难得糊涂 知足常乐 塞翁失马焉知非福 塞翁失马 尽人事听天命 谋事在人成事在天 车到山前必有路 船到桥头自然直 既来之则安之
  江湖险恶 人生如戏 戏如人生 平平淡淡才是真 岁月静好 往事不要再提 往事随风 不提也罢 不说也罢 且行且珍惜 且看下回分解 请听下回分解 欲知后事如何 走着瞧 骑驴看唱本 拭目以待 听天由命 此处省略一万字 省略一万字 无可奉告 无可奉告啊 不予置评 不便评价 有待考证 一半一半吧看缘分`;

/** The longest first, so that a saying within another does not leave a rest. */
const ALL = [...new Set(SAYINGS.split(/\s+/u))].filter(Boolean).sort((a, b) => b.length - a.length);
const FRAME =
  /^(?:常言道|俗话说|老话说|古人云|所谓|真是|那句话|有句话说|怎么说呢|师傅|老师傅|物业|你们|这|那|就|嘛|啊|呀|吧|哦|咯|了|的|得好|叫)*$/u;

/** Whether a normalised text is a saying and hardly a word more. */
export function isSaying(text: string): boolean {
  if (text.length > 40) return false;
  const plain = text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const saying = ALL.find((one) => plain.includes(one));
  return saying !== undefined && FRAME.test(plain.replace(saying, ''));
}
