import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../src/core/clock.ts';
import { signalGroup } from '../../../src/core/guarded-processes.ts';
import { MAX_OUTPUT_BYTES, type CommandEnd } from './channel-protocol.ts';

export interface CommandOptions {
  readonly stdin: string;
  readonly timeoutMs: number;
  readonly env: { readonly [name: string]: string };
  readonly clock: Clock;
  /** SIGKILL to the command's process group. */
  readonly signal: AbortSignal;
}

/**
 * Runs argv without a shell as a process group of its own; what it leaves running in that group is killed at its end.
 * A command that cannot be started ends with 127 (126: not executable), as a shell would say it.
 */
export async function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  const from = options.clock.monotonic();
  const [file = '', ...parameters] = argv;
  const child = spawn(file, parameters, { env: options.env, detached: true, stdio: 'pipe' });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const kill = (): void => void (child.pid !== undefined && signalGroup(child.pid, 'SIGKILL'));
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutMs);
  options.signal.addEventListener('abort', kill, { once: true });
  if (options.signal.aborted) kill();
  // It may end without reading all that it was given.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin);

  const end = await ended(child);
  const tookUs = Math.round(options.clock.monotonic() - from);
  clearTimeout(timer);
  options.signal.removeEventListener('abort', kill);
  kill();
  if ('failure' in end) {
    const { code, message } = end.failure;
    return { exitCode: code === 'EACCES' ? 126 : 127, signal: null, timedOut: false, stdout: '', stderr: message, tookUs };
  }
  // Something in a session of its own may hold the pipes open for ever.
  await Promise.race([Promise.all([stdout.done, stderr.done]), delay(500, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return { ...end, timedOut, stdout: stdout.text(), stderr: stderr.text(), tookUs };
}

type End = { exitCode: number | null; signal: string | null } | { failure: NodeJS.ErrnoException };

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    child.once('error', (failure: NodeJS.ErrnoException) => child.pid === undefined && resolve({ failure }));
  });
}

/** Keeps the first 256 KiB and reads on, so that the command is never held up. */
function collect(stream: Readable): { done: Promise<void>; text: () => string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_OUTPUT_BYTES) chunks.push(chunk.subarray(0, MAX_OUTPUT_BYTES - bytes));
    bytes += chunk.length;
  });
  return {
    done: new Promise((resolve) => stream.once('close', resolve)),
    // `write` leaves out a character that was cut through.
    text: () => new StringDecoder('utf8').write(Buffer.concat(chunks)),
  };
}
