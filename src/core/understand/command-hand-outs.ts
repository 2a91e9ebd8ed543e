/** 发放: what was handed out on a visit, or paper questionnaires to a building: 发放 12 服务卡 使用说明, 已发放纸质问卷 3栋. */
import { estateIn, withoutWords } from './command-context.js';
import { targetIn } from './command-names.js';
import type { Scene, Understood } from './command.js';

/** `text`: what it was, as it was written; `target`: to whom, where it was no visit's. */
export type HandOutArgs = {
  readonly task?: number;
  readonly target?: string;
  readonly estate?: string;
  readonly text?: string;
};
export type HandOutCommand = { readonly kind: 'command'; readonly command: '发放'; readonly args: HandOutArgs };

const PAPERS =
  /服务卡|保修卡|使用说明书?|说明书|(?:维修|保养|维护)?注意事项|(?:维护|保养|业主|用户)手册|宣传[册单页]|纸质(?:的)?(?:问卷|调查表?)|(?:问卷|调查表)(?:纸|原?件)|资料/u;
const GIVEN = '(?:发放|派发|送出|赠送|馈赠|发|送|派)(?:了|过|出去了?)?';
const TASK = '(?:任务|回访)?\\s*(\\d{1,7})(?!\\d|[.:-]\\d|\\s*[月年季日天%点份张本册套栋幢座])\\s*号?(?:单|户)?';
/** 发放 12 服务卡: the order's own word; 12 送了服务卡, 给 12 发了使用说明: with what it was. */
const ORDERED = new RegExp(`^(?:已经?|刚)?(?:发放|派发)(?:了|过)?\\s*${TASK}[\\s,，、:：]*(.*)$`, 'su');
const TOLD = new RegExp(
  `^(?:给|向)?\\s*${TASK}\\s*(?:的?(?:住户|业主|用户|使用人|那户|这户))?\\s*(?:已经?|都|刚|上门)?${GIVEN}\\s*(.+)$`,
  'su',
);
const ANYWHERE = new RegExp(
  `^(?:已经?|都|刚|今天)*\\s*(?:发放|派发|送出|赠送|馈赠|(?:发|送)(?:了|过|出去))(?:了|过)?\\s*(.*)$`,
  'su',
);
/** 服务手册给46那家送到了: told the other way round. */
const TOLD_BACK = new RegExp(
  `^(${PAPERS.source})\\s*(?:已经?|都|也)?(?:给|发给|送给|送到|发到)\\s*${TASK}(?:那|这)?(?:家|户|单)?(?:送|发|派|交|给)?(?:到|出)?(?:手|位)?了[。.!！]*$`,
  'u',
);
/** 纸质问卷已发到3栋: told the other way round. */
const SHEETS = /^(纸质(?:的)?(?:问卷|调查表?))\s*(?:已经?|都)(?:发|送|派)(?:放|出)?(?:到|给|了|去)*\s*(.*)$/su;
const ASKED = /(?:吗|么|没有?|谁|什么时候|怎么|几份|多少)[?？。]*$|别|不(?:用|要|必)|还没|未/u;

type Found = { readonly task?: number; readonly said: string };
function find(text: string): Found | null {
  const ordered = ORDERED.exec(text) ?? (PAPERS.test(text) ? TOLD.exec(text) : null);
  if (ordered !== null) return { task: Number(ordered[1]), said: ordered[2] ?? '' };
  const back = TOLD_BACK.exec(text);
  if (back !== null) return { task: Number(back[2]), said: back[1] ?? '' };
  const sheets = SHEETS.exec(text);
  if (sheets !== null) return { said: `${sheets[2]} ${sheets[1]}` };
  const said = ANYWHERE.exec(text)?.[1];
  return said !== undefined && (PAPERS.test(said) || text.trim() === '发放') ? { said } : null;
}

export const HAND_OUT: Pick<RegExp, 'test'> = { test: (plain) => !ASKED.test(plain) && find(plain) !== null };

export function handOutCommand(plain: string, { text: written, estates }: Scene): Understood {
  const found = find(plain);
  if (found === null || found.task === 0) return { kind: 'unclear', suggest: ['发放 12 服务卡 使用说明', '我的任务'] };
  const { task } = found;
  const own = find(written);
  const said = own !== null && own.task === task ? own.said : found.said;
  if (task !== undefined) {
    const text = trimmed(said);
    return { kind: 'command', command: '发放', args: { task, ...(text === '' ? {} : { text }) } };
  }
  const target = targetIn(said);
  const place = target === null ? null : estateIn(said, estates);
  const estate = place === 'many' || place === null ? undefined : place;
  const text = trimmed(withoutWords(said, target?.words, estate?.words));
  return {
    kind: 'command',
    command: '发放',
    args: {
      ...(target === null ? {} : { target: target.target }),
      ...(estate === undefined ? {} : { estate: estate.name }),
      ...(text === '' ? {} : { text }),
    },
  };
}

const trimmed = (text: string): string =>
  text
    .replaceAll(/^[\s,，、:：。;；给]+|[\s,，、:：。;；给的]+$/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
