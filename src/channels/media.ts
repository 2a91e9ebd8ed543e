/** Files on their way out: uploaded first, so that the media_id can be kept before the message goes (fault 6). */
import type { MediaType, SecretName, WecomClient } from '../wecom/client.js';
import { isFile, type Outgoing } from './channel.js';
import { type Refused, receiptOf, unfit } from './refusal.js';

export type StoredFile = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };
/** Where stored files are read from; null if there is none of that id. */
export type FileSource = { read(id: string): Promise<StoredFile | null> };

export type Prepared = { readonly kind: 'ready'; readonly message: Outgoing } | Refused;

export type MediaUploader = {
  /** The message with its mediaId; as it was if it needs none or has one. */
  prepare(message: Outgoing): Promise<Prepared>;
  /**
   * Prepares and sends. A mediaId that the platform does not know any more (40007: older than 3 days) is replaced once.
   */
  send<T>(message: Outgoing, deliver: (mediaId: string) => Promise<T>): Promise<T | Refused>;
};

/** The largest that the platform takes of each type. */
export const MAX_BYTES: Readonly<Record<MediaType, number>> = {
  image: 10 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
  file: 20 * 1024 * 1024,
};
/** The platform takes only what is larger than this. */
export const EMPTY_BYTES = 5;
const INVALID_MEDIA_ID = 40007;

export function makeMediaUploader(client: WecomClient, secret: SecretName, files: FileSource): MediaUploader {
  const prepare = async (message: Outgoing): Promise<Prepared> => {
    const { content } = message;
    if (!isFile(content) || content.mediaId !== undefined) {
      return { kind: 'ready', message };
    }
    const file = await files.read(content.file);
    if (file === null) return unfit(`文件 ${content.file} 不存在`);
    const size = file.bytes.byteLength;
    const limit = MAX_BYTES[content.kind];
    if (size <= EMPTY_BYTES || size > limit)
      return unfit(`文件有 ${size} 字节，应大于 ${EMPTY_BYTES} 且不超过 ${limit} 字节`);
    return receiptOf(async () => {
      const mediaId = await client.uploadMedia(secret, content.kind, file);
      return { kind: 'ready' as const, message: { ...message, content: { ...content, mediaId } } };
    });
  };

  const deliverOnce = async <T>(message: Outgoing, deliver: (mediaId: string) => Promise<T>): Promise<T | Refused> => {
    const prepared = await prepare(message);
    if (prepared.kind === 'refused') return prepared;
    return receiptOf(() => deliver(mediaIdOf(prepared.message)));
  };

  return {
    prepare,
    async send(message, deliver) {
      const receipt = await deliverOnce(message, deliver);
      const stale = isRefused(receipt) && receipt.errcode === INVALID_MEDIA_ID && mediaIdOf(message) !== '';
      return stale ? deliverOnce(withoutMediaId(message), deliver) : receipt;
    },
  };
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

const mediaIdOf = ({ content }: Outgoing): string => ('mediaId' in content ? (content.mediaId ?? '') : '');

function withoutMediaId(message: Outgoing): Outgoing {
  const { content } = message;
  if (!isFile(content)) return message;
  return { ...message, content: { kind: content.kind, file: content.file } };
}
