import type { Tags } from './host.ts';
import { scriptStack } from './script-stack.ts';
import { shown } from './shown.ts';
import { deepFreeze } from './data-module.ts';
import { ask, tagValue, type Activation, type VuState } from './vu-state.ts';

interface InstanceFacts {
  readonly currentTestRunDuration: number;
  readonly iterationsCompleted: number;
  readonly iterationsInterrupted: number;
  readonly vusActive: number;
  readonly vusInitialized: number;
}

/** The module `k6/execution`: scenario, instance, vu, test. */
export function executionModule(state: VuState): { readonly [name: string]: unknown } {
  const active = (): Activation => {
    if (state.activation === null) throw new Error('k6/execution has nothing to tell in the init context');
    return state.activation;
  };
  const workload = (): NonNullable<Activation['scenario']> => {
    const { scenario } = active();
    if (scenario === null) throw new Error('exec.scenario exists within iterations only');
    return scenario;
  };
  const instanceFacts = (): InstanceFacts => {
    active();
    return ask<InstanceFacts>(state, 'instance', {});
  };

  const scenario = {
    get name() {
      return workload().name;
    },
    get executor() {
      return workload().executor;
    },
    get startTime() {
      return workload().startTime;
    },
    get progress() {
      return ask<number>(state, 'progress', { scenario: workload().name });
    },
    get iterationInInstance() {
      return active().iteration.inTest;
    },
    get iterationInTest() {
      return active().iteration.inTest;
    },
  };
  const instance = {
    get currentTestRunDuration() {
      return instanceFacts().currentTestRunDuration;
    },
    get iterationsCompleted() {
      return instanceFacts().iterationsCompleted;
    },
    get iterationsInterrupted() {
      return instanceFacts().iterationsInterrupted;
    },
    get vusActive() {
      return instanceFacts().vusActive;
    },
    get vusInitialized() {
      return instanceFacts().vusInitialized;
    },
  };
  const metrics = {
    tags: watched(state, () => state.tags),
    metadata: watched(state, () => state.metadata),
  };
  const vu = {
    get idInInstance() {
      return state.vu;
    },
    get idInTest() {
      return state.vu;
    },
    get iterationInInstance() {
      return active().iteration.inInstance;
    },
    get iterationInScenario() {
      workload();
      return active().iteration.inScenario;
    },
    tags: metrics.tags,
    metrics,
  };
  const test = {
    /** The I/O thread never answers an abort: nothing a script catches may keep it running. */
    abort(reason?: unknown): void {
      const places = scriptStack(new Error('at')).split('\n').slice(1);
      ask(state, 'abort', { reason: [`test aborted${reason === undefined ? '' : `: ${shown(reason)}`}`, ...places].join('\n') });
    },
    fail(reason?: unknown): void {
      ask(state, 'fail', { reason: `test marked as failed${reason === undefined ? '' : `: ${shown(reason)}`}` });
    },
    get options() {
      active();
      return deepFreeze(structure(state.options.all));
    },
  };
  return { default: { scenario, instance, vu, test }, scenario, instance, vu, test };
}

/** A map of tags that refuses what is no tag value. */
function watched(state: VuState, current: () => Tags): object {
  return new Proxy(
    {},
    {
      get: (_, name) => (typeof name === 'string' ? current()[name] : undefined),
      has: (_, name) => typeof name === 'string' && name in current(),
      ownKeys: () => Object.keys(current()),
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === 'string' && name in current()
          ? { value: current()[name], writable: true, enumerable: true, configurable: true }
          : undefined,
      deleteProperty: (_, name) => typeof name === 'string' && delete current()[name],
      set: (_, name, value) => {
        if (typeof name !== 'string') return false;
        try {
          current()[name] = tagValue(name, value);
        } catch (error) {
          if (state.options.throw) throw error;
          state.host.log('warn', (error as Error).message);
        }
        return true;
      },
    },
  );
}

function structure(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
