import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Duplex, Readable, Writable } from 'node:stream';
import { compiledEntry } from './entry.ts';
import { GUARD_FD, lineSplitter, type GuardOrder, type GuardReport, type GuardSignal } from './guard-protocol.ts';
import { GUARD_VARIABLE, killSurvivors } from './guarded-processes.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface GuardOptions {
  /** Working folder; ours where absent. */
  readonly cwd?: string;
  /** The whole environment of the command: nothing of ours is added but the guard's mark. */
  readonly env: { readonly [name: string]: string };
  /** `ignore` (/dev/null) where absent. */
  readonly stdin?: 'pipe' | 'ignore';
  readonly stdout?: 'pipe' | 'ignore';
  readonly stderr?: 'pipe' | 'ignore';
  /** Ends the command, like `end()`. */
  readonly signal?: AbortSignal;
}

export interface GuardedEnd {
  /** null: ended by `signal`. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Guarded {
  /** The command, leader of its own process group. */
  readonly identity: ProcessIdentity;
  readonly stdin: Writable | null;
  /** Must be read (or `resume`d): the command waits when the pipe is full. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Settles when the command and everything it started is gone. Never rejects. */
  readonly ended: Promise<GuardedEnd>;
  /** To the command's whole process group. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM to the group, SIGKILL 500 ms later to what is left. */
  end(): Promise<GuardedEnd>;
}

/**
 * Runs argv (no shell) under a guard: a process of its own session that ends the command's group when we are gone,
 * even by SIGKILL, and leaves nothing of it. Ctrl-C in our terminal does not reach it.
 * Rejects when the command cannot be started; `code` is then the system's (ENOENT, EACCES).
 */
export async function spawnGuarded(argv: readonly [string, ...string[]], options: GuardOptions): Promise<Guarded> {
  options.signal?.throwIfAborted();
  const order: GuardOrder = { argv, cwd: options.cwd ?? process.cwd(), env: options.env, mark: randomUUID() };
  const outer = process.env[GUARD_VARIABLE];
  const guard = spawn(process.execPath, [compiledEntry('src/core/guard-process.ts')], {
    env: outer === undefined ? {} : { [GUARD_VARIABLE]: outer },
    stdio: [options.stdin ?? 'ignore', options.stdout ?? 'pipe', options.stderr ?? 'pipe', 'pipe'],
    detached: true,
  });
  const pipe = guard.stdio[GUARD_FD] as Duplex;
  // Written to a guard that has gone: its exit tells the rest.
  pipe.on('error', () => {});
  pipe.write(`${JSON.stringify(order)}\n`);
  const end = (): void => void pipe.end();
  options.signal?.addEventListener('abort', end, { once: true });

  const { started, ended } = listen(guard, pipe, order);
  void ended.then(() => options.signal?.removeEventListener('abort', end));
  const identity = await started;
  if (options.signal?.aborted === true) {
    await ended;
    throw options.signal.reason;
  }
  return {
    identity,
    stdin: guard.stdin,
    stdout: guard.stdout,
    stderr: guard.stderr,
    ended,
    signal: (name) => void (pipe.writable && pipe.write(`${JSON.stringify({ signal: name } satisfies GuardSignal)}\n`)),
    end: () => {
      end();
      return ended;
    },
  };
}

function listen(guard: ChildProcess, pipe: Duplex, order: GuardOrder): { started: Promise<ProcessIdentity>; ended: Promise<GuardedEnd> } {
  let identity: ProcessIdentity | undefined;
  let result: GuardedEnd | undefined;
  const gone = Promise.all([
    new Promise<void>((resolve) => guard.once('exit', () => resolve()).once('error', () => resolve())),
    new Promise<void>((resolve) => pipe.once('close', () => resolve())),
  ]);
  const started = new Promise<ProcessIdentity>((resolve, reject) => {
    const fail = (code: string, message: string): void => reject(Object.assign(new Error(message), { code }));
    guard.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'UNKNOWN', `Cannot start the guard: ${error.message}`));
    pipe.setEncoding('utf8');
    pipe.on(
      'data',
      lineSplitter((line) => {
        const report = JSON.parse(line) as GuardReport;
        if (report.said === 'ended') result = report;
        else if (report.said === 'started') resolve((identity = report.identity));
        else fail(report.code, `Cannot start ${order.argv[0]} in ${order.cwd}: ${report.message}`);
      }),
    );
    void gone.then(() => fail('EGUARD', `The guard of ${order.argv[0]} ended before the command started`));
  });
  const ended = gone.then(async () => {
    if (result !== undefined) return { exitCode: result.exitCode, signal: result.signal };
    // Somebody ended the guard itself: what it held is ours to end.
    if (identity !== undefined) killSurvivors({ pgid: identity.pid, mark: order.mark });
    return { exitCode: null, signal: 'SIGKILL' as const };
  });
  return { started, ended };
}
