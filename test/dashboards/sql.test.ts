import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import type { Database } from '../../src/store/sqlite.ts';
import { dashboards, fill, panelQueries } from './panel-queries.ts';

const FILL = { fromMs: 1_764_000_000_000, toMs: 1_764_003_600_000, targets: ["it's", 'local'], campaigns: ['none'] };
const history = panelQueries(dashboards()).filter(({ language }) => language === 'sql');

describe('SQL of the dashboards', () => {
  let folder: string;
  let db: Database;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-sql-'));
    db = await openDatabase(join(folder, 'store.db'), 'write');
  });
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it.each(history.map((query) => [query.where, query] as const))('%s prepares and only reads', (_, { text, target }) => {
    expect(db.prepare(fill(text, FILL)).readonly).toBe(true);
    expect(target.rawQueryText ?? text).toBe(text);
  });

  it('names columns that it gives as times, and time, series and value where curves are drawn', () => {
    const wrong = history.filter(({ text, target: { queryType, timeColumns = [] } }) => {
      const columns = db
        .prepare(fill(text, FILL))
        .columns()
        .map(({ name }) => name);
      const times = timeColumns.filter((column) => column !== 'time');
      return times.some((column) => !columns.includes(column)) || (queryType === 'time series' && columns.join() !== 'time,series,value');
    });
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });

  it('searches samples by series and range, and never scans them', () => {
    const plans = history
      .filter(({ text }) => text.includes('from g_samples'))
      .map(({ where, text }) => {
        const steps = db.prepare(`explain query plan ${fill(text, FILL)}`).all() as { detail: string }[];
        return `${where}: ${steps
          .map(({ detail }) => detail)
          .filter((detail) => /^(?:SEARCH|SCAN) s\b/.test(detail))
          .join()}`;
      });
    expect(plans.length).toBeGreaterThan(5);
    expect(plans.filter((plan) => !plan.includes('SEARCH s USING PRIMARY KEY (series=? AND at>? AND at<?)'))).toEqual([]);
  });
});
