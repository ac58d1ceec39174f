import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Config, ScheduleEntry } from '../../config/types.ts';
import { PACKAGE_ROOT } from '../../core/entry.ts';
import { EXIT } from '../../core/errors.ts';
import { spawnGuarded } from '../../core/guard.ts';
import type { SlotEnd } from '../../schedule/scheduler.ts';
import type { Context } from '../context.ts';

/** How long a process that was asked to end may take to release what it rented. */
const RELEASE_MS = 90_000;

/**
 * Carries out a cron entry as a process of its own: its load must not bend the probes of this one. Ended by `stop` or by the
 * entry's limit it gets the time to release what it rented; when this process dies it is killed with all its children.
 */
export async function runScheduled(
  context: Pick<Context, 'env' | 'clock' | 'output'>,
  config: Config,
  entry: ScheduleEntry,
  stop: AbortSignal,
): Promise<SlotEnd> {
  const { clock, output } = context;
  const ended = new AbortController();
  let asked: 'aborted' | 'timed_out' | undefined;
  const script = join(PACKAGE_ROOT, 'bin', 'evenkeel.mjs');
  const child = await spawnGuarded([process.execPath, script, '--config', config.file, ...argumentsOf(entry)], {
    cwd: dirname(config.file),
    env: Object.fromEntries(Object.entries(context.env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
  });
  const after = (ms: number, work: () => void): void => void clock.sleep(ms, ended.signal).then(work, () => undefined);
  const askToEnd = (why: 'aborted' | 'timed_out'): void => {
    asked ??= why;
    child.signal('SIGTERM');
    after(RELEASE_MS, () => void child.end());
  };
  stop.addEventListener('abort', () => askToEnd('aborted'), { once: true, signal: ended.signal });
  if (stop.aborted) askToEnd('aborted');
  after(entry.limitMs, () => askToEnd('timed_out'));
  child.stderr?.on('data', (chunk: Buffer) => output.say(chunk.toString()));
  const [stdout, { exitCode }] = await Promise.all([child.stdout === null ? '' : text(child.stdout), child.ended]);
  ended.abort(new Error('the process has ended'));
  if (entry.what !== 'run') output.say(stdout);
  return { state: stateOf(exitCode, asked), ...(entry.what === 'run' ? runOf(stdout) : {}) };
}

export function argumentsOf(entry: ScheduleEntry): readonly string[] {
  switch (entry.what) {
    case 'run':
      return ['--json', 'run', '--quiet', '--target', entry.target, ...(entry.campaign === null ? [] : ['--campaign', entry.campaign])];
    case 'check':
      return ['check'];
    case 'report':
      return ['report', entry.report, '--target', entry.target, ...(entry.report === 'status' ? ['--window', `${entry.windowMs}ms`] : [])];
  }
}

/** Findings are what it was to look for; only what could not be measured, or is left over, is a failure. */
function stateOf(exitCode: number | null, asked: 'aborted' | 'timed_out' | undefined): SlotEnd['state'] {
  if (exitCode === EXIT.measured || exitCode === EXIT.findings) return 'done';
  return asked ?? (exitCode === EXIT.interrupted ? 'aborted' : 'failed');
}

/** The run that `evenkeel --json run` tells of; one that was never begun tells none. */
function runOf(stdout: string): { readonly run?: number } {
  try {
    const { data } = JSON.parse(stdout) as { readonly data?: { readonly run?: unknown } };
    return typeof data?.run === 'number' ? { run: data.run } : {};
  } catch {
    return {};
  }
}
