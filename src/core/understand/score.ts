/** 选项与分数: 1/A/① and the like, N 分, N 星, ⭐: a grade by its mark. */
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
  /^(?:我|嗯|那|就|还是|应该|刚|是|选|选择|给|答案|回复|回|按|点|评|改|改成|填|打|哦|啊|不|第|选项|no|投|要)*["“]?([123abc一二三壹贰叁两])["”]?(?:号|个|项|吧|啊|呀|哈|呢|嘛|了|的|选项|那个|满意|一般|不满意|谢谢)*$/u;
const PLACE: readonly (readonly [RegExp, Grade])[] = [
  [
    /^(?:我)?(?:就|选|是)*(?:最)?(?:前面|上面|头一|最上|第一|开头|顶上|左边)(?:面)?(?:的|那|一|个|项)*(?:吧|啊|呗)?$/u,
    'satisfied',
  ],
  [/^(?:我)?(?:就|选|是)*(?:正|最)?中间(?:的|那|一|个|项|档|选)*(?:吧|啊|呗)?$/u, 'fairly'],
  [
    /^(?:我)?(?:就|选|是)*(?:最)?(?:后面|下面|末尾|最后|最下|倒数第一|底下|右边)(?:面)?(?:的|那|一|个|项)*(?:吧|啊|呗)?$/u,
    'dissatisfied',
  ],
];
const NUMERALS = '零一二三四五六七八九十';
const POINTS =
  /^(?:我|给|打|就|最多|只能|顶多|才|评|综合|及格吧|满分|的|是|了)*(负|\d{1,3}(?:\.\d)?|[零一二三四五六七八九十]{1,3}|一百|满)(?:\/\d+)?(?:分|(?<=(?:给|打)\d{2,3})(?=$))(?:吧|啊|了|滚粗|好评|不能再多|给你)*$/u;
const STARS = /^(?:我|给|打|就|评|最多|只能)*([零一二三四五12345])颗?星(?:吧|啊|了|好评|差评|级)*$/u;

/** The grade that a clause gives as an option, a score or stars; null if it is none of these. */
export function gradeByMark(clause: string): Grade | null {
  const option = OPTION.exec(clause);
  if (option) return BY_MARK[option[1] ?? ''] ?? null;
  for (const [place, grade] of PLACE) if (place.test(clause)) return grade;
  const stars = STARS.exec(clause);
  if (stars) return byFive(numeral(stars[1] ?? ''));
  if (/^⭐+$/u.test(clause)) return byFive(Array.from(clause).length);
  const points = POINTS.exec(clause);
  return points ? byPoints(points[1] ?? '', clause) : null;
}

function byFive(stars: number): Grade {
  return stars >= 4 ? 'satisfied' : stars === 3 ? 'fairly' : 'dissatisfied';
}

function byPoints(score: string, clause: string): Grade {
  if (score === '负') return 'dissatisfied';
  if (score === '满' || score === '一百') return 'satisfied';
  const value = numeral(score);
  if (/\/5/u.test(clause)) return byFive(value);
  if (value > 10) return value >= 80 ? 'satisfied' : value >= 60 ? 'fairly' : 'dissatisfied';
  if (value >= 8 || value === 5) return 'satisfied';
  if (value === 4 || value === 6 || value === 7 || value === 3) return 'fairly';
  return 'dissatisfied';
}

function numeral(text: string): number {
  if (/^[\d.]+$/u.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? (tens ? NUMERALS.indexOf(tens) : 1) : 0;
  return ten * 10 + (ones ? Math.max(0, NUMERALS.indexOf(ones)) : 0);
}
