import { defineConfig } from 'vitest/config';

/** What needs python3; and, where SOFFICE names one, LibreOffice. */
export default defineConfig({
  test: {
    include: [
      'tests/tools/draw.test.ts',
      'tests/tools/draw-export.test.ts',
      ...(process.env['SOFFICE'] ? ['tests/tools/office.test.ts', 'tests/tools/forms.test.ts'] : []),
    ],
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
