/** 发起回访: a visit that a policy leaves to staff is begun, of works by their name or number: 发起回访 一期屋面 4月10日前. */
import type { LocalDate } from '../calendar.js';
import { findAppointment } from './appointment.js';
import { estateIn, withoutWords } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** `title`: the works, as they were named; `date`: by when. */
export type BeginArgs = {
  readonly title?: string;
  readonly date?: LocalDate;
  readonly policy?: string;
  readonly estate?: string;
};
export type BeginCommand = { readonly kind: 'command'; readonly command: '发起回访'; readonly args: BeginArgs };

const AFTER = '(?:(?:保修)?期[满后]+|过保(?:之?后)?|不定期|适时|工程)的?';
const POLITE = '(?:请|麻烦|帮我?|给我?|我?[要想]|需要|再|对)*\\s*';
/** 发起回访, 新增一次回访; 安排 and 做 may mean a task that is there: only with what kind it is. */
const ORDER = new RegExp(
  `^${POLITE}(?:(?:另行|另外)?(?:发起|新增|加做?)(?:一?[次个回趟])?(?:${AFTER})*回访(?:一[次个回趟])?|(?:开始|增加|安排|做|来)(?:一?[次个回趟])?(?:${AFTER})+回访)(?![率调问])`,
  'u',
);
/** 一期屋面过保了，回访一下; 对一期屋面发起期后回访. */
const TOLD = new RegExp(
  `^${POLITE}(.{2,40}?)\\s*(?:(?:已经?|都)?(?:过保|保修期?[已都]?[过满])了?[\\s,，]*(?:请|去|要|该|再|安排|发起|做)*\\s*(?:一?[次趟个])?回访(?:一?[下次])?[吧了。]*$|[修装改翻换做][修新造好建]?[完好]了[\\s,，]*(?:请|去|要|该|再|安排|专门|单独|做)+\\s*(?:一?[次趟个])?回访(?:一?[下次轮趟])?[吧了。]*$|[\\s,，]*(?:另外|单独|再|专门)?(?:发起|新增|加做?|加一?个)(?:一?[次个回趟])?回访(?:一?[次轮趟])?[吧了。]*$|(?:发起|新增|加|做|安排|来)(?:一?[次个回趟])?(?:${AFTER})+回访[吧了。]*$)`,
  'u',
);
const TASK = /^\s*(?:任务)?\s*\d{1,7}\s*号?\s*$/u;
/** Whoever asks whether to, or speaks of questionnaires, begins nothing. */
const OTHERWISE = /(?:吗|么|没有?|要不要|谁|什么时候|怎么|记录|计划|任务)[?？。]*$|调查|问卷|别|不(?:用|要|必)/u;

const UNTIL =
  /(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:之?前|为止)?|(?:这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天](?:之?前|为止)?|(?:今|明|后)天(?:之?前)?|(?:本|这|下个?)?月底(?:之?前)?|下个?月\d{1,2}[日号](?:之?前|为止)?/u;
export const BEGIN: Pick<RegExp, 'test'> = {
  test: (plain) => {
    const order = withoutTerm(plain);
    return !OTHERWISE.test(order) && (isTold(order) || (ORDER.test(order) && !TASK.test(order.replace(ORDER, ''))));
  },
};
/** 89修好了，明天去回访: of a visit that is there, and none is begun. */
const isTold = (order: string): boolean => {
  const [, about] = TOLD.exec(order) ?? [];
  return about !== undefined && !TASK.test(about);
};
const withoutTerm = (plain: string): string => plain.replace(UNTIL, ' ').trim();

const POLICY = /(?<![a-z0-9])p\s?(\d{1,2})(?![\d.])/iu;

export function beginCommand(plain: string, { now, zone, estates }: Scene): Understood {
  const order = withoutTerm(plain);
  const told = ORDER.test(order) ? null : TOLD.exec(order);
  const about = told === null ? order.replace(ORDER, ' ') : (told[1] ?? '');
  const until = UNTIL.exec(plain);
  const date = until === null ? undefined : findAppointment(until[0].replace(/之?前$|为止$/u, ''), now, zone)?.date;
  if (until !== null && date === undefined)
    return { kind: 'unclear', suggest: ['发起回访 一期屋面 12月10日前', '发起回访'] };
  const [policyWords, policy] = POLICY.exec(about) ?? [];
  const estate = estateIn(about, estates);
  if (estate === 'many') return { kind: 'unclear', suggest: estates.slice(0, 3).map((name) => `发起回访 ${name}`) };
  const title = withoutWords(about, policyWords, estate?.words)
    .replaceAll(
      /^[\s,，、:：。的]+(?:(?:工程|项目)(?:为|是|名称)+)?\s*|[\s,，、:：。]+$|(?:[这那]?[个单项])?(?:工程|项目)的?$/gu,
      '',
    )
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return {
    kind: 'command',
    command: '发起回访',
    args: {
      ...(title === '' ? {} : { title }),
      ...(date === undefined ? {} : { date }),
      ...(policy === undefined ? {} : { policy: `p${policy.padStart(2, '0')}` }),
      ...(estate === null ? {} : { estate: estate.name }),
    },
  };
}
