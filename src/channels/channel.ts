/**
 * The one interface of all channels 渠道: send, and what this channel can do. What comes in is a value (`Inbound`) that
 * whoever received it writes to the inbox; no channel calls the application back.
 */
export type ChannelName = 'wecom-app' | 'wecom-kf' | 'wechaty' | 'simulator';

/** What goes out, as the outbox keeps it. `key` is the idempotency key: the same one on every attempt. */
export type Outgoing = {
  readonly key: string;
  /** Staff userid, or the resident's external_userid. */
  readonly to: string;
  readonly content: OutgoingContent;
};

export type OutgoingContent =
  | ({ readonly kind: 'text'; readonly text: string } & OnEvent)
  | ({
      readonly kind: 'menu';
      readonly head: string;
      readonly options: readonly MenuOption[];
      /** Pages that can be opened from it. */
      readonly links?: readonly MenuLink[];
      readonly tail?: string;
    } & OnEvent)
  | { readonly kind: 'card'; readonly card: TaskCard }
  /** Changes a card that was sent, by its code: the words take the buttons' place. */
  | { readonly kind: 'card-done'; readonly code: string; readonly text: string }
  | FileContent;

/** `file` is the id of a stored file; `mediaId` is set once it was uploaded, so that a retry sends the same one. */
export type FileContent = {
  readonly kind: 'image' | 'voice' | 'video' | 'file';
  readonly file: string;
  readonly mediaId?: string;
};

export const isFile = (content: OutgoingContent): content is FileContent => 'file' in content;

/** `code`: it answers an event of 微信客服, by the code that came with it, where nothing else may be sent. */
type OnEvent = { readonly code?: string };

export type MenuLink = { readonly url: string; readonly text: string };
export type MenuOption = { readonly id: string; readonly text: string };

/** A due task for staff: a button_interaction card, or a text_notice where there are no buttons. */
export type TaskCard = {
  readonly taskId: string;
  readonly title: string;
  readonly description: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly buttons: readonly { readonly key: string; readonly text: string }[];
};

export type Verdict = 'retry' | 'renew-token' | 'next-channel' | 'give-up';
export type Receipt =
  | { readonly kind: 'sent'; readonly id: string; readonly responseCode?: string }
  | {
      readonly kind: 'refused';
      readonly verdict: Verdict;
      readonly reason: string;
      readonly errcode?: number;
      readonly retryAfterMs?: number;
    };

export interface Channel {
  readonly name: ChannelName;
  readonly can: { readonly menu: boolean; readonly file: boolean; readonly pushAnytime: boolean };
  send(message: Outgoing): Promise<Receipt>;
}
