import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';

/** Ways from an object to the code that made it: `process` must be out of reach on each. */
const REACH = `
  const reach = (thing) => {
    const found = [];
    for (const from of [thing, thing?.constructor, thing?.prototype, Object.getPrototypeOf(Object(thing))]) {
      try { if (from.constructor.constructor('return typeof process')() !== 'undefined') found.push('process'); } catch {}
    }
    return found.length;
  };
`;

describe('a script', () => {
  it('sees nothing of Node, and nothing that k6 lacks', async () => {
    const names =
      'process require module exports Buffer fetch URL URLSearchParams AbortController structuredClone queueMicrotask performance setImmediate Intl WebAssembly SharedArrayBuffer Atomics WeakRef FinalizationRegistry Iterator navigator'.split(
        ' ',
      );
    const ran = await runScript(`// @ts-nocheck
      export default function () { console.log(JSON.stringify(${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined'))); }`);
    expect(ran.said).toEqual([[]]);
  });

  it('gets no object of the host’s world', async () => {
    const ran = await runScript(`// @ts-nocheck
      import * as k6 from 'k6'; import http from 'k6/http'; import * as metrics from 'k6/metrics'; import exec from 'k6/execution';
      import { SharedArray } from 'k6/data'; import encoding from 'k6/encoding'; import crypto from 'k6/crypto'; import timers from 'k6/timers';
      const trend = new metrics.Trend('t_t'); const shared = new SharedArray('s', () => [{ a: 1 }]); const file = open('./script.ts', 'b');
      ${REACH}
      const caught = (run) => { try { return run(); } catch (error) { return error; } };
      // Calls at the very end of the stack, where even our own code runs out of it.
      const overflow = (run) => { let tries = 0; const errors = []; const deep = () => { try { deep(); } catch {} if (tries < 80) { tries += 1; try { run(); } catch (error) { errors.push(error); } } }; deep(); return errors; };
      export default async function (data) {
        const response = http.get('http://127.0.0.1:1/');
        const things = {
          globalThis, console, log: console.log, open, env: __ENV, timer: setTimeout, metric: trend, Trend: metrics.Trend, shared, item: shared[0], file, response, timings: response.timings,
          headers: response.headers, tags: exec.vu.tags, options: exec.test.options, instance: exec.instance, bytes: crypto.sha256('a', 'binary'), decoded: encoding.b64decode('AAAA'), data,
          check: k6.check, error: caught(() => k6.fail('x')), typeError: caught(() => k6.sleep('x')), refused: caught(() => new metrics.Rate('x_x')), overflow: overflow(() => http.get('http://127.0.0.1:1/')),
          deepLog: overflow(() => console.debug('deep')), url: http.url\`a\`, jar: caught(() => http.cookieJar()), promise: http.asyncRequest('GET', 'http://127.0.0.1:1/'),
        };
        const leaks = Object.keys(things).filter((name) => [things[name]].flat().some((thing) => reach(thing) > 0));
        if (things.overflow.length === 0 || things.deepLog.length === 0) leaks.push('the stack never ran out');
        for (const code of ['import("node:fs")']) {
          for (const run of [() => eval(code), () => new Function('return ' + code)(), () => Promise.resolve(code).then(eval), () => [code].map(eval)[0]]) {
            const error = await Promise.resolve().then(run).catch((reason) => reason);
            if (reach(error) > 0) leaks.push('import by ' + run);
            if (!(error instanceof Error)) leaks.push('imported by ' + run);
          }
        }
        Error.prepareStackTrace = () => { leaks.push('stack'); };
        try { void new Error('x').stack; } catch {}
        console.info(JSON.stringify(leaks));
      }
    `); // prettier-ignore
    const told = ran.said.filter((line) => Array.isArray(line));
    expect(ran.result.problem).toBeUndefined();
    expect(told).toEqual([[]]);
  });

  it('keeps globals from one VU to the next apart', async () => {
    const ran = await runScript(`// @ts-nocheck
      export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };
      export default function () { globalThis.seen = (globalThis.seen ?? 0) + 1; Object.prototype.polluted ??= __VU; console.log(JSON.stringify([__VU, seen, ({}).polluted])); }`);
    expect((ran.said as number[][]).toSorted((a, b) => (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number))).toEqual([[1, 1, 1], [1, 2, 1], [2, 1, 2], [2, 2, 2]]); // prettier-ignore
  });

  it('sees of the environment only what it was given', async () => {
    const ran = await runScript('export default function () { console.log(JSON.stringify(__ENV)); }', { env: { ONLY: 'this' } });
    expect(ran.said).toEqual([{ ONLY: 'this' }]);
  });
});
