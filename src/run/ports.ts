import type { Instrument } from '../core/instrument.ts';
import type { ActRequest } from '../core/act.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Measurement, Observation } from '../core/observation.ts';
import type { Environment, RunPlan } from '../core/plan.ts';

/** What the run needs of the store. */
export interface RunStore {
  /** Observations that could not be stored so far. */
  readonly lost: number;
  observe(observation: Observation): void;
  record(observation: Observation): Promise<number>;
  flush(): Promise<void>;
  startRun(run: {
    uid: string;
    campaign: string | null;
    target: string;
    targetKind: string;
    seed: number;
    config: string;
    plan: RunPlan;
    environment: Environment;
    sharesHost: boolean;
    startedAt: number;
  }): Promise<number>;
  endRun(id: number, end: { state: 'done' | 'aborted' | 'not_started'; exit: number; endedAt: number }): Promise<void>;
  startExecution(execution: { run: number; scenario: string; engine: Instrument; startedAt: number }): Promise<number>;
  endExecution(
    id: number,
    end: { state: ExecutionEnd['state']; exit: number | null; summary: string | null; endedAt: number },
  ): Promise<void>;
  addInstance(instance: { run: number; ordinal: number; target: string; flavour: string }): Promise<number>;
  summariseRun(run: number): Promise<void>;
}

/** A rented machine, ready for jobs. */
export interface Machine {
  /** Machines with the same key share a host. */
  readonly hostKey: string;
  runJob(kind: string, concurrency: number, signal: AbortSignal): Promise<Measurement>;
}

/** Rents and releases for one run; keeps the ledger. */
export interface Renter {
  /** Never rejects for what the provider did. `machine` is absent when it did not come to be. */
  rent(
    order: { readonly run: number; readonly instance: number; readonly ordinal: number },
    signal: AbortSignal,
  ): Promise<{ readonly measurement: Measurement; readonly machine?: Machine }>;
  /** Releases everything that this run's ledger still holds, also of half-made machines; one measurement for each instance. */
  releaseAll(): Promise<{
    readonly measurements: readonly { readonly instance: number; readonly measurement: Measurement }[];
    readonly created: number;
    readonly gone: number;
    /** What could not be confirmed gone: names of marks. */
    readonly leftovers: readonly string[];
  }>;
}

export interface ExecutionEnd {
  readonly state: 'passed' | 'threshold' | 'script_error' | 'no_data' | 'aborted' | 'not_started';
  readonly exit: number | null;
  readonly iterations: number;
  readonly scriptErrors: number;
  readonly problem?: { readonly message: string; readonly place?: string; readonly hint?: string };
  readonly summary: string | null;
  readonly crossed: readonly string[];
  readonly samplesFile: string;
}

export interface Execution {
  stop(): void;
  abort(): void;
  readonly done: Promise<ExecutionEnd>;
}

export interface ScenarioPlan {
  readonly name: string;
  /** Absolute path. */
  readonly script: string;
  readonly role: 'provision' | 'jobs' | 'watch' | 'user';
  /** For role `jobs`: the kind of job it asks for. */
  readonly jobKind?: string;
  readonly env: { readonly [name: string]: string };
  readonly usesGateway: boolean;
  readonly promises: readonly string[];
  readonly limitMs: number;
  /** Absolute folder of its own. */
  readonly workDir: string;
}

/** Runs scripts; the engine and its version are part of every run. */
export interface Executor {
  readonly instrument: Instrument;
  /** Rejects with HarnessError when the script cannot be started at all. */
  start(scenario: ScenarioPlan, env: { readonly [name: string]: string }): Promise<Execution>;
  /** Reads what the engine itself measured into observations. */
  ingest(
    scenario: ScenarioPlan,
    samplesFile: string,
    place: { readonly run: number; readonly target: string; readonly startedAt: number; readonly tookUs: number },
  ): AsyncIterable<Observation>;
}

export type ActHandler = (execution: string, request: ActRequest, signal: AbortSignal) => Promise<Measurement> | null;

export interface GatewayPort {
  readonly address: string;
  endExecution(execution: string): Promise<void>;
  close(): Promise<void>;
}

/** What a person wants to see while it runs. */
export type Progress =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'rented'; readonly done: number; readonly of: number }
  | { readonly kind: 'job'; readonly jobKind: string; readonly done: number; readonly of: number; readonly failed: number }
  | { readonly kind: 'probe'; readonly done: number; readonly failed: number };

export interface RunPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: RunStore;
  readonly renter: Renter | null;
  readonly executor: Executor;
  readonly startGateway: (options: {
    readonly handle: ActHandler;
    readonly executionOf: (token: string) => string | undefined;
  }) => Promise<GatewayPort>;
  readonly probe: (name: string, signal: AbortSignal) => Promise<Measurement>;
  /** A fresh secret, from the system's random source. */
  readonly token: () => string;
  readonly progress: (progress: Progress) => void;
}
