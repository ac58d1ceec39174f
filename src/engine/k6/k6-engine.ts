import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { spawnGuarded } from '../../core/guard.ts';
import { redactor } from '../../core/redact.ts';
import type { Engine, EngineDeps, ExecutionResult, ExecutionSpec, RunningExecution } from '../api.ts';
import { ARTIFACTS } from '../artifacts.ts';
import type { Bundle } from '../bundle-api.ts';
import { bundleScript } from '../bundle.ts';
import { clearArtifacts } from '../clear-artifacts.ts';
import { conclude } from '../conclude.ts';
import { lintThresholds } from '../threshold-lint.ts';
import type { FoundK6 } from './find-k6.ts';
import { inspectCommand, OWN_FOLDERS, runCommand } from './k6-command.ts';
import { thresholdKeys } from './k6-options.ts';
import { runK6, type K6Process } from './run-k6.ts';

/** For init code of the script that never ends: the run itself then meets its limit. */
const LINT_PATIENCE_MS = 60_000;

export interface K6EngineDeps extends EngineDeps {
  readonly spawn: typeof spawnGuarded;
  readonly clock: Clock;
  /** PATH of the k6 process. */
  readonly path: string;
  /** SIGKILL when k6 has not ended this long after it was asked to; longer than teardown() may take. 70 s by default. */
  readonly graceMs?: number;
}

/** k6 as a process of its own, under the guard. */
export function k6Engine(k6: FoundK6, deps: K6EngineDeps): Engine {
  return {
    instrument: { name: 'k6', version: k6.version, params: {} },
    start: async (spec) => {
      const bundle = await bundleScript(spec.script, spec.workDir);
      await clearArtifacts(spec.workDir);
      await Promise.all(Object.values(OWN_FOLDERS).map((name) => mkdir(join(spec.workDir, name), { recursive: true })));
      try {
        await lint(k6, spec, bundle, deps);
        const process = await runK6(
          {
            command: runCommand(k6.path, bundle.file, spec, deps.path),
            stdoutFile: join(spec.workDir, ARTIFACTS.stdout),
            logFile: join(spec.workDir, ARTIFACTS.log),
            redact: redactor(spec.secrets ?? []),
            limitMs: spec.limitMs,
            graceMs: deps.graceMs ?? 70_000,
          },
          deps,
        );
        return running(process, spec, bundle);
      } catch (error) {
        if (!isStartFailure(error)) throw error;
        deps.log.error({ path: k6.path, code: error.code }, 'k6 cannot be started');
        return notStarted(k6, spec, error);
      }
    },
  };
}

async function lint(k6: FoundK6, spec: ExecutionSpec, bundle: Bundle, deps: K6EngineDeps): Promise<void> {
  if (!spec.usesGateway) return;
  const signal = AbortSignal.timeout(Math.min(spec.limitMs, LINT_PATIENCE_MS));
  const keys = await thresholdKeys(inspectCommand(k6.path, bundle.file, spec, deps.path), deps.spawn, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (keys === undefined) deps.log.debug({ script: spec.script }, 'k6 inspect could not tell the options');
  await lintThresholds(keys ?? [], bundle);
}

function running(process: K6Process, spec: ExecutionSpec, bundle: Bundle): RunningExecution {
  return {
    stop: () => process.stop(),
    abort: () => process.abort(),
    done: process.done.then(({ stderr, ...end }) => conclude(spec, bundle, end, stderr)),
  };
}

function isStartFailure(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E');
}

function notStarted(k6: FoundK6, spec: ExecutionSpec, error: NodeJS.ErrnoException): RunningExecution {
  const hints: Readonly<Record<string, string>> = {
    ENOENT: 'It was there when it was looked for: install it again, or point K6_BIN at another',
    EACCES: 'Make the file executable',
    ENOEXEC: `It is built for another kind of machine: this one is ${process.platform} ${process.arch}`,
  };
  const hint = hints[error.code ?? ''];
  const result: ExecutionResult = {
    state: 'not_started',
    exit: null,
    iterations: 0,
    scriptErrors: 0,
    problem: { message: `k6 cannot be started (${error.code})`, place: k6.path, ...(hint === undefined ? {} : { hint }) },
    summary: null,
    crossed: [],
    samplesFile: join(spec.workDir, ARTIFACTS.samples),
  };
  return { stop: () => {}, abort: () => {}, done: Promise.resolve(result) };
}
