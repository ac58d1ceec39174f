import type { MessagePort } from 'node:worker_threads';
import type { CallKind, LogLevel } from './guest/host.ts';

/** One sample on its way: metric, µs since 1970, value, tags as JSON, metadata as JSON. */
export type WirePoint = readonly [metric: string, at: number, value: number, tags: string, metadata: string];

export type WireBody = string | Uint8Array | null;

/** The elements of a SharedArray: UTF-8 JSON one behind the other, and where each ends (bytes, Float64). */
export interface SharedStore {
  readonly bytes: SharedArrayBuffer;
  readonly ends: SharedArrayBuffer;
}

/** What a VU's thread is started with. */
export interface VuStart {
  readonly vu: number;
  /** file:// URL and text of the bundle. */
  readonly file: string;
  readonly source: string;
  readonly env: { readonly [name: string]: string };
  /** Answers to blocking calls come here, each followed by one step of `flag`. */
  readonly answers: MessagePort;
  readonly flag: SharedArrayBuffer;
  readonly shared: { readonly [name: string]: SharedStore };
}

export interface WireAnswer {
  /** JSON of Answer. */
  readonly answer: string;
  readonly body: WireBody;
}

/** I/O thread → VU. */
export type ToVu =
  | { readonly type: 'configure'; readonly options: string }
  | { readonly type: 'run'; readonly activation: string }
  | ({ readonly type: 'answer'; readonly id: number } & WireAnswer);

/** VU → I/O thread. */
export type FromVu =
  | { readonly type: 'ready'; readonly options: string; readonly functions: readonly string[] }
  /** The init code failed: JSON of ScriptFailure. */
  | { readonly type: 'broken'; readonly failure: string }
  | {
      readonly type: 'call';
      /** 0: the VU blocks until it is answered. */
      readonly id: number;
      readonly kind: CallKind;
      readonly request: string;
      readonly body: WireBody;
      readonly points: readonly WirePoint[];
    }
  | { readonly type: 'points'; readonly points: readonly WirePoint[] }
  | { readonly type: 'shared'; readonly name: string; readonly store: SharedStore }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'finished'; readonly result: string; readonly points: readonly WirePoint[] };
