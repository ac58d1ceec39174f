import { MessageChannel, Worker } from 'node:worker_threads';
import { compiledEntry } from '../../core/entry.ts';
import type { CallKind, LogLevel } from './guest/host.ts';
import type { RunResult, ScriptFailure } from './guest/script-runner.ts';
import type { Activation, GuestOptions } from './guest/vu-state.ts';
import type { FromVu, SharedStore, ToVu, VuStart, WireAnswer, WireBody, WirePoint } from './vu-messages.ts';

/** What a VU asks of the I/O thread. */
export interface VuCalls {
  /** Null: never answered (the VU is about to be ended). */
  call(vu: number, kind: CallKind, request: string, body: WireBody): Promise<WireAnswer | null>;
  points(points: readonly WirePoint[]): void;
  log(level: LogLevel, message: string): void;
  shared(name: string, store: SharedStore): void;
}

export interface Loaded {
  readonly options: { readonly [name: string]: unknown };
  /** Names of the exported functions. */
  readonly functions: readonly string[];
}

/** One VU: a thread with a context of its own. */
export interface VuThread {
  readonly id: number;
  /** The init code is done; or how it failed; null: the thread was ended before. */
  readonly loaded: Promise<Loaded | ScriptFailure | null>;
  configure(options: GuestOptions): void;
  /** Runs one function of the script to its end; null: interrupted. One at a time. */
  run(activation: Activation): Promise<RunResult | null>;
  /** Ends the thread, whatever it is doing; resolves when it is gone. */
  end(): Promise<void>;
  readonly isAlive: () => boolean;
}

export interface VuThreadOptions extends Pick<VuStart, 'vu' | 'file' | 'source' | 'env' | 'shared'> {
  readonly calls: VuCalls;
  /** Our own code broke within the thread. */
  readonly onBug: (error: unknown) => void;
}

export function vuThread({ calls, onBug, ...given }: VuThreadOptions): VuThread {
  const channel = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const workerData: VuStart = { ...given, answers: channel.port2, flag: flag.buffer };
  const worker = new Worker(compiledEntry('src/engine/embedded/vu-worker.ts'), {
    workerData,
    transferList: [channel.port2],
    // The script sees no environment but __ENV, and the thread needs none.
    env: {},
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    stdout: true,
    stderr: true,
  });
  let alive = true;
  let onLoaded: ((loaded: Loaded | ScriptFailure | null) => void) | undefined;
  let onFinished: ((result: RunResult | null) => void) | undefined;
  const loaded = new Promise<Loaded | ScriptFailure | null>((resolve) => {
    onLoaded = resolve;
  });

  const answer = async (message: FromVu & { readonly type: 'call' }): Promise<void> => {
    calls.points(message.points);
    const reply = await calls.call(given.vu, message.kind, message.request, message.body);
    if (reply === null || !alive) return;
    if (message.id !== 0) {
      worker.postMessage({ type: 'answer', id: message.id, ...reply } satisfies ToVu);
      return;
    }
    channel.port1.postMessage(reply);
    Atomics.add(flag, 0, 1);
    Atomics.notify(flag, 0);
  };

  worker.on('message', (message: FromVu) => {
    if (message.type === 'call') answer(message).catch(onBug);
    else if (message.type === 'points') calls.points(message.points);
    else if (message.type === 'shared') calls.shared(message.name, message.store);
    else if (message.type === 'log') calls.log(message.level, message.message);
    else if (message.type === 'ready')
      onLoaded?.({ options: JSON.parse(message.options) as Loaded['options'], functions: message.functions });
    else if (message.type === 'broken') onLoaded?.(JSON.parse(message.failure) as ScriptFailure);
    else {
      calls.points(message.points);
      onFinished?.(JSON.parse(message.result) as RunResult);
    }
  });
  worker.on('error', onBug);
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      alive = false;
      channel.port1.close();
      onLoaded?.(null);
      onFinished?.(null);
      resolve();
    });
  });

  return {
    id: given.vu,
    loaded,
    configure: (options) => worker.postMessage({ type: 'configure', options: JSON.stringify(options) } satisfies ToVu),
    run: (activation) => {
      if (!alive) return Promise.resolve(null);
      return new Promise((resolve) => {
        onFinished = (result) => {
          onFinished = undefined;
          resolve(result);
        };
        worker.postMessage({ type: 'run', activation: JSON.stringify(activation) } satisfies ToVu);
      });
    },
    async end() {
      alive = false;
      await worker.terminate();
      await gone;
    },
    isAlive: () => alive,
  };
}
