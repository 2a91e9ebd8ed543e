/** Puts the program together: database, policies, sayings, channels, engine, server. Opens and closes it. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { bringMenu } from './app/bring-menu.js';
import { startEngine, type Engine } from './app/engine.js';
import { logTroubles, openPolicies } from './app/policies-in-force.js';
import { bringVersionsUp, rereadPolicies } from './app/renew-policies.js';
import { warmUpForms } from './app/reports/warm-up-forms.js';
import { startTimetable, type Timetable } from './app/timetable.js';
import type { Channel, ChannelName } from './channels/channel.js';
import type { FileSource } from './channels/media.js';
import { makeWecomAppChannel } from './channels/wecom-app.js';
import { makeWecomKfChannel } from './channels/wecom-kf.js';
import { OFFICIAL_API_BASE, type Config } from './config.js';
import type { Clock, Context } from './context.js';
import { readFormFiles } from './form-files.js';
import { openLog } from './log.js';
import type { PolicyFiles } from './policy-files.js';
import { menuPort, receiversOf } from './receivers.js';
import { readHolidays } from './holidays-file.js';
import { readSayings } from './sayings-file.js';
import { readCauses } from './causes-file.js';
import { openBox, type Box } from './store/box.js';
import type { Db } from './store/db.js';
import { checkDataKey } from './store/data-key.js';
import { keepFact } from './store/facts.js';
import { fileSource } from './store/files.js';
import { openArrivalWriter, type ArrivalWriter } from './store/arrival-writer.js';
import type { Arrived } from './store/arrivals.js';
import { releaseClaims } from './store/inbox.js';
import { databaseKind } from './store/migrate.js';
import { openMigratedDb } from './store/open-db.js';
import { lockSqliteFile } from './store/server-lock.js';
import { openTokenStore } from './store/token-store.js';
import { callbackFront, callbackRoutes } from './web/callbacks.js';
import { metricsText, type Readiness } from './web/health.js';
import { buildServer } from './web/server.js';
import type { SignInDoor } from './web/sign-in.js';
import { authorizeOrigins, authorizeUrl } from './wecom/authorize.js';
import { makeCallbackGate, type CallbackGate } from './wecom/callback.js';
import type { TokenStore } from './wecom/token.js';
import { makeWecomClient, type StandingFault, type WecomClient } from './wecom/client.js';

export type Runtime = {
  readonly ctx: Context;
  readonly engine: Engine;
  readonly server: FastifyInstance;
  /** Reads the policy files again: a whole new text is in force from now on. */
  reread(): Promise<void>;
  /** Makes the app's menu in WeCom, where it is another one; what fails is only told in the log. */
  bringMenu(): Promise<void>;
  /** Starts the timetable and listens; the address it can be reached at. */
  start(): Promise<string>;
  /** Takes nothing new, finishes what is under way, and gives everything back. */
  close(): Promise<void>;
};

export type RuntimeOptions = {
  readonly config: Config;
  readonly clock: Clock;
  /** The demo, whose page `/` is then. */
  readonly plugins?: (runtime: Pick<Runtime, 'ctx' | 'engine'>) => readonly FastifyPluginAsync[];
  /** A timetable of its own; a test that turns the wheels itself wants none. */
  readonly timetable?: boolean;
};

const API_TIMEOUT_MS = 10_000;
/** What waited while the program was down goes first. */
const WARM_UP_AFTER_MS = 1_000;

export async function openRuntime({ config, clock, plugins, timetable = true }: RuntimeOptions): Promise<Runtime> {
  const log = openLog(config.logLevel);
  const sqlite = databaseKind(config.databaseUrl) === 'sqlite';
  const unlock = sqlite ? await lockSqliteFile(config.databaseUrl) : async () => undefined;
  const box = openBox(config.dataKey);
  const { db, files } = await openStore(config, box, clock).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  const instance = randomBytes(8).toString('hex');
  const client = clientOf(config, openTokenStore({ db, box, instance, clock }), clock);
  let engine: Engine | null = null;
  let address = `http://${config.host}:${config.port}`;
  const ctx: Context = {
    clock,
    db,
    box,
    log,
    ...files,
    sayings: readSayings(),
    holidays: readHolidays(),
    channels: channelsOf(config, client, fileSource(db, box)),
    defaultZone: config.defaultZone,
    instance,
    publicUrl: () => (config.publicUrl ?? address).replace(/\/+$/u, ''),
    wake: (wheel) => engine?.wake(wheel),
  };
  const arrivals = openArrivalWriter(db, box);
  engine = startEngine(ctx, receiversOf(config, client, log, timetable), Math.random, () => arrivals.calm());
  const running = engine;
  const gates = gatesOf(config);
  const front = callbackFront(ctx, gates, arrivals);
  const server = buildServer({
    ctx,
    apiTokens: config.apiTokens,
    plugins: [callbackRoutes(ctx, gates, front), ...(plugins?.({ ctx, engine: running }) ?? [])],
    front,
    board: { door: doorOf(config, client), isHome: plugins === undefined },
    ready: () => readiness(ctx, client),
    metrics: () => metricsText(ctx),
  });
  let lines: Timetable | null = null;
  const reread = (): Promise<void> => rereadPolicies(ctx, config.policyDir);
  const bringOurs = (): Promise<void> => bringMenu(ctx, menuPort(config, client));
  return {
    ctx,
    engine: running,
    server,
    reread,
    bringMenu: bringOurs,
    async start() {
      if (sqlite) await db.write((tx) => releaseClaims(tx));
      logTroubles(ctx, ctx.library.troubles());
      await bringVersionsUp(ctx);
      address = await server.listen({ host: config.host, port: config.port });
      if (timetable) {
        lines = await startLines(ctx, running, config, { arrivals, reread });
        void bringOurs();
      }
      return address;
    },
    async close() {
      await server.close();
      await lines?.stop();
      await running.stop();
      await db.close();
      await unlock();
    },
  };
}

/** What was missed while the program was down is pulled, and the timetable runs. */
async function startLines(
  ctx: Context,
  engine: Engine,
  { wecom: { kf } }: Config,
  { arrivals, reread }: { readonly arrivals: ArrivalWriter; readonly reread: () => Promise<void> },
): Promise<Timetable> {
  if (kf !== null) await arrivals.write(startingPull(ctx, kf.account));
  setTimeout(() => warmUpForms(ctx), WARM_UP_AFTER_MS).unref();
  return startTimetable(ctx, engine, reread);
}

/** The database, up to date and with the right key, the policies in force by it, the printed forms and the causes. */
async function openStore(
  { databaseUrl, policyDir, formsDir }: Config,
  box: Box,
  clock: Clock,
): Promise<{ readonly db: Db; readonly files: PolicyFiles & Pick<Context, 'forms' | 'causes'> }> {
  const forms = readFormFiles(formsDir);
  const causes = readCauses();
  const db = await openMigratedDb(databaseUrl);
  try {
    await checkDataKey(db, box, clock.now());
    return { db, files: { ...(await openPolicies(db.read, policyDir)), forms, causes } };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A notice of our own: what rang while the program was down, and was given up by the platform, is pulled too. */
function startingPull({ clock, instance }: Context, openKfId: string): Arrived {
  const notice = { MsgType: 'event', Event: 'kf_msg_or_event', OpenKfId: openKfId };
  return { source: 'kf', plain: JSON.stringify(notice), signature: `start-${instance}`, receivedAt: clock.now() };
}

function clientOf({ wecom }: Config, tokens: TokenStore, clock: Clock): WecomClient {
  return makeWecomClient({
    baseUrl: wecom.apiBase,
    timeoutMs: API_TIMEOUT_MS,
    corpId: wecom.corpId,
    secrets: {
      ...(wecom.app === null ? {} : { app: wecom.app.secret }),
      ...(wecom.kf === null ? {} : { kf: wecom.kf.secret }),
    },
    tokens,
    now: () => clock.now(),
  });
}

/** Signing in is the self-built app's; the platform's own pages are asked, or those of a stand-in for it. */
function doorOf({ wecom }: Config, client: WecomClient): SignInDoor | null {
  const { app, corpId } = wecom;
  if (app === null) return null;
  const standIn = wecom.apiBase === OFFICIAL_API_BASE ? null : wecom.apiBase.replace(/\/+$/u, '');
  return {
    authorizeUrl: (question) => authorizeUrl(standIn, { corpId, agentId: app.agentId, ...question }),
    useridOf: (code) => client.useridOf(code),
    origins: authorizeOrigins(standIn),
  };
}

function channelsOf(config: Config, client: WecomClient, files: FileSource): ReadonlyMap<ChannelName, Channel> {
  const channels = new Map<ChannelName, Channel>();
  const { app, kf } = config.wecom;
  const cardUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  if (app !== null) channels.set('wecom-app', makeWecomAppChannel({ client, agentId: app.agentId, files, cardUrl }));
  if (kf !== null) channels.set('wecom-kf', makeWecomKfChannel({ client, openKfId: kf.account, files }));
  return channels;
}

function gatesOf({ wecom }: Config): { readonly app: CallbackGate | null; readonly kf: CallbackGate | null } {
  const gate = (part: { readonly token: string; readonly aesKey: string } | null): CallbackGate | null =>
    part === null
      ? null
      : makeCallbackGate({
          token: part.token,
          aesKey: part.aesKey,
          corpId: wecom.corpId,
          maxAgeS: wecom.callbackMaxAgeS,
        });
  return { app: gate(wecom.app), kf: gate(wecom.kf) };
}

/** What the app may do without: its menu, and who the company's contacts are. An address that is not allowed is none of that. */
const EXTRAS: ReadonlySet<string> = new Set(['menu/get', 'menu/create', 'user/get', 'department/list']);
const isExtra = ({ method, errcode }: StandingFault): boolean => EXTRAS.has(method) && errcode !== 60020;

/** Whether it can do its work now: the database writes, and WeCom has not refused in a way that a person must mend. */
async function readiness(ctx: Context, client: WecomClient): Promise<Readiness> {
  const reasons: string[] = [];
  try {
    await ctx.db.write((tx) => keepFact(tx, 'ready', '', ctx.clock.now()));
  } catch {
    reasons.push('数据库写不进去');
  }
  const faults = client.standingFaults().filter((fault) => !isExtra(fault));
  for (const fault of faults) reasons.push(`企业微信拒绝 ${fault.method}（${fault.errcode ?? ''}）`);
  return { ok: reasons.length === 0, reasons };
}
