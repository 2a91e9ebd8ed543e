/** Visits as they stand, for tests of what is read of them. */
import type { Instant } from '../../src/core/calendar.js';
import type { EventKind, Grade, VisitStatus } from '../../src/core/terms.js';
import type { Db } from '../../src/store/db.js';
import { NOW } from './intake.js';

export type Told = {
  readonly estate?: string;
  readonly kind?: EventKind;
  readonly clause?: string;
  readonly rate?: number | null;
  readonly status?: VisitStatus;
  readonly earliest?: Instant;
  readonly issuedAt?: Instant;
  readonly servedBy?: number;
  /** Grades in the order given; the last one counts. */
  readonly records?: readonly (readonly [Grade | null, Instant])[];
};

let made = 0;
/** Stores a visit as it stands, with its records, under the next event E1, E2 …; its number. */
export async function storeVisit(db: Db, told: Told): Promise<number> {
  const estateId = told.estate ?? 'cuihu';
  const kind = told.kind ?? 'repair';
  made += 1;
  return db.write(async (tx) => {
    const { no } = await tx.visit.create({
      data: {
        estateId,
        policyId: 'p03',
        clause: told.clause ?? 'p03.2',
        startedBy: `E${made}`,
        counterparty: '3-2-1204',
        visit: 1,
        eventId: `E${made}`,
        household: '3-2-1204',
        kind,
        status: told.status ?? 'asked',
        earliest: BigInt(told.earliest ?? told.issuedAt ?? NOW),
        due: BigInt(NOW),
        rate: told.rate === undefined ? 30 : told.rate,
        by: '[]',
        how: '[]',
        record: '回访记录表',
        issuedAt: told.issuedAt === undefined ? null : BigInt(told.issuedAt),
        askedAt: told.issuedAt === undefined ? null : BigInt(told.issuedAt),
        servedBy: told.servedBy ?? null,
        policyVersion: '',
        why: '{}',
        createdAt: BigInt(NOW),
        updatedAt: BigInt(NOW),
      },
    });
    const records = told.records ?? [];
    for (const [index, [grade, recordedAt]] of records.entries()) {
      await tx.record.create({
        data: {
          id: `${no}-${index + 1}`,
          visitNo: no,
          estateId,
          eventId: `E${made}`,
          household: '3-2-1204',
          policyId: 'p03',
          clause: 'p03.2',
          kind,
          grade,
          method: 'chat',
          by: 'resident:cuihu/r-1',
          at: BigInt(recordedAt),
          why: '[]',
          current: index === records.length - 1,
          seq: index + 1,
        },
      });
    }
    return no;
  });
}
