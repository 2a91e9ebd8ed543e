/**
 * What the platform posts to the product: signed, encrypted, at most `deliveries` times, each waited for
 * `callbackTimeoutMs`. Anything but a 200 in time is tried again, in a new envelope around the same message.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fields } from './envelope.js';
import { decrypt, elementText, encrypt, signature, toXml } from './envelope.js';
import { deliver } from './messages.js';
import { newPullToken } from './kf.js';
import type { Scope, World } from './state.js';
import { changed, nextId, nextNumber } from './state.js';

export type Attempt = {
  readonly at: number;
  /** HTTP status; null: no answer, `error` says why. */
  readonly status: number | null;
  readonly answer: string;
  readonly error?: string;
  readonly elapsedMs: number;
};
export type Envelope = { readonly url: string; readonly body: string; readonly contentType: string };
export type Delivery = {
  readonly id: string;
  readonly door: Scope;
  /** The message before encryption. */
  readonly plain: string;
  readonly attempts: Attempt[];
  /** `nowhere`: no callback address was set. */
  outcome: 'under-way' | 'accepted' | 'given-up' | 'nowhere';
  envelope: Envelope | undefined;
};

export type Postman = {
  readonly deliveries: Delivery[];
  /** Posts a message of these fields; resolves when it was accepted or given up. */
  post(door: Scope, fields: Fields): Promise<Delivery>;
  /** Tells of new kf messages. */
  ring(): Promise<Delivery>;
  /** The same message again: the very bytes of the last attempt, or in a new envelope. One attempt; its HTTP status. */
  again(delivery: Delivery, how: 'same-bytes' | 'new-envelope'): Promise<number | null>;
  /** The address check of the admin console; true when the answer was exactly the plaintext. */
  verify(door: Scope): Promise<boolean>;
  settled(): Promise<void>;
  close(): void;
};

export function newPostman(world: World): Postman {
  const closing = new AbortController();
  const deliveries: Delivery[] = [];
  const flights = new Set<Promise<Delivery>>();

  const post = (door: Scope, fields: Fields): Promise<Delivery> => {
    const plain = toXml(fields);
    const delivery: Delivery = {
      id: nextId(world, 'delivery'),
      door,
      plain,
      attempts: [],
      outcome: 'under-way',
      envelope: undefined,
    };
    deliveries.push(delivery);
    const flight = run(world, delivery, closing.signal).finally(() => flights.delete(flight));
    flights.add(flight);
    return flight;
  };

  return {
    deliveries,
    post,
    ring: () => post('kf', kfEvent(world)),
    async again(delivery, how) {
      const envelope = how === 'same-bytes' ? delivery.envelope : seal(world, delivery.door, delivery.plain);
      if (envelope === undefined) return null;
      const attempt = await send(world, envelope, closing.signal);
      delivery.attempts.push(attempt);
      return attempt.status;
    },
    verify: (door) => verify(world, door, closing.signal),
    async settled() {
      while (flights.size > 0) await Promise.all(flights);
    },
    close: () => closing.abort(),
  };
}

function kfEvent(world: World): Fields {
  return {
    ToUserName: world.settings.corpId,
    CreateTime: Math.floor(world.now() / 1000),
    MsgType: 'event',
    Event: 'kf_msg_or_event',
    Token: newPullToken(world),
    OpenKfId: world.settings.kfAccount,
  };
}

async function run(world: World, delivery: Delivery, closing: AbortSignal): Promise<Delivery> {
  delivery.outcome = 'nowhere';
  while (world.callbackBase !== undefined && !closing.aborted && delivery.attempts.length < world.settings.deliveries) {
    delivery.outcome = 'under-way';
    if (delivery.attempts.length > 0)
      await pause(world.settings.retryDelayMs, undefined, { signal: closing }).catch(() => {});
    delivery.envelope = seal(world, delivery.door, delivery.plain);
    const attempt = await send(world, delivery.envelope, closing);
    delivery.attempts.push(attempt);
    if (attempt.status === 200) {
      delivery.outcome = 'accepted';
      hearReply(world, delivery, attempt.answer);
      break;
    }
  }
  if (delivery.outcome === 'under-way') delivery.outcome = 'given-up';
  changed(world, 'delivery', delivery.id);
  return delivery;
}

function seal(world: World, door: Scope, plain: string): Envelope {
  const { corpId, agentId, envelope } = world.settings;
  const keys = world.settings[door];
  const encrypted = encrypt(keys, plain, corpId);
  const agent = door === 'app' ? String(agentId) : '';
  const xml = toXml({ ToUserName: corpId, Encrypt: encrypted, AgentID: agent });
  const json = JSON.stringify({ tousername: corpId, encrypt: encrypted, agentid: agent });
  return {
    url: signedUrl(world, door, encrypted),
    body: envelope === 'json' ? json : xml,
    contentType: envelope === 'json' ? 'application/json' : 'text/xml',
  };
}

function signedUrl(world: World, door: Scope, encrypted: string, more: { readonly echostr?: string } = {}): string {
  const timestamp = String(Math.floor(world.now() / 1000));
  const nonce = String(1_000_000 + nextNumber(world));
  const msg_signature = signature(world.settings[door].token, timestamp, nonce, encrypted);
  const query = new URLSearchParams({ msg_signature, timestamp, nonce, ...more });
  return `${world.callbackBase}/wecom/${door}?${query.toString()}`;
}

async function send(world: World, envelope: Envelope, closing: AbortSignal): Promise<Attempt> {
  const at = world.now();
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    const headers = { 'content-type': envelope.contentType };
    const init = { method: 'POST', body: envelope.body, headers };
    return { at, ...(await ask(world, envelope.url, init, closing)), elapsedMs: elapsed() };
  } catch (error) {
    return { at, status: null, answer: '', error: String(error), elapsedMs: elapsed() };
  }
}

/** One request, given up after `callbackTimeoutMs` or at the platform's end; leaves no listener behind. */
async function ask(world: World, url: string, init: RequestInit, closing: AbortSignal) {
  const giveUp = new AbortController();
  const end = (): void => giveUp.abort(closing.reason);
  const late = (): void => giveUp.abort(new DOMException('no answer in time', 'TimeoutError'));
  const timer = setTimeout(late, world.settings.callbackTimeoutMs);
  closing.addEventListener('abort', end);
  if (closing.aborted) end();
  try {
    const response = await fetch(url, { ...init, signal: giveUp.signal });
    return { status: response.status, answer: await response.text() };
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', end);
  }
}

/** A passive reply inside the 200 of the app's door: an encrypted text to whoever wrote. */
function hearReply(world: World, delivery: Delivery, answer: string): void {
  const encrypted = elementText(answer, 'Encrypt');
  const member = world.staff.get(elementText(delivery.plain, 'FromUserName') ?? '');
  if (encrypted === undefined || member === undefined) return;
  const { plain } = decrypt(world.settings[delivery.door], encrypted);
  const text = elementText(plain, 'Content') ?? '';
  deliver(world, member, { msgid: nextId(world, 'reply'), kind: 'text', content: { content: text }, text });
}

async function verify(world: World, door: Scope, closing: AbortSignal): Promise<boolean> {
  if (world.callbackBase === undefined) return false;
  const plain = String(1_000_000_000 + nextNumber(world));
  const echostr = encrypt(world.settings[door], plain, world.settings.corpId);
  const url = signedUrl(world, door, echostr, { echostr });
  const { status, answer } = await ask(world, url, {}, closing).catch(() => ({ status: null, answer: '' }));
  return status === 200 && answer === plain;
}
