/** Everything the demo page shows, as one JSON value. */
import { localTime } from '../core/calendar.js';
import type { Instant } from '../core/calendar.js';
import { householdZh } from '../core/household.js';
import { EVENT_KINDS, GRADES, METHODS, ROLES, VISIT_STATUSES } from '../core/terms.js';
import type { Term } from '../core/terms.js';
import type { MenuName } from './menu.js';
import type { SampleEstate, SampleResident, SampleStaff } from './sample-estate.js';
import { boundId, isSilent, kindName, otherStaff, type PARTS, playedBy, REPORTABLE } from './stage-acts.js';
import type { Part, Stage } from './stage-acts.js';
import type { ChatMessage, KfWindow } from './stage-chats.js';
import type { SystemView, VisitView } from './stage-world.js';

export type PhoneState = { readonly who: string; readonly name: string; readonly messages: readonly ChatMessage[] };
export type StageState = {
  readonly now: number;
  readonly zone: string;
  readonly quiet: { readonly on: boolean; readonly hours: readonly [string, string]; readonly minutesLeft: number };
  readonly estate: { readonly id: string; readonly name: string };
  readonly residents: readonly {
    readonly id: string;
    readonly name: string;
    readonly household: string;
    readonly address: string;
    readonly silent: boolean;
  }[];
  readonly resident: { readonly id: string; readonly keepsChatting: boolean; readonly window: KfWindow };
  readonly kinds: readonly { readonly kind: string; readonly name: string }[];
  readonly phones: { readonly [part in (typeof PARTS)[number]]: PhoneState } & Readonly<Record<Part, PhoneState>>;
  /** Who else of the staff can be played, by userid. */
  readonly others: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly estate: string | null;
  }[];
  /** The app's own menu, at the foot of each member's phone. */
  readonly menu: readonly MenuName[];
  readonly reported: readonly string[];
  readonly view: { readonly totals: SystemView['totals']; readonly visits: readonly (VisitView & Labels)[] };
};
type Labels = {
  readonly kindName: string;
  readonly statusName: string;
  readonly gradeName: string | null;
  readonly methodName: string | null;
  readonly address: string | null;
};

/** The stage now; the system's view of the whole estate, or of the household that is played. */
export async function stageState(stage: Stage, scope: 'household' | 'estate'): Promise<StageState> {
  const { world, resident, chats } = stage;
  const { id, name, timezone } = world.sample.estate;
  const view = await world.view(id, scope === 'household' ? resident.household : undefined);
  const phone = (part: Part): PhoneState => {
    const member = playedBy(stage, part);
    return { who: member.userid, name: member.name, messages: chats.staff(member.userid).messages() };
  };
  const externalId = boundId(resident);
  return {
    now: world.now(),
    zone: timezone,
    quiet: quietAt(world.now(), world.sample.estate),
    estate: { id, name },
    residents: playable(stage),
    resident: { id: resident.id, keepsChatting: stage.keepsChatting, window: chats.window(externalId) },
    kinds: REPORTABLE.map((kind) => ({ kind, name: kindName(kind) })),
    phones: {
      resident: { who: externalId, name: resident.name, messages: chats.resident(externalId).messages() },
      steward: phone('steward'),
      manager: phone('manager'),
      supervisor: phone('supervisor'),
      ...Object.fromEntries(otherStaff(stage).map(({ userid }) => [userid, phone(userid)])),
    },
    others: otherStaff(stage).map((one) => otherShown(world.sample, one)),
    menu: world.sandbox.menu(),
    reported: stage.reported,
    view: { totals: view.totals, visits: view.visits.map(labelled) },
  };
}

function playable(stage: Stage): StageState['residents'] {
  const { cast, residents } = stage.world.sample;
  return residents
    .filter((one) => cast.some(({ resident }) => resident === one.id))
    .map((one) => ({ ...shown(one), silent: isSilent(stage, one) }));
}

/** 锦园 stands with those who work there only. */
function otherShown({ estate, neighbour }: SampleEstate, { userid, name, roles }: SampleStaff) {
  const isHere = roles.some((one) => one.estate === estate.id);
  return {
    id: userid,
    name,
    role: wordFor(ROLES, roles[0]?.role ?? ''),
    estate: isHere ? null : neighbour.estate.name,
  };
}

const shown = ({ id, name, household }: SampleResident) => ({ id, name, household, address: householdZh(household) });

function labelled(visit: VisitView): VisitView & Labels {
  return {
    ...visit,
    kindName: wordFor(EVENT_KINDS, visit.kind),
    statusName: wordFor(VISIT_STATUSES, visit.status),
    gradeName: visit.record?.grade == null ? null : wordFor(GRADES, visit.record.grade),
    methodName: visit.record === null ? null : wordFor(METHODS, visit.record.method),
    address: visit.household === null ? null : householdZh(visit.household),
  };
}

const wordFor = (terms: Readonly<Record<string, Term>>, key: string): string => terms[key]?.zh ?? key;

/** Whether questions wait because of the night, and for how many minutes yet. */
function quietAt(now: number, { quietHours, timezone }: Stage['world']['sample']['estate']): StageState['quiet'] {
  const { minutes } = localTime(now as Instant, timezone);
  const [from, to] = quietHours.map(minutesOf) as [number, number];
  const on = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  return { on, hours: quietHours, minutesLeft: on ? (to - minutes + 24 * 60) % (24 * 60) : 0 };
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
