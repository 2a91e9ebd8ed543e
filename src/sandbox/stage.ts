/**
 * The demo page: one plays a resident, a steward, a manager and a supervisor, and watches what the product does and why.
 *
 *     app.register(demoStage(world));   // GET /, POST /demo/say, /demo/photo, /demo/tap, /demo/click, /demo/report, /demo/clock, /demo/resident
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { packageRoot } from '../package-root.js';
import { parseDuration } from './duration.js';
import type { Stage } from './stage-acts.js';
import {
  click,
  moveClock,
  playResident,
  renewChat,
  report,
  REPORTABLE,
  say,
  sendPhoto,
  StageRefusal,
  tap,
  WHO,
} from './stage-acts.js';
import { newChats } from './stage-chats.js';
import { stageState } from './stage-state.js';
import { newTicker } from './stage-ticker.js';
import type { DemoWorld } from './stage-world.js';

const PAGES = path.join(packageRoot(), 'templates', 'pages');
const FILES = {
  '/': ['demo.html', 'text/html; charset=utf-8'],
  '/demo/demo.css': ['demo.css', 'text/css; charset=utf-8'],
  '/demo/demo.js': ['demo.js', 'text/javascript; charset=utf-8'],
  '/demo/demo-report.js': ['demo-report.js', 'text/javascript; charset=utf-8'],
  '/demo/demo-talk.js': ['demo-talk.js', 'text/javascript; charset=utf-8'],
  '/demo/demo-phone.js': ['demo-phone.js', 'text/javascript; charset=utf-8'],
  '/demo/demo-system.js': ['demo-system.js', 'text/javascript; charset=utf-8'],
} as const;
const POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const WORDS_MOST = 500;
const words = (name: string) =>
  z.string(`${name}应为文字`).trim().min(1, `${name}不能为空`).max(WORDS_MOST, `${name}最多 ${WORDS_MOST} 字`);
const member = z.string(WHO).regex(/^[\w.@-]{1,64}$/u, WHO);
const sayBody = z.object({ as: member, text: words('消息') });
const photoBody = z.object({
  as: member,
});
const tapBody = z.object({ as: member, message: words('消息编号'), option: words('选项') });
const clickBody = z.object({
  as: member,
  key: words('菜单项'),
});
const reportBody = z.object({
  kind: z.enum(REPORTABLE, `类型应为 ${REPORTABLE.join('、')} 之一`),
  household: words('房号'),
  description: words('内容'),
});
const clockBody = z.object({ advance: z.string('advance 应为时长，例如 P1D') });
const residentBody = z.object({ id: words('住户'), keepsChatting: z.boolean('应为 true 或 false').optional() });

/** The page and its routes. One stage a plugin: all browsers see the same phones. */
export function demoStage(world: DemoWorld): FastifyPluginAsync {
  return async (app) => {
    const stage = openStage(world);
    const ticker = newTicker(world.sandbox);
    app.addHook('preClose', async () => {
      ticker.close();
      stage.closing = true;
      await stage.moving;
    });
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof StageRefusal) return reply.code(400).send({ message: error.message });
      return reply.send(error);
    });
    for (const [url, [file, type]] of Object.entries(FILES))
      app.get(url, async (_request, reply) => sendFile(reply, file, type));
    lookRoutes(app, stage, ticker);
    actRoutes(app, stage, ticker.tick);
  };
}

type Ticker = ReturnType<typeof newTicker>;

function openStage(world: DemoWorld): Stage {
  const first = world.sample.residents.find(({ id }) => id === world.sample.cast[0]?.resident);
  if (first === undefined) throw new RangeError('the sample estate has no resident to play');
  const chats = newChats(world.sandbox, () => world.now());
  return {
    world,
    chats,
    resident: first,
    keepsChatting: true,
    reported: [],
    closing: false,
    moving: Promise.resolve(),
  };
}

async function sendFile(reply: FastifyReply, file: string, type: string): Promise<FastifyReply> {
  const bytes = await readFile(path.join(PAGES, file));
  return reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' }).type(type).send(bytes);
}

function lookRoutes(app: FastifyInstance, stage: Stage, ticker: Ticker): void {
  let greeted: Promise<void> | undefined;
  app.get<{ Querystring: { scope?: string } }>('/demo/state', async (request) => {
    greeted ??= renewChat(stage);
    await greeted;
    return stageState(stage, request.query.scope === 'estate' ? 'estate' : 'household');
  });
  app.get('/demo/events', (request, reply) => {
    reply.hijack();
    ticker.follow(request.raw, reply.raw);
  });
  app.get<{ Params: { message: string } }>('/demo/media/:message', async (request, reply) => {
    const file = stage.chats.file(request.params.message);
    if (file === undefined) return reply.code(404).send({ message: '没有这个文件。' });
    const type = /\.jpe?g$/i.test(file.name)
      ? 'image/jpeg'
      : /\.png$/i.test(file.name)
        ? 'image/png'
        : 'application/octet-stream';
    return reply.headers({ 'x-content-type-options': 'nosniff' }).type(type).send(file.bytes);
  });
}

function actRoutes(app: FastifyInstance, stage: Stage, tick: () => void): void {
  const act = <S extends z.ZodType>(url: string, shape: S, work: (body: z.output<S>) => Promise<object>): void => {
    app.post(url, async (request) => {
      const body = shape.safeParse(request.body);
      if (!body.success) throw new StageRefusal([...new Set(body.error.issues.map((each) => each.message))].join('；'));
      const answer = await work(body.data).finally(tick);
      return { ok: true, ...answer };
    });
  };
  act('/demo/say', sayBody, async (body) => (await say(stage, body.as, body.text), {}));
  act('/demo/photo', photoBody, async (body) => (await sendPhoto(stage, body.as), {}));
  act('/demo/tap', tapBody, async (body) => (await tap(stage, body.as, body.message, body.option), {}));
  act('/demo/click', clickBody, async (body) => (await click(stage, body.as, body.key), {}));
  act('/demo/report', reportBody, async (body) => ({ event: await report(stage, body) }));
  act('/demo/resident', residentBody, async (body) => {
    if (body.id !== stage.resident.id) await playResident(stage, body.id);
    if (body.keepsChatting !== undefined) stage.keepsChatting = body.keepsChatting;
    await renewChat(stage);
    return {};
  });
  act('/demo/clock', clockBody, async ({ advance }) => {
    const ms = parseDuration(advance);
    if (ms === null)
      throw new StageRefusal(
        `不认识的时长「${advance.slice(0, 40)}」。可以写：PT1H（一小时）、P1D（一天）、P1W（一周）。`,
      );
    const moved = stage.moving.then(() => moveClock(stage, ms));
    stage.moving = moved.catch(() => undefined);
    await moved;
    return { now: new Date(stage.world.now()).toISOString() };
  });
}
