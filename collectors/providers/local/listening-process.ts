import { z } from 'zod';
import { lineSplitter } from '../../../src/core/guard-protocol.ts';
import { spawnGuarded, type GuardOptions, type Guarded } from '../../../src/core/guard.ts';

const listening = z.object({ port: z.int().min(1).max(65_535) });

export interface ListeningProcess {
  readonly guarded: Guarded;
  readonly port: number;
  /** The last 4 KiB of its stderr. */
  readonly words: () => string;
}

/**
 * Starts a server of ours under the guard: a Node.js process that tells its loopback port as one JSON line on stdout.
 * `input` goes to its stdin. Rejects with its last words when it ends before it listens.
 */
export async function spawnListening(entry: string, options: GuardOptions & { readonly input?: string }): Promise<ListeningProcess> {
  const { input, ...guardOptions } = options;
  const guarded = await spawnGuarded([process.execPath, entry], { ...guardOptions, stdin: input === undefined ? 'ignore' : 'pipe' });
  let words = '';
  guarded.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4096);
  });
  // It may end without reading it; its end tells the rest.
  guarded.stdin?.on('error', () => {});
  guarded.stdin?.end(input);
  const port = await new Promise<number>((resolve, reject) => {
    guarded.stdout?.setEncoding('utf8').on(
      'data',
      lineSplitter((line) => resolve(listening.parse(JSON.parse(line)).port)),
    );
    void guarded.ended.then(({ exitCode, signal }) => reject(new Error(`it ended (${exitCode ?? signal}) before it listened: ${words}`)));
  });
  return { guarded, port, words: () => words };
}
