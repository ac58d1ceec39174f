import { describe, expect, it } from 'vitest';
import { renderReport } from '../../reports/render-report.ts';
import { runModel } from '../../reports/run/model.ts';
import { summaryTable } from '../../reports/run/summary-table.ts';
import { reportOf } from './documents.ts';
import { KINDS } from './kinds.ts';
import { makeFacts } from './make-facts.ts';
import { CONTEXT, PLANTS } from './plants.ts';

const { outage: _, ...OTHERS } = PLANTS;

// `npx vitest run test/reports/golden.test.ts -u` writes them anew: read the difference before committing it.
describe('golden reports', () => {
  it.each(KINDS)('%s as markdown, HTML and CSV', async (kind, make) => {
    const files = await renderReport(await make());
    await expect(files.get('report.md')).toMatchFileSnapshot(`../golden/reports/${kind}.md`);
    await expect(files.get('report.html')).toMatchFileSnapshot(`../golden/reports/${kind}.html`);
    const tables = [...files].filter(([name]) => name.endsWith('.csv')).map(([name, text]) => `# ${name}\n${beginning(text)}`);
    await expect(tables.join('\n')).toMatchFileSnapshot(`../golden/reports/${kind}.csv.txt`);
  });

  it.each(Object.entries(OTHERS))('a run, %s', async (name, plant) => {
    await expect((await renderReport(reportOf(plant).document)).get('report.md')).toMatchFileSnapshot(`../golden/reports/run-${name}.md`);
  });

  it('the summary for a terminal', async () => {
    const text = Object.entries(PLANTS).map(([name, plant]) => `# ${name}\n${summaryTable(runModel(makeFacts(plant), CONTEXT))}`);
    await expect(text.join('\n')).toMatchFileSnapshot('../golden/reports/summary.txt');
  });
});

/** The head and three rows, and how many more there are; the digits that platforms agree on. */
function beginning(csv: string): string {
  const lines = csv.trimEnd().split('\r\n');
  const shown = lines.slice(0, 4).map((line) => line.replaceAll(/\d+\.\d{9,}/g, (number) => String(Number(Number(number).toPrecision(9)))));
  return `${shown.join('\n')}\n${lines.length > 4 ? `and ${lines.length - 4} more\n` : ''}`;
}
