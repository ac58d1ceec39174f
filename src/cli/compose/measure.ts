import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { startObserver } from '../../../collectors/observer.ts';
import type { Config, TargetConfig } from '../../config/types.ts';
import { timedUid } from '../../core/ids.ts';
import type { Provider } from '../../core/provider.ts';
import { seededRandom } from '../../core/random.ts';
import type { RentedAs, RunPlan } from '../../core/plan.ts';
import { startGateway } from '../../gateway/gateway.ts';
import type { Engine } from '../../engine/api.ts';
import type { Progress, ScenarioPlan } from '../../run/ports.ts';
import { carryOut, type RunOutcome } from '../../run/run.ts';
import type { Context } from '../context.ts';
import { executorOf } from './engines.ts';
import { environment } from './environment.ts';
import { forgetDead, workFolder } from './forget-dead.ts';
import { probing } from './probing.ts';
import { reapLeftovers, type ReapTools } from './reap-target.ts';
import { createRenter } from './renting.ts';
import { configText } from './stores.ts';

export interface MeasureOptions {
  readonly target: TargetConfig;
  readonly campaign: string | null;
  readonly instances: number;
  readonly jobs: { readonly [kind: string]: number };
  readonly scenarios: (workDir: string) => readonly ScenarioPlan[];
  readonly engine: Engine;
  readonly atLeastMs: number;
  readonly seed: number;
  readonly progress: (progress: Progress) => void;
  /** Opens the target's provider. */
  readonly openProvider: () => Promise<Provider>;
}

/** One whole run: leftovers of dead runs first, then the fleet and its executions; everything it opened is closed. */
export async function measure({ context, config, writer, reader }: ReapTools, options: MeasureOptions): Promise<RunOutcome> {
  const { clock, log, signal, redact } = context;
  const { target } = options;
  const random = seededRandom(options.seed);
  const uid = timedUid(clock.now(), random);
  const workDir = workFolder(config, uid);
  const ended = new AbortController();
  const scenarios = options.scenarios(workDir);
  const rents = scenarios.some(({ role }) => role === 'provision');
  const provider = rents || asksProvider(target, scenarios) ? await options.openProvider() : null;
  try {
    await forgetDead(config, writer, clock.now());
    if (provider !== null) await reapLeftovers({ context, config, writer, reader }, target, provider, { foreign: false });
    for (const scenario of scenarios) mkdirSync(scenario.workDir, { recursive: true });
    const engineTool = options.engine.instrument;
    const found = await environment();
    const plan = { ...planOf(options, scenarios, rents), ...(provider !== null && rents ? { rented: rentedAs(target, provider) } : {}) };
    const observer = startObserver({
      clock,
      target: config.observer.name,
      sink: (observation) => writer.observe(observation),
      signal: ended.signal,
    });
    const probe = probing(watchedPart(target, scenarios), { ...context, random, provider });
    return await carryOut(
      {
        uid,
        campaign: options.campaign,
        target: target.name,
        targetKind: target.provider?.kind ?? 'watched',
        flavour: target.flavour,
        sharesHost: provider?.sharesHost ?? false,
        seed: options.seed,
        config: redact(configText(config)),
        plan,
        environment: { ...found, tools: { ...found.tools, [engineTool.name]: engineTool.version } },
        scenarios,
        atLeastMs: options.atLeastMs,
      },
      {
        clock,
        log,
        store: writer,
        renter:
          provider !== null && rents
            ? createRenter({ context, target, provider, uid, writer, random, marks: () => observer.marksDuring() })
            : null,
        executor: executorOf(options.engine, scriptEnv(context, config), context.secrets.values),
        startGateway: (door) => startGateway({ ...door, clock }),
        probe: async (name, abort) => {
          const marks = observer.marksDuring();
          const measurement = await probe(name, abort);
          return { ...measurement, marks: (measurement.marks ?? 0) | marks() };
        },
        token: () => randomBytes(24).toString('base64url'),
        progress: options.progress,
      },
      signal,
    );
  } finally {
    ended.abort(new Error('the run ended'));
    rmSync(workDir, { recursive: true, force: true });
    await provider?.close();
  }
}

/** Whether a probe that is watched takes its address from the provider. */
function asksProvider(target: TargetConfig, scenarios: readonly ScenarioPlan[]): boolean {
  return watchedBy(scenarios).some((name) => target.probes[name]?.of === 'provider');
}

/** The target with those of its probes that this run watches: the others' addresses may be nowhere to get. */
function watchedPart(target: TargetConfig, scenarios: readonly ScenarioPlan[]): TargetConfig {
  const watched = watchedBy(scenarios);
  return { ...target, probes: Object.fromEntries(Object.entries(target.probes).filter(([name]) => watched.includes(name))) };
}

function watchedBy(scenarios: readonly ScenarioPlan[]): readonly string[] {
  return scenarios.filter(({ role }) => role === 'watch').flatMap(({ env }) => (env['EVK_PROBES'] ?? '').split(','));
}

function planOf(options: MeasureOptions, scenarios: readonly ScenarioPlan[], rents: boolean): RunPlan {
  const kinds = scenarios.flatMap(({ jobKind }) => (jobKind === undefined ? [] : [jobKind]));
  return {
    instances: rents ? options.instances : 0,
    jobs: Object.fromEntries(kinds.map((kind) => [kind, options.jobs[kind] ?? 0])),
    probes: Object.fromEntries(watchedBy(scenarios).map((name) => [name, { everyMs: options.target.probes[name]?.everyMs ?? 1000 }])),
  };
}

function rentedAs({ provider: wanted, image, flavour, driveBytes }: TargetConfig, provider: Provider): RentedAs {
  return {
    kind: wanted?.kind ?? provider.name,
    adapter: { name: provider.name, version: provider.version },
    image,
    flavour,
    driveBytes: provider.hasDrives ? driveBytes : null,
    documentedCodes: provider.documentedCodes,
  };
}

function scriptEnv(context: Context, config: Config): { readonly [name: string]: string } {
  return Object.fromEntries(config.scriptEnv.flatMap((name) => (context.env[name] === undefined ? [] : [[name, context.env[name]]])));
}
