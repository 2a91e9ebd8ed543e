/** 是口令: patterns that count only where a task is named, or where an order is not asked about. */
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
