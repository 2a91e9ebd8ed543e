/** 是口令: patterns that count only where a task is named, or an order is not asked about; what stands before its word. */
import { isAsked } from './command-rank.js';
import { tasksIn } from './command-task.js';

/** Words about a task count only where a task is named. */
export const withTask = (pattern: RegExp): Pick<RegExp, 'test'> => ({
  test: (plain) => pattern.test(plain) && tasksIn(plain).length > 0,
});
/** What changes something is an order only where it is not asked about. */
export const ordered = (pattern: Pick<RegExp, 'test'>, asked: Pick<RegExp, 'test'> = { test: isAsked }) => ({
  test: (plain: string): boolean => pattern.test(plain) && !asked.test(plain),
});
/** Free words may hold any question but one about the order itself, at the end. */
export const ASKED_LAST = /(?:吗|么|没|没有)[?？。]*$/u;

/** What stands before a word in the word's own clause; nothing where the word is not there. */
export function clauseBefore(plain: string, word: RegExp): string {
  const at = plain.search(word);
  return at < 0
    ? ''
    : (plain
        .slice(0, at)
        .split(/[\s,，。;；!！:：]+/u)
        .at(-1) ?? '');
}
