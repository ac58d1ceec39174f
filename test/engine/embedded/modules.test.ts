import { createHmac, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runScript, valuesOf } from './run-script.ts';

/** Runs `body` in one iteration, where `t(fn)` gives what fn returns or the text of what it throws. */
async function inIteration(imports: string, body: string): Promise<unknown> {
  const ran = await runScript(`// @ts-nocheck
    ${imports}
    const t = (run) => { try { return run(); } catch (error) { return String(error); } };
    export default function () { ${body} }
  `);
  expect(ran.result.problem).toBeUndefined();
  return ran.said[0];
}

describe('k6', () => {
  it('check gives one sample an entry, with tags, and whether all held', async () => {
    const ran = await runScript(`
      import { check, group } from 'k6';
      const said: unknown[] = [];
      export default function () {
        said.push(check(3, { three: (v) => v === 3, truthy: true as any, text: (() => 'yes') as any }, { extra: 'e' }));
        said.push(check(3, { four: (v) => v === 4, again: (v) => v === 3 }));
        said.push(group('outer', () => group('inner', () => check(1, { deep: () => true }))));
        try { check(1, { bad: () => { throw new Error('predicate'); } }); } catch (error) { said.push(String(error)); }
        try { check(1, { 'a::b': () => true }); } catch (error) { said.push(String(error)); }
        try { check(1, { later: (async () => true) as any }); } catch (error) { said.push(String(error)); }
        try { group('a::b', () => {}); } catch (error) { said.push(String(error)); }
        console.log(JSON.stringify(said));
      }
    `);
    expect(ran.said[0]).toEqual([true, false, true, 'Error: predicate', expect.stringMatching(/may not contain "::"/), expect.stringMatching(/async/), expect.stringMatching(/"::"/)]); // prettier-ignore
    expect(ran.points.filter(({ metric }) => metric === 'checks').map(({ value, tags }) => [value, tags])).toEqual([
      [1, { group: '', scenario: 'default', check: 'three', extra: 'e' }],
      [1, { group: '', scenario: 'default', check: 'truthy', extra: 'e' }],
      [1, { group: '', scenario: 'default', check: 'text', extra: 'e' }],
      [0, { group: '', scenario: 'default', check: 'four' }],
      [1, { group: '', scenario: 'default', check: 'again' }],
      [1, { group: '::outer::inner', scenario: 'default', check: 'deep' }],
      [0, { group: '', scenario: 'default', check: 'bad' }],
      [0, { group: '', scenario: 'default', check: 'later' }],
    ]);
    expect(ran.points.filter(({ metric }) => metric === 'group_duration').map(({ tags }) => tags['group'])).toEqual([
      '::outer::inner',
      '::outer',
    ]);
  });

  it('a group that throws leaves the group all the same', async () => {
    const ran = await runScript(`
      import { group, check } from 'k6';
      export default function () { try { group('g', () => { throw new Error('x'); }); } catch {} check(1, { out: () => true }); }
    `);
    expect(ran.points.find(({ metric }) => metric === 'checks')?.tags['group']).toBe('');
    expect(valuesOf(ran, 'group_duration').length).toBe(1);
  });

  it('sleep blocks the VU for its seconds; a seed makes Math.random repeat', async () => {
    const said = (await inIteration(
      `import { sleep, randomSeed } from 'k6';`,
      `const from = Date.now(); sleep(0.12); const took = Date.now() - from;
       randomSeed(7); const a = [Math.random(), Math.random()]; randomSeed(7); const b = [Math.random(), Math.random()]; randomSeed(8);
       console.log(JSON.stringify([took, a, b, Math.random(), t(() => sleep('long')), t(() => sleep(-1)), Date.now() - from]));`,
    )) as [number, number[], number[], number, unknown, unknown, number];
    expect(said[0]).toBeGreaterThanOrEqual(119);
    expect(said[1]).toEqual(said[2]);
    expect(said[1]).not.toContain(said[3]);
    expect(said.slice(4, 6)).toEqual([null, null]);
    expect(said[6]).toBeLessThan(3_000);
  });

  it('nothing of it is possible in the init context', async () => {
    const ran = await runScript(`
      import { check, group, sleep } from 'k6'; import http from 'k6/http'; import { Rate } from 'k6/metrics'; import exec from 'k6/execution';
      const rate = new Rate('a_rate'); const said: string[] = [];
      for (const run of [() => check(1, {}), () => group('a', () => {}), () => sleep(1), () => http.get('http://127.0.0.1:1'), () => rate.add(1), () => exec.vu.iterationInInstance, () => exec.scenario.name, () => setTimeout(() => {}, 1)]) {
        try { run(); said.push('ran'); } catch (error) { said.push(String(error)); }
      }
      export default function () { console.log(JSON.stringify(said)); }
    `); // prettier-ignore
    expect(ran.said[0]).toEqual(Array.from({ length: 8 }, () => expect.stringMatching(/init context/) as string));
  });
});

describe('k6/metrics', () => {
  it('adds numbers and booleans, with tags, and warns of what is no number', async () => {
    const ran = await runScript(`
      import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
      const c = new Counter('c_c'), g = new Gauge('g_g'), r = new Rate('r_r'), d = new Trend('d_d');
      export default function () {
        c.add(2); c.add(true as any); g.add(7); g.add(3); r.add(true); r.add(0); r.add(5); d.add('12.5' as any, { n: 1, b: true } as any);
        for (const bad of [Number.NaN, null, undefined, 'x', {}]) d.add(bad as any);
      }
    `); // prettier-ignore
    expect(ran.summary.metrics).toMatchObject({
      c_c: { type: 'counter', values: { count: 3 } },
      g_g: { type: 'gauge', values: { value: 3, min: 3, max: 7 } },
      r_r: { type: 'rate', values: { passes: 2, fails: 1 } },
      d_d: { type: 'trend', contains: 'default', values: { avg: 12.5 } },
    });
    expect(ran.points.find(({ metric }) => metric === 'd_d')?.tags).toMatchObject({ n: '1', b: 'true' });
    expect(ran.log.filter(({ level, msg }) => level === 'warning' && msg.includes('d_d')).length).toBe(5);
  });

  it('throws for what is no number when the options say so', async () => {
    const ran = await runScript(`
      import { Trend } from 'k6/metrics'; const d = new Trend('d_d');
      export const options = { throw: true };
      export default function () { d.add(null as any); }
    `);
    expect(ran.result).toMatchObject({ state: 'script_error', scriptErrors: 1 });
    expect(ran.result.problem?.message).toMatch(/null is not a valid value for metric "d_d"/);
  });

  it('refuses a tag that is no text', async () => {
    const ran = await runScript(
      `import { Trend } from 'k6/metrics'; const d = new Trend('d_d'); export default function () { d.add(1, { a: {} } as any); }`,
    );
    expect(ran.result.problem?.message).toMatch(/value of tag "a"/);
  });
});

describe('k6/execution', () => {
  it('tells where the script is', async () => {
    const ran = await runScript(`
      import exec from 'k6/execution'; import { vu, scenario, instance, test } from 'k6/execution'; import { sleep } from 'k6';
      export const options = { scenarios: { mine: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '2s' } }, tags: { a: 'b' } };
      export default function () {
        sleep(0.55);
        console.log(JSON.stringify([scenario.name, scenario.executor, Date.now() - scenario.startTime, scenario.progress, instance.iterationsCompleted, instance.vusActive, instance.vusInitialized,
          instance.currentTestRunDuration, test.options.scenarios.mine.vus, vu.tags, exec.vu === vu]));
      }
    `); // prettier-ignore
    const [first, second] = ran.said as [unknown[], unknown[]];
    expect(first.slice(0, 2)).toEqual(['mine', 'constant-vus']);
    expect(first[2]).toBeGreaterThanOrEqual(540);
    expect(first[3]).toBeGreaterThanOrEqual(0.54);
    expect(first.slice(4, 7)).toEqual([0, 1, 1]);
    expect(first[7]).toBeGreaterThanOrEqual(540);
    expect(first.slice(8)).toEqual([1, { a: 'b', group: '', scenario: 'mine' }, true]);
    expect(second.slice(3, 5)).toEqual([1, 1]);
  });

  it('takes tags and metadata of the VU for all samples that follow, within one iteration', async () => {
    const ran = await runScript(`
      import exec from 'k6/execution'; import { Counter } from 'k6/metrics'; const c = new Counter('c_c');
      export const options = { iterations: 2 };
      export default function () {
        c.add(1);
        if (exec.vu.iterationInScenario > 0) return;
        exec.vu.tags.step = 'two'; exec.vu.metrics.metadata.trace = 't1'; (exec.vu.tags as any).bad = {};
        c.add(1);
        delete (exec.vu.tags as any).step;
        c.add(1);
      }
    `); // prettier-ignore
    const tags = { group: '', scenario: 'default' };
    expect(ran.points.filter(({ metric }) => metric === 'c_c').map((point) => [point.tags, point.metadata])).toEqual([
      [tags, undefined],
      [{ ...tags, step: 'two' }, { trace: 't1' }],
      [tags, { trace: 't1' }],
      [tags, undefined],
    ]);
    expect(ran.log.some(({ level, msg }) => level === 'warning' && msg.includes('"bad"'))).toBe(true);
    // What is still set at the end stands on the samples of the iteration itself.
    expect(ran.points.filter(({ metric }) => metric === 'iterations').map((point) => [point.tags, point.metadata])).toEqual([
      [tags, { trace: 't1' }],
      [tags, undefined],
    ]);
  });
});

describe('k6/data', () => {
  it('makes a SharedArray once, and gives frozen copies of its elements', async () => {
    const ran = await runScript(`
      import { SharedArray } from 'k6/data';
      const data = new SharedArray('rows', () => { console.log('"made"'); return [{ n: 1, in: { x: 'ü' } }, { n: 2 }, { n: 3 }]; });
      export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 3, iterations: 1 } } };
      export default function () {
        const said: unknown[] = [data.length, (data[0] as any).in.x, [...data].map((row: any) => row.n), data.map((row: any) => row.n * 2), data[5] === undefined, data[0] !== data[0], Array.isArray(data), Object.isFrozen((data[0] as any).in)];
        for (const write of [() => { (data as any)[0] = 1; }, () => (data as any).push(4), () => { (data[0] as any).n = 9; }, () => delete (data as any)[0]]) {
          try { write(); said.push('wrote'); } catch (error) { said.push((error as Error).name); }
        }
        console.log(JSON.stringify(said));
      }
    `); // prettier-ignore
    expect(ran.said.filter((line) => line === 'made').length).toBe(1);
    const told = ran.said.filter((line) => line !== 'made');
    expect(told.length).toBe(3);
    for (const line of told) {
      expect(line).toEqual([3, 'ü', [1, 2, 3], [2, 4, 6], true, true, true, true, 'TypeError', 'TypeError', 'TypeError', 'TypeError']);
    }
  });

  it.each([
    [`new SharedArray('a', () => ({}) as any)`, /must return an array/],
    [`new SharedArray('a', (async () => []) as any)`, /must return an array/],
    [`new SharedArray('', () => [])`, /needs a name/],
    [`new SharedArray('a', 5 as any)`, /needs a function/],
  ])('refuses %s', async (source, message) => {
    const ran = await runScript(`import { SharedArray } from 'k6/data'; ${source}; export default function () {}`);
    expect(ran.result).toMatchObject({ exit: 107 });
    expect(ran.result.problem?.message).toMatch(message);
  });
});

describe('k6/encoding', () => {
  it('has the answers of RFC 4648', async () => {
    const said = await inIteration(
      `import encoding, { b64encode } from 'k6/encoding';`,
      `const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
       const odd = new Uint8Array([251, 255, 254, 0]);
       console.log(JSON.stringify([texts.map((x) => b64encode(x)), texts.map((x) => encoding.b64decode(b64encode(x), 'std', 's')),
         ['std', 'rawstd', 'url', 'rawurl'].map((how) => b64encode(odd.buffer, how)), [...new Uint8Array(encoding.b64decode('-__-AA', 'rawurl'))],
         t(() => encoding.b64decode('!!!!')), t(() => b64encode('a', 'b32')), encoding.b64decode(b64encode('grüß'), 'std', 's')]));`,
    );
    expect(said).toEqual([
      ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy'],
      ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'],
      ['+//+AA==', '+//+AA', '-__-AA==', '-__-AA'],
      [251, 255, 254, 0],
      expect.stringMatching(/illegal base64/),
      expect.stringMatching(/unknown base64 encoding/),
      'grüß',
    ]);
  });
});

describe('k6/crypto', () => {
  it('digests as Node does', async () => {
    const said = await inIteration(
      `import crypto, { sha256, hmac } from 'k6/crypto';`,
      `const h = crypto.createHash('sha1'); h.update('ab'); h.update(new Uint8Array([99]).buffer);
       const m = crypto.createHMAC('sha512', 'key'); m.update('grüß');
       console.log(JSON.stringify([sha256('grüß', 'hex'), crypto.md5('', 'base64'), h.digest('hex'), hmac('sha256', 'key', 'text', 'base64rawurl'), m.digest('hex'),
         new Uint8Array(sha256('a', 'binary')).length, new Uint8Array(crypto.randomBytes(9)).length, t(() => crypto.createHash('rot13').digest('hex')), t(() => sha256('a', 'octal'))]));`,
    );
    const hash = (name: string, text: string, as: 'hex' | 'base64'): string => createHash(name).update(text).digest(as);
    expect(said).toEqual([
      hash('sha256', 'grüß', 'hex'),
      hash('md5', '', 'base64'),
      hash('sha1', 'abc', 'hex'),
      createHmac('sha256', 'key').update('text').digest('base64url'),
      createHmac('sha512', 'key').update('grüß').digest('hex'),
      32,
      9,
      expect.stringMatching(/cannot compute rot13/),
      expect.stringMatching(/unknown output encoding/),
    ]);
  });
});

describe('modules that only k6 has', () => {
  it.each(['k6/browser', 'k6/net/grpc', 'k6/x/dns', 'k6/experimental/streams'])(
    '%s is refused before the run, with its place',
    async (name) => {
      await expect(
        runScript(`import { check } from 'k6';\nimport thing from '${name}';\nexport default function () { check(thing, {}); }`),
      ).rejects.toMatchObject({
        code: 'script-invalid',
        message: expect.stringMatching(new RegExp(`"${name}" needs k6`)) as string,
        place: expect.stringMatching(/script\.ts:2:\d+$/) as string,
      });
    },
  );

  it('a syntax error too', async () => {
    await expect(runScript(`export default function () {\n  const = 3;\n}`)).rejects.toMatchObject({
      code: 'script-invalid',
      place: expect.stringMatching(/script\.ts:2:\d+$/) as string,
    });
  });
});
