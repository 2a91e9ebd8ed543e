/** 选项与分数: 1/A/① and the like, where an option stands, N 分, N/10, N 星, ⭐: a grade by its mark. */
import type { Grade } from '../terms.js';

const BY_MARK: Readonly<Record<string, Grade>> = {
  '1': 'satisfied',
  a: 'satisfied',
  一: 'satisfied',
  壹: 'satisfied',
  '①': 'satisfied',
  '2': 'fairly',
  b: 'fairly',
  二: 'fairly',
  贰: 'fairly',
  '②': 'fairly',
  两: 'fairly',
  '3': 'dissatisfied',
  c: 'dissatisfied',
  三: 'dissatisfied',
  叁: 'dissatisfied',
  '③': 'dissatisfied',
};
const OPTION =
  /^(?:我|嗯|那|就|还是|应该|刚|是|选|选择|给|答案|回复|回|按|点|评|改|改成|填|打|哦|啊|不|个|第|选项|no|投|要|写|就)*["“]?([123abc一二三壹贰叁两])["”]?(?:号|个|项|吧|啊|呀|哈|呢|嘛|啦|咯|喽|哒|呗|哦|喔|了|的|选项|那个|满意|一般|不满意|谢谢|就对了|就行|就好|不解释|没商量|没错|无疑|[啊呀是]\1)*$/u;

const CHOOSE = '^(?:我|个|嗯|那|就|要|还是|应该|是|选|挑|给|三个|里头|里面|里|当中|其中|这|的|最){0,5}';
const ONE = '(?:面|边|头)?(?:的|那|这|一|个|项|档|选项?|种|等级?|级|条)*(?:吧|啊|呗|呀|哈|咯|了|嘛)?$';
/** Where an option stands among the three, or how good it is. */
const PLACES: readonly (readonly [RegExp, Grade])[] = [
  [new RegExp(`${CHOOSE}(?:最?(?:前|上|高|好|左)|头一|头|第一|首|开头|顶上|顶格?)${ONE}`, 'u'), 'satisfied'],
  [new RegExp(`${CHOOSE}(?:正|最)?(?:中间|当中|居中|中档|第二|正中)${ONE}`, 'u'), 'fairly'],
  [
    new RegExp(`${CHOOSE}(?:最?(?:后|下|低|差|末|右|坏|烂)|末尾?|末一|最末|底下?|垫底|倒数第一|第三|尾巴?)${ONE}`, 'u'),
    'dissatisfied',
  ],
];
/** A bare 好的 or 上面 is not a choice; it takes a 最, a 那个 or the like. */
const CHOSEN = /最|第[一二三]|那|个|一|头|末|中间|当中|居中|倒数|底下|选|挑/u;

const NUMERALS = '零一二三四五六七八九十';
const NUMBER = '(?:\\d{1,4}(?:\\.\\d)?|一百|[零一二两三四五六七八九十]{1,3})';
const POINTS =
  /^(?:我|打分的话|打分|分数|评分|给分|要我打|给|打|就|最多|只能|顶多|才|评|综合|及格吧|满分|的|是|了|也|能)*(负|\d{1,3}(?:\.\d)?|[零一二两三四五六七八九十]{1,3}|一百|满)(?:\/\d+)?(?:分|(?<=(?:给|打)\d{2,3})(?=$))(?:吧|啊|了|滚粗|好评|不能再多|给你|最多|半|不能再高|都嫌[多高])*$/u;
const STARS = /^(?:我|给|打|就|评|最多|只能)*([零一二两三四五]|[0-5](?:\.\d)?)颗?星(半)?(?:吧|啊|了|好评|差评|级)*$/u;
const OUT_OF = new RegExp(`^(?:我|给|打|就)*(${NUMBER})\\/(5|10|100)分?(?:吧|啊|了)?$`, 'u');
/** 100%, 满意度80%: a share by itself. */
const PERCENT = /^(?:我|给|打|就|大概|满意度?|最多|只有|才|是|有)*(\d{1,3})%(?:的?满意度?|吧|啊|了|咯)*$/u;
/** A full score named beside the one that is given: 3分,满分5分; 满分十分我给十一分. */
const FULL = new RegExp(
  `满分(?:是|为|就|按)?(${NUMBER})分?|(${NUMBER})分(?:制|满分)|(百)分制|(?:^|[^给打])(${NUMBER})分(?:里面?|中|当中)?(?:的话)?(?:我|只|就|最多)*(?=[给打得]${NUMBER}分)|总分(${NUMBER})`,
  'u',
);
/** 给100分，满分一万: next to nothing. */
const OVERFULL = /满分(?:是|为|就是)?(?:一?[千万亿]|\d{4,})/u;
const GIVEN = new RegExp(`(负?${NUMBER})分(?!制)|(?:给|打|评)(?:个)?(负?${NUMBER})(?!星|颗|个)`, 'u');

/** The grade that a clause gives as an option, a score or stars; null if it is none of these. */
export function gradeByMark(clause: string): Grade | null {
  const option = OPTION.exec(clause);
  if (option) return BY_MARK[option[1] ?? ''] ?? null;
  if (clause.length <= 12 && CHOSEN.test(clause))
    for (const [place, grade] of PLACES) if (place.test(clause)) return grade;
  const stars = STARS.exec(clause);
  if (stars) return byFive(numeral(stars[1] ?? '') + (stars[2] ? 0.5 : 0));
  if (/^⭐+☆*$/u.test(clause)) return byFive(clause.split('⭐').length - 1);
  const points = POINTS.exec(clause);
  return points ? byPoints(points[1] ?? '', clause) : null;
}

/** The grade of a short text that names the full score beside its own. */
export function gradeOfFull(text: string): Grade | null {
  if (/^-\d+分?$/u.test(text)) return 'dissatisfied';
  if (/^a\++$/u.test(text)) return 'satisfied';
  const part = PERCENT.exec(text);
  if (part) return byShare(Number(part[1]) / 100 + (part[1] === '50' ? 0.1 : 0));
  const share = OUT_OF.exec(text);
  if (share) return byShare(numeral(share[1] ?? '') / Number(share[2]));
  if (OVERFULL.test(text)) return 'dissatisfied';
  const full = text.length <= 30 ? FULL.exec(text) : null;
  if (!full) return null;
  const given = GIVEN.exec(text.replace(full[0], ' '));
  if (!given) return null;
  const value = given[1] ?? given[2] ?? '';
  return value.startsWith('负') ? 'dissatisfied' : byShare(numeral(value) / numeral(full.slice(1).find(Boolean) ?? ''));
}

const byShare = (share: number): Grade => (share >= 0.8 ? 'satisfied' : share >= 0.6 ? 'fairly' : 'dissatisfied');

function byFive(stars: number): Grade {
  return stars >= 4 ? 'satisfied' : stars >= 3 ? 'fairly' : 'dissatisfied';
}

function byPoints(score: string, clause: string): Grade {
  if (score === '负') return 'dissatisfied';
  if (score === '满' || score === '一百') return 'satisfied';
  const value = numeral(score);
  if (/\/5/u.test(clause)) return byFive(value);
  if (value > 10) return value >= 80 ? 'satisfied' : value >= 60 ? 'fairly' : 'dissatisfied';
  if (value >= 8 || value === 5) return 'satisfied';
  if (value >= 6 || value === 4 || value === 3) return 'fairly';
  return 'dissatisfied';
}

function numeral(text: string): number {
  if (/^[\d.]+$/u.test(text)) return Number(text);
  if (text === '一百' || text === '百') return 100;
  const said = text.replace('两', '二');
  const [tens, ones] = said.includes('十') ? said.split('十') : ['', said];
  const ten = said.includes('十') ? (tens ? NUMERALS.indexOf(tens) : 1) : 0;
  return ten * 10 + (ones ? Math.max(0, NUMERALS.indexOf(ones)) : 0);
}
