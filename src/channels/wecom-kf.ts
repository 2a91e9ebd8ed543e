/** Residents, through 微信客服: texts, menus, pictures and files, within 48 hours of their last word. */
import type { ApiBody, WecomClient } from '../wecom/client.js';
import { WecomError } from '../wecom/errors.js';
import { isFile, type Channel, type Outgoing, type OutgoingContent, type Receipt } from './channel.js';
import { type FileSource, type Prepared, makeMediaUploader } from './media.js';
import { type Refused, cannot, receiptOf, textFault, unfit } from './refusal.js';

export type WecomKfOptions = {
  readonly client: WecomClient;
  /** WECOM_KF_ACCOUNT. */
  readonly openKfId: string;
  readonly files: FileSource;
};

export type WecomKfChannel = Channel & {
  /** Uploads what the message needs; keep the answer before sending it. */
  prepare(message: Outgoing): Promise<Prepared>;
};

const MAX_TEXT_BYTES = 2048;
const MAX_HEAD_BYTES = 1024;
const MAX_TAIL_BYTES = 1024;
const MAX_ITEM_BYTES = 128;
const MAX_URL_BYTES = 2048;
const MAX_ITEMS = 10;

/**
 * The kf channel. The message's key is its msgid, the same on every attempt, by which a repetition is known. What has the
 * code of an event (welcome_code, msg_code) answers it: once, within 20 seconds, outside the 48 hours too.
 */
export function makeWecomKfChannel(options: WecomKfOptions): WecomKfChannel {
  const media = makeMediaUploader(options.client, 'kf', options.files);

  const post = async (message: Outgoing, msgtype: string, content: ApiBody): Promise<Receipt> => {
    const where = { touser: message.to, open_kfid: options.openKfId };
    const body = { ...where, msgid: message.key, msgtype, [msgtype]: content };
    return { kind: 'sent', id: (await options.client.sendKf(body).catch(asRepetition)) || message.key };
  };

  const answerEvent = async (code: string, message: Outgoing): Promise<Receipt> => {
    const words = wordsOf(message.content);
    if (words === null) return cannot(message, '微信客服的事件回复');
    return receiptOf(async () => {
      const { msgtype, body } = words;
      const answer = { code, msgid: message.key, msgtype, [msgtype]: body };
      const id = await options.client.sendKfOnEvent(answer).catch(asRepetition);
      return { kind: 'sent' as const, id: id || message.key };
    });
  };

  return {
    name: 'wecom-kf',
    can: { menu: true, file: true, pushAnytime: false },
    prepare: (message) => media.prepare(message),
    async send(message) {
      const { content } = message;
      const fault = keyFault(message) ?? contentFault(content);
      if (fault !== null) return fault;
      if ('code' in content && content.code !== undefined) return answerEvent(content.code, message);
      if (isFile(content)) {
        return media.send(message, (mediaId) => post(message, content.kind, { media_id: mediaId }));
      }
      const words = wordsOf(content);
      if (words === null) return cannot(message, '微信客服');
      return receiptOf(() => post(message, words.msgtype, words.body));
    },
  };
}

/**
 * Some answer a repeated msgid by refusing it. Its form was checked before, so a complaint that it repeats or exists
 * means that the first attempt went out: '' stands for the message's own key.
 */
function asRepetition(error: unknown): string {
  const repeated =
    error instanceof WecomError && error.errcode !== null && /msgid\W+(repeat|duplicat|exist)/i.test(error.message);
  if (repeated) return '';
  throw error;
}

const keyFault = ({ key }: Outgoing): Refused | null =>
  /^[0-9A-Za-z_-]{1,32}$/.test(key) ? null : unfit('消息编号应为 1–32 位字母、数字或 _-');

function contentFault(content: OutgoingContent): Refused | null {
  if (content.kind === 'text') return textFault('消息', content.text, MAX_TEXT_BYTES);
  if (content.kind !== 'menu') return null;
  const { options, links = [] } = content;
  const count = options.length + links.length;
  if (count === 0 || count > MAX_ITEMS) return unfit(`菜单应有 1–${MAX_ITEMS} 项`);
  const items = [
    ...options.flatMap(({ id, text }) => [
      textFault('菜单项编号', id, MAX_ITEM_BYTES),
      textFault('菜单项', text, MAX_ITEM_BYTES),
    ]),
    ...links.flatMap(({ url, text }) => [
      textFault('菜单链接', url, MAX_URL_BYTES),
      textFault('菜单项', text, MAX_HEAD_BYTES),
    ]),
  ];
  const tail = content.tail === undefined ? null : textFault('菜单结尾', content.tail, MAX_TAIL_BYTES);
  return textFault('菜单开头', content.head, MAX_HEAD_BYTES) ?? tail ?? items.find((fault) => fault !== null) ?? null;
}

type Words = { readonly msgtype: 'text' | 'msgmenu'; readonly body: ApiBody };

/** What can be said in words, as the platform writes it; null for cards and files. */
function wordsOf(content: OutgoingContent): Words | null {
  if (content.kind === 'text') return { msgtype: 'text', body: { content: content.text } };
  if (content.kind !== 'menu') return null;
  const list = [
    ...content.options.map(({ id, text }) => ({ type: 'click', click: { id, content: text } })),
    ...(content.links ?? []).map(({ url, text }) => ({ type: 'view', view: { url, content: text } })),
  ];
  const tail = content.tail === undefined ? {} : { tail_content: content.tail };
  return { msgtype: 'msgmenu', body: { head_content: content.head, list, ...tail } };
}
