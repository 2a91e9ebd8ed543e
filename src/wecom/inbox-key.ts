/**
 * Under which key a callback's message is kept, and whose it is, read cheaply before the 200. The same message always
 * has the same key, however often and in whatever envelope it is delivered (wecom-protocol.md §1).
 */
import { createHash } from 'node:crypto';
import { eachLeaf, looksLikeJson, plainName, readElement } from './element.js';
import { scanXml } from './scan-xml.js';

export type InboxKey = {
  /** At most 100 printable characters. */
  readonly key: string;
  /** Whose messages are worked in order: the member, or the kf account that is to be pulled; '' if it cannot be read. */
  readonly person: string;
};

/** What tells two events of one person in one second apart, at any depth. */
const DISTINGUISHING = new Set(
  [
    'EventKey',
    'TaskId',
    'ChangeType',
    'UserID',
    'ExternalUserID',
    'OpenKfId',
    'Id',
    'TagId',
    'JobId',
    'ThirdNo',
    'SpNo',
  ].map(plainName),
);

/**
 * By MsgId; an event without one by sender, time, name and what distinguishes it; a kf notice, which only asks to pull
 * and may well look the same twice in a second, by `signature`, its envelope; anything else by its whole text.
 * @param signature the envelope's msg_signature
 */
export function inboxKey(plain: string, source: 'app' | 'kf', signature: string): InboxKey {
  const top = new Map<string, string>();
  const marks: string[] = [];
  const readable = leavesOf(plain, (rawName, value, depth) => {
    const name = plainName(rawName);
    if (depth === 1 && !top.has(name)) top.set(name, value);
    if (DISTINGUISHING.has(name) && value !== '') marks.push(`${name}=${value}`);
  });
  const field = (name: string): string => (readable ? (top.get(name) ?? '') : '');
  const event = field('event');
  if (event === 'kf_msg_or_event') {
    return { key: `${source}:pull:${digest(signature, plain)}`, person: field('openkfid') };
  }
  const person = field('fromusername');
  const msgId = field('msgid');
  if (msgId !== '') return { key: `${source}:msg:${/^[\w-]{1,64}$/.test(msgId) ? msgId : digest(msgId)}`, person };
  const time = field('createtime');
  if (event !== '' && person !== '' && time !== '') {
    return { key: `${source}:event:${digest(person, time, event, ...marks.sort())}`, person };
  }
  return { key: `${source}:raw:${digest(plain)}`, person };
}

function leavesOf(plain: string, onLeaf: (name: string, value: string, depth: number) => void): boolean {
  if (!looksLikeJson(plain)) return scanXml(plain, onLeaf);
  const root = readElement(plain);
  if (root !== null) eachLeaf(root, onLeaf);
  return root !== null;
}

/** Lengths stand before the parts, so that no two lists of parts run together into the same text. */
function digest(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(','))
    .digest('hex');
}
