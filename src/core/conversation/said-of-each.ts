/**
 * 各说各的: in a conversation about several visits words may name which they are about, by place (第一件还行，第二件不行) or as
 * what is left out of a word for all (都还行，噪音没解决). Then each visit hears its own part.
 */
import { understand } from '../understand/index.js';
import { simplified } from './says.js';
import type { Session } from './turn.js';

/** What was said of the visit at this place. */
export type Part = { readonly at: number; readonly words: string };

const PLACE = /第([一二三123])(?:件|个|项|样|桩|单)(?:事情?|维修|服务)?/gu;
/** Words before the first place that say nothing. */
const LEADS = /^(?:不对|不是|嗯+|哦+|那个?|我(?:觉得|说)?|对了|噢|错了|[，,。.！!\s])*$/u;
/** 也, 呢, ：between the place and what is said of it. */
const JOINS = /^(?:也|呢|嘛|的话|是说|[：:，,、。.\s])+|[，,、；;。.\s]+$/gu;

/** The parts of words that name visits by their place, each a grade; empty where they do not. */
export function partsByPlace(text: string, count: number): readonly Part[] {
  const plain = simplified(text.trim());
  // Their own characters stand in the record.
  const own = plain.length === text.trim().length ? text.trim() : plain;
  const found = [...plain.matchAll(PLACE)];
  const [first] = found;
  if (first === undefined || !LEADS.test(plain.slice(0, first.index))) return [];
  const parts = found.map((match, i): Part => {
    const words = own.slice(match.index + match[0].length, found[i + 1]?.index ?? own.length);
    return { at: PLACES.indexOf(match[1] ?? '') % 3, words: words.replaceAll(JOINS, '') };
  });
  const isEach = new Set(parts.map(({ at }) => at)).size === parts.length;
  return isEach && parts.every(({ at, words }) => at < count && isGrade(words)) ? parts : [];
}

const PLACES = '一二三123';

const isGrade = (words: string): boolean =>
  words !== '' && understand({ question: 'single', reply: words, about: 'other' }).kind === 'grade';

/**
 * The parts of a word for all that leaves one of them out, which is named by what it is about; empty where none or several
 * are. `head` is the word for all, `sessions` those that it would answer.
 */
export function partsButOne(text: string, head: string, sessions: readonly Session[]): readonly Part[] {
  const rest = text.slice(head.length).replace(/^[，,、。.\s]*(?:但是?|就是|只是|不过|可是?)?/u, '');
  const named = sessions.flatMap((session, at) => (isNamed(session, simplified(rest), sessions) ? [at] : []));
  const [one] = named;
  if (one === undefined || named.length > 1 || !isGrade(rest)) return [];
  return sessions.map((_, at) => ({ at, words: at === one ? rest : head }));
}

/** By a word of two characters that it shares with no other, or as the one complaint among them. */
function isNamed({ about }: Session, rest: string, among: readonly Session[]): boolean {
  const sharing = (pair: string): number => among.filter((one) => (one.about.description ?? '').includes(pair)).length;
  const isTheComplaint =
    about.kind === 'complaint' && among.filter((one) => one.about.kind === 'complaint').length === 1;
  if (isTheComplaint && rest.includes('投诉')) return true;
  return pairsOf(simplified(about.description ?? '')).some((pair) => rest.includes(pair) && sharing(pair) === 1);
}

const pairsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
