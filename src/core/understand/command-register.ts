/** 登记: 报修 3-2-1204 客厅漏水, as whoever takes a call writes it down; and 办完, once the work is done. */
import { householdIn, parseHousehold } from '../household.js';
import type { EventKind } from '../terms.js';

/** What is to be put on the list; `done`: it is done already. `household` null: of no household. */
export type Registration = {
  readonly kind: EventKind;
  readonly word: string;
  readonly household: string | null;
  readonly matter: string;
  readonly isDone: boolean;
};

/** The words for each kind; the longer ones first. */
const KINDS: readonly (readonly [string, EventKind])[] = [
  ['公共维修', 'public-area-repair'],
  ['有偿服务', 'paid-service'],
  ['居家服务', 'home-service'],
  ['紧急求助', 'emergency-aid'],
  ['报修', 'repair'],
  ['维修', 'repair'],
  ['投诉', 'complaint'],
  ['求助', 'help'],
];
const WORDS = KINDS.map(([word]) => word).join('|');
/** What is confirmed is written so: it is carried out as it stands. */
export const CONFIRMED = '确认登记';
const FORM = new RegExp(
  `^(${CONFIRMED}|登记|新增|帮我登记|记一?下?)?[\\s:：]*(?:一[个件条])?(${WORDS})[\\s:：,，]+(.+)$`,
  'su',
);
/** 已修好, 修好了, or 修好 by itself at the end; 没修好, 请尽快处理, 什么时候能修好 tell of no end. */
const DONE =
  /[\s,，;；。]*(?:(?:都|刚刚?)?已经?(?:修好|办完|办好|处理[完好]?|解决)了?|(?<![没未不能有法要])(?:都|刚刚?)?(?:修好|办完|办好|处理[完好]?|解决)了|(?<=[\s,，;；。])(?:师傅|都|刚刚?)?(?:修好|办完|办好|处理[完好]))[。.!！]*$/u;
const MOST_CHARACTERS = 200;

/** Whether a message is a registration, and whether it was confirmed already; null for anything else. */
export function registrationIn(text: string): (Registration & { readonly isConfirmed: boolean }) | null {
  const [, order, word = '', rest = ''] = FORM.exec(text.normalize('NFKC').trim()) ?? [];
  const kind = KINDS.find(([one]) => one === word)?.[1];
  if (kind === undefined) return null;
  const place = householdIn(rest);
  const said = (place === null ? rest : rest.replace(place, ' ')).replaceAll(/\s+/gu, ' ');
  const isDone = DONE.test(said) && said.replace(DONE, '').trim() !== '';
  const matter = (isDone ? said.replace(DONE, '') : said).replaceAll(/^[\s,，:：]+|[\s,，。]+$/gu, '');
  if (matter === '') return null;
  const household = place === null ? null : parseHousehold(place);
  return { kind, word, household, matter: matter.slice(0, MOST_CHARACTERS), isDone, isConfirmed: order === CONFIRMED };
}

/** 报修 客厅漏水: it is asked whose. */
export function lacksHousehold(text: string): boolean {
  const said = registrationIn(text);
  return said !== null && said.household === null;
}

/** As it is confirmed. */
export const confirmedForm = ({ word, household, matter, isDone }: Registration): string =>
  [CONFIRMED, word, household, `${matter}${isDone ? ' 已办完' : ''}`].filter((part) => part !== null).join(' ');

/** 办完 DJ-20261127-0412: the numbers are those that chat gives. */
const FINISHED =
  /^(?:(?:已经?)?(?:办完|修好|办好|处理完|处理好|完工)了?[\s:：]*(DJ-\d{8}-\d{4})|(DJ-\d{8}-\d{4})[\s:：,，]*(?:已经?)?(?:办完|修好|办好|处理完|处理好|完工)了?)[。.!！\s]*$/iu;

/** Which registered matter is told to be done; null where none is. */
export function finishedIn(text: string): string | null {
  const [, one, other] = FINISHED.exec(text.normalize('NFKC').trim()) ?? [];
  return (one ?? other)?.toUpperCase() ?? null;
}
