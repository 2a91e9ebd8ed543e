import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../src/core/event.js';
import { covers } from '../../../src/core/policy/coverage.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const { policies } = readPolicyFiles(null);

function coveredBy(given: object): readonly string[] {
  const parsed = parseEvent({ id: 'E', estate: 'e', ...given });
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return [...policies.values()].filter((policy) => covers(policy, parsed.event, 'Asia/Shanghai')).map(({ id }) => id);
}

describe('an event is covered by the policies of the matrix (policies.md §3)', () => {
  it.each([
    [{ kind: 'complaint' }, ['p02', 'p03', 'p05', 'p08', 'p11']],
    [{ kind: 'complaint', repeatOf: 'R-1' }, ['p02', 'p03', 'p05', 'p06', 'p08', 'p11']],
    [{ kind: 'repair' }, ['p01', 'p02', 'p03', 'p05', 'p06', 'p11']],
    [{ kind: 'repair', works: 'W-1' }, ['p01', 'p02', 'p03', 'p05', 'p06', 'p07', 'p10', 'p11']],
    [{ kind: 'public-area-repair' }, ['p11']],
    [{ kind: 'public-area-repair', bigDefect: true }, ['p06', 'p11']],
    [{ kind: 'public-area-repair', household: '3-2-1204' }, ['p03', 'p05', 'p11']],
    [{ kind: 'contracted-service' }, ['p02', 'p03', 'p05', 'p11']],
    [{ kind: 'home-service', service: 'cleaning' }, ['p03', 'p04', 'p05', 'p11']],
    [{ kind: 'publication' }, ['p03', 'p05', 'p11']],
    [{ kind: 'works-completion' }, ['p07', 'p09', 'p10']],
  ])('%j', (event, ids) => expect(coveredBy(event)).toEqual(ids));

  it('also where only its handling has a deadline, and nobody is asked', () => {
    expect(coveredBy({ kind: 'repair', category: 'appliance-specialist' })).toContain('p01');
  });
});
