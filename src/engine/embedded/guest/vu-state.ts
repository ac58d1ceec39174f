import type { Host, Tags } from './host.ts';

/** Options as the I/O thread resolved them; what a VU needs of them. */
export interface GuestOptions {
  /** The consolidated options, for `exec.test.options`. */
  readonly all: { readonly [name: string]: unknown };
  readonly systemTags: readonly string[];
  readonly throw: boolean;
  readonly discardResponseBodies: boolean;
}

/** What the current call of a script's function is. */
export interface Activation {
  readonly phase: 'setup' | 'iteration' | 'teardown' | 'summary';
  readonly exec: string;
  /** Tags of run and workload. */
  readonly tags: Tags;
  readonly env: { readonly [name: string]: string };
  readonly scenario: { readonly name: string; readonly executor: string; readonly startTime: number } | null;
  readonly iteration: {
    readonly inInstance: number;
    readonly inScenario: number;
    readonly inTest: number;
  };
  /** JSON of the argument; absent: the argument of the call before stays (setup's data is parsed once a VU). */
  readonly argument?: string | null;
}

/** Everything that changes while a VU lives. One per context. */
export interface VuState {
  readonly host: Host;
  readonly vu: number;
  readonly env: Tags;
  phase: 'init' | Activation['phase'];
  options: GuestOptions;
  activation: Activation | null;
  /** Tags that every sample carries now, group and scenario included. */
  tags: Tags;
  metadata: Tags;
  group: string;
  /** Timers and requests that an iteration still waits for. */
  pending: number;
  /** Grows with each call of a script's function, and at its end: what belongs to an earlier one is dropped. */
  turn: number;
  stopTimers: () => void;
  /** Looks again whether the iteration is over. */
  settle: () => void;
  /** First exception of the current call that no code caught. */
  failure: unknown;
  failed: boolean;
  /** Errors made by fail(): the target's failure. */
  readonly failErrors: WeakSet<object>;
}

export function point(state: VuState, metric: string, value: number, tags: Tags | null, at: number = state.host.wall()): void {
  const all = tags === null ? state.tags : { ...state.tags, ...tags };
  state.host.point(metric, at, value, JSON.stringify(all), JSON.stringify(state.metadata));
}

export function hasSystemTag(state: VuState, name: string): boolean {
  return state.options.systemTags.includes(name);
}

/** Values that a script gives as tags: text, numbers and booleans. Throws TypeError for others. */
export function tagsFrom(given: unknown): Tags | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'object') throw new TypeError('tags must be an object');
  const tags: Tags = {};
  for (const [name, value] of Object.entries(given)) tags[name] = tagValue(name, value);
  return tags;
}

export function tagValue(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`the value of tag "${name}" must be a string, number or boolean`);
}

/** Asks the I/O thread and waits; throws what it refuses. */
export function ask<Value = unknown>(
  state: VuState,
  kind: Parameters<Host['call']>[0],
  request: unknown,
  body?: string | Uint8Array,
): Value {
  return unwrap<Value>(state.host.call(kind, JSON.stringify(request), body));
}

export function unwrap<Value>(answer: string): Value {
  const parsed = JSON.parse(answer) as { value?: Value; error?: string };
  if (parsed.error !== undefined) throw new Error(parsed.error);
  return parsed.value as Value;
}

export function refuseInInit(state: VuState, what: string): void {
  if (state.phase === 'init') throw new Error(`${what} is not possible in the init context`);
}

export function refuseOutsideInit(state: VuState, what: string): void {
  if (state.phase !== 'init') throw new Error(`${what} is possible in the init context only`);
}
