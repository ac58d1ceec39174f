/** What an execution leaves in its own folder, the same for both engines. */
export const ARTIFACTS = {
  /** The ESM module that the engine runs. */
  bundle: 'bundle.mjs',
  /** The argument of handleSummary without setup_data, JSON; absent when the end was never reached. */
  summary: 'summary.json',
  /** One JSON value a line, as k6's `--out json` writes it. */
  samples: 'samples.ndjson',
  /** One JSON value a line, as k6's `--log-format json` writes it. */
  log: 'k6.log',
  /** What the script's own handleSummary returned for `stdout`. */
  stdout: 'stdout.txt',
} as const;
