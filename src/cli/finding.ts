/** What a look at something found; `text` says what to do where it is not well. */
export type Finding = { readonly ok: boolean; readonly text: string };

export const good = (text: string): Finding => ({ ok: true, text });
export const bad = (text: string): Finding => ({ ok: false, text });
