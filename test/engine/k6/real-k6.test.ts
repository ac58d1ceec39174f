import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { spawnGuarded, type Guarded } from '../../../src/core/guard.ts';
import { silentLog } from '../../../src/core/log.ts';
import type { Sample } from '../../../src/core/observation.ts';
import type { ExecutionResult, ExecutionSpec, RunningExecution } from '../../../src/engine/api.ts';
import { ingest } from '../../../src/engine/ingest.ts';
import { findK6 } from '../../../src/engine/k6/find-k6.ts';
import { k6Engine } from '../../../src/engine/k6/k6-engine.ts';
import { lacks } from '../../needs.ts';

const K6 = process.env['K6_BIN'] ?? '';
const PATH = process.env['PATH'] ?? '';

let folder: string;
let server: Server;
let port: number;
const running: RunningExecution[] = [];
const pids: number[] = [];

async function spawn(...args: Parameters<typeof spawnGuarded>): Promise<Guarded> {
  const child = await spawnGuarded(...args);
  pids.push(child.identity.pid);
  return child;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk real k6, '));
  await mkdir(join(folder, 'work'));
  server = createServer((_, response) => void response.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  for (const execution of running.splice(0)) {
    execution.abort();
    execution.abort();
    await execution.done;
  }
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(source: string, spec: Partial<ExecutionSpec> = {}): Promise<RunningExecution> {
  const script = join(folder, 'scenario.ts');
  await writeFile(script, source);
  const found = await findK6({ explicit: K6, path: PATH }, { spawn: spawnGuarded, log: silentLog });
  if (found === null) throw new Error('findK6 gave none for a named one');
  const engine = k6Engine(found, { log: silentLog, spawn, clock: systemClock, path: PATH });
  const workDir = join(folder, 'work');
  const execution = await engine.start({
    script,
    workDir,
    usesGateway: false,
    limitMs: 15_000,
    maxScriptErrors: 0,
    promises: [],
    ...spec,
    env: { PORT: String(port), ...spec.env },
  });
  running.push(execution);
  return execution;
}

async function finish(source: string, spec: Partial<ExecutionSpec> = {}): Promise<ExecutionResult> {
  return await (
    await start(source, spec)
  ).done;
}

const DEFAULT = 'export default function () {}\n';

describe.skipIf(lacks('k6', K6 !== ''))('with a real k6 (K6_BIN)', () => {
  it('passes, keeps what setup returned to itself, and hands the files beside the script on', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/b c.txt'), 'DATA');
    const source = `
      import { Counter } from 'k6/metrics';
      const text: string = open('./data/b c.txt') + open(import.meta.resolve('./data/b c.txt'));
      const mine = new Counter('evk_mine');
      export const options = { vus: 2, iterations: 6 };
      export const setup = () => ({ token: 'canary' });
      export default function (data: { token: string }) { if (text === 'DATADATA' && data.token === 'canary') mine.add(1); }
      export const handleSummary = (d: any) => ({ stdout: 'said ' + d.setup_data.token, 'mine.txt': 'mine' });
    `;
    const result = await finish(source, { promises: ['evk_mine'] });
    expect(result).toMatchObject({ state: 'passed', exit: 0, iterations: 6, scriptErrors: 0 });
    expect(result.summary).toContain('"evk_mine"');
    expect(result.summary).not.toContain('canary');
    expect(await readFile(join(folder, 'work/stdout.txt'), 'utf8')).toBe('said canary');
    expect(await readFile(join(folder, 'work/mine.txt'), 'utf8')).toBe('mine');
  });

  it('prints nothing of its own', async () => {
    await finish(DEFAULT);
    expect(await readFile(join(folder, 'work/stdout.txt'), 'utf8')).toBe('');
  });

  it('counts exceptions but not fail(), console.error or a failed check, and leads to the place', async () => {
    const source = `import { check, fail } from 'k6';
export const options = { vus: 1, iterations: 8 };
function deep(): never {
  throw new TypeError('planted');
}
export default async function () {
  switch (__ITER) {
    case 0: fail('target');
    case 1: await Promise.resolve(); fail('target, later');
    case 2: console.error('just said', new Error('x').stack); break;
    case 3: check(1, { never: () => false }); break;
    case 4: deep();
    case 5: throw 'text';
    case 6: Promise.reject(new Error('floating')); break;
  }
}`;
    const result = await finish(source);
    expect(result).toMatchObject({ state: 'script_error', exit: 0, iterations: 8, scriptErrors: 3 });
    expect(result.problem?.message).toMatch(/3 of 8 .*TypeError: planted$/);
    expect(result.problem?.place).toMatch(new RegExp(`^${join(folder, 'scenario.ts')}:4:\\d+$`));
    expect((await finish(source, { maxScriptErrors: 0.375 })).state).toBe('passed');
  });

  it.each([
    ['a crossed threshold', `export const options = { thresholds: { iterations: ['count>5'] } };\n${DEFAULT}`, 'threshold', 99, /count>5/, undefined],
    [
      'a threshold on a metric that does not exist',
      `export const options = {\n  thresholds: { no_such: ['avg<1'] } };\n${DEFAULT}`,
      'not_started', 104, /no metric name "no_such" found/, ':2:17',
    ],
    [
      'a threshold with a method that its metric lacks',
      `export const options = {\n  thresholds: { iterations: ['p(95)<1'] } };\n${DEFAULT}`,
      'not_started', 104, /unsupported aggregation method/, ':2:17',
    ],
    ['an exception in the init code', `const a: any = null;\na.b;\n${DEFAULT}`, 'script_error', 107, /TypeError/, ':2:'],
    ['an exception in setup', `export function setup() {\n  throw new Error('planted');\n}\n${DEFAULT}`, 'script_error', 107, /Error: planted/, ':2:'],
    ['test.abort()', `import exec from 'k6/execution';\nexport default () => exec.test.abort('enough');`, 'aborted', 108, /enough/, ':2:'],
    ['test.fail()', `import exec from 'k6/execution';\nexport default () => exec.test.fail('poor');`, 'threshold', 110, /poor/, undefined],
    ['an exec that is not exported', `export const options = { scenarios: { a: { executor: 'per-vu-iterations', exec: 'nope' } } };\n${DEFAULT}`, 'not_started', 104, /nope/, undefined],
  ])('tells %s', async (_, source, state, exit, message, place) => {
    const result = await finish(source);
    expect(result).toMatchObject({ state, exit });
    expect(result.problem?.message).toMatch(message);
    expect((result.problem?.place ?? '').replace(join(folder, 'scenario.ts'), '')).toMatch(new RegExp(`^${place ?? '$'}`));
  }); // prettier-ignore

  it('ends by a planned stop as if it had come to its end, thresholds and teardown included', async () => {
    const source = `import { sleep } from 'k6';
export const options = { scenarios: { w: { executor: 'constant-vus', vus: 1, duration: '60s' } }, thresholds: { iterations: [__ENV.WANT] } };
export default function () { sleep(0.05); }
export function teardown() { console.log('torn down'); }`;
    for (const [want, state] of [['count>0', 'passed'], ['count>9999', 'threshold']] as const) {
      const execution = await start(source, { env: { WANT: want } });
      while (!existsSync(join(folder, 'work/samples.ndjson'))) await delay(20);
      await delay(600);
      execution.stop();
      expect(await execution.done).toMatchObject({ state, exit: 105 });
      expect(await readFile(join(folder, 'work/k6.log'), 'utf8')).toContain('torn down');
    }
  }); // prettier-ignore

  it('says so when it is killed from outside, or stopped before it began', async () => {
    const hanging = await start(
      `import { sleep } from 'k6';\nexport default function () { sleep(0.05); }\nexport const options = { duration: '60s' };`,
    );
    while (!existsSync(join(folder, 'work/samples.ndjson'))) await delay(20);
    await delay(300);
    const [k6] = pids.slice(-1);
    if (k6 === undefined) throw new Error('k6 was not started');
    process.kill(k6, 'SIGKILL');
    expect(await hanging.done).toMatchObject({ state: 'aborted', exit: null, summary: null });
    const stopped = await start(DEFAULT);
    stopped.stop();
    expect((await stopped.done).state).toBe('no_data');
  });

  it('is killed by a second abort while teardown hangs', async () => {
    const source = `import { sleep } from 'k6';\nexport default function () { sleep(30); }\nexport function teardown() { sleep(30); }`;
    const execution = await start(source);
    await delay(800);
    execution.abort();
    await delay(300);
    execution.abort();
    expect(await execution.done).toMatchObject({ state: 'aborted', exit: null });
  });

  it('is ended by its limit', async () => {
    const result = await finish(`import { sleep } from 'k6';\nexport default function () { sleep(30); }`, { limitMs: 800 });
    expect(result).toMatchObject({ state: 'aborted', exit: 105, iterations: 0 });
    expect(result.problem?.message).toContain('0.8 s');
  });

  it('is not changed by a stray variable of ours', async () => {
    vi.stubEnv('K6_ITERATIONS', '7');
    vi.stubEnv('K6_OUT', 'csv=stray.csv');
    expect(await finish(DEFAULT)).toMatchObject({ state: 'passed', iterations: 1 });
    expect(existsSync(join(folder, 'work/stray.csv'))).toBe(false);
  });

  it('shows its options to the lint, as its environment makes them', async () => {
    const source = `export const options = { thresholds: { [__ENV.KEY]: ['p(95)<100'] } };\n${DEFAULT}`;
    await expect(start(source, { usesGateway: true, env: { KEY: 'http_req_waiting' } })).rejects.toMatchObject({
      code: 'threshold-invalid',
    });
    expect((await finish(source, { usesGateway: true, env: { KEY: 'http_req_waiting{target:x}' } })).state).toBe('passed');
  });

  it('writes samples that ingest reads: nine a hop at their start, none of the gateway', async () => {
    const source = `import http from 'k6/http';
import { check, group } from 'k6';
import { Trend } from 'k6/metrics';
const mine = new Trend('mine', true);
const mirror = new Trend('evk_job', true);
export const options = { vus: 2, iterations: 4 };
const base = 'http://127.0.0.1:' + __ENV.PORT;
export default function () {
  http.get(base + '/gateway', { tags: { evk_gateway: '1' } });
  group('g', () => check(http.get(base + '/secret?q=canary'), { ok: (r) => r.status === 200 }));
  http.get(base + '/named', { tags: { name: 'home' } });
  http.get('http://127.0.0.1:1/', { tags: { name: 'closed' } });
  mine.add(250);
  mirror.add(1);
}`;
    const before = Date.now() * 1000;
    const { samplesFile, state } = await finish(source);
    const after = Date.now() * 1000;
    expect(state).toBe('passed');
    const place = {
      target: 't',
      scenario: 's',
      instrument: { name: 'k6', version: '2', params: {} },
      run: 1,
      startedAt: before,
      tookUs: after - before,
    };
    const samples: Sample[] = [];
    for await (const observation of ingest(samplesFile, place)) samples.push(...observation.samples);
    const of = (metric: string, tags: Sample['tags'] = {}): Sample[] =>
      samples.filter((sample) => sample.metric === metric && Object.entries(tags).every(([tag, value]) => sample.tags[tag] === value));
    expect(of('k6_http_reqs')).toHaveLength(12);
    expect(of('k6_http_reqs', { status: '0', name: 'closed', expected_response: 'false' })).toHaveLength(4);
    expect(of('k6_http_req_duration_seconds', { name: 'home', method: 'GET', status: '200' })).toHaveLength(4);
    expect(of('k6_checks', { check: 'ok', group: '::g' }).map(({ value }) => value)).toEqual([1, 1, 1, 1]);
    expect(of('k6_mine_seconds').map(({ value }) => value)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(of('k6_data_received_bytes').length).toBeGreaterThan(0);
    expect(samples.filter(({ metric }) => metric.includes('evk'))).toEqual([]);
    expect(JSON.stringify(samples)).not.toContain('canary');
    // The request lies within its iteration, so its start cannot lie before the iteration's.
    const starts = of('k6_iteration_duration_seconds').map(({ at }) => at as number);
    expect(
      samples.every(({ at }) => (at as number) >= Math.min(...starts) - 1000 && (at as number) >= before && (at as number) <= after),
    ).toBe(true);
  });

  it('leaves nothing of its own outside the folder of the execution', async () => {
    await finish(DEFAULT);
    expect(existsSync(join(folder, 'work/home'))).toBe(true);
    expect(existsSync(join(folder, 'home'))).toBe(false);
  });
});
