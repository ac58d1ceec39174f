import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { KINDS } from '../../src/cli/compose/kinds.ts';
import { loadConfig } from '../../src/config/load.ts';
import { cronProblem } from '../../src/schedule/cron.ts';
import { lacks } from '../needs.ts';

const root = resolve(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const namesOf = (bad: readonly (readonly [string, Service])[]): readonly string[] => bad.map(([name]) => name);
const volumeAt = (service: string, path: string): string | undefined =>
  compose.services[service]?.volumes?.map((volume) => volume.split(':')).find(([, target]) => target === path)?.[0];

const config = loadConfig(join(root, 'docker/evenkeel.yaml'), KINDS, { cronProblem });

/** Variables that Grafana starts with: the script's last line hands over to Grafana, in this copy to `env`. */
function grafanaEnv(password: string): string {
  const script = text('docker/grafana-start.sh').replace('exec /run.sh "$@"', 'exec env');
  const env = { PATH: process.env['PATH'] ?? '', EVENKEEL_GRAFANA_PASSWORD: password };
  return spawnSync('sh', ['-c', script], { encoding: 'utf8', env }).stdout;
}

function promtoolStatus(...words: string[]): number | null {
  return spawnSync('promtool', ['check', ...words], { cwd: root, encoding: 'utf8' }).status;
}

describe('docker-compose.yml', () => {
  it('has the harness, Prometheus, Grafana and the one-shot that writes dashboards', () => {
    expect(services.map(([name]) => name).toSorted()).toEqual(['dashboards', 'grafana', 'harness', 'prometheus']);
  });

  it('pins every image to a version', () => {
    expect(namesOf(services.filter(([, { image = '' }]) => !/:v?\d+\.\d+\.\d+$/.test(image)))).toEqual([]);
  });

  it('publishes on loopback only', () => {
    const ports = services.flatMap(([, { ports: published = [] }]) => published);
    expect(ports).toHaveLength(3);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('gives no service more rights than it needs', () => {
    const needy = services.filter(
      ([, { privileged, cap_drop, security_opt }]) =>
        privileged === true || !cap_drop?.includes('ALL') || !security_opt?.includes('no-new-privileges:true'),
    );
    expect(namesOf(needy)).toEqual([]);
    expect(text('docker-compose.yml')).not.toMatch(/docker\.sock|network_mode: host|pid: host|cap_add/);
    // The harness says so in its image.
    const asRoot = services.filter(
      ([, { image = '', user = 'root' }]) => !image.startsWith('evenkeel:') && /^(?:root|0)(?::|$)/.test(user),
    );
    expect(namesOf(asRoot)).toEqual([]);
    expect(
      text('Dockerfile')
        .match(/^USER (?<user>.+)$/gm)
        ?.at(-1),
    ).toBe('USER node');
  });

  it('restarts and checks the health of all that stay, and runs the rest once', () => {
    const careless = services.filter(
      ([, { restart, healthcheck }]) => restart !== 'no' && (restart !== 'unless-stopped' || healthcheck === undefined),
    );
    expect(namesOf(careless)).toEqual([]);
    expect(compose.services['dashboards']?.restart).toBe('no');
  });

  it('needs no .env: every variable has a default', () => {
    const variables = [...text('docker-compose.yml').matchAll(/\$\{?[A-Za-z_]+[^}\s]*\}?/g)].map(([variable]) => variable);
    expect(variables.length).toBeGreaterThan(4);
    expect(variables.filter((variable) => !/^\$\{[A-Z_]+:-[^}]*\}$/.test(variable))).toEqual([]);
  });

  it('mounts files that are there, read-only, and names every volume', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1').split(':')),
    );
    const bound = mounts.filter(([source = '']) => source.startsWith('.'));
    expect(bound.length).toBeGreaterThan(4);
    expect(bound.filter(([source = '', , mode]) => mode !== 'ro' || !existsSync(join(root, source)))).toEqual([]);
    const named = mounts.map(([source = '']) => source).filter((source) => !source.startsWith('.'));
    expect(new Set(named)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('lets nobody log in to Grafana unless a password is set', () => {
    expect(grafanaEnv('')).toContain('GF_AUTH_DISABLE_LOGIN_FORM=true');
    expect(grafanaEnv('')).toContain('GF_AUTH_BASIC_ENABLED=false');
    expect(grafanaEnv('')).toContain('GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION=true');
    expect(grafanaEnv('')).not.toContain('GF_SECURITY_ADMIN_PASSWORD');
    expect(grafanaEnv('a b$c')).toContain('GF_SECURITY_ADMIN_PASSWORD=a b$c\n');
    expect(grafanaEnv('a b$c')).not.toContain('GF_AUTH_DISABLE_LOGIN_FORM');
    expect(grafanaEnv('a b$c')).not.toContain('EVENKEEL_GRAFANA_PASSWORD');
    expect(compose.services['grafana']?.environment).toMatchObject({ GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer' });
  });

  it.skipIf(lacks('docker-compose'))('is valid by docker-compose, without any variable set [needs docker-compose]', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-compose-'));
    writeFileSync(join(folder, 'empty.env'), '');
    const words = ['--file', 'docker-compose.yml', '--env-file', join(folder, 'empty.env'), 'config'];
    const { status, stdout, stderr } = spawnSync('docker-compose', words, {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('prom/prometheus:v');
  });
});

describe('the parts of the stack', () => {
  it('watches, on day one, the resolvers, Prometheus, Grafana and one local campaign an hour', () => {
    const probes = Object.values(config.targets).flatMap((target) => Object.keys(target.probes));
    expect(probes).toEqual(expect.arrayContaining(['resolver', 'prometheus', 'grafana']));
    expect(config.schedule).toMatchObject([
      { what: 'run', target: 'local', campaign: 'hourly', cron: expect.stringMatching(/^\d+ \* \* \* \*$/) },
    ]);
  });

  it('agree on where the exporter is found', () => {
    const prometheus = parse(text('docker/prometheus.yml')) as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    expect(prometheus.scrape_configs.map(({ job_name }) => job_name)).toEqual(['evenkeel']);
    const targets = prometheus.scrape_configs.flatMap(({ static_configs }) => static_configs.flatMap((group) => group.targets));
    expect(targets).toEqual([`harness:${config.exporter.port}`]);
    expect(config.exporter.names).toEqual(targets);
    expect(compose.services['harness']?.ports?.[0]).toMatch(new RegExp(`:${config.exporter.port}$`));
    expect(compose.services['harness']?.healthcheck?.test.at(-1)).toContain(`127.0.0.1:${config.exporter.port}/healthz`);
  });

  it('agree on where the snapshot is found, and Grafana sees no other part of the store', () => {
    const sources = parse(text('dashboards/provisioning/datasources/evenkeel.yaml')) as {
      datasources: { uid: string; type: string; jsonData: { path?: string }; url?: string }[];
    };
    const sqlite = sources.datasources.find(({ uid }) => uid === 'evenkeel-sqlite');
    const folder = join(dirname(config.store), 'grafana');
    expect(sqlite).toMatchObject({ type: 'frser-sqlite-datasource', jsonData: { path: join(folder, 'evenkeel.db') } });
    expect(sources.datasources.find(({ uid }) => uid === 'evenkeel-prometheus')).toMatchObject({
      type: 'prometheus',
      url: 'http://prometheus:9090',
    });
    expect(volumeAt('harness', folder)).toBe('snapshot');
    expect(volumeAt('grafana', folder)).toBe('snapshot');
    expect(volumeAt('harness', dirname(config.store))).toBe('store');
    expect(volumeAt('grafana', dirname(config.store))).toBeUndefined();
  });

  it('agree on where the dashboards are found', () => {
    const { providers } = parse(text('dashboards/provisioning/dashboards/evenkeel.yaml')) as { providers: { options: { path: string } }[] };
    const path = providers[0]?.options.path ?? '';
    expect(volumeAt('dashboards', path)).toBe('dashboards');
    expect(volumeAt('grafana', path)).toBe('dashboards');
    expect(JSON.stringify(compose.services['dashboards'])).toContain(`"--out","${path}"`);
    expect(compose.services['grafana']?.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']).toBe(`${path}/evenkeel-overview.json`);
  });

  it('make folders for the volumes that belong to the user who writes them', () => {
    const dockerfile = text('Dockerfile');
    for (const folder of ['/var/lib/evenkeel/grafana', '/var/lib/evenkeel-dashboards'])
      expect(dockerfile).toMatch(new RegExp(`mkdir -p .*${folder}`));
    expect(dockerfile).toMatch(/chown -R node:node \/var\/lib\/evenkeel \/var\/lib\/evenkeel-dashboards/);
  });

  it.skipIf(lacks('promtool'))('are valid by promtool: scrape configuration and rules [needs promtool]', () => {
    expect(promtoolStatus('config', '--syntax-only', 'docker/prometheus.yml')).toBe(0);
    expect(promtoolStatus('rules', 'dashboards/generated/rules.yml')).toBe(0);
    expect(promtoolStatus('rules', 'docker/prometheus.yml')).not.toBe(0);
  });
});
