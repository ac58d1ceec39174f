import { createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userDataOf } from '../../../collectors/providers/user-data.ts';
import { awaitStatus } from '../../../collectors/provision/await-status.ts';
import { placeOrder } from '../../../collectors/provision/place-order.ts';
import { startServer } from '../../../collectors/provision/rent-steps.ts';
import { retryCall } from '../../../collectors/provision/retry.ts';
import { DEFAULT_LIMITS, type ProvisionDeps, type ProvisionLimits } from '../../../collectors/provision/provision-deps.ts';
import { releaseAll } from '../../../collectors/provision/release-all.ts';
import { release } from '../../../collectors/provision/release.ts';
import { rent, type Rented, type RentedMachine, type RentSpec } from '../../../collectors/provision/rent.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { markName } from '../../../src/core/mark.ts';
import type { ApiCall, CallContext, InstanceChannel, Provider, ResourceKind, ResourceState } from '../../../src/core/provider.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { memoryLedger, type MemoryLedger } from '../../fakes/memory-ledger.ts';

const LIMITS: ProvisionLimits = { ...DEFAULT_LIMITS, pollMs: 25, settleMs: 600 };
const DRIVE_BYTES = 2 * 1024 * 1024;
const PHASES = ['clone', 'create', 'start', 'reachable', 'context'];

/** What every provider has to keep, whatever it does in between. `open` gives a fresh one, which the suite closes. */
export function describeProvider(name: string, open: () => Promise<Provider>): void {
  describe(`the contract of ${name}`, () => {
    let provider: Provider;
    let ledger: MemoryLedger;
    let calls: ApiCall[];
    let deps: ProvisionDeps;
    let n = 0;

    beforeEach(async () => {
      provider = await open();
      ledger = memoryLedger();
      calls = [];
      deps = {
        provider,
        ledger,
        clock: systemClock,
        random: seededRandom(7),
        signal: AbortSignal.timeout(15_000),
        limits: LIMITS,
        report: (call) => calls.push(call),
      };
    });
    afterEach(async () => {
      await provider.close();
    });

    const context = (): CallContext => ({ signal: deps.signal, report: deps.report });
    const marked = (kind: ResourceKind): string => markName({ storeUid: 'store', runUid: 'run-1', kind, n: (n += 1) });
    const spec = (): RentSpec => ({
      names: { drive: marked('drive'), server: marked('server') },
      expiresAt: systemClock.now() + 3_600_000_000,
      image: 'base',
      flavour: 'small',
      driveBytes: DRIVE_BYTES,
    });
    /** Lists until it shows what is asked for: a list may lag behind. */
    const listed = async (prefix: string, isRight: (names: readonly string[]) => boolean): Promise<readonly ResourceState[]> => {
      for (;;) {
        const found = await provider.list(prefix, context());
        if (isRight(found.map((each) => each.name))) return found;
        await systemClock.sleep(25, deps.signal);
      }
    };
    test('rents a machine with every phase timed, and releases it without a rest', async () => {
      const wanted = spec();
      const rented = await rent(wanted, deps);
      const { measurement } = rented;
      machine(rented);
      const phases = measurement.samples.filter(({ metric }) => metric === 'instance_phase_duration_seconds');
      expect(phases.map(({ tags }) => tags.phase)).toEqual(PHASES);
      // The provider's own times, where it tells them: the part of a phase that it answers for.
      for (const { tags, value } of measurement.samples.filter(({ metric }) => metric === 'provider_phase_duration_seconds')) {
        const ours = phases.find((own) => own.tags.phase === tags.phase)?.value ?? 0;
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(ours + 0.001);
      }
      const sum = phases.reduce((total, { value }) => total + value, 0);
      expect(measurement.samples.every(({ value }) => value > 0)).toBe(true);
      expect(sum).toBeLessThanOrEqual(measurement.tookUs / 1e6 + 0.001);
      expect(measurement.instrument.params).toMatchObject({
        provider: provider.name,
        driveBytes: DRIVE_BYTES,
        flavour: 'small',
        image: 'base',
      });

      const released = await release(rented, deps);
      expect(released).toMatchObject({ lost: [], measurement: { outcome: 'ok' } });
      expect(released.gone.toSorted()).toEqual([wanted.names.drive, wanted.names.server].toSorted());
      expect(released.measurement.samples.map(({ tags }) => tags.phase)).toEqual(['release']);
      expect([...ledger.states.values()]).toEqual(['gone', 'gone']);
      await listed('evk-', (names) => names.length === 0);
    });

    test('writes the intent before the provider is asked, and the id after', async () => {
      const wanted = spec();
      const order: string[] = [];
      const watching: ProvisionDeps = {
        ...deps,
        ledger: { ...ledger, intend: async (each) => (order.push(`intend ${each.kind}`), ledger.intend(each)) },
        report: (call) => void (['clone', 'create'].includes(call.operation) && order.push(call.operation)),
      };
      const rented = await rent(wanted, watching);
      expect(order.filter((each, index) => order.indexOf(each) === index)).toEqual(['intend drive', 'clone', 'intend server', 'create']);
      expect(ledger.entries.slice(0, 4).map((entry) => entry.split(' ')[0])).toEqual(['intended', 'created', 'intended', 'created']);
      await release(rented, deps);
    });

    test('has one thing under each mark after a rent, with the expiry that was given', async () => {
      const wanted = spec();
      const rented = await rent(wanted, deps);
      const found = await listed('evk-', (names) => names.length >= 2);
      expect(found.map((each) => each.name).toSorted()).toEqual([wanted.names.drive, wanted.names.server].toSorted());
      expect(found.map((each) => each.expiresAt)).toEqual([wanted.expiresAt, wanted.expiresAt]);
      await release(rented, deps);
    });

    test('lists by prefix only', async () => {
      const [mine, other] = [marked('server'), 'someone-elses-server'];
      await provider.create({ name: mine, expiresAt: 1, flavour: 'small', userData: '' }, context()).catch(() => {});
      await provider.create({ name: other, expiresAt: 1, flavour: 'small', userData: '' }, context()).catch(() => {});
      await listed('', (names) => names.includes(other) && names.includes(mine));
      expect((await provider.list('evk-', context())).map((each) => each.name)).toEqual([mine]);
    });

    test('calls unknown things gone, removes them without complaint, and cannot start them', async () => {
      expect(await provider.inspect('server', 'nonesuch', context())).toMatchObject({ status: 'gone' });
      await expect(retryCall((one) => provider.remove('server', 'nonesuch', one), deps)).resolves.toBeUndefined();
      await expect(provider.remove('drive', 'nonesuch', context())).resolves.toBeUndefined();
      await expect(provider.start('nonesuch', context())).rejects.toMatchObject({
        name: 'ProviderError',
        notFound: true,
        retryable: false,
      });
      expect(calls.find(({ operation }) => operation === 'start')).toMatchObject({ outcome: 'failed', code: 'not_found' });
    });

    test('gives the raw answer of every call that is not ok', async () => {
      await provider.start('nonesuch', context()).catch(() => {});
      for (const call of calls) {
        expect(call.tookUs).toBeGreaterThan(0);
        expect(call.evidence === undefined).toBe(call.outcome === 'ok');
        expect(call.code === undefined).toBe(call.outcome === 'ok');
      }
      expect(calls.some(({ outcome }) => outcome === 'failed')).toBe(true);
    });

    test('asks nothing when the signal has fired', async () => {
      const signal = AbortSignal.abort(new Error('too late'));
      await expect(provider.list('evk-', { signal, report: deps.report })).rejects.toThrow('too late');
      expect(calls).toEqual([]);
    });

    test.each([0, 30, 120, 300])('a rent aborted after %i ms is unknown, and nothing of it stays', async (ms) => {
      const abort = new AbortController();
      const going = rent(spec(), { ...deps, signal: abort.signal, limits: { ...LIMITS, pollMs: 60 } });
      if (ms > 0) await systemClock.sleep(ms);
      abort.abort(new Error('interrupted'));
      const rented = await going;
      const { outcome, code } = rented.measurement;
      expect([outcome, code]).toEqual(rented.machine === undefined ? ['unknown', 'aborted'] : ['ok', undefined]);
      const { lost } = await release(rented, deps);
      expect(lost).toEqual([]);
      expect([...ledger.states.values()].every((state) => state === 'gone')).toBe(true);
      await systemClock.sleep(LIMITS.settleMs);
      expect(await provider.list('evk-', context())).toEqual([]);
    });

    test('releases by mark alone what a crash left', async () => {
      const wanted = spec();
      const rented = await rent(wanted, deps);
      await machine(rented).channel.close();
      const owed = rented.owed.map(({ name: mark, kind }) => ({ name: mark, kind }));
      await listed('evk-', (names) => names.length === 2);
      expect(await releaseAll(owed, deps)).toMatchObject({ lost: [] });
      await listed('evk-', (names) => names.length === 0);
    });

    test('runs commands on what it rented', async () => {
      const rented = await rent(spec(), deps);
      const { channel } = machine(rented);
      const run = (argv: readonly string[], options: { stdin?: string; timeoutMs?: number; signal?: AbortSignal } = {}) =>
        channel.exec(argv, { timeoutMs: 5000, signal: deps.signal, ...options });

      expect(await run(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toMatchObject({
        exitCode: 7,
        signal: null,
        timedOut: false,
        stdout: 'out\n',
        stderr: 'err\n',
      });
      expect(await run(['sh', '-c', 'kill -TERM $$'])).toMatchObject({ exitCode: null, signal: 'SIGTERM', timedOut: false });
      expect(await run(['evk-no-such-command'])).toMatchObject({ exitCode: 127 });
      expect(await run(['sh', '-c', 'sleep 30 & sleep 30'], { timeoutMs: 100 })).toMatchObject({ exitCode: null, timedOut: true });
      expect(await run(['echo', '$HOME; exit 3'])).toMatchObject({ stdout: '$HOME; exit 3\n', exitCode: 0 });
      const script = 'process.stdout.write(JSON.stringify({ sum: 19 + 23, cwd: process.cwd() }))';
      const node = await run([process.execPath, '-'], { stdin: script });
      expect(JSON.parse(node.stdout)).toMatchObject({ sum: 42 });
      const started = systemClock.now();
      const timed = await run(['sleep', '0.2']);
      expect(timed.tookUs).toBeGreaterThan(190_000);
      expect(Math.abs(timed.at - started)).toBeLessThan(5_000_000);
      await release(rented, deps);
    });

    test('cuts output at 256 KiB without holding the command up', async () => {
      const rented = await rent(spec(), deps);
      const { channel } = machine(rented);
      const script = `const ä = 'ä'.repeat(524_288); process.stdout.write('x' + ä); process.stderr.write('e'.repeat(1_048_576));`;
      const result = await channel.exec([process.execPath, '-'], { stdin: script, timeoutMs: 5000, signal: deps.signal });
      expect(result.exitCode).toBe(0);
      // One byte of x, then characters of two bytes: the last one would be cut through and is left out.
      expect(result.stdout).toBe(`x${'ä'.repeat((256 * 1024 - 2) / 2)}`);
      expect(result.stderr).toBe('e'.repeat(256 * 1024));
      await release(rented, deps);
    });

    test('ends an aborted command with its children before it lets go', async () => {
      const rented = await rent(spec(), deps);
      const { channel } = machine(rented);
      const abort = new AbortController();
      const mark = `31.${randomBytes(4).readUInt32LE()}`;
      const going = channel.exec(['sh', '-c', `sleep ${mark} & sleep ${mark}`], { timeoutMs: 30_000, signal: abort.signal });
      const search = async (): Promise<string> =>
        (await channel.exec(['ps', '-eo', 'args='], { timeoutMs: 5000, signal: deps.signal })).stdout
          .split('\n')
          .filter((line) => line === `sleep ${mark}`)
          .join();
      while ((await search()) === '') await systemClock.sleep(20, deps.signal);
      abort.abort(new Error('enough of it'));
      await expect(going).rejects.toThrow('enough of it');
      expect(await search()).toBe('');
      await release(rented, deps);
    });

    test('proves its context, and shows it to nobody with another secret', async () => {
      const wanted = spec();
      const secret = randomBytes(16).toString('hex');
      const order = { name: wanted.names.server, expiresAt: wanted.expiresAt };
      const id = await placeOrder(
        { ...order, kind: 'server' },
        (one) => provider.create({ ...order, flavour: 'small', userData: userDataOf(secret) }, one),
        deps,
        () => {},
      );
      await awaitStatus('server', id, ({ status }) => status === 'stopped', deps);
      const server = await startServer(id, deps);
      const connect = async (key: string): Promise<InstanceChannel> => {
        for (;;) {
          try {
            return await provider.connect(server, key, deps.signal);
          } catch {
            await systemClock.sleep(25, deps.signal);
          }
        }
      };
      const [right, wrong] = [await connect(secret), await connect('not the secret at all')];
      expect(await right.context('a nonce', deps.signal)).toBe(createHmac('sha256', secret).update('a nonce').digest('hex'));
      await expect(wrong.context('a nonce', deps.signal)).rejects.toThrow('forbidden');
      await expect(wrong.exec(['true'], { timeoutMs: 1000, signal: deps.signal })).rejects.toThrow('forbidden');
      const facts = await right.facts(deps.signal);
      expect(facts.cpus).toBeGreaterThan(0);
      expect(facts.memoryBytes).toBeGreaterThan(2 ** 20);
      await Promise.all([right.close(), wrong.close()]);
      await expect(right.context('again', deps.signal)).rejects.toThrow(/closed/);
      await releaseAll([{ name: wanted.names.server, kind: 'server', id }], deps);
    });

    test('a channel breaks when its server is removed, and questions in hand are rejected', async () => {
      const rented = await rent(spec(), deps);
      const { channel } = machine(rented);
      const going = channel.exec(['sleep', '30'], { timeoutMs: 60_000, signal: deps.signal });
      const broken = going.then(
        () => 'it ended well',
        (error: Error) => error.message,
      );
      await releaseAll(rented.owed, deps);
      expect(await broken).toMatch(/closed|ECONNRESET/);
      await channel.close();
    });

    test('rents three at once', async () => {
      const rented = await Promise.all([spec(), spec(), spec()].map((each) => rent(each, deps)));
      for (const each of rented) machine(each);
      const released = await Promise.all(rented.map((each) => release(each, deps)));
      expect(released.flatMap(({ gone }) => gone)).toHaveLength(6);
      expect([...ledger.states.values()]).toEqual(Array.from({ length: 6 }, () => 'gone'));
    });
  });
}

function machine(rented: Rented): { readonly channel: InstanceChannel } {
  expect(rented.measurement).toMatchObject({ outcome: 'ok' });
  return rented.machine as RentedMachine;
}
