/** 满意率、回访率 as staff write them: the period, the estate, the kind and the item that a text names. */
import type { Direction, EventKind } from '../terms.js';
import { FILLER, readContext } from './command-context.js';
import type { Scene, Understood } from './command.js';

/** `period` as contracts.md writes it; each only where the text gives it. */
export type RateArgs = {
  readonly period?: string;
  readonly estate?: string;
  readonly kind?: EventKind;
  readonly item?: Direction;
  readonly person?: string;
  readonly department?: string;
  readonly policy?: string;
};

export const RATE = /满意(?:率|度)|满意比例|满意的?(?:占比|百分比)|满意的(?:多不多|有没有)|多少(?:人|户)?满意/u;
export const VISIT_RATE = /回访(?:率|完成率|比例|完成情况|覆盖率)|访问率/u;

/** A word that looks like a place's name but is none of those known: no figure is given for another. */
const STRANGE_PLACE =
  /[\u4e00-\u9fff]{2,6}(?:花园|家园|小区|公寓|广场|名苑|花苑|新村|山庄|豪庭|华府|雅苑)|[\u4e00-\u9fff]{1,3}[园苑府湾庭居邸轩]|[栋楼幢]/u;
const NOT_A_NAME = /^(?:各|全|所有|每个|本|我们|这个|那个|整个|看看|全部|咱们).{0,2}(?:小区|广场)$/u;
/** A word that stands alone in set form and names nothing known. */
const STRANGE_WORD = /(?:^|\s)[\u4e00-\u9fff]{2,}(?=$|\s)/u;
/** A date that is none, such as 2026-13 or 14月: no other period's figure is given in its place. */
const STRANGE_PERIOD = /\d{4}\s*[-/.年]\s*\d|\d{1,2}\s*月|[qQ]\s*\d/u;

/** Each person's or each building's figure: 每个管家的满意率, 谁的满意率最低. */
const EACH =
  /(?:每一?[个位]?|各[个位]?|按|分|哪几?[个位]?)(?:管家|人员?|员工|同事|主管|经理|师傅|部门|班组|楼栋|楼管)(?!.{0,2}(?:报修|投诉))|(?:管家|员工|人员|师傅|同事)们?(?:的)?(?:排名|排行|对比)|谁(?:的|家|最)/u;

/** 够八成不, 到95没: how high it ought to be. */
const LEVEL =
  /至今|到(?:今天?|现在|目前)|截[至止]|为止|期间|整月|全月|那[天周]|当天|一天|(?:有没有|够不够|够|到|过|超过?|不到|达到?)?\s*(?:(?:[一二三四五六七八九十\d]+)成|百分之?[一二三四五六七八九十百\d]+|(?<!\d)\d{2,3}\s*%?(?!\d|[年月日号]))(?:不|没|吗|了没)?/gu;

/** A request for a rate: 满意率 上月 翠湖 维修, 帮我看看上个月翠湖的维修满意率. */
export function rateCommand(command: '满意率' | '回访率', text: string, scene: Scene): Understood {
  const { estates } = scene;
  if (EACH.test(text)) return ofAll(command);
  const keys = ['period', 'kind', 'policy', 'department', 'person'] as const;
  const own = command === '满意率' ? ([...keys, 'item'] as const) : keys;
  const { args, left, estate } = readContext(text, command === '满意率' ? RATE : VISIT_RATE, own, scene);
  const which = estates.length > 0 ? estates.slice(0, 5).map((name) => `${command} ${name}`) : [command];
  if (estate === 'many') return { kind: 'unclear', suggest: which };
  if (STRANGE_PERIOD.test(left)) return { kind: 'unclear', suggest: [`${command} 本月`, `${command} 2026-09`] };
  const rest = left.replaceAll(LEVEL, ' ').replaceAll(FILLER, ' ');
  const strange = STRANGE_PLACE.exec(rest);
  if (estate === 'none' && strange !== null && !NOT_A_NAME.test(strange[0])) return { kind: 'unclear', suggest: which };
  const nothing = Object.keys(args).every((key) => key === 'period');
  if (nothing && text.startsWith(command) && STRANGE_WORD.test(rest)) return { kind: 'unclear', suggest: which };
  return { kind: 'command', command, args };
}

/** No figure of all stands for that of each; what can be asked is said. */
const ofAll = (command: '满意率' | '回访率'): Understood => ({
  kind: 'unclear',
  suggest: [`${command} 本月`, `${command} 本月 张伟`, '绩效 本月'],
  asks: `${command}一次看一个人或一个部门，各人并排的在绩效里`,
});
