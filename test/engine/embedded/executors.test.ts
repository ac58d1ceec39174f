import { describe, expect, it } from 'vitest';
import { runScript, valuesOf, type Ran } from './run-script.ts';

const scenario = (fields: string): string => `export const options = { scenarios: { work: { ${fields} } } };`;
const ascending = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0);
const byText = (a: string, b: string): number => (a < b ? -1 : 1);
const dropped = (ran: Ran): readonly number[] => valuesOf(ran, 'dropped_iterations');

const WHO = `
  import { sleep } from 'k6';
  import exec from 'k6/execution';
  const who = () => console.log(JSON.stringify([exec.vu.idInTest, exec.vu.iterationInScenario, exec.scenario.iterationInTest, exec.vu.iterationInInstance, __VU, __ITER]));
`;

describe('per-vu-iterations', () => {
  it('gives each VU its own count, numbered from 0', async () => {
    const ran = await runScript(
      `${WHO} ${scenario(`executor: 'per-vu-iterations', vus: 3, iterations: 2`)} export default function () { who(); }`,
    );
    const said = ran.said as number[][];
    expect(said.map(([vu, n]) => `${vu}:${n}`).toSorted(byText)).toEqual(['1:0', '1:1', '2:0', '2:1', '3:0', '3:1']); // prettier-ignore
    expect(said.map(([, , inTest]) => inTest).toSorted(ascending)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const [vu, n, , inInstance, globalVu, globalIteration] of said)
      expect([inInstance, globalVu, globalIteration]).toEqual([n, vu, n]);
    expect(dropped(ran)).toEqual([]);
  });

  it('drops for each VU what its time did not allow, and interrupts what outlives gracefulStop', async () => {
    const ran =
      await runScript(`${WHO} ${scenario(`executor: 'per-vu-iterations', vus: 2, iterations: 4, maxDuration: '1s', gracefulStop: '100ms'`)}
      export default function () { sleep(__VU === 1 ? 0.01 : 30); }`);
    expect(ran.result).toMatchObject({ state: 'passed', iterations: 4 });
    expect(dropped(ran)).toEqual([3]);
    expect(ran.summary.state.testRunDurationMs).toBeLessThan(8_000);
  });
});

describe('shared-iterations', () => {
  it('draws all VUs from one count', async () => {
    const ran = await runScript(
      `${WHO} ${scenario(`executor: 'shared-iterations', vus: 3, iterations: 7`)} export default function () { who(); sleep(__VU * 0.02); }`,
    );
    expect((ran.said as number[][]).map(([, , inTest]) => inTest).toSorted(ascending)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('drops the rest once, at maxDuration', async () => {
    const ran =
      await runScript(`${WHO} ${scenario(`executor: 'shared-iterations', vus: 2, iterations: 50, maxDuration: '1s', gracefulStop: '5s'`)}
      export default function () { sleep(0.4); }`);
    expect(dropped(ran)).toEqual([50 - ran.result.iterations]);
    expect(ran.result.iterations).toBeGreaterThanOrEqual(2);
  });
});

describe('constant-vus', () => {
  it('iterates until the duration is over, and lets the last ones end', async () => {
    const ran = await runScript(
      `${WHO} ${scenario(`executor: 'constant-vus', vus: 2, duration: '1s'`)} export default function () { sleep(0.35); }`,
    );
    expect(ran.result.iterations).toBeGreaterThanOrEqual(4);
    expect(ran.result.iterations).toBeLessThanOrEqual(6);
    expect(ran.summary.state.testRunDurationMs).toBeGreaterThanOrEqual(1_000);
    expect(valuesOf(ran, 'vus').at(0)).toBe(2);
    expect(valuesOf(ran, 'vus_max').at(0)).toBe(2);
  });
});

describe('constant-arrival-rate', () => {
  it('starts at its own instants, the first at once', async () => {
    const ran = await runScript(
      `${WHO} ${scenario(`executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2`)} export default function () { who(); }`,
    );
    expect(ran.result.iterations + dropped(ran).length).toBe(10);
    expect(ran.summary.state.testRunDurationMs).toBeGreaterThanOrEqual(999);
  });

  it('drops rather than queues, grows by one VU at a time and says when it cannot', async () => {
    const ran =
      await runScript(`${WHO} ${scenario(`executor: 'constant-arrival-rate', rate: 20, duration: '2s', preAllocatedVUs: 1, maxVUs: 3`)}
      export default function () { sleep(1.2); }`);
    expect(ran.result.iterations + dropped(ran).length).toBe(40);
    expect(dropped(ran).every((value) => value === 1)).toBe(true);
    expect(ran.result.iterations).toBeLessThanOrEqual(6);
    expect(ran.result.iterations).toBeGreaterThanOrEqual(3);
    expect(Math.max(...valuesOf(ran, 'vus_max'))).toBe(3);
    expect(ran.log.filter(({ msg }) => msg.startsWith('Insufficient VUs')).length).toBe(1);
  });
});

describe('ramping executors', () => {
  it('ramping-vus follows its stages and interrupts what outlives gracefulRampDown', async () => {
    const ran =
      await runScript(`${WHO} ${scenario(`executor: 'ramping-vus', startVUs: 3, gracefulRampDown: '100ms', stages: [{ duration: '0s', target: 1 }, { duration: '1500ms', target: 1 }]`)}
      export default function () { who(); sleep(exec.vu.idInTest === 1 ? 0.2 : 20); }`);
    expect(ran.result.state).toBe('passed');
    expect(new Set((ran.said as number[][]).map(([vu]) => vu))).toEqual(new Set([1]));
    const down =
      await runScript(`${WHO} ${scenario(`executor: 'ramping-vus', startVUs: 3, gracefulRampDown: '100ms', stages: [{ duration: '600ms', target: 1 }, { duration: '900ms', target: 1 }]`)}
      export default function () { who(); sleep(exec.vu.idInTest === 1 ? 0.2 : 20); }`);
    expect(new Set((down.said as number[][]).map(([vu]) => vu))).toEqual(new Set([1, 2, 3]));
    expect(down.result.iterations).toBeGreaterThanOrEqual(4);
    expect(down.summary.state.testRunDurationMs).toBeLessThan(8_000);
  });

  it('ramping-arrival-rate starts as many as the area under its curve', async () => {
    const ran =
      await runScript(`${WHO} ${scenario(`executor: 'ramping-arrival-rate', startRate: 0, preAllocatedVUs: 2, stages: [{ duration: '1s', target: 12 }]`)}
      export default function () {}`);
    expect(ran.result.iterations + dropped(ran).length).toBe(6);
  });
});

it('a duration longer than a timer can be is no end at once', async () => {
  const ran = await runScript(
    `${WHO} ${scenario(`executor: 'constant-vus', vus: 1, duration: '60d'`)} export default function () { sleep(0.1); }`,
    {
      limitMs: 60 * 86_400_000,
      during: async (execution) => {
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        execution.stop();
      },
    },
  );
  expect(ran.result).toMatchObject({ state: 'passed', exit: 0 });
  expect(ran.result.iterations).toBeGreaterThanOrEqual(2);
});

describe('several workloads', () => {
  it('run side by side from their start times, with their own functions, and use VUs again', async () => {
    const ran = await runScript(`${WHO}
      export const options = { scenarios: {
        first: { executor: 'per-vu-iterations', maxDuration: '1s', gracefulStop: '0s', exec: 'one' },
        second: { executor: 'per-vu-iterations', iterations: 2, startTime: '1s', exec: 'two' },
      } };
      const tell = (name) => console.log(JSON.stringify([name, exec.scenario.name, exec.scenario.executor, __VU, __ITER, exec.vu.iterationInScenario]));
      export function one() { tell('one'); }
      export function two() { tell('two'); }
    `.replaceAll('(name)', '(name: string)')); // prettier-ignore
    expect(ran.said).toEqual([
      ['one', 'first', 'per-vu-iterations', 1, 0, 0],
      ['two', 'second', 'per-vu-iterations', 1, 1, 0],
      ['two', 'second', 'per-vu-iterations', 1, 2, 1],
    ]);
    expect(ran.summary.state.testRunDurationMs).toBeGreaterThanOrEqual(1_000);
  });
});
