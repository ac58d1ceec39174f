import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../core/clock.ts';
import { boundedSleep } from './bounded-sleep.ts';
import { compiledEntry } from '../../core/entry.ts';
import type { Engine, EngineDeps, ExecutionSpec, RunningExecution } from '../api.ts';
import { ARTIFACTS } from '../artifacts.ts';
import { bundleScript } from '../bundle.ts';
import { conclude } from '../conclude.ts';
import { lintThresholds } from '../threshold-lint.ts';
import type { EngineEnd } from '../verdict.ts';
import { EMBEDDED_VERSION } from './embedded-version.ts';
import type { FromIo, IoStart, ToIo } from './io-messages.ts';
import { refuseForeignModules } from './needs-k6.ts';

export interface EmbeddedEngineDeps extends EngineDeps {
  readonly clock: Clock;
  /** What is still running this long after it was asked to end is killed; longer than teardown() may take. 70 s by default. */
  readonly graceMs?: number;
}

/**
 * Runs k6 scripts without k6: an I/O thread for each execution and a thread for each VU.
 * For probing rates, up to some tens of VUs; the modules of k6 that it lacks are refused by name.
 */
export function embeddedEngine(deps: EmbeddedEngineDeps): Engine {
  const version = `${EMBEDDED_VERSION} node ${process.versions.node}`;
  return {
    instrument: { name: 'embedded', version, params: {} },
    async start(spec) {
      const bundle = await bundleScript(spec.script, spec.workDir);
      refuseForeignModules(bundle);
      const { summary, samples, log, stdout } = ARTIFACTS;
      // What an earlier execution left in the folder must not be taken for this one's.
      await Promise.all([summary, samples, log, stdout].map((name) => rm(join(spec.workDir, name), { force: true })));
      const thread = ioThread(spec, bundle.file, deps);
      const keys = await thread.planned;
      try {
        if (spec.usesGateway) await lintThresholds(keys, bundle);
      } catch (error) {
        await thread.kill();
        throw error;
      }
      thread.go();
      return {
        stop: thread.stop,
        abort: thread.abort,
        done: thread.done.then((end) => conclude(spec, bundle, end)),
      } satisfies RunningExecution;
    },
  };
}

interface IoThread {
  /** Keys of the thresholds once the options are known; none when it came to its end before. */
  readonly planned: Promise<readonly string[]>;
  readonly done: Promise<EngineEnd>;
  readonly go: () => void;
  readonly stop: () => void;
  readonly abort: () => void;
  readonly kill: () => Promise<void>;
}

function ioThread(spec: ExecutionSpec, bundle: string, { clock, graceMs = 70_000 }: EmbeddedEngineDeps): IoThread {
  const { workDir, env, secrets = [] } = spec;
  const workerData: IoStart = { bundle, workDir, env, secrets, userAgent: `evenkeel/${EMBEDDED_VERSION}` };
  const worker = new Worker(compiledEntry('src/engine/embedded/io-worker.ts'), { workerData, env: {}, execArgv: ['--no-warnings'] });
  const send = (type: ToIo['type']): void => worker.postMessage({ type } satisfies ToIo);
  const over = new AbortController();
  const after = (ms: number, then: () => void): void => void boundedSleep(clock, ms, over.signal).then(then, () => {});
  let asked: EngineEnd['asked'] = 'nothing';
  let exit: number | null = null;
  let bug: { readonly error: unknown } | undefined;
  let onPlanned: ((keys: readonly string[]) => void) | undefined;
  const planned = new Promise<readonly string[]>((resolve) => {
    onPlanned = resolve;
  });
  const end = (why: 'stop' | 'abort' | 'limit'): void => {
    const isFirst = asked === 'nothing';
    if (why !== 'stop' || isFirst) asked = why;
    send(why === 'stop' ? 'stop' : 'abort');
    if (why !== 'stop') after(graceMs, () => void worker.terminate());
  };
  after(spec.limitMs, () => end('limit'));

  worker.on('message', (message: FromIo) => {
    if (message.type === 'planned') onPlanned?.(message.thresholdKeys);
    else exit = message.exit;
  });
  worker.on('error', (error) => {
    bug = { error };
  });
  const done = new Promise<EngineEnd>((resolve, reject) => {
    worker.once('exit', () => {
      over.abort();
      onPlanned?.([]);
      if (bug === undefined) resolve({ exit, signal: null, asked });
      else reject(bug.error);
    });
  });
  // Told to whoever waits for it; a bug before that must not end the process.
  done.catch(() => {});
  return {
    planned,
    done,
    go: () => send('go'),
    stop: () => end('stop'),
    abort: () => (asked === 'abort' ? void worker.terminate() : end('abort')),
    kill: async () => void (await worker.terminate()),
  };
}
