/** 问话: what a resident asks and the bot knows: who writes, what about, how to answer, who sees a questionnaire; all else is a colleague's. */
import type { Instant } from '../calendar.js';
import type { SayingKey, Slot } from './sayings.js';
import { says } from './says.js';
import type { Session, SurveyTalk } from './turn.js';
import { dayZh } from './wording.js';

/** What is said to it, and the menu that comes along. */
export type Known = {
  readonly key: SayingKey;
  readonly menu?: 'grades' | 'confirm';
  readonly more: Readonly<Partial<Record<Slot, string>>>;
};

/** Whether they write with a person or a machine. */
const WHO = /机器人|是人还是|是不是(?:真)?人|真人(?:吗|么|还)|人工智能/u;
/** Whether they are being cheated, or by whom. */
const TRUSTS =
  /真的假的|不是.{0,3}骗.{0,4}[吧吗]|是.{0,3}骗(?:子|人|局)?[吧吗]|诈骗|你们?是?哪[个位](?:啊|呀|嘛|哦|哟)?[？?]?$|哪个(?:物业|公司|单位|小区)|边[个位]|谁(?:叫|让|派)你|^喂[\s，,]*哪[个位][啊呀嘛]*[？?]*$/u;
/** Who did the work. */
const WHOSE = /谁(?:来)?(?:给|帮)?(?:我们?)?(?:家)?(?:修|弄|做|办|处理|派|负责)|哪(?:个|位)师傅/u;

const ANSWERS: readonly (readonly [RegExp, SayingKey])[] = [
  [/你是谁|你谁|谁啊|哪位$|什么人|哪个单位|哪里的|骗子|真的假的|who (?:are|is|r) /iu, 'answer-who'],
  [TRUSTS, 'answer-who'],
  [WHO, 'answer-who'],
  [
    /什么(?:维修|服务|意思|事|情况|投诉|活动|方面|问卷|十四)|哪(?:一?次|个|天|件|些|十四|几(?:个|项|样|方面))|啥(?:意思|事|维修|服务)|问(?:的是)?(?:什么|啥)|^(?:你们?|这)?(?:是|想|要|在)?干(?:什么|嘛|啥)/u,
    'answer-what',
  ],
  [
    /(?:怎么|咋个?|点样)(?:评|选|填|回|答|弄|点|确认|签)|如何(?:评|选|填|回)|只能选|选什么|选哪|(?:点|按)(?:哪|什么地方)|哪[里儿]?(?:点|按)|还是不满意|是不是(?:要|得|该)?(?:点|选|填|写|回|按)/u,
    'answer-how',
  ],
];

/** The saying that answers a question; null where only a colleague can. */
export const answerTo = (words: string): SayingKey | null =>
  ANSWERS.find(([pattern]) => says(pattern, words))?.[1] ?? null;

/** Whether words that nobody understands ask who writes. */
export const asksWhoWrites = (words: string): boolean => says(WHO, words) || says(TRUSTS, words);

/** Who sees what stands on a questionnaire. */
const SEEN = /看得?(?:见|到)|谁(?:会|能|可以)?看|[匿不记]名|实名|知道(?:是)?(?:谁|我|哪家)|报复|找我麻烦/u;
/** Who may fill it in, and how often. */
const SHARED =
  /(?:老公|老婆|爱人|先生|太太|家里?人?|儿子|女儿|老伴|[爸妈]|别人|大家|他|她).{0,5}(?:填|答|评|打开|点)|算(?:几|两|一)份|几份|(?:转|发)(?:给|到|在)?.{0,6}(?:群|家|老公|老婆|儿子|女儿|[爸妈]|别人)/u;
/** Until when. */
const UNTIL =
  /还(?:能|可以|来得及)(?:填|改|答|评)|(?:什么时候|几时|几号|哪天|多久|多会)(?:儿)?(?:截止|结束|到期|止)|截止/u;

/** What the bot itself answers to a question; `open`: it is still to be answered what was asked. */
export function knownAnswer(session: Session, words: string, open: boolean, now: Instant): Known | null {
  const { survey, about } = session;
  const ofBallot = survey === undefined ? null : ofSurvey(session, survey, words, now);
  if (ofBallot !== null) return { key: ofBallot, more: factsOf(session, survey) };
  if (about.worker != null && says(WHOSE, words)) return { key: 'answer-worker', more: {} };
  const key = answerTo(words);
  if (key === 'answer-how') return howTo(session, open);
  const menu = open && key === 'answer-what' ? ({ menu: 'grades' } as const) : {};
  return key === null ? null : { key, more: factsOf(session, survey), ...menu };
}

/** How to answer what stands there. */
export function howTo(session: Session, open: boolean): Known {
  if (session.state === 'confirming') return { key: 'answer-how-confirm', menu: 'confirm', more: {} };
  return { key: 'answer-how', more: {}, ...(open || session.state === 'changing' ? { menu: 'grades' } : {}) };
}

function ofSurvey(session: Session, survey: SurveyTalk, words: string, now: Instant): SayingKey | null {
  if (says(SHARED, words)) return 'ballot-shared';
  if (says(SEEN, words)) return survey.anonymous ? 'ballot-seen' : 'page-named';
  if (says(UNTIL, words)) return now < survey.closesAt ? 'ballot-until' : 'ballot-closed';
  return null;
}

function factsOf({ about }: Session, survey: SurveyTalk | undefined): Known['more'] {
  if (survey === undefined) return {};
  return {
    text: survey.questions.map(({ text }) => text).join('、'),
    date: dayZh({ resolvedAt: (survey.closesAt - 1) as Instant, zone: about.zone }),
  };
}

/** Whoever cannot tap, open or read it: not a word about the work. */
const CANNOT =
  /^(?:我|俺|咱|老人家?|老年人)?(?:们)?(?:年纪大了?)?(?:也|都|真|实在|又)?(?:不会|弄不来|搞不来|不晓得怎么|不知道怎么|不懂怎么)(?:弄|点|填|用|搞|按|选|操作|写字?|打字|玩)(?:这个?|那个?|手机|微信|问卷|它)*[了啊呀的嘛哦。.!！]*$|^(?:我|这个|怎么)?(?:都|也)?(?:点|按|戳)不(?:到|了|动|上|开|准)|(?:链接|网页|页面|问卷).{0,4}(?:打|点)不开|^(?:打|点)不开[了啊呀嘛。]*$|不识字|不认(?:得|识)字|(?:字|屏幕|手机).{0,3}看不(?:清|见|到)|看不(?:清|见|到)字|手抖|帮我(?:填|点|选)/u;
const LONGEST_HELP = 24;

/** Whether the words say that the resident cannot do what was asked with the phone. */
export const cannotAnswer = (words: string, isSurvey: boolean): boolean =>
  Array.from(words).length <= LONGEST_HELP && (isSurvey || !/^(?:打|点)不开/u.test(words)) && says(CANNOT, words);
