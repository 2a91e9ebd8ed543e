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

/** The rules are made without reading these: counts are told, and of what is missed its length, its weights and which command it is. */
const blind = heardOf('commands-blind.jsonl');
describe(`${blind.length} messages that were never read`, () => {
  it('are mostly understood', () => {
    expect(share(blind, ({ right }) => right)).toBeGreaterThanOrEqual(0.93);
    expect(share(blind, ({ whole }) => whole)).toBeGreaterThanOrEqual(0.91);
  });

  it('change hardly anything unasked', () => {
    expect(blind.filter(({ acts }) => acts).length).toBeLessThanOrEqual(2);
  });
});
