/** 谁的数字: of whose visits or whose work figures are asked, as a condition on the rows that are counted. */
import { Prisma } from './db.js';

/**
 * `visits`: those that these people have or made 负责的回访. `work`: those about a service that one of these people did, or
 * that is of the department 经办的服务 (p11.7). `either`: both together, each visit once.
 */
export type Whose = {
  readonly of: 'visits' | 'work' | 'either';
  readonly staff: readonly string[];
  readonly department: string | null;
};

/** What narrows figures beside the estate and the span; each only where it was asked. */
export type Narrowing = {
  readonly kind?: string | null;
  readonly policy?: string | null;
  readonly whose?: Whose | null;
};

const oneOf = (column: Prisma.Sql, values: readonly string[]): Prisma.Sql =>
  values.length === 0 ? Prisma.sql`1 = 0` : Prisma.sql`${column} IN (${Prisma.join([...values])})`;

/** What stands behind the other conditions on visits `v`. */
export function narrowVisits({ kind, policy, whose }: Narrowing): Prisma.Sql {
  const parts = [
    ...(kind == null ? [] : [Prisma.sql`AND v."kind" = ${kind}`]),
    ...(policy == null ? [] : [Prisma.sql`AND v."policyId" = ${policy}`]),
    ...(whose == null ? [] : [Prisma.sql`AND ${whoseVisits(whose)}`]),
  ];
  return joined(parts);
}

/** The same on duties `d`: their kind is that of the event that started them, or of the visit that they follow. */
export function narrowDuties({ kind, policy, whose }: Narrowing): Prisma.Sql {
  const parts = [
    ...(kind == null
      ? []
      : [
          Prisma.sql`AND (EXISTS (SELECT 1 FROM "Event" e WHERE e."estateId" = d."estateId" AND e."id" = d."eventId"
            AND e."kind" = ${kind}) OR EXISTS (SELECT 1 FROM "Visit" k WHERE k."no" = d."visitNo" AND k."kind" = ${kind}))`,
        ]),
    ...(policy == null ? [] : [Prisma.sql`AND d."policyId" = ${policy}`]),
    ...(whose == null ? [] : [Prisma.sql`AND ${oneOf(Prisma.sql`d."assignee"`, whose.staff)}`]),
  ];
  return joined(parts);
}

function whoseVisits({ of, staff, department }: Whose): Prisma.Sql {
  const theirs = oneOf(Prisma.sql`v."assignee"`, staff);
  if (of === 'visits') return theirs;
  const ofDepartment = department === null ? Prisma.sql`1 = 0` : inDepartment(department);
  const work = Prisma.sql`EXISTS (SELECT 1 FROM "Event" e WHERE e."estateId" = v."estateId" AND e."id" = v."eventId"
    AND (${oneOf(Prisma.sql`e."worker"`, staff)} OR ${ofDepartment}))`;
  return of === 'work' ? work : Prisma.sql`(${theirs} OR ${work})`;
}

/** The event is kept whole, as JSON: its department stands in it as its own pair. */
function inDepartment(department: string): Prisma.Sql {
  const pair = `"department":${JSON.stringify(department)}`.replaceAll(/[!%_]/gu, (sign) => `!${sign}`);
  return Prisma.sql`e."data" LIKE ${`%${pair}%`} ESCAPE '!'`;
}

const joined = (parts: readonly Prisma.Sql[]): Prisma.Sql =>
  parts.length === 0 ? Prisma.empty : Prisma.join([...parts], ' ');
