import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Whole flows, a morning of two hundred stewards, every role at every command: too long for `npm test`. */
export const LONG = ['tests/flows.test.ts', 'tests/world/morning.test.ts', 'tests/world/access.test.ts'];

/** The longest first, so that both cores are done at about the same time. */
const LONGEST = ['p02-p06-p08', 'p02', 'p01', 'p11', 'p03', 'p05', 'p08', 'p06'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

/** The simulated years (real core, verbs and SQLite, channels in memory), and what is as long. */
export default defineConfig({
  test: {
    include: ['tests/year/**/*.test.ts', ...LONG],
    testTimeout: 120_000,
    hookTimeout: 25 * 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
