import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ProvisionDeps } from '../../../collectors/provision/provision-deps.ts';
import { release } from '../../../collectors/provision/release.ts';
import { rent, type RentSpec } from '../../../collectors/provision/rent.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { ApiCall } from '../../../src/core/provider.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { memoryLedger, type MemoryLedger } from '../../fakes/memory-ledger.ts';
import { NASTY, openNasty, type Nastiness, type NastyProvider } from '../../fakes/nasty-provider.ts';
import { describeProvider } from './contract.ts';

describeProvider('a nasty provider', () => openNasty(systemClock));

const SPEC: RentSpec = {
  names: { drive: 'evk-store-run-d1', server: 'evk-store-run-s1' },
  expiresAt: 1,
  image: 'base',
  flavour: 'small',
  driveBytes: 4096,
};
interface Opened {
  readonly provider: NastyProvider;
  readonly ledger: MemoryLedger;
  readonly calls: readonly ApiCall[];
  readonly deps: ProvisionDeps;
}

let opened: NastyProvider[] = [];

async function open(nastiness: Partial<Nastiness>): Promise<Opened> {
  const provider = await openNasty(systemClock, { ...NASTY, ...nastiness });
  opened.push(provider);
  const ledger = memoryLedger();
  const calls: ApiCall[] = [];
  const deps: ProvisionDeps = {
    provider,
    ledger,
    clock: systemClock,
    random: seededRandom(3),
    signal: AbortSignal.timeout(15_000),
    limits: { ...DEFAULT_LIMITS, pollMs: 20, settleMs: 500 },
    report: (call) => calls.push(call),
  };
  return { provider, ledger, calls, deps };
}

describe('renting from a nasty provider', () => {
  afterEach(async () => {
    await Promise.all(opened.map((provider) => provider.close()));
    opened = [];
  });

  test('a lost answer is not a second order: each thing is created once', async () => {
    const { deps, provider, calls } = await open({});
    const rented = await rent(SPEC, deps);
    expect(rented.measurement.outcome).toBe('ok');
    expect(provider.done.get('clone')).toBe(1);
    expect(provider.done.get('create')).toBe(1);
    expect(provider.done.get('start')).toBe(1);
    const failed = calls.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ operation, code, attempt }) => [operation, code, attempt])).toEqual([
      ['clone', 'max_retries_exceeded', 0],
      ['create', 'max_retries_exceeded', 0],
      ['start', 'max_retries_exceeded', 0],
    ]);
    await release(rented, deps);
    expect(provider.existing()).toEqual([]);
  });

  test('a list slower than we wait for leads to two of a mark, and release ends both', async () => {
    const { deps, provider } = await open({ listLagMs: 700 });
    const rented = await rent(SPEC, { ...deps, limits: { ...deps.limits, settleMs: 100 } });
    expect(rented.measurement.outcome).toBe('ok');
    expect(provider.done.get('clone')).toBe(2);
    await systemClock.sleep(700);
    expect(await release(rented, deps)).toMatchObject({ lost: [] });
    expect(provider.existing()).toEqual([]);
  });

  test('what is stuck beyond the limit of its phase fails as a timeout of that phase, and only later phases have no sample', async () => {
    const { deps, provider } = await open({ closedMs: 60_000 });
    const { phaseMs } = deps.limits;
    const rented = await rent(SPEC, { ...deps, limits: { ...deps.limits, phaseMs: { ...phaseMs, reachable: 300 } } });
    expect(rented.measurement).toMatchObject({ outcome: 'failed', code: 'timeout' });
    const ours = rented.measurement.samples.filter(({ metric }) => metric === 'instance_phase_duration_seconds');
    expect(ours.map(({ tags }) => tags.phase)).toEqual(['clone', 'create', 'start']);
    expect(JSON.parse(rented.measurement.evidence?.body ?? '')).toMatchObject({
      phase: 'reachable',
      calls: [{ operation: 'clone' }, {}, {}],
    });
    await release(rented, deps);
    expect(provider.existing()).toEqual([]);
  });

  test('what does not go in time is lost in the ledger, with the reason, and the measurement says leftovers', async () => {
    const { deps, ledger } = await open({ removeMs: 60_000 });
    const rented = await rent(SPEC, deps);
    const limits = { ...deps.limits, phaseMs: { ...deps.limits.phaseMs, release: 300 } };
    const released = await release(rented, { ...deps, limits });
    expect(released.measurement).toMatchObject({ outcome: 'failed', code: 'leftovers', samples: [] });
    expect(released.lost.map(({ name }) => name).toSorted()).toEqual(['evk-store-run-d1', 'evk-store-run-s1']);
    expect(released.lost[0]?.reason).toMatch(/300 ms/);
    expect([...ledger.states.values()]).toEqual(['lost', 'lost']);
  });
});
