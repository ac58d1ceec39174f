import { describe, expect, it } from 'vitest';
import { metricsDocument } from '../../src/exporter/metrics-document.ts';

describe('docs/metrics.md', () => {
  // Renewed by: npx vitest run test/exporter/metrics-document.test.ts --update
  it('says what the catalogue and the exporter say', async () => {
    await expect(metricsDocument()).toMatchFileSnapshot('../../docs/metrics.md');
  });

  it('names every metric once as a row', () => {
    const rows = metricsDocument().match(/^\| `[a-z_]+`/gm) ?? [];
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows).size).toBe(rows.length);
  });
});
