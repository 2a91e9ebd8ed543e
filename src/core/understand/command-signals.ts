/** 口令的话: every command with the words that speak for it. */
import { ACTED } from './command-signals-acts.js';
import { ASKED } from './command-signals-asks.js';

export const SIGNALS = { ...ASKED, ...ACTED } as const;
export type Ranked = keyof typeof SIGNALS;
export const isRanked = (command: string): command is Ranked => Object.hasOwn(SIGNALS, command);
/** The commands about a task: each needs its number. */
export type TaskCommand = {
  [Name in Ranked]: (typeof SIGNALS)[Name] extends { readonly ofTask: true } ? Name : never;
}[Ranked];
