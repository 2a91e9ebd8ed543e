import { describe, expect, it } from 'vitest';
import { reviewersOf } from '../../../src/core/policy/review.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const { policies } = readPolicyFiles(null);
const reviewers = (id: string, clause: string, record: string) => {
  const policy = policies.get(id);
  if (policy === undefined) throw new Error(`no policy ${id}`);
  return reviewersOf(policy, { clause, record });
};

describe('who reviews a record', () => {
  it.each([
    ['p02.15', 'p02', 'p02.3', '业主回访记录表', ['supervisor']],
    ['p03.12', 'p03', 'p03.2', '回访记录表', ['supervisor']],
    ['p05.11', 'p05', 'p05.1', '回访记录表', ['supervisor']],
    ['p08.3', 'p08', 'p08.1', '回访记录表', ['manager']],
  ])('by %s', (_clause, policy, clause, record, roles) => expect(reviewers(policy, clause, record)).toEqual(roles));

  it('of another form than the one that the clause names nobody', () => {
    expect(reviewers('p02', 'p02.7', '调查表')).toEqual([]);
    expect(reviewers('p08', 'p08.4', '调查表')).toEqual([]);
  });

  it.each([
    ['p01', 'p01.3', '回访记录表'],
    ['p06', 'p06.3', '户内维修回访记录'],
    ['p11', 'p11.2', '维修工作单'],
  ])('by %s, which asks for no review, nobody', (policy, clause, record) =>
    expect(reviewers(policy, clause, record)).toEqual([]),
  );
});
