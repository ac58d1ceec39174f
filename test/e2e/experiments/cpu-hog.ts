import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

export interface CpuHog {
  /** All of it is gone. */
  stop(): Promise<void>;
}

/** A loop that does nothing, three times for each core: a job gets a quarter of what it had. It ends by itself after a minute whatever becomes of us. */
export function startCpuHog(): CpuHog {
  const loop = 'const end = performance.now() + 60_000; while (performance.now() < end);';
  const children = Array.from({ length: 3 * availableParallelism() }, () => spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }));
  const gone = Promise.all(children.map((child) => once(child, 'close')));
  return {
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      await gone;
    },
  };
}
