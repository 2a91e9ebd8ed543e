/** What staff begin, hand out and note of their own accord, in the order in which it is tried. */
import { BEGIN, beginCommand, type BeginCommand } from './command-begin.js';
import { HAND_OUT, handOutCommand, type HandOutCommand } from './command-hand-outs.js';
import { changeOfWorks, IMPORTANT_NEWS, importantNews, type NoteCommand, WORKS_CHANGE } from './command-note.js';
import type { Scene, Understood } from './command.js';

export type OwnCommand = BeginCommand | HandOutCommand | NoteCommand;

type Reader = readonly [pattern: Pick<RegExp, 'test'>, read: (plain: string, scene: Scene) => Understood];
export const OWN_READERS: readonly Reader[] = [
  [BEGIN, beginCommand],
  [HAND_OUT, handOutCommand],
  [WORKS_CHANGE, changeOfWorks],
  [IMPORTANT_NEWS, importantNews],
];
