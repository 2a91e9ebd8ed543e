/**
 * Text that both databases keep whole. PostgreSQL refuses a NUL, and SQLite's driver ends the text there; half a
 * surrogate pair is no character to either. Neither means anything in what people write.
 */
export function plainText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

/** The values of a statement, its texts made plain. */
export const plainValues = <T>(values: readonly T[]): T[] =>
  values.map((value) => (typeof value === 'string' ? (plainText(value) as T & string) : value));
