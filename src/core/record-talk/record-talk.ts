/**
 * 口述一份回访记录: asked for only what is missing, in words and taps in any order, shown back in the form's layout, and
 * recorded once it is confirmed, which is the visitor's signature (p03.11, p05.11). Nothing is recorded before.
 */
import type { Instant } from '../calendar.js';
import { findingZh, waysZh } from '../record-words.js';
import { exampleLine, gapsOf } from '../visit-record.js';
import { heard, labelIn, labelled, labelZh, OPTIONAL, tappedOn } from './hear.js';
import { layoutOf, withTopics } from './layout.js';
import {
  EMPTY_DRAFT,
  newRecordSession,
  RECORD_TALK_LASTS_MS,
  type Button,
  type RecordEffect,
  type RecordForm,
  type RecordInput,
  type RecordSession,
  type RecordTurn,
} from './record-talk-types.js';
import { GIVE_UP, nextStep, questionOf } from './steps.js';

const CONFIRM =
  /^(?:(?:确认(?:无误|签名|记录)?|没(?:有)?(?:啥|什么)?问题|没错|无误|对|是|好|可以|行|嗯|ok|就?[这那]样(?:记|写)?|就这些|不用?改|没有?(?:啥|什么)?要改)[了的吧啊]*[\s,，、。.!！]*)+$/iu;
/** Whoever writes it before the record is shown wants no more questions. */
const CONFIRM_OUTRIGHT = /^确认(?:无误|签名|记录)?[了吧。.!！]*$/u;
const CANCEL = /^(?:取消|(?:先|都)?不(?:填|记|写|改)了?|算了|放弃|退出)[吧啊。.!！\s]*$/u;

/** Words that end a record that is being made, or confirm it, whoever reads them. */
export const isConfirmation = (text: string): boolean => CONFIRM.test(text.trim());
export const isGivingUp = (text: string): boolean => CANCEL.test(text.trim());

/** One step. `form`: what the visit's policy asks for, as it is in force now. */
export function advanceRecord(session: RecordSession, input: RecordInput, form: RecordForm, now: Instant): RecordTurn {
  switch (input.kind) {
    case 'begun':
      return begun({ ...session, state: 'open' }, form, now);
    case 'said':
      return said(session, input.text, form, now);
    case 'ordered': {
      const next = heard(session, input.text, form, now);
      return next !== null && isWhole(next, form, now)
        ? confirmed(next, form, now)
        : said(session, input.text, form, now);
    }
    case 'tapped':
      return tapped(session, input.choice, form, now);
    case 'sent-photo':
      return sentPhoto(session, input.file, form, now);
    case 'silent':
      return putAside(session, form);
    default:
      return input satisfies never;
  }
}

/** The first question comes with a line that would be whole. */
function begun(session: RecordSession, form: RecordForm, now: Instant): RecordTurn {
  const turn = onwards(session, form, now);
  if (isWhole(session, form, now)) return turn;
  const { methods: made } = session.draft;
  const methods = turn.session.asked === 'method' || made.length === 0 ? undefined : made;
  const example = `\n可以这样写：${exampleLine(form.rules, form.meets, form.task, methods)}`;
  const effects = turn.effects.map((one) => (one.kind === 'say' ? { ...one, text: `${one.text}${example}` } : one));
  return { ...turn, effects };
}

const isWhole = ({ draft }: RecordSession, { rules, meets }: RecordForm, now: Instant): boolean =>
  gapsOf(rules, meets, draft, now).length === 0;

function said(session: RecordSession, text: string, form: RecordForm, now: Instant): RecordTurn {
  if (isGivingUp(text)) return givenUp(session, form);
  if (session.asked === 'review' && isConfirmation(text)) return confirmed(session, form, now);
  if (CONFIRM_OUTRIGHT.test(text.trim())) {
    const note = isWhole(session, form, now) ? '' : '还不能确认。';
    return onwards({ ...session, passed: [...session.passed, ...OPTIONAL] }, form, now, note);
  }
  const label = labelIn(text, session);
  if (label !== null) {
    const last = session.photos.at(-1);
    const turn = onwards(labelled(session, label), form, now, `刚才的照片记为${labelZh(label)}。`);
    return last === undefined
      ? turn
      : { ...turn, effects: [{ kind: 'label', file: last.file, label }, ...turn.effects] };
  }
  if (ANEW.test(text)) return onwards(begunAnew(session), form, now, '好的，重新填。');
  if (session.asked === 'review' && TAKE_BACK.test(text)) return takenBack(session, form, now);
  const next = heard(session, text, form, now);
  return next === null
    ? onwards(session, form, now, `没看懂「${short(text)}」。`)
    : onwards(next, form, now, addedZh(session, next, text, form) ?? notedZh(next, form, now));
}

const ANEW = /^(?:重来|重新(?:来|填|写|记)|重填|从头来)(?:一?[遍次])?[了吧啊。.!！\s]*$/u;
/** Photographs stay: they were sent, whatever is written beside them. */
const begunAnew = ({ corrects, photos, shown }: RecordSession): RecordSession => ({
  ...newRecordSession(EMPTY_DRAFT, corrects),
  photos,
  shown,
});

/** Not what the resident said: the words that were added last are none of the record. */
const TAKE_BACK =
  /^(?:去掉|删掉|删了|撤回|不要(?:这句|加)?|不加|(?:这句)?不是(?:住户|业主|他|她)说的)[了吧啊。.!！\s]*$/u;
function takenBack(session: RecordSession, form: RecordForm, now: Instant): RecordTurn {
  const kept = (session.draft.remark ?? '').split('；').slice(0, -1).join('；');
  const draft = { ...session.draft, remark: kept === '' ? null : kept };
  return onwards({ ...session, draft }, form, now, '去掉了。');
}

/** Words beside a record that was whole already may be no resident's: what was made of them is said, and how it is undone. */
function addedZh(before: RecordSession, { draft }: RecordSession, text: string, { meets }: RecordForm): string | null {
  const isAdded = before.asked === 'review' && before.draft.remark !== null && draft.remark !== before.draft.remark;
  if (!isAdded || !draft.remark?.startsWith(`${before.draft.remark}；`)) return null;
  return `「${short(text)}」也记进了${meets ? '住户的话' : '记录'}，不对请写「去掉」。`;
}

/** What stands so far, while something is missing without which nothing is shown back: 已记：满意，师傅准时。 */
function notedZh(session: RecordSession, form: RecordForm, now: Instant): string {
  const next = nextStep(session, form, now);
  if (next === null || next.gap === null) return '';
  const { draft } = session;
  // A way that does not do is asked about, and not noted.
  const stands = next.step !== 'method' || (next.gap.kind === 'method' && next.gap.together);
  const noted = [stands ? waysZh(draft.methods, '、') : '', findingZh(draft)].filter((part) => part !== '').join('，');
  return noted === '' ? '' : `已记：${cut(noted, MOST_NOTED)}。`;
}
const MOST_NOTED = 60;

const MOST_QUOTED = 20;
const short = (text: string): string => cut(text.trim(), MOST_QUOTED);
const cut = (text: string, most: number): string => {
  const all = Array.from(text);
  return all.length <= most ? all.join('') : `${all.slice(0, most).join('')}…`;
};

function tapped(session: RecordSession, choice: string, form: RecordForm, now: Instant): RecordTurn {
  if (session.state === 'confirmed')
    return over(session, `任务 ${form.task} 已经记录，不用再点。要改请写：修改 ${form.task} 一般满意`);
  if (session.state === 'given-up')
    return over(session, `任务 ${form.task} 的记录已经取消，没有记下。要填请写：完成 ${form.task}`);
  const open: RecordSession = { ...session, state: 'open' };
  const [kind, value] = choice.split(':');
  if (kind === 'cancel') return givenUp(open, form);
  if (kind === 'confirm') {
    const isOfThis = session.asked === 'review' && Number(value) === session.shown;
    return isOfThis ? confirmed(open, form, now) : onwards(open, form, now, '记录后来改过，请看现在的。');
  }
  return onwards(tappedOn(open, choice, form) ?? open, form, now);
}

/** Goes with the record, and moves it on only where it was asked for: several may follow one another. */
function sentPhoto(session: RecordSession, file: string, form: RecordForm, now: Instant): RecordTurn {
  const isAsked = session.asked === 'photo' || session.asked === 'proof';
  const label = session.asked === 'proof' ? 'signed' : 'site';
  const draft = { ...session.draft, photo: session.draft.photo ?? file };
  const next: RecordSession = { ...session, draft, photos: [...session.photos, { file, label }] };
  const told = `照片收下了，这份记录共 ${next.photos.length} 张。`;
  if (isAsked) return onwards(next, form, now, told);
  const more = `是修前、修后或${form.asked}签名的，请写一声：修前。`;
  const buttons = session.asked === 'review' ? reviewButtons(next, form) : [];
  return { session: next, effects: [say(`${told}${more}`, buttons), wake(now)] };
}

/** Asks for the next thing, or shows the record back where it is whole. */
function onwards(session: RecordSession, form: RecordForm, now: Instant, note = ''): RecordTurn {
  const next = nextStep(session, form, now);
  if (next !== null) {
    const asked: RecordSession = { ...session, asked: next.step };
    const { text, buttons } = questionOf(next, asked, form);
    return { session: asked, effects: [say(`${note}${text}`, buttons), wake(now)] };
  }
  const shown: RecordSession = { ...session, asked: 'review', shown: session.shown + 1 };
  const asks = `${note}没问题请点「确认」，即签名；要改直接写，如「一般满意」。`;
  return {
    session: shown,
    effects: [say(layoutOf(shown, form, now)), say(asks, reviewButtons(shown, form)), wake(now)],
  };
}

function reviewButtons({ draft, photos, shown }: RecordSession, { signature, meets }: RecordForm): readonly Button[] {
  const isProof = signature && !draft.signed && photos.length > 0;
  return [
    { choice: `confirm:${shown}`, text: '确认' },
    ...(isProof ? [{ choice: 'signed', text: meets ? '照片上有住户签名' : '照片上有签名' }] : []),
    GIVE_UP,
  ];
}

function confirmed(session: RecordSession, form: RecordForm, now: Instant): RecordTurn {
  // The policy may have changed since it was shown.
  if (!isWhole(session, form, now)) return onwards(session, form, now);
  const done: RecordSession = { ...session, state: 'confirmed', asked: null };
  return {
    session: done,
    effects: [
      { kind: 'record', draft: withTopics(session.draft, form) },
      { kind: 'wake', at: null },
    ],
  };
}

function givenUp(session: RecordSession, { task }: RecordForm): RecordTurn {
  const text = session.corrects
    ? `好的，任务 ${task} 的记录不改了，还是原来的。`
    : `好的，任务 ${task} 的记录不填了，没有记下。要填请写：完成 ${task}`;
  return over({ ...session, state: 'given-up', asked: null }, text);
}

function putAside(session: RecordSession, { task }: RecordForm): RecordTurn {
  if (session.state !== 'open') return { session, effects: [{ kind: 'wake', at: null }] };
  const text = `任务 ${task} 的记录还没有确认，先放下了，没有记下。接着填请写：完成 ${task}`;
  return over({ ...session, state: 'put-aside' }, text);
}

const over = (session: RecordSession, text: string): RecordTurn => ({
  session,
  effects: [say(text), { kind: 'wake', at: null }],
});
const say = (text: string, buttons: readonly Button[] = []): RecordEffect => ({ kind: 'say', text, buttons });
const wake = (now: Instant): RecordEffect => ({ kind: 'wake', at: (now + RECORD_TALK_LASTS_MS) as Instant });
