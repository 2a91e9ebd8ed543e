/** 存疑: what is left out of a reply about the fourteen, and asked about, rather than taken for the opposite of what was meant. */
import type { Direction, Grade } from '../terms.js';
import { NAME } from './item-names.js';
import type { Reading } from './item-reading.js';

/** Few that were spoken of, of which nothing was understood: praise of all is not theirs. */
export function passedOver(state: Reading): readonly Direction[] {
  if (state.rest !== 'satisfied' || state.wished) return [];
  const over = state.spoken.filter(
    (direction) => !state.named[direction] && !state.firm.has(direction) && !state.excepted.has(direction),
  );
  return over.length < FEW ? over : [];
}
const FEW = 4;

/** 楼梯口电动车堵着路: two in one tale, without an and; which of them is blamed, and which is only where, is not known. */
export const isOfEither = (piece: string, about: readonly Direction[], grade: Grade | null): boolean =>
  grade === 'dissatisfied' && about.length > 1 && !LIST.test(piece);
const LIST = new RegExp(`\\d|[和跟与同及、+]|^(?:${NAME}){2}`, 'u');

/** What was said of them is not known: neither its own grade nor that of the rest is theirs. */
export function leaveOpen(about: readonly Direction[], state: Reading): void {
  for (const direction of about) {
    delete state.named[direction];
    state.vague.add(direction);
  }
  state.pending = [];
  state.last = about;
}
