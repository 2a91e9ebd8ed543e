/** What the first picture would wait for is loaded, and templates are looked at: a fault in one is told to the operator. */
import type { Context } from '../../context.js';
import { warmUpCharts } from '../../forms/chart.js';
import { checkTemplates } from '../../forms/check-template.js';

export function warmUpForms({ forms, log }: Pick<Context, 'forms' | 'log'>): void {
  warmUpCharts();
  checkTemplates(forms).then(
    (faults) => faults.forEach((fault) => log.error({ fault }, 'a form cannot be printed for a fault of its template')),
    (error: unknown) =>
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'templates were not checked'),
  );
}
