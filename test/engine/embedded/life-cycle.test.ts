import { describe, expect, it } from 'vitest';
import { runScript, valuesOf } from './run-script.ts';

describe('the life of an execution', () => {
  it('runs init, setup, iterations and teardown, and hands on the data of setup as JSON', async () => {
    const ran = await runScript(`
      import exec from 'k6/execution';
      export const options = { scenarios: { work: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };
      export function setup() { return { n: 1, gone: undefined, when: new Date(0) }; }
      export default function (data: any) {
        data.n += 1;
        console.log(JSON.stringify([exec.vu.idInTest, data]));
      }
      export function teardown(data: any) { console.log(JSON.stringify(['teardown', data])); }
    `);
    expect(ran.result).toMatchObject({ state: 'passed', exit: 0, iterations: 4, scriptErrors: 0, crossed: [] });
    const when = '1970-01-01T00:00:00.000Z';
    // Each VU has a copy of its own, and keeps what it changes in it.
    for (const vu of [1, 2]) {
      expect(ran.said.filter((line) => (line as unknown[])[0] === vu)).toEqual([
        [vu, { n: 2, when }],
        [vu, { n: 3, when }],
      ]);
    }
    expect(ran.said.at(-1)).toEqual(['teardown', { n: 1, when }]);
    expect(valuesOf(ran, 'iterations')).toEqual([1, 1, 1, 1]);
    expect(valuesOf(ran, 'iteration_duration').length).toBe(4);
    expect(valuesOf(ran, 'data_sent')).toEqual([0, 0, 0, 0, 0, 0]);
    expect(ran.points.filter(({ metric }) => metric === 'data_received').map(({ tags }) => tags['group'])).toEqual([
      '::setup',
      '',
      '',
      '',
      '',
      '::teardown',
    ]);
    expect(ran.summary.metrics['iterations']?.values['count']).toBe(4);
    expect(ran.summary).not.toHaveProperty('setup_data');
  });

  it('tags samples of setup and teardown with their group, iterations with the workload and the tags of options', async () => {
    const ran = await runScript(`
      import { Counter } from 'k6/metrics';
      const seen = new Counter('seen');
      export const options = {
        tags: { run: 'r1' }, systemTags: ['group', 'scenario', 'vu', 'iter'],
        scenarios: { a: { executor: 'per-vu-iterations', iterations: 2, tags: { kind: 'x' }, env: { MINE: 'yes' } } },
      };
      export function setup() { seen.add(1); }
      export default function () { seen.add(2, { mine: __ENV.MINE + __ENV.GIVEN }); }
      export function teardown() { seen.add(3); }
    `, { env: { GIVEN: '!' } }); // prettier-ignore
    expect(ran.points.filter(({ metric }) => metric === 'seen').map(({ value, tags, metadata }) => [value, tags, metadata])).toEqual([
      [1, { run: 'r1', group: '::setup' }, { vu: '0' }],
      [2, { run: 'r1', kind: 'x', group: '', scenario: 'a', mine: 'yes!' }, { vu: '1', iter: '0' }],
      [2, { run: 'r1', kind: 'x', group: '', scenario: 'a', mine: 'yes!' }, { vu: '1', iter: '1' }],
      [3, { run: 'r1', group: '::teardown' }, { vu: '0' }],
    ]);
    expect(ran.points.find(({ metric }) => metric === 'iterations')?.tags).toEqual({ run: 'r1', kind: 'x', group: '', scenario: 'a' });
  });

  it('writes lines as k6 does: a Metric line before the first point, times at the end with an offset', async () => {
    const before = Date.now();
    const ran = await runScript(`
      import { Trend } from 'k6/metrics';
      const t = new Trend('t_time', true);
      export const options = { thresholds: { 't_time{a:b}': [{ threshold: 'avg<9', abortOnFail: true, delayAbortEval: '5s' }], t_time: ['max<9'] } };
      export default function () { t.add(1.25, { a: 'b' }); }
    `);
    expect(ran.metricLines.find(({ metric }) => metric === 't_time')).toEqual({
      type: 'Metric',
      metric: 't_time',
      data: {
        name: 't_time',
        type: 'trend',
        contains: 'time',
        thresholds: ['max<9'],
        submetrics: [{ name: 't_time{a:b}', suffix: 'a:b', tags: { a: 'b' } }],
      },
    });
    const point = ran.points.find(({ metric }) => metric === 't_time');
    expect(point?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d)$/);
    expect(Date.parse(point?.time ?? '')).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(point?.time ?? '')).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('gives handleSummary what k6 gives, and writes what it returns', async () => {
    const ran = await runScript(`
      import { check, group } from 'k6';
      export const options = { summaryTrendStats: ['count', 'p(99)'], thresholds: { checks: ['rate>0.5'] } };
      export function setup() { return { secret: 1 }; }
      export default function () {
        check(1, { 'TRUE is TRUE': (v) => v === 1 });
        group('child', () => { check(1, { no: (v) => v !== 1 }); group('grandchild', () => {}); });
      }
      export function handleSummary(data: any) {
        return {
          stdout: 'hello', 'out.txt': JSON.stringify([data.setup_data, data.root_group, data.metrics.iteration_duration.values.count]),
          'out.bin': new Uint8Array([104, 105]).buffer,
        };
      }
    `); // prettier-ignore
    expect(ran.file('stdout.txt')).toBe('hello');
    expect(ran.file('out.bin')).toBe('hi');
    const [setupData, root, count] = JSON.parse(ran.file('out.txt') ?? '[]') as [unknown, (typeof ran.summary)['root_group'], number];
    expect([setupData, count]).toEqual([{ secret: 1 }, 1]);
    expect(root).toEqual(ran.summary.root_group);
    // Known: the MD5 of the path.
    expect(root.id).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(root.checks).toEqual([
      { name: 'TRUE is TRUE', path: '::TRUE is TRUE', id: '1bed1cc5e442054df516f1ca1076ac6a', passes: 1, fails: 0 },
    ]);
    expect(root.groups).toMatchObject([
      { name: 'child', id: 'f41cbb53a398ec1c9fb3d33e20c9b040', checks: [{ name: 'no', fails: 1 }], groups: [{ name: 'grandchild', path: '::child::grandchild' }] },
    ]); // prettier-ignore
    expect(ran.summary.metrics['checks']).toMatchObject({
      values: { rate: 0.5, passes: 1, fails: 1 },
      thresholds: { 'rate>0.5': { ok: false } },
    });
    expect(ran.result).toMatchObject({ state: 'threshold', exit: 99, crossed: ['checks: rate>0.5'] });
  });

  it('reads files beside the script with open(), in the init context only', async () => {
    const ran = await runScript(
      `const text = open('./data.json');
       const bytes = new Uint8Array(open('data.json', 'b') as any);
       let missing = ''; try { open('./none'); } catch (error) { missing = String(error); }
       export default function () {
         let late = ''; try { open('./data.json'); } catch (error) { late = String(error); }
         console.log(JSON.stringify([text, bytes.length, missing, late]));
       }`,
      { files: { 'data.json': '{"ä":1}' } },
    );
    expect(ran.said).toEqual([['{"ä":1}', 8, expect.stringMatching(/cannot read .*none/), expect.stringMatching(/init context only/)]]);
  });

  it('ends an iteration when its timers are done, and counts a rejection that nobody caught', async () => {
    const ran = await runScript(`
      import exec from 'k6/execution';
      export const options = { iterations: 4 };
      export default async function () {
        const n = exec.scenario.iterationInTest;
        if (n === 0) { const id = setInterval(() => { console.log('"tick"'); clearInterval(id); }, 5); setTimeout(() => console.log('"late"'), 40); }
        if (n === 1) await new Promise((resolve) => setTimeout(resolve, 10)).then(() => console.log('"awaited"'));
        if (n === 2) { Promise.reject(new RangeError('unhandled')); }
        if (n === 3) { setTimeout(() => { throw new TypeError('in a timer'); }, 1); }
      }
    `);
    expect(ran.said).toEqual(['tick', 'late', 'awaited']);
    expect(ran.result).toMatchObject({ state: 'script_error', exit: 0, iterations: 4, scriptErrors: 2 });
    expect(ran.log.filter(({ level }) => level === 'error').map(({ msg }) => msg.split('\n')[0])).toEqual([
      'RangeError: unhandled',
      'TypeError: in a timer',
    ]);
  });

  it('ends with the first exception that nobody caught, whatever is still to come', async () => {
    const ran = await runScript(`
      export const options = { iterations: 2 };
      export default async function () {
        setInterval(() => console.log('"tick"'), 1_000);
        setTimeout(() => console.log('"late"'), 60);
        Promise.reject(new Error('first'));
        await new Promise(() => {});
      }
    `);
    expect(ran.result).toMatchObject({ state: 'script_error', iterations: 2, scriptErrors: 2 });
    expect(ran.said).toEqual([]);
  });

  it('does not wait for a promise that nothing can settle any more', async () => {
    const ran = await runScript('export default async function () { await new Promise(() => {}); }');
    expect(ran.result).toMatchObject({ state: 'passed', iterations: 1 });
  });

  it('goes on past a minimal duration of iterations', async () => {
    const ran = await runScript(`export const options = { iterations: 3, minIterationDuration: '60ms' }; export default function () {}`);
    expect(ran.summary.state.testRunDurationMs).toBeGreaterThanOrEqual(170);
    expect(Math.max(...valuesOf(ran, 'iteration_duration'))).toBeLessThan(60);
  });
});

describe('how it ends badly', () => {
  const body = 'export default function () {}';

  it.each<[string, string, object, RegExp]>([
    ['setup throws', `export function setup() { throw new Error('no ground'); } ${body}`, { exit: 107, state: 'script_error' }, /Error: no ground/],
    ['teardown throws', `export function teardown() { throw new Error('no end'); } ${body}`, { exit: 107, state: 'script_error', iterations: 1 }, /no end/],
    ['the init code throws', `throw new Error('no start'); ${body}`, { exit: 107, state: 'script_error' }, /no start/],
    ['setup takes too long', `import { sleep } from 'k6'; export const options = { setupTimeout: '50ms' }; export function setup() { sleep(5); } ${body}`, { exit: 100, state: 'script_error' }, /setup\(\) took longer than/],
    ['teardown takes too long', `export const options = { teardownTimeout: '50ms' }; export function teardown() { for (;;); } ${body}`, { exit: 101, state: 'script_error' }, /teardown\(\) took longer/],
    ['a metric has two types', `import { Rate, Trend } from 'k6/metrics'; new Rate('my_metric'); new Trend('my_metric'); ${body}`, { exit: 107 }, /my_metric.*already exists/],
    ['a metric is made in an iteration', `import { Rate } from 'k6/metrics'; export default function () { new Rate('my_metric'); }`, { exit: 0, state: 'script_error', scriptErrors: 1 }, /init context only/],
    ['an executor is not known', `export const options = { scenarios: { a: { executor: 'swift' } } }; ${body}`, { exit: 104, state: 'not_started' }, /executor "swift"/],
    ['exec names no function', `export const options = { scenarios: { a: { executor: 'per-vu-iterations', exec: 'nope' } } }; ${body}`, { exit: 104 }, /exports no function "nope"/],
    ['a name is imported that a module lacks', `import { nothing } from 'k6'; export default function () { nothing(); }`, { exit: 107, state: 'script_error' }, /nothing/],
  ])('%s', async (_, source, wanted, message) => {
    const { result } = await runScript(`// @ts-nocheck\n${source}`);
    expect(result).toMatchObject(wanted);
    expect(result.problem?.message).toMatch(message);
    expect(result.problem?.place ?? 'script.ts').toMatch(/script\.ts/);
  }); // prettier-ignore

  it('has the place of an exception in the user’s source', async () => {
    const { result } = await runScript(
      `import { sleep } from 'k6';\n\nfunction deep(): never {\n  throw new TypeError('boom');\n}\nexport default function () { sleep(0); deep(); }\n`,
    );
    expect(result).toMatchObject({ state: 'script_error', exit: 0, iterations: 1, scriptErrors: 1 });
    expect(result.problem?.place).toMatch(/script\.ts:4:\d+$/);
    expect(result.problem?.message).toMatch(/TypeError: boom/);
  });

  it('counts iterations that throw, and leaves fail() to the target', async () => {
    const ran = await runScript(`
      import { fail } from 'k6'; import exec from 'k6/execution';
      export const options = { iterations: 10 };
      export default function () { if (exec.scenario.iterationInTest < 4) fail('the target is down'); if (exec.scenario.iterationInTest === 4) throw new Error('ours'); }
    `, { maxScriptErrors: 0.1 }); // prettier-ignore
    expect(ran.result).toMatchObject({ state: 'passed', iterations: 10, scriptErrors: 1 });
    expect(ran.log.filter(({ scenario }) => scenario === 'default').length).toBe(5);
  });

  it('refuses a threshold on a metric that does not exist, with its place', async () => {
    const { result } = await runScript(`export const options = {\n  thresholds: {\n    no_such_metric: ['avg<1'],\n  },\n};\n${body}`);
    expect(result).toMatchObject({ state: 'not_started', exit: 104, iterations: 0 });
    expect(result.problem?.message).toMatch(/no metric "no_such_metric"/);
    expect(result.problem?.place).toMatch(/script\.ts:3:5$/);
  });

  it('refuses a malformed threshold, and takes it with noThresholds', async () => {
    const thresholds = `thresholds: { checks: ['rate>>1'] }`;
    expect((await runScript(`export const options = { ${thresholds} }; ${body}`)).result).toMatchObject({
      exit: 104,
      state: 'not_started',
    });
    expect((await runScript(`export const options = { noThresholds: true, ${thresholds} }; ${body}`)).result.state).toBe('passed');
  });

  it('refuses before the start what would judge the gateway', async () => {
    const script = `export const options = { thresholds: { http_req_duration: ['avg<1'] } }; ${body}`;
    await expect(runScript(script, { usesGateway: true })).rejects.toMatchObject({
      code: 'threshold-invalid',
      place: expect.stringMatching(/script\.ts:1:\d+$/) as string,
    });
    expect((await runScript(script)).result.state).toBe('passed');
  });

  it('ends with 99 as soon as a threshold that aborts is crossed, teardown included', async () => {
    const ran = await runScript(`
      import { sleep } from 'k6'; import { Rate } from 'k6/metrics';
      const good = new Rate('good');
      export const options = { scenarios: { s: { executor: 'constant-vus', duration: '30s' } }, thresholds: { good: [{ threshold: 'rate>0.5', abortOnFail: true }] } };
      export default function () { good.add(false); sleep(0.05); }
      export function teardown() { console.log('"torn down"'); }
    `); // prettier-ignore
    expect(ran.result).toMatchObject({ state: 'threshold', exit: 99, crossed: ['good: rate>0.5'] });
    expect(ran.said).toEqual(['torn down']);
    expect(ran.summary.state.testRunDurationMs).toBeLessThan(10_000);
  });
});

describe('test.abort() and test.fail()', () => {
  it.each([
    ['an iteration', 'export default function () { try { exec.test.abort("enough"); } catch {} for (;;); }', true, true],
    ['setup', 'export function setup() { exec.test.abort("enough"); } export default function () {}', false, true],
    ['teardown', 'export default function () {} export function teardown() { exec.test.abort("enough"); }', false, true],
    ['the init code', 'exec.test.abort("enough"); export default function () {}', false, false],
  ])('abort in %s gives 108', async (_, source, tornDown, hasSummary) => {
    const teardown = source.includes('teardown') ? '' : 'export function teardown() { console.log("1"); }';
    const ran = await runScript(`import exec from 'k6/execution'; ${source} ${teardown}`);
    expect(ran.result).toMatchObject({ exit: 108, state: 'aborted' });
    expect(ran.result.problem?.message).toMatch(/test aborted: enough$/);
    expect(ran.result.problem?.place).toMatch(/script\.ts:1:\d+$/);
    expect(ran.said).toEqual(tornDown ? [1] : []);
    expect(ran.result.summary !== null).toBe(hasSummary);
  });

  it('fail lets the rest run and gives 110', async () => {
    const ran = await runScript(`
      import exec from 'k6/execution';
      export const options = { iterations: 3 };
      export default function () { exec.test.fail('not good'); }
    `);
    expect(ran.result).toMatchObject({ exit: 110, iterations: 3, state: 'threshold' });
  });
});
