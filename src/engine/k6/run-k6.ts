import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import type { spawnGuarded } from '../../core/guard.ts';
import type { Redact } from '../../core/redact.ts';
import type { EngineEnd } from '../verdict.ts';
import type { K6Command } from './k6-command.ts';

// Node fires a timer beyond this at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface K6Process {
  /** SIGINT: k6 ends its iterations, runs teardown and handleSummary. */
  stop(): void;
  /** The same first, SIGKILL to its process group at the second call. */
  abort(): void;
  /** When all of it is gone; `stderr` is the end of what it said beside its log, at most 4 KiB. Never rejects for what k6 does. */
  readonly done: Promise<EngineEnd & { readonly stderr: string }>;
}

export interface RunK6Options {
  readonly command: K6Command;
  /** What the script prints through handleSummary's `stdout` goes to this file. */
  readonly stdoutFile: string;
  /** Its log, JSON lines. */
  readonly logFile: string;
  /** What the script prints reaches the disk through this. */
  readonly redact: Redact;
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

  const done = Promise.all([child.ended, keepLog(child.stderr, options), write(child.stdout, options.stdoutFile, options.redact)])
    .then(([end, stderr]) => ({ exit: end.exitCode, signal: end.signal, asked, stderr }))
    .finally(() => over.abort());
  return {
    stop: () => interrupt('stop'),
    abort: () => (asked === 'abort' ? child.signal('SIGKILL') : interrupt('abort')),
    done,
  };
}

/** The lines of its log go to the file; the end of everything else is given. */
async function keepLog(stream: Readable | null, { logFile, redact }: RunK6Options): Promise<string> {
  let said = '';
  await write(stream, logFile, (line) => {
    const entry = logEntry(line);
    if (entry !== undefined)
      return `${JSON.stringify(entry, (_key, value: unknown) => (typeof value === 'string' ? redact(value) : value))}\n`;
    said = (said + redact(line)).slice(-4096);
    return '';
  });
  return said;
}

function logEntry(line: string): object | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as object;
  } catch {
    return undefined;
  }
}

/** A stream into a file, each line changed on its way. */
async function write(stream: Readable | null, file: string, change: (line: string) => string): Promise<void> {
  if (stream === null) return;
  stream.setEncoding('utf8');
  const changed = async function* (chunks: AsyncIterable<string>): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of chunks) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield change(`${line}\n`);
    }
    yield change(rest);
  };
  await pipeline(stream, changed, createWriteStream(file));
}
