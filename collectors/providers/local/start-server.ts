import { mkdir } from 'node:fs/promises';
import { compiledEntry } from '../../../src/core/entry.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import type { Log } from '../../../src/core/log.ts';
import { FAULTS_VARIABLE, type FaultRules } from './faults.ts';
import { spawnListening } from './listening-process.ts';
import { STATE_VARIABLE, TOKEN_VARIABLE } from './server-environment.ts';

export interface ApiServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Ends it with all its instances. */
  end(): Promise<void>;
}

/** Starts the provider's process under the guard; rejects with HarnessError `provider-failed` when it ends before it listens. */
export async function startServer(options: {
  readonly stateDir: string;
  readonly token: string;
  readonly path: string;
  readonly faults: FaultRules | undefined;
  readonly log: Log;
}): Promise<ApiServer> {
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new HarnessError('unwritable', `The local provider cannot make its folder: ${error.message}`, {
      place: options.stateDir,
      hint: 'Choose a folder that this user may write to.',
      cause: error,
    });
  });
  const env = {
    PATH: options.path,
    [TOKEN_VARIABLE]: options.token,
    [STATE_VARIABLE]: options.stateDir,
    ...(options.faults === undefined ? {} : { [FAULTS_VARIABLE]: JSON.stringify(options.faults) }),
  };
  const entry = compiledEntry('collectors/providers/local/server-process.ts');
  const { guarded, port, words } = await spawnListening(entry, { cwd: options.stateDir, env }).catch((error: Error) => {
    throw new HarnessError('provider-failed', `The local provider did not come up: ${error.message}`, {
      place: options.stateDir,
      hint: 'Its own words are above; if its folder was made by another version, remove that folder.',
      cause: error,
    });
  });
  void guarded.ended.then(({ exitCode, signal }) => {
    if (exitCode !== 0) options.log.error({ exitCode, signal, words: words() }, 'the local provider ended by itself');
  });
  return { origin: `http://127.0.0.1:${port}`, end: async () => void (await guarded.end()) };
}
