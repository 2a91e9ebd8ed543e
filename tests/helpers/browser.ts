/** A browser without a screen: keeps the cookies of each host, and follows where it is sent. */

export type Shown = {
  readonly status: number;
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
};

export type TestBrowser = {
  /** The page at which one ends up. */
  open(url: string): Promise<Shown>;
  /** The first answer, wherever it leads. */
  get(url: string): Promise<Shown>;
  post(url: string): Promise<Shown>;
  readonly cookies: Map<string, string>;
};

const MOST_STEPS = 10;

export function openBrowser(headers: Readonly<Record<string, string>> = {}): TestBrowser {
  const cookies = new Map<string, string>();
  const ask = async (url: string, method: 'GET' | 'POST'): Promise<Shown> => {
    const { host } = new URL(url);
    const own = [...cookies].filter(([name]) => name.startsWith(`${host} `));
    const cookie = own.map(([name, value]) => `${name.slice(host.length + 1)}=${value}`).join('; ');
    const form = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const answer = await fetch(url, { method, redirect: 'manual', headers: { ...headers, ...form, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(`${host} ${name}`);
      else cookies.set(`${host} ${name}`, value);
    }
    return { status: answer.status, url, body: await answer.text(), headers: answer.headers };
  };
  const get = (url: string): Promise<Shown> => ask(url, 'GET');
  return {
    cookies,
    get,
    post: (url) => ask(url, 'POST'),
    async open(url) {
      let shown = await get(url);
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const to = shown.headers.get('location');
        if (to === null) return shown;
        shown = await get(new URL(to, shown.url).href);
      }
      throw new Error('it leads nowhere');
    },
  };
}

/** Signs in as a member at the platform's page, wherever the sign-in began; the page at which one ends up. */
export async function signInAs(browser: TestBrowser, url: string, userid: string): Promise<Shown> {
  const choice = await browser.open(url);
  return browser.open(`${choice.url.split('#')[0]}&as=${userid}`);
}
