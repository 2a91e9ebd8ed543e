/** Refusals as values: what the outbox writes beside a row that did not go out. */
import { WecomError } from '../wecom/errors.js';
import type { Outgoing, Receipt } from './channel.js';

export type Refused = Extract<Receipt, { kind: 'refused' }>;

/** A message that no attempt can send as it is. */
export const unfit = (reason: string): Refused => ({ kind: 'refused', verdict: 'give-up', reason });

/** Runs a sending and turns the platform's refusal into a receipt; any other error is ours and goes on. */
export async function receiptOf<T>(send: () => Promise<T>): Promise<T | Refused> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    return {
      kind: 'refused',
      verdict: error.verdict,
      reason: error.message,
      ...(error.errcode === null ? {} : { errcode: error.errcode }),
      ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
    };
  }
}

/** Why a message did not arrive, in words for staff; what the platform said stays in the outbox and the log. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [95001, '超过 48 小时没有来信，或五条消息已用完'],
  [95002, '超过 48 小时没有来信，或五条消息已用完'],
  [95018, '正由同事接待'],
  [84061, '与客服没有联系'],
]);

export const refusalZh = (errcode: number | null): string =>
  (errcode === null ? undefined : REASONS.get(errcode)) ?? '消息没有送达';

/** Null if the text is one to `maxBytes` bytes of UTF-8; longer ones are refused, for parts could arrive singly. */
export function textFault(name: string, text: string, maxBytes: number): Refused | null {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) return unfit(`${name}是空的`);
  return bytes > maxBytes ? unfit(`${name}有 ${bytes} 字节，最多 ${maxBytes} 字节`) : null;
}

export const cannot = (message: Outgoing, channel: string): Refused =>
  unfit(`${channel}不能发送“${message.content.kind}”类型的消息`);
