/** 重点户、有影响的业主、口径: what those write who answer for an estate's policies. */
import { parseHousehold } from '../household.js';
import { estateIn } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** Each only where the text gives it. */
export type OversightArgs = { readonly period?: string; readonly estate?: string };
export type KeyReason = 'continuous-care' | 'company-complaint';
/** `target`: the household, where one is to be marked or taken off. */
export type KeyHouseholdArgs = { readonly estate?: string; readonly target?: string };
/** Beside the arguments, which are those of contracts.md: why, or null where it was not said; or that it is one no longer. */
export type KeyMark = KeyReason | 'cancel' | null;
export type InfluentialArgs = { readonly estate?: string; readonly household?: string; readonly text?: string };
export type AgreedArgs = { readonly estate?: string; readonly title?: string; readonly text?: string };

export type OversightCommand =
  | { readonly kind: 'command'; readonly command: '重点户'; readonly args: KeyHouseholdArgs; readonly mark: KeyMark }
  /** `mark`: that a resident is one no longer; `text` is then the name alone. */
  | { readonly kind: 'command'; readonly command: '有影响'; readonly args: InfluentialArgs; readonly mark?: 'cancel' }
  | { readonly kind: 'command'; readonly command: '口径'; readonly args: AgreedArgs };

const TAKEN_OFF = /^(?:取消|撤销|移除|去掉|删除?|拿掉)\s*有影响(?:的?业主)?|不(?:再|算)(?:是|算)?\s*有影响/u;
/** 3-2-1204 王阿姨不再是有影响的业主. */
const TAKEN_OFF_AFTER = /[\s,，。]*(?:已经)?不(?:再|算)(?:是|算)?\s*有影响.*$/u;
const INFLUENTIAL =
  /^(?:取消|撤销|移除|去掉|删除?|拿掉)?\s*有影响|不(?:再|算)(?:是|算)?\s*有影响|[记列加放写](?:到|进|入|成|为)\s*有影响/u;
/** 停车费的口径统一下：不涨: what it is of stands before the word. */
const AGREED_OF =
  /^(?:以后|往后|今后)?(?:谁|有人|业主|住户|大家)?(?:再|要是)?(?:问(?:起|到)?)?\s*([^\s:：,，]{2,20}?)的?[\s,，]*(?:对外)?口径(?:[统一就改定为是这个样成下哈]|一下)*\s*[:：]\s*(.+)$/su;
const AGREED = /^(?:看看?|查看?|统一|新增|加|记|定)?(?:一?[个下条])?(?:统一|现在的?|对外的?)?口径/u;

const PLACE =
  /(?<![\w-])([0-9A-Za-z]+(?:-[0-9A-Za-z]+){1,3}|[0-9A-Za-z]+(?:栋|幢|座|号楼|楼)\s*(?:[0-9A-Za-z]+\s*(?:单元|门)\s*)?\d+(?:室|号|房)?)/u;

/** The estate of a text that names a household: what belongs to the household is no estate's name. */
function estateBeside(text: string, { estates }: Scene): string | undefined {
  const estate = estateIn(text, estates);
  return estate === null || estate === 'many' ? undefined : estate.name;
}

/** 重点户；重点户 3-2-1204 持续关怀；取消重点户 3-2-1204. */
export function keyHousehold(plain: string, scene: Scene): Understood {
  const place = PLACE.exec(plain)?.[1];
  const estate = estateBeside(place === undefined ? plain : plain.replace(place, ' '), scene);
  const args = estate === undefined ? {} : { estate };
  if (place === undefined) {
    if (/取消|移除|撤销/u.test(plain)) return { kind: 'unclear', suggest: ['取消重点户 3-2-1204', '重点户'] };
    return { kind: 'command', command: '重点户', args, mark: null };
  }
  const mark = /取消|移除|撤销|不再|拿掉|去掉|移出|划掉|删/u.test(plain)
    ? 'cancel'
    : /投诉/u.test(plain)
      ? 'company-complaint'
      : /关怀|关注|照顾|关照|独居|常年|特困|老人|手术|残疾|孤寡/u.test(plain)
        ? 'continuous-care'
        : null;
  return { kind: 'command', command: '重点户', args: { ...args, target: parseHousehold(place) }, mark };
}

/** 有影响的业主；有影响 3-2-1204 王阿姨，热心楼道事务；取消有影响 3-2-1204 王阿姨. */
export function influential(plain: string, scene: Scene): Understood {
  const place = PLACE.exec(plain)?.[1];
  const estate = estateBeside(place === undefined ? plain : plain.replace(place, ' '), scene);
  const args = estate === undefined ? {} : { estate };
  const isTakenOff = TAKEN_OFF.test(plain);
  if (place === undefined)
    return isTakenOff
      ? { kind: 'unclear', suggest: ['取消有影响 3-2-1204 王阿姨', '有影响的业主'] }
      : { kind: 'command', command: '有影响', args };
  const written = scene.text.includes(place) ? scene.text : plain;
  const text = written
    .slice(written.indexOf(place) + place.length)
    .replace(/^[\s,，:：]+/u, '')
    .replace(TAKEN_OFF_AFTER, '')
    .replace(/[\s,，。]*(?:请|把[他她])?[记列加放写](?:到|进|入|成|为)\s*有影响.*$/u, '')
    .trim();
  const household = parseHousehold(place);
  if (isTakenOff) {
    const named = text === '' ? {} : { text };
    return { kind: 'command', command: '有影响', args: { ...args, household, ...named }, mark: 'cancel' };
  }
  if (text === '') return { kind: 'unclear', suggest: [`有影响 ${household} 王阿姨，热心楼道事务`, '有影响的业主'] };
  return { kind: 'command', command: '有影响', args: { ...args, household, text } };
}

/** 口径；口径 电梯年检：每年三月做，证书贴在轿厢里. */
export function agreed(plain: string, scene: Scene): Understood {
  const [, title, text] = /口径\s*([^:：]{1,60})[:：]\s*(.+)$/su.exec(scene.text) ?? [];
  const [, matter, answer] = AGREED.test(plain) ? [] : (AGREED_OF.exec(scene.text) ?? []);
  if (matter !== undefined && answer !== undefined)
    return { kind: 'command', command: '口径', args: { ...titled(matter.trim(), scene), text: answer.trim() } };
  if (title !== undefined && text !== undefined) {
    return { kind: 'command', command: '口径', args: { ...titled(title.trim(), scene), text: text.trim() } };
  }
  const estate = estateBeside(plain.replace(AGREED, ' '), scene);
  return { kind: 'command', command: '口径', args: estate === undefined ? {} : { estate } };
}

/** 翠湖花园 电梯年检: the estate, where the first word begins its name; the rest is what is asked. */
function titled(title: string, scene: Scene): { readonly estate?: string; readonly title: string } {
  const [, first = '', rest = ''] = /^(\S+)\s+(.+)$/su.exec(title) ?? [];
  const estate = first === '' ? undefined : estateBeside(first, scene);
  return estate?.startsWith(first) ? { estate, title: rest } : { title };
}

/** In the order in which they are tried. */
export const OVERSIGHT_READERS: readonly (readonly [RegExp, (plain: string, scene: Scene) => Understood])[] = [
  [AGREED, agreed],
  [AGREED_OF, agreed],
  [INFLUENTIAL, influential],
];
