/** Who is asked about what by `huifang chat`: its options as the first lines of a talk script. */
import { formatInstant, HOUR, instantAt, localDate, parseInstant, startOfDay, type Instant } from '../core/calendar.js';
import { USUAL } from '../core/conversation/talk-stage.js';
import { parseEvent, type Event } from '../core/event.js';
import { contentOf, openTopicsOf } from '../core/policy/content.js';
import { planEvent } from '../core/policy/plan.js';
import type { Policy } from '../core/policy/schema.js';
import { EVENT_KINDS, keysOf, termOf, type EventKind } from '../core/terms.js';
import { BadInput } from './data-input.js';

/** The options that take a value; what is left out is the sample household's. */
export const CHAT_OPTIONS = [
  'policy',
  'kind',
  'description',
  'estate',
  'household',
  'name',
  'title',
  'resolved',
  'worker',
  'now',
  'due',
  'theme',
  'promise',
] as const;
export type ChatOptions = Readonly<Partial<Record<(typeof CHAT_OPTIONS)[number], string>>>;
/** `signature`: it is asked for whatever the policy says; `charge`: there was one; `first`: nothing was ever asked before. */
export type ChatFlags = { readonly signature: boolean; readonly charge: boolean; readonly first: boolean };

const ZONE = USUAL.zone;
/** A visit that is due by the policy is asked about at this hour of its first day. */
const ASKED_AT = 10 * HOUR;

/** The lines that set the stage. The first policy that visits says when it is asked, until when, and what beside the grade. */
export function chatLines(given: ChatOptions, flags: ChatFlags, policies: readonly Policy[]): readonly string[] {
  const event = eventOf(given, flags);
  const policy = policies.find((one) => planEvent(one, event, ZONE).length > 0);
  const planned = policy === undefined ? undefined : planEvent(policy, event, ZONE)[0];
  if (policy === undefined || planned === undefined) {
    const ids = policies.map(({ id }) => id).join('、');
    throw new BadInput(`${ids} 对「${EVENT_KINDS[event.kind].zh}」没有回访，换一个 --policy 或 --kind`);
  }
  const now = given.now === undefined ? openingOf(planned.earliest) : instantOf('now', given.now);
  const due = given.due === undefined ? planned.due : instantOf('due', given.due);
  if (now >= due) throw new BadInput(`--now 应早于时限 ${formatInstant(due, ZONE)}，现为 ${formatInstant(now, ZONE)}`);
  const content = contentOf(policy, planned.clause);
  const { topics, graded } = content;
  const open = openTopicsOf(content);
  const charged = topics.includes('charge') && (event.kind === 'paid-service' || event.charge !== null);
  const lines = [
    `now    ${formatInstant(now, ZONE)}`,
    `due    ${formatInstant(due, ZONE)}`,
    ...(given.estate === undefined ? [] : [`estate ${given.estate}`]),
    ...(given.household === undefined ? [] : [`household ${given.household}`]),
    ...addresseeLines(given),
    ...(event.kind === USUAL.kind ? [] : [`kind   ${event.kind}`]),
    ...(given.description === undefined ? [] : [`description ${given.description}`]),
    ...(given.resolved === undefined ? [] : [`resolved ${formatInstant(event.resolvedAt ?? now, ZONE)}`]),
    ...(given.worker === undefined ? [] : [`worker ${given.worker}`]),
    ...(planned.needsSignature || flags.signature ? ['signature'] : []),
    ...(flags.first ? ['first'] : []),
    ...(given.promise === undefined ? [] : [`promise ${given.promise}`]),
    ...(graded.length === 0 ? [] : [`items  ${graded.join(' ')}`]),
    ...(charged ? ['charge'] : []),
    ...(given.theme === undefined ? [] : [`theme  ${given.theme}`]),
    ...(open.length === 0 ? [] : [`open-topics ${open.join(' ')}`]),
  ];
  return lines.map((line) => line.replaceAll(/\p{Cc}+/gu, ' '));
}

function addresseeLines({ name, title }: ChatOptions): readonly string[] {
  if (name === undefined && title === undefined) return [];
  if (title !== undefined && title !== '女士' && title !== '先生')
    throw new BadInput(`--title 应为 女士 或 先生，现为 ${title}`);
  return title === undefined ? ['nobody'] : [`name   ${name ?? USUAL.addressee?.name ?? ''} ${title}`];
}

function eventOf(given: ChatOptions, flags: ChatFlags): Event {
  const kind = kindOf(given.kind ?? USUAL.kind);
  const resolved = given.resolved === undefined ? USUAL.resolvedAt : instantOf('resolved', given.resolved);
  const read = parseEvent({
    id: 'chat',
    estate: 'chat',
    kind,
    household: given.household ?? USUAL.household,
    description: given.description ?? USUAL.description,
    resolvedAt: resolved === null ? null : formatInstant(resolved, ZONE),
    ...(flags.charge ? { charge: { quoted: 80, charged: 80 } } : {}),
  });
  if ('event' in read) return read.event;
  throw new BadInput(read.errors.map(({ field, message }) => `--${field} ${message}`).join('\n'));
}

function kindOf(word: string): EventKind {
  const kind = keysOf(EVENT_KINDS).find((one) => one === word) ?? termOf(EVENT_KINDS, word);
  if (kind === null) throw new BadInput(`--kind 应为 ${keysOf(EVENT_KINDS).join('、')} 之一，现为 ${word}`);
  return kind;
}

function instantOf(option: string, text: string): Instant {
  const at = parseInstant(text);
  if (at === null) throw new BadInput(`--${option} 应为带时区的时刻，例如 2026-03-10T10:00:00+08:00，现为 ${text}`);
  return at;
}

/** Ten o'clock of its first day, or when it opens after that. */
function openingOf(earliest: Instant): Instant {
  const day = localDate(earliest, ZONE);
  return Math.max(earliest, earliest === startOfDay(day, ZONE) ? instantAt(day, ASKED_AT, ZONE) : earliest) as Instant;
}
