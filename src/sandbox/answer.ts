/** How the platform answers: errcode and errmsg in a 200, or bytes; and readers for what a call may hold. */
import type { Json, Scope } from './state.js';
import { utf8Length } from './state.js';

export type Answer =
  | { readonly kind: 'json'; readonly body: Json }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly mime: string; readonly name: string };

export type Call = {
  /** Without `/cgi-bin/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly json: Json;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly scope: Scope | 'none';
};

/** The platform says no: becomes `{errcode, errmsg}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errcode: number;
  constructor(errcode: number, errmsg: string) {
    super(errmsg);
    this.errcode = errcode;
  }
}

export const ok = (more: Json = {}): Answer => ({ kind: 'json', body: { errcode: 0, errmsg: 'ok', ...more } });

export function refuse(errcode: number, errmsg: string): never {
  throw new Refusal(errcode, errmsg);
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part that must be an object; 40058 names the field. */
export function objectAt(json: Json, field: string): Json {
  const value = json[field];
  return isObject(value) ? value : refuse(40058, `invalid Request Parameter: ${field} should be an object`);
}

/** A list of objects; absent is empty. */
export function objectsAt(json: Json, field: string): readonly Json[] {
  const value = json[field] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) refuse(40058, `invalid Request Parameter: ${field}`);
  return value;
}

/** A text of at most `maxBytes` UTF-8 bytes; absent is ''. Too long is 45002, another type 40058. */
export function textAt(json: Json, field: string, maxBytes = Infinity): string {
  const value = json[field] ?? '';
  if (typeof value !== 'string') refuse(40058, `invalid Request Parameter: ${field} should be a string`);
  if (utf8Length(value) > maxBytes) refuse(45002, `content size out of limit: ${field}, at most ${maxBytes} bytes`);
  return value;
}

/** A text that may not be empty. */
export function neededText(json: Json, field: string, maxBytes = Infinity, errcode = 40058): string {
  const value = textAt(json, field, maxBytes);
  return value === '' ? refuse(errcode, `missing parameter: ${field}`) : value;
}

/** A whole number within bounds; absent gives `fallback`. */
export function wholeAt(json: Json, field: string, bounds: readonly [number, number], fallback: number): number {
  const value = json[field] ?? fallback;
  const whole = typeof value === 'number' && Number.isInteger(value) && value >= bounds[0] && value <= bounds[1];
  return whole ? value : refuse(40058, `invalid Request Parameter: ${field} should be within ${bounds.join('..')}`);
}

/** A list of texts; absent is empty, more than `most` is refused. */
export function textsAt(json: Json, field: string, most: number): readonly string[] {
  const value: unknown = json[field] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string') || value.length > most)
    refuse(40058, `invalid Request Parameter: ${field}, at most ${most} strings`);
  return value;
}
