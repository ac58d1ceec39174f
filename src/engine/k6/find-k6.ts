import { capture } from '../../core/capture.ts';
import { HarnessError } from '../../core/errors.ts';
import { executablesOn } from '../../core/executables.ts';
import type { spawnGuarded } from '../../core/guard.ts';
import type { Log } from '../../core/log.ts';
import { parseK6Version } from './k6-version.ts';

export interface FoundK6 {
  /** Absolute path. */
  readonly path: string;
  /** `2.2.0`. */
  readonly version: string;
}

export interface WhereToLook {
  /** Absolute path that the config or the command line names. */
  readonly explicit?: string;
  /** Value of K6_BIN. */
  readonly env?: string;
  /** Value of PATH. */
  readonly path: string;
}

const OLDEST_MAJOR = 1;
const PATIENCE_MS = 15_000;

/**
 * The k6 to use: the one that is named, else the first on PATH; null where there is none.
 * Rejects with HarnessError `engine-missing` when the named one is missing, is no k6 or is older than 1.0;
 * a k6 on PATH that does not work is passed over with a warning.
 */
export async function findK6(
  where: WhereToLook,
  deps: { readonly spawn: typeof spawnGuarded; readonly log: Log },
): Promise<FoundK6 | null> {
  const named = where.explicit ?? (where.env === '' ? undefined : where.env);
  if (named !== undefined) return await ask(named, where.path, deps.spawn);
  for await (const path of executablesOn(where.path, 'k6')) {
    try {
      return await ask(path, where.path, deps.spawn);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      deps.log.warn({ path, reason: error.message }, 'the k6 on PATH cannot be used');
    }
  }
  return null;
}

async function ask(path: string, PATH: string, spawn: typeof spawnGuarded): Promise<FoundK6> {
  const refuse = (message: string, hint: string, cause?: unknown): HarnessError =>
    new HarnessError('engine-missing', message, { place: path, hint, cause });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  // k6 wants a home for its config file; a folder that cannot exist keeps the user's own out of it.
  const env = { PATH, HOME: '/nonexistent', K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false' };
  const answer = await capture(spawn, [path, 'version'], { env, signal }).catch((error: NodeJS.ErrnoException) => {
    if (signal.aborted) throw refuse(`k6 did not tell its version within ${PATIENCE_MS / 1000} s`, 'Run it by hand with `version`', error);
    throw refuse(`k6 cannot be started (${error.code ?? error.message})`, 'Check that the file is there and may be executed', error);
  });
  const version = parseK6Version(answer.stdout);
  if (version === null) {
    throw refuse(
      `The file does not answer like k6 (exit code ${answer.exitCode ?? answer.signal})`,
      `It may be another program, or built for another kind of machine: this one is ${process.platform} ${process.arch}`,
    );
  }
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) throw refuse(`k6 ${version} is too old`, 'Install k6 1.0 or newer');
  return { path, version };
}
