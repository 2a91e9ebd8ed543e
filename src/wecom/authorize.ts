/** Where a browser is sent so that the platform says who sits at it (wecom-protocol.md §7). */

export type Authorization = {
  readonly corpId: string;
  readonly agentId: number;
  /** Where the platform sends the browser back to, with `code` and `state`; its host is a trusted domain of the app. */
  readonly redirectUri: string;
  /** Letters and digits, at most 128 bytes. */
  readonly state: string;
  /** The browser is WeCom's own, and knows already who it is; else a code is scanned, or WeCom on the same machine asked. */
  readonly isInside: boolean;
};

/** The hosts of the platform's own pages; a stand-in has both pages at its one address. */
const OWN_HOSTS = { inside: 'https://open.weixin.qq.com', desk: 'https://login.work.weixin.qq.com' } as const;

/** The origins to which a sign-in may lead. `standIn`: the address of a platform that is not WeCom's own. */
export const authorizeOrigins = (standIn: string | null): readonly string[] =>
  standIn === null ? Object.values(OWN_HOSTS) : [new URL(standIn).origin];

/** The address of the page on which a member of staff signs in. */
export function authorizeUrl(
  standIn: string | null,
  { corpId, agentId, redirectUri, state, isInside }: Authorization,
): string {
  const app = { appid: corpId, agentid: String(agentId), redirect_uri: redirectUri, state };
  if (!isInside) {
    const query = new URLSearchParams({ login_type: 'CorpApp', ...app });
    return `${standIn ?? OWN_HOSTS.desk}/wwlogin/sso/login?${query.toString()}`;
  }
  const query = new URLSearchParams({ ...app, response_type: 'code', scope: 'snsapi_base' });
  return `${standIn ?? OWN_HOSTS.inside}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
}

/** WeCom's own browser names itself. */
export const isWecomBrowser = (userAgent: string | undefined): boolean => /\bwxwork\//iu.test(userAgent ?? '');
