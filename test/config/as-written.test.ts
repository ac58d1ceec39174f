import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/cli/compose/kinds.ts';
import { asWritten } from '../../src/config/as-written.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/types.ts';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';
import { cronProblem } from '../../src/schedule/cron.ts';

const load = (text: string): Config => parseConfig(text, '/etc/evk/evenkeel.yaml', KINDS, { cronProblem });
const again = (config: Config): Config => load(stringify(asWritten(config)));

const FULL = `observer: { name: zurich, place: rack 3 }
default_target: web
targets:
  local:
    provider: { kind: local }
    drive: 1537KiB
    lease: 90m
    jobs: { cpu: { count: 5, bytes: 1GiB, block_bytes: 128KiB, timeout: 90s }, io: { count: 0, direct_read: true, sync_every: 4 } }
    probes:
      api: { kind: http, of: provider, every: 500ms, slow: 1s, expect_status: [200, '300-399'], open_after: 5 }
      port: { kind: tcp, of: provider }
    error_codes: { clone: [quota_exceeded], '*': [http_503, timeout] }
  web:
    probes:
      home: { kind: http, url: 'https://example.com/', headers: { authorization: 'Bearer env:TOKEN' }, max_body_bytes: 64KiB, every: 1m30s }
      name: { kind: dns, server: 9.9.9.9, name: example.com, type: MX, every: 1500ms }
objectives:
  - { id: R1, metric: probe_duration_seconds, tags: { probe: home }, stat: availability, limit: 0.999, window: 36h, source: SLA }
  - { id: R2, metric: job_duration_seconds, tags: { job_kind: cpu }, target: local, stat: p95, limit: 2 }
prices:
  - { flavour: small, per_hour: 0.36, currency: EUR, source: list, date: 2026-11-02 }
  - { target: local, flavour: '2xl', per_hour: 1, currency: CHF, source: quote 7, date: '2026-01-31' }
schedule:
  - { name: a, cron: '7 * * * *', do: run, target: local, campaign: hourly, limit: 45m }
  - { name: b, cron: '@daily', time_zone: Europe/Berlin, do: check }
  - { name: c, cron: '0 6 * * mon', do: report, target: local }
  - { name: d, cron: '0 6 1 * *', do: report, report: status, target: local, window: 30d }
findings:
  rules:
    - { when: outage, longer_than: 5m, target: web, subject: home, impact: Critical }
    - { when: failures, above: 0.02, at_least: 5 }
    - { when: undocumented_code }
    - { when: change, subject: job_duration_seconds }
  gone_after: { runs: 5, time: 36h }
check: { max_age: 2d, margin: 0.1 }
report: { locale: hu, thousands: none, time_zone: Europe/Budapest }
jira:
  url: https://jira.example.org/jira/
  api: 2
  project: OPS
  issue_type: Bug
  user: bot
  token_env: JIRA_TOKEN
  impacts: { high: Major }
  statuses: { open: To Do, in_progress: [Doing, Blocked], pending_review: Review, resolved: Done, closed: Done }
  resolution: Fixed
  every: 90s
exporter: { port: 0, names: ['harness:9464'] }
keep: { probes: 3w }
script_env: [TARGET_URL]
`;

describe('asWritten', () => {
  it.each([
    ['the shipped config', readFileSync(join(PACKAGE_ROOT, 'evenkeel.yaml'), 'utf8')],
    ["the stack's config", readFileSync(join(PACKAGE_ROOT, 'docker', 'evenkeel.yaml'), 'utf8')],
    ['a config with every key', FULL],
    ['a config with none', 'targets: { here: {} }\n'],
  ])('gives %s as it would be loaded again', (_what, text) => {
    const config = load(text);
    expect(again(config)).toEqual(config);
  });

  it('writes keys in snake_case, durations and sizes as a person does', () => {
    const text = stringify(asWritten(load(FULL)));
    expect(text.match(/^ *[a-z]+[A-Z]\w*:/gm)).toBeNull();
    for (const line of ['drive: 1537KiB', 'lease: 90m', 'every: 1500ms', 'every: 90s', 'slow: 1s', 'window: 36h', 'max_age: 2d', 'probes: 21d', 'limit: 45m']) expect(text).toContain(line); // prettier-ignore
  });

  it('loses nothing of any duration or size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1e10 }), fc.integer({ min: 1, max: 1e13 }), (ms, bytes) => {
        const text = `targets: { a: { drive: ${bytes}B, lease: ${ms}ms, probes: { p: { kind: tcp, host: h, port: 1, every: ${ms}ms } } } }\n`;
        const { targets } = again(load(text));
        expect(targets['a']).toMatchObject({ driveBytes: bytes, leaseMs: ms, probes: { p: { everyMs: ms } } });
      }),
    );
  });
});
