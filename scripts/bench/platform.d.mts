export const TOKEN: string;
export const AES_KEY: string;
export const CORP_ID: string;
export const AGENT_ID: number;
export const PATH: string;
export function sign(timestamp: string, nonce: string, encrypt: string): string;
export function makeCallback(
  msgId: string,
  member: string,
  nowS: number,
): { readonly path: string; readonly body: string };
