/**
 * What the thread around a VU gives to the code inside its context. Only strings, numbers, bytes of the context's own
 * making and functions of the context cross; no host function or object may ever reach a script, nor may one throw.
 */
export interface Host {
  /** Wall clock, µs since 1970. */
  wall(): number;
  /** Monotonic µs. */
  monotonic(): number;
  /** Blocks until the I/O thread has answered; both sides JSON. The answer's body then waits in `text` and `fill`. */
  call(kind: CallKind, request: string, body?: string | Uint8Array): string;
  /** As `call`, without blocking; `done` finds the body in `text` and `fill` while it runs. */
  begin(kind: CallKind, request: string, body: string | Uint8Array | undefined, done: (answer: string) => void): void;
  /** Body of the latest answer, as text. */
  text(): string;
  /** Bytes of the latest answer's body. */
  size(): number;
  fill(target: Uint8Array): void;
  sleep(ms: number): void;
  /** One sample; `tags` and `metadata` are JSON objects. */
  point(metric: string, at: number, value: number, tags: string, metadata: string): void;
  log(level: LogLevel, message: string): void;
  /** Calls `run` once after `ms`. */
  timer(ms: number, run: () => void): number;
  cancel(timer: number): void;
  /** Calls `run` once all microtasks are done. */
  soon(run: () => void): void;
  /** Reads a file into `text` and `fill`; an empty text, or why it could not be read. */
  open(path: string): string;
  /** JSON of the elements of a SharedArray that another VU made; -1 when there is none of that name. */
  sharedLength(name: string): number;
  sharedItem(name: string, index: number): string;
  sharedStore(name: string, items: string): void;
  /** Digest (or HMAC where a key is given) into `fill`; an empty text, or what is wrong with the algorithm. */
  digest(algorithm: string, data: Uint8Array, key: Uint8Array | undefined): string;
  random(target: Uint8Array): void;
  /** UTF-8. */
  encode(text: string): number;
  decode(bytes: Uint8Array): string;
  /** The function asked for by the latest `run` is over, with everything it started. */
  finished(result: string): void;
}

export type CallKind = 'http' | 'batch' | 'metric' | 'instance' | 'progress' | 'abort' | 'fail' | 'jar';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Tags = { [name: string]: string };
