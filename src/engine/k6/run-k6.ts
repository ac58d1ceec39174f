import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import type { spawnGuarded } from '../../core/guard.ts';
import type { EngineEnd } from '../verdict.ts';
import type { K6Command } from './k6-command.ts';

// Node fires a timer beyond this at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface K6Process {
  /** SIGINT: k6 ends its iterations, runs teardown and handleSummary. */
  stop(): void;
  /** The same first, SIGKILL to its process group at the second call. */
  abort(): void;
  /** When all of it is gone; `stderr` is its end, at most 4 KiB. Never rejects for what k6 does. */
  readonly done: Promise<EngineEnd & { readonly stderr: string }>;
}

export interface RunK6Options {
  readonly command: K6Command;
  /** What the script prints through handleSummary's `stdout` goes to this file. */
  readonly stdoutFile: string;
  readonly limitMs: number;
  /** SIGKILL when k6 has not ended this long after it was asked to. */
  readonly graceMs: number;
}

/** Starts k6 under the guard. Rejects when it cannot be started. */
export async function runK6(
  options: RunK6Options,
  deps: { readonly spawn: typeof spawnGuarded; readonly clock: Clock },
): Promise<K6Process> {
  const { command } = options;
  const child = await deps.spawn(command.argv, { cwd: command.cwd, env: command.env, stdout: 'pipe', stderr: 'pipe' });
  let asked: EngineEnd['asked'] = 'nothing';
  const over = new AbortController();
  const after = (ms: number, then: () => void): void =>
    void deps.clock.sleep(Math.min(ms, LONGEST_TIMER_MS), over.signal).then(then, () => {});
  const interrupt = (why: 'stop' | 'abort' | 'limit'): void => {
    const isFirst = asked === 'nothing';
    if (why !== 'stop' || isFirst) asked = why;
    // k6 takes a second SIGINT for "at once, without teardown".
    if (!isFirst) return;
    child.signal('SIGINT');
    after(options.graceMs, () => child.signal('SIGKILL'));
  };
  after(options.limitMs, () => interrupt('limit'));

  const done = Promise.all([child.ended, tail(child.stderr), save(child.stdout, options.stdoutFile)])
    .then(([end, stderr]) => ({ exit: end.exitCode, signal: end.signal, asked, stderr }))
    .finally(() => over.abort());
  return {
    stop: () => interrupt('stop'),
    abort: () => (asked === 'abort' ? child.signal('SIGKILL') : interrupt('abort')),
    done,
  };
}

async function tail(stream: Readable | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text = (text + String(chunk)).slice(-4096);
  return text;
}

async function save(stream: Readable | null, file: string): Promise<void> {
  if (stream !== null) await pipeline(stream, createWriteStream(file));
}
