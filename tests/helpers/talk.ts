/** What tests of conversations share: the sentences, and the visit that scripts are about. */
import { readFileSync } from 'node:fs';
import { parseSayings, type Sayings } from '../../src/core/conversation/sayings.js';

export {
  instantIn as instant,
  newStage,
  setStage,
  USUAL as ABOUT,
  type Stage,
} from '../../src/core/conversation/talk-stage.js';
export { inputOf, playTalk, writtenSay } from '../../src/core/conversation/talk-script.js';

export function theSayings(): Sayings {
  const read = parseSayings(readFileSync(new URL('../../templates/sayings.zh.yaml', import.meta.url), 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 2));
  return read.sayings;
}
