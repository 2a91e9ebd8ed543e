/**
 * 约时间: whoever has no time for a visit by a person chooses one of the times at which our colleague has: by a tap, or in
 * words. Where none is left inside the window they are told so, and the supervisor makes one with them.
 */
import { localDate, MINUTE, type Instant } from '../calendar.js';
import { dayZh } from '../day-words.js';
import { understand, type Understanding } from '../understand/index.js';
import { someOf } from '../visit-slots.js';
import { handedOver } from './answers.js';
import type { SayingKey, Sayings } from './sayings.js';
import { fill } from './sayings.js';
import { simplified, says } from './says.js';
import { slotZh, whenIn } from './slot-times.js';
import {
  isSlotId,
  type Effect,
  type FreeSlot,
  type Input,
  type Option,
  type Session,
  type SlotId,
  type Turn,
} from './turn.js';
import { say, worded } from './wording.js';

const toStaff = (text: string): Effect => ({ kind: 'new-request', text });

const NONE_OF_THEM: SlotId = 'slot-0';

/** Whether it matters to this input when a person could come: the shell looks it up only then. */
export function asksForSlots(session: Session, input: Input): boolean {
  if (session.grade !== null || session.survey !== undefined) return false;
  if (input.kind === 'tapped') return input.option === 'later' || isSlotId(input.option);
  if (input.kind !== 'said') return false;
  if (session.offered !== undefined || session.appointedAt !== undefined) return true;
  const meant = understand({ question: 'single', reply: input.text, about: session.about.kind });
  return wantsTime(input.text, meant);
}

/** 后天再来吧, 改到周五: another time for the visit, and no new work. */
const COMES_AGAIN = /再(?:来|联系|打|访)|改(?:到|在|成|个时间)|约(?:在|到|个)/u;
const WORK = /修|换|通|装|弄|查|送|清|扫/u;

const wantsTime = (words: string, { kind }: Understanding): boolean =>
  kind === 'postpone' || (kind === 'request' && says(COMES_AGAIN, words) && !says(WORK, words));

/** A person is to make a time with them: they are offered theirs, or given the one that they name. */
export function handedToArrange(session: Session, words: string | null, now: Instant, sayings: Sayings): Turn {
  const { session: over, effects } = handedOver(session, 'postponed', words, []);
  const { free } = session;
  if (free === undefined) return { session: over, effects: [...effects, say(session, sayings, 'postponed', 'reply')] };
  const turn = arranged(over, free, words ?? '', now, sayings);
  return { session: turn.session, effects: [...effects, ...turn.effects] };
}

/** A tap on a time; on a menu that is over it changes nothing. */
export function slotTapped(session: Session, option: SlotId, now: Instant, sayings: Sayings): Turn {
  const { free, state } = session;
  if (state === 'stopped') return { session, effects: [] };
  if (session.grade !== null) return { session, effects: [say(session, sayings, 'already', 'reply')] };
  const at = (Number(option.slice('slot-'.length)) * MINUTE) as Instant;
  if (free === undefined || state !== 'with-staff') {
    const words = option === NONE_OF_THEM ? sayings['option-other-time'] : slotZh(at, now, session.about.zone);
    return { session, effects: [toStaff(words), say(session, sayings, 'with-staff', 'reply')] };
  }
  return option === NONE_OF_THEM
    ? noneSuits(session, sayings['option-other-time'], sayings)
    : chosen(session, free, at, now, sayings);
}

const ORDINAL =
  /^(?:那?就|我?[选要]|那)*第?([一二三1-3])(?:个|项|条)?(?:时间)?(?:吧|可以|就?行|好|的|没问题|方便)*[，,。.!！\s]*$/u;
const LAST = /^(?:那?就|我?[选要])*最后(?:一|那)?个/u;
const ANY = /^(?:这?几?个?(?:时间)?都(?:可以|行|好|方便|成)|哪个都(?:行|可以|好)|随便|随你们?|你们?(?:定|看着办))/u;
const NONE =
  /^(?:这个?|那个?)?(?:时间)?不(?:行|可以|成|方便)[啊呀吧的了]*[。.！!]*$|都不(?:太|大|怎么)?(?:行|方便|可以|合适|成|得)|都(?:没|冇)(?:空|时间|得闲)|[一哪]个都不|全不行/u;

/** What words say to the times that were offered, or of another time; null where they are about something else. */
export function slotSaid(
  session: Session,
  text: string,
  understood: Understanding,
  now: Instant,
  sayings: Sayings,
): Turn | null {
  const { free, state, offered = [] } = session;
  if (free === undefined || state !== 'with-staff' || session.grade !== null) return null;
  const words = text.trim();
  if (offered.length > 0) {
    if (says(NONE, words)) return noneSuits(session, words, sayings);
    const named = ORDINAL.exec(words);
    const at = named === null ? offeredAny(words, offered, free) : offered[placeOf(named[1] ?? '')];
    if (at !== undefined) return chosen(session, free, at, now, sayings);
  }
  // 不行，后天吧: what does not suit is the time.
  const rest = awaitsTime(session) ? words.replace(NOT_THAT, '') : words;
  const meant = rest === words ? understood : understand({ question: 'single', reply: rest, about: 'other' });
  const isAbout = wantsTime(rest, meant) || (awaitsTime(session) && mayNameTime(rest, meant));
  if (!isAbout || (meant.kind !== 'postpone' && whenIn(rest, now, session.about.zone) === null)) return null;
  return withWords(session, words, arranged(session, free, rest, now, sayings));
}

/** Whoever has the visit hears that the time does not suit, once: they may be on their way, and no other may be chosen. */
function withWords(before: Session, words: string, turn: Turn): Turn {
  const isHeard = turn.effects.some(({ kind }) => kind === 'appoint' || kind === 'new-request');
  if (awaitsTime(before) || isHeard) return turn;
  return { session: turn.session, effects: [{ kind: 'new-request', text: words, forVisitor: true }, ...turn.effects] };
}

const NOT_THAT = /^(?:这个?|那个?)?(?:时间)?(?:不行|不可以|不成|不方便)[啊呀吧的了]*[，,。.；;\s]+/u;
const awaitsTime = ({ offered, appointedAt }: Session): boolean => offered !== undefined || appointedAt !== undefined;

const placeOf = (word: string): number => Math.max('一二三'.indexOf(word), '123'.indexOf(word));

function offeredAny(words: string, offered: readonly Instant[], free: readonly FreeSlot[]): Instant | undefined {
  if (says(LAST, words)) return offered.at(-1);
  return says(ANY, words) ? (offered.find((one) => free.some(({ at }) => at === one)) ?? offered[0]) : undefined;
}

const ABOUT_A_TIME: ReadonlySet<Understanding['kind']> = new Set(['unclear', 'chitchat', 'question', 'grade']);
/** 好的，明天上午: so short a word that sounds good is about the time that it names. */
const SHORT = 14;

const mayNameTime = (words: string, meant: Understanding): boolean =>
  ABOUT_A_TIME.has(meant.kind) &&
  (meant.kind !== 'grade' || (meant.grade !== 'dissatisfied' && Array.from(words).length <= SHORT));

/** They are given the time that they name, if it is free; else they choose, but not from a day on which they cannot. */
function arranged(session: Session, all: readonly FreeSlot[], words: string, now: Instant, sayings: Sayings): Turn {
  const clauses = simplified(words).split(/[，,。；;！!？?\s]+/u);
  const cannot = clauses.filter((one) => CANNOT.test(one)).flatMap((one) => whenIn(one, now, session.about.zone) ?? []);
  const free = all.filter(({ at }) => !cannot.some(({ isMeant }) => isMeant(at)));
  if (free.length === 0 && all.length > 0) return noneSuits(session, words, sayings);
  const when = whenIn(clauses.filter((one) => !CANNOT.test(one)).join('，'), now, session.about.zone);
  if (when === null) return offer(session, free, 'slots', words, sayings, now);
  const suiting = free.filter(({ at }) => when.isMeant(at));
  if (suiting.length === 0) return offer(session, nearest(free, when.near), 'slots-not-then', words, sayings, now);
  const onMenu = suiting.filter(({ at }) => session.offered?.includes(at) ?? false);
  const [only, ...others] = onMenu.length > 0 ? onMenu : suiting;
  if (only !== undefined && (others.length === 0 || when.isExact)) return chosen(session, free, only.at, now, sayings);
  return offer(session, suiting, 'slots', words, sayings, now);
}

/** Of a day that is named so, they have no time. */
const CANNOT = /没(?:空|时间|工夫|功夫)|冇时间|不(?:太|大)?(?:方便|行|得闲|在家?|可以)|有事|忙|加班|出差|开会|上班/u;

const nearest = (free: readonly FreeSlot[], to: Instant | null): readonly FreeSlot[] =>
  to === null ? free : free.toSorted((a, b) => Math.abs(a.at - to) - Math.abs(b.at - to)).slice(0, 3);

/** The times on a menu; none left: that is said, and the supervisor is to make one. */
function offer(
  session: Session,
  free: readonly FreeSlot[],
  key: 'slots' | 'slots-not-then' | 'slots-taken',
  words: string,
  sayings: Sayings,
  now: Instant,
  taken: Instant | null = null,
): Turn {
  const { zone } = session.about;
  const when = taken === null ? {} : { when: slotZh(taken, now, zone) };
  if (free.length === 0) {
    const date = dayZh(localDate((session.due - 1) as Instant, zone));
    const note = fill(sayings, 'no-slots-note', { text: words === '' ? sayings['option-other-time'] : words });
    const gone: SayingKey = taken === null ? 'no-slots' : 'slots-gone';
    const { offered: _before, ...rest } = session;
    return {
      session: rest,
      effects: [toStaff(note), say(session, sayings, gone, 'reply', undefined, { date, ...when })],
    };
  }
  const some = someOf(free, zone);
  const worker = [...new Set(some.map(({ by }) => by))].join('、');
  const said = say(session, sayings, key, 'reply', undefined, { worker, ...when });
  const options: readonly Option[] = [
    ...some.map(({ at }) => ({ id: `slot-${at / MINUTE}` as const, text: slotZh(at, now, zone) })),
    { id: NONE_OF_THEM, text: sayings['option-other-time'] },
  ];
  const menu: Effect = said.kind === 'say' ? { ...said, options } : said;
  return { session: { ...session, offered: some.map(({ at }) => at) }, effects: [menu] };
}

function chosen(session: Session, free: readonly FreeSlot[], at: Instant, now: Instant, sayings: Sayings): Turn {
  const slot = free.find((one) => one.at === at);
  if (slot === undefined)
    return offer(session, free, 'slots-taken', slotZh(at, now, session.about.zone), sayings, now, at);
  const { zone } = session.about;
  const facts = { when: slotZh(at, now, zone), worker: slot.by };
  if (session.appointedAt === at)
    return { session, effects: [say(session, sayings, 'slot-kept', 'reply', undefined, facts)] };
  const { offered: _before, ...rest } = session;
  const { remindAt } = slot;
  const reminder =
    remindAt === null
      ? null
      : {
          at: remindAt,
          text: worded(session, sayings, 'slot-reminder', { ...facts, when: slotZh(at, remindAt, zone) }),
        };
  const key = reminder === null ? 'slot-booked-plain' : 'slot-booked';
  return {
    session: { ...rest, appointedAt: at },
    effects: [{ kind: 'appoint', at, reminder }, say(session, sayings, key, 'reply', undefined, facts)],
  };
}

/** None of the times suits: whoever is to come makes one with them. */
function noneSuits(session: Session, words: string, sayings: Sayings): Turn {
  const { offered: _before, ...rest } = session;
  const worker = session.free?.[0]?.by ?? '同事';
  const note = fill(sayings, 'slots-none-note', { text: words });
  return {
    session: rest,
    effects: [toStaff(note), say(session, sayings, 'slots-none', 'reply', undefined, { worker })],
  };
}
