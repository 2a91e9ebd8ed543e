/** Public holidays 法定节假日 and days worked instead 调休, year by year, from the package chinese-days. */
import { createRequire } from 'node:module';
import { isLocalDate, type LocalDate } from './core/calendar.js';
import type { Holidays } from './core/working-calendar.js';

type Table = Readonly<Record<string, string>>;

/** Read once; the data is as old as the package. */
export function readHolidays(): Holidays {
  const read = createRequire(import.meta.url);
  const { holidays, workdays } = read('chinese-days/dist/chinese-days.json') as { holidays: Table; workdays: Table };
  const rest = new Set(datesOf(holidays));
  const work = new Set(datesOf(workdays));
  return { rest, work, years: new Set([...rest].map((date) => Number(date.slice(0, 4)))) };
}

const datesOf = (table: Table): readonly LocalDate[] => Object.keys(table).filter(isLocalDate);
