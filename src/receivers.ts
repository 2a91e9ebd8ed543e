/** What the work of the inbox asks WeCom for, by the client: pages of 微信客服, files, cards, the company's contacts. */
import type { MenuPort } from './app/bring-menu.js';
import type { Directory } from './app/change-roster.js';
import type { Receivers } from './app/receive-message.js';
import { templateCard } from './channels/wecom-app.js';
import type { Config } from './config.js';
import type { Logger } from './log.js';
import type { SyncRequest, WecomClient } from './wecom/client.js';
import { WecomError } from './wecom/errors.js';

/** `timed`: nobody turns the wheels by hand, and so waits for each answer however long it takes. */
export function receiversOf(config: Config, client: WecomClient, log: Logger, timed: boolean): Receivers {
  const { wecom } = config;
  const sync = (request: SyncRequest) => client.syncKf(request);
  const fetchMedia = (mediaId: string) => client.getMedia('kf', mediaId);
  return {
    kf: wecom.kf === null ? null : { account: wecom.kf.account, sync, fetchMedia },
    fetchAppMedia: wecom.app === null ? null : (mediaId: string) => client.getMedia('app', mediaId),
    directory: wecom.app === null ? null : directoryOf(client, log),
    updateCard: async (userid, responseCode, shown): Promise<void> => {
      if (wecom.app === null) return;
      const card = { userids: [userid], agentid: wecom.app.agentId, response_code: responseCode };
      const change =
        typeof shown === 'string'
          ? { button: { replace_name: shown } }
          : { template_card: templateCard(shown, config.publicUrl ?? '') };
      await client.updateTemplateCard({ ...card, ...change });
    },
    after: (ms, run) => {
      if (!timed) return () => undefined;
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** The app's menu in WeCom; null where there is no app. */
export function menuPort({ wecom: { app } }: Config, client: WecomClient): MenuPort | null {
  if (app === null) return null;
  return { get: () => client.getMenu(app.agentId), create: (menu) => client.createMenu(app.agentId, menu) };
}

const ROOT = 1;

/** What the contacts do not show, or not now, is not known: nothing waits for it, or who left would keep their roles meanwhile. */
function directoryOf(client: WecomClient, log: Logger): Directory {
  const shown = async <T>(what: string, call: () => Promise<T>): Promise<T | null> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WecomError)) throw error;
      log.info({ what, errcode: error.errcode }, 'the contacts do not show it');
      return null;
    }
  };
  const departments = () =>
    shown('departments', async () => new Map((await client.listDepartments()).map(({ id, name }) => [id, name])));
  return {
    departments,
    async memberOf(userid) {
      const member = await shown('member', () => client.getUser(userid));
      if (member === null) return null;
      // The root is the company itself.
      const main = member.departments.find((id) => id !== ROOT);
      const names = main === undefined ? null : await departments();
      return { name: member.name, department: main === undefined ? null : (names?.get(main) ?? null) };
    },
  };
}
