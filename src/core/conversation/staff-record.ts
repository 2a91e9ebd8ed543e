/** A visit that a member of staff made: the talk about it ends, or asks the resident to confirm the record 签名确认. */
import type { Instant } from '../calendar.js';
import type { Grade } from '../terms.js';
import { quoted } from './answers.js';
import type { Sayings } from './sayings.js';
import { TALK_LASTS_MS, type Effect, type Session, type Turn } from './turn.js';
import { say } from './wording.js';

/** What the record says of the resident. */
export type SaidToStaff = { readonly grade: Grade | null; readonly remark: string | null };

/** Nothing is asked any more; a tap on an old menu finds the record there. */
export function answeredToStaff(session: Session, { grade, remark }: SaidToStaff, signed: boolean): Session {
  const state = session.state === 'stopped' ? 'stopped' : 'done';
  return { ...session, grade, remark, signed, state };
}

/** The resident is shown the record, to confirm or change it: only they can. */
export function askToSign(session: Session, said: SaidToStaff, visitor: string, now: Instant, sayings: Sayings): Turn {
  const { remark } = said;
  const asked: Session = { ...session, ...said, signed: false, needsSignature: true, state: 'confirming' };
  const more = { visitor, ...(remark === null ? {} : { remark: quoted(remark) }) };
  const key = remark === null ? 'confirm-visit' : 'confirm-visit-remark';
  const told = say(asked, sayings, key, 'sign', 'confirm', more);
  const stop = asked.about.firstContact ? `\n${sayings['first-contact']}` : '';
  const effects: readonly Effect[] = [
    told.kind === 'say' ? { ...told, text: `${told.text}${stop}` } : told,
    { kind: 'wake', at: (now + TALK_LASTS_MS) as Instant },
  ];
  return { session: asked, effects };
}
