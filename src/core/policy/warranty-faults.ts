/** 最低保修期 (p07.1, p10.8): works with a shorter term than an adopted policy allows are refused. */
import { PART_WORDS } from '../event-input.js';
import type { Event, FieldError } from '../event.js';
import { describeTerm } from './describe-rest.js';
import { tooShort } from './handling.js';
import { matchesAny } from './match.js';
import type { Policy } from './schema.js';

/** What is wrong with the terms of works, a part and a clause each; nothing where they are long enough. */
export const warrantyFaults = (policies: readonly Policy[], event: Event, zone: string): readonly FieldError[] =>
  policies.flatMap(({ title, clauses }) =>
    clauses.flatMap(({ id, on, warranties }) => {
      if (warranties === undefined || !matchesAny(on, event, zone)) return [];
      return tooShort(warranties, event).map((part): FieldError => {
        const least = warranties.find(({ parts }) => parts.includes(part));
        const term = least === undefined ? '最低期限' : describeTerm(least);
        const message = `${PART_WORDS[part]}的保修期短于《${title}》${id} 规定的最低 ${term}，请核对后再登记`;
        return { field: 'warranties', message };
      });
    }),
  );
