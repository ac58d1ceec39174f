import type { FoundK6 } from '../../engine/k6/find-k6.ts';
import { findK6 } from '../../engine/k6/find-k6.ts';
import { k6Engine } from '../../engine/k6/k6-engine.ts';
import { embeddedEngine } from '../../engine/embedded/engine.ts';
import { ingest } from '../../engine/ingest.ts';
import type { Engine } from '../../engine/api.ts';
import { HarnessError } from '../../core/errors.ts';
import { spawnGuarded } from '../../core/guard.ts';
import type { Executor } from '../../run/ports.ts';
import type { Context } from '../context.ts';

export type EngineChoice = 'auto' | 'k6' | 'embedded';

/** The k6 that --k6, K6_BIN or PATH names. */
export async function lookForK6(context: Context, explicit: string | undefined): Promise<FoundK6 | null> {
  const { env, log } = context;
  const where = {
    path: env['PATH'] ?? '',
    ...(explicit === undefined ? {} : { explicit }),
    ...(env['K6_BIN'] === undefined ? {} : { env: env['K6_BIN'] }),
  };
  return findK6(where, { spawn: spawnGuarded, log });
}

/** `auto` takes k6 where there is one, else the embedded runtime. */
export async function chooseEngine(context: Context, choice: EngineChoice, explicit: string | undefined): Promise<Engine> {
  const { log, clock } = context;
  if (choice === 'embedded') return embeddedEngine({ log, clock });
  const found = await lookForK6(context, explicit);
  if (found !== null) return k6Engine(found, { log, clock, spawn: spawnGuarded, path: context.env['PATH'] ?? '' });
  if (choice === 'auto') return embeddedEngine({ log, clock });
  throw new HarnessError('engine-missing', 'There is no k6 here', {
    hint: 'Install k6, name it with --k6 or K6_BIN, or use --engine embedded.',
  });
}

/** The run's view of an engine. `scriptEnv`: what the config lets scripts see; `secrets`: what must be in none of its files. */
export function executorOf(engine: Engine, scriptEnv: { readonly [name: string]: string }, secrets: () => readonly string[]): Executor {
  return {
    instrument: engine.instrument,
    start: ({ script, env, usesGateway, workDir, limitMs, promises }, more) =>
      engine.start({
        script,
        env: { ...scriptEnv, ...env, ...more },
        secrets: [...secrets(), ...(more['EVK_TOKEN'] === undefined ? [] : [more['EVK_TOKEN']])],
        usesGateway,
        workDir,
        limitMs,
        maxScriptErrors: 0,
        promises,
      }),
    ingest: (scenario, samplesFile, place) => ingest(samplesFile, { ...place, scenario: scenario.name, instrument: engine.instrument }),
  };
}
