/** How residents answer, by a seed: some at once, some late, some never, some unclearly, some with 退订. */
import { DAY, HOUR, MINUTE, type Instant } from '../../src/core/calendar.js';
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
const GRADES: readonly Grade[] = ['satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied'];
const ZH: Readonly<Record<Grade, string>> = { satisfied: '满意', fairly: '一般满意', dissatisfied: '不满意' };

export type Residents = {
  /** What follows from a message, if anything. */
  hears(seen: Seen): readonly Reply[];
  /** The grade that was tapped first for a visit. */
  readonly tapped: ReadonlyMap<number, Grade>;
  /** Menus with grades that each visit's resident saw. */
  readonly asked: ReadonlyMap<number, number>;
};

export function makeResidents(chance: Chance): Residents {
  const tapped = new Map<number, Grade>();
  const asked = new Map<number, number>();

  const tap = (visit: number, at: Instant): Reply => {
    const grade = chance.pick(`grade ${visit}`, GRADES);
    if (!tapped.has(visit)) tapped.set(visit, grade);
    return { at, text: ZH[grade], menuId: `${visit}:${grade}` };
  };

  const answers = (visit: number, nth: number, now: Instant): readonly Reply[] => {
    const mood = chance.of(`mood ${visit}`);
    const soon = (now + 3 * MINUTE + Math.floor(chance.of(`soon ${visit} ${nth}`) * 4 * HOUR)) as Instant;
    if (mood < 0.35) return nth === 1 ? [tap(visit, soon)] : [];
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
    return [];
  };

  return {
    tapped,
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
