/** 口令: what staff and managers write → a command with its arguments, in set forms or in their own words. */
import { actCommand } from './command-acts.js';
import type { CaseCommand } from './command-cases.js';
import type { DrawCommand } from './command-draws.js';
import { heeded } from './command-doubts.js';
import { exampleOf } from './command-examples.js';
import { type DutyCommandWords, rainCommand } from './command-duties.js';
import type { HelpCommand } from './command-help.js';
import { leaveCommand, type LeaveCommand } from './command-leave.js';
import { agreed, influential, keyHousehold, type OversightCommand } from './command-oversight.js';
import type { PhoneCommand } from './command-phones.js';
import { ofOneTask, type PhotoCommand } from './command-photos.js';
import { isOrder, judged, trustIn } from './command-judge.js';
import { onOneLine, plainOf, saidAnew } from './command-plain.js';
import { mendLoosely } from './command-slips.js';
import { exportCommand, isQuery, queryCommand, type QueryCommand } from './command-queries.js';
import { factsOf, isOfTask, meant, rank } from './command-rank.js';
import { type RateArgs, rateCommand } from './command-rates.js';
import type { ArchiveCommand } from './command-reports.js';
import type { ReviewCommand } from './command-review.js';
import { isOtherAway } from './command-names.js';
import type { OwnCommand } from './command-own.js';
import { isRanked, type Ranked } from './command-signals.js';
import { suggestions } from './command-suggestions.js';
import { launchCommand, type SurveyCommand, surveyInWords } from './command-surveys.js';
import { asked, askFirst } from './command-told.js';
import { freeTheme, type ThemeArgs } from './command-theme.js';
import { DONE, type VisitCommandWords } from './command-visits.js';
import type { Instant } from '../calendar.js';
import type { CommandLeaning } from './command-leaning.js';
import { formOf, isSet, MAY_CHANGE, type Reader } from './command-forms.js';

export type Command =
  | { readonly kind: 'command'; readonly command: '满意率' | '回访率'; readonly args: RateArgs }
  | { readonly kind: 'command'; readonly command: '主题'; readonly args: ThemeArgs }
  | HelpCommand
  | { readonly kind: 'command'; readonly command: '领取' | '说明'; readonly args: { readonly task: number } }
  | CaseCommand
  | ArchiveCommand
  | ReviewCommand
  | DrawCommand
  | QueryCommand
  | SurveyCommand
  | OwnCommand
  | OversightCommand
  | LeaveCommand
  | VisitCommandWords
  | PhoneCommand
  | PhotoCommand
  | DutyCommandWords;
export type CommandName = Command['command'];

/** `suggest`: what could have been meant, as it can be written; `asks`: the question, where one thing is likely. */
export type Unclear = { readonly kind: 'unclear'; readonly suggest: readonly string[]; readonly asks?: string };
export type Understood = Command | Unclear;

/**
 * When and where it is said: `now` and `zone` give 本月 its meaning, `estates` are the names that may be meant; `text` is
 * what was written, in its own characters.
 */
export type Scene = {
  readonly now: Instant;
  readonly zone: string;
  readonly estates: readonly string[];
  readonly text: string;
};

/**
 * Understands one message of staff: a set form, else the command that its words speak for most. What changes something
 * is carried out only where no other is as likely. An estate may be named by what tells it from the others. Pure.
 */
export function understandCommand(text: string, now: Instant, zone: string, estates: readonly string[]): Understood {
  const anew = saidAnew(text);
  const instead = anew === null ? null : understandCommand(anew, now, zone, estates);
  if (instead?.kind === 'command') return instead;
  const plain = plainOf(text, estates);
  const scene = { now, zone, estates, text: onOneLine(text) };
  const understood = understandPlain(plain, scene);
  if (understood.kind !== 'unclear' || understood.asks !== undefined) return understood;
  const mended = mendLoosely(plain);
  if (mended === plain) return understood;
  const meant = understandPlain(mended, scene);
  return meant.kind === 'unclear' && meant.asks === undefined ? understood : meant;
}

/** What is meant, unless something in the message makes an order doubtful. */
const understandPlain = (plain: string, scene: Scene): Understood => {
  const form = formOf(plain);
  const read = weighed(form, plain, scene);
  if (read.kind === 'unclear') return read;
  if (isSet(form) && form?.[0] !== DONE) return heeded(read, plain, scene);
  const trust = trustIn(read, plain, scene);
  if (trust === 'none') return asked(read, scene);
  return trust === 'whole' ? read : heeded(read, plain, scene);
};

function weighed(form: Reader | undefined, plain: string, scene: Scene): Understood {
  const ruled = byForm(form, plain, scene);
  if (isSet(form)) return ruled;
  const verdict = judged(ruled, plain, scene);
  if (verdict === 'as-read') return ruled;
  if (verdict === 'none') return { kind: 'unclear', suggest: suggestions(plain, []) };
  if (verdict === 'ask') return ruled.kind === 'unclear' ? ruled : asked(ruled, scene);
  const taken = byName(verdict.take, plain, scene);
  // What is likelier than the order that was read lacks what it takes: neither is carried out.
  if (taken === null || taken.kind === 'unclear')
    return ruled.kind === 'command' && isOrder(ruled.command) ? asked(ruled, scene) : ruled;
  return verdict.isSure ? taken : askFirst(taken, plain, scene);
}

/** What the rules read, before it is set against what the words weigh. */
export const byRules = (plain: string, scene: Scene): Understood => byForm(formOf(plain), plain, scene);

function byForm(form: Reader | undefined, plain: string, scene: Scene): Understood {
  if (form === undefined) return askFirst(inFreeWords(plain, scene), plain, scene);
  const [pattern, read] = form;
  const set = read(plain, scene);
  return set.kind === 'unclear' || pattern === MAY_CHANGE ? set : askFirst(set, plain, scene);
}

/** Reads the arguments of a command that is meant, whatever words it was said in; null where it has a set form only. */
function byName(command: CommandLeaning, plain: string, scene: Scene): Understood | null {
  if (isRanked(command)) return read(command, plain, scene);
  switch (command) {
    case '电话':
    case '照片':
    case '抽取':
    case '险情已除':
    case '险情未除':
      return ofOneTask(command, plain);
    case '调查':
      return surveyInWords(plain, scene);
    case '口径':
      return agreed(plain, scene);
    case '有影响':
      return influential(plain, scene);
    case '销假':
      return { kind: 'command', command, args: {} };
    case 'unclear':
    case '跟进':
    case '办结':
    case '结案':
    case '回访比例':
      return null;
    default:
      return command satisfies never;
  }
}

function inFreeWords(plain: string, scene: Scene): Understood {
  const facts = factsOf(plain, scene);
  const scores = rank(plain, facts);
  const likeliest = meant(scores, plain, facts);
  return likeliest === null ? { kind: 'unclear', suggest: suggestions(plain, scores) } : read(likeliest, plain, scene);
}

/** Reads the arguments of the command that is meant. */
function read(command: Ranked, plain: string, scene: Scene): Understood {
  if (isOfTask(command)) return actCommand(command, plain, scene);
  if (isQuery(command)) return queryCommand(command, plain, scene);
  switch (command) {
    case '满意率':
    case '回访率':
      return rateCommand(command, plain, scene);
    case '帮助':
      return { kind: 'command', command, args: {} };
    case '请假':
      return isOtherAway(plain.replaceAll(/代班.*$/gu, ' '))
        ? { kind: 'unclear', suggest: [exampleOf(command), '帮助'] }
        : leaveCommand(plain, scene);
    case '雨停':
      return rainCommand(plain, scene);
    case '主题':
      return freeTheme(plain, scene);
    case '导出':
      return exportCommand(plain, scene);
    case '发起调查':
      return launchCommand(plain, scene);
    case '重点户':
      return keyHousehold(plain, scene);
    default:
      return command satisfies never;
  }
}
