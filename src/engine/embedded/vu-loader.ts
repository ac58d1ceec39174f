import type { Clock } from '../../core/clock.ts';
import { ExecutionProblem, K6_EXIT } from './execution-problem.ts';
import type { RunContext } from './run-context.ts';
import { vuCalls } from './vu-calls.ts';
import type { SharedStore, WirePoint } from './vu-messages.ts';
import { vuThread, type Loaded, type VuThread } from './vu-thread.ts';

export interface VuLoader {
  /** A VU with its init code done; `isQuiet` drops its samples. Throws ExecutionProblem (107) for what that code threw; null: ended before. */
  readonly load: (id: number, isQuiet?: boolean) => Promise<LoadedVu | null>;
  /** Tells a VU the options, once they are known. */
  readonly configure: (vu: VuThread) => void;
  /** Both of them. */
  readonly initialise: (id: number) => Promise<VuThread>;
  readonly endAll: () => Promise<void>;
}

export interface LoadedVu {
  readonly vu: VuThread;
  readonly loaded: Loaded;
}

export interface ScriptSource {
  /** file:// URL and text of the bundle. */
  readonly file: string;
  readonly source: string;
  readonly env: { readonly [name: string]: string };
}

/** Starts the VUs of an execution and answers what they ask. */
export function vuLoader(script: ScriptSource, run: RunContext, clock: Clock): VuLoader {
  const threads = new Set<VuThread>();
  const loading = new Set<VuThread>();
  const shared: { [name: string]: SharedStore } = {};

  async function load(id: number, isQuiet = false): Promise<LoadedVu | null> {
    const points = (given: readonly WirePoint[]): void => {
      if (!isQuiet) run.accept(given);
    };
    const vu = vuThread({
      ...script,
      vu: id,
      shared: { ...shared },
      onBug: (error) => {
        run.noteBug(error);
        void vu.end();
      },
      calls: {
        call: vuCalls({
          registry: run.registry,
          options: run.options,
          client: run.client,
          points,
          instance: run.instance,
          progress: (name) => run.progress.get(name)?.() ?? 0,
          abort: (reason) => {
            run.note(new ExecutionProblem(K6_EXIT.scriptAborted, reason));
            run.hard.abort();
            // The VU that asked waits for an answer that never comes.
            void vu.end();
          },
          fail: run.markFailed,
          clock,
        }),
        points,
        log: (level, message) => run.log.console(level, message),
        shared: (name, store) => {
          shared[name] = store;
        },
      },
    });
    threads.add(vu);
    loading.add(vu);
    const loaded = await vu.loaded;
    loading.delete(vu);
    if (loaded === null) return null;
    if ('text' in loaded) {
      await vu.end();
      throw new ExecutionProblem(K6_EXIT.scriptException, loaded.text);
    }
    return { vu, loaded };
  }

  function configure(vu: VuThread): void {
    const { given, scenarios, systemTags, throw: throws, discardResponseBodies } = run.options();
    vu.configure({ all: { ...given, scenarios }, systemTags, throw: throws, discardResponseBodies });
  }

  // Nothing else ends a thread that is still within the init code.
  run.hard.signal.addEventListener('abort', () => {
    for (const vu of loading) void vu.end();
  });
  return {
    load,
    configure,
    async initialise(id) {
      const made = await load(id);
      if (made === null) throw new ExecutionProblem(K6_EXIT.externalAbort, 'interrupted while VUs were initialised');
      configure(made.vu);
      return made.vu;
    },
    endAll: async () => void (await Promise.all([...threads].map((vu) => vu.end()))),
  };
}
