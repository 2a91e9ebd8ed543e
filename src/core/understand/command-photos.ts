/** 照片 12 修前: a photograph belongs to a visit, and shows this; without one just sent, the visit's are shown. */
import { PHOTO_LABELS, type PhotoLabel } from '../record-talk/record-talk-types.js';
import { keysOf } from '../terms.js';
import { tasksIn } from './command-task.js';
import type { Understood } from './command.js';

export type PhotoCommand = {
  readonly kind: 'command';
  readonly command: '照片';
  readonly args: { readonly task: number; readonly label?: PhotoLabel };
};

const WORDS = Object.values(PHOTO_LABELS).join('|');
/** 12号修之前的照片翻出来我瞧瞧: pictures are wanted, and nothing is said of a record's. */
const WANTED =
  /(?:看|瞧|瞅|发|给|调|翻|找|拿|要|查|传了?没|有没|有吗|呢|打开).{0,14}(?:照片|相片|图片|[的拍]图)|(?:照片|相片|图片|[的拍]图).{0,8}(?:看|瞧|瞅|发|给|调|翻|找|拿|传了?没|有没|没|有吗|呢)|\d+\s*(?:号|单子?|任务|[这那][单户])*的?(?:照片|相片|图片)$/u;
const OF_RECORDS = /退|审|不[清对全符]|糊|模糊|缺|补|重拍|没拍|忘|流程|通过|完成|满意/u;
export const PHOTOS_WANTED: Pick<RegExp, 'test'> = {
  test: (plain) => WANTED.test(plain) && !OF_RECORDS.test(plain) && tasksIn(plain).length === 1,
};

/** 照片 12, 照片 12 修前, 12 修前. */
export const PHOTOS = new RegExp(
  `^(?:(?:看|查看)?照片\\s*(?:任务|#)?\\s*|(?=\\d{1,7}号?\\s*(?:${WORDS})))(\\d{1,7})(?:号|的)?\\s*(${WORDS})?(?:照片)?$`,
  'u',
);

export function photoCommand(plain: string): Understood {
  const [, task, word = ''] = PHOTOS.exec(plain) ?? [];
  return photoOf(Number(task), word);
}

export const photosWanted = (plain: string): Understood => photoOf(tasksIn(plain)[0]?.task ?? 0, plain);

/** Of the photographs that a text speaks of; `text` may say which of them. */
export function photoOf(task: number, text: string): Understood {
  const named = keysOf(PHOTO_LABELS).filter((one) => new RegExp(`${PHOTO_LABELS[one]}(?!后)`, 'u').test(text));
  const label = named.length === 1 ? named[0] : undefined;
  return { kind: 'command', command: '照片', args: { task, ...(label === undefined ? {} : { label }) } };
}

/** What takes the one task that is named. */
export function ofOneTask(command: '电话' | '照片' | '抽取' | '险情已除' | '险情未除', plain: string): Understood {
  const tasks = [...new Set(tasksIn(plain).map(({ task }) => task))];
  const [task] = tasks;
  if (task === undefined || tasks.length > 1)
    return { kind: 'unclear', suggest: [`${command} ${task ?? 12}`, '我的任务'] };
  return command === '照片' ? photoOf(task, plain) : { kind: 'command', command, args: { task } };
}
