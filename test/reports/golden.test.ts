import { describe, expect, it } from 'vitest';
import { renderReport } from '../../reports/render-report.ts';
import { runModel } from '../../reports/run/model.ts';
import { summaryTable } from '../../reports/run/summary-table.ts';
import { comparisonOf, reportOf } from './documents.ts';
import { makeFacts } from './make-facts.ts';
import { AFTER, BEFORE, CONTEXT, PLANTS } from './plants.ts';

const REPORTS = [
  ...Object.entries(PLANTS).map(([name, plant]) => [name, () => reportOf(plant).document] as const),
  ['compare', () => comparisonOf(BEFORE, AFTER, { jobs: { from: 1, to: 48 } }).document] as const,
];

// `npx vitest run test/reports/golden.test.ts -u` writes them anew: read the difference before committing it.
describe('golden reports', () => {
  it.each(REPORTS)('%s', async (name, make) => {
    const files = await renderReport(make());
    await expect(files.get('report.md')).toMatchFileSnapshot(`../golden/reports/${name}.md`);
  });

  it.each(REPORTS.filter(([name]) => name === 'outage' || name === 'compare'))('%s as HTML', async (name, make) => {
    await expect((await renderReport(make())).get('report.html')).toMatchFileSnapshot(`../golden/reports/${name}.html`);
  });

  it('the summary for a terminal', async () => {
    const text = Object.entries(PLANTS).map(([name, plant]) => `# ${name}\n${summaryTable(runModel(makeFacts(plant), CONTEXT))}`);
    await expect(text.join('\n')).toMatchFileSnapshot('../golden/reports/summary.txt');
  });
});
