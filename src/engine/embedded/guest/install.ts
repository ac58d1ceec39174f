import { latestBytes } from './bytes.ts';
import { scriptConsole } from './console.ts';
import { cryptoModule } from './crypto-module.ts';
import { dataModule } from './data-module.ts';
import { encodingModule } from './encoding-module.ts';
import { executionModule } from './execution-module.ts';
import { hideGlobals } from './hide-globals.ts';
import type { Host } from './host.ts';
import { httpModule } from './http-module.ts';
import { k6Module } from './k6-module.ts';
import { metricsModule } from './metrics-module.ts';
import { scriptRunner, type ScriptRunner } from './script-runner.ts';
import { timersModule } from './timers-module.ts';
import { refuseOutsideInit, type VuState } from './vu-state.ts';

export interface Guest extends ScriptRunner {
  /** Module name → its exports. */
  readonly modules: { readonly [name: string]: { readonly [name: string]: unknown } };
  /** An error of this context, for the host to throw into it. */
  readonly error: (message: string) => Error;
}

/** Makes the world that a script of this VU sees; runs inside the VU's own context, once. */
export function install(host: Host, vu: number, env: string): Guest {
  const state: VuState = {
    host: guarded(host),
    vu,
    env: JSON.parse(env) as { [name: string]: string },
    phase: 'init',
    options: { all: {}, systemTags: [], throw: false, discardResponseBodies: false },
    activation: null,
    tags: {},
    metadata: {},
    group: '',
    pending: 0,
    turn: 0,
    stopTimers: () => {},
    settle: () => {},
    failure: undefined,
    failed: false,
    failErrors: new WeakSet(),
  };
  hideGlobals();
  const timers = timersModule(state);
  const globals = {
    console: scriptConsole(state),
    open: opener(state),
    __ENV: state.env,
    __VU: vu,
    __ITER: 0,
    ...timers,
    global: globalThis,
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  return {
    modules: {
      k6: withDefault(k6Module(state)),
      'k6/http': httpModule(state),
      'k6/metrics': withDefault(metricsModule(state)),
      'k6/execution': executionModule(state),
      'k6/data': withDefault(dataModule(state)),
      'k6/encoding': encodingModule(state),
      'k6/crypto': cryptoModule(state),
      'k6/timers': withDefault(timers),
    },
    error: (message) => new Error(message),
    ...scriptRunner(state),
  };
}

/** What the host throws (a full stack, in the end) is an object of its world: scripts get an error of theirs. */
function guarded(host: Host): Host {
  return Object.fromEntries(
    Object.entries(host).map(([name, run]) => [name, guardedCall(run as (...args: unknown[]) => unknown)]),
  ) as unknown as Host;
}

function guardedCall(run: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
  return (...args) => {
    let message: string;
    try {
      return run(...args);
    } catch (error) {
      message = String((error as { readonly message?: unknown }).message);
    }
    throw new Error(message);
  };
}

function withDefault(named: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  return { default: named, ...named };
}

/** `open(path, 'b')`: a file's text or bytes, in the init context. */
function opener(state: VuState): (path: unknown, mode?: unknown) => string | ArrayBuffer {
  return (path, mode) => {
    refuseOutsideInit(state, 'open()');
    if (typeof path !== 'string' || path === '') throw new TypeError('open() needs the path of a file');
    const problem = state.host.open(path);
    if (problem !== '') throw new Error(problem);
    return mode === 'b' ? (latestBytes(state).buffer as ArrayBuffer) : state.host.text();
  };
}
