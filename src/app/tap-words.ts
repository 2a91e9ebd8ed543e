/** 点一下就是说一句: buttons that say words for whoever taps them, by the same road as typing. */
import type { TaskCard } from '../channels/channel.js';

const SAYS = 'say:';

export const sayingButton = (text: string, says: string): TaskCard['buttons'][number] => ({
  key: `${SAYS}${says}`,
  text,
});

/** The words that a tap on such a button says; null for any other button. */
export const saidByTap = (eventKey: string): string | null =>
  eventKey.startsWith(SAYS) ? eventKey.slice(SAYS.length) : null;
