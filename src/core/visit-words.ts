/** How staff are told of a visit: where it is, and what it is about. */
import type { LocalDate } from './calendar.js';
import type { Event } from './event.js';
import { PARTY_KINDS, PARTY_WORDS } from './event-input.js';
import { householdZh } from './household.js';
import { parsePeriod } from './period.js';
import { periodLabel } from './report/labels.js';
import { EVENT_KINDS, METHODS } from './terms.js';
import type { Visit } from './visit.js';

/**
 * The household, or the organisation that is asked, of which `owner:` and the like say only of which kind it is; nobody is
 * asked of what was done for all.
 */
export function placeZh(visit: Pick<Visit, 'household' | 'counterparty' | 'kind'>): string {
  if (visit.household !== null) return householdZh(visit.household);
  return visit.counterparty.replace(PARTY, '') || (isOfAll(visit) ? '公共区域' : '—');
}
const PARTY = /^[a-z-]+:/u;
const isOfAll = ({ counterparty, kind }: Pick<Visit, 'counterparty' | 'kind'>): boolean =>
  counterparty === '' && kind !== 'works-completion';

/** Whom a visit asks 受访方: the household's people, or the organisation by its name, else by what it is to the works. */
export function askedZh({ household, counterparty }: Pick<Visit, 'household' | 'counterparty'>): string {
  if (household !== null) return '住户';
  const name = counterparty.replace(PARTY, '');
  const party = PARTY_KINDS.find((one) => counterparty === `${one}:`);
  return name !== '' ? name : party === undefined ? '受访方' : PARTY_WORDS[party];
}

/** Who of the works' parties is asked: by its name, or as `owner:` by what it is. */
export const partyAsked = (
  { counterparty }: Pick<Visit, 'counterparty'>,
  { parties }: Pick<Event, 'parties'>,
): Event['parties'][number] | undefined =>
  parties.find(({ kind, name }) => name === counterparty || `${kind}:${name}` === counterparty) ??
  parties.find(({ kind }) => counterparty.startsWith(`${kind}:`));

/** The head of what was heard on a visit: by whom it was said; of what was done for all it was only seen. */
export function heardZh(visit: Pick<Visit, 'household' | 'counterparty' | 'kind'>): string {
  if (visit.household !== null) return '住户的话';
  return isOfAll(visit) ? '看到的情况' : `${askedZh(visit)}反映`;
}

/** What the place of a visit is called on its record: 房号, or whom it asks, or where something was looked at. */
export function placeHeadZh(visit: Pick<Visit, 'household' | 'counterparty' | 'kind'>): string {
  if (visit.household !== null) return '房号';
  return isOfAll(visit) ? '地点' : '受访方';
}

/** A round that was sent out by order, by its number: `2026-11/survey-3`. */
const ORDERED = /\/survey-(\d+)$/u;

/** The event in its own words or by its kind; a round by its period and its form. */
export function matterZh(
  { event, startedBy, kind, record }: Pick<Visit, 'event' | 'startedBy' | 'kind' | 'record'>,
  description: string | null,
): string {
  if (event !== null) return description ?? EVENT_KINDS[kind].zh;
  // Asked again after a case, which is told apart.
  if (startedBy.startsWith('follow-up:')) return `《${record}》`;
  const order = ORDERED.exec(startedBy)?.[1];
  if (order !== undefined) return `调查 ${order}《${record}》`;
  const period = parsePeriod(startedBy);
  // Said with its year: a list of tasks may be read in the next one.
  const label = period === null ? startedBy : periodLabel(period, '' as LocalDate);
  return `${label.trim()}《${record}》`;
}

/** How a member of staff may make it; whoever may telephone is told how to have the household's numbers. */
export function waysZh({ no, how, household }: Pick<Visit, 'how' | 'household'> & { readonly no: number }): string {
  const ways = how.flatMap((method) => (method === 'chat' ? [] : [METHODS[method].zh]));
  const mayCall = household !== null && how.includes('phone');
  return `${ways.join('、')}${mayCall ? `（看号码请写：电话 ${no}）` : ''}`;
}

/** What a questionnaire is called: by its clause and its form, which the clause's own title may name already. */
export const questionnaireTitle = (clause: { readonly title: string }, form: string): string =>
  clause.title.includes(form) ? clause.title : `${clause.title} ${form}`;
