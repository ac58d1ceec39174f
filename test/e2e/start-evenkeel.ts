import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds the text. */
  said(text: string): Promise<void>;
}

export interface StartOptions {
  readonly env?: { readonly [name: string]: string };
  readonly cwd?: string;
  /** Whom it runs as; only root may choose. */
  readonly uid?: number;
  /** In place of bin/evenkeel.mjs: a script and its first arguments. */
  readonly script?: readonly string[];
}

/** The compiled command as a user would run it, at home in `folder`. */
export function startEvenkeel(folder: string, args: readonly string[], options: StartOptions = {}): Started {
  const { env, cwd = folder, uid, script = [join(root, 'bin/evenkeel.mjs')] } = options;
  const child = spawn(process.execPath, [...script, ...args], {
    cwd,
    env: env ?? { PATH: process.env['PATH'] ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let [stdout, stderr] = ['', ''];
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const look of waiting) look();
  });
  const ended = new Promise<Ended>((done, failed) => {
    child.on('error', failed);
    child.on('close', (exit, signal) => done({ exit, signal, stdout, stderr }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((done, failed) => {
      const look = (): void => {
        if (!stderr.includes(text)) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      look();
      void ended.then(() => failed(new Error(`it ended without saying "${text}":\n${stderr}${stdout}`)));
    });
  return { child, ended, said };
}
