import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/core/calendar.js';
import { holdingSigns, passOn, sendBack, type DoneStep, type Walk } from '../../../src/core/report/report-walk.js';

const NEW: Walk = { status: 'making', step: 0, version: 1, todo: null };
const done = (step: number, what: DoneStep['what'], name: string): DoneStep => ({
  step,
  what,
  by: name,
  name,
  title: '',
  at: 0 as Instant,
  opinion: null,
});

describe('a report on its road', () => {
  it('goes from step to step, and is approved after the last', () => {
    const second = passOn(NEW, 3);
    expect(second).toMatchObject({ status: 'walking', step: 1, todo: 'make' });
    const third = passOn(second, 3);
    expect(third).toMatchObject({ status: 'walking', step: 2 });
    expect(passOn(third, 3)).toMatchObject({ status: 'approved', step: 2, todo: 'sign' });
    expect(passOn(NEW, 1)).toMatchObject({ status: 'approved', todo: 'sign' });
  });

  it('goes back by one step for a new version, from the first step nowhere', () => {
    expect(sendBack({ ...NEW, status: 'walking', step: 2 })).toMatchObject({ step: 1, todo: 'remake' });
    expect(sendBack({ ...NEW, status: 'walking', step: 0 })).toBeNull();
    expect(sendBack({ ...NEW, status: 'approved', step: 2 })).toBeNull();
  });

  it('is signed by those who passed it since it was last returned to them', () => {
    const road = [done(0, 'passed', '刘'), done(1, 'passed', '孙'), done(2, 'returned', '郭')];
    expect(holdingSigns(road).map(({ name }) => name)).toEqual(['刘']);
    const again = [...road, done(1, 'returned', '孙')];
    expect(holdingSigns(again)).toEqual([]);
    const whole = [...again, done(0, 'passed', '王'), done(1, 'passed', '孙'), done(2, 'passed', '郭')];
    expect(holdingSigns(whole).map(({ name }) => name)).toEqual(['王', '孙', '郭']);
  });
});
