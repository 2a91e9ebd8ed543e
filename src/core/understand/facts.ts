/** 事实: whole patterns that are facts or moods, each with its class, tested on every clause. */
import { BLAMES } from './facts-blame.js';
import { FAILURES } from './facts-failed.js';
import { PRAISES } from './facts-good.js';

/** The first of a place does not hide the others. */
export const FACTS = [...PRAISES, ...FAILURES, ...BLAMES] as const;
