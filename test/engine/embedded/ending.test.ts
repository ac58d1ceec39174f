import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunningExecution } from '../../../src/engine/api.ts';
import { runScript } from './run-script.ts';

const FOREVER = `
  import { sleep } from 'k6';
  export const options = { scenarios: { s: { executor: 'constant-vus', vus: 2, duration: '60s', gracefulStop: '300ms' } } };
`;
const busy = `${FOREVER} export default function () { for (;;); } export function teardown() { console.log('"torn down"'); }`;
const abortAfter = (ms: number) => async (execution: RunningExecution) => {
  await delay(ms);
  execution.abort();
};

/** CPU time this process used during `ms`: a loop that is left behind would burn all of it. */
async function cpuShare(ms: number): Promise<number> {
  const before = process.cpuUsage();
  await delay(ms);
  const { user } = process.cpuUsage(before);
  return user / 1000 / ms;
}

describe('an endless loop', () => {
  it('is ended by abort, teardown and summary still come, and nothing is left', async () => {
    const ran = await runScript(busy, { during: abortAfter(700) });
    expect(ran.result).toMatchObject({ state: 'aborted', exit: 105, iterations: 0 });
    expect(ran.said).toEqual(['torn down']);
    expect(ran.summary.metrics).not.toHaveProperty('iterations');
    expect(await cpuShare(300)).toBeLessThan(0.8);
  });

  it('is interrupted gracefulStop after its workload', async () => {
    const ran = await runScript(`export const options = { duration: '1s', scenarios: undefined }; export default function () { for (;;); }`.replace(
      `duration: '1s', scenarios: undefined`,
      `scenarios: { s: { executor: 'constant-vus', duration: '1s', gracefulStop: '100ms' } }`,
    )); // prettier-ignore
    expect(ran.result).toMatchObject({ state: 'no_data', exit: 0, iterations: 0 });
  });

  it('in the init code is ended by the limit', async () => {
    const ran = await runScript(`for (;;); export default function () {}`, { limitMs: 800 });
    expect(ran.result).toMatchObject({ state: 'aborted', exit: 105, iterations: 0, summary: null });
    expect(ran.result.problem?.message).toMatch(/still running after 0\.8 s/);
  });

  it('in teardown is ended by the second abort', async () => {
    const ran = await runScript(`export default function () {} export function teardown() { console.log('1'); for (;;); }`, {
      during: async (execution) => {
        await delay(1_000);
        execution.abort();
        await delay(100);
        execution.abort();
      },
    });
    expect(ran.result).toMatchObject({ state: 'aborted', exit: null });
    expect(await cpuShare(300)).toBeLessThan(0.8);
  });

  it('in teardown is ended when the patience after an abort is over', async () => {
    const ran = await runScript(`export default function () {} export function teardown() { for (;;); }`, {
      graceMs: 200,
      during: abortAfter(1_000),
    });
    expect(ran.result).toMatchObject({ state: 'aborted', exit: null });
  });
});

describe('a call that blocks', () => {
  it('is ended by abort', async () => {
    const ran = await runScript(`${FOREVER} export default function () { sleep(50); }`, { during: abortAfter(700) });
    expect(ran.result).toMatchObject({ state: 'aborted', exit: 105 });
  });

  it('within setup is ended by abort, and then there is no teardown', async () => {
    const ran = await runScript(
      `import { sleep } from 'k6'; export function setup() { sleep(50); } export default function () {} export function teardown() { console.log('1'); }`,
      { during: abortAfter(700) },
    );
    expect(ran.result).toMatchObject({ state: 'aborted', exit: 105, iterations: 0 });
    expect(ran.said).toEqual([]);
  });
});

describe('a planned stop', () => {
  it('lets iterations end, is no abort, and makes samples whole', async () => {
    const ran = await runScript(`${FOREVER} export default function () { sleep(0.2); } export function teardown() { console.log('1'); }`, {
      during: async (execution) => {
        await delay(1_000);
        execution.stop();
        execution.stop();
      },
    });
    expect(ran.result).toMatchObject({ state: 'passed', exit: 0 });
    expect(ran.result.iterations).toBeGreaterThanOrEqual(2);
    expect(ran.said).toEqual([1]);
    expect(ran.points.filter(({ metric }) => metric === 'iterations').length).toBe(ran.result.iterations);
  });

  it('interrupts what outlives gracefulStop', async () => {
    const ran = await runScript(`${FOREVER} export default function () { sleep(__ITER === 0 ? 0.1 : 50); }`, {
      during: async (execution) => {
        await delay(1_000);
        execution.stop();
      },
    });
    expect(ran.result).toMatchObject({ state: 'passed', exit: 0, iterations: 2 });
  });
});

it('does not disturb the event loop of the harness', async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 10);
  try {
    await runScript(`${FOREVER} export default function () { const until = Date.now() + 200; while (Date.now() < until); }`, {
      during: abortAfter(1_200),
    });
  } finally {
    clearInterval(timer);
  }
  // A loop that stood still while VUs compute would have ticked a handful of times.
  expect(ticks).toBeGreaterThan(20);
});
