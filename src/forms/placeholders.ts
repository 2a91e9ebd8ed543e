/** Placeholders of templates: `{{客户姓名}}`, in a repeated row `{{明细.金额}}`. */
import type { Filled, FilledRow } from '../core/report/filled-paper.js';

const PLACEHOLDER = /\{\{([^{}]*)\}\}/gu;

/** The names in a text, as they are written. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());

/** The name of a text that is one placeholder and nothing else. */
export const onlyName = (text: string): string | null => /^\s*\{\{([^{}]*)\}\}\s*$/u.exec(text)?.[1]?.trim() ?? null;

/** Braces that belong to no placeholder: one that was not closed, or is written with one brace. */
export const looseBraces = (text: string): boolean => /\{\{|\}\}/u.test(text.replaceAll(PLACEHOLDER, ''));

/** The text with its values; a placeholder alone keeps a number a number. In a list's row the list's own names count. */
export function fillText(text: string, values: FilledRow, list: string | undefined): Filled {
  const valueOf = (name: string): Filled => {
    const own = list !== undefined && name.startsWith(`${list}.`) ? name.slice(list.length + 1) : name;
    return values[own] ?? '';
  };
  const only = onlyName(text);
  if (only !== null) return valueOf(only);
  return text.replaceAll(PLACEHOLDER, (_, name: string) => String(valueOf(name.trim())));
}

/** A control character would make a file that no office program opens. */
export const printable = (value: string): string => value.replaceAll(/[^\P{Cc}\n\t]/gu, '');
