/** 电话 12: whoever has a task asks for the numbers of its household. */
import { tasksIn } from './command-task.js';
import type { Understood } from './command.js';

export type PhoneCommand = {
  readonly kind: 'command';
  readonly command: '电话';
  readonly args: { readonly task: number };
};

const NUMBER = '(?:电话号码?|电话|手机号码?|手机|号码|联系方式|联系电话)';
const TASK = '(?:任务|#)?\\s*(\\d{1,7})(?!\\d|[.:-]\\d)\\s*号?(?:任务)?';
/** 看电话 12, 12的电话, 12住户电话多少, 78 李阿姨家电话多少: nothing of how a visit went. */
const FORMS: readonly RegExp[] = [
  new RegExp(
    `^(?:看|查|查看|看看|查一?下|要|我要|给我|发我)?\\s*(?:住户|业主)?的?${NUMBER}\\s*[:：]?\\s*${TASK}的?$`,
    'u',
  ),
  new RegExp(
    `^(?:看|查|查看|看看|查一?下|要|我要|给我|发我)\\s*${TASK}\\s*(?:住户|业主|那?家)?的?${NUMBER}[。?？]?$`,
    'u',
  ),
  new RegExp(
    `^${TASK}\\s*(?:的|(?:住户|业主|那?家|这户)的?)${NUMBER}(?:呢|是?多少|是什么|发我|给我|有吗)?[。?？]?$`,
    'u',
  ),
  new RegExp(
    `^${TASK}\\s*[^打没不未接通错满,，。]{0,8}?${NUMBER}(?:是?多少|是什么|发我一?下?|给我一?下?|有吗)[。?？]?$`,
    'u',
  ),
];

/** 忘了23家电话了 再发一遍: the number is wanted, and nothing is told of a call. */
const WANTED = new RegExp(
  `${NUMBER}.{0,6}(?:多少|几号|发|给|有没|有吗|呢|是啥|告诉|报)|(?:给|发|看|查|找|要|忘了?|记不得|报|联系).{0,12}${NUMBER}|\\d\\s*(?:号|单|的)+${NUMBER}$`,
  'u',
);
const CALLED =
  /打过?[了完通不去]|不通|没接|不接|没人|接了|接通|错|换|空号|停机|关机|不[对是]|别人|[里中]说|[说讲]|让我|挂|满意|转|改|完成|没[打回]|再打|打(?:电话)?给|打[个通]?电话|退|打回|没写|不用|已电|空号|号码错|备注|意见|门卫|前台|物业|经理|师傅|领导/u;

export const PHONES = {
  test: (plain: string): boolean =>
    FORMS.some((form) => form.test(plain)) ||
    (WANTED.test(plain) && !CALLED.test(plain) && tasksIn(plain).length === 1),
};

export function phoneCommand(plain: string): Understood {
  const task = FORMS.map((form) => form.exec(plain)?.[1]).find((one) => one !== undefined) ?? tasksIn(plain)[0]?.task;
  return { kind: 'command', command: '电话', args: { task: Number(task) } };
}
