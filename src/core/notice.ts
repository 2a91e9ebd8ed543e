/** 书面通知: 工作联系单 (p11.8), 整改通知 (p09.6), 投访来访记录 (p06.5), as values, and as text in the layout of their forms. */
import { formatInstant, type Instant } from './calendar.js';

/** The labels of a form's lines; `when`: as the step that it belongs to opens, or is done, or when it is sent by hand. */
type Layout = {
  readonly when: 'opened' | 'done' | 'sent';
  readonly to: string;
  readonly matter: string;
  readonly finding: string;
  readonly wanted: string;
  readonly signed: string;
  readonly answer: string;
};

export const NOTICES = {
  工作联系单: {
    when: 'done',
    to: '致',
    matter: '事项',
    finding: '调查',
    wanted: '要求完成',
    signed: '签发',
    answer: '答复',
  },
  整改通知: {
    when: 'sent',
    to: '致承建商',
    matter: '问题',
    finding: '要求',
    wanted: '整改期限',
    signed: '签发',
    answer: '答复与复查',
  },
  投访来访记录: {
    when: 'opened',
    to: '报告',
    matter: '来访人与事由',
    finding: '现存缺陷',
    wanted: '安排时限',
    signed: '接待',
    answer: '特殊回访与返修',
  },
} as const satisfies Record<string, Layout>;
export type NoticeForm = keyof typeof NOTICES;
export const isNoticeForm = (form: string | null): form is NoticeForm => form !== null && Object.hasOwn(NOTICES, form);

/** `number`: of its form, estate and year: 2026-003. */
export type Notice = {
  readonly form: NoticeForm;
  readonly number: string;
  readonly to: string;
  readonly matter: string;
  readonly finding: string | null;
  readonly wantedAt: Instant | null;
  readonly issuedAt: Instant;
  readonly issuedBy: string;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
};

/** The next number after the last one of the year. */
export function nextNumber(year: string, last: string | null): string {
  const before = last !== null && last.startsWith(`${year}-`) ? Number(last.slice(year.length + 1)) : 0;
  return `${year}-${String(before + 1).padStart(3, '0')}`;
}

/** The form as text, a line each; `names` puts people's names for their accounts. */
export function noticeText(notice: Notice, estate: string, zone: string, nameOf: (userid: string) => string): string {
  const labels: Layout = NOTICES[notice.form];
  const when = (at: Instant): string => formatInstant(at, zone).slice(0, 16).replace('T', ' ');
  // An end at midnight is the evening before's 24:00.
  const until = (at: Instant): string =>
    when(at).endsWith(' 00:00') ? when((at - 1) as Instant).replace(/\d{2}:\d{2}$/u, '24:00') : when(at);
  const lines: readonly (readonly [string, string | null])[] = [
    [labels.to, notice.to],
    [labels.matter, notice.matter],
    [labels.finding, notice.finding],
    [labels.wanted, notice.wantedAt === null ? null : `${until(notice.wantedAt)} 前`],
    [labels.signed, `${nameOf(notice.issuedBy)} ${when(notice.issuedAt)}`],
    [
      labels.answer,
      notice.answer === null || notice.answeredAt === null ? '' : `${notice.answer}（${when(notice.answeredAt)}）`,
    ],
  ];
  const filled = lines.flatMap(([label, value]) =>
    value === null ? [] : [`${label}：${value === '' ? '——' : value}`],
  );
  return [`《${notice.form}》${estate} 第 ${notice.number} 号`, ...filled].join('\n');
}
