/** A resident in WeChat, who says, taps and hears. Every act is a line in the account's log and a callback. */
import type { Delivery, Postman } from './callbacks.js';
import { newEventCode, record, recordEvent } from './kf.js';
import { keep } from './media.js';
import type { Json, ResidentHeard, ResidentState, World } from './state.js';
import { changed } from './state.js';
import { samplePicture, sampleVoice } from './samples.js';

export type Resident = {
  readonly id: string;
  readonly nickname: string;
  /** Resolves when the product has accepted the callback, or the platform has given up. */
  says(text: string): Promise<Delivery>;
  /** Taps the item of that id or words, in the newest message that has it. Throws where none has. */
  taps(idOrText: string): Promise<Delivery>;
  sends(kind: 'image' | 'voice' | 'video' | 'file' | 'location', own?: SentBySelf): Promise<Delivery>;
  /** Opens the chat, by a QR code's scene_param or just so. */
  enters(sceneParam?: string, scene?: string): Promise<Delivery>;
  /** Takes a message of their own back. */
  recalls(msgid: string): Promise<Delivery>;
  /** Becomes a 客户联系 customer of this member, or leaves. */
  befriends(userid: string): void;
  leaves(userid: string): void;
  /** The words of everything received, oldest first. */
  hears(): readonly string[];
  /** Everything received, with its menu items. */
  seen(): readonly ResidentHeard[];
  last(): ResidentHeard | undefined;
  readonly serviceState: ResidentState['serviceState'];
  /** Until when the account may write to them, and how many messages; null: they never wrote. */
  readonly window: { readonly until: number; readonly left: number } | null;
};

/** A file of their own in place of the sample, and what the platform makes of a voice. */
export type SentBySelf = {
  readonly name?: string;
  readonly mime?: string;
  readonly bytes?: Buffer;
  readonly recognition?: string;
};

export type ResidentOptions = {
  readonly nickname?: string;
  /** False: the account never met them, so that a message to them answers 84061. True by default. */
  readonly known?: boolean;
  /** As if they had written at this instant; the 48 hours run from it. */
  readonly lastSaidAt?: number;
};

/** The resident of that id, who is made on the first call. */
export function residentOf(world: World, postman: Postman, id: string, options: ResidentOptions): Resident {
  const state = world.residents.get(id) ?? newResident(world, id, options);
  const act = (record: () => unknown): Promise<Delivery> => {
    state.known = true;
    record();
    changed(world, 'resident', id);
    return postman.ring();
  };
  return {
    id,
    get nickname() {
      return state.nickname;
    },
    get serviceState() {
      return state.serviceState;
    },
    get window() {
      const { kfWindowMs, kfMessagesPerWindow } = world.settings.limits;
      const left = kfMessagesPerWindow - state.sentSince;
      return state.lastSaidAt === null ? null : { until: state.lastSaidAt + kfWindowMs, left };
    },
    says: (text) => act(() => write(world, state, 'text', { content: text })),
    taps: async (what) => {
      const item = findItem(state, what);
      return act(() => write(world, state, 'text', { content: item.text, menu_id: item.id }));
    },
    sends: (kind, own = {}) => act(() => write(world, state, kind, sample(world, kind, own))),
    enters: (sceneParam, scene) => act(() => enter(world, state, sceneParam ?? '', scene ?? '')),
    recalls: (recall_msgid) => act(() => recordEvent(world, state, { event_type: 'user_recall_msg', recall_msgid })),
    befriends: (userid) => void state.friends.add(userid),
    leaves: (userid) => void state.friends.delete(userid),
    hears: () => state.heard.map((heard) => heard.text),
    seen: () => state.heard,
    last: () => state.heard.at(-1),
  };
}

function newResident(world: World, id: string, options: ResidentOptions): ResidentState {
  const state: ResidentState = {
    id,
    nickname: options.nickname ?? id,
    lastSaidAt: options.lastSaidAt ?? null,
    sentSince: 0,
    serviceState: 0,
    servicer: undefined,
    welcomedAt: null,
    known: options.known ?? true,
    friends: new Set(),
    massSent: [],
    heard: [],
  };
  world.residents.set(id, state);
  return state;
}

function write(world: World, state: ResidentState, msgtype: string, content: Json): void {
  state.lastSaidAt = world.now();
  state.sentSince = 0;
  if (state.serviceState === 4) state.serviceState = 0;
  record(world, {
    open_kfid: world.settings.kfAccount,
    external_userid: state.id,
    origin: 3,
    msgtype,
    [msgtype]: content,
  });
}

function findItem(state: ResidentState, what: string) {
  const items = state.heard.toReversed().flatMap((heard) => heard.options);
  const found = items.find((item) => item.id === what || item.text === what);
  if (found !== undefined) return found;
  const had = items.map((item) => `${item.text} (${item.id})`).join(', ');
  throw new RangeError(`${state.id} has no menu item '${what}'; there are: ${had || 'none'}`);
}

const SAMPLES = {
  image: { name: 'photo.png', mime: 'image/png', bytes: samplePicture },
  voice: { name: 'voice.amr', mime: 'audio/amr', bytes: sampleVoice },
  video: { name: 'video.mp4', mime: 'video/mp4', bytes: Buffer.alloc(64, 1) },
  file: { name: '说明.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.4 sample') },
} as const;

function sample(world: World, kind: keyof typeof SAMPLES | 'location', own: SentBySelf): Json {
  if (kind === 'location') return { latitude: 31.2304, longitude: 121.4737, name: '小区', address: '翠湖路 1 号' };
  const { recognition, ...file } = own;
  const { id } = keep(world, { ...SAMPLES[kind], ...file, type: kind });
  return { media_id: id, ...(recognition === undefined ? {} : { recognition }) };
}

/** A welcome code comes along if they neither wrote nor were welcomed in the last 48 hours. */
function enter(world: World, state: ResidentState, sceneParam: string, scene: string): void {
  const { kfWindowMs, welcomeCodeMs } = world.settings.limits;
  const recent = (at: number | null): boolean => at !== null && world.now() - at <= kfWindowMs;
  const welcome =
    recent(state.lastSaidAt) || recent(state.welcomedAt) ? undefined : newEventCode(world, state, welcomeCodeMs);
  recordEvent(world, state, {
    event_type: 'enter_session',
    scene,
    ...(sceneParam !== '' && { scene_param: sceneParam }),
    ...(welcome !== undefined && { welcome_code: welcome }),
  });
}
