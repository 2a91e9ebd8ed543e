/** The platform's calls that this program makes, one function each (wecom-protocol.md §3–§7). */
import { WecomError } from './errors.js';
import { type Answer, type FileAnswer } from './transport.js';
import {
  type SecretName,
  type SessionOptions,
  type StandingFault,
  type WecomSession,
  openWecomSession,
} from './session.js';

export type MediaType = 'image' | 'voice' | 'video' | 'file';
export type MediaFile = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };
/** A body as the platform documents it; the channels build it. */
export type ApiBody = Readonly<Record<string, unknown>>;

export type SentMessage = {
  readonly msgId: string;
  /** Who did not get it: not in the app's range, or without a licence. */
  readonly unreached: readonly string[];
  /** For one update of an interactive card; '' for other messages. */
  readonly responseCode: string;
};

export type SyncRequest = {
  readonly openKfId: string;
  /** Where the last page ended; '' for the beginning. */
  readonly cursor: string;
  /** From the notice, good for 10 minutes; without it the platform allows only a few calls. */
  readonly token?: string;
  /** At most 1000, which is the default. */
  readonly limit?: number;
};
export type SyncPage = {
  readonly nextCursor: string;
  readonly hasMore: boolean;
  /** For readKfMessage. */
  readonly messages: readonly unknown[];
};

export type Member = { readonly userid: string; readonly name: string; readonly departments: readonly number[] };
export type Department = { readonly id: number; readonly name: string; readonly parentId: number };

export type WecomClient = ReturnType<typeof makeWecomClient>;
export type { SecretName, StandingFault };

/**
 * Makes the client of one company. Every call rejects with a WecomError, whose verdict says what to do.
 * Calls for staff are made with the app's secret, `kf/*` with that of 微信客服.
 */
export function makeWecomClient(options: SessionOptions) {
  const session = openWecomSession(options);
  return {
    /** What the operator has to mend at present. */
    standingFaults: (): readonly StandingFault[] => session.standingFaults(),
    ...staffCalls(session),
    ...menuCalls(session),
    ...mediaCalls(session),
    ...kfCalls(session),
    ...rosterCalls(session),
    ...signInCalls(session),
  };
}

function staffCalls(session: WecomSession) {
  const post = (method: string, body: ApiBody): Promise<Answer> => session.json({ secret: 'app', method, body });
  return {
    sendMessage: async (body: ApiBody): Promise<SentMessage> => sentMessage(await post('message/send', body)),
    /** `{userids, agentid, response_code, button:{replace_name}}` or a whole new card; once per click, within 72 hours. */
    async updateTemplateCard(body: ApiBody): Promise<void> {
      await post('message/update_template_card', body);
    },
  };
}

/** There is no menu. */
const NO_MENU = 46003;

function menuCalls(session: WecomSession) {
  return {
    /** The menu of an app, `{button:[…]}`; null where it has none. */
    async getMenu(agentId: number): Promise<unknown> {
      const call = { secret: 'app', method: 'menu/get', query: { agentid: String(agentId) } } as const;
      return session.json(call).catch((error: unknown) => {
        if (error instanceof WecomError && error.errcode === NO_MENU) return null;
        throw error;
      });
    },
    /** `{button:[{name, sub_button:[{type, name, key}] ≤ 5}] ≤ 3}`: in the place of the one that is there. */
    async createMenu(agentId: number, body: ApiBody): Promise<void> {
      await session.json({ secret: 'app', method: 'menu/create', query: { agentid: String(agentId) }, body });
    },
  };
}

function mediaCalls(session: WecomSession) {
  return {
    /** Uploads a temporary file, good for 3 days. Not idempotent: keep the id before using it. */
    async uploadMedia(secret: SecretName, type: MediaType, file: MediaFile): Promise<string> {
      const form = new FormData();
      form.set('media', new Blob([Uint8Array.from(file.bytes)], { type: file.mime }), file.name);
      return text(await session.json({ secret, method: 'media/upload', query: { type }, body: form }), 'media_id');
    },
    getMedia: (secret: SecretName, mediaId: string): Promise<FileAnswer> =>
      session.file({ secret, method: 'media/get', query: { media_id: mediaId } }),
  };
}

function kfCalls(session: WecomSession) {
  const post = (method: string, body: ApiBody): Promise<Answer> => session.json({ secret: 'kf', method, body });
  return {
    async syncKf({ openKfId, cursor, token, limit = 1000 }: SyncRequest): Promise<SyncPage> {
      const given = { ...(cursor === '' ? {} : { cursor }), ...(token ? { token } : {}) };
      const answer = await post('kf/sync_msg', { ...given, limit, voice_format: 0, open_kfid: openKfId });
      return {
        nextCursor: text(answer, 'next_cursor'),
        hasMore: number(answer, 'has_more') === 1 || field(answer, 'has_more') === true,
        messages: list(answer, 'msg_list'),
      };
    },
    sendKf: async (body: ApiBody): Promise<string> => text(await post('kf/send_msg', body), 'msgid'),
    /** The answer to an event: `code` is its welcome_code or msg_code, good for one message. */
    sendKfOnEvent: async (body: ApiBody): Promise<string> => text(await post('kf/send_msg_on_event', body), 'msgid'),

    /** The address of a kf account's chat. `scene`: at most 32 bytes of [0-9A-Za-z_-]. */
    addContactWay: async (openKfId: string, scene: string): Promise<string> =>
      text(await post('kf/add_contact_way', { open_kfid: openKfId, scene }), 'url'),
  };
}

function rosterCalls(session: WecomSession) {
  const look = (method: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    session.json({ secret: 'app', method, query });
  return {
    getUser: async (userid: string): Promise<Member> => member(await look('user/get', { userid })),
    async listDepartments(): Promise<readonly Department[]> {
      return list(await look('department/list'), 'department').map(department);
    },
  };
}

/** The code is no code, is older than five minutes, or was used. */
const BAD_CODE: ReadonlySet<number | null> = new Set([40029, 42003]);

function signInCalls(session: WecomSession) {
  return {
    /** Whose browser brought this code: a member's userid, '' for somebody outside the company, null for a bad code. */
    async useridOf(code: string): Promise<string | null> {
      const call = { secret: 'app', method: 'auth/getuserinfo', query: { code } } as const;
      const answer = await session.json(call).catch((error: unknown) => {
        if (error instanceof WecomError && BAD_CODE.has(error.errcode)) return null;
        throw error;
      });
      return answer === null ? null : text(answer, 'userid');
    },
  };
}

function sentMessage(answer: Answer): SentMessage {
  const unreached = ['invaliduser', 'unlicenseduser'].flatMap((name) => text(answer, name).split('|'));
  return {
    msgId: text(answer, 'msgid'),
    unreached: unreached.filter((userid) => userid !== ''),
    responseCode: text(answer, 'response_code'),
  };
}

const member = (entry: unknown): Member => ({
  userid: text(entry, 'userid'),
  name: text(entry, 'name'),
  departments: list(entry, 'department').filter((id) => typeof id === 'number'),
});

const department = (entry: unknown): Department => ({
  id: number(entry, 'id'),
  name: text(entry, 'name'),
  parentId: number(entry, 'parentid'),
});

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** '' where the platform leaves the field out. */
function text(value: unknown, name: string): string {
  const found = field(value, name);
  return Number.isSafeInteger(found) ? String(found) : typeof found === 'string' ? found : '';
}

function number(value: unknown, name: string): number {
  const found = Number(field(value, name));
  return Number.isFinite(found) ? found : 0;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
