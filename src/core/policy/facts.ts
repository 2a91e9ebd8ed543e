/** What is known beside the event itself. */
import type { Instant } from '../calendar.js';

export type Facts = {
  /** The first recorded end of rain after the repair (T14). */
  readonly rainEndedAt?: Instant;
  /** When the clause's visits were done, by their number (T8). */
  readonly doneAt?: Readonly<Record<number, Instant>>;
  /** Whether the household was already served since it signed its agreement (p04.6 a). */
  readonly servedSinceSigning?: boolean;
  /** Whether the worker's previous service was complained of (p04.6 c). */
  readonly workerComplained?: boolean;
};
