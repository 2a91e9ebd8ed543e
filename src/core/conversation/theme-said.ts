/** 季度主题已经说到: who has just spoken of the quarter's theme is not asked about it once more (p02.8). */
import { understand } from '../understand/index.js';
import type { Sayings } from './sayings.js';
import { simplified } from './says.js';
import type { Effect, Turn } from './turn.js';

const PIECES = /[，。；！？,;!?\n]+/u;

/** What a question opens with before it names its matter: 本季度请问您对小区的…. */
const LEADS =
  /^(?:(?:本|这个?|上个?)?季度?|请问|想问问?|最近|目前|现在|近期|关于|对于|就|您|你|对|觉得|认为|小区|园区|我们|物业|家里?|里面?|内|的|[，,：:\s])+/u;

/** The parts of a remark that name what the theme asks about, in the resident's own words; null where none does. */
export function themeSaid(remark: string | null, theme: string): string | null {
  const matter = [...simplified(theme).replace(LEADS, '')].slice(0, 2).join('');
  if (remark === null || !/^\p{Script=Han}{2}$/u.test(matter) || GENERAL.test(matter)) return null;
  const parts = remark.split(PIECES).filter((part) => simplified(part).includes(matter));
  return parts.length === 0 ? null : parts.map((part) => part.trim()).join('，');
}

/** Words too wide to tell a theme by: a repair is a service too. */
const GENERAL = /^(?:服务|工作|维修|师傅|还有|有没|是否|怎么|什么|哪些|哪里|满意|生活|方面|情况|问题|意见|建议)/u;

/** The turn that notes it: under the theme, and passed on where it tells of something that is not as it should be. */
export function themeHeard({ session, effects }: Turn, said: string, sayings: Sayings): Turn {
  const isPassedOn = effects.some(({ kind }) => kind === 'new-request') || session.grade === 'dissatisfied';
  const passed = !isPassedOn && isFault(said);
  const told = effects.map((effect): Effect =>
    passed && effect.kind === 'say' ? { ...effect, text: `${effect.text}${sayings['passed-on-short']}` } : effect,
  );
  const request: readonly Effect[] = passed ? [{ kind: 'new-request', text: said }] : [];
  return {
    session,
    effects: [...told, { kind: 'topics', topics: { theme: said } }, { kind: 'theme-asked' }, ...request],
  };
}

function isFault(said: string): boolean {
  const meant = understand({ question: 'single', reply: said, about: 'other' });
  return meant.kind === 'request' || (meant.kind === 'grade' && meant.grade !== 'satisfied');
}
