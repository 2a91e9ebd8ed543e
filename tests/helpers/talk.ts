/** Talk scripts: whole conversations as text. What the resident does is played; what follows is written out again. */
import { readFileSync } from 'node:fs';
import { formatInstant, type Instant, parseInstant } from '../../src/core/calendar.js';
import { parseSayings, type Sayings } from '../../src/core/conversation/sayings.js';
import {
  isWaiting,
  type About,
  type Effect,
  type Input,
  type Option,
  type Session,
} from '../../src/core/conversation/turn.js';
import { advanceTogether } from '../../src/core/conversation/together.js';
import { advance, openTalk } from '../../src/core/conversation/visit-talk.js';
import type { RoundSpan } from '../../src/core/rounds.js';
import type { Topic } from '../../src/core/policy/words.js';
import { type EventKind, GRADES, keysOf } from '../../src/core/terms.js';

const ZONE = 'Asia/Shanghai';

export function theSayings(): Sayings {
  const read = parseSayings(readFileSync(new URL('../../templates/sayings.zh.yaml', import.meta.url), 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 2));
  return read.sayings;
}

export const instant = (text: string): Instant => {
  const at = parseInstant(text);
  if (at === null) throw new Error(`no instant: ${text}`);
  return at;
};

export const ABOUT: About = {
  estateName: '翠湖花园',
  household: '3-2-1204',
  addressee: { name: '李敏', title: '女士' },
  kind: 'repair',
  description: '客厅天花渗水',
  resolvedAt: instant('2026-03-02T16:20:00+08:00'),
  zone: ZONE,
  firstContact: false,
};

/** `others` are the visits that are asked in the same conversation, from the second on. */
export type Stage = { session: Session; others: Session[]; now: Instant; wake: Instant | null };

export const newStage = (): Stage => ({
  session: openTalk(ABOUT, { due: instant('2026-03-16T00:00:00+08:00'), needsSignature: false }),
  others: [],
  now: instant('2026-03-10T10:00:00+08:00'),
  wake: null,
});

/** Plays a script: keeps its comments and inputs, writes every effect anew. The session goes through JSON at each line. */
export function playTalk(script: string, sayings: Sayings): string {
  const out: string[] = [];
  const stage = newStage();
  for (const line of script.split('\n')) {
    const [word = '', ...rest] = line.trim().split(/\s+/u);
    const value = line.trim().slice(word.length).trim();
    if (line.trim() === '' || word === '#') out.push(line.trim());
    else if (set(stage, word, value)) out.push(line.trim());
    else {
      const input = inputOf(word, value, rest);
      if (!input) continue;
      if (word === 'silent' && stage.wake !== null) stage.now = stage.wake;
      const named = Number(/@(\d)$/u.exec(value)?.[1] ?? Number.NaN);
      out.push(line.trim(), ...step(stage, input, Number.isNaN(named) ? null : named, sayings));
    }
  }
  return `${out.join('\n').trim()}\n`;
}

/** A line that says how things stand, and does nothing. */
export function set(stage: Stage, word: string, value: string): boolean {
  const { session } = stage;
  switch (word) {
    case 'now':
      stage.now = instant(value);
      return true;
    case 'due':
      stage.session = { ...session, due: instant(value) };
      return true;
    case 'signature':
      stage.session = { ...session, needsSignature: true };
      return true;
    case 'first':
      stage.session = { ...session, about: { ...session.about, firstContact: true } };
      return true;
    case 'promise':
      stage.session = { ...session, about: { ...session.about, promise: value } };
      return true;
    case 'also': {
      const [kind, description = null] = value.split(' ');
      const about = {
        ...ABOUT,
        kind: kind as EventKind,
        description,
        resolvedAt: instant('2026-03-04T09:00:00+08:00'),
      };
      stage.others.push({
        ...openTalk(about, session),
        more: (session.more ?? []).length > 0 ? (session.more ?? []) : (stage.others.at(-1)?.more ?? []),
        state: 'waiting',
      });
      stage.others.slice(0, -1).forEach((one, at) => (stage.others[at] = { ...one, more: [] }));
      stage.session = { ...session, more: [], ofSeveral: stage.others.length + 1 };
      return true;
    }
    case 'items':
      stage.session = { ...session, more: [{ kind: 'items', topics: value.split(' ') as Topic[] }] };
      return true;
    case 'charge':
      stage.session = { ...session, more: [...(session.more ?? []), { kind: 'charge' }] };
      return true;
    case 'theme':
      stage.session = { ...session, more: [...(session.more ?? []), { kind: 'theme', text: value }] };
      return true;
    case 'kind':
      stage.session = { ...session, about: { ...session.about, kind: value as EventKind } };
      return true;
    case 'round':
      stage.session = {
        ...session,
        about: { ...session.about, round: value as RoundSpan, kind: 'other', description: null, resolvedAt: null },
      };
      return true;
    case 'nobody':
      stage.session = { ...session, about: { ...session.about, addressee: null } };
      return true;
    case 'description':
      stage.session = { ...session, about: { ...session.about, description: value || null } };
      return true;
    default:
      return false;
  }
}

/** What the resident does by a line; null for one that tells what follows. */
export function inputOf(word: string, value: string, rest: readonly string[]): Input | null {
  switch (word) {
    case 'open':
      return { kind: 'opened' };
    case 'res':
      return { kind: 'said', text: value };
    case 'tap':
      return { kind: 'tapped', option: optionOf(value.replace(/\s*@\d$/u, '')) };
    case 'media':
      return { kind: 'sent-media', media: (rest[0] ?? 'other') as 'image' };
    case 'silent':
      return { kind: 'silent', mute: value === 'quiet' || value === 'opted-out' ? value : null };
    default:
      return null;
  }
}

function optionOf(text: string): Option['id'] {
  const grade = keysOf(GRADES).find((key) => GRADES[key].zh === text);
  const others: Readonly<Record<string, Option['id']>> = {
    确认: 'confirm',
    修改: 'change',
    人工: 'human',
    稍后: 'later',
    退订: 'stop',
    没有意见: 'none',
    都满意: 'all-good',
    一致: 'as-quoted',
    不一致: 'not-as-quoted',
  };
  const option = grade ?? others[text];
  if (!option) throw new Error(`no option: ${text}`);
  return option;
}

function step(stage: Stage, input: Input, named: number | null, sayings: Sayings): readonly string[] {
  if (stage.others.length > 0) return stepTogether(stage, input, named, sayings);
  const turn = advance(stage.session, input, stage.now, sayings);
  stage.session = JSON.parse(JSON.stringify(turn.session)) as Session;
  for (const effect of turn.effects) if (effect.kind === 'wake') stage.wake = effect.at;
  return [...turn.effects.map(written), `state  ${turn.session.state}`];
}

/** Of several visits: words are about the one that waits for them, else about the last that was answered. */
function stepTogether(stage: Stage, input: Input, named: number | null, sayings: Sayings): readonly string[] {
  const talks = [stage.session, ...stage.others].map((session, at) => ({ visit: at + 1, session }));
  const meant =
    talks.find(({ session }) => isWaiting(session)) ??
    talks.findLast(({ session }) => session.grade !== null) ??
    talks[0];
  const turns = advanceTogether(talks, named ?? meant?.visit ?? 1, input, stage.now, sayings);
  const [first, ...others] = JSON.parse(JSON.stringify(turns.map(({ session }) => session))) as [Session, ...Session[]];
  Object.assign(stage, { session: first, others, wake: stage.wake });
  for (const effect of turns.flatMap(({ effects }) => effects)) {
    if (effect.kind === 'wake' && effect.at !== null) stage.wake = effect.at;
  }
  const lines = turns.flatMap(({ visit, effects }) => effects.map((effect) => `${written(effect)} @${visit}`));
  return [...lines, `state  ${turns.map(({ session }) => session.state).join(' | ')}`];
}

const quoted = (text: string | null): string => (text === null ? '' : ` 「${text}」`);

/** What the resident hears, as a line of a script. */
export function writtenSay(text: string, options: readonly { readonly text: string }[]): string {
  const menu = options.length > 0 ? ` [${options.map((option) => option.text).join(' | ')}]` : '';
  return `bot    ${text.replaceAll('\n', ' ⏎ ')}${menu}`;
}

function written(effect: Effect): string {
  switch (effect.kind) {
    case 'say':
      return writtenSay(effect.text, effect.options ?? []);
    case 'record':
    case 'correct':
      return `${effect.kind === 'record' ? 'record ' : 'correct'} ${effect.grade}${quoted(effect.remark)}`.replace(
        'record  ',
        'record ',
      );
    case 'hand-over':
      return `effect hand-over ${effect.reason}${quoted(effect.words)}`;
    case 'nonconformity':
      return `effect nonconformity${quoted(effect.remark)}`;
    case 'topics':
      return `topics ${JSON.stringify(effect.topics)}`;
    case 'new-request':
      return `effect new-request${quoted(effect.text)}`;
    case 'wake':
      return `effect wake ${effect.at === null ? 'never' : formatInstant(effect.at, ZONE).slice(0, 16)}`;
    case 'asked':
    case 'theme-asked':
    case 'sign':
    case 'opt-out':
    case 'resume':
    case 'wrong-person':
      return `effect ${effect.kind}`;
    default:
      return effect satisfies never;
  }
}
