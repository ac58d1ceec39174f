/** What the I/O thread is started with. */
export interface IoStart {
  /** Absolute path. */
  readonly bundle: string;
  readonly workDir: string;
  readonly env: { readonly [name: string]: string };
  readonly userAgent: string;
  readonly secrets: readonly string[];
}

/** Harness → I/O thread. */
export type ToIo = { readonly type: 'go' | 'stop' | 'abort' };

/** I/O thread → harness. */
export type FromIo =
  | { readonly type: 'planned'; readonly thresholdKeys: readonly string[] }
  | { readonly type: 'ended'; readonly exit: number };
