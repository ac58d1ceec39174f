import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ProvisionDeps } from '../../../collectors/provision/provision-deps.ts';
import { reap, type ReapOptions, type Reaped } from '../../../collectors/provision/reap.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Owed } from '../../../src/core/ledger.ts';
import { ProviderError, type Provider, type ResourceState } from '../../../src/core/provider.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { listedProvider } from './listed-provider.ts';

const HOUR = 3_600_000_000;
const past = systemClock.now() - HOUR;
const future = systemClock.now() + HOUR;

function thing(name: string, expiresAt?: number, kind: ResourceState['kind'] = 'server'): ResourceState {
  return { id: `id-${name}`, kind, name, status: 'running', ...(expiresAt === undefined ? {} : { expiresAt }) };
}

async function reaping(provider: Provider, owed: readonly Owed[], options: Partial<ReapOptions> = {}) {
  const ledger = memoryLedger();
  for (const { name, kind } of owed) await ledger.intend({ name, kind, expiresAt: future });
  const deps: ProvisionDeps = {
    provider,
    ledger,
    clock: systemClock,
    random: seededRandom(1),
    signal: AbortSignal.timeout(10_000),
    limits: { ...DEFAULT_LIMITS, pollMs: 5, settleMs: 20, phaseMs: { ...DEFAULT_LIMITS.phaseMs, release: 200 } },
    report: () => {},
  };
  const result: Reaped = await reap({ storeUid: 'mine', owed, isHeld: () => false, foreign: false, ...options }, deps);
  return { result, ledger };
}

describe('reap', () => {
  test('deletes what a dead run owes before it expires, and writes it off', async () => {
    const { provider, held } = listedProvider([thing('evk-mine-run-d1', future, 'drive'), thing('evk-mine-run-s1', future)]);
    const owed: Owed[] = [
      { name: 'evk-mine-run-d1', kind: 'drive' },
      { name: 'evk-mine-run-s1', kind: 'server', id: 'id-evk-mine-run-s1' },
    ];
    const { result, ledger } = await reaping(provider, owed);
    expect(result.reaped.toSorted()).toEqual(['evk-mine-run-d1', 'evk-mine-run-s1']);
    expect([...held]).toEqual([]);
    expect([...ledger.states.values()]).toEqual(['gone', 'gone']);
  });

  test('removes servers before the drives that they hold', async () => {
    const { provider, removed } = listedProvider([thing('evk-mine-run-d1', past, 'drive'), thing('evk-mine-run-s1', past)]);
    await reaping(provider, []);
    expect(removed).toEqual(['id-evk-mine-run-s1', 'id-evk-mine-run-d1']);
  });

  test('writes off what is owed and not there any more', async () => {
    const { result, ledger } = await reaping(listedProvider([]).provider, [{ name: 'evk-mine-run-s1', kind: 'server', id: 'away' }]);
    expect(result).toEqual({ reaped: ['evk-mine-run-s1'], left: [], failed: [] });
    expect(ledger.states.get('evk-mine-run-s1')).toBe('gone');
  });

  test.each<[string, ResourceState, Partial<ReapOptions>, boolean, string?]>([
    ['our own, expired, in no ledger', thing('evk-mine-run-s1', past), {}, true],
    ['our own, not expired, in no ledger', thing('evk-mine-run-s1', future), {}, false, 'not expired'],
    ['our own without an expiry', thing('evk-mine-run-s1'), {}, false, 'not expired'],
    ['held by a living run, though expired', thing('evk-mine-run-s1', past), { isHeld: () => true }, false, 'living run'],
    ['foreign and expired', thing('evk-other-run-s1', past), {}, false, '--foreign'],
    ['foreign and expired, with foreign', thing('evk-other-run-s1', past), { foreign: true }, true],
    ['foreign and not expired, with foreign', thing('evk-other-run-s1', future), { foreign: true }, false, 'not expired'],
    ['foreign without an expiry, with foreign', thing('evk-other-run-s1'), { foreign: true }, false, 'not expired'],
    ['a store whose uid begins with ours', thing('evk-mine2-run-s1', past), {}, false, "another store's"],
  ])('%s', async (_name, state, options, isReaped, reason) => {
    const { provider, held } = listedProvider([state]);
    const { result } = await reaping(provider, [], options);
    expect(held.has(state.id)).toBe(!isReaped);
    expect(result.reaped).toEqual(isReaped ? [state.name] : []);
    expect(result.left.map((each) => each.name)).toEqual(isReaped ? [] : [state.name]);
    expect(result.left[0]?.reason ?? '').toContain(reason ?? '');
  });

  test.each(['evk-production-database', 'evk-', 'evk-mine', 'production'])(
    'never touches or lists %s, which carries no whole mark',
    async (name) => {
      const { provider, held } = listedProvider([thing(name, past)]);
      const { result } = await reaping(provider, [], { foreign: true });
      expect(result).toEqual({ reaped: [], left: [], failed: [] });
      expect(held.size).toBe(1);
    },
  );

  test('goes on past what cannot be removed, and names it with the reason', async () => {
    const denied = new ProviderError('you may not', { code: 'forbidden', retryable: false });
    const { provider, held } = listedProvider([thing('evk-mine-run-s1', past), thing('evk-mine-run-s2', past)], (id) =>
      id.endsWith('s1') ? denied : undefined,
    );
    const { result, ledger } = await reaping(provider, [{ name: 'evk-mine-run-s1', kind: 'server' }]);
    expect(result).toMatchObject({ reaped: ['evk-mine-run-s2'], failed: [{ name: 'evk-mine-run-s1', reason: 'forbidden: you may not' }] });
    expect(ledger.states.get('evk-mine-run-s1')).toBe('lost');
    expect(held.size).toBe(1);
  });

  test('keeps trying what is refused for now, until its time is up', async () => {
    let refusals = 3;
    const busy = new ProviderError('in use', { code: 'conflict', retryable: false });
    const { provider, held } = listedProvider([thing('evk-mine-run-s1', past)], () => (refusals-- > 0 ? busy : undefined));
    const deps = await reaping(provider, [], {});
    // 200 ms is the limit here: either it came through, or it is named.
    const { reaped, failed } = deps.result;
    expect([...reaped, ...failed.map(({ name }) => name)]).toEqual(['evk-mine-run-s1']);
    expect(held.size).toBe(failed.length);
  });

  test('fails as a whole when the provider cannot say what there is', async () => {
    const { provider } = listedProvider([]);
    const denied = new ProviderError('you may not', { code: 'forbidden', retryable: false });
    await expect(reaping({ ...provider, list: () => Promise.reject(denied) }, [])).rejects.toBe(denied);
  });
});
