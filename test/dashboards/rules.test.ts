import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { buildRules, RULE_GROUPS } from '../../dashboards/rules.ts';
import { lacks } from '../needs.ts';

/** Series in promtool's notation, one value a minute. */
type Series = Readonly<Record<string, string>>;

interface Case {
  readonly series: Series;
  /** Alerts that fire ten minutes in (or later), by name; none where empty. */
  readonly fires: readonly string[];
  readonly at?: string;
}

/** What the observer says while all is well: else its own alerts fire in every case. */
const WELL: Series = {
  'up{job="evenkeel",instance="harness:9464"}': '1x600',
  'evenkeel_follower_fresh_timestamp_seconds{job="evenkeel"}': '0+60x600',
};
const OF = 'target="local",subject_kind="probe",subject="api"';
const outcomes = (ok: string, failed: string): Series => ({
  [`evenkeel_observations_total{${OF},outcome="ok"}`]: ok,
  [`evenkeel_observations_total{${OF},outcome="failed"}`]: failed,
});

const CASES: Readonly<Record<string, Case>> = {
  'all is well': {
    series: { ...WELL, 'evenkeel_probe_up{target="local",probe="api"}': '1x60', ...outcomes('0+60x60', '0x60') },
    fires: [],
  },
  'a probe fails': { series: { ...WELL, 'evenkeel_probe_up{target="local",probe="api"}': '1 1 0x60' }, fires: ['EvenkeelProbeDown'] },
  'a probe failed once': { series: { ...WELL, 'evenkeel_probe_up{target="local",probe="api"}': '1x8 0 1x60' }, fires: [] },
  'a probe is unknown: neither up nor down': {
    series: { ...WELL, 'evenkeel_probe_up{target="local",probe="api"}': '0 0 _x60' },
    fires: [],
  },
  'one of ten calls fails': {
    series: { ...WELL, ...outcomes('0+9x60', '0+1x60') },
    fires: ['EvenkeelFailsNowAndThen'],
    at: '50m',
  },
  'one of a hundred calls fails': { series: { ...WELL, ...outcomes('0+99x60', '0+1x60') }, fires: [], at: '50m' },
  'an incident is open': { series: { ...WELL, 'evenkeel_incidents_open{target="local"}': '0 1x60' }, fires: ['EvenkeelIncidentOpen'] },
  'something is rented past its expiry': { series: { ...WELL, evenkeel_resources_overdue: '1x60' }, fires: ['EvenkeelResourcesOverdue'] },
  'the exporter cannot be scraped': {
    series: { ...WELL, 'up{job="evenkeel",instance="harness:9464"}': '0x60' },
    fires: ['EvenkeelAbsent'],
  },
  'the exporter was never seen': { series: {}, fires: ['EvenkeelAbsent'] },
  'the store is not read': {
    series: { ...WELL, 'evenkeel_follower_fresh_timestamp_seconds{job="evenkeel"}': '0x60' },
    fires: ['EvenkeelStoreNotRead'],
  },
  'the watch stopped': {
    series: { ...WELL, [`evenkeel_last_observation_timestamp_seconds{${OF}}`]: '0x60' },
    fires: ['EvenkeelWatchStopped'],
    at: '30m',
  },
  'acts are lost': { series: { ...WELL, evenkeel_observations_lost_total: '0 0 3x60' }, fires: ['EvenkeelLosesData'] },
  'label sets are full': {
    series: { ...WELL, 'evenkeel_exporter_dropped_total{metric="evenkeel_failures_total"}': '0 0 1x60' },
    fires: ['EvenkeelLabelSetsFull'],
  },
};

const ALERTS = RULE_GROUPS.flatMap(({ rules }) => rules).flatMap(({ alert }) => (alert === undefined ? [] : [alert]));

/** Names of the alerts that promtool says fire at `at`. */
function firing({ series, at = '10m' }: Case): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-rules-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), buildRules());
    const test = {
      rule_files: ['rules.yml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          // Expected not to fire: promtool reports each that does.
          alert_rule_test: ALERTS.map((alertname) => ({ eval_time: at, alertname, exp_alerts: [] })),
        },
      ],
    };
    writeFileSync(join(folder, 'test.yml'), stringify(test));
    const { stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'test.yml'], { cwd: folder, encoding: 'utf8' });
    const said = stdout + stderr;
    if (!/SUCCESS|alertname:/.test(said)) throw new Error(said);
    return [...said.matchAll(/alertname: ?(\w+)/g)].map(([, name]) => name ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(lacks('promtool'))('alerts [needs promtool]', () => {
  it.each(Object.entries(CASES))('%s', (_, example) => {
    expect(firing(example)).toEqual(example.fires);
  });

  it('each fire in one of these cases', () => {
    expect(new Set(Object.values(CASES).flatMap(({ fires }) => fires))).toEqual(new Set(ALERTS));
  });
});
