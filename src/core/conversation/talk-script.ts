/**
 * 对话脚本: a whole conversation as text. What the resident does is played, and what follows is written out again, so that
 * a script that is played anew shows what has changed.
 */
import type { Answers } from '../ballot.js';
import { formatInstant, MINUTE, type Instant } from '../calendar.js';
import { DIRECTIONS, type Grade, GRADES, keysOf } from '../terms.js';
import type { Sayings } from './sayings.js';
import { instantIn, newStage, setStage, TalkFault, type Stage } from './talk-stage.js';
import { advanceTogether } from './together.js';
import { isWaiting, type Effect, type Input, type Option, type Session, type SlotId } from './turn.js';
import { advance } from './visit-talk.js';

/** Plays a script: keeps its comments and inputs, writes every effect anew. The session goes through JSON at each line. */
export function playTalk(script: string, sayings: Sayings): string {
  const out: string[] = [];
  const stage = newStage();
  for (const line of script.split('\n')) {
    const [word = '', ...rest] = line.trim().split(/\s+/u);
    const value = line.trim().slice(word.length).trim();
    if (line.trim() === '' || word === '#' || setStage(stage, word, value)) out.push(line.trim());
    else {
      const input = inputOf(word, value, rest);
      if (input) out.push(line.trim(), ...linesOf(act(stage, input, visitIn(value), sayings), stage));
    }
  }
  return `${out.join('\n').trim()}\n`;
}

/** Which of several visits a line names (`tap 满意 @2`). */
const visitIn = (value: string): number | null => Number(/@(\d)$/u.exec(value)?.[1] ?? 0) || null;

/** What the resident does by a line; null for one that tells what follows. */
export function inputOf(word: string, value: string, rest: readonly string[]): Input | null {
  switch (word) {
    case 'open':
      return { kind: 'opened' };
    case 'res':
      return { kind: 'said', text: value };
    case 'tap':
      return { kind: 'tapped', option: optionOf(value.replace(/\s*@\d$/u, '')) };
    case 'slot':
      return { kind: 'tapped', option: slotOf(value) };
    case 'media':
      return { kind: 'sent-media', media: mediaOf(rest[0] ?? '') };
    case 'silent':
      return { kind: 'silent', mute: value === 'quiet' || value === 'opted-out' ? value : null };
    default:
      return null;
  }
}

/** What can be sent beside words. */
export const MEDIA = ['image', 'voice', 'video', 'file', 'location', 'other'] as const;

function mediaOf(word: string): (typeof MEDIA)[number] {
  const media = MEDIA.find((one) => one === word);
  if (media === undefined) throw new TalkFault(`media 应为 ${MEDIA.join('、')} 之一，现为 ${word || '空'}`);
  return media;
}

const TAPS: Readonly<Record<string, Option['id']>> = {
  ...Object.fromEntries(keysOf(GRADES).map((grade) => [GRADES[grade].zh, grade])),
  确认: 'confirm',
  修改: 'change',
  人工: 'human',
  稍后: 'later',
  退订: 'stop',
  没有意见: 'none',
  没有: 'nothing',
  都满意: 'all-good',
  一致: 'as-quoted',
  不一致: 'not-as-quoted',
};

function optionOf(text: string): Option['id'] {
  const option = Object.hasOwn(TAPS, text) ? TAPS[text] : undefined;
  if (option === undefined) throw new TalkFault(`没有「${text}」这个选项，有：${Object.keys(TAPS).join('、')}`);
  return option;
}

/** A tap on a time (`slot 2026-03-11T09:00:00+08:00`), or on none of them (`slot none`). */
const slotOf = (value: string): SlotId => `slot-${value === 'none' ? 0 : instantIn(value) / MINUTE}`;

/** How a script names a tap on an option. */
export const tapWord = (option: Option['id']): string =>
  Object.keys(TAPS).find((word) => TAPS[word] === option) ?? option;

/** An effect, and of which of several visits; null where there is one only. */
export type Happened = { readonly effect: Effect; readonly visit: number | null };

/**
 * One step of the talk. Time that passes without a word passes until the talk is to be woken. Of several visits words are
 * about the one that waits for them, else about the last that was answered; `named` is the one that a tap names.
 */
export function act(stage: Stage, input: Input, named: number | null, sayings: Sayings): readonly Happened[] {
  if (input.kind === 'silent' && stage.wake !== null) stage.now = stage.wake;
  const happened =
    stage.others.length > 0 ? actTogether(stage, input, named, sayings) : actAlone(stage, input, sayings);
  for (const { effect, visit } of happened) {
    if (effect.kind === 'wake' && (visit === null || effect.at !== null)) stage.wake = effect.at;
  }
  return happened;
}

function actAlone(stage: Stage, input: Input, sayings: Sayings): readonly Happened[] {
  const { session, effects } = advance(stage.session, input, stage.now, sayings);
  stage.session = throughJson(session);
  return effects.map((effect) => ({ effect, visit: null }));
}

function actTogether(stage: Stage, input: Input, named: number | null, sayings: Sayings): readonly Happened[] {
  const talks = [stage.session, ...stage.others].map((session, at) => ({ visit: at + 1, session }));
  const meant =
    talks.find(({ session }) => isWaiting(session)) ??
    talks.findLast(({ session }) => session.grade !== null) ??
    talks[0];
  const turns = advanceTogether(talks, named ?? meant?.visit ?? 1, input, stage.now, sayings);
  const [first, ...others] = throughJson(turns.map(({ session }) => session));
  if (first !== undefined) Object.assign(stage, { session: first, others });
  return turns.flatMap(({ visit, effects }) => effects.map((effect) => ({ effect, visit })));
}

const throughJson = <T extends Session | Session[]>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** What happened by a step, as the lines that follow it. */
export function linesOf(happened: readonly Happened[], { session, others }: Stage): readonly string[] {
  const lines = happened.map(({ effect, visit }) => `${written(effect)}${visit === null ? '' : ` @${visit}`}`);
  return [...lines, `state  ${[session, ...others].map(({ state }) => state).join(' | ')}`];
}

const quoted = (text: string | null): string => (text === null ? '' : ` 「${text}」`);

/** What the resident hears, as a line of a script. */
export function writtenSay(text: string, options: readonly { readonly text: string }[]): string {
  const menu = options.length > 0 ? ` [${options.map((option) => option.text).join(' | ')}]` : '';
  return `bot    ${text.replaceAll('\n', ' ⏎ ')}${menu}`;
}

/** Grades by item, those that say the same together: 满意 1,2；不满意 6. */
function gradesOf(answers: Answers): string {
  const of = (grade: Grade) => keysOf(DIRECTIONS).filter((item) => answers[item] === grade);
  return keysOf(GRADES)
    .flatMap((grade) => (of(grade).length === 0 ? [] : [`${GRADES[grade].zh} ${of(grade).join(',')}`]))
    .join('；');
}

/** An effect as a line of a script. */
export function written(effect: Effect): string {
  switch (effect.kind) {
    case 'say':
      return `${writtenSay(effect.text, effect.options ?? [])}${effect.link === undefined ? '' : ` (${effect.link.text})`}`;
    case 'record':
    case 'correct':
      return `${effect.kind} ${effect.grade}${quoted(effect.remark)}`;
    case 'hand-over':
      return `effect hand-over ${effect.reason}${quoted(effect.words)}`;
    case 'nonconformity':
      return `effect nonconformity${quoted(effect.remark)}`;
    case 'ballot':
      return `ballot ${gradesOf(effect.answers)}${quoted(effect.remark)}`;
    case 'topics':
      return `topics ${JSON.stringify(effect.topics)}`;
    case 'new-request':
      return `effect ${effect.forVisitor ? 'tell-visitor' : 'new-request'}${quoted(effect.text)}`;
    case 'wake':
      return `effect wake ${effect.at === null ? 'never' : minuteOf(effect.at)}`;
    case 'appoint':
      return `effect appoint ${minuteOf(effect.at)}${effect.reminder === null ? '' : `, remind ${minuteOf(effect.reminder.at)}: ${effect.reminder.text}`}`;
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

const ZONE = 'Asia/Shanghai';
const minuteOf = (at: Instant): string => formatInstant(at, ZONE).slice(0, 16);
