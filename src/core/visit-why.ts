/** 说明: why a visit stands there, put into plain Chinese from what is known of it. No resident is named. */
import { formatInstant, localDate, type Instant } from './calendar.js';
import { METHODS, VISIT_STATUSES, type Method, type VisitStatus } from './terms.js';

/** What is known of a visit; what does not apply is null or empty. */
export type WhyFacts = {
  readonly no: number;
  readonly place: string;
  readonly zone: string;
  readonly policy: string;
  readonly policyTitle: string;
  readonly clause: string;
  readonly source: string;
  /** How the window came about, in words that were kept when it was planned. */
  readonly window: string | null;
  readonly earliest: Instant;
  readonly due: Instant;
  readonly status: VisitStatus;
  readonly rate: number | null;
  readonly quota: 'tiers' | 'per-day' | null;
  readonly how: readonly Method[];
  readonly asks: string;
  readonly forms: readonly string[];
  readonly draw: {
    readonly period: string;
    readonly position: number | null;
    readonly size: number;
    readonly chosen: number;
    readonly keyHash: string;
  } | null;
  /** The channel that was chosen, in words; and those that were refused, with the reason. */
  readonly channel: string | null;
  readonly refused: readonly string[];
  readonly messages: readonly {
    readonly purpose: 'ask' | 'remind';
    readonly at: Instant | null;
    readonly status: string;
  }[];
  readonly attempts: number;
  /** Of a record that the household is to sign 签名: null where there is no record, or none is to be signed. */
  readonly signature: 'waiting' | 'signed' | null;
  /** When it is to be made, as agreed with the household. */
  readonly appointment: Instant | null;
  readonly holder: { readonly name: string; readonly since: Instant | null } | null;
  /** What became of its record's review 审核; null where there is no record, or nobody is asked to review it. */
  readonly review: Review | null;
  /** When its record was put away 存档, until when it is kept, and when its content was deleted; null where it is not. */
  readonly archive: { readonly at: Instant; readonly until: Instant | null; readonly deletedAt: Instant | null } | null;
  readonly exceptions: readonly string[];
  /** Visits whose conversation this is, or that have their part in it: number and clause. */
  readonly serves: readonly VisitRef[];
  readonly servedBy: VisitRef | null;
  readonly joinedTo: VisitRef | null;
  readonly replaces: VisitRef | null;
};

/** `by`: whom it waits for, or who gave the verdict. */
export type Review =
  | { readonly state: 'waiting'; readonly by: readonly string[] }
  | {
      readonly state: 'approved' | 'returned';
      readonly by: string;
      readonly at: Instant;
      readonly opinion: string;
    };

export type VisitRef = { readonly no: number; readonly clause: string };

/** One thing that is said of a visit; `name` tells what it is about. */
export type WhyPart = { readonly name: WhyName; readonly title: string; readonly text: string };
export type WhyName =
  | 'clause'
  | 'window'
  | 'draw'
  | 'content'
  | 'channel'
  | 'messages'
  | 'holder'
  | 'review'
  | 'archive'
  | 'together'
  | 'exceptions';

/** All that there is to say, in the order in which one asks. */
export function whyParts(facts: WhyFacts): readonly WhyPart[] {
  const part = (name: WhyName, title: string, text: string): readonly WhyPart[] =>
    text === '' ? [] : [{ name, title, text }];
  return [
    ...part('clause', '依据', `《${facts.policyTitle}》${facts.clause}：${facts.source}`),
    ...part('window', '时限', windowText(facts)),
    ...part('draw', '抽样', drawText(facts)),
    ...part('content', facts.asks === '' ? '表格' : '要问', contentText(facts)),
    ...part('channel', '渠道', channelText(facts)),
    ...part('messages', '消息', messagesText(facts)),
    ...part('holder', '现在', holderText(facts)),
    ...part('review', '审核', reviewText(facts)),
    ...part('archive', '存档', archiveText(facts)),
    ...part('together', '合并', togetherText(facts)),
    ...part('exceptions', '例外', facts.exceptions.join('；')),
  ];
}

/** The same as lines of a chat. */
export const whyLines = (facts: WhyFacts): readonly string[] => [
  `任务 ${facts.no}：${facts.place}`,
  ...whyParts(facts).map(({ title, text }) => `${title}：${text}`),
];

function windowText({ window, earliest, due, zone }: WhyFacts): string {
  const range = `${begin(earliest, zone)} 起，${moment(due, zone)} 前`;
  return window === null ? range : `${range}。算法：${window}`;
}

function drawText({ draw, rate, quota, status }: WhyFacts): string {
  if (rate === 100) return '按 100%，每件都回访，不抽样';
  const share = rate === null ? (quota === null ? '由主管决定是否回访' : '按当期数量抽取') : `按 ${rate}% 抽取`;
  if (draw === null) return share;
  const place = draw.position === null ? '' : `，本件第 ${draw.position + 1} 件`;
  const fate = status === 'planned' ? '' : status === 'not-drawn' ? '，没有抽中' : '，抽中';
  return `${draw.period}，${share}${place}${fate}（${draw.size} 件中已抽 ${draw.chosen} 件，密钥指纹 ${draw.keyHash.slice(0, 12)}）`;
}

function contentText({ asks, forms }: WhyFacts): string {
  const form = forms.length === 0 ? '' : `记入${forms.map((one) => `《${one}》`).join('、')}`;
  return [asks, form].filter((text) => text !== '').join('；');
}

function channelText({ channel, refused, how }: WhyFacts): string {
  const ways = `制度许可 ${how.map((method) => METHODS[method].zh).join('、')}`;
  const chosen = channel === null ? [] : [`选用${channel}`];
  const others = refused.length === 0 ? [] : [`没有用微信联系：${refused.join('；')}`];
  return [ways, ...chosen, ...others].join('；');
}

/** A message that is yet to go. */
const WAITS: readonly string[] = ['pending', 'sending', 'held'];

function messagesText({ messages, attempts, zone }: WhyFacts): string {
  const names = { ask: '询问', remind: '提醒' } as const;
  const sent = messages.map(({ purpose, at, status }) =>
    at === null
      ? `${names[purpose]}${WAITS.includes(status) ? '等待发出' : '没有送达'}`
      : `${names[purpose]} ${moment(at, zone)} 发出`,
  );
  return [...sent, ...(attempts === 0 ? [] : [`联系过 ${attempts} 次`])].join('，');
}

const SIGNATURES = { waiting: '（记录待签名）', signed: '（记录已签名）' } as const;

function holderText({ holder, status, zone, signature, appointment }: WhyFacts): string {
  const agreed = appointment === null ? '' : `，约在 ${moment(appointment, zone)}`;
  const state = `${VISIT_STATUSES[status].zh}${signature === null ? '' : SIGNATURES[signature]}${agreed}`;
  if (holder === null) return state;
  const since = holder.since === null ? '' : `，自 ${moment(holder.since, zone)}`;
  return `${state}，由${holder.name}负责${since}`;
}

function reviewText({ review, zone }: WhyFacts): string {
  if (review === null) return '';
  if (review.state === 'waiting') return review.by.length === 0 ? '还没有人审核' : `等${review.by.join('、')}审核`;
  const verdict = review.state === 'approved' ? '审核通过' : '退回，等补正';
  return `${review.by} ${moment(review.at, zone)} ${verdict}${review.opinion === '' ? '' : `：${review.opinion}`}`;
}

function archiveText({ archive, zone }: WhyFacts): string {
  if (archive === null) return '';
  const { at, until, deletedAt } = archive;
  const kept = until === null ? '，一直保管' : `，保管到 ${yearly((until - 1) as Instant, zone)}`;
  const gone = deletedAt === null ? '' : `；期满，内容已于 ${yearly(deletedAt, zone)}删除`;
  return `${yearly(at, zone)}存档${kept}${gone}`;
}

/** Years pass over it. */
function yearly(at: Instant, zone: string): string {
  const date = localDate(at, zone);
  return `${date.slice(0, 4)} 年 ${Number(date.slice(5, 7))} 月 ${Number(date.slice(8))} 日`;
}

function togetherText({ serves, servedBy, joinedTo, replaces }: WhyFacts): string {
  const named = ({ no, clause }: VisitRef): string => `任务 ${no}（${clause}）`;
  return [
    serves.length === 0 ? '' : `同时满足 ${serves.map(named).join('、')}，只问一次`,
    servedBy === null ? '' : `与 ${named(servedBy)} 是同一件事，由它一并办`,
    joinedTo === null ? '' : `与同一户的 ${named(joinedTo)} 一次问完`,
    replaces === null ? '' : `代替联系不上的 ${named(replaces)}`,
  ]
    .filter((text) => text !== '')
    .join('；');
}

/** A beginning at midnight is that day's 0:00. */
function begin(at: Instant, zone: string): string {
  const text = formatInstant(at, zone);
  return `${Number(text.slice(5, 7))} 月 ${Number(text.slice(8, 10))} 日 ${Number(text.slice(11, 13))}${text.slice(13, 16)}`;
}

/** `3 月 6 日 16:20`, local; an end at midnight is the evening before's 24:00. */
function moment(at: Instant, zone: string): string {
  const text = formatInstant(at, zone);
  const midnight = text.slice(11, 16) === '00:00';
  const day = midnight ? localDate((at - 1) as Instant, zone) : text.slice(0, 10);
  return midnight ? `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日 24:00` : begin(at, zone);
}
