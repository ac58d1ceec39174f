import { join } from 'node:path';
import type { ExecutionSpec } from '../api.ts';
import { ARTIFACTS } from '../artifacts.ts';

export interface K6Command {
  readonly argv: readonly [string, ...string[]];
  readonly env: { readonly [name: string]: string };
  readonly cwd: string;
}

/** Folders of k6's own, created in `workDir`: it must find neither the user's config file nor leave anything in theirs. */
export const OWN_FOLDERS = { HOME: 'home', TMPDIR: 'tmp' } as const;

/**
 * How k6 runs a bundle. Its environment is exactly what is said here: a stray K6_* variable of ours would change the run.
 * Secrets go in by environment only, since anybody can read argv. Paths are relative to `workDir`: a comma in one would end k6's option.
 */
export function runCommand(k6: string, bundle: string, spec: Pick<ExecutionSpec, 'env' | 'workDir'>, PATH: string): K6Command {
  return {
    argv: [
      k6, 'run', '--quiet', '--no-color', '--no-usage-report',
      '--out', `json=${ARTIFACTS.samples}`,
      // To us and not to a file of k6's own: a script may print a secret.
      '--log-format', 'json', '--log-output', 'stderr',
      // The only mode that 1.x and 2.x share and that neither drops handleSummary nor adds work for it.
      '--summary-mode', 'compact',
      // No REST API: its port would be taken when two executions run at a time.
      '--address', '',
      bundle,
    ], // prettier-ignore
    env: environment(spec, PATH),
    cwd: spec.workDir,
  };
}

/** Asks k6 for the options that the script ends up with, JSON on stdout; the script sees the same variables as in `run`. */
export function inspectCommand(k6: string, bundle: string, spec: Pick<ExecutionSpec, 'env' | 'workDir'>, PATH: string): K6Command {
  return {
    argv: [k6, 'inspect', '--include-system-env-vars', '--address', '', bundle],
    env: environment(spec, PATH),
    cwd: spec.workDir,
  };
}

function environment(spec: Pick<ExecutionSpec, 'env' | 'workDir'>, PATH: string): { [name: string]: string } {
  return {
    PATH,
    ...spec.env,
    HOME: join(spec.workDir, OWN_FOLDERS.HOME),
    TMPDIR: join(spec.workDir, OWN_FOLDERS.TMPDIR),
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    K6_NO_USAGE_REPORT: 'true',
  };
}
