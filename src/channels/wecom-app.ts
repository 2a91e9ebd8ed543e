/** Staff and managers, through the self-built app 自建应用: texts, template cards 模板卡片, pictures and files. */
import type { ApiBody, WecomClient } from '../wecom/client.js';
import type { Channel, Outgoing, Receipt, TaskCard } from './channel.js';
import { type FileSource, type Prepared, makeMediaUploader } from './media.js';
import { type Refused, cannot, receiptOf, textFault, unfit } from './refusal.js';

export type WecomAppOptions = {
  readonly client: WecomClient;
  /** WECOM_AGENT_ID. */
  readonly agentId: number;
  readonly files: FileSource;
  /** What a card without buttons opens: the platform asks for an address (PUBLIC_URL). */
  readonly cardUrl: string;
};

export type WecomAppChannel = Channel & {
  /** Uploads what the message needs; keep the answer before sending it. */
  prepare(message: Outgoing): Promise<Prepared>;
};

const MAX_TEXT_BYTES = 2048;
const MAX_BUTTONS = 6;
const MAX_FACTS = 6;
/** In seconds. The same content to the same person within it is shown once, which covers a resend after a crash. */
const DUPLICATE_CHECK_S = 1800;

/**
 * The app's channel. The platform has no idempotency key here but a check of equal content: two different messages of
 * the same words to one person within 30 minutes are shown once, so answers that may repeat need their time in them.
 */
export function makeWecomAppChannel(options: WecomAppOptions): WecomAppChannel {
  const media = makeMediaUploader(options.client, 'app', options.files);

  const post = async (message: Outgoing, msgtype: string, content: ApiBody): Promise<Receipt> => {
    const sent = await options.client.sendMessage({
      touser: message.to,
      agentid: options.agentId,
      msgtype,
      [msgtype]: content,
      safe: 0,
      enable_id_trans: 0,
      enable_duplicate_check: 1,
      duplicate_check_interval: DUPLICATE_CHECK_S,
    });
    if (sent.unreached.length > 0) return unfit('接收人无效：账号不存在、不在应用可见范围内，或没有接口许可');
    const receipt = { kind: 'sent', id: sent.msgId || message.key } as const;
    return sent.responseCode === '' ? receipt : { ...receipt, responseCode: sent.responseCode };
  };

  const change = async ({ to, key }: Outgoing, { code, text }: CardDone): Promise<Receipt> => {
    const button = { replace_name: text };
    await options.client.updateTemplateCard({ userids: [to], agentid: options.agentId, response_code: code, button });
    return { kind: 'sent', id: key };
  };

  return {
    name: 'wecom-app',
    can: { menu: false, file: true, pushAnytime: true },
    prepare: (message) => media.prepare(message),
    async send(message) {
      const { content } = message;
      switch (content.kind) {
        case 'text':
          return (
            textFault('消息', content.text, MAX_TEXT_BYTES) ??
            receiptOf(() => post(message, 'text', { content: content.text }))
          );
        case 'card':
          return (
            cardFault(content.card) ??
            receiptOf(() => post(message, 'template_card', templateCard(content.card, options.cardUrl)))
          );
        case 'card-done':
          return receiptOf(() => change(message, content));
        case 'image':
        case 'voice':
        case 'video':
        case 'file':
          return media.send(message, (mediaId) => post(message, content.kind, { media_id: mediaId }));
        case 'menu':
          return cannot(message, '企业微信应用');
        default:
          return content satisfies never;
      }
    },
  };
}

function cardFault(card: TaskCard): Refused | null {
  if (!/^[0-9A-Za-z_@-]{1,128}$/.test(card.taskId)) return unfit('卡片的 taskId 应为 1–128 位字母、数字或 _@-');
  if (card.buttons.length > MAX_BUTTONS) return unfit(`卡片最多 ${MAX_BUTTONS} 个按钮`);
  if (card.facts.length > MAX_FACTS) return unfit(`卡片最多 ${MAX_FACTS} 行内容`);
  return card.title === '' ? unfit('卡片没有标题') : null;
}

type CardDone = Extract<Outgoing['content'], { kind: 'card-done' }>;

/** button_interaction with its buttons, the first one prominent; text_notice where there are none. */
export function templateCard(card: TaskCard, url: string): ApiBody {
  const common = {
    main_title: { title: card.title, desc: card.description },
    horizontal_content_list: card.facts.map(({ name, value }) => ({ keyname: name, value })),
    task_id: card.taskId,
  };
  if (card.buttons.length === 0) return { card_type: 'text_notice', ...common, card_action: { type: 1, url } };
  const buttons = card.buttons.map(({ key, text }, index) => ({ text, style: index === 0 ? 1 : 2, key }));
  return { card_type: 'button_interaction', ...common, button_list: buttons };
}
