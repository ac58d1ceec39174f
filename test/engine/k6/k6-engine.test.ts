import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { spawnGuarded } from '../../../src/core/guard.ts';
import { silentLog } from '../../../src/core/log.ts';
import type { ExecutionResult, ExecutionSpec, RunningExecution } from '../../../src/engine/api.ts';
import { k6Engine } from '../../../src/engine/k6/k6-engine.ts';

const FAKE = fileURLToPath(new URL('../../fakes/fake-k6.mjs', import.meta.url));
const PLAIN = 'export default function () {}\n';
const PASSED = { iterations: { values: { count: 4 } }, evk_cpu: { values: { avg: 1 } } };

let folder: string;
let workDir: string;
const running: RunningExecution[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evk-k6-'));
  workDir = join(folder, 'work, with a comma');
  await mkdir(workDir);
});
afterEach(async () => {
  for (const execution of running.splice(0)) {
    execution.abort();
    execution.abort();
    await execution.done;
  }
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function point(metric: string, value = 1, tags: Record<string, string> = {}): object {
  return { metric, type: 'Point', data: { time: '2026-11-25T10:00:00Z', value, tags } };
}

interface Setting extends Partial<ExecutionSpec> {
  readonly source?: string;
  readonly path?: string;
  readonly graceMs?: number;
}

async function start(plan: object, setting: Setting = {}): Promise<RunningExecution> {
  const { source = PLAIN, path = FAKE, graceMs, env, ...spec } = setting;
  const script = join(folder, 'scenario.ts');
  await writeFile(script, source);
  const engine = k6Engine(
    { path, version: '2.2.0' },
    {
      log: silentLog,
      spawn: spawnGuarded,
      clock: systemClock,
      path: process.env['PATH'] ?? '',
      ...(graceMs === undefined ? {} : { graceMs }),
    },
  );
  const execution = await engine.start({
    script,
    workDir,
    usesGateway: false,
    limitMs: 30_000,
    maxScriptErrors: 0,
    promises: [],
    ...spec,
    env: { ...env, FAKE_K6: JSON.stringify(plan) },
  });
  running.push(execution);
  return execution;
}

async function finish(plan: object, setting: Setting = {}): Promise<ExecutionResult> {
  return await (
    await start(plan, setting)
  ).done;
}

async function ready(): Promise<void> {
  while (!existsSync(join(workDir, 'ready'))) await delay(10);
}

describe('an execution that did its plan', () => {
  it('passes, and brings back iterations, summary and samples', async () => {
    const result = await finish({ metrics: PASSED, setupData: { token: 'canary' }, points: [point('evk_cpu')] }, { promises: ['evk_cpu'] });
    expect(result).toMatchObject({ state: 'passed', exit: 0, iterations: 4, scriptErrors: 0, crossed: [] });
    expect(result.problem).toBeUndefined();
    expect(JSON.parse(result.summary as string)).toEqual({ metrics: PASSED });
    expect(await readFile(result.samplesFile, 'utf8')).toContain('evk_cpu');
  });

  it("keeps the script's own results in the execution's folder", async () => {
    const source = `${PLAIN}export const handleSummary = () => ({ 'report.txt': 'mine', stdout: 'said' });`;
    await finish({ metrics: PASSED }, { source });
    expect(await readFile(join(workDir, 'report.txt'), 'utf8')).toBe('mine');
    expect(await readFile(join(workDir, 'stdout.txt'), 'utf8')).toBe('said');
  });

  it('does not take what an earlier execution left in the folder for its own', async () => {
    await finish({ metrics: PASSED, points: [point('evk_cpu')], log: [{ level: 'error', scenario: 'a', msg: 'Error: old' }] });
    const again = await finish({ exit: 0 }, { promises: ['evk_cpu'] });
    expect(again).toMatchObject({ state: 'no_data', iterations: 0, scriptErrors: 0, summary: null });
  });
});

describe('verdicts', () => {
  it('names the crossed thresholds', async () => {
    const metrics = {
      ...PASSED,
      'http_req_duration{target:api}': { values: { avg: 9 }, thresholds: { 'avg<1': { ok: false }, 'max<99': { ok: true } } },
    };
    const result = await finish({ exit: 99, metrics });
    expect(result).toMatchObject({ state: 'threshold', exit: 99, crossed: ['http_req_duration{target:api}: avg<1'] });
    expect(result.problem?.message).toContain('http_req_duration{target:api}: avg<1');
  });

  it('reads exit 99 before script errors', async () => {
    const log = [{ level: 'error', scenario: 'default', msg: 'Error: x\n\tat a (file:///a.ts:1:1(1))\n' }];
    expect(await finish({ exit: 99, metrics: PASSED, log })).toMatchObject({ state: 'threshold', scriptErrors: 1 });
  });

  it('finds no data when no iteration came to its end', async () => {
    const result = await finish({ metrics: { iterations: { values: { count: 0 } } } });
    expect(result.state).toBe('no_data');
    expect(result.problem?.message).toMatch(/No iteration/);
  });

  it('finds no data when only calls to the gateway carry a promised metric', async () => {
    const points = [point('http_req_duration', 3, { evk_gateway: '1' })];
    const result = await finish({ metrics: PASSED, points }, { promises: ['http_req_duration'] });
    expect(result.state).toBe('no_data');
    expect(result.problem?.message).toContain('http_req_duration');
  });

  it('leads a script error to its place, and allows the share that is allowed', async () => {
    const frame = `\n\tat deep (file://${join(folder, 'scenario.ts')}:14:10(3))\n`;
    const log = [
      { level: 'error', source: 'console', msg: 'just said' },
      {
        level: 'error',
        scenario: 'default',
        source: 'stacktrace',
        msg: `GoError: no good\n\tat go.k6.io/k6/js/modules/k6.(*K6).Fail-fm (native)${frame}`,
      },
      { level: 'error', scenario: 'default', source: 'stacktrace', msg: `TypeError: thrown here${frame}` },
      { level: 'error', msg: "thresholds on metrics 'x' have been crossed" },
    ];
    const result = await finish({ metrics: PASSED, log });
    expect(result).toMatchObject({ state: 'script_error', scriptErrors: 1, problem: { place: `${join(folder, 'scenario.ts')}:14:10` } });
    expect(result.problem?.message).toMatch(/1 of 4 iterations .* TypeError: thrown here$/);
    expect((await finish({ metrics: PASSED, log }, { maxScriptErrors: 0.25 })).state).toBe('passed');
    expect((await finish({ metrics: PASSED, log }, { maxScriptErrors: 0.2 })).state).toBe('script_error');
  });

  it('gives the place of a threshold on a metric that does not exist', async () => {
    const source = `// no_such_metric\nexport const options = {\n  thresholds: { no_such_metric: ['avg<1'] },\n};\n${PLAIN}`;
    const log = [{ level: 'error', msg: 'invalid threshold defined on no_such_metric; reason: no metric name "no_such_metric" found' }];
    const result = await finish({ exit: 104, log }, { source });
    expect(result).toMatchObject({
      state: 'not_started',
      exit: 104,
      iterations: 0,
      problem: { place: `${join(folder, 'scenario.ts')}:3:17` },
    });
    expect(result.problem?.message).toContain('no metric name "no_such_metric" found');
  });

  it('uses the last words of k6 where its log has none', async () => {
    const result = await finish({ exit: 255, stderr: 'unknown flag: --nope\nUsage: …\n' });
    expect(result).toMatchObject({ state: 'not_started', problem: { message: 'k6 refused to start: unknown flag: --nope' } });
  });

  it('gives the place of an exception in the init code', async () => {
    const result = await finish({}, { source: 'const a: any = null;\n\na.b;\nexport default function () {}\n' });
    expect(result).toMatchObject({ state: 'script_error', exit: 107, problem: { place: `${join(folder, 'scenario.ts')}:3:3` } });
  });
});

describe('a torn end', () => {
  it('counts the iterations that the samples show, and says who ended it', async () => {
    const plan = { dieBy: 'SIGKILL', points: [point('iterations'), point('iterations')], torn: '{"metric":"iterations","type":"Po' };
    const result = await finish(plan);
    expect(result).toMatchObject({ state: 'aborted', exit: null, iterations: 2, summary: null });
    expect(result.problem?.message).toContain('SIGKILL');
  });

  it('reports a summary that was cut off while it was written as none', async () => {
    const execution = await start({ hang: true, ignoreInterrupt: true });
    await ready();
    await writeFile(join(workDir, 'summary.json'), '{"metrics":');
    execution.abort();
    execution.abort();
    expect(await execution.done).toMatchObject({ state: 'aborted', summary: null });
  });
});

describe('ending it', () => {
  it('counts a planned stop as a normal end', async () => {
    const execution = await start({ hang: true, metrics: PASSED });
    await ready();
    execution.stop();
    execution.stop();
    expect(await execution.done).toMatchObject({ state: 'passed', exit: 105, iterations: 4 });
    expect(await readFile(join(workDir, 'signals.txt'), 'utf8')).toBe('SIGINT\n');
  });

  it('still reads the thresholds after a planned stop', async () => {
    const metrics = { iterations: { values: { count: 4 }, thresholds: { 'count>9': { ok: false } } } };
    const execution = await start({ hang: true, metrics });
    await ready();
    execution.stop();
    expect(await execution.done).toMatchObject({ state: 'threshold', exit: 105, crossed: ['iterations: count>9'] });
  });

  it('reports what went wrong in a planned stop', async () => {
    const execution = await start({ hang: true, metrics: PASSED, onInterrupt: 101 });
    await ready();
    execution.stop();
    expect(await execution.done).toMatchObject({ state: 'script_error', exit: 101 });
  });

  it('is aborted by a signal that is not ours, and by an abort', async () => {
    expect(await finish({ dieBy: 'SIGINT', hang: false, metrics: PASSED })).toMatchObject({ state: 'aborted', exit: 105 });
    await rm(join(workDir, 'ready'));
    const execution = await start({ hang: true, metrics: PASSED });
    await ready();
    execution.abort();
    expect(await execution.done).toMatchObject({ state: 'aborted', exit: 105, iterations: 4 });
  });

  it('kills at the second abort what ignores the first', async () => {
    const execution = await start({ hang: true, ignoreInterrupt: true });
    await ready();
    execution.abort();
    execution.abort();
    expect(await execution.done).toMatchObject({ state: 'aborted', exit: null });
  });

  it('kills what ignores the planned stop', async () => {
    const execution = await start({ hang: true, ignoreInterrupt: true }, { graceMs: 100 });
    await ready();
    execution.stop();
    const result = await execution.done;
    expect(result).toMatchObject({ state: 'aborted', exit: null });
    expect(result.problem?.message).toContain('planned stop');
  });

  it('kills what ignores the end of its limit', async () => {
    const result = await finish({ hang: true, ignoreInterrupt: true }, { limitMs: 300, graceMs: 100 });
    expect(result).toMatchObject({ state: 'aborted', exit: null, problem: { message: expect.stringContaining('after 0.3 s') as string } });
  });
});

describe('the process', () => {
  it('sees exactly the environment it is given, and no secret in argv', async () => {
    vi.stubEnv('K6_VUS', '99');
    vi.stubEnv('EVK_STRAY', 'stray');
    await finish({ metrics: PASSED }, { env: { EVK_TOKEN: 'canary-token', HOME: '/root' } });
    const seen = JSON.parse(await readFile(join(workDir, 'seen.json'), 'utf8')) as { argv: string[]; env: Record<string, string> };
    expect(
      Object.keys(seen.env)
        .filter((name) => name !== 'EVENKEEL_GUARD')
        .toSorted(),
    ).toEqual(['EVK_TOKEN', 'FAKE_K6', 'HOME', 'K6_AUTO_EXTENSION_RESOLUTION', 'K6_NO_USAGE_REPORT', 'PATH', 'TMPDIR']);
    expect(seen.env).toMatchObject({ EVK_TOKEN: 'canary-token', HOME: join(workDir, 'home'), TMPDIR: join(workDir, 'tmp') });
    expect(seen.argv.join(' ')).not.toContain('canary-token');
    const left = (await readdir(workDir)).filter((name) => !['seen.json', 'home', 'tmp'].includes(name));
    const texts = await Promise.all(left.map((name) => readFile(join(workDir, name), 'utf8')));
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.join()).not.toContain('canary-token');
  });

  it.each([
    ['is not there any more', undefined, 0o755, 'ENOENT'],
    ['may not be executed', '#!/bin/sh\n', 0o644, 'EACCES'],
    ['has an interpreter that is missing', '#!/no/such/interpreter\n', 0o755, 'ENOENT'],
  ])('that %s is reported, not thrown', async (_, text, mode, code) => {
    const path = join(folder, 'k6');
    if (text !== undefined) await writeFile(path, text, { mode });
    const result = await finish({}, { path, usesGateway: true });
    expect(result).toMatchObject({ state: 'not_started', exit: null, problem: { place: path } });
    expect(result.problem?.message).toContain(code);
  });

  it('of another architecture is not started', async () => {
    const path = join(folder, 'k6');
    // An ELF header for a machine that does not exist.
    const header = Buffer.alloc(64);
    header.write('\x7fELF\x02\x01\x01', 'latin1');
    header.writeUInt16LE(2, 16);
    header.writeUInt16LE(0xfeed, 18);
    await writeFile(path, header, { mode: 0o755 });
    const result = await finish({}, { path });
    expect(result).toMatchObject({
      state: 'not_started',
      iterations: 0,
      problem: { hint: expect.stringContaining('another kind of machine') as string },
    });
  });
});

describe('a script that uses the gateway', () => {
  it('is refused before it starts when a threshold would judge the gateway', async () => {
    const source = `export const options = { thresholds: {\n  evk_cpu: ['avg<1'],\n  'http_req_duration{expected_response:true}': ['p(95)<100'],\n} };\n${PLAIN}`;
    await expect(start({}, { source, usesGateway: true })).rejects.toMatchObject({
      code: 'threshold-invalid',
      place: `${join(folder, 'scenario.ts')}:3:4`,
      hint: expect.stringContaining('http_req_duration{target:api}') as string,
    });
    expect(existsSync(join(workDir, 'seen.json'))).toBe(false);
    expect((await finish({ metrics: PASSED }, { source, usesGateway: false })).state).toBe('passed');
  });

  it('runs with a threshold that names its target, also when the key is computed from its environment', async () => {
    const source = `export const options = { thresholds: { [\`http_req_duration{target:\${__ENV.EVK_TARGET}}\`]: ['p(95)<100'] } };\n${PLAIN}`;
    const setting = { source: `declare const __ENV: Record<string, string>;\n${source}`, usesGateway: true, env: { EVK_TARGET: 'api' } };
    expect((await finish({ metrics: PASSED }, setting)).state).toBe('passed');
  });

  it('with broken init code is reported by the run itself', async () => {
    const result = await finish({}, { source: 'null.x;\nexport default () => 0;', usesGateway: true });
    expect(result).toMatchObject({ state: 'script_error', exit: 107 });
  });
});

it('rejects a script that cannot be built before anything is started', async () => {
  await expect(start({}, { source: 'export default function ( {' })).rejects.toMatchObject({ code: 'script-invalid' });
  expect(existsSync(join(workDir, 'seen.json'))).toBe(false);
});
