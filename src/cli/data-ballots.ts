/** One ballot 票 as `huifang rates` reads it. */
import { expected, shown } from '../core/event-input.js';
import type { FieldError } from '../core/event.js';
import type { Ballot } from '../core/survey.js';
import { DIRECTIONS, GRADES, keysOf } from '../core/terms.js';

/** Checks a ballot; its id is added to `seen`. A ballot that did not come back has no answers. */
export function readBallot(
  json: unknown,
  seen: Set<string>,
): { readonly ballot: Ballot } | { readonly errors: readonly FieldError[] } {
  const { id, returned, answers: given } = json as Record<string, unknown>;
  const answers = given ?? {};
  const errors: FieldError[] = [];
  const report = (field: string, message: string): number => errors.push({ field, message });
  if (typeof id !== 'string' || id.trim() === '') report('id', expected('非空文字')({ input: id }));
  else if (seen.has(id)) report('id', `编号重复：${id}`);
  if (typeof returned !== 'boolean') report('returned', expected(' true 或 false')({ input: returned }));
  if (typeof answers !== 'object' || Array.isArray(answers)) {
    report('answers', expected('对象 {"1":"satisfied",…}')({ input: answers }));
    return { errors };
  }
  for (const [item, grade] of Object.entries(answers)) {
    if (!Object.hasOwn(DIRECTIONS, item)) report(`answers.${item}`, `没有这一项，应为 1 到 14`);
    else if (typeof grade !== 'string' || !Object.hasOwn(GRADES, grade)) {
      report(`answers.${item}`, `应为 ${keysOf(GRADES).join('、')} 之一，收到 ${shown(grade)}`);
    }
  }
  if (returned === false && Object.keys(answers).length > 0) report('answers', '未收回的票不应有答案');
  if (typeof id === 'string') seen.add(id);
  if (errors.length > 0) return { errors };
  return { ballot: { id: id as string, returned: returned as boolean, answers } };
}
