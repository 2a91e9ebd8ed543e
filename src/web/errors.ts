/** What goes wrong on the way, as `{error:{code,message,field?}}`: codes English, messages 简体中文, never a stack. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Logger } from '../log.js';

/** Thrown by a route for what the caller can mend. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

type Fault = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
};

/** What fastify itself refuses, by its own code. */
const FRAMEWORK: Readonly<Record<string, Omit<Fault, 'field'>>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'body_too_large', message: '正文过大' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    message: '不支持这种正文类型，Content-Type 应为 application/json',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'empty_body', message: '正文为空，应为一个 JSON 对象或数组' },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'malformed_json', message: '正文不是合法的 JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, code: 'bad_request', message: '正文长度与 Content-Length 不符' },
  FST_ERR_BAD_URL: { status: 400, code: 'bad_url', message: '网址不合法' },
};

function faultOf(error: FastifyError | ApiError): Fault {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const field = first?.instancePath.replace(/^\//, '').replaceAll('/', '.');
    return { status: 400, code: 'invalid', message: first?.message ?? '请求不合法', field };
  }
  const known = FRAMEWORK[error.code];
  if (known !== undefined) return known;
  if (error instanceof SyntaxError && error.statusCode === 400)
    return FRAMEWORK['FST_ERR_CTP_INVALID_JSON_BODY'] as Fault;
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return { status, code: 'bad_request', message: '请求不合法' };
  return { status: 500, code: 'internal', message: '服务器内部错误，请稍后再试' };
}

function send(reply: FastifyReply, { status, code, message, field }: Fault): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, message, ...(field ? { field } : {}) } });
}

/** Methods by which a path may be known under another name. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** Answers every fault of the server in the one shape; what is ours goes to the log, without bodies. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    const fault = faultOf(error);
    if (fault.status >= 500) {
      log.error(
        { route: request.routeOptions.url, method: request.method, error: error.stack ?? error.message },
        'request failed',
      );
    }
    return send(reply, fault);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(app, request);
    if (allowed.length === 0) return send(reply, { status: 404, code: 'not_found', message: '没有这个地址' });
    void reply.header('allow', allowed.join(', '));
    const message = `这个地址不接受 ${request.method}，只接受 ${allowed.join('、')}`;
    return send(reply, { status: 405, code: 'method_not_allowed', message });
  });
}

function allowedMethods(app: FastifyInstance, request: FastifyRequest): readonly string[] {
  const url = request.url.split('?')[0] ?? '/';
  return METHODS.filter((method) => app.hasRoute({ method, url }));
}

/** For what fastify refuses before any route is found. */
export function answerFrameworkError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void send(reply, faultOf(error));
}
