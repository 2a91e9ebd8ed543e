/** A member of staff in WeCom, who says, taps and hears. */
import type { Delivery, Postman } from './callbacks.js';
import { buttonsOf } from './cards.js';
import type { Fields } from './envelope.js';
import { textAt } from './answer.js';
import { enterState, recordEvent } from './kf.js';
import { confirmMass } from './mass.js';
import { keep } from './media.js';
import { keyClicked } from './menu.js';
import { newResponseCode } from './messages.js';
import { samplePicture, sampleVoice } from './samples.js';
import type { ResidentState, StaffHeard, StaffState, World } from './state.js';
import { changed, nextNumber } from './state.js';

/** A message on a member's screen; `file` while its media lives. */
export type StaffSeen = Readonly<StaffHeard> & {
  readonly file: { readonly name: string; readonly bytes: Buffer } | undefined;
};

export type Tap = {
  /** Only this card; otherwise the newest that has the button and was not yet updated. */
  readonly taskId?: string;
  /** Choices made on the card: question_key to option ids. */
  readonly selected?: { readonly [question: string]: readonly string[] };
  /** Tap although the card was updated, as a screen that lags behind allows. */
  readonly stale?: true;
};

export type Staff = {
  readonly userid: string;
  readonly name: string;
  /** Resolves when the product has accepted the callback, or the platform has given up. */
  says(text: string): Promise<Delivery>;
  sends(kind: 'image' | 'voice' | 'location'): Promise<Delivery>;
  /** Taps a card's button by its key or words. Throws where there is none. */
  taps(keyOrText: string, tap?: Tap): Promise<Delivery>;
  /** Clicks an entry of the app's own menu, by its words or its key. Throws where the menu has none. */
  clicks(what: string): Promise<Delivery>;
  /** Opens the app. */
  enters(): Promise<Delivery>;
  /** Any other event, with its fields. */
  causes(event: string, fields?: Fields): Promise<Delivery>;
  /** Takes a resident's kf conversation over, or ends it. */
  takesOver(resident: string): Promise<Delivery>;
  ends(resident: string): Promise<Delivery>;
  /** Mass messages that wait for this member's confirmation; and the confirmation. */
  massWaiting(): readonly { readonly msgid: string; readonly text: string }[];
  confirms(msgid: string): void;
  /** Leaves the app's visibility; messages to them are then invalid. */
  departs(): void;
  /** The words of everything received and not recalled, oldest first; a file's name for files. */
  hears(): readonly string[];
  seen(): readonly StaffSeen[];
  last(): StaffSeen | undefined;
};

export type StaffOptions = { readonly name?: string; readonly department?: number };

/** The member of that id, who is made on the first call. */
export function staffOf(world: World, postman: Postman, userid: string, options: StaffOptions): Staff {
  const state = world.staff.get(userid) ?? newMember(world, userid, options);
  const post = (type: string, fields: Fields): Promise<Delivery> =>
    postman.post('app', message(world, userid, type, fields));
  const cause = (event: string, fields: Fields = {}): Promise<Delivery> => post('event', { Event: event, ...fields });
  const seen = (): readonly StaffSeen[] =>
    state.heard.filter((each) => !each.recalled).map((each) => look(world, each));
  const kfSession = (id: string, to: 3 | 4): Promise<Delivery> => {
    moveSession(world, userid, id, to);
    return postman.ring();
  };
  return {
    userid,
    get name() {
      return state.name;
    },
    says: (text) => post('text', { Content: text }),
    sends: (kind) => post(kind, sample(world, kind)),
    taps: async (what, tap = {}) => cause('template_card_event', tapped(world, state, what, tap)),
    clicks: async (what) => cause('click', { EventKey: keyClicked(world, what) }),
    enters: () => cause('enter_agent', { EventKey: '' }),
    causes: cause,
    takesOver: (id) => kfSession(id, 3),
    ends: (id) => kfSession(id, 4),
    massWaiting: () => [...world.mass.values()].filter((mass) => mass.sender === userid && mass.confirmedAt === null),
    confirms: (msgid) => confirmMass(world, userid, msgid),
    departs: () => {
      state.active = false;
      changed(world, 'staff', userid);
    },
    hears: () => seen().map((each) => each.text),
    seen,
    last: () => seen().at(-1),
  };
}

function newMember(world: World, userid: string, options: StaffOptions): StaffState {
  const { name = userid, department = 1 } = options;
  const state: StaffState = { userid, name, department, active: true, arrivals: [], heard: [] };
  world.staff.set(userid, state);
  return state;
}

/** Events carry no MsgId, as on the platform. */
function message(world: World, userid: string, type: string, fields: Fields): Fields {
  return {
    ToUserName: world.settings.corpId,
    FromUserName: userid,
    CreateTime: Math.floor(world.now() / 1000),
    MsgType: type,
    ...fields,
    ...(type !== 'event' && { MsgId: String(nextNumber(world)) }),
    AgentID: world.settings.agentId,
  };
}

function sample(world: World, kind: 'image' | 'voice' | 'location'): Fields {
  if (kind === 'location') return { Location_X: '31.2304', Location_Y: '121.4737', Scale: 15, Label: '翠湖路 1 号' };
  const picture = kind === 'image';
  const bytes = picture ? samplePicture : sampleVoice;
  const file = picture ? { name: 'photo.png', mime: 'image/png' } : { name: 'voice.amr', mime: 'audio/amr' };
  const { id } = keep(world, { ...file, bytes, type: kind });
  return picture ? { PicUrl: `https://wework.qpic.cn/${id}`, MediaId: id } : { MediaId: id, Format: 'amr' };
}

function tapped(world: World, state: StaffState, what: string, tap: Tap): Fields {
  const cards = state.heard.filter((heard) => heard.kind === 'template_card' && !heard.recalled).toReversed();
  const open = cards.filter((card) => tap.stale === true || card.replacedBy === undefined);
  const wanted = open.filter((card) => tap.taskId === undefined || card.content['task_id'] === tap.taskId);
  for (const card of wanted) {
    const button = buttonsOf(card.content).find(({ key, text }) => key === what || text === what);
    if (button !== undefined) return click(world, card, button.key, tap.selected ?? {});
  }
  const had = wanted.flatMap((card) => buttonsOf(card.content)).map(({ key, text }) => `${text} (${key})`);
  throw new RangeError(`${state.userid} has no button '${what}'; there are: ${had.join(', ') || 'none'}`);
}

function click(world: World, card: StaffHeard, key: string, selected: NonNullable<Tap['selected']>): Fields {
  const answers = Object.entries(selected).map(([QuestionKey, ids]) => ({ QuestionKey, OptionIds: { OptionId: ids } }));
  return {
    EventKey: key,
    TaskId: textAt(card.content, 'task_id'),
    CardType: textAt(card.content, 'card_type'),
    ResponseCode: newResponseCode(world, card.msgid),
    ...(answers.length > 0 && { SelectedItems: { SelectedItem: answers } }),
  };
}

const look = (world: World, heard: StaffHeard): StaffSeen => {
  const media = heard.mediaId === undefined ? undefined : world.media.get(heard.mediaId);
  return { ...heard, file: media && { name: media.name, bytes: media.bytes } };
};

/** change_type 1: taken from the pool, 3: ended by the servicer. */
function moveSession(world: World, userid: string, id: string, to: 3 | 4): void {
  const resident: ResidentState | undefined = world.residents.get(id);
  if (resident === undefined) throw new RangeError(`no resident ${id}`);
  const code = enterState(world, resident, to, userid);
  recordEvent(world, resident, {
    event_type: 'session_status_change',
    change_type: to === 3 ? 1 : 3,
    ...(to === 3 ? { old_servicer_userid: '', new_servicer_userid: userid } : { old_servicer_userid: userid }),
    ...code,
  });
}
