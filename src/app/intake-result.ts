/** What became of one object that another system sent (contracts.md, HTTP: intake). */
import type { FieldError } from '../core/event.js';

export type IntakeResult = {
  /** The object's own id (a member of staff's userid); null where it named none. */
  readonly id: string | null;
  readonly status: 'created' | 'updated' | 'unchanged' | 'rejected';
  /** Empty unless rejected; messages in 简体中文. */
  readonly errors: readonly FieldError[];
};
