/** 字样: whether words say something, in either script; the patterns of the talk are written in simplified characters. */
import { simplify } from '../understand/traditional.js';

/** The words as the patterns are written: half width, simplified. */
export const simplified = (words: string): string => simplify(words.normalize('NFKC'));

/** Whether the words say it, as they stand or in simplified characters. */
export const says = (pattern: RegExp, words: string): boolean => pattern.test(words) || pattern.test(simplified(words));
