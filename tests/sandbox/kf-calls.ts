/** Calls to the kf API, as a product makes them. */
import type { Api, Stage } from './stand-in.js';

export const HOUR = 3_600_000;
export type Line = Readonly<Record<string, unknown>>;
export const lines = (page: Api): readonly Line[] => page['msg_list'] as readonly Line[];
export const pull = (stage: Stage, more: object = {}): Promise<Api> =>
  stage.kf('kf/sync_msg', { open_kfid: stage.sandbox.settings.kfAccount, ...more });
export const say = (stage: Stage, touser: string, msgid: string, content = '您好', more: object = {}): Promise<Api> =>
  stage.kf('kf/send_msg', {
    touser,
    open_kfid: stage.sandbox.settings.kfAccount,
    msgid,
    msgtype: 'text',
    text: { content },
    ...more,
  });
export const menu = (head: string, ...items: readonly string[]): object => ({
  msgtype: 'msgmenu',
  msgmenu: {
    head_content: head,
    list: items.map((content, n) => ({ type: 'click', click: { id: `v12:${n}`, content } })),
    tail_content: '点一下即可',
  },
});
export const pullToken = (stage: Stage): string | undefined =>
  /<Token><!\[CDATA\[(.*?)\]\]>/.exec(stage.product.received.at(-1)?.plain ?? '')?.[1];

/** One message for a welcome code, or for the code of a session's end. */
export const welcome = (stage: Stage, code: unknown, msgid: string): Promise<Api> =>
  stage.kf('kf/send_msg_on_event', { code, msgid, msgtype: 'text', text: { content: '欢迎' } });
/** The event pulled last. */
export const entered = async (stage: Stage) => lines(await pull(stage)).at(-1)?.['event'] as Line;
