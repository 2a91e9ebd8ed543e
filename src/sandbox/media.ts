/** `media/upload` and `media/get`: files that live for three days. */
import type { Answer, Call } from './answer.js';
import { ok, refuse } from './answer.js';
import type { Media, World } from './state.js';
import { DAY, nextId } from './state.js';

const MIB = 1024 * 1024;
const LARGEST: ReadonlyMap<string, number> = new Map([
  ['image', 10 * MIB],
  ['voice', 2 * MIB],
  ['video', 10 * MIB],
  ['file', 20 * MIB],
]);
const ENDINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['image', ['jpg', 'jpeg', 'png']],
  ['voice', ['amr']],
  ['video', ['mp4']],
]);
const SMALLEST = 5;

export async function upload(world: World, call: Call): Promise<Answer> {
  const type = call.query.get('type') ?? '';
  const largest = LARGEST.get(type) ?? refuse(40005, 'invalid type parameter');
  const file = await mediaField(call);
  if (file.bytes.length <= SMALLEST || file.bytes.length > largest) refuse(40006, 'invalid media file size');
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  if (ENDINGS.get(type)?.includes(ending) === false) refuse(40004, 'invalid media file type');
  const media = keep(world, { ...file, type });
  return ok({ type, media_id: media.id, created_at: String(Math.floor(world.now() / 1000)) });
}

/** Stores a file as if it had been uploaded, or sent by a person. */
export function keep(world: World, file: Pick<Media, 'type' | 'name' | 'mime' | 'bytes'>): Media {
  const media: Media = { ...file, id: nextId(world, `media-${file.type}`), expiresAt: world.now() + 3 * DAY };
  world.media.set(media.id, media);
  return media;
}

async function mediaField(call: Call): Promise<{ name: string; mime: string; bytes: Buffer }> {
  const form = await new Response(new Uint8Array(call.bytes), { headers: { 'content-type': call.contentType } })
    .formData()
    .catch(() => refuse(41005, 'media data missing: not multipart/form-data'));
  const field = form.get('media');
  if (field === null || typeof field === 'string') return refuse(41005, 'media data missing');
  return { name: field.name, mime: field.type, bytes: Buffer.from(await field.arrayBuffer()) };
}

export function download(world: World, call: Call): Answer {
  const media = mediaFor(world, call.query.get('media_id') ?? '', undefined);
  return { kind: 'bytes', bytes: media.bytes, mime: media.mime || 'application/octet-stream', name: media.name };
}

/** The file of that id; 40007 where there is none, it is older than three days, or of another type. */
export function mediaFor(world: World, id: string, type: string | undefined): Media {
  const media = world.media.get(id);
  if (media === undefined || media.expiresAt <= world.now()) return refuse(40007, 'invalid media_id');
  return type === undefined || media.type === type ? media : refuse(40007, `invalid media_id: not of type ${type}`);
}
