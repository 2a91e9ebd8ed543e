/** Every figure of the board's overview is what the rows come to, and its list, taken out as CSV, is as long. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalDate } from '../../src/core/calendar.js';
import { inSpan, isDone, rateOf, readAll, type Counted } from '../app/reports/recount.js';
import { duesIn, keptRateOf, sumOf } from '../app/reports/recounts/dues.js';
import { spanOf } from '../app/reports/recounts/lines.js';
import { tallyOf } from '../app/reports/recounts/staff.js';
import { figuresIn, openBoard, type BoardTest } from '../helpers/board.js';
import { at, type EstateTest } from '../helpers/estate.js';
import { openRandomEstate } from '../helpers/random-estate.js';

let world: EstateTest;
let board: BoardTest;
let all: Counted;
const SPAN = spanOf('2026-08-01' as LocalDate, '2026-09-01' as LocalDate);

beforeAll(async () => {
  world = await openRandomEstate();
  board = await openBoard(world.ctx);
  all = await readAll(world.ctx, 'cuihu');
}, 120_000);
afterAll(async () => {
  await board.close();
  await world.close();
});

const JULY = at('2026-07-01T00:00:00+08:00');
const WORST = ['dissatisfied', 'fairly', 'satisfied'];
const text = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();

type Cells = Readonly<Record<string, string>>;

/** The rows of a table: the head of each, and its cells by their labels. */
function tableOf(body: string, caption: string): readonly (readonly [string, Cells])[] {
  const found = body.split('<table').find((part) => text(part.split('</caption>')[0] ?? '').endsWith(caption)) ?? '';
  const rows = found.split('<tr').slice(2);
  return rows.map((row) => {
    const head = text(`<${/<th[^>]*rowheader[\s\S]*?<\/th>/u.exec(row)?.[0] ?? ''}`.slice(1)).split(' ')[0] ?? '';
    const cells = [...row.matchAll(/<td[^>]*data-label="([^"]*)"[^>]*>([\s\S]*?)<\/td>/gu)];
    return [head, Object.fromEntries(cells.map(([, label = '', cell = '']) => [label, text(cell)]))];
  });
}
const rowsOf = (body: string, caption: string): Readonly<Record<string, Cells>> =>
  Object.fromEntries(tableOf(body, caption));

const dueCells = (of: ReturnType<typeof sumOf>): Readonly<Record<string, string>> => ({
  应办: String(of.due),
  按时: String(of.inTime),
  补办: String(of.late),
  未办: String(of.open),
  其中逾期: String(of.overdue),
  有理由: String(of.excused),
  执行率: keptRateOf(of) ?? '—',
});

it('of each clause, of satisfaction, of visits and of cases', async () => {
  const { body } = await board.opens('sun', '/board?estate=cuihu&period=2026-08');
  const dues = duesIn(all, SPAN, world.ctx.clock.now());
  const clauses = rowsOf(body, '按条款，执行率低的在前');
  expect(Object.keys(clauses).toSorted()).toEqual(dues.map(({ clause }) => clause).toSorted());
  for (const one of dues) expect(clauses[one.clause]).toMatchObject(dueCells(one));
  const tally = tallyOf(all, all.visits, SPAN);
  const windows = all.allVisits.filter(
    ({ earliest, status, startedBy }) =>
      inSpan(earliest, SPAN) && status !== 'cancelled' && !/^follow-up:|\/survey-/u.test(startedBy),
  );
  const made = windows.filter(({ status }) => isDone(status)).length;
  expect(rowsOf(body, '各项目满意率和回访率')['翠湖花园']).toMatchObject({
    发出: String(tally.issued),
    回收: String(tally.answered),
    满意: String(tally.satisfied),
    一般: String(tally.fairly),
    不满意: String(tally.dissatisfied),
    满意率: tally.rate,
    回访: String(made),
    应计: String(windows.length),
    回访率: rateOf(made, windows.length),
  });
  const open = all.cases.filter(({ status }) => status === 'open');
  const late = open.filter(({ promisedAt }) => promisedAt !== null && promisedAt <= world.ctx.clock.now());
  expect(rowsOf(body, '各项目个案')['翠湖花园']).toEqual({
    现在办理中: String(open.length),
    其中逾期: String(late.length),
    本期新开: String(all.cases.filter(({ openedAt }) => inSpan(openedAt, SPAN)).length),
    本期办结: String(all.cases.filter(({ closedAt }) => inSpan(closedAt, SPAN)).length),
  });
  const whole = sumOf(dues);
  const tiles = [...body.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([\s\S]*?)<\/dd>/gu)];
  expect(Object.fromEntries(tiles.map(([, label = '', value = '']) => [label, text(value)]))).toEqual(dueCells(whole));
});

it('with a list of as many lines', async () => {
  const { body } = await board.opens('sun', '/board?estate=cuihu&period=2026-08');
  const figures = figuresIn(body).filter(({ url }) => !url.includes('/board/survey'));
  expect(figures.length).toBeGreaterThan(40);
  for (const { says, count, url } of figures) {
    const csv = await board.opens('sun', `${url}&format=csv`);
    const lines = csv.body.trimEnd().split(/\r\n(?=案|事|\d|任务)/u);
    expect([says, lines.length - 1]).toEqual([says, count]);
  }
});

it('of each survey, nothing of what is withheld', async () => {
  const { body } = await board.opens('sun', '/board?estate=cuihu&period=2026-06');
  const counted = all.surveys.flatMap(({ id, questions, anonymous }) => {
    const out = all.sheets.filter(({ surveyId, issuedAt }) => surveyId === id && Number(issuedAt) < JULY);
    const back = out.filter(({ answers }) => Object.keys(answers).length > 0);
    if (out.length === 0) return [];
    // What a questionnaire of its own says of the whole is its worst answer.
    const grades = back.map(({ answers }) =>
      questions === null ? answers['13'] : WORST.find((grade) => Object.values(answers).includes(grade)),
    );
    const good = grades.filter((grade) => grade === 'satisfied' || grade === 'fairly').length;
    const rate = anonymous && back.length < 5 ? '份数太少，不公布' : rateOf(good, back.length);
    return [{ 项目: '翠湖花园', 发出: String(out.length), 回收: String(back.length), 综合评议满意率: rate }];
  });
  const said = tableOf(body, '这段时间发出的问卷').map(([, cells]) => cells);
  const byIssued = (a: { 发出?: string }, b: { 发出?: string }): number => Number(a.发出) - Number(b.发出);
  expect(said.toSorted(byIssued)).toEqual(counted.toSorted(byIssued));
  expect(said.length).toBe(4);
});
