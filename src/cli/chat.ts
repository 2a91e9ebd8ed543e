/**
 * `huifang chat`: one talk with a resident in the terminal, in memory, by the core alone. Lines are what the resident
 * writes; those with a slash do something else. `--repro` prints the talk as a script for tests/talks instead.
 */
import { DAY, formatInstant, HOUR, MINUTE, type Instant } from '../core/calendar.js';
import { act, inputOf, linesOf, MEDIA, tapWord, type Happened } from '../core/conversation/talk-script.js';
import { newStage, setStage, TalkFault, type Stage } from '../core/conversation/talk-stage.js';
import type { Option } from '../core/conversation/turn.js';
import type { Sayings } from '../core/conversation/sayings.js';
import { readSayings } from '../sayings-file.js';
import { CHAT_OPTIONS, chatLines } from './chat-stage.js';
import { happenedZh } from './chat-words.js';
import { guarded, options, type DataCommand } from './data-command.js';
import { BadInput, linesIn } from './data-input.js';
import { mustReadPolicy, policyFiles } from './data-policies.js';

/** What `huifang chat --help` says. */
export const CHAT_USAGE =
  '用法：huifang chat [--policy p03] [--kind 维修] [--description 客厅天花渗水] [--name 李敏 --title 女士] [--repro]\n' +
  '      [--estate 名称] [--household 3-2-1204] [--resolved 时刻] [--worker 张伟] [--now 时刻] [--due 时刻] [--theme 问句] [--promise 整句] [--charge] [--signature] [--first]\n' +
  '不写 --policy 时用第一个管这类事项的制度（先看 p03）。对话从标准输入一行一句地读，/help 看别的用法。';
const HELP = [
  '直接写字就是住户说的话。另外：',
  '  /tap 2        点第 2 项，也可以写选项的字',
  `  /media voice  发来 ${MEDIA.join('、')}`,
  '  /silent       一直不说话，到下一次该问的时候',
  '  /wait 24h     过一段时间（30m、24h、2d）；不写就一刻不过',
  '  /repro        到此为止的对话脚本',
  '  /quit         结束',
].join('\n');

type Talk = {
  readonly stage: Stage;
  readonly sayings: Sayings;
  readonly script: string[];
  readonly say: (line: string) => void | Promise<void>;
  /** The newest menu. */
  menu: readonly Option[];
};

/** Exit 0 when the talk or the input is over, 2 on bad usage. */
export const chatCommand: DataCommand = guarded(async (argv, io) => {
  const optional = [...CHAT_OPTIONS];
  const { values, flags } = options(argv, CHAT_USAGE, { optional, flags: ['signature', 'charge', 'first', 'repro'] });
  const asked = values['policy'];
  const ids = asked === undefined ? ['p03', ...policyFiles(io.policyDir).map(({ id }) => id)] : [asked];
  const policies = ids.map((id) => mustReadPolicy(id, io.policyDir));
  const given = { signature: flags.has('signature'), charge: flags.has('charge'), first: flags.has('first') };
  const isRepro = flags.has('repro');
  const say = (line: string): void | Promise<void> => (isRepro ? io.stderr(line) : io.stdout(line));
  const talk: Talk = { stage: newStage(), sayings: readSayings(), script: [], say, menu: [] };
  for (const line of chatLines(values, given, policies)) setLine(talk, line);
  await say('（/help 看怎么用）');
  await perform(talk, 'open');
  for await (const line of linesIn(io.stdin())) {
    if (line.trim() === '/quit') break;
    await heed(talk, line.trim());
  }
  if (isRepro) await io.stdout(talk.script.join('\n'));
  return 0;
});

function setLine({ stage, script }: Talk, line: string): void {
  const [word = ''] = line.split(' ');
  try {
    setStage(stage, word, line.slice(word.length).trim());
  } catch (error) {
    throw error instanceof TalkFault ? new BadInput(error.message) : error;
  }
  script.push(line);
}

/** One line from the terminal; what it cannot be is told, and the talk goes on. */
async function heed(talk: Talk, line: string): Promise<void> {
  if (line === '') return;
  if (!line.startsWith('/')) return perform(talk, `res    ${line}`);
  const [word = ''] = line.split(/\s+/u);
  const rest = line.slice(word.length).trim();
  try {
    switch (word) {
      case '/tap':
        return await perform(talk, `tap    ${tapWord(optionIn(talk.menu, rest))}`);
      case '/media':
        return await perform(talk, `media  ${rest || 'image'}`);
      case '/silent':
        return await perform(talk, 'silent');
      case '/wait':
        return await wait(talk, spanOf(rest));
      case '/repro':
        return await talk.say(talk.script.join('\n'));
      default:
        return await talk.say(HELP);
    }
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error;
    await talk.say(error.message);
  }
}

function optionIn(menu: readonly Option[], what: string): Option['id'] {
  const found = /^\d+$/u.test(what) ? menu[Number(what) - 1] : menu.find(({ text }) => text === what);
  if (found !== undefined) return found.id;
  const there = menu.map(({ text }, at) => `${at + 1} ${text}`).join('  ');
  throw new TalkFault(there === '' ? '现在没有可点的选项' : `没有这一项，有：${there}`);
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function spanOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/u.exec(text) ?? [];
  if (count === undefined) throw new TalkFault(`应为 30m、24h 或 2d，现为 ${text || '空'}`);
  return Number(count) * (UNITS[unit] ?? 0);
}

/** Time passes; what the talk asked to be woken for on the way happens at its own time. */
async function wait(talk: Talk, spanMs: number): Promise<void> {
  const { stage } = talk;
  const until = (stage.now + spanMs) as Instant;
  while (stage.wake !== null && stage.wake <= until) {
    const before = stage.wake;
    await perform(talk, 'silent');
    if (stage.wake === before) stage.wake = null;
  }
  setLine(talk, `now    ${formatInstant(until, stage.session.about.zone)}`);
  await talk.say(`— ${formatInstant(until, stage.session.about.zone).slice(0, 16).replace('T', ' ')} —`);
}

/** Plays a line of the script, and shows what follows. */
async function perform(talk: Talk, line: string): Promise<void> {
  const { stage, sayings, script } = talk;
  const [word = '', ...rest] = line.split(/\s+/u);
  const input = inputOf(word, line.slice(word.length).trim(), rest);
  if (input === null) return;
  const happened: readonly Happened[] = act(stage, input, null, sayings);
  script.push(line, ...linesOf(happened, stage));
  for (const { effect } of happened) {
    if (effect.kind === 'say') talk.menu = effect.options ?? talk.menu;
    await talk.say(happenedZh(effect, stage.session.about.zone));
  }
}
