import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import type { RunPorts } from '../../src/run/ports.ts';
import { carryOut, type RunSpec } from '../../src/run/run.ts';
import { handClock } from '../fakes/hand-clock.ts';

const spec: RunSpec = {
  uid: 'r',
  campaign: null,
  target: 'web',
  targetKind: 'watched',
  flavour: 'small',
  sharesHost: false,
  seed: 1,
  config: '',
  plan: { instances: 0, jobs: {}, probes: {} },
  environment: { cpuModel: 'x', cpus: 1, memoryBytes: 1, kernel: 'x', node: '20', tools: {} },
  scenarios: [],
  atLeastMs: 0,
};

/** Ports of a run without a fleet; its store loses as many observations as it is told. */
function portsLosing(losses: number, problem?: Error) {
  const ended: object[] = [];
  let lost = 7;
  const never = (): never => {
    throw new Error('not asked for here');
  };
  const store = {
    get lost() {
      return lost;
    },
    observe: never,
    record: never,
    flush: () => {
      lost += losses;
      return Promise.resolve();
    },
    startRun: () => Promise.resolve(1),
    endRun: (_id: number, end: object) => Promise.resolve(void ended.push(end)),
    startExecution: never,
    endExecution: never,
    addInstance: never,
    summariseRun: () => Promise.resolve(),
  };
  const ports: RunPorts = {
    clock: handClock(),
    log: silentLog,
    store,
    renter: null,
    executor: { instrument: { name: 'none', version: '1', params: {} }, start: never, ingest: never },
    startGateway: () =>
      problem === undefined
        ? Promise.resolve({ address: 'http://127.0.0.1:1', endExecution: () => Promise.resolve(), close: () => Promise.resolve() })
        : Promise.reject(problem),
    probe: never,
    token: () => 'token',
    progress: () => {},
  };
  return { ports, ended };
}

describe('carryOut', () => {
  it('says what could not be stored during this run, and does not call it measured', async () => {
    const { ports, ended } = portsLosing(3);
    expect(await carryOut(spec, ports, new AbortController().signal)).toMatchObject({ state: 'done', lost: 3, exit: 3 });
    expect(ended).toEqual([expect.objectContaining({ state: 'done', exit: 3 })]);
  });

  it('counts no loss of an earlier run', async () => {
    const { ports } = portsLosing(0);
    expect(await carryOut(spec, ports, new AbortController().signal)).toMatchObject({ lost: 0, exit: 0 });
  });

  it('ends the run in the store also when it broke, and passes the error on', async () => {
    const { ports, ended } = portsLosing(0, new Error('no socket'));
    await expect(carryOut(spec, ports, new AbortController().signal)).rejects.toThrow('no socket');
    expect(ended).toEqual([expect.objectContaining({ state: 'not_started', exit: 70 })]);
  });

  it('closes its gateway although nothing can be released any more, and passes the first error on', async () => {
    const { ports, ended } = portsLosing(0);
    let closed = 0;
    const broken: RunPorts = {
      ...ports,
      renter: { rent: () => Promise.reject(new Error('no room')), releaseAll: () => Promise.reject(new Error('disk full')) },
      startGateway: () =>
        Promise.resolve({
          address: 'http://127.0.0.1:1',
          endExecution: () => Promise.resolve(),
          close: () => Promise.resolve(void (closed += 1)),
        }),
    };
    const rented = { ...spec, plan: { ...spec.plan, instances: 1 } };
    await expect(carryOut(rented, broken, new AbortController().signal)).rejects.toThrow('disk full');
    expect(closed).toBe(1);
    expect(ended).toHaveLength(1);
  });

  it('is interrupted, not lost, when its signal fired', async () => {
    const { ports } = portsLosing(1);
    expect(await carryOut(spec, ports, AbortSignal.abort(new Error('stop')))).toMatchObject({ state: 'aborted', exit: 130 });
  });
});
