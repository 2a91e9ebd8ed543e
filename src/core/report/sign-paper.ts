/**
 * 定稿: a report with the signatures that were given in chat in the places that its form has for them, and the opinions
 * where the form left room. What has no place of its own stands in the form's 说明, so that none is lost.
 */
import { formatInstant } from '../calendar.js';
import { ROLES, type Role } from '../terms.js';
import type { FilledPaper } from './filled-paper.js';
import { fieldsOf } from './form.js';
import { holdingSigns, signedAloneZh, type DoneStep } from './report-walk.js';

/** What was done on the road, with the role whose step it was. */
export type Sign = DoneStep & { readonly role: Role };

export const BY_CHAT = '签名由本人在企业微信中确认，时间为确认的时间。';

/** Every page gets the same signatures: they are for the report. `steps`: how many its road has. */
export function signPapers(
  papers: readonly FilledPaper[],
  done: readonly Sign[],
  steps: number,
  zone: string,
): readonly FilledPaper[] {
  const signs = holdingSigns(done);
  return papers.map((paper) => signPaper(paper, { signs, done, steps, zone }));
}

type Signing = {
  /** Those that hold. */
  readonly signs: readonly Sign[];
  readonly done: readonly Sign[];
  readonly steps: number;
  readonly zone: string;
};

function signPaper(paper: FilledPaper, { signs, done, steps, zone }: Signing): FilledPaper {
  const filled: Record<string, string | number> = { ...paper.fields };
  const used = new Set<string>();
  const others: string[] = [];
  for (const sign of signs) {
    const take = (places: readonly Place[]): string | null => {
      const name = placeOf(
        places.filter((place) => !used.has(place.name)),
        sign,
        steps,
      );
      if (name !== null) used.add(name);
      return name;
    };
    const [signature, opinion] = [take(signPlaces(paper)), take(openPlaces(paper))];
    const who = whoZh(sign, zone);
    const said = opinionsOf(sign, done, zone);
    if (signature !== null) filled[signature] = who;
    const isAlone = earlier(sign, done).length === 0;
    if (opinion !== null && said !== null) filled[opinion] = signature === null && isAlone ? `${said}　${who}` : said;
    const isSigned = signature !== null || (opinion !== null && said !== null);
    const opened = sign.opinion !== null || !isAlone;
    if (!isSigned) others.push(`${sign.title}：${who}${said === null ? '' : `，${said}`}`);
    else if (opinion === null && opened && said !== null) others.push(`${sign.title}：${said}`);
  }
  const before = String(filled['说明'] ?? '').split('\n');
  const alone = signedAloneZh(signs, steps);
  const kept = before.filter((line) => line !== BY_CHAT && line !== alone);
  const note = [...kept, ...others, alone, BY_CHAT].filter((line) => line !== '');
  return { ...paper, fields: { ...filled, 说明: note.join('\n') } };
}

const whoZh = ({ name, at }: Sign, zone: string): string =>
  `${name} ${formatInstant(at, zone).slice(0, 16).replace('T', ' ')}`;

/** What was said at the same step before: as it was handed on the first time, and as it was returned. */
const earlier = (sign: Sign, done: readonly Sign[]): readonly Sign[] =>
  done.filter((one) => one !== sign && one.step === sign.step && one.opinion !== null);

/** The opinion; where there were several, all of them with their days, since a returned report is approved on what was said. */
function opinionsOf(sign: Sign, done: readonly Sign[], zone: string): string | null {
  const said = sign.opinion ?? (sign.step === 0 ? null : APPROVED);
  const before = earlier(sign, done);
  if (before.length === 0) return said;
  const all = [...before, ...(said === null ? [] : [{ ...sign, opinion: said }])].toSorted((a, b) => a.at - b.at);
  return all
    .map((one) => `${whoZh(one, zone)}${one.what === 'returned' ? ' 退回' : ''}：${one.opinion ?? ''}`)
    .join('\n');
}

const APPROVED = '同意';

/** A place on the form; `left`: to whom it says that it is left. */
type Place = { readonly name: string; readonly left: string | null };

const signPlaces = ({ form }: FilledPaper): readonly Place[] =>
  fieldsOf(form)
    .filter(({ fill }) => fill === 'sign')
    .map(({ name }) => ({ name, left: null }));

const LEFT_TO = /^（由(.+)填写）$/u;

/** Where nothing stands yet but for whom the place is. */
const openPlaces = ({ form, fields }: FilledPaper): readonly Place[] =>
  fieldsOf(form).flatMap(({ name, fill }) => {
    const text = String(fields[name] ?? '');
    const left = LEFT_TO.exec(text)?.[1] ?? null;
    return left !== null || (fill === 'write' && text === '') ? [{ name, left }] : [];
  });

/** The place for somebody: by their title, by their role, else by what the step is. */
function placeOf(places: readonly Place[], { title, role, step }: Sign, steps: number): string | null {
  const kind = step === 0 ? MADE : step >= steps ? FOLLOWS : step === steps - 1 ? APPROVES : REVIEWS;
  // Of several that are left to somebody nobody knows which the words are for.
  const theirs = places.filter(({ left }) => left === title);
  if (theirs.length > 1) return null;
  const found =
    theirs[0] ??
    places.find(({ name, left }) => left === null && name.includes(title)) ??
    places.find(({ name, left }) => left === null && shortOf(role).test(name)) ??
    places.find(({ name, left }) => left === null && kind.test(name));
  return found?.name ?? null;
}

const MADE = /制表|填表|编制|编写|报告人|统计人|汇总人/u;
const REVIEWS = /审核|审阅|分析/u;
const FOLLOWS = /落实|跟进/u;
const APPROVES = /审批|批准|审定|批示|决定|审阅|审核/u;

/** As forms call a role in a word. */
const SHORT: Readonly<Partial<Record<Role, RegExp>>> = {
  supervisor: /主管(?!领导)/u,
  manager: /(?<!总|部门)经理|负责人/u,
  'department-manager': /部门经理/u,
  'general-manager': /总经理/u,
  'vice-president': /副总/u,
  'company-leader': /领导/u,
  quality: /品质/u,
  dispatcher: /调度/u,
};
const shortOf = (role: Role): RegExp => SHORT[role] ?? new RegExp(ROLES[role].zh, 'u');
