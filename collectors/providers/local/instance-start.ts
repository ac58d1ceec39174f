import { z } from 'zod';
import { compiledEntry } from '../../../src/core/entry.ts';
import type { ProcessIdentity } from '../../../src/core/process-identity.ts';
import { spawnListening } from './listening-process.ts';

export interface RunningInstance {
  readonly identity: ProcessIdentity;
  readonly address: { readonly host: string; readonly port: number };
  /** Settles when all of it is gone; gives its exit and last words. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

/** What an instance reads from its stdin: never from argv, environment or disk, for it holds a secret. */
export const instanceOrder = z.strictObject({ userData: z.string(), drive: z.string().nullable() });

/** Starts an instance process in its own folder, which exists; resolves when it listens. Rejects with code `start_failed` when it ends before. */
export async function startInstance(options: {
  readonly folder: string;
  readonly order: z.infer<typeof instanceOrder>;
  readonly env: { readonly [name: string]: string };
  readonly signal: AbortSignal;
}): Promise<RunningInstance> {
  const { folder: cwd, order, env, signal } = options;
  const entry = compiledEntry('collectors/providers/local/instance-process.ts');
  const { guarded, port, words } = await spawnListening(entry, { cwd, env, signal, input: JSON.stringify(order) }).catch((error: Error) => {
    throw Object.assign(new Error(`the instance did not start: ${error.message}`, { cause: error }), { code: 'start_failed' });
  });
  return {
    identity: guarded.identity,
    address: { host: '127.0.0.1', port },
    ended: guarded.ended.then((end) => `exit ${end.exitCode ?? end.signal}: ${words()}`),
    end: async () => void (await guarded.end()),
  };
}
