/** One ESM file both engines run, and what is known of it without running it. */
export interface Bundle {
  /** Absolute path of the bundled module, in the execution's folder, with an inline source map. */
  readonly file: string;
  /** Names the user's module exports: default, setup, teardown, handleSummary, options, exec functions. */
  readonly exports: readonly string[];
  /** Absolute paths of the user's own files that went in, the script first; packages left out. */
  readonly sources: readonly string[];
  /** Every k6 module that is imported, with the user's file and line: `k6/http` → src.ts:1:18. */
  readonly modules: readonly { readonly name: string; readonly place: string }[];
  /** Maps a place in the bundle (1-based line and column) to the user's `file:line:column`; null when it is not theirs. */
  readonly original: (line: number, column: number) => string | null;
}
