/** What the program holds: opened once, handed to the verbs of `app`, closed at the end. */
import type { Channel, ChannelName } from './channels/channel.js';
import type { Instant } from './core/calendar.js';
import type { Causes } from './core/causes.js';
import type { Sayings } from './core/conversation/sayings.js';
import type { Policy } from './core/policy/schema.js';
import type { Holidays } from './core/working-calendar.js';
import type { FormLibrary } from './form-files.js';
import type { PolicyLibrary } from './policy-library.js';
import type { Box } from './store/box.js';
import type { Db } from './store/db.js';
import type { Logger } from './log.js';

/** The one clock of the program; a demo or a test may move it. */
export type Clock = { now(): Instant };

export type Context = {
  readonly clock: Clock;
  readonly db: Db;
  readonly box: Box;
  readonly log: Logger;
  /** All policies that can be adopted, by id: the ones that come with the program and the company's own. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** A policy with an estate's own parameters; null when it is not on file or does not allow them. */
  readonly policyFor: (id: string, parameters: Readonly<Record<string, unknown>>) => Policy | null;
  /** The policies by their versions, and what replaces them when a file changes. */
  readonly library: PolicyLibrary;
  readonly sayings: Sayings;
  /** 原因: what residents' complaints are filed under. */
  readonly causes: Causes;
  /** The printed forms, and the company as they name it. */
  readonly forms: FormLibrary;
  /** Public holidays and the days worked instead, for estates that have duty days. */
  readonly holidays: Holidays;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** Used for an estate that names none. */
  readonly defaultZone: string;
  /** An id of this instance, for claims. */
  readonly instance: string;
  /** The address at which people reach our pages, without a slash at its end. */
  readonly publicUrl: () => string;
  /** Says that there is work: the loops look at once instead of at their next turn. */
  readonly wake: (what: 'inbox' | 'outbox' | 'timers') => void;
};
