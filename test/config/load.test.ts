import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kinds } from '../../src/config/effective.ts';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/types.ts';
import { HarnessError } from '../../src/core/errors.ts';
import { cronProblem } from '../../src/schedule/cron.ts';

const kinds: Kinds = {
  providers: [{ kind: 'local', settings: z.strictObject({}) }],
  jobs: [{ kind: 'cpu', settings: z.strictObject({ events: z.int().default(1000) }) }],
  probes: [{ kind: 'http', settings: z.strictObject({ url: z.url() }), providerSettings: { url: 'http://127.0.0.1:1/' } }],
};
const FILE = '/etc/evk/evenkeel.yaml';
const load = (text: string): Config => parseConfig(text, FILE, kinds, { cronProblem });

function refusal(text: string): HarnessError {
  try {
    load(text);
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('the config was taken');
}

const good = `targets:
  local:
    provider: { kind: local }
    jobs: { cpu: { count: 5 } }
    probes:
      api: { kind: http, of: provider, every: 500ms, slow: 1s }
      web: { kind: http, url: 'https://example.com' }
`;

/** From line 8 on. */
function jira(change: { readonly [key: string]: string } = {}): string {
  const keys = {
    url: 'https://jira.example.org/jira/',
    api: '2',
    project: 'OPS',
    token_env: 'JIRA_TOKEN',
    statuses: '{ open: a, in_progress: b, pending_review: c, resolved: d, closed: [e, f] }',
    ...change,
  };
  return `jira:\n${Object.entries(keys)
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join('')}`;
}

describe('parseConfig', () => {
  it('takes JIRA at a server of a company and on this machine, and none at all', () => {
    expect(load(good).jira).toBeNull();
    const { jira: taken } = load(good + jira());
    expect(taken).toMatchObject({
      url: 'https://jira.example.org/jira',
      user: null,
      issueType: 'Task',
      impacts: {},
      settleMs: 120_000,
      attempts: 8,
    });
    expect(taken?.statuses).toMatchObject({ Open: ['a'], 'Pending review': ['c'], Closed: ['e', 'f'] });
    for (const url of ['http://127.0.0.1:8080', 'http://localhost/jira', 'http://[::1]:80'])
      expect(load(good + jira({ url })).jira?.url).toBe(url);
  });

  it('fills in defaults, and resolves paths against the file, not the working folder', () => {
    const config = load(good);
    expect(config).toMatchObject({
      store: '/etc/evk/var/evenkeel.db',
      reports: '/etc/evk/var/reports',
      defaultTarget: 'local',
      exporter: { host: '127.0.0.1', port: 9464 },
    });
    expect(config.targets['local']).toMatchObject({
      instances: 3,
      driveBytes: 67_108_864,
      jobs: { cpu: { count: 5, settings: { events: 1000 } } },
      probes: {
        api: { of: 'provider', settings: {}, everyMs: 500, slowMs: 1000, openAfter: 3, closeAfter: 2 },
        web: { of: null, settings: { url: 'https://example.com' }, everyMs: 1000, timeoutMs: 2000 },
      },
    });
  });

  it.each([
    [
      'a rule that is not measured',
      `${good}findings: { rules: [{ when: open_port }] }\n`,
      '8:29',
      '"open_port" is not measured yet: no probe looks for',
    ],
    [
      'an unknown rule',
      `${good}findings: { rules: [{ when: rain }] }\n`,
      '8:29',
      'expected outage, failures, outlier, objective, change, undocumented_code',
    ],
    [
      'a key of another rule',
      `${good}findings: { rules: [{ when: failures, longer_than: 5m }] }\n`,
      '8:39',
      'longer_than is of the rule outage, not of failures',
    ],
    ['a share of one', `${good}findings: { rules: [{ when: failures, above: 1 }] }\n`, '8:46', 'findings.rules.0.above'],
    ['a rule for no target', `${good}findings: { rules: [{ when: outage, target: mars }] }\n`, '8:45', 'unknown target "mars"'],
    ['a rule for no objective', `${good}findings: { rules: [{ when: objective, subject: R9 }] }\n`, '8:49', 'unknown objective "R9"'],
    ['a rule without codes', `targets: { web: {} }\nfindings: { rules: [{ when: undocumented_code }] }\n`, '2:29', 'no documented codes'],
    ['no number of runs', `${good}findings: { gone_after: { runs: 0 } }\n`, '8:33', 'findings.gone_after.runs'],
    ['an empty code', `targets: { web: { error_codes: { a: [''] } } }\n`, '1:38', 'error_codes.a.0'],
    ['an unknown key', `${good}colour: red\n`, '8:1', 'unknown key "colour"'],
    ['an unknown key deep inside', good.replace('count: 5', 'count: 5, evnts: 2'), '4:30', 'unknown key "evnts"'],
    ['a bad duration', good.replace('500ms', 'soon'), '6:47', 'Cannot read "soon" as a duration'],
    ['a bad size', good.replace('    jobs:', '    drive: big\n    jobs:'), '4:12', 'Cannot read "big" as a size'],
    ['a bad cron', `${good}schedule: [{ name: a, cron: '61 * * * *', do: run }]\n`, '8:29', 'minute "61" must be 0–59'],
    ['an unknown provider', good.replace('kind: local', 'kind: moon'), '3:23', 'unknown provider kind "moon": there is local'],
    ['an unknown job', good.replace('cpu:', 'gpu:'), '4:13', 'unknown job kind "gpu"'],
    ['an unknown probe', good.replace('kind: http, of', 'kind: smell, of'), '6:20', 'unknown probe kind "smell"'],
    [
      'a price in a currency that is none',
      `${good}prices: [{ flavour: s, per_hour: 1, currency: euro, source: x, date: 2026-11-02 }]\n`,
      '8:47',
      'expected three capital letters, as in EUR',
    ],
    [
      'a price of a target that is not there',
      `${good}prices: [{ target: mars, flavour: s, per_hour: 1, currency: EUR, source: x, date: 2026-11-02 }]\n`,
      '8:20',
      'unknown target "mars": the config has local',
    ],
    ['a target that is not there', `${good}default_target: mars\n`, '8:17', 'unknown target "mars": the config has local'],
    [
      'an unknown time zone',
      `${good}schedule: [{ name: a, cron: '1 * * * *', time_zone: Mars/Base, do: run }]\n`,
      '8:53',
      'unknown time zone',
    ],
    ['an address of JIRA that is none', `${good}${jira({ url: 'jira' })}`, '9:8', 'expected an address as in https://'],
    ['a JIRA over plain http', `${good}${jira({ url: 'http://jira.example.org' })}`, '9:8', 'use https'],
    ['a JIRA elsewhere called localhost', `${good}${jira({ url: 'http://localhost.example.org' })}`, '9:8', 'use https'],
    [
      'a password in the address of JIRA',
      `${good}${jira({ url: 'https://ada:hunter2@jira.example.org' })}`,
      '9:8',
      'holds a user or password',
    ],
    ['a cloud without a user', `${good}${jira({ api: '3' })}`, '8:1', 'user is missing'],
    ['another version of the REST API', `${good}${jira({ api: '1' })}`, '10:8', 'expected 3 (the cloud) or 2'],
    ['a token in place of its name', `${good}${jira({ token_env: 'ATATT3x-secret=' })}`, '12:14', 'not the token'],
    [
      'a status of JIRA without a name',
      `${good}${jira({ statuses: '{ open: a, in_progress: b, pending_review: c, resolved: d }' })}`,
      '13:3',
      'expected a name, or a list of names',
    ],
    ['a project by its name', `${good}${jira({ project: 'Operations of Zurich' })}`, '11:12', 'expected the key of a project'],
    ['a look at JIRA each second', `${good}${jira({ every: '1s' })}`, '14:10', 'from 10s to 1d'],
    ['an unknown metric', `${good}objectives: [{ id: R1, metric: speed, stat: p95, limit: 1 }]\n`, '8:32', 'unknown metric'],
    [
      'a schedule name twice',
      `${good}schedule: [{ name: a, cron: '1 * * * *', do: run }, { name: a, cron: '1 * * * *', do: check }]\n`,
      '8:61',
      'is there twice',
    ],
    [
      'a tag that the metric does not have',
      `${good}objectives: [{ id: R1, metric: probe_duration_seconds, tags: { prob: api }, stat: p95, limit: 1 }]\n`,
      '8:64',
      'probe_duration_seconds has no tag "prob": it has probe, probe_kind, phase',
    ],
    [
      'a share of no subject',
      `${good}objectives: [{ id: R1, metric: probe_duration_seconds, stat: availability, limit: 0.99 }]\n`,
      '8:62',
      'availability is that of one subject: name it as in tags: { probe: … }',
    ],
    [
      'a limit of no time',
      `${good}schedule: [{ name: a, cron: '1 * * * *', do: run, limit: 10ms }]\n`,
      '8:58',
      'the limit must be at least 1s and at most 7d',
    ],
    ['no target', 'targets: {}\n', '1:1', 'at least one target is needed'],
    [
      'a probe of a provider that is not there',
      'targets:\n  web:\n    probes:\n      a: { kind: http, of: provider }\n',
      '4:28',
      'this target has no provider',
    ],
    ['jobs without a provider', 'targets:\n  web:\n    jobs: { cpu: {} }\n', '3:5', 'jobs need a provider'],
    ['broken YAML', 'targets:\n  local: {\n', '3:1', 'as YAML'],
    ['a key twice', `${good}store: a\nstore: b\n`, '9:1', 'unique'],
    ['a wrong type', good.replace('count: 5', 'count: many'), '4:27', 'expected a number, not a text'],
    ['half a job', good.replace('count: 5', 'count: 5.5'), '4:27', 'expected a whole number, not a number'],
    ['a list for a map', 'targets: []\n', '1:1', 'expected a map, not a list'],
    ['nothing at all', '', '', 'targets: is missing: expected a map'],
    ['no kind', good.replace('kind: http, of', 'of'), '6:7', 'kind: is missing: expected a text'],
    ['a name with a slash', good.replace('  local:', '  "../x":'), '2:3', 'expected letters, digits, "_", "-" and "."'],
  ])('refuses %s with its place', (_what, text, place, words) => {
    const error = refusal(text);
    expect(error.message).toContain(words);
    expect(error).toMatchObject({ code: 'config-invalid', exit: 2, place: place === '' ? FILE : `${FILE}:${place}` });
    expect(error.hint).toBeDefined();
  });

  it('tells all problems at once, each with its place', () => {
    const { message } = refusal(good.replace('count: 5', 'count: -1').replace('500ms', 'soon'));
    expect(message).toContain('evenkeel.yaml:4:27 ');
    expect(message).toContain('evenkeel.yaml:6:47 ');
  });
});

describe('loadConfig', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads a file', () => {
    const file = join(folder, 'evenkeel.yaml');
    writeFileSync(file, good);
    expect(loadConfig(file, kinds, { cronProblem })).toMatchObject({ file, defaultTarget: 'local' });
  });

  it.each([
    ['absent.yaml', 'there is no such file'],
    ['.', 'it is a folder'],
    ['absent/evenkeel.yaml', 'there is no such file'],
  ])('says of %s that %s, tells the place apart and no word of Node.js', (name, words) => {
    const place = join(folder, name);
    expect(() => loadConfig(place, kinds, { cronProblem })).toThrow(
      expect.objectContaining({ code: 'config-missing', exit: 2, place, message: `Cannot read the config: ${words}` }),
    );
  });
});
