import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

export interface CpuHog {
  /** All of it is gone. */
  stop(): Promise<void>;
}

/**
 * Loops that do nothing, which end by themselves after so many seconds, and when this process is gone. Each has a session of
 * its own: Linux may deal the CPU out by session first (autogroup), and then all of one session together are no more than one.
 */
export function startCpuHog({ perCore = 5, forSeconds = 60 }: { readonly perCore?: number; readonly forSeconds?: number } = {}): CpuHog {
  const loop = `const [end, parent] = [performance.now() + ${forSeconds * 1000}, process.ppid];
    while (performance.now() < end && process.ppid === parent);`;
  const children = Array.from({ length: perCore * availableParallelism() }, () =>
    spawn(process.execPath, ['-e', loop], { stdio: 'ignore', detached: true }),
  );
  const gone = Promise.all(children.map((child) => once(child, 'close')));
  return {
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      await gone;
    },
  };
}
