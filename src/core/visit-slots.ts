/**
 * 可约时段: the times inside a visit's window at which somebody of ours can come or phone, and that a resident may choose
 * from. A function of the hours, the absences and the appointments that there are; nothing here knows a clock.
 */
import { addDays, HOUR, instantAt, localDate, localTime, MINUTE, type Instant } from './calendar.js';
import { afterQuiet, type ContactRules } from './contact.js';
import { isDutyDay, type DutyDays } from './working-calendar.js';

/** `["09:00","12:00"]`: local times, from the first, until the second. */
export type Hours = readonly [string, string];

/** When an estate's staff visit and phone, in its zone. */
export type SlotRules = DutyDays & Pick<ContactRules, 'quietHours'> & { readonly visitHours: readonly Hours[] };

/** Who would make the visit, with what keeps them from it; `deputy`: who does it while they are away. */
export type Visitor = {
  readonly userid: string;
  readonly appointments: readonly Instant[];
  readonly absences: readonly { readonly from: Instant; readonly until: Instant; readonly deputy: string | null }[];
};

export type VisitSlot = { readonly at: Instant; readonly userid: string };

/** ◆ An appointment takes an hour of the visitor's day, the way there included. */
export const SLOT_MS = HOUR;
/** ◆ Nobody is expected sooner than this. */
const LEAD_MS = 2 * HOUR;
/** Nobody makes an appointment further ahead. */
const MOST_DAYS = 31;

/**
 * Every free slot of the first of the visitors in `[max(earliest, now), due)`, the soonest first; while they are away,
 * of the deputy whom they named. The others are those deputies. A slot is over before the window is.
 */
export function freeSlots(
  rules: SlotRules,
  visitors: readonly Visitor[],
  window: { readonly earliest: Instant; readonly due: Instant },
  now: Instant,
): readonly VisitSlot[] {
  const [visitor] = visitors;
  if (visitor === undefined) return [];
  const opens = Math.max(window.earliest, now + LEAD_MS);
  const first = localDate(opens as Instant, rules.zone);
  const free: VisitSlot[] = [];
  for (let ahead = 0; ahead <= MOST_DAYS; ahead += 1) {
    const day = addDays(first, ahead);
    if (!isDutyDay(day, rules)) continue;
    for (const [from, until] of rules.visitHours.map(([a, b]) => [minutesOf(a), minutesOf(b)] as const)) {
      for (let minute = from; minute * MINUTE + SLOT_MS <= until * MINUTE; minute += SLOT_MS / MINUTE) {
        const at = instantAt(day, minute * MINUTE, rules.zone);
        if (at < opens || at + SLOT_MS > window.due || isQuiet(rules, at)) continue;
        const who = whoAt(visitor, visitors, at);
        if (who !== null) free.push({ at, userid: who });
      }
    }
  }
  return free.toSorted((a, b) => a.at - b.at);
}

/** Who could come at that time; null: nobody. */
function whoAt(visitor: Visitor, visitors: readonly Visitor[], at: Instant): string | null {
  const away = absenceAt(visitor, at);
  const who = away === undefined ? visitor : visitors.find(({ userid }) => userid === away.deputy);
  if (who === undefined || (who !== visitor && absenceAt(who, at) !== undefined)) return null;
  return who.appointments.some((one) => Math.abs(one - at) < SLOT_MS) ? null : who.userid;
}

const absenceAt = ({ absences }: Visitor, at: Instant): Visitor['absences'][number] | undefined =>
  absences.find(({ from, until }) => from < at + SLOT_MS && until > at);

/** Whether any of it is in quiet hours, by the quarter of an hour. */
const isQuiet = (rules: SlotRules, at: Instant): boolean =>
  [0, 15, 30, 45, 59].some((minute) => {
    const one = (at + minute * MINUTE) as Instant;
    return afterQuiet(rules, one) !== one;
  });

/** So many are offered at a time. */
const OFFERED = 3;

/** Those that are offered: the first of as many halves of days as there are, so that one has a choice; then the next ones. */
export function someOf<T extends { readonly at: Instant }>(slots: readonly T[], zone: string): readonly T[] {
  const halves = new Set<string>();
  const spread = slots.filter(({ at }) => {
    const { date, hour } = localTime(at, zone);
    const half = `${date}${hour < 12 ? 'a' : 'b'}`;
    if (halves.has(half)) return false;
    halves.add(half);
    return true;
  });
  const rest = slots.filter((slot) => !spread.includes(slot));
  return [...spread, ...rest].slice(0, OFFERED).toSorted((a, b) => a.at - b.at);
}

/** ◆ The household is reminded so long before. */
const REMIND_BEFORE_MS = 2 * HOUR;
/** ◆ Where that is in quiet hours, so long before they begin. */
const BEFORE_NIGHT_MS = HOUR;

/**
 * When the household is reminded of an appointment: some hours before; out of quiet hours, else the evening before. Null
 * where no time is left for it, or `reachableUntil` is over by then.
 */
export function reminderOf(
  at: Instant,
  rules: Pick<ContactRules, 'zone' | 'quietHours'>,
  now: Instant,
  reachableUntil: Instant,
): Instant | null {
  const wanted = (at - REMIND_BEFORE_MS) as Instant;
  const byDay = afterQuiet(rules, wanted);
  const remindAt = byDay < at ? byDay : eveningBefore(wanted, rules);
  return remindAt > now && remindAt < reachableUntil ? remindAt : null;
}

/** Some time before the quiet hours began that hold this instant. */
function eveningBefore(at: Instant, { zone, quietHours }: Pick<ContactRules, 'zone' | 'quietHours'>): Instant {
  const begins = minutesOf(quietHours?.[0] ?? '00:00');
  const { date, minutes } = localTime(at, zone);
  const night = instantAt(minutes >= begins ? date : addDays(date, -1), begins * MINUTE, zone);
  return (night - BEFORE_NIGHT_MS) as Instant;
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
