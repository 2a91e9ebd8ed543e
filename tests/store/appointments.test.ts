import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { addAbsence } from '../../src/store/absences.js';
import { absencesWithin, appointmentsOf, dropReminders, lockAgenda } from '../../src/store/appointments.js';
import { estateOf, upsertEstate } from '../../src/store/estates.js';
import { enqueue } from '../../src/store/outbox.js';
import { saveVisit } from '../../src/store/visits.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();

describe('what somebody has agreed', () => {
  it('are the appointments of the visits that they have and that are open, but one', async () => {
    const agreed = async (startedBy: string, given: object): Promise<number> => {
      const visit = await putVisit(test.db, { startedBy, event: startedBy });
      await test.db.write((tx) =>
        saveVisit(tx, { ...visit, assignee: 'wang', why: { ...visit.why, appointment: after(DAY) }, ...given }, NOW),
      );
      return visit.no;
    };
    await agreed('C-1', { status: 'postponed' });
    await agreed('C-2', { status: 'recorded' });
    await agreed('C-3', { status: 'with-staff', assignee: 'li' });
    const own = await agreed('C-4', { status: 'postponed' });
    await agreed('C-5', { status: 'postponed', why: { source: '' } });
    const find = (userids: readonly string[]) => test.db.write((tx) => appointmentsOf(tx, userids, own));
    expect(await find(['wang'])).toEqual([{ userid: 'wang', at: after(DAY) }]);
    expect(await find(['wang', 'li'])).toHaveLength(2);
  });

  it('the absences of which something is in the span', async () => {
    await test.db.write(async (tx) => {
      const away = { userid: 'wang', deputy: 'li' };
      await addAbsence(tx, { ...away, from: after(-DAY), until: after(0) }, NOW);
      await addAbsence(tx, { ...away, from: after(HOUR), until: after(DAY) }, NOW);
      await addAbsence(tx, { ...away, from: after(2 * DAY), until: after(3 * DAY) }, NOW);
      await lockAgenda(tx, test.db, ['wang', 'li']);
      const found = await absencesWithin(tx, ['wang'], { from: NOW, until: after(2 * DAY) });
      expect(found).toEqual([{ ...away, from: after(HOUR), until: after(DAY) }]);
      expect(await absencesWithin(tx, [], { from: NOW, until: after(DAY) })).toEqual([]);
    });
  });

  it('a reminder of what was moved does not go out', async () => {
    const { no } = await putVisit(test.db);
    const message = { channel: 'wecom-kf', to: 'wmLi', content: { kind: 'text', text: '提醒' }, visitNo: no } as const;
    await test.db.write(async (tx) => {
      await enqueue(tx, { box: BOX, defaultZone: 'Asia/Shanghai' }, NOW, [
        { ...message, key: 'a', purpose: 'appointment', notBefore: after(HOUR) },
        { ...message, key: 'b', purpose: 'reply' },
      ]);
      await dropReminders(tx, no);
    });
    const rows = await test.db.read.outbox.findMany({ orderBy: { key: 'asc' } });
    expect(rows.map(({ status }) => status)).toEqual(['refused', 'pending']);
  });
});

describe('the hours of an estate', () => {
  it('are office hours until they are given, and stay as they are', async () => {
    const put = (given: object) =>
      test.db.write((tx) => upsertEstate(tx, { id: 'cuihu', name: '翠湖花园', ...given }, NOW, 'Asia/Shanghai'));
    const hours = async () => (await estateOf(test.db.read, 'cuihu'))?.visitHours;
    await put({});
    expect(await hours()).toEqual([
      ['09:00', '12:00'],
      ['14:00', '18:00'],
    ]);
    expect((await put({ visitHours: [['10:00', '20:00']] })).status).toBe('updated');
    expect((await put({})).status).toBe('unchanged');
    expect(await hours()).toEqual([['10:00', '20:00']]);
  });
});
