/** 照片 12 修前: a photograph belongs to a visit, and shows this; without one just sent, the visit's are shown. */
import { PHOTO_LABELS, type PhotoLabel } from '../record-talk/record-talk-types.js';
import { keysOf } from '../terms.js';
import type { Understood } from './command.js';

export type PhotoCommand = {
  readonly kind: 'command';
  readonly command: '照片';
  readonly args: { readonly task: number; readonly label?: PhotoLabel };
};

const WORDS = Object.values(PHOTO_LABELS).join('|');
export const PHOTOS = new RegExp(
  `^(?:看|查看)?照片\\s*(?:任务|#)?\\s*(\\d{1,7})(?:号|的)?\\s*(${WORDS})?(?:照片)?$`,
  'u',
);

export function photoCommand(plain: string): Understood {
  const [, task, word] = PHOTOS.exec(plain) ?? [];
  const label = keysOf(PHOTO_LABELS).find((one) => PHOTO_LABELS[one] === word);
  const args = { task: Number(task), ...(label === undefined ? {} : { label }) };
  return { kind: 'command', command: '照片', args };
}
