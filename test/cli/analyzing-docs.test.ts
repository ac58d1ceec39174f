import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/files/file-row.ts';
import { analyzed } from './analyzed.ts';
import { temporaryFiles } from '../files/temporary-files.ts';

const docs = readFileSync(new URL('../../docs/analyzing.md', import.meta.url), 'utf8');
const fileOf = temporaryFiles();

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(docs)?.[1] ?? '';
}

/** The keys and kinds of what the docs show, in what the command prints; figures may change in their last digits. */
function expectShape(actual: unknown, shown: unknown, path: string): void {
  if (typeof shown === 'number') expect(actual, path).toBeCloseTo(shown, Number.isInteger(shown) ? 6 : 1);
  else if (typeof shown !== 'object' || shown === null) expect(actual, path).toBe(shown);
  else for (const [key, value] of Object.entries(shown)) expectShape((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
}

describe('docs/analyzing.md', () => {
  const csv = fileOf('clone-times.csv', block('csv'));

  it('shows what evenkeel analyze --json prints', async () => {
    const { out } = await analyzed('--json', csv);
    const printed = JSON.parse(out.replaceAll(JSON.stringify(csv), '"clone-times.csv"')) as { data: object[] };
    const shown = JSON.parse(block('json')) as { data: object[] };
    expectShape(printed, shown, '$');
    expect(Object.keys(shown.data[0] ?? {})).toEqual(Object.keys(printed.data[0] ?? {}));
  });

  it('shows the table that it prints', async () => {
    const { out } = await analyzed(csv);
    const [header, row] = out.split('\n');
    expect(docs).toContain(`    ${header}\n    ${row}\n`);
  });

  it('tells every format', () => {
    for (const format of FORMATS) expect(docs).toMatch(new RegExp(`^\\| \`${format}\``, 'm'));
  });
});
