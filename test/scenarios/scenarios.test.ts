import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ActRequest } from '../../src/core/act.ts';
import { PACKAGE_ROOT } from '../../src/core/entry.ts';
import { CATALOGUE } from '../../src/core/metrics.ts';
import { runScript, valuesOf, type Ran, type RunOptions } from '../engine/embedded/run-script.ts';
import { gatewayStub, type Decide, type GatewayStub } from './gateway-stub.ts';

let gateway: GatewayStub | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const fast: Decide = () => ({ outcome: 'ok', samples: [] });

async function run(
  name: string,
  decide: Decide,
  env: { readonly [name: string]: string },
  options: RunOptions & { actMs?: number; holdMs?: number } = {},
): Promise<Ran & { readonly gateway: GatewayStub }> {
  const { actMs, holdMs, ...rest } = options;
  const stub = await gatewayStub(decide, { ...(actMs === undefined ? {} : { actMs }), ...(holdMs === undefined ? {} : { holdMs }) });
  gateway = stub;
  const ran = await runScript('', {
    script: join(PACKAGE_ROOT, 'scenarios', `${name}.ts`),
    usesGateway: true,
    env: { EVK_GATEWAY: stub.url, EVK_TOKEN: stub.token, EVK_LIMIT_S: '10', ...env },
    ...rest,
  });
  return { ...ran, gateway: stub };
}

const keyOf = (request: ActRequest): string => `${request.vu}/${request.iteration}/${request.n}`;
const sorted = (keys: readonly string[]): readonly string[] => keys.toSorted((a, b) => (a < b ? -1 : 1));

describe.each(['cpu', 'io'])('%s', (kind) => {
  it('asks for each job once, keyed by VU and iteration, and ends where the share does', async () => {
    const { result, gateway: stub } = await run(
      kind,
      ({ vu, iteration }) => (vu > 1 && iteration === 2 ? null : { outcome: 'ok', samples: [] }),
      {
        EVK_INSTANCES: '3',
        EVK_JOBS: '7',
      },
    );
    expect(result).toMatchObject({ state: 'passed', exit: 0, iterations: 9, scriptErrors: 0 });
    expect(sorted(stub.asked.map(keyOf))).toEqual(['1/0/0', '1/1/0', '1/2/0', '2/0/0', '2/1/0', '2/2/0', '3/0/0', '3/1/0', '3/2/0']);
    expect(stub.asked.every((request) => request.act === 'job' && request.name === kind)).toBe(true);
  });

  it('mirrors the values, and shows a failed job as a failed check, not as an error of the script', async () => {
    const samples = [
      { metric: 'job_duration_seconds', tags: { job_kind: kind }, value: 1.5 },
      { metric: 'a_metric_of_tomorrow', tags: {}, value: 1 },
    ];
    const ran = await run(
      kind,
      ({ iteration }) => ({
        outcome: (['ok', 'slow', 'failed', 'unknown'] as const)[iteration] ?? 'ok',
        code: 'why',
        samples: iteration < 2 ? samples : [],
      }),
      { EVK_INSTANCES: '1', EVK_JOBS: '4' },
      { promises: ['evk_job_duration_seconds', 'evk_failed'] },
    );
    expect(ran.result).toMatchObject({ state: 'passed', iterations: 4, scriptErrors: 0 });
    expect(ran.points.filter(({ metric }) => metric === 'evk_job_duration_seconds').map(({ value, tags }) => [value, tags['job_kind']])).toEqual([[1.5, kind], [1.5, kind]]); // prettier-ignore
    expect(ran.points.filter(({ metric }) => metric === 'evk_failed').map(({ value, tags }) => [value, tags['act'], tags['name']])).toEqual([[0, 'job', kind], [0, 'job', kind], [1, 'job', kind]]); // prettier-ignore
    expect(ran.summary.root_group.checks).toMatchObject([{ name: 'act succeeded', passes: 2, fails: 1 }]);
  });
});

describe('provision', () => {
  it('asks for one instance a VU', async () => {
    const samples = [{ metric: 'instance_phase_duration_seconds', tags: { phase: 'clone' }, value: 2 }];
    const ran = await run('provision', () => ({ outcome: 'ok', samples }), { EVK_INSTANCES: '4' });
    expect(ran.result).toMatchObject({ state: 'passed', iterations: 4 });
    expect(sorted(ran.gateway.asked.map(keyOf))).toEqual(['1/0/0', '2/0/0', '3/0/0', '4/0/0']);
    expect(ran.gateway.asked.every((request) => request.act === 'provision' && !('name' in request))).toBe(true);
    expect(ran.points.find(({ metric }) => metric === 'evk_instance_phase_duration_seconds')?.tags['phase']).toBe('clone');
  });
});

describe.each(['dns', 'api'])('%s', (name) => {
  it('looks at each probe in its own rhythm, whatever it is called', async () => {
    const {
      result,
      gateway: stub,
      points,
    } = await run(name, () => ({ outcome: 'ok', samples: [{ metric: 'probe_duration_seconds', tags: { phase: 'total' }, value: 0.1 }] }), {
      EVK_PROBES: 'resolver, odd.name',
      EVK_EVERY_MS: '250,500',
      EVK_LIMIT_S: '2',
    });
    expect(result).toMatchObject({ state: 'passed', exit: 0 });
    const count = (probe: string): number => stub.asked.filter((request) => request.act === 'probe' && request.name === probe).length;
    // A look that this machine could not start in time is dropped, never queued.
    expect(count('resolver')).toBeGreaterThanOrEqual(6);
    expect(count('resolver')).toBeLessThanOrEqual(8);
    expect(count('odd.name')).toBeGreaterThanOrEqual(3);
    expect(count('odd.name')).toBeLessThanOrEqual(4);
    const names = stub.asked.map((request) => `${request.act === 'provision' ? '' : request.name}/${keyOf(request)}`);
    expect(new Set(names).size).toBe(names.length);
    expect(points.find(({ metric, tags }) => metric === 'iterations' && tags['probe'] === 'odd.name')?.tags['scenario']).toBe('odd_name_1');
  });

  it('keeps looking while an earlier look waits', async () => {
    const { gateway: stub } = await run(name, fast, { EVK_PROBES: 'a', EVK_EVERY_MS: '300', EVK_LIMIT_S: '2' }, { actMs: 1_200 });
    expect(stub.asked.length).toBeGreaterThanOrEqual(4);
  });

  it('ends gracefully when the plan is done', async () => {
    const ran = await run(name, fast, { EVK_PROBES: 'a', EVK_EVERY_MS: '200', EVK_LIMIT_S: '3600' }, {
      during: async (execution) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        execution.stop();
      },
    }); // prettier-ignore
    expect(ran.result).toMatchObject({ state: 'passed', exit: 0 });
    expect(ran.result.iterations).toBe(ran.gateway.asked.length);
  });
});

describe('the calls to the gateway', () => {
  it('wait again while an act is running, and always bring the token and the tag', async () => {
    const ran = await run('cpu', fast, { EVK_INSTANCES: '1', EVK_JOBS: '1' }, { actMs: 400, holdMs: 100 });
    expect(ran.result.state).toBe('passed');
    expect(ran.gateway.calls.map(({ method }) => method).slice(0, 4)).toEqual(['GET', 'POST', 'GET', 'GET']);
    expect(ran.gateway.calls.every(({ headers }) => headers['authorization'] === `Bearer ${ran.gateway.token}`)).toBe(true);
    expect(
      ran.gateway.calls.filter(({ method }) => method === 'POST').every(({ headers }) => headers['content-type'] === 'application/json'),
    ).toBe(true);
    const http = ran.points.filter(({ metric }) => metric.startsWith('http_'));
    expect(http.length).toBe(9 * ran.gateway.calls.length);
    expect(http.every(({ tags }) => tags['evk_gateway'] === '1' && tags['name'] === 'gateway' && tags['url'] === 'gateway')).toBe(true);
    // Also the 404 that setup() looks for is no failure.
    expect(valuesOf(ran, 'http_req_failed').every((value) => value === 0)).toBe(true);
    expect(ran.log.filter(({ msg }) => msg.includes(ran.gateway.token))).toEqual([]);
  });

  it.each([
    ['refuses the token', { EVK_TOKEN: 'wrong' }, /GET \/acts: 401/],
    ['is not there', { EVK_GATEWAY: 'http://127.0.0.1:9' }, /GET \/acts: dial: connection refused/],
  ])('stop before the first iteration when the gateway %s', async (_, env, message) => {
    const ran = await run('cpu', fast, { EVK_INSTANCES: '1', EVK_JOBS: '1', ...env });
    expect(ran.result).toMatchObject({ state: 'script_error', exit: 107, iterations: 0 });
    expect(ran.result.problem?.message).toMatch(message);
    expect(ran.gateway.asked).toEqual([]);
  });

  it('throw what the gateway itself refuses', async () => {
    const ran = await run('cpu', () => 422, { EVK_INSTANCES: '1', EVK_JOBS: '2' });
    expect(ran.result).toMatchObject({ state: 'script_error', exit: 0, iterations: 2, scriptErrors: 2 });
    expect(ran.result.problem?.message).toMatch(/gateway of Evenkeel did not carry out POST \/acts: 422 \{"error":"no"\}/);
    expect(ran.result.problem?.place).toMatch(/scenarios\/lib\/gateway\.ts:\d+:\d+$/);
  });

  it.each([
    ['cpu', { EVK_INSTANCES: '', EVK_JOBS: '1' }, /EVK_INSTANCES is not set/],
    ['io', { EVK_INSTANCES: '2', EVK_JOBS: '1.5' }, /EVK_JOBS must be a whole number/],
    ['provision', { EVK_INSTANCES: '0' }, /EVK_INSTANCES must be a whole number/],
    ['dns', { EVK_PROBES: 'a', EVK_EVERY_MS: 'often' }, /EVK_EVERY_MS must be a whole number/],
    ['dns', { EVK_PROBES: 'a,b', EVK_EVERY_MS: '1000' }, /EVK_EVERY_MS has 1 values, and EVK_PROBES names 2 probes/],
    ['api', { EVK_PROBES: 'a', EVK_EVERY_MS: '1000,2000' }, /EVK_EVERY_MS has 2 values, and EVK_PROBES names 1 probes/],
    ['api', { EVK_EVERY_MS: '1000' }, /EVK_PROBES is not set/],
  ])('%s says what is wrong with %j', async (name, env, message) => {
    const { result } = await run(name, fast, env);
    expect(result).toMatchObject({ state: 'script_error', exit: 107 });
    expect(result.problem?.message).toMatch(message);
  });
});

describe('the sources', () => {
  it('mirror every metric that a collector brings back from an act', () => {
    const source = readFileSync(join(PACKAGE_ROOT, 'scenarios/lib/mirrors.ts'), 'utf8');
    const mirrored = [...source.matchAll(/^ {2}'(\w+)',$/gm)].map(([, name]) => name);
    const ofActs = CATALOGUE.filter(({ kind, name }) => kind === 'trend' && !name.startsWith('observer_')).map(({ name }) => name);
    expect(sorted(mirrored as string[])).toEqual(sorted(ofActs));
  });

  it('have the types of k6', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(PACKAGE_ROOT, 'node_modules/typescript/bin/tsc'), '-p', join(PACKAGE_ROOT, 'scenarios')],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 60_000);
});
