/** ISO 8601 durations without months and years: `P1W`, `P1D`, `PT1H`, `P1DT2H30M`. */
import { DAY, HOUR, MINUTE } from './state.js';

const SHAPE = /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/;
/** The furthest one move goes: a year. */
const LONGEST = 366 * DAY;

/** Milliseconds of a duration; null where the text is none, is nothing, or is longer than a year. */
export function parseDuration(text: string): number | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE;
  return ms > 0 && ms <= LONGEST ? ms : null;
}
