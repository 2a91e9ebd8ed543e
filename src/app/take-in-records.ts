/** Takes in records of visits from other systems: by the same verb, and so the same rules, as from chat. */
import type { Context } from '../context.js';
import type { FieldError } from '../core/event.js';
import { shown } from '../core/event-input.js';
import { gapZh } from '../core/record-words.js';
import type { Gap, RecordDraft } from '../core/visit-record.js';
import { staffOf } from '../store/staff.js';
import type { IntakeResult } from './intake-result.js';
import type { TaskRefused } from './open-task.js';
import { readInput } from './people-input.js';
import { recordInput, type RecordInput } from './record-input.js';
import { recordVisit } from './record-visit.js';

/** Each for itself, in order; the same record again is unchanged, another one of the same visitor corrects it. */
export async function takeInRecords(
  ctx: Context,
  inputs: readonly unknown[],
  via: string,
): Promise<readonly IntakeResult[]> {
  const results: IntakeResult[] = [];
  for (const input of inputs) results.push(await takeInRecord(ctx, input, via));
  ctx.wake('outbox');
  return results;
}

async function takeInRecord(ctx: Context, input: unknown, via: string): Promise<IntakeResult> {
  const parsed = readInput(recordInput, input);
  if ('errors' in parsed) return { id: idOf(input), status: 'rejected', errors: parsed.errors };
  const { value } = parsed;
  const id = String(value.visit);
  const rejected = (...errors: readonly FieldError[]): IntakeResult => ({ id, status: 'rejected', errors });
  const unclear = methodFaults(value);
  if (unclear.length > 0) return rejected(...unclear);
  const now = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const by = await staffOf(tx, value.by);
    if (by === null || !by.active) return rejected({ field: 'by', message: `没有在职的员工 ${shown(value.by)}` });
    const answer = await recordVisit(
      tx,
      ctx,
      { visit: value.visit, by, at: value.at ?? null, draft: draftOf(value), via },
      now,
    );
    switch (answer.kind) {
      case 'recorded':
        return { id, status: 'created', errors: [] };
      case 'corrected':
        return { id, status: 'updated', errors: [] };
      case 'unchanged':
        return { id, status: 'unchanged', errors: [] };
      case 'gaps':
        return rejected(...answer.gaps.map((gap) => ({ field: fieldOf(gap), message: gapZh(gap) })));
      case 'refused':
        return rejected({ field: REFUSED_FIELDS[answer.reason], message: answer.text });
      default:
        return answer satisfies never;
    }
  });
}

const idOf = (input: unknown): string | null => {
  const given = typeof input === 'object' && input !== null && 'visit' in input ? input.visit : null;
  return typeof given === 'string' || typeof given === 'number' ? String(given) : null;
};

/** `paper` and its source go together. */
function methodFaults({ method, paper }: RecordInput): readonly FieldError[] {
  const message = '纸质记录要写明出处，如 "paper": {"source": "扫描件 2026-03-11-07", "signed": true}';
  return method === 'paper' && paper == null ? [{ field: 'paper', message }] : [];
}

function draftOf(given: RecordInput): RecordDraft {
  const { method, methods = [], paper } = given;
  const named = method === undefined || method === 'paper' ? [] : [method];
  return {
    methods: [...new Set([...named, ...methods])],
    numberCalled: given.numberCalled ?? null,
    photo: given.photo ?? null,
    grade: given.grade ?? null,
    grades: given.grades ?? null,
    remark: given.remark ?? null,
    topics: given.topics ?? {},
    unfinished: given.unfinished ?? false,
    chargeAsQuoted: given.chargeAsQuoted ?? null,
    promisedAt: given.promisedAt ?? null,
    paper: paper?.source ?? null,
    signed: paper?.signed ?? false,
  };
}

const REFUSED_FIELDS: Readonly<Record<TaskRefused['reason'], keyof RecordInput>> = {
  unknown: 'visit',
  over: 'visit',
  'not-yours': 'by',
  'own-work': 'by',
  'too-early': 'at',
  future: 'at',
};

function fieldOf(gap: Gap): keyof RecordInput {
  switch (gap.kind) {
    case 'no-method':
    case 'chat':
    case 'method':
    case 'other-method':
      return 'methods';
    case 'need':
      return NEED_FIELDS[gap.need];
    case 'no-proof':
      return 'paper';
    case 'no-grade':
      return 'grade';
    case 'no-finding':
      return 'remark';
    case 'promise-over':
      return 'promisedAt';
    default:
      return gap satisfies never;
  }
}

const NEED_FIELDS = {
  'number-called': 'numberCalled',
  photo: 'photo',
  'charge-checked': 'chargeAsQuoted',
  'resident-signature': 'paper',
} as const;
