import type { Environment, RunPlan } from '../core/plan.ts';
import { diskError } from '../core/disk-error.ts';
import { createActHandler } from './act-handler.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { runExit, withPlace } from './run-exit.ts';
import type { Execution, ExecutionEnd, GatewayPort, RunPorts, ScenarioPlan } from './ports.ts';

export interface RunSpec {
  readonly uid: string;
  readonly campaign: string | null;
  readonly target: string;
  readonly targetKind: string;
  readonly flavour: string;
  readonly sharesHost: boolean;
  readonly seed: number;
  /** Effective config without secrets. */
  readonly config: string;
  readonly plan: RunPlan;
  readonly environment: Environment;
  readonly scenarios: readonly ScenarioPlan[];
  /** The watch goes on at least this long. */
  readonly atLeastMs: number;
}

export interface RunOutcome {
  readonly run: number;
  readonly uid: string;
  readonly state: 'done' | 'aborted' | 'not_started';
  readonly executions: readonly { readonly scenario: string; readonly end: ExecutionEnd }[];
  readonly created: number;
  readonly gone: number;
  readonly leftovers: readonly string[];
  /** Observations that could not be stored: the report does not know of them. */
  readonly lost: number;
  readonly exit: number;
}

/**
 * One run: one fleet, its executions, everything released. The stages: watches start → provision → jobs, one scenario
 * after the other → watches stop → release. A signal aborts executions; release always happens.
 */
export async function carryOut(spec: RunSpec, ports: RunPorts, signal: AbortSignal): Promise<RunOutcome> {
  const { clock, store, progress } = ports;
  const startedAt = clock.monotonic();
  const lostBefore = store.lost;
  const run = await store.startRun({ ...spec, startedAt: clock.now() });
  const ends: { scenario: string; end: ExecutionEnd }[] = [];
  const tokens = new Map<string, string>();
  const fleet =
    ports.renter === null || spec.plan.instances === 0
      ? null
      : createFleet({
          run,
          target: spec.target,
          flavour: spec.flavour,
          size: spec.plan.instances,
          store,
          renter: ports.renter,
          rented: (done) => progress({ kind: 'rented', done, of: spec.plan.instances }),
        });
  let gateway: GatewayPort | undefined;
  let released = { created: 0, gone: 0, leftovers: [] as readonly string[] };
  let crash: Error | undefined;
  try {
    gateway = await ports.startGateway({
      handle: createActHandler({
        run,
        target: spec.target,
        jobs: spec.plan.jobs,
        probes: Object.keys(spec.plan.probes),
        fleet,
        store,
        clock,
        probe: ports.probe,
        progress,
      }),
      executionOf: (token) => tokens.get(token),
    });
    const stage = { run, target: spec.target, gateway, tokens, ports, signal, ends };
    const watches = await startAll(
      spec.scenarios.filter(({ role }) => role === 'watch'),
      stage,
    );
    try {
      await workThrough(spec, stage, fleet);
      const leftMs = spec.atLeastMs - (clock.monotonic() - startedAt) / 1000;
      if (leftMs > 0 && watches.length > 0 && !signal.aborted) {
        progress({ kind: 'stage', stage: 'watch' });
        await clock.sleep(leftMs, signal).catch(() => undefined);
      }
    } finally {
      for (const watch of watches) watch.execution.stop();
      await Promise.all(watches.map((watch) => watch.ended));
    }
  } catch (error) {
    crash = errorOf(error);
  } finally {
    progress({ kind: 'stage', stage: 'release' });
    // Each of these happens whatever became of the others: nothing stays rented, or listens, because something else broke.
    const steps = [
      async () => {
        if (fleet !== null) released = await fleet.releaseAll();
      },
      async () => gateway?.close(),
      () => store.flush(),
    ];
    for (const step of steps) {
      await step().catch((error: unknown) => {
        crash ??= errorOf(error);
      });
    }
  }
  const state = crash !== undefined ? 'not_started' : signal.aborted ? 'aborted' : 'done';
  const lost = store.lost - lostBefore;
  const exit = runExit({ crash, isAborted: signal.aborted, ends, leftovers: released.leftovers, lost });
  await store.summariseRun(run);
  await store.endRun(run, { state, exit, endedAt: clock.now() });
  if (crash !== undefined) throw crash;
  return { run, uid: spec.uid, state, executions: ends, ...released, lost, exit };
}

function errorOf(thrown: unknown): Error {
  const error = diskError(thrown);
  return error instanceof Error ? error : new Error(String(error));
}

interface Stage {
  readonly run: number;
  readonly target: string;
  readonly gateway: GatewayPort;
  readonly tokens: Map<string, string>;
  readonly ports: RunPorts;
  readonly signal: AbortSignal;
  readonly ends: { scenario: string; end: ExecutionEnd }[];
}

interface Started {
  readonly execution: Execution;
  readonly ended: Promise<ExecutionEnd>;
}

async function workThrough(spec: RunSpec, stage: Stage, fleet: Fleet | null): Promise<void> {
  const { ports, signal } = stage;
  for (const scenario of spec.scenarios.filter(({ role }) => role !== 'watch')) {
    if (signal.aborted) return;
    ports.progress({ kind: 'stage', stage: scenario.name });
    const machines = fleet?.machines().length ?? 0;
    if (scenario.role === 'jobs' && machines === 0) {
      ports.log.warn({ scenario: scenario.name }, 'no instance came to be: these jobs are not done');
      continue;
    }
    const instances = scenario.role === 'jobs' ? machines : spec.plan.instances;
    const { ended } = await start(scenario, { EVK_INSTANCES: String(instances) }, stage);
    await ended;
  }
}

async function startAll(scenarios: readonly ScenarioPlan[], stage: Stage): Promise<readonly Started[]> {
  const started: Started[] = [];
  try {
    for (const scenario of scenarios) started.push(await start(scenario, {}, stage));
  } catch (error) {
    for (const { execution } of started) execution.abort();
    await Promise.all(started.map(({ ended }) => ended));
    throw error;
  }
  return started;
}

async function start(scenario: ScenarioPlan, env: { readonly [name: string]: string }, stage: Stage): Promise<Started> {
  const { run, target, gateway, tokens, ports, signal, ends } = stage;
  const { clock, store, executor } = ports;
  const token = ports.token();
  tokens.set(token, scenario.name);
  const at = clock.now();
  const from = clock.monotonic();
  const row = await store.startExecution({ run, scenario: scenario.name, engine: executor.instrument, startedAt: at });
  const gatewayEnv = scenario.usesGateway ? { EVK_GATEWAY: gateway.address, EVK_TOKEN: token } : {};
  let execution: Execution;
  try {
    execution = await executor.start(scenario, { ...env, ...gatewayEnv });
  } catch (error) {
    await store.endExecution(row, { state: 'not_started', exit: null, summary: null, endedAt: clock.now() });
    throw error;
  }
  const onAbort = (): void => execution.abort();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const ended = execution.done.then(async (result) => {
    const end = withPlace(result, scenario.script);
    signal.removeEventListener('abort', onAbort);
    tokens.delete(token);
    await gateway.endExecution(scenario.name);
    for await (const observation of executor.ingest(scenario, end.samplesFile, {
      run,
      target,
      startedAt: at,
      tookUs: clock.monotonic() - from,
    })) {
      store.observe(observation);
    }
    await store.endExecution(row, { state: end.state, exit: end.exit, summary: end.summary, endedAt: clock.now() });
    ends.push({ scenario: scenario.name, end });
    return end;
  });
  return { execution, ended };
}
