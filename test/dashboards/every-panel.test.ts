import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRules } from '../../dashboards/rules.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.ts';
import type { StoreReader } from '../../src/store/api.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openReader } from '../../src/store/open-reader.ts';
import { openWriter } from '../../src/store/open-writer.ts';
import { snapshot } from '../../src/store/snapshot.ts';
import { openSqlite, type Database } from '../../src/store/sqlite.ts';
import { lacks } from '../needs.ts';
import { fillStore } from './fill-store.ts';
import { dashboards, fill, OWN_TARGETS, panelQueries, type PanelQuery } from './panel-queries.ts';
import { type PrometheusProcess, startPrometheus } from './prometheus-process.ts';
import { replayReader } from './replay-reader.ts';

/** A finished run's store to hold the panels against, instead of one that this test fills. */
const given = process.env['EVENKEEL_PANELS_STORE'];

/** Panels about what went wrong: in a given store perhaps nothing did. */
const OF_TROUBLE =
  /› (?:Why looks failed|Incidents|Gaps|Findings|Retries|annotation Events|Acts not read yet|Values left out|Open resources)/;

const all = panelQueries(dashboards(given === undefined ? OWN_TARGETS : []));
const expected = given === undefined ? all : all.filter(({ where }) => !OF_TROUBLE.test(where));
const of = (language: PanelQuery['language']) =>
  expected.filter((query) => query.language === language).map((query) => [query.where, query] as const);

describe('every panel returns rows', () => {
  let folder: string;
  let store: string;
  let db: Database;
  let values: Parameters<typeof fill>[1];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-panels-'));
    store = given ?? join(folder, 'evenkeel.db');
    if (given === undefined) {
      const writer = await openWriter({
        file: store,
        sessionsDir: folder,
        clock: systemClock,
        random: seededRandom(1),
        log: silentLog,
        observer: { name: 'here', place: null },
        version: '0.0.0',
        config: '{}',
        kind: 'run',
      });
      await fillStore(writer, systemClock.now() - 125_000_000);
      await writer.close('done');
    }
    // As Grafana reads it: the snapshot, not the store.
    await snapshot(store, join(folder, 'grafana', 'evenkeel.db'));
    db = await openSqlite(join(folder, 'grafana', 'evenkeel.db'), { readonly: true });
    const span = db.prepare('select min(at) as first, max(at) as last from observations').get() as { first: number; last: number };
    const names = (sql: string): string[] => db.prepare(sql).pluck().all() as string[];
    values = {
      fromMs: Math.floor(span.first / 1000) - 1,
      toMs: Math.ceil(span.last / 1000) + 1,
      targets: names('select name from targets'),
      campaigns: names("select distinct coalesce(campaign, 'none') from runs"),
    };
  });
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it.each(of('sql'))('from the store: %s', (_, { text, target }) => {
    const rows = db.prepare(fill(text, values)).all() as Record<string, unknown>[];
    expect(rows.length).toBeGreaterThan(0);
    // A column without any value draws nothing; the plugin takes the type of a column from its first value.
    const drawn = target.queryType === 'time series' ? ['time', 'series', 'value'] : [];
    const empty = drawn.filter((column) => rows.some((row) => row[column] === null));
    expect(empty).toEqual([]);
  });

  describe.skipIf(lacks('prometheus'))('from a real Prometheus [needs prometheus]', () => {
    let reader: StoreReader;
    let exporter: Exporter;
    let prometheus: PrometheusProcess;

    beforeAll(async () => {
      reader = await openReader({ file: store, sessionsDir: given === undefined ? folder : dirname(store) });
      const replay = replayReader(reader, Math.floor((await reader.lastObservationId()) / 2));
      exporter = await startExporter({
        reader: replay.reader,
        host: '127.0.0.1',
        port: 0,
        clock: clockAt(values.toMs * 1000 + 1_000_000),
        log: silentLog,
        everyMs: 100,
        version: '0.0.0',
        lookbackMs: values.toMs - values.fromMs + 60_000,
      });
      prometheus = await startPrometheus(exporter.port, buildRules());
      await until(async () => (await prometheus.values('evenkeel_last_observation_timestamp_seconds')).length > 0);
      await pause(1500);
      replay.reveal();
      await pause(3500);
    }, 60_000);
    afterAll(async () => {
      await prometheus.close();
      await exporter.close();
      await reader.close();
    });

    it.each(of('promql'))('%s', async (_, { text }) => {
      const found = await prometheus.values(fill(text, { ...values, fromMs: values.toMs - 120_000 }));
      expect(found.filter((value) => value !== 'NaN').length).toBeGreaterThan(0);
    });

    it('and the recording rules give series', async () => {
      expect((await prometheus.values('evenkeel:failed:ratio1h')).length).toBeGreaterThan(0);
      expect((await prometheus.values('evenkeel:probe_duration_seconds:p95_5m')).length).toBeGreaterThan(0);
    });
  });

  it('opens a snapshot that is one file, in no WAL mode, without evidence', async () => {
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(db.prepare('select count(*) from evidence').pluck().get()).toBe(0);
    const source = await openDatabase(store, 'read');
    const count = 'select count(*) from observations';
    expect(db.prepare(count).pluck().get()).toBe(source.prepare(count).pluck().get());
    source.close();
  });
});

/** The system's clock, with its wall set to `startUs`: an old store is read as if it were being written now. */
function clockAt(startUs: number): Clock {
  const shift = startUs - systemClock.now();
  return { ...systemClock, now: () => systemClock.now() + shift };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error('it did not come about within 20 s');
}
