import type { Tags } from './host.ts';
import type { Activation, GuestOptions, VuState } from './vu-state.ts';
import { noteFailure } from './note-failure.ts';
import { scriptStack } from './script-stack.ts';

/** Why a call of a script's function ended badly, as text. */
export interface ScriptFailure {
  /** fail(): the target's failure, not the script's. */
  readonly byFail: boolean;
  /** With its stack, places in the bundle. */
  readonly text: string;
}

/** What a call of a script's function came to. */
export interface RunResult {
  /** Wall clock at the end, µs. */
  readonly at: number;
  /** ms. */
  readonly tookMs: number;
  readonly failure: ScriptFailure | null;
  /** JSON of what the function returned; null for nothing. */
  readonly value: string | null;
  /** Of the VU at the end: what the script set stays for the samples of the iteration itself. */
  readonly tags: Tags;
  readonly metadata: Tags;
}

/** What the host calls; arguments and results are JSON. */
export interface ScriptRunner {
  readonly configure: (options: string) => void;
  readonly run: (script: { readonly [name: string]: unknown }, activation: string) => void;
  /** JSON of the script's `options`. */
  readonly optionsOf: (script: { readonly [name: string]: unknown }) => string;
  /** Takes a promise's rejection that no code caught. */
  readonly rejected: (reason: unknown) => void;
  /** JSON of ScriptFailure. */
  readonly describe: (error: unknown) => string;
}

export function scriptRunner(state: VuState): ScriptRunner {
  const own = { ...state.env };
  let argument: unknown;

  function activate(activation: Activation): void {
    state.activation = activation;
    state.phase = activation.phase;
    state.turn += 1;
    state.failed = false;
    state.failure = undefined;
    state.metadata = {};
    state.group = activation.phase === 'setup' || activation.phase === 'teardown' ? `::${activation.phase}` : '';
    state.tags = { ...activation.tags };
    const has = (tag: string): boolean => state.options.systemTags.includes(tag);
    if (has('group')) state.tags['group'] = state.group;
    if (activation.scenario !== null && has('scenario')) state.tags['scenario'] = activation.scenario.name;
    if (has('vu')) state.metadata['vu'] = String(state.vu);
    if (has('iter') && activation.phase === 'iteration') state.metadata['iter'] = String(activation.iteration.inInstance);
    for (const name of Object.keys(state.env)) Reflect.deleteProperty(state.env, name);
    Object.assign(state.env, own, activation.env);
    (globalThis as { __ITER?: number }).__ITER = activation.iteration.inInstance;
    if (activation.argument !== undefined) argument = activation.argument === null ? undefined : JSON.parse(activation.argument);
  }

  function run(script: { readonly [name: string]: unknown }, json: string): void {
    activate(JSON.parse(json) as Activation);
    const start = state.host.monotonic();
    let value: unknown;
    let over = false;
    const finish = (): void => {
      over = true;
      state.settle = () => {};
      // After an exception nothing of this call goes on: no timer, no answer that is still to come.
      state.turn += 1;
      state.stopTimers();
      state.pending = 0;
      const tookMs = (state.host.monotonic() - start) / 1000;
      const at = state.host.wall();
      const text = state.failed ? null : returned(value);
      const failure = state.failed ? described(state.failure) : null;
      state.host.finished(
        JSON.stringify({ at, tookMs, failure, value: text, tags: state.tags, metadata: state.metadata } satisfies RunResult),
      );
    };
    // Twice round: the first lets the host report rejections that nothing handled.
    state.settle = () => {
      const isDone = (): boolean => !over && (state.failed || state.pending === 0);
      if (isDone()) state.host.soon(() => isDone() && finish());
    };
    try {
      const result: unknown = (script[(state.activation as Activation).exec] as (given: unknown) => unknown)(argument);
      if (result instanceof Promise) {
        result.then(
          (given) => {
            value = given;
          },
          (error: unknown) => noteFailure(state, error),
        );
      } else value = result;
    } catch (error) {
      noteFailure(state, error);
    }
    state.settle();
  }

  /** What cannot be JSON is the script's failure. */
  function returned(value: unknown): string | null {
    if (state.phase === 'iteration' || state.phase === 'teardown' || value === undefined) return null;
    try {
      return state.phase === 'summary' ? summaryText(value) : (JSON.stringify(value) ?? null);
    } catch (error) {
      noteFailure(state, error);
      return null;
    }
  }

  function described(error: unknown): ScriptFailure {
    const byFail = typeof error === 'object' && error !== null && state.failErrors.has(error);
    return { byFail, text: error instanceof Error ? scriptStack(error) : String(error) };
  }

  return {
    run,
    configure: (options) => {
      state.options = JSON.parse(options) as GuestOptions;
    },
    optionsOf: (script) => JSON.stringify(script['options'] ?? {}) ?? '{}',
    rejected: (reason) => {
      noteFailure(state, reason);
      state.settle();
    },
    describe: (error) => JSON.stringify(described(error)),
  };
}

/** Path → text; bytes become an array of numbers. */
function summaryText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const files = Object.entries(value).map(([path, content]) =>
    content instanceof ArrayBuffer ? [path, [...new Uint8Array(content)]] : [path, String(content)],
  );
  return JSON.stringify(Object.fromEntries(files));
}
