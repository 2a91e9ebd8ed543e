/** 翠湖 at the end of a made year, with surveys and rows of every odd kind, and another estate beside it. */
import { takeInEstates } from '../../src/app/take-in-people.js';
import { at, openEstate, type EstateTest } from './estate.js';
import { makeSurvey, makeYear } from './made-year.js';
import { makeOddRows } from './odd-rows.js';

/** The pass marks that the company has set. */
export const MARKS = { item: 75, overall: 80 };
const MARKED = { id: 'p08', parameters: { itemPassMark: MARKS.item, overallPassMark: MARKS.overall } };
/** What 翠湖 has adopted in made years. */
export const POLICIES = ['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', MARKED, 'p10', 'p11'];
const ASKS = [
  ['1', '工程质量'],
  ['2', '保修及时'],
  ['3', '态度'],
  ['4', '清洁'],
  ['5', '整体'],
] as const;

export async function openRandomEstate(): Promise<EstateTest> {
  const world = await openEstate(POLICIES);
  const { ctx } = world;
  await takeInEstates(ctx, [{ id: 'jin', name: '锦园', policies: POLICIES }]);
  await makeYear(ctx, { estate: 'cuihu', events: 420, households: 36, seed: 23 });
  await makeYear(ctx, { estate: 'jin', events: 60, households: 9, seed: 29 });
  const half = { estate: 'cuihu', period: '2026H1', closesAt: at('2026-07-01T00:00:00+08:00') };
  const ordered = { ...half, period: '2026-06/survey-1' };
  const own = { ...half, clause: 'p10.5', anonymous: false, questions: ASKS };
  const open = { ...half, period: '2026H2', closesAt: at('2027-01-01T00:00:00+08:00'), isOpen: true };
  await makeSurvey(ctx, { ...half, clause: 'p08.4', issued: 120, returned: 90, seed: 5 });
  await makeSurvey(ctx, { ...ordered, clause: 'p08.4', issued: 20, returned: 8, seed: 6 });
  await makeSurvey(ctx, { ...half, clause: 'p02.7', issued: 50, returned: 3, seed: 7 });
  await makeSurvey(ctx, { ...own, issued: 30, returned: 24, seed: 8 });
  await makeSurvey(ctx, { ...open, clause: 'p08.4', issued: 80, returned: 20, seed: 4 });
  world.moveTo(at('2026-12-31T12:00:00+08:00'));
  await makeOddRows(ctx, 'cuihu');
  return world;
}
