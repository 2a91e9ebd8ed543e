/** The API of an empty intake, called as another system calls it. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { buildServer } from '../../src/web/server.js';
import { openIntake } from './intake.js';

/** One of the two tokens that open it. */
export const TOKEN = 'a-token-of-some-length-0123456789';
export const OTHER_TOKEN = 'another-token';
export const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

export type ApiTest = {
  readonly world: Awaited<ReturnType<typeof openIntake>>;
  readonly app: FastifyInstance;
  /** A text goes as it is, all else as JSON. */
  post(path: string, payload: unknown): Promise<LightMyRequestResponse>;
  get(path: string): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};

export async function openApi(): Promise<ApiTest> {
  const world = await openIntake();
  const app = buildServer({
    ctx: world.ctx,
    apiTokens: [OTHER_TOKEN, TOKEN],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
  });
  return {
    world,
    app,
    post: (path, payload) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/${path}`,
        headers: { ...AUTHORIZED, 'content-type': 'application/json' },
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    get: (path) => app.inject({ method: 'GET', url: `/api/v1/${path}`, headers: AUTHORIZED }),
    close: async () => {
      await app.close();
      await world.close();
    },
  };
}

type Answered = { json(): unknown };
export const errorOf = (answer: Answered): { code: string; message: string; field?: string } =>
  (answer.json() as { error: never }).error;
