/**
 * How residents answer, by a seed: some at once, some late, some when they are asked again, some never,
 * some unclearly, some with 退订.
 */
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../src/core/calendar.js';
import type { Grade } from '../../src/core/terms.js';
import type { Seen } from '../helpers/simulated.js';
import type { Chance } from './chance.js';

/** What a resident does next: writes `text`, or taps the option `menuId`. */
export type Reply = { readonly at: Instant; readonly text: string; readonly menuId?: string };

const WORDS: readonly (readonly [string, Grade])[] = [
  ['满意', 'satisfied'],
  ['挺好的，师傅很准时', 'satisfied'],
  ['很满意，谢谢', 'satisfied'],
  ['一般吧，来得有点慢', 'fairly'],
  ['不满意，还在漏', 'dissatisfied'],
];
/** Asked again later, and once. */
const LATER = ['晚点再说', '明天下午再问我', '在忙，过两天吧', '两小时后再说'];
const GRADES: readonly Grade[] = ['satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied'];
const ZH: Readonly<Record<Grade, string>> = { satisfied: '满意', fairly: '一般满意', dissatisfied: '不满意' };

/** What some add to their tap. */
export const ADDED = '师傅很有耐心';
/** Of a questionnaire it answers 房屋维修保养: the last word on an item stands. */
export const ADDED_MEANS = { '3': 'satisfied' } as const;

export type Residents = {
  /** What follows from a message, if anything. */
  hears(seen: Seen): readonly Reply[];
  /** The grade that was tapped first for a visit. */
  readonly tapped: ReadonlyMap<number, Grade>;
  /** Who added a word to their tap. */
  readonly added: ReadonlySet<number>;
  /** Who was asked again after they had asked for that. */
  readonly askedAgain: ReadonlySet<number>;
  /** Menus with grades that each visit's resident saw. */
  readonly asked: ReadonlyMap<number, number>;
};

export function makeResidents(chance: Chance): Residents {
  const tapped = new Map<number, Grade>();
  const asked = new Map<number, number>();
  const added = new Set<number>();
  const askedAgain = new Set<number>();

  const tap = (visit: number, at: Instant): Reply => {
    const grade = chance.pick(`grade ${visit}`, GRADES);
    if (!tapped.has(visit)) tapped.set(visit, grade);
    return { at, text: ZH[grade], menuId: `${visit}:${grade}` };
  };

  const answers = (visit: number, nth: number, now: Instant): readonly Reply[] => {
    const mood = chance.of(`mood ${visit}`);
    const soon = (now + 3 * MINUTE + Math.floor(chance.of(`soon ${visit} ${nth}`) * 4 * HOUR)) as Instant;
    if (mood < 0.3) return nth === 1 ? [tap(visit, soon)] : [];
    // One word more, within the minute.
    if (mood < 0.35) {
      if (nth !== 1) return [];
      added.add(visit);
      return [tap(visit, soon), { at: (soon + 30 * SECOND) as Instant, text: ADDED }];
    }
    if (mood < 0.5) {
      const [text] = chance.pick(`words ${visit}`, WORDS);
      return nth === 1 ? [{ at: soon, text }] : [];
    }
    // Late: after the reminder, or, if there was none, never.
    if (mood < 0.62) return nth === 2 ? [tap(visit, soon)] : [];
    // Very late: a person has it by then.
    if (mood < 0.66) return nth === 1 ? [tap(visit, (now + 3 * DAY) as Instant)] : [];
    if (mood < 0.74) {
      const text = chance.pick(`unclear ${visit}`, ['这个嘛', '那个灯', '？？']);
      return nth === 1 ? [{ at: soon, text }] : nth === 2 && mood < 0.7 ? [tap(visit, soon)] : [];
    }
    if (mood < 0.79) return nth === 1 ? [{ at: soon, text: '退订' }] : [];
    if (mood < 0.83) return nth === 1 ? [tap(visit, soon), { at: (soon + HOUR) as Instant, text: '修改' }] : [];
    if (mood < 0.9) {
      const text = chance.pick(`later ${visit}`, LATER);
      if (nth > 1) askedAgain.add(visit);
      return nth === 1 ? [{ at: soon, text }] : nth === 2 && mood < 0.88 ? [tap(visit, soon)] : [];
    }
    return [];
  };

  return {
    tapped,
    added,
    askedAgain,
    asked,
    hears({ at, content }) {
      if (content.kind !== 'menu') return [];
      const [visitText = '', option = ''] = content.options[0]?.id.split(':') ?? [];
      const visit = Number(visitText);
      if (option === 'confirm') {
        const later = (at + 5 * MINUTE) as Instant;
        return chance.of(`sign ${visit}`) < 0.6 ? [{ at: later, text: '确认', menuId: `${visit}:confirm` }] : [];
      }
      const nth = (asked.get(visit) ?? 0) + 1;
      asked.set(visit, nth);
      return answers(visit, nth, at);
    },
  };
}
