/** What staff write in plain words: the shares of them that are understood, and no order that was not given. */
import { describe, expect, it } from 'vitest';
import { type Heard, heardOf } from '../../helpers/staff-commands.js';

const share = (of: readonly Heard[], is: (one: Heard) => boolean): number => of.filter(is).length / of.length;

const own = heardOf('commands-own.jsonl');
describe(`${own.length} messages of staff`, () => {
  it('hardly one is taken for another command', () => {
    expect(share(own, ({ right }) => right)).toBeGreaterThanOrEqual(0.99);
  });

  it('hardly one has other arguments', () => {
    expect(share(own, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.98);
  });

  it('none changes what it did not ask to change', () => {
    expect(own.filter(({ acts }) => acts).map(({ reply }) => reply)).toEqual([]);
  });
});

/**
 * No model has learnt from these, and rules from one alone, an order that was none; of the others only counts are told.
 * The first 400 were 83.0 % right, 76.5 % with their arguments, one order wrong when they came; the next 400 were 92.5 %
 * and 85.5 %, two wrong; the last 600 were 97.2 % and 95.3 %, two wrong.
 */
const blind = heardOf('commands-blind.jsonl');
describe(`${blind.length} messages of which one was read`, () => {
  it('are mostly understood', () => {
    expect(share(blind, ({ right }) => right)).toBeGreaterThanOrEqual(0.955);
    expect(share(blind, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.925);
  });

  it('are no worse understood where they are the first 800', () => {
    const first = blind.slice(0, 800);
    expect(share(first, ({ right }) => right)).toBeGreaterThanOrEqual(0.94);
    expect(share(first, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.9);
  });

  it('change nothing unasked', () => {
    expect(blind.filter(({ acts }) => acts).length).toBe(0);
  });
});

/**
 * Four writers who saw only what the commands are; counted when they came and read by nobody: 95.7 % right and 93.7 % with
 * their arguments of the first 700, 96.9 and 95.0 of the last, no order wrong.
 */
const fresh = heardOf('commands-fresh.jsonl');
describe(`${fresh.length} messages that were never read`, () => {
  it('are mostly understood', () => {
    expect(share(fresh, ({ right }) => right)).toBeGreaterThanOrEqual(0.955);
    expect(share(fresh, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.935);
  });

  it('change nothing unasked', () => {
    expect(fresh.filter(({ acts }) => acts).length).toBe(0);
  });
});

/**
 * Five sets of fresh writers, 96.4 % right, 93.8 % with their arguments and four orders wrong when they were first counted.
 * Both rules and model have learnt from them since.
 */
const late = heardOf('commands-late.jsonl');
describe(`${late.length} messages that were once unread`, () => {
  it('are understood, and change nothing unasked', () => {
    expect(share(late, ({ right }) => right)).toBeGreaterThanOrEqual(0.98);
    expect(share(late, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.95);
    expect(late.filter(({ acts }) => acts).map(({ reply }) => reply)).toEqual([]);
  });
});

/** Eleven sets more, heavy with dialect and with unusual wordings; labels as their writers set them. */
const more = heardOf('commands-more.jsonl');
describe(`${more.length} messages in many voices`, () => {
  it('are understood, and change nothing unasked', () => {
    expect(share(more, ({ right }) => right)).toBeGreaterThanOrEqual(0.965);
    expect(share(more, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.93);
    expect(more.filter(({ acts }) => acts).map(({ reply }) => reply)).toEqual([]);
  });
});

/** Orders beside messages in nearly the same words that order nothing; what else such a one may be is not labelled. */
const orders = heardOf('commands-orders.jsonl');
describe(`${orders.length} orders and what only sounds like one`, () => {
  it('are told apart: none is carried out that was not given, or as another', () => {
    expect(orders.filter(({ acts }) => acts).map(({ reply }) => reply)).toEqual([]);
  });

  it('most of the orders are carried out', () => {
    expect(
      share(
        orders.filter(({ ordered }) => ordered),
        ({ right }) => right,
      ),
    ).toBeGreaterThanOrEqual(0.77);
  });
});
