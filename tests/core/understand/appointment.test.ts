import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant, type Instant } from '../../../src/core/calendar.js';
import { appointmentInstant, findAppointment } from '../../../src/core/understand/appointment.js';

const ZONE = 'Asia/Shanghai';
/** A Tuesday. */
const NOW = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const meant = (text: string): string | null => {
  const found = findAppointment(text, NOW, ZONE);
  return found === null ? null : formatInstant(appointmentInstant(found, NOW, ZONE), ZONE).slice(0, 16);
};

describe('an appointment', () => {
  test.each([
    ['明天下午', '2026-03-11T14:00'],
    ['明早', '2026-03-11T09:00'],
    ['今晚', '2026-03-10T19:00'],
    ['今晚8点', '2026-03-10T20:00'],
    ['后天', '2026-03-12T09:00'],
    ['大后天上午十点半', '2026-03-13T10:30'],
    ['三天后', '2026-03-13T09:00'],
    ['过两天', '2026-03-12T09:00'],
    ['推迟两天', '2026-03-12T09:00'],
    ['周六上午', '2026-03-14T09:00'],
    ['星期日晚上7点', '2026-03-15T19:00'],
    ['周二', '2026-03-10T09:00'],
    ['周一', '2026-03-16T09:00'],
    ['下周一', '2026-03-16T09:00'],
    ['下下周三 9点半', '2026-03-25T09:30'],
    ['本周五下午3点', '2026-03-13T15:00'],
    ['11月28日 15:00', '2026-11-28T15:00'],
    ['12/25 10:30', '2026-12-25T10:30'],
    ['3月1日', '2027-03-01T09:00'],
    ['2月29日', '2028-02-29T09:00'],
    ['15号', '2026-03-15T09:00'],
    ['5号', '2026-04-05T09:00'],
    ['31号下午', '2026-03-31T14:00'],
    ['2026-03-12 09:05', '2026-03-12T09:05'],
    ['下午', '2026-03-10T14:00'],
    ['上午9点', '2026-03-11T09:00'],
    ['3点', '2026-03-10T15:00'],
    ['三点一刻', '2026-03-10T15:15'],
  ])('%s is %s', (text, at) => {
    expect(meant(text)).toBe(at);
  });

  test.each(['下周末吧', '有空再说', '', '改天', '2月30日', '13月1日'])('%s names no time', (text) => {
    expect(meant(text)).toBeNull();
  });
});
