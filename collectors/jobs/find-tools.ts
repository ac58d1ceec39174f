import type { InstanceTools } from '../../src/core/job.ts';
import type { InstanceChannel } from '../../src/core/provider.ts';

const TOOLS = ['sysbench', 'fio'] as const;
const VERSION_TIMEOUT_MS = 10_000;

/**
 * Facts of the host and the version of each job tool that answers, asked once after the instance became reachable.
 * A tool that is missing or does not state a version is absent; rejects only when the channel broke.
 */
export async function findTools(channel: InstanceChannel, signal: AbortSignal): Promise<InstanceTools> {
  const facts = await channel.facts(signal);
  const versions: { [tool: string]: string } = {};
  for (const tool of TOOLS) {
    const { exitCode, stdout } = await channel.exec([tool, '--version'], { signal, timeoutMs: VERSION_TIMEOUT_MS });
    const version = exitCode === 0 ? versionIn(stdout) : undefined;
    if (version !== undefined) versions[tool] = version;
  }
  return { facts, versions };
}

/** `sysbench 1.0.20`, `fio-3.33` → the version. */
export function versionIn(text: string): string | undefined {
  return /(?:^|[\s-])(\d+\.\d+(?:\.\d+)*(?:-[A-Za-z0-9.]+)?)/.exec(text)?.[1];
}
