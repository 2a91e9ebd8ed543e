/**
 * A WeCom (企业微信) server of our own for tests and the demo: real HTTP, real encryption, everything in memory. The
 * product reaches it through WECOM_API_BASE, and it reaches the product through its callbacks; neither knows the other.
 *
 *     await using sandbox = await startSandbox();
 *     sandbox.setCallbackBase(product.url);
 *     await sandbox.resident('wmLi').says('满意');
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delivery, Postman } from './callbacks.js';
import { newPostman } from './callbacks.js';
import type { Contacts } from './contacts.js';
import { newContacts } from './contacts.js';
import type { Fault, Hold } from './faults.js';
import { newFaultBook, plainPath } from './faults.js';
import type { LoggedCall, Platform } from './http.js';
import { serve } from './http.js';
import { recordEvent } from './kf.js';
import type { SandboxOptions } from './new-world.js';
import { newWorld } from './new-world.js';
import type { MenuName } from './menu.js';
import { menuSeen } from './menu.js';
import type { People } from './people.js';
import { newPeople } from './people.js';
import type { Change, Json, Scope, Settings, World } from './state.js';
import { newLoginCode } from './sign-in-page.js';
import { endTokens } from './tokens.js';

export type Sandbox = People &
  Controls & {
    /** What WECOM_API_BASE should be, without a trailing slash. */
    readonly url: string;
    readonly settings: Settings;
    /** Members and departments of the company. */
    readonly contacts: Contacts;
    /** The app's menu, as its members see it. */
    menu(): readonly MenuName[];
    /** The variables with which the product finds this server. */
    environment(): Readonly<Record<string, string>>;
    setCallbackBase(url: string): void;
    /** Calls received, oldest first; of one path if given, with or without `/cgi-bin/`. */
    calls(path?: string): readonly LoggedCall[];
    deliveries(): readonly Delivery[];
    /** When no callback is under way. */
    settled(): Promise<void>;
    /** Told of whatever changed on a screen or in a log; returns the way to stop. */
    onChange(listener: (change: Change) => void): () => void;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  };

/** What a test may order. */
export type Controls = {
  /** The next calls of a path (`*`: any) go wrong this way. */
  fail(path: string, fault: Fault): void;
  /** Stops the next call of a path before or after its work until it is let go. */
  hold(path: string, when?: 'before-work' | 'after-work'): Hold;
  clearFaults(): void;
  /** Tokens end now: as expired (42001), or as replaced by another program (40014). */
  expireTokens(errcode?: 42001 | 40014): void;
  /** The next sync_msg serves the page of the last one again. */
  repeatLastPage(): void;
  /** Every cursor given out becomes unknown (40058). */
  forgetCursors(): void;
  /** A message that was accepted turns out undeliverable: an msg_send_fail event. */
  failDelivery(msgid: string, failType?: number): Promise<Delivery>;
  /** A kf callback with nothing new behind it. */
  ring(): Promise<Delivery>;
  redeliver(delivery: Delivery, how?: 'same-bytes' | 'new-envelope'): Promise<number | null>;
  /** The admin console's check of a callback address. */
  verifyAddress(door: Scope): Promise<boolean>;
  department(id: number, name: string, parent?: number): void;
  /** Opens a group robot; its messages as they come. */
  robot(key: string): { hears(): readonly Json[] };
  /** The code that the sign-in page would bring: for a member, or for someone outside. */
  loginCode(who: { readonly userid: string } | { readonly external_userid: string }): string;
};

/** Starts the platform on `options.port`, or on a free one, of the loopback address. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = newWorld(options);
  const closing = new AbortController();
  const platform: Platform = { world, faults: newFaultBook(), calls: [], closing: closing.signal };
  const postman = newPostman(world);
  const server = createServer((request, response) => {
    serve(platform, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  const url = await listen(server, options.port ?? 0);
  const close = async (): Promise<void> => {
    closing.abort();
    postman.close();
    platform.faults.clear();
    await postman.settled();
    await stop(server);
  };
  return {
    ...newPeople(world, postman),
    ...newControls(platform, postman),
    contacts: newContacts(world, postman),
    menu: () => menuSeen(world),
    url,
    settings: world.settings,
    environment: () => environment(world.settings, url),
    setCallbackBase: (base) => void (world.callbackBase = base.replace(/\/$/, '')),
    calls: (path) =>
      path === undefined ? platform.calls : platform.calls.filter((call) => call.path === plainPath(path)),
    deliveries: () => postman.deliveries,
    settled: () => postman.settled(),
    onChange(listener) {
      world.listeners.add(listener);
      return () => void world.listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function newControls(platform: Platform, postman: Postman): Controls {
  const { world, faults } = platform;
  return {
    fail: (path, fault) => faults.fail(path, fault),
    hold: (path, when = 'before-work') => faults.hold(path, when),
    clearFaults: () => faults.clear(),
    expireTokens: (errcode = 42001) => endTokens(world, errcode),
    repeatLastPage: () => void (world.repeatPage = true),
    forgetCursors: () => world.cursors.clear(),
    failDelivery: (msgid, failType = 0) => failDelivery(world, postman, msgid, failType),
    ring: () => postman.ring(),
    redeliver: (delivery, how = 'same-bytes') => postman.again(delivery, how),
    verifyAddress: (door) => postman.verify(door),
    department: (id, name, parent = 1) => void world.departments.set(id, { name, parent }),
    robot(key) {
      const robot = world.robots.get(key) ?? { arrivals: [], heard: [] };
      world.robots.set(key, robot);
      return { hears: () => robot.heard };
    },
    loginCode: (who) => newLoginCode(world, who),
  };
}

function failDelivery(world: World, postman: Postman, fail_msgid: string, fail_type: number): Promise<Delivery> {
  const resident = world.residents.get(world.kfSent.get(fail_msgid) ?? '');
  if (resident === undefined) throw new RangeError(`no kf message ${fail_msgid} was sent`);
  const at = resident.heard.findIndex((heard) => heard.msgid === fail_msgid);
  if (at !== -1) resident.heard.splice(at, 1);
  recordEvent(world, resident, { event_type: 'msg_send_fail', fail_msgid, fail_type });
  return postman.ring();
}

const environment = (settings: Settings, url: string): Readonly<Record<string, string>> => ({
  WECOM_CORP_ID: settings.corpId,
  WECOM_API_BASE: url,
  WECOM_AGENT_ID: String(settings.agentId),
  WECOM_AGENT_SECRET: settings.agentSecret,
  WECOM_APP_TOKEN: settings.app.token,
  WECOM_APP_AES_KEY: settings.app.aesKey,
  WECOM_KF_SECRET: settings.kfSecret,
  WECOM_KF_TOKEN: settings.kf.token,
  WECOM_KF_AES_KEY: settings.kf.aesKey,
  WECOM_KF_ACCOUNT: settings.kfAccount,
});

const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${taken}`);
    });
  });

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
